// SPDX-License-Identifier: LGPL-2.1-or-later

package lvsdr

// #include <lvsdr/lvsdr.h>
import "C"

import (
	"errors"
	"fmt"
	"syscall"
)

// ErrClosed: the object, or the host that it needs, is closed.
var ErrClosed = errors.New("lvsdr: it is closed, or the host that it came from")

// Error is a failure of the library. errors.Is tells its kind: by ErrExists and the other kinds, by the errno such as
// syscall.EEXIST, and by what the standard library has for that, such as fs.ErrExist.
type Error struct {
	// Code is the errno that stands for the kind of failure.
	Code syscall.Errno
	// Message is one sentence: what failed on which object, why, and what to do.
	Message string
	// Operation is what was attempted: "add", "update", "read" ...
	Operation string
	// Object is that of the operation: "tcp 192.168.1.41:80 -> 192.168.1.20:80".
	Object string
	// Field is the one at fault, "weight", or "" if no single one is.
	Field string
	// KernelErrno is what the kernel returned, or 0.
	KernelErrno syscall.Errno
	// KernelText is the kernel's own text, or "".
	KernelText string
}

func (err *Error) Error() string { return err.Message }

// Name of the code: "EEXIST".
func (err *Error) Name() string { return names[err.Code] }

// Is tells whether it is of a kind. ErrNoService and ErrNoDevice are ErrNotFound too.
func (err *Error) Is(target error) bool {
	return kinds[err.Code] == target || (target == ErrNotFound && notFound[err.Code])
}

// Unwrap is the errno.
func (err *Error) Unwrap() error { return err.Code }

// errorOf takes the detail of the last failure from a handle.
func errorOf(host *C.struct_lvsdr, code C.int) error {
	return &Error{
		Code:        syscall.Errno(-code),
		Message:     C.GoString(C.lvsdr_error_message(host)),
		Operation:   C.GoString(C.lvsdr_error_operation(host)),
		Object:      C.GoString(C.lvsdr_error_object(host)),
		Field:       C.GoString(C.lvsdr_error_field(host)),
		KernelErrno: syscall.Errno(C.lvsdr_error_kernel_errno(host)),
		KernelText:  C.GoString(C.lvsdr_error_kernel_text(host)),
	}
}

// refuse is the error for what does not even reach the library.
func refuse(field, why string) error {
	return &Error{Code: syscall.EINVAL, Message: fmt.Sprintf("invalid %s: %s", field, why), Field: field}
}
