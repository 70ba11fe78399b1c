// SPDX-License-Identifier: LGPL-2.1-or-later
//! The C interface of liblvsdr, as its headers declare it: opaque types, functions and constants. `man lvsdr` and the
//! headers in `lvsdr/` describe what each function does and returns. The crate `lvsdr` is a safe layer on it.

#![allow(non_camel_case_types)]

#[rustfmt::skip]
mod raw;

pub use raw::*;
