// SPDX-License-Identifier: LGPL-2.1-or-later
//! What a failure of the library becomes.

use std::fmt;
use std::io;
use std::os::raw::c_int;

use lvsdr_sys as sys;

use crate::text;

pub type Result<T> = std::result::Result<T, Error>;

/// What kind of failure it is: one for each code of the C interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// `EINVAL`: a value is invalid, or the request cannot work.
    Invalid,
    /// `ENOMEM`: out of memory.
    OutOfMemory,
    /// `EEXIST`: the object already exists with different settings.
    Exists,
    /// `EBUSY`: others depend on it, or connections are left at the deadline.
    InUse,
    /// `ESRCH`: no such virtual service.
    NoService,
    /// `ENOENT`: no such destination, scheduler, VIP, network namespace or other named object.
    NotFound,
    /// `ENODEV`: no such network device.
    NoDevice,
    /// `EPERM`: a privilege is missing.
    Privilege,
    /// `EOPNOTSUPP`: the kernel does not support it.
    Unsupported,
    /// `ETIMEDOUT`: the kernel did not answer in time.
    Deadline,
    /// `EAGAIN`: the data of the kernel kept changing while it was read.
    Changing,
    /// `ESTALE`: a record belongs to another boot or another network namespace.
    Stale,
    /// `EBADMSG`: a text does not have the expected format.
    Format,
    /// `EIO`: any other errno of the kernel.
    Kernel,
}

/// Each code with its kind, by the numbers of Linux. Those above 34 are others on MIPS and SPARC.
const KINDS: [(i32, Kind); 14] = [
    (1, Kind::Privilege),
    (2, Kind::NotFound),
    (3, Kind::NoService),
    (5, Kind::Kernel),
    (11, Kind::Changing),
    (12, Kind::OutOfMemory),
    (16, Kind::InUse),
    (17, Kind::Exists),
    (19, Kind::NoDevice),
    (EINVAL, Kind::Invalid),
    (HIGH[0], Kind::Format),
    (HIGH[1], Kind::Unsupported),
    (HIGH[2], Kind::Deadline),
    (HIGH[3], Kind::Stale),
];
#[cfg(any(target_arch = "mips", target_arch = "mips64"))]
const HIGH: [i32; 4] = [77, 122, 145, 151];
#[cfg(any(target_arch = "sparc", target_arch = "sparc64"))]
const HIGH: [i32; 4] = [76, 45, 60, 70];
#[cfg(not(any(target_arch = "mips", target_arch = "mips64", target_arch = "sparc", target_arch = "sparc64")))]
const HIGH: [i32; 4] = [74, 95, 110, 116];
const EINVAL: i32 = 22;

/// A failure; it is displayed as the library's sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error(Box<Details>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Details {
    code: i32,
    message: String,
    operation: String,
    object: String,
    field: String,
    kernel_errno: i32,
    kernel_text: String,
}

impl Error {
    /// The last failure of a handle, which gave this code.
    pub(crate) unsafe fn of_handle(code: c_int, host: *const sys::lvsdr) -> Error {
        Error(Box::new(Details {
            code: -code,
            message: text::owned(sys::lvsdr_error_message(host)),
            operation: text::owned(sys::lvsdr_error_operation(host)),
            object: text::owned(sys::lvsdr_error_object(host)),
            field: text::owned(sys::lvsdr_error_field(host)),
            kernel_errno: sys::lvsdr_error_kernel_errno(host),
            kernel_text: text::owned(sys::lvsdr_error_kernel_text(host)),
        }))
    }

    fn without_handle(code: i32, message: String, field: &str) -> Error {
        Error(Box::new(Details {
            code,
            message,
            operation: String::new(),
            object: String::new(),
            field: field.to_string(),
            kernel_errno: 0,
            kernel_text: String::new(),
        }))
    }

    /// A value that does not fit into the C interface.
    pub(crate) fn invalid(what: &str, why: &str) -> Error {
        Error::without_handle(EINVAL, format!("{what}: {why}"), what)
    }

    pub(crate) fn out_of_memory() -> Error {
        Error::without_handle(12, "out of memory".to_string(), "")
    }

    /// The positive errno: 17 is `EEXIST`.
    pub fn code(&self) -> i32 {
        self.0.code
    }

    pub fn kind(&self) -> Kind {
        let found = KINDS.iter().find(|(code, _)| *code == self.0.code);
        found.map_or(Kind::Kernel, |(_, kind)| *kind)
    }

    /// One sentence: what is wrong with which object, and what to do.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// What was attempted: "add", "update", "read" ...; "" where a value does not fit into the C interface.
    pub fn operation(&self) -> &str {
        &self.0.operation
    }

    /// On what: "tcp 192.168.1.41:80 -> 192.168.1.20:80".
    pub fn object(&self) -> &str {
        &self.0.object
    }

    /// The field at fault, such as "weight"; "" if no single one is.
    pub fn field(&self) -> &str {
        &self.0.field
    }

    /// The errno that the kernel returned, or 0.
    pub fn kernel_errno(&self) -> i32 {
        self.0.kernel_errno
    }

    /// The kernel's own text, or "".
    pub fn kernel_text(&self) -> &str {
        &self.0.kernel_text
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl std::error::Error for Error {}

impl From<Error> for io::Error {
    fn from(error: Error) -> io::Error {
        io::Error::new(io::Error::from_raw_os_error(error.0.code).kind(), error)
    }
}
