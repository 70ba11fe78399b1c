// SPDX-License-Identifier: LGPL-2.1-or-later

// Package lvsdr sets up Linux Virtual Server in direct-routing mode (LVS-DR), on the C library liblvsdr: the virtual
// services and destinations of IPVS, the VIP, the ARP policy of real servers, and packet marks.
//
// A Service, Dest, VIP ... describes one thing and does nothing. A Host works in one network namespace. A State is a
// set of objects, observed or desired. A Plan leads from one to the other, and can be applied, recorded and undone.
//
// What was opened, read or made should be closed, in any order; the garbage collector closes the rest. Calls of one Host,
// and of the plans, watches and connections that came from it, wait for each other. Everything else is to be used by one
// goroutine at a time.
package lvsdr

// #cgo pkg-config: lvsdr
// #include <lvsdr/lvsdr.h>
import "C"

import (
	"fmt"
	"math"
	"time"
)

// LibraryVersion is the version of the C library that is used, such as "0.1.0".
func LibraryVersion() string {
	return C.GoString(C.lvsdr_version())
}

// PartName is the name of one State value: "services".
func PartName(part uint32) string {
	return C.GoString(C.lvsdr_part_name(C.uint32_t(part)))
}

// Formats are the names of those in which a state can be a text: "json", "rules" ...
func Formats() []string {
	var names []string
	for name := C.lvsdr_format_name(0); name != nil; name = C.lvsdr_format_name(C.size_t(len(names))) {
		names = append(names, C.GoString(name))
	}
	return names
}

// milliseconds of a duration, rounded up; what does not fit is refused, not cut off.
func milliseconds(what string, duration time.Duration) (C.int32_t, error) {
	whole := duration.Milliseconds()
	if duration > time.Duration(whole)*time.Millisecond {
		whole++
	}
	if whole < 0 || whole > math.MaxInt32 {
		return 0, refuse(what, fmt.Sprintf("%v is not between 0 and %v", duration, math.MaxInt32*time.Millisecond))
	}
	return C.int32_t(whole), nil
}

func cBool(value bool) C.int {
	if value {
		return 1
	}
	return 0
}
