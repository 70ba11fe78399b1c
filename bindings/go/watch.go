// SPDX-License-Identifier: LGPL-2.1-or-later

package lvsdr

// #include <lvsdr/lvsdr.h>
import "C"

import (
	"context"
	"os"
	"runtime"
	"syscall"
	"time"
	"unsafe"
)

// Watch tells which parts of the state of a host may have changed. Open it, then read the state, and read it again
// whenever it tells so. Its host has to stay open.
type Watch struct {
	*owned
	host *Host
	// The descriptor as the scheduler of Go waits for it, without a thread.
	file *os.File
}

func freeWatch(watch unsafe.Pointer) {
	C.lvsdr_watch_free((*C.struct_lvsdr_watch)(watch))
}

// Watch begins to watch parts of the state within a scope. What the kernel gives no notice of is read at this interval,
// 10 ms to an hour.
func (host *Host) Watch(scope string, parts uint32, interval time.Duration) (*Watch, error) {
	wait, err := milliseconds("interval", interval)
	if err != nil {
		return nil, err
	}
	ours, err := host.scope(scope)
	if err != nil {
		return nil, err
	}
	defer ours.Close()
	var made *C.struct_lvsdr_watch
	_, err = host.call(func(handle *C.struct_lvsdr) C.int {
		return C.lvsdr_watch_open(handle, scopePointer(ours), C.uint32_t(parts), wait, &made)
	})
	if err != nil {
		return nil, err
	}
	watch := &Watch{owned: own(unsafe.Pointer(made), host.guard, freeWatch), host: host}
	if watch.file, err = pollable(int(C.lvsdr_watch_get_fd(made))); err != nil {
		watch.owned.Close()
		return nil, err
	}
	return watch, nil
}

// pollable is another descriptor of the same file, which Go's scheduler may wait for and close.
func pollable(fd int) (*os.File, error) {
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	copied, err := syscall.Dup(fd)
	if err != nil {
		return nil, os.NewSyscallError("dup", err)
	}
	syscall.CloseOnExec(copied)
	if err := syscall.SetNonblock(copied, true); err != nil {
		syscall.Close(copied)
		return nil, os.NewSyscallError("fcntl", err)
	}
	return os.NewFile(uintptr(copied), "watch"), nil
}

// Close ends the watch.
func (watch *Watch) Close() error {
	watch.file.Close()
	return watch.owned.Close()
}

// Fd is the descriptor that becomes readable when Read is to be called, for poll and epoll only.
func (watch *Watch) Fd() int {
	defer runtime.KeepAlive(watch)
	return int(C.lvsdr_watch_get_fd((*C.struct_lvsdr_watch)(watch.live())))
}

// Read tells the parts that may have changed since the last call, as State constants, or 0. It does not wait.
func (watch *Watch) Read() (uint32, error) {
	if watch.live() == nil {
		return 0, ErrClosed
	}
	defer runtime.KeepAlive(watch)
	var parts C.uint32_t
	_, err := watch.host.call(func(*C.struct_lvsdr) C.int {
		return C.lvsdr_watch_read((*C.struct_lvsdr_watch)(watch.live()), &parts)
	})
	return uint32(parts), err
}

// Wait waits until something may have changed, and tells the parts; or until the context ends, whose error it returns.
func (watch *Watch) Wait(ctx context.Context) (parts uint32, err error) {
	connection, err := watch.file.SyscallConn()
	if err != nil {
		return 0, err
	}
	if err := watch.file.SetReadDeadline(time.Time{}); err != nil {
		return 0, err
	}
	waiting := make(chan struct{})
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		select {
		case <-ctx.Done():
			watch.file.SetReadDeadline(time.Unix(1, 0)) // which ends the wait
		case <-waiting:
		}
	}()
	failed := connection.Read(func(uintptr) bool {
		parts, err = watch.Read()
		return parts != 0 || err != nil
	})
	close(waiting)
	<-ended
	switch {
	case parts != 0 || err != nil:
		return parts, err
	case ctx.Err() != nil:
		return 0, ctx.Err()
	}
	return 0, failed
}
