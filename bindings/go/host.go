// SPDX-License-Identifier: LGPL-2.1-or-later

package lvsdr

// #include <lvsdr/lvsdr.h>
import "C"

import (
	"net"
	"runtime"
	"time"
)

// Host is one network namespace of one host, as seen by this process. Calls from several goroutines wait for each other;
// different hosts are independent.
type Host struct{ guard *guard }

// Open opens a host. netns is a name as used by `ip netns`, or a path such as "/proc/123/ns/net". With "" it is the
// network namespace of the thread that makes the first call that needs the kernel: a goroutine that has changed it holds
// its thread until then, by runtime.LockOSThread. Opening another one needs CAP_SYS_ADMIN, and the thread stays in its own.
func Open(netns string) (*Host, error) {
	host, err := newHost()
	if err != nil || netns == "" {
		return host, err
	}
	texts, err := textsOf(netns)
	if err != nil {
		return nil, err
	}
	defer texts.free()
	_, err = host.guard.call(func(handle *C.struct_lvsdr) C.int { return C.lvsdr_open_netns(handle, texts[0]) })
	return host.orNone(err)
}

// OpenFd opens a host in the network namespace of a descriptor, which stays the caller's.
func OpenFd(fd int) (*Host, error) {
	host, err := newHost()
	if err != nil {
		return nil, err
	}
	_, err = host.guard.call(func(handle *C.struct_lvsdr) C.int { return C.lvsdr_open_netns_fd(handle, C.int(fd)) })
	return host.orNone(err)
}

func newHost() (*Host, error) {
	guard, err := newGuard()
	if err != nil {
		return nil, err
	}
	host := &Host{guard}
	runtime.SetFinalizer(host, func(host *Host) { go host.Close() })
	return host, nil
}

func (host *Host) orNone(err error) (*Host, error) {
	if err != nil {
		host.Close()
		return nil, err
	}
	return host, nil
}

// Close gives back what the host holds; what it did stays done. Its states can still be read, its plans and watches can
// not be used any more. It may be called again.
func (host *Host) Close() error {
	host.guard.mutex.Lock()
	defer host.guard.mutex.Unlock()
	if !host.guard.closed {
		host.guard.closed = true
		C.lvsdr_free(host.guard.host)
		runtime.SetFinalizer(host, nil)
	}
	return nil
}

// call does not let the host be closed meanwhile.
func (host *Host) call(work func(handle *C.struct_lvsdr) C.int) (int, error) {
	defer runtime.KeepAlive(host)
	return host.guard.call(work)
}

func (host *Host) change(work func(handle *C.struct_lvsdr) C.int) (bool, error) {
	result, err := host.call(work)
	return result > 0, err
}

// SetTimeout sets how long one request waits for the kernel: 1 ms to an hour.
func (host *Host) SetTimeout(timeout time.Duration) error {
	wait, err := milliseconds("timeout", timeout)
	if err != nil {
		return err
	}
	_, err = host.call(func(handle *C.struct_lvsdr) C.int { return C.lvsdr_set_timeout(handle, wait) })
	return err
}

// Timeout is what was set so.
func (host *Host) Timeout() (time.Duration, error) {
	milliseconds, err := host.call(func(handle *C.struct_lvsdr) C.int { return C.int(C.lvsdr_get_timeout(handle)) })
	return time.Duration(milliseconds) * time.Millisecond, err
}

// SetInsist lets requests be sent that the kernel accepts although they cannot work. See lvsdr_set_insist(3).
func (host *Host) SetInsist(insist bool) error {
	_, err := host.call(func(handle *C.struct_lvsdr) C.int { return C.lvsdr_set_insist(handle, cBool(insist)) })
	return err
}

// Insist tells what was set so.
func (host *Host) Insist() (bool, error) {
	return host.change(func(handle *C.struct_lvsdr) C.int { return C.lvsdr_get_insist(handle) })
}

// SetIPVSInterface chooses the kernel interface to IPVS, an IPVS constant.
func (host *Host) SetIPVSInterface(ipvsInterface int32) error {
	_, err := host.call(func(handle *C.struct_lvsdr) C.int {
		return C.lvsdr_set_ipvs_interface(handle, C.int(ipvsInterface))
	})
	return err
}

// IPVSInterface is what was set so.
func (host *Host) IPVSInterface() (int32, error) {
	chosen, err := host.call(func(handle *C.struct_lvsdr) C.int { return C.lvsdr_get_ipvs_interface(handle) })
	return int32(chosen), err
}

// SetTrace writes every change as a classic command to a descriptor, which is duplicated; -1 ends it. details are Trace
// constants.
func (host *Host) SetTrace(fd int, details uint32) error {
	_, err := host.call(func(handle *C.struct_lvsdr) C.int {
		if result := C.lvsdr_set_trace(handle, C.int(fd)); result < 0 {
			return result
		}
		return C.lvsdr_set_trace_details(handle, C.uint32_t(details))
	})
	return err
}

// TraceDetails are what was set so.
func (host *Host) TraceDetails() (uint32, error) {
	var details uint32
	_, err := host.call(func(handle *C.struct_lvsdr) C.int {
		details = uint32(C.lvsdr_get_trace_details(handle))
		return 0
	})
	return details, err
}

// TraceLost is how many lines of the trace could not be written.
func (host *Host) TraceLost() (uint64, error) {
	var lost uint64
	_, err := host.call(func(handle *C.struct_lvsdr) C.int {
		lost = uint64(C.lvsdr_get_trace_lost(handle))
		return 0
	})
	return lost, err
}

// Features of the kernel and of the process, as Feature constants.
func (host *Host) Features() (uint32, error) {
	var features C.uint32_t
	_, err := host.call(func(handle *C.struct_lvsdr) C.int { return C.lvsdr_read_features(handle, &features) })
	return uint32(features), err
}

// IPVSVersion is that of the kernel's IPVS, as in KERNEL_VERSION(1, 2, 1).
func (host *Host) IPVSVersion() (uint32, error) {
	var version C.uint32_t
	_, err := host.call(func(handle *C.struct_lvsdr) C.int { return C.lvsdr_read_ipvs_version(handle, &version) })
	return uint32(version), err
}

// ConnectionTableSize is the number of buckets of the connection table.
func (host *Host) ConnectionTableSize() (uint32, error) {
	var size C.uint32_t
	_, err := host.call(func(handle *C.struct_lvsdr) C.int { return C.lvsdr_read_connection_table_size(handle, &size) })
	return uint32(size), err
}

// RemoveAllServices removes every service of the network namespace, with its destinations.
func (host *Host) RemoveAllServices() (bool, error) {
	return host.change(func(handle *C.struct_lvsdr) C.int { return C.lvsdr_service_remove_all(handle) })
}

// ReadForeignMarks is how many rules in the tables of packet marks are none of the library's.
func (host *Host) ReadForeignMarks() (int, error) {
	var count C.size_t
	_, err := host.call(func(handle *C.struct_lvsdr) C.int { return C.lvsdr_mark_read_foreign(handle, &count) })
	return int(count), err
}

// AnnounceVIP tells the neighbours who has a VIP, so many times, with an interval between them.
func (host *Host) AnnounceVIP(vip *VIP, count int32, interval time.Duration) error {
	defer runtime.KeepAlive(vip)
	wait, err := milliseconds("interval", interval)
	if err != nil {
		return err
	}
	_, err = host.call(func(handle *C.struct_lvsdr) C.int {
		return C.lvsdr_vip_announce(handle, vip.c(), C.int32_t(count), wait)
	})
	return err
}

// ProbeAddress tells the MAC addresses that answer for an address within a time.
func (host *Host) ProbeAddress(address, device string, wait time.Duration) ([]net.HardwareAddr, error) {
	limit, err := milliseconds("wait", wait)
	if err != nil {
		return nil, err
	}
	texts, err := textsOf(address, device)
	if err != nil {
		return nil, err
	}
	defer texts.free()
	bytes := make([]byte, MACSize*ProbeMax)
	count, err := host.call(func(handle *C.struct_lvsdr) C.int {
		return C.lvsdr_address_probe(handle, texts[0], texts[1], limit, (*C.uint8_t)(&bytes[0]), C.size_t(len(bytes)))
	})
	found := make([]net.HardwareAddr, count)
	for i := range found {
		found[i] = bytes[i*MACSize : (i+1)*MACSize]
	}
	return found, err
}
