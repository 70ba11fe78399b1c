// SPDX-License-Identifier: LGPL-2.1-or-later
//! Linux Virtual Server in direct-routing mode (LVS-DR) from a program: virtual services and destinations in the
//! kernel's IPVS, VIPs, ARP policies and packet marks, on the C library liblvsdr.
//!
//! ```no_run
//! use lvsdr::{Dest, Host, Part, Service};
//!
//! # fn main() -> lvsdr::Result<()> {
//! let host = Host::new()?;
//! let mut web = Service::new(&host, "tcp", "192.168.1.41:80")?;
//! web.set_scheduler("rr")?;
//! host.add_service(&web)?; // true: changed, false: it was so
//! host.add_dest(&web, &Dest::new(&host, "192.168.1.20")?)?; // direct routing, weight 1
//!
//! let state = host.read("192.168.1.41", Part::SERVICES)?;
//! for service in state.services() {
//!     println!("{} {}", service.address(), service.scheduler());
//! }
//! # Ok(())
//! # }
//! ```
//!
//! One thread at a time uses a [`Host`] and all that was made with it, so none of these can be sent to another one: each
//! thread opens its own. Texts of the kernel that are not UTF-8 have U+FFFD in place of such bytes.

mod connections;
#[rustfmt::skip]
mod constants;
mod error;
mod flags;
mod handle;
mod host;
#[rustfmt::skip]
mod objects;
mod plan;
mod scope;
mod state;
mod text;
mod time;
mod watch;

pub use connections::Connections;
pub use constants::*;
pub use error::{Error, Kind, Result};
pub use host::{formats, version, Drained, Host};
pub use objects::*;
pub use plan::{Draining, Plan, Step};
pub use scope::{AsScope, Scope};
pub use state::{State, StateService, Text};
pub use time::FOREVER;
pub use watch::Watch;
