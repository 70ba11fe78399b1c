// SPDX-License-Identifier: LGPL-2.1-or-later

package lvsdr

// #include <lvsdr/lvsdr.h>
import "C"

import (
	"math"
	"runtime"
)

// ZeroCounters sets the counters of a service and its destinations to 0; nil: all of them, and the totals.
func (host *Host) ZeroCounters(service *Service) error {
	defer runtime.KeepAlive(service)
	_, err := host.call(func(handle *C.struct_lvsdr) C.int { return C.lvsdr_counters_zero(handle, service.c()) })
	return err
}

// Totals of the network namespace by their names: "connections", "incoming_bytes", "connection_table_size" ... Those
// that the kernel does not have are missing.
func (host *Host) Totals() (map[string]uint64, error) {
	var values [TotalCount]C.uint64_t
	count, err := host.call(func(handle *C.struct_lvsdr) C.int {
		return C.lvsdr_totals_read(handle, &values[0], TotalCount)
	})
	return totalsOf(values[:count]), err
}

// ProcessorTotals are those of each processor, by its number.
func (host *Host) ProcessorTotals() (map[int]map[string]uint64, error) {
	const columns = TotalOutgoingBytes + 1
	room, err := host.call(func(handle *C.struct_lvsdr) C.int {
		return C.lvsdr_totals_read_processors(handle, columns, nil, 0)
	})
	if err != nil || room == 0 {
		return nil, err
	}
	values := make([]C.uint64_t, room*columns)
	count, err := host.call(func(handle *C.struct_lvsdr) C.int {
		return C.lvsdr_totals_read_processors(handle, columns, &values[0], C.size_t(len(values)))
	})
	totals := make(map[int]map[string]uint64, count)
	for i := 0; i < count && i < room; i++ {
		if values[i*columns] != math.MaxUint64 {
			totals[i] = totalsOf(values[i*columns : (i+1)*columns])
		}
	}
	return totals, err
}

func totalsOf(values []C.uint64_t) map[string]uint64 {
	totals := make(map[string]uint64, len(values))
	for i, value := range values {
		if value != math.MaxUint64 {
			totals[C.GoString(C.lvsdr_totals_get_name(C.int32_t(i)))] = uint64(value)
		}
	}
	return totals
}
