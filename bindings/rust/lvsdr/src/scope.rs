// SPDX-License-Identifier: LGPL-2.1-or-later
//! Scopes: what belongs to the caller.

use std::ptr::NonNull;
use std::rc::Rc;

use lvsdr_sys as sys;

use crate::error::Result;
use crate::handle::Handle;
use crate::host::Host;
use crate::text;

/// The addresses and firewall marks that belong to the caller: "192.168.1.41, fwmark:7", or "everything". Nothing outside
/// of it is read or planned.
pub struct Scope {
    raw: NonNull<sys::lvsdr_scope>,
    handle: Rc<Handle>,
}

impl Scope {
    pub fn new(host: &Host, text: &str) -> Result<Scope> {
        let text = text::given(text, "scope")?;
        let raw = host.handle.make(|handle, made| unsafe { sys::lvsdr_scope_new(handle, text.as_ptr(), made) })?;
        Ok(Scope { raw, handle: host.handle.clone() })
    }

    /// Adds to it.
    pub fn add(&mut self, text: &str) -> Result<&mut Self> {
        let text = text::given(text, "scope")?;
        self.handle.check(unsafe { sys::lvsdr_scope_add(self.raw.as_ptr(), text.as_ptr()) })?;
        Ok(self)
    }

    pub(crate) fn as_ptr(&self) -> *const sys::lvsdr_scope {
        self.raw.as_ptr()
    }
}

impl Drop for Scope {
    fn drop(&mut self) {
        unsafe { sys::lvsdr_scope_free(self.raw.as_ptr()) }
    }
}

/// What can be given as a scope: one that was made before, or its text.
pub trait AsScope {
    #[doc(hidden)]
    fn with_scope<T>(&self, host: &Host, call: impl FnOnce(&Scope) -> Result<T>) -> Result<T>;
}

impl AsScope for Scope {
    fn with_scope<T>(&self, _: &Host, call: impl FnOnce(&Scope) -> Result<T>) -> Result<T> {
        call(self)
    }
}

impl AsScope for str {
    fn with_scope<T>(&self, host: &Host, call: impl FnOnce(&Scope) -> Result<T>) -> Result<T> {
        call(&Scope::new(host, self)?)
    }
}
