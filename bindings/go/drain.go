// SPDX-License-Identifier: LGPL-2.1-or-later

package lvsdr

// #include <lvsdr/lvsdr.h>
import "C"

import (
	"context"
	"runtime"
	"time"
)

// Draining is what is waited for.
type Draining struct {
	// Dests are the destinations that have to be removed yet; the rest are their connections and persistence templates.
	Dests                       int
	Active, Inactive, Templates uint64
}

// MakeGraceful lets the plan remove destinations without breaking connections, which may take this long. flags are
// Drain constants. The result is whether there is anything to drain. See lvsdr_plan_make_graceful(3).
func (plan *Plan) MakeGraceful(deadline time.Duration, flags uint32) (bool, error) {
	limit, err := milliseconds("deadline", deadline)
	if err != nil {
		return false, err
	}
	return plan.change(func(plan *C.struct_lvsdr_plan) C.int {
		return C.lvsdr_plan_make_graceful(plan, C.uint32_t(flags), limit)
	})
}

// Draining is what a graceful plan is waiting for; all of it is 0 where it is not graceful.
func (plan *Plan) Draining() (Draining, error) {
	var active, inactive, templates C.uint64_t
	dests, err := plan.call(func(plan *C.struct_lvsdr_plan) C.int {
		return C.lvsdr_plan_get_draining(plan, &active, &inactive, &templates)
	})
	return Draining{dests, uint64(active), uint64(inactive), uint64(templates)}, err
}

// DrainDest sets the weight of a destination to 0, waits until its connections have ended, and removes it. When the
// context ends first, its error is returned with what is left, and the weight stays 0; another call continues. flags are
// Drain constants. See lvsdr_dest_drain(3).
func (host *Host) DrainDest(ctx context.Context, service *Service, dest *Dest, flags uint32) (Draining, error) {
	defer runtime.KeepAlive(service)
	defer runtime.KeepAlive(dest)
	left := Draining{Dests: 1}
	for {
		if err := ctx.Err(); err != nil {
			return left, err
		}
		var active, inactive, templates C.uint64_t
		over, err := host.change(func(handle *C.struct_lvsdr) C.int {
			limit := C.int32_t(slice.Milliseconds())
			return C.lvsdr_dest_drain(
				handle, service.c(), dest.c(), C.uint32_t(flags), limit, &active, &inactive, &templates)
		})
		if err != nil {
			return left, err
		}
		left = Draining{1, uint64(active), uint64(inactive), uint64(templates)}
		if over {
			left.Dests = 0
			return left, nil
		}
	}
}
