// SPDX-License-Identifier: LGPL-2.1-or-later
//! The C handle, which a host shares with everything that is made with it: it is closed with the last of them.

use std::os::raw::c_int;
use std::ptr::{self, NonNull};

use lvsdr_sys as sys;

use crate::error::{Error, Result};

pub(crate) struct Handle(NonNull<sys::lvsdr>);

impl Handle {
    pub(crate) fn new() -> Result<Handle> {
        let mut host = ptr::null_mut();
        unsafe { sys::lvsdr_new(&mut host) };
        NonNull::new(host).map(Handle).ok_or_else(Error::out_of_memory)
    }

    pub(crate) fn as_ptr(&self) -> *mut sys::lvsdr {
        self.0.as_ptr()
    }

    /// The result of a call, unless it is a code.
    pub(crate) fn check(&self, result: c_int) -> Result<c_int> {
        if result < 0 {
            Err(unsafe { Error::of_handle(result, self.as_ptr()) })
        } else {
            Ok(result)
        }
    }

    /// The same where the result is a number of things.
    pub(crate) fn count(&self, result: c_int) -> Result<usize> {
        Ok(self.check(result)? as usize)
    }

    /// What a call stores in its last argument.
    pub(crate) fn make<T>(&self, call: impl FnOnce(*mut sys::lvsdr, *mut *mut T) -> c_int) -> Result<NonNull<T>> {
        let mut made = ptr::null_mut();
        self.check(call(self.as_ptr(), &mut made))?;
        NonNull::new(made).ok_or_else(Error::out_of_memory)
    }

    /// A number that a call stores in its last argument.
    pub(crate) fn number<T: Default>(&self, call: unsafe extern "C" fn(*mut sys::lvsdr, *mut T) -> c_int) -> Result<T> {
        let mut number = T::default();
        self.check(unsafe { call(self.as_ptr(), &mut number) })?;
        Ok(number)
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        unsafe { sys::lvsdr_free(self.as_ptr()) }
    }
}
