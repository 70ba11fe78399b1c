// SPDX-License-Identifier: LGPL-2.1-or-later

package lvsdr

// #include <lvsdr/lvsdr.h>
import "C"

import (
	"runtime"
	"sync"
	"unsafe"
)

// guard lets one call at a time use a C handle and all that was made with it.
type guard struct {
	mutex sync.Mutex
	// The memory of the handle lives as long as an object that was made with it.
	host   *C.struct_lvsdr
	closed bool
}

// local makes a call that does not need the handle to be open.
func (guard *guard) local(work func() C.int) (int, error) {
	guard.mutex.Lock()
	defer guard.mutex.Unlock()
	result := work()
	if result < 0 {
		return 0, errorOf(guard.host, result)
	}
	return int(result), nil
}

func (guard *guard) call(work func(host *C.struct_lvsdr) C.int) (int, error) {
	guard.mutex.Lock()
	defer guard.mutex.Unlock()
	if guard.closed {
		return 0, ErrClosed
	}
	result := work(guard.host)
	if result < 0 {
		return 0, errorOf(guard.host, result)
	}
	return int(result), nil
}

// describing reports the errors of objects and states that were not read; it never talks to the kernel.
var describing = func() *guard {
	made, err := newGuard()
	if err != nil {
		panic(err) // as Go itself ends when memory does
	}
	return made
}()

func newGuard() (*guard, error) {
	made := &guard{}
	if C.lvsdr_new(&made.host) < 0 {
		return nil, ErrOutOfMemory
	}
	return made, nil
}

// owned is a C object: it is freed by Close or by the garbage collector, or it was lent by a state.
type owned struct {
	pointer unsafe.Pointer
	guard   *guard
	free    func(unsafe.Pointer)
	lender  *State
}

func own(pointer unsafe.Pointer, guard *guard, free func(unsafe.Pointer)) *owned {
	made := &owned{pointer: pointer, guard: guard, free: free}
	// A finalizer must not wait for a call that takes long.
	runtime.SetFinalizer(made, func(object *owned) { go object.Close() })
	return made
}

func lent(pointer unsafe.Pointer, lender *State) *owned {
	return &owned{pointer: pointer, guard: lender.guard, lender: lender}
}

// Close frees the object; what a state has lent stays the state's. It may be called again.
func (object *owned) Close() error {
	if object == nil || object.lender != nil {
		return nil
	}
	object.guard.mutex.Lock()
	defer object.guard.mutex.Unlock()
	if object.pointer != nil {
		object.free(object.pointer)
		object.pointer = nil
		runtime.SetFinalizer(object, nil)
	}
	return nil
}

// live is the pointer, or nil, which the library refuses, of what is closed.
func (object *owned) live() unsafe.Pointer {
	if object == nil || (object.lender != nil && object.lender.live() == nil) {
		return nil
	}
	return object.pointer
}

// mayBeSet says why an object must not be written to.
func (object *owned) mayBeSet() error {
	if object.live() == nil {
		return ErrClosed
	}
	if object.lender != nil {
		return refuse("object", "it belongs to a state that was read; create a new one")
	}
	return nil
}

func (object *owned) set(work func() C.int) error {
	if err := object.mayBeSet(); err != nil {
		return err
	}
	defer runtime.KeepAlive(object)
	_, err := object.guard.local(work)
	return err
}
