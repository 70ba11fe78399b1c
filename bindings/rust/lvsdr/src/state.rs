// SPDX-License-Identifier: LGPL-2.1-or-later
//! States: sets of objects of one host, as read or as desired.

use std::ops::Deref;
use std::os::raw::{c_char, c_int};
use std::ptr::{self, NonNull};
use std::rc::Rc;

use lvsdr_sys as sys;

use crate::constants::Part;
use crate::error::Result;
use crate::handle::Handle;
use crate::host::Host;
use crate::objects::{DestRef, ServiceRef, TimeoutsRef};
use crate::scope::Scope;
use crate::text;

/// A set of objects of one host, as read or as desired.
pub struct State {
    pub(crate) raw: NonNull<sys::lvsdr_state>,
    pub(crate) handle: Rc<Handle>,
}

/// A state as a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    pub text: String,
    /// What was left out because the format does not support it.
    pub lost: Option<String>,
}

/// A service of a state, with its destinations.
#[derive(Clone, Copy)]
pub struct StateService<'a> {
    state: &'a State,
    service: &'a ServiceRef,
    index: usize,
}

impl<'a> StateService<'a> {
    /// Its destinations.
    pub fn dests(&self) -> impl ExactSizeIterator<Item = &'a DestRef> + 'a {
        let (state, index) = (self.state, self.index);
        (0..state.dest_count(index))
            .map(move |dest| unsafe { &*sys::lvsdr_state_get_dest(state.as_ptr(), index, dest).cast() })
    }
}

impl Deref for StateService<'_> {
    type Target = ServiceRef;

    fn deref(&self) -> &ServiceRef {
        self.service
    }
}

impl AsRef<ServiceRef> for StateService<'_> {
    fn as_ref(&self) -> &ServiceRef {
        self.service
    }
}

type NumberColumn = unsafe extern "C" fn(*const sys::lvsdr_state, *const c_char, *mut u64, usize) -> c_int;
type TextColumn = unsafe extern "C" fn(*const sys::lvsdr_state, *const c_char, *mut c_char, usize) -> c_int;

impl State {
    /// An empty desired state, which describes these kinds of objects completely.
    pub fn new(host: &Host, parts: Part) -> Result<State> {
        State::made(host, |handle, made| unsafe { sys::lvsdr_state_new(handle, parts.0, made) })
    }

    /// A desired state of a text in a format; None: JSON if it begins with "{", rules if not.
    pub fn from_text(host: &Host, format: Option<&str>, text: &str) -> Result<State> {
        let format = format.map(|name| text::given(name, "format")).transpose()?;
        let format = format.as_ref().map_or(ptr::null(), |name| name.as_ptr());
        State::made(host, |handle, made| unsafe {
            sys::lvsdr_state_from_text(handle, format, text.as_ptr().cast(), text.len(), made)
        })
    }

    pub fn from_json(host: &Host, text: &str) -> Result<State> {
        State::from_text(host, Some("json"), text)
    }

    pub(crate) fn read(host: &Host, scope: &Scope, parts: Part) -> Result<State> {
        State::made(host, |handle, made| unsafe { sys::lvsdr_state_read(handle, scope.as_ptr(), parts.0, made) })
    }

    fn made(host: &Host, call: impl FnOnce(*mut sys::lvsdr, *mut *mut sys::lvsdr_state) -> c_int) -> Result<State> {
        Ok(State { raw: host.handle.make(call)?, handle: host.handle.clone() })
    }

    pub(crate) fn as_ptr(&self) -> *const sys::lvsdr_state {
        self.raw.as_ptr()
    }

    /// The kinds of objects that it describes completely.
    pub fn parts(&self) -> Part {
        Part(unsafe { sys::lvsdr_state_get_parts(self.as_ptr()) })
    }

    /// The scope that it is meant for, which is in its JSON too; None: it has none.
    pub fn set_scope(&mut self, scope: Option<&str>) -> Result<&mut Self> {
        let scope = scope.map(|scope| text::given(scope, "scope")).transpose()?;
        let scope = scope.as_ref().map_or(ptr::null(), |scope| scope.as_ptr());
        self.handle.check(unsafe { sys::lvsdr_state_set_scope(self.raw.as_ptr(), scope) })?;
        Ok(self)
    }

    pub fn scope(&self) -> Option<String> {
        let scope = unsafe { sys::lvsdr_state_get_scope(self.as_ptr()) };
        (!scope.is_null()).then(|| unsafe { text::owned(scope) })
    }

    /// As a text: "json", "rules" or another of [`formats()`](crate::formats).
    pub fn to_text(&self, format: &str) -> Result<Text> {
        let format = text::given(format, "format")?;
        let mut text = ptr::null();
        let lost =
            self.handle.check(unsafe { sys::lvsdr_state_to_text(self.raw.as_ptr(), format.as_ptr(), &mut text) })?;
        Ok(Text {
            text: unsafe { text::owned(text) },
            lost: (lost == 1).then(|| unsafe { text::owned(sys::lvsdr_error_message(self.handle.as_ptr())) }),
        })
    }

    pub fn to_json(&self) -> Result<String> {
        Ok(self.to_text("json")?.text)
    }

    /// The services, with their destinations.
    pub fn services(&self) -> impl ExactSizeIterator<Item = StateService<'_>> + '_ {
        (0..self.service_count()).map(move |index| StateService {
            state: self,
            service: unsafe { &*sys::lvsdr_state_get_service(self.as_ptr(), index).cast() },
            index,
        })
    }

    /// The timeouts of IPVS; None if the state does not describe them.
    pub fn timeouts(&self) -> Option<&TimeoutsRef> {
        unsafe { sys::lvsdr_state_get_timeouts(self.as_ptr()).cast::<TimeoutsRef>().as_ref() }
    }

    /// One number of each service, by the name of its getter: "port", "dest_count", or a counter.
    pub fn service_numbers(&self, column: &str) -> Result<Vec<u64>> {
        self.numbers(sys::lvsdr_state_get_service_numbers, column, self.service_count())
    }

    /// One text of each service, by the name of its getter: "address", "scheduler".
    pub fn service_texts(&self, column: &str) -> Result<Vec<String>> {
        self.texts(sys::lvsdr_state_get_service_texts, column, self.service_count())
    }

    /// One number of each destination of all services, in their order.
    pub fn dest_numbers(&self, column: &str) -> Result<Vec<u64>> {
        self.numbers(sys::lvsdr_state_get_dest_numbers, column, self.all_dests())
    }

    /// One text of each destination of all services, in their order.
    pub fn dest_texts(&self, column: &str) -> Result<Vec<String>> {
        self.texts(sys::lvsdr_state_get_dest_texts, column, self.all_dests())
    }

    fn service_count(&self) -> usize {
        unsafe { sys::lvsdr_state_get_service_count(self.as_ptr()) }
    }

    fn dest_count(&self, service: usize) -> usize {
        unsafe { sys::lvsdr_state_get_dest_count(self.as_ptr(), service) }
    }

    fn all_dests(&self) -> usize {
        (0..self.service_count()).map(|service| self.dest_count(service)).sum()
    }

    fn numbers(&self, getter: NumberColumn, column: &str, rows: usize) -> Result<Vec<u64>> {
        let column = text::given(column, "column")?;
        let mut values = vec![0; rows.max(1)]; // so that there is an array without rows too
        let count = self.handle.count(unsafe { getter(self.as_ptr(), column.as_ptr(), values.as_mut_ptr(), rows) })?;
        values.truncate(count);
        Ok(values)
    }

    fn texts(&self, getter: TextColumn, column: &str, rows: usize) -> Result<Vec<String>> {
        let column = text::given(column, "column")?;
        let mut buffer = vec![0u8; 46 * rows + 1];
        let length = self
            .handle
            .count(unsafe { getter(self.as_ptr(), column.as_ptr(), buffer.as_mut_ptr().cast(), buffer.len()) })?;
        Ok(String::from_utf8_lossy(&buffer[..length]).lines().map(str::to_string).collect())
    }
}

impl Drop for State {
    fn drop(&mut self) {
        unsafe { sys::lvsdr_state_free(self.raw.as_ptr()) }
    }
}
