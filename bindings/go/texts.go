// SPDX-License-Identifier: LGPL-2.1-or-later

package lvsdr

// #include <stdlib.h>
import "C"

import (
	"strings"
	"unsafe"
)

// texts of C, to be freed.
type texts []*C.char

// textsOf refuses a NUL, at which C would cut a text off.
func textsOf(values ...string) (texts, error) {
	for _, each := range values {
		if strings.IndexByte(each, 0) >= 0 {
			return nil, refuse("text", "a text with a NUL byte is not accepted")
		}
	}
	made := make(texts, len(values))
	for i, each := range values {
		made[i] = C.CString(each)
	}
	return made, nil
}

func (texts texts) free() {
	for _, each := range texts {
		C.free(unsafe.Pointer(each))
	}
}

// filled is the text that a getter writes into a buffer.
func filled(get func(buffer *C.char, size C.size_t) C.int) string {
	var buffer [256]C.char
	length := get(&buffer[0], C.size_t(len(buffer)))
	if length < 0 {
		return ""
	}
	return C.GoStringN(&buffer[0], length)
}
