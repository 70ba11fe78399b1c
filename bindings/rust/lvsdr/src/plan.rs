// SPDX-License-Identifier: LGPL-2.1-or-later
//! Plans: lists of steps that are applied, undone, and written as JSON.

use std::os::raw::{c_char, c_int};
use std::ptr::{self, NonNull};
use std::rc::Rc;
use std::time::Duration;

use lvsdr_sys as sys;

use crate::constants::{DrainFlag, PlanStatus, StepStatus};
use crate::error::Result;
use crate::handle::Handle;
use crate::host::Host;
use crate::scope::Scope;
use crate::state::State;
use crate::{text, time};

/// A list of steps: it can be looked at, applied and rolled back, written as JSON, and undone by another process.
pub struct Plan {
    pub(crate) raw: NonNull<sys::lvsdr_plan>,
    pub(crate) handle: Rc<Handle>,
}

/// What a graceful plan is waiting for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Draining {
    /// The destinations that have to be removed yet.
    pub dests: usize,
    pub active: u64,
    pub inactive: u64,
    pub templates: u64,
}

/// One change of one object, as it is in its plan.
#[derive(Clone, Copy)]
pub struct Step<'a> {
    plan: &'a Plan,
    index: usize,
}

impl Step<'_> {
    fn text(&self, getter: unsafe extern "C" fn(*const sys::lvsdr_plan, usize) -> *const c_char) -> String {
        unsafe { text::owned(getter(self.plan.as_ptr(), self.index)) }
    }

    /// The kind of its object, such as "service" or "destination".
    pub fn kind(&self) -> String {
        self.text(sys::lvsdr_plan_get_step_kind)
    }

    /// The object before the step, as JSON; "" if there is none.
    pub fn before(&self) -> String {
        self.text(sys::lvsdr_plan_get_step_before)
    }

    /// The object after the step, as JSON; "" if there is none.
    pub fn after(&self) -> String {
        self.text(sys::lvsdr_plan_get_step_after)
    }

    /// The service of a destination, as JSON; "" if it has none.
    pub fn service(&self) -> String {
        self.text(sys::lvsdr_plan_get_step_service)
    }

    /// The classic command with the same effect.
    pub fn command(&self) -> String {
        self.text(sys::lvsdr_plan_get_step_command)
    }

    pub fn explanation(&self) -> String {
        self.text(sys::lvsdr_plan_get_step_explanation)
    }

    pub fn status(&self) -> StepStatus {
        StepStatus(unsafe { sys::lvsdr_plan_get_step_status(self.plan.as_ptr(), self.index) })
    }

    /// Why it failed or was left; "" if there is nothing to say.
    pub fn note(&self) -> String {
        self.text(sys::lvsdr_plan_get_step_note)
    }
}

impl StepStatus {
    /// "done", "failed" ...
    pub fn name(self) -> String {
        unsafe { text::owned(sys::lvsdr_step_status_name(self.0)) }
    }
}

impl PlanStatus {
    /// "done", "incomplete" ...
    pub fn name(self) -> String {
        unsafe { text::owned(sys::lvsdr_plan_status_name(self.0)) }
    }
}

impl Plan {
    pub(crate) fn new(host: &Host) -> Result<Plan> {
        Plan::made(host, |handle, made| unsafe { sys::lvsdr_plan_new(handle, made) })
    }

    /// Without a scope, it is that of the desired state; without an observed state, the host is read.
    pub(crate) fn between(
        host: &Host,
        scope: Option<&Scope>,
        observed: Option<&State>,
        desired: &State,
    ) -> Result<Plan> {
        let scope = scope.map_or(ptr::null(), Scope::as_ptr);
        let observed = observed.map_or(ptr::null(), State::as_ptr);
        Plan::made(host, |handle, made| unsafe {
            sys::lvsdr_plan_between(handle, scope, observed, desired.as_ptr(), made)
        })
    }

    pub(crate) fn from_json(host: &Host, text: &str) -> Result<Plan> {
        Plan::made(host, |handle, made| unsafe {
            sys::lvsdr_plan_from_json(handle, text.as_ptr().cast(), text.len(), made)
        })
    }

    fn made(host: &Host, call: impl FnOnce(*mut sys::lvsdr, *mut *mut sys::lvsdr_plan) -> c_int) -> Result<Plan> {
        Ok(Plan { raw: host.handle.make(call)?, handle: host.handle.clone() })
    }

    pub(crate) fn as_ptr(&self) -> *const sys::lvsdr_plan {
        self.raw.as_ptr()
    }

    /// If a step fails, the others are carried out, and nothing is rolled back.
    pub fn set_keep_going(&mut self, keep_going: bool) -> Result<&mut Self> {
        self.handle.check(unsafe { sys::lvsdr_plan_set_keep_going(self.raw.as_ptr(), c_int::from(keep_going)) })?;
        Ok(self)
    }

    pub fn keep_going(&self) -> bool {
        unsafe { sys::lvsdr_plan_get_keep_going(self.as_ptr()) == 1 }
    }

    /// Changes the weight of a real server, or several, in all services of a scope. Returns the number of its
    /// destinations.
    pub fn update_real_server(&mut self, scope: &Scope, addresses: &str, weight: i32) -> Result<usize> {
        let addresses = text::given(addresses, "addresses")?;
        self.handle.count(unsafe {
            sys::lvsdr_plan_update_real_server(self.raw.as_ptr(), scope.as_ptr(), addresses.as_ptr(), weight)
        })
    }

    /// Removes a real server, or several, from all services of a scope. Returns the number of its destinations.
    pub fn remove_real_server(&mut self, scope: &Scope, addresses: &str) -> Result<usize> {
        let addresses = text::given(addresses, "addresses")?;
        self.handle
            .count(unsafe { sys::lvsdr_plan_remove_real_server(self.raw.as_ptr(), scope.as_ptr(), addresses.as_ptr()) })
    }

    /// Lets it remove real servers without breaking connections: it waits for them until the deadline. Returns whether it
    /// will drain something.
    pub fn make_graceful(&mut self, deadline: Duration, flags: DrainFlag) -> Result<bool> {
        let deadline = time::milliseconds(deadline, "deadline")?;
        let made = unsafe { sys::lvsdr_plan_make_graceful(self.raw.as_ptr(), flags.0, deadline) };
        Ok(self.handle.check(made)? == 1)
    }

    pub fn draining(&self) -> Draining {
        let mut left = Draining::default();
        let dests = unsafe {
            sys::lvsdr_plan_get_draining(self.as_ptr(), &mut left.active, &mut left.inactive, &mut left.templates)
        };
        left.dests = usize::try_from(dests).unwrap_or(0);
        left
    }

    /// Applies all steps, or none. Returns whether something was changed.
    pub fn apply(&mut self) -> Result<bool> {
        Ok(self.handle.check(unsafe { sys::lvsdr_plan_apply(self.raw.as_ptr()) })? == 1)
    }

    /// Applies steps for a limited time. Returns how many are left: call it again until there are none.
    pub fn apply_for(&mut self, limit: Duration) -> Result<usize> {
        let milliseconds = time::milliseconds(limit, "limit")?;
        let mut left = 0;
        self.handle.check(unsafe { sys::lvsdr_plan_apply_for(self.raw.as_ptr(), milliseconds, &mut left) })?;
        Ok(left)
    }

    /// What became of it: after a failure, `UNDONE` if the host is as before, and `INCOMPLETE` if it is not.
    pub fn status(&self) -> PlanStatus {
        PlanStatus(unsafe { sys::lvsdr_plan_get_status(self.as_ptr()) })
    }

    /// Undoes all steps, the last one first. Returns whether something was restored.
    pub fn undo(&mut self) -> Result<bool> {
        Ok(self.handle.check(unsafe { sys::lvsdr_plan_undo(self.raw.as_ptr()) })? == 1)
    }

    /// Its record, from which another process can undo it.
    pub fn to_json(&self) -> Result<String> {
        let mut json = ptr::null();
        self.handle.check(unsafe { sys::lvsdr_plan_to_json(self.raw.as_ptr(), &mut json) })?;
        Ok(unsafe { text::owned(json) })
    }

    pub fn steps(&self) -> impl ExactSizeIterator<Item = Step<'_>> + '_ {
        let count = unsafe { sys::lvsdr_plan_get_step_count(self.as_ptr()) };
        (0..count).map(move |index| Step { plan: self, index })
    }
}

impl Drop for Plan {
    fn drop(&mut self) {
        unsafe { sys::lvsdr_plan_free(self.raw.as_ptr()) }
    }
}
