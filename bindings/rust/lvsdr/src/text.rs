// SPDX-License-Identifier: LGPL-2.1-or-later
//! Texts and numbers on their way to C and back.

use std::ffi::{CStr, CString};
use std::os::raw::{c_char, c_int};

use crate::constants::Counters;
use crate::error::{Error, Result};

/// What C takes.
pub(crate) fn given(value: &str, what: &str) -> Result<CString> {
    CString::new(value).map_err(|_| Error::invalid(what, "the text contains a null byte; remove it"))
}

/// What C gives: a copy, "" of NULL.
pub(crate) unsafe fn owned(text: *const c_char) -> String {
    if text.is_null() {
        return String::new();
    }
    CStr::from_ptr(text).to_string_lossy().into_owned()
}

/// What a getter writes into a buffer: addresses, and the ports of a mark, which are at most 15 and ranges.
pub(crate) unsafe fn filled<T>(
    getter: unsafe extern "C" fn(*const T, *mut c_char, usize) -> c_int,
    object: *const T,
) -> String {
    let mut buffer = [0 as c_char; 256];
    if getter(object, buffer.as_mut_ptr(), buffer.len()) < 0 {
        return String::new();
    }
    owned(buffer.as_ptr())
}

/// A code instead of a number says that there is none.
pub(crate) fn present(number: i32) -> Option<i32> {
    (number >= 0).then_some(number)
}

pub(crate) unsafe fn counted<T>(
    getter: unsafe extern "C" fn(*const T, *mut u64, usize) -> c_int,
    object: *const T,
) -> Option<Counters> {
    let mut values = [0; Counters::COUNT];
    let found = getter(object, values.as_mut_ptr(), values.len());
    (found > 0).then(|| Counters::of_values(&values))
}
