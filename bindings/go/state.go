// SPDX-License-Identifier: LGPL-2.1-or-later

package lvsdr

// #include <lvsdr/lvsdr.h>
import "C"

import (
	"runtime"
	"unsafe"
)

// State is a set of objects of one host, observed or desired. See lvsdr_state_read(3).
type State struct{ *owned }

func (state *State) c() *C.struct_lvsdr_state {
	if state == nil {
		return nil
	}
	return (*C.struct_lvsdr_state)(state.live())
}

func freeState(state unsafe.Pointer) {
	C.lvsdr_state_free((*C.struct_lvsdr_state)(state))
}

// ServiceDests is a service with its destinations.
type ServiceDests struct {
	*Service
	Dests []*Dest
}

// NewState makes an empty state that describes these parts completely: State constants, such as
// StateServices|StateVIPs.
func NewState(parts uint32) (*State, error) {
	var made *C.struct_lvsdr_state
	_, err := describing.call(func(host *C.struct_lvsdr) C.int {
		return C.lvsdr_state_new(host, C.uint32_t(parts), &made)
	})
	return stateOf(made, describing, err)
}

// StateFromText makes a state from a text. format is "json", "rules", or "" where it is to be recognized.
func StateFromText(format, text string) (*State, error) {
	texts, err := textsOf(format, text)
	if err != nil {
		return nil, err
	}
	defer texts.free()
	name := texts[0]
	if format == "" {
		name = nil
	}
	var made *C.struct_lvsdr_state
	_, err = describing.call(func(host *C.struct_lvsdr) C.int {
		return C.lvsdr_state_from_text(host, name, texts[1], C.size_t(len(text)), &made)
	})
	return stateOf(made, describing, err)
}

// StateFromJSON makes a state from JSON, as docs/state.schema.json describes it.
func StateFromJSON(text string) (*State, error) {
	return StateFromText("json", text)
}

// Read reads what the host has within a scope, "192.168.1.41, fwmark:7" or "everything": these parts, State constants.
func (host *Host) Read(scope string, parts uint32) (*State, error) {
	ours, err := host.scope(scope)
	if err != nil {
		return nil, err
	}
	defer ours.Close()
	var made *C.struct_lvsdr_state
	_, err = host.call(func(handle *C.struct_lvsdr) C.int {
		return C.lvsdr_state_read(handle, scopePointer(ours), C.uint32_t(parts), &made)
	})
	return stateOf(made, host.guard, err)
}

func stateOf(made *C.struct_lvsdr_state, guard *guard, err error) (*State, error) {
	if err != nil {
		return nil, err
	}
	return &State{own(unsafe.Pointer(made), guard, freeState)}, nil
}

func (state *State) change(work func(state *C.struct_lvsdr_state) C.int) error {
	return state.set(func() C.int { return work(state.c()) })
}

// Parts that it describes, as State constants.
func (state *State) Parts() uint32 {
	defer runtime.KeepAlive(state)
	return uint32(C.lvsdr_state_get_parts(state.c()))
}

// Services of the state, with their destinations, which can be read as long as it is open.
func (state *State) Services() []ServiceDests {
	defer runtime.KeepAlive(state)
	services := make([]ServiceDests, C.lvsdr_state_get_service_count(state.c()))
	for i := range services {
		place := C.size_t(i)
		service := unsafe.Pointer(C.lvsdr_state_get_service(state.c(), place))
		dests := make([]*Dest, C.lvsdr_state_get_dest_count(state.c(), place))
		for k := range dests {
			dests[k] = &Dest{lent(unsafe.Pointer(C.lvsdr_state_get_dest(state.c(), place, C.size_t(k))), state)}
		}
		services[i] = ServiceDests{&Service{lent(service, state)}, dests}
	}
	return services
}

// Timeouts of the state, or nil.
func (state *State) Timeouts() *Timeouts {
	defer runtime.KeepAlive(state)
	timeouts := unsafe.Pointer(C.lvsdr_state_get_timeouts(state.c()))
	if timeouts == nil {
		return nil
	}
	return &Timeouts{lent(timeouts, state)}
}

// SetScope sets the scope that the state is meant for, which is in its JSON too; "": it has none.
func (state *State) SetScope(scope string) error {
	texts, err := textsOf(scope)
	if err != nil {
		return err
	}
	defer texts.free()
	given := texts[0]
	if scope == "" {
		given = nil
	}
	return state.change(func(state *C.struct_lvsdr_state) C.int { return C.lvsdr_state_set_scope(state, given) })
}

// Scope is what was set so, or "".
func (state *State) Scope() string {
	defer runtime.KeepAlive(state)
	return C.GoString(C.lvsdr_state_get_scope(state.c()))
}

// ToText writes the state in a format. lost says what the format cannot express, and is "" if the text is complete.
func (state *State) ToText(format string) (text, lost string, err error) {
	texts, err := textsOf(format)
	if err != nil {
		return "", "", err
	}
	defer texts.free()
	if state.live() == nil {
		return "", "", ErrClosed
	}
	defer runtime.KeepAlive(state)
	_, err = state.guard.local(func() C.int {
		var written *C.char
		result := C.lvsdr_state_to_text(state.c(), texts[0], &written)
		if result >= 0 {
			text = C.GoString(written)
		}
		if result > 0 {
			lost = C.GoString(C.lvsdr_error_message(state.guard.host))
		}
		return result
	})
	return text, lost, err
}

// ToJSON writes the state as JSON.
func (state *State) ToJSON() (string, error) {
	text, _, err := state.ToText("json")
	return text, err
}
