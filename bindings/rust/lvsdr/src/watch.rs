// SPDX-License-Identifier: LGPL-2.1-or-later
//! Watches: which parts of the state of a scope may have changed.

use std::os::unix::io::{AsFd, AsRawFd, BorrowedFd, RawFd};
use std::ptr::NonNull;
use std::rc::Rc;
use std::time::Duration;

use lvsdr_sys as sys;

use crate::constants::Part;
use crate::error::Result;
use crate::handle::Handle;
use crate::host::Host;
use crate::scope::Scope;
use crate::time;

/// Tells which parts of the state of a scope may have changed. Open it, and read the state then. Its descriptor, for poll(2),
/// becomes readable when [`read()`](Watch::read) is to be called.
pub struct Watch {
    raw: NonNull<sys::lvsdr_watch>,
    handle: Rc<Handle>,
}

impl Watch {
    pub(crate) fn open(host: &Host, scope: &Scope, parts: Part, interval: Duration) -> Result<Watch> {
        let interval = time::milliseconds(interval, "interval")?;
        let raw = host
            .handle
            .make(|handle, made| unsafe { sys::lvsdr_watch_open(handle, scope.as_ptr(), parts.0, interval, made) })?;
        Ok(Watch { raw, handle: host.handle.clone() })
    }

    /// The parts that may have changed since the last call, or None; it does not wait.
    pub fn read(&mut self) -> Result<Option<Part>> {
        let mut parts = 0;
        let changed = self.handle.check(unsafe { sys::lvsdr_watch_read(self.raw.as_ptr(), &mut parts) })?;
        Ok((changed == 1).then_some(Part(parts)))
    }
}

impl AsRawFd for Watch {
    fn as_raw_fd(&self) -> RawFd {
        unsafe { sys::lvsdr_watch_get_fd(self.raw.as_ptr()) }
    }
}

impl AsFd for Watch {
    fn as_fd(&self) -> BorrowedFd<'_> {
        unsafe { BorrowedFd::borrow_raw(self.as_raw_fd()) }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        unsafe { sys::lvsdr_watch_free(self.raw.as_ptr()) }
    }
}
