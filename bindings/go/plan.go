// SPDX-License-Identifier: LGPL-2.1-or-later

package lvsdr

// #include <errno.h>
// #include <lvsdr/lvsdr.h>
import "C"

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"time"
	"unsafe"
)

// Plan is the list of steps from the observed to the desired state of a host, which has to stay open. See
// lvsdr_plan_between(3).
type Plan struct {
	*owned
	host *Host
}

// slice is how long a call with a context works before it looks whether that has ended.
const slice = 100 * time.Millisecond

// StepStatus is what became of a step, one of the Step constants.
type StepStatus int32

func (status StepStatus) String() string {
	return C.GoString(C.lvsdr_step_status_name(C.int32_t(status)))
}

// PlanStatus is what became of a plan, one of the Plan constants.
type PlanStatus int32

func (status PlanStatus) String() string {
	return C.GoString(C.lvsdr_plan_status_name(C.int32_t(status)))
}

// Step is one change of one object.
type Step struct {
	// Kind of the object: "service", "destination", "VIP" ...
	Kind string
	// Before and After are the object as JSON, "null" where it does not exist; Service that of a destination.
	Before, After, Service string
	// Command is the classic one with the same effect; Explanation tells in one line what is done.
	Command, Explanation string
	Status               StepStatus
	// Note says why it failed or was left.
	Note string
}

func (plan *Plan) c() *C.struct_lvsdr_plan {
	if plan == nil {
		return nil
	}
	return (*C.struct_lvsdr_plan)(plan.live())
}

func freePlan(plan unsafe.Pointer) {
	C.lvsdr_plan_free((*C.struct_lvsdr_plan)(plan))
}

func (host *Host) makePlan(work func(handle *C.struct_lvsdr, made **C.struct_lvsdr_plan) C.int) (*Plan, error) {
	var made *C.struct_lvsdr_plan
	_, err := host.call(func(handle *C.struct_lvsdr) C.int { return work(handle, &made) })
	if err != nil {
		return nil, err
	}
	return &Plan{own(unsafe.Pointer(made), host.guard, freePlan), host}, nil
}

// Plan makes the fewest steps to a desired state, within a scope; everything else stays as it is. With "" it is the scope
// of the desired state, which must have one. observed is what they begin with; nil: the host is read by this call.
func (host *Host) Plan(desired *State, scope string, observed *State) (*Plan, error) {
	defer runtime.KeepAlive(desired)
	defer runtime.KeepAlive(observed)
	var ours *owned
	if scope != "" {
		var err error
		if ours, err = host.scope(scope); err != nil {
			return nil, err
		}
		defer ours.Close()
	}
	return host.makePlan(func(handle *C.struct_lvsdr, made **C.struct_lvsdr_plan) C.int {
		return C.lvsdr_plan_between(handle, scopePointer(ours), observed.c(), desired.c(), made)
	})
}

// NewPlan makes an empty plan.
func (host *Host) NewPlan() (*Plan, error) {
	return host.makePlan(func(handle *C.struct_lvsdr, made **C.struct_lvsdr_plan) C.int {
		return C.lvsdr_plan_new(handle, made)
	})
}

// PlanFromJSON makes a plan of its record, to undo it. ErrStale: it was made in another boot or network namespace.
func (host *Host) PlanFromJSON(record string) (*Plan, error) {
	texts, err := textsOf(record)
	if err != nil {
		return nil, err
	}
	defer texts.free()
	return host.makePlan(func(handle *C.struct_lvsdr, made **C.struct_lvsdr_plan) C.int {
		return C.lvsdr_plan_from_json(handle, texts[0], C.size_t(len(record)), made)
	})
}

// call makes a call with the plan, while it and its host are open.
func (plan *Plan) call(work func(plan *C.struct_lvsdr_plan) C.int) (int, error) {
	if plan.live() == nil {
		return 0, ErrClosed
	}
	defer runtime.KeepAlive(plan)
	return plan.host.call(func(*C.struct_lvsdr) C.int { return work(plan.c()) })
}

func (plan *Plan) change(work func(plan *C.struct_lvsdr_plan) C.int) (bool, error) {
	result, err := plan.call(work)
	return result > 0, err
}

// UpdateRealServer adds steps that give a real server this weight in all services of a scope. addresses are those of the
// real server, separated by blanks. The result is how many destinations it has there.
func (plan *Plan) UpdateRealServer(scope, addresses string, weight int32) (int, error) {
	return plan.realServer(scope, addresses, func(plan *C.struct_lvsdr_plan, ours *C.struct_lvsdr_scope, text *C.char) C.int {
		return C.lvsdr_plan_update_real_server(plan, ours, text, C.int32_t(weight))
	})
}

// RemoveRealServer adds steps that remove a real server from all services of a scope.
func (plan *Plan) RemoveRealServer(scope, addresses string) (int, error) {
	return plan.realServer(scope, addresses, func(plan *C.struct_lvsdr_plan, ours *C.struct_lvsdr_scope, text *C.char) C.int {
		return C.lvsdr_plan_remove_real_server(plan, ours, text)
	})
}

func (plan *Plan) realServer(
	scope, addresses string, work func(*C.struct_lvsdr_plan, *C.struct_lvsdr_scope, *C.char) C.int,
) (int, error) {
	if plan.live() == nil {
		return 0, ErrClosed
	}
	ours, err := plan.host.scope(scope)
	if err != nil {
		return 0, err
	}
	defer ours.Close()
	texts, err := textsOf(addresses)
	if err != nil {
		return 0, err
	}
	defer texts.free()
	return plan.call(func(plan *C.struct_lvsdr_plan) C.int { return work(plan, scopePointer(ours), texts[0]) })
}

// SetKeepGoing chooses what happens when a step fails. false, the default: what was done is undone; true: the others are
// carried out.
func (plan *Plan) SetKeepGoing(keepGoing bool) error {
	_, err := plan.call(func(plan *C.struct_lvsdr_plan) C.int {
		return C.lvsdr_plan_set_keep_going(plan, cBool(keepGoing))
	})
	return err
}

// KeepGoing tells what was set so.
func (plan *Plan) KeepGoing() (bool, error) {
	return plan.change(func(plan *C.struct_lvsdr_plan) C.int { return C.lvsdr_plan_get_keep_going(plan) })
}

// Status is what became of the plan: after a failure, PlanUndone if the host is as before, and PlanIncomplete if it is not.
func (plan *Plan) Status() (PlanStatus, error) {
	status, err := plan.call(func(plan *C.struct_lvsdr_plan) C.int { return C.lvsdr_plan_get_status(plan) })
	return PlanStatus(status), err
}

// Apply carries out the pending steps, and tells whether there were any. If one fails, those that were carried out are
// undone.
func (plan *Plan) Apply() (bool, error) {
	return plan.change(func(plan *C.struct_lvsdr_plan) C.int { return C.lvsdr_plan_apply(plan) })
}

// ApplyFor carries out pending steps for about this time. left is how many there are still.
func (plan *Plan) ApplyFor(duration time.Duration) (left int, changed bool, err error) {
	limit, err := milliseconds("duration", duration)
	if err != nil {
		return 0, false, err
	}
	var rest C.size_t
	changed, err = plan.change(func(plan *C.struct_lvsdr_plan) C.int { return C.lvsdr_plan_apply_for(plan, limit, &rest) })
	return int(rest), changed, err
}

// ApplyContext is Apply in slices. When the context ends, what was carried out stays, until Undo. progress, if it is not
// nil, is called after each slice; the host can be used there.
func (plan *Plan) ApplyContext(ctx context.Context, progress func(done, total int)) (changed bool, err error) {
	for left, total := 1, plan.StepCount(); left > 0; {
		if err = ctx.Err(); err != nil {
			return changed, err
		}
		var some bool
		if left, some, err = plan.ApplyFor(slice); err != nil {
			return changed, err
		}
		changed = changed || some
		if progress != nil {
			progress(total-left, total)
		}
	}
	return changed, nil
}

// Undo undoes the steps, the last one first. What has been changed since is left, and ErrExists tells so.
func (plan *Plan) Undo() (bool, error) {
	return plan.change(func(plan *C.struct_lvsdr_plan) C.int { return C.lvsdr_plan_undo(plan) })
}

// StepCount is the number of steps.
func (plan *Plan) StepCount() int {
	defer runtime.KeepAlive(plan)
	return int(C.lvsdr_plan_get_step_count(plan.c()))
}

// Step is one of them, from 0.
func (plan *Plan) Step(index int) (step Step, err error) {
	count := plan.StepCount()
	if index < 0 || index >= count {
		return step, refuse("index", fmt.Sprintf("there are %d steps, from 0, and no step %d", count, index))
	}
	_, err = plan.call(func(plan *C.struct_lvsdr_plan) C.int {
		place := C.size_t(index)
		for _, each := range []struct {
			to   *string
			text *C.char
		}{
			{&step.Kind, C.lvsdr_plan_get_step_kind(plan, place)},
			{&step.Before, C.lvsdr_plan_get_step_before(plan, place)},
			{&step.After, C.lvsdr_plan_get_step_after(plan, place)},
			{&step.Service, C.lvsdr_plan_get_step_service(plan, place)},
			{&step.Command, C.lvsdr_plan_get_step_command(plan, place)},
			{&step.Explanation, C.lvsdr_plan_get_step_explanation(plan, place)},
			{&step.Note, C.lvsdr_plan_get_step_note(plan, place)},
		} {
			if each.text == nil {
				return -C.ENOMEM
			}
			*each.to = C.GoString(each.text)
		}
		step.Status = StepStatus(C.lvsdr_plan_get_step_status(plan, place))
		return 0
	})
	return step, err
}

// Steps are all of them.
func (plan *Plan) Steps() ([]Step, error) {
	steps := make([]Step, plan.StepCount())
	for i := range steps {
		step, err := plan.Step(i)
		if err != nil {
			return nil, err
		}
		steps[i] = step
	}
	return steps, nil
}

// String lists the classic commands.
func (plan *Plan) String() string {
	steps, err := plan.Steps()
	if err != nil {
		return err.Error()
	}
	lines := []string{fmt.Sprintf("%d steps:", len(steps))}
	switch len(steps) {
	case 0:
		return "no steps"
	case 1:
		lines[0] = "1 step:"
	}
	for _, step := range steps {
		lines = append(lines, "  "+strings.ReplaceAll(step.Command, "\n", "\n  "))
		if step.Note != "" {
			lines = append(lines, fmt.Sprintf("  # %v: %s", step.Status, step.Note))
		}
	}
	return strings.Join(lines, "\n")
}

// ToJSON is the record, from which another process can undo the plan.
func (plan *Plan) ToJSON() (string, error) {
	var text string
	_, err := plan.call(func(plan *C.struct_lvsdr_plan) C.int {
		var written *C.char
		result := C.lvsdr_plan_to_json(plan, &written)
		if result >= 0 {
			text = C.GoString(written)
		}
		return result
	})
	return text, err
}
