// SPDX-License-Identifier: LGPL-2.1-or-later
//! Times on their way to C and back, which has seconds and milliseconds.

use std::time::Duration;

use crate::error::{Error, Result};

/// The lifetime of an address that does not end.
pub const FOREVER: Duration = Duration::from_secs(lvsdr_sys::LVSDR_FOREVER as u64);

/// Whole seconds, which are not rounded.
pub(crate) fn seconds<T: TryFrom<u64>>(time: Duration, what: &str) -> Result<T> {
    if time.subsec_nanos() != 0 {
        return Err(Error::invalid(what, &format!("{time:?} are not whole seconds")));
    }
    T::try_from(time.as_secs()).map_err(|_| Error::invalid(what, &format!("{time:?} are too long")))
}

/// Milliseconds, rounded up, so that a short time is not none.
pub(crate) fn milliseconds(time: Duration, what: &str) -> Result<i32> {
    let rounded = (time.as_nanos() + 999_999) / 1_000_000;
    i32::try_from(rounded).map_err(|_| Error::invalid(what, &format!("{time:?} are too long")))
}

/// Seconds that a getter returned, which are not negative.
pub(crate) fn seconds_of(seconds: i32) -> Duration {
    Duration::from_secs(u64::from(seconds.unsigned_abs()))
}
