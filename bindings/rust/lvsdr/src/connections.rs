// SPDX-License-Identifier: LGPL-2.1-or-later
//! The connection table as a stream.

use std::ptr::{self, NonNull};
use std::rc::Rc;

use lvsdr_sys as sys;

use crate::error::Result;
use crate::handle::Handle;
use crate::host::Host;
use crate::objects::{Connection, DestRef, ServiceRef};

/// The connection table as a stream. After an error of the kind [`Deadline`](crate::Kind::Deadline) or
/// [`Format`](crate::Kind::Format) it can be continued.
pub struct Connections {
    raw: NonNull<sys::lvsdr_connections>,
    handle: Rc<Handle>,
}

impl Connections {
    pub(crate) fn open(host: &Host, service: Option<&ServiceRef>, dest: Option<&DestRef>) -> Result<Connections> {
        let service = service.map_or(ptr::null(), ServiceRef::as_ptr);
        let dest = dest.map_or(ptr::null(), DestRef::as_ptr);
        let raw =
            host.handle.make(|handle, made| unsafe { sys::lvsdr_connections_open(handle, service, dest, made) })?;
        Ok(Connections { raw, handle: host.handle.clone() })
    }
}

impl Iterator for Connections {
    type Item = Result<Connection>;

    fn next(&mut self) -> Option<Result<Connection>> {
        match self.handle.check(unsafe { sys::lvsdr_connections_next(self.raw.as_ptr()) }) {
            Ok(0) => None,
            Ok(_) => Some(Ok(unsafe { Connection::current(self.raw.as_ptr()) })),
            Err(error) => Some(Err(error)),
        }
    }
}

impl Drop for Connections {
    fn drop(&mut self) {
        unsafe { sys::lvsdr_connections_free(self.raw.as_ptr()) }
    }
}
