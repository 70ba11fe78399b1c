// SPDX-License-Identifier: LGPL-2.1-or-later

package lvsdr

// #include <lvsdr/lvsdr.h>
import "C"

import "unsafe"

// scope makes the C object of a text: virtual addresses and firewall marks that may be read or changed.
func (host *Host) scope(text string) (*owned, error) {
	texts, err := textsOf(text)
	if err != nil {
		return nil, err
	}
	defer texts.free()
	var made *C.struct_lvsdr_scope
	_, err = host.call(func(handle *C.struct_lvsdr) C.int { return C.lvsdr_scope_new(handle, texts[0], &made) })
	if err != nil {
		return nil, err
	}
	return own(unsafe.Pointer(made), host.guard, freeScope), nil
}

func freeScope(scope unsafe.Pointer) {
	C.lvsdr_scope_free((*C.struct_lvsdr_scope)(scope))
}

func scopePointer(scope *owned) *C.struct_lvsdr_scope {
	return (*C.struct_lvsdr_scope)(scope.live())
}
