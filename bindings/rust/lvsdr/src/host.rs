// SPDX-License-Identifier: LGPL-2.1-or-later
//! A host: one network namespace, and all that can be done there.

use std::collections::BTreeMap;
use std::os::raw::c_int;
use std::os::unix::io::{AsRawFd, BorrowedFd};
use std::ptr;
use std::rc::Rc;
use std::time::Duration;

use lvsdr_sys as sys;

use crate::connections::Connections;
use crate::constants::{DrainFlag, FeatureFlag, IpvsInterface, Part, Totals, TraceFlag};
use crate::error::Result;
use crate::handle::Handle;
use crate::objects::{DestRef, ServiceRef, VipRef};
use crate::plan::Plan;
use crate::scope::AsScope;
use crate::state::State;
use crate::watch::Watch;
use crate::{text, time};

/// How many totals the kernel counts for each processor.
const PROCESSOR_TOTALS: usize = sys::LVSDR_TOTAL_OUTGOING_BYTES as usize + 1;
const MAC_SIZE: usize = sys::LVSDR_MAC_SIZE as usize;

/// The version of the library that runs, such as "0.1.0".
pub fn version() -> String {
    unsafe { text::owned(sys::lvsdr_version()) }
}

/// The formats in which a state can be a text: "json", "rules" ...
pub fn formats() -> Vec<String> {
    let name = |index| unsafe { text::owned(sys::lvsdr_format_name(index)) };
    (0..).map(name).take_while(|name| !name.is_empty()).collect()
}

impl Part {
    /// The name of one part, such as "arp_policies"; "" if it is not one.
    pub fn name(self) -> String {
        unsafe { text::owned(sys::lvsdr_part_name(self.0)) }
    }
}

/// How far a drain is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Drained {
    /// The destination has been removed.
    pub done: bool,
    pub active: u64,
    pub inactive: u64,
    pub templates: u64,
}

/// A host: one network namespace, and all that can be done there.
pub struct Host {
    pub(crate) handle: Rc<Handle>,
}

impl Host {
    /// In the network namespace of the thread at the first call that needs the kernel.
    pub fn new() -> Result<Host> {
        Ok(Host { handle: Rc::new(Handle::new()?) })
    }

    /// In a network namespace, by its name as `ip netns` shows it, or a path.
    pub fn open_netns(netns: &str) -> Result<Host> {
        let netns = text::given(netns, "netns")?;
        let host = Host::new()?;
        host.handle.check(unsafe { sys::lvsdr_open_netns(host.handle.as_ptr(), netns.as_ptr()) })?;
        Ok(host)
    }

    /// In the network namespace of a descriptor, which is duplicated.
    pub fn open_netns_fd(fd: BorrowedFd<'_>) -> Result<Host> {
        let host = Host::new()?;
        host.handle.check(unsafe { sys::lvsdr_open_netns_fd(host.handle.as_ptr(), fd.as_raw_fd()) })?;
        Ok(host)
    }

    /// How long one request waits for an answer of the kernel.
    pub fn set_timeout(&self, timeout: Duration) -> Result<()> {
        let timeout = time::milliseconds(timeout, "timeout")?;
        self.handle.check(unsafe { sys::lvsdr_set_timeout(self.handle.as_ptr(), timeout) })?;
        Ok(())
    }

    pub fn timeout(&self) -> Duration {
        let timeout = unsafe { sys::lvsdr_get_timeout(self.handle.as_ptr()) };
        Duration::from_millis(u64::from(timeout.unsigned_abs()))
    }

    /// Sends requests that cannot work, and would otherwise be refused.
    pub fn set_insist(&self, insist: bool) -> Result<()> {
        self.handle.check(unsafe { sys::lvsdr_set_insist(self.handle.as_ptr(), c_int::from(insist)) })?;
        Ok(())
    }

    pub fn insist(&self) -> bool {
        unsafe { sys::lvsdr_get_insist(self.handle.as_ptr()) == 1 }
    }

    /// Selects the interface of the kernel to IPVS.
    pub fn set_ipvs_interface(&self, ipvs_interface: IpvsInterface) -> Result<()> {
        self.handle.check(unsafe { sys::lvsdr_set_ipvs_interface(self.handle.as_ptr(), ipvs_interface.0) })?;
        Ok(())
    }

    pub fn ipvs_interface(&self) -> IpvsInterface {
        IpvsInterface(unsafe { sys::lvsdr_get_ipvs_interface(self.handle.as_ptr()) })
    }

    /// Writes a line for each change to a descriptor, which is duplicated; None ends it.
    pub fn set_trace(&self, fd: Option<BorrowedFd<'_>>, details: TraceFlag) -> Result<()> {
        let fd = fd.map_or(-1, |fd| fd.as_raw_fd());
        self.handle.check(unsafe { sys::lvsdr_set_trace_details(self.handle.as_ptr(), details.0) })?;
        self.handle.check(unsafe { sys::lvsdr_set_trace(self.handle.as_ptr(), fd) })?;
        Ok(())
    }

    pub fn trace_details(&self) -> TraceFlag {
        TraceFlag(unsafe { sys::lvsdr_get_trace_details(self.handle.as_ptr()) })
    }

    /// How many lines of the trace could not be written.
    pub fn trace_lost(&self) -> u64 {
        unsafe { sys::lvsdr_get_trace_lost(self.handle.as_ptr()) }
    }

    /// What this process can do with this kernel.
    pub fn features(&self) -> Result<FeatureFlag> {
        Ok(FeatureFlag(self.handle.number(sys::lvsdr_read_features)?))
    }

    /// The version of IPVS in the kernel: 0x10201 is 1.2.1.
    pub fn ipvs_version(&self) -> Result<u32> {
        self.handle.number(sys::lvsdr_read_ipvs_version)
    }

    pub fn connection_table_size(&self) -> Result<u32> {
        self.handle.number(sys::lvsdr_read_connection_table_size)
    }

    pub fn remove_all_services(&self) -> Result<bool> {
        Ok(self.handle.check(unsafe { sys::lvsdr_service_remove_all(self.handle.as_ptr()) })? == 1)
    }

    /// How many rules in the tables of packet marks are none.
    pub fn read_foreign_marks(&self) -> Result<usize> {
        self.handle.number(sys::lvsdr_mark_read_foreign)
    }

    /// Resets the counters of one service, or of all and the totals.
    pub fn zero_counters(&self, service: Option<&ServiceRef>) -> Result<()> {
        let service = service.map_or(ptr::null(), ServiceRef::as_ptr);
        self.handle.check(unsafe { sys::lvsdr_counters_zero(self.handle.as_ptr(), service) })?;
        Ok(())
    }

    /// What the host has within a scope.
    pub fn read(&self, scope: &(impl AsScope + ?Sized), parts: Part) -> Result<State> {
        scope.with_scope(self, |scope| State::read(self, scope, parts))
    }

    /// What leads from what the host has within a scope to what is desired.
    pub fn plan(&self, desired: &State, scope: &(impl AsScope + ?Sized)) -> Result<Plan> {
        scope.with_scope(self, |scope| Plan::between(self, Some(scope), None, desired))
    }

    /// The same from a state that was read before.
    pub fn plan_from(&self, observed: &State, desired: &State, scope: &(impl AsScope + ?Sized)) -> Result<Plan> {
        scope.with_scope(self, |scope| Plan::between(self, Some(scope), Some(observed), desired))
    }

    /// What leads to what is desired within the desired state's own scope, which it must have
    /// ([`State::set_scope()`]); observed: a state that was read before, or None to read the host now.
    pub fn plan_own_scope(&self, desired: &State, observed: Option<&State>) -> Result<Plan> {
        Plan::between(self, None, observed, desired)
    }

    /// An empty plan, whose steps are added by hand.
    pub fn new_plan(&self) -> Result<Plan> {
        Plan::new(self)
    }

    /// A plan from its record, to be undone.
    pub fn plan_from_json(&self, text: &str) -> Result<Plan> {
        Plan::from_json(self, text)
    }

    /// Which parts of a scope may have changed; what the kernel gives no notice of is read at an interval.
    pub fn watch(&self, scope: &(impl AsScope + ?Sized), parts: Part, interval: Duration) -> Result<Watch> {
        scope.with_scope(self, |scope| Watch::open(self, scope, parts, interval))
    }

    /// The connection table: of a service and a destination, or of all.
    pub fn connections(&self, service: Option<&ServiceRef>, dest: Option<&DestRef>) -> Result<Connections> {
        Connections::open(self, service, dest)
    }

    /// How many connections are in each state, and how many templates there are.
    pub fn count_connections(
        &self,
        service: Option<&ServiceRef>,
        dest: Option<&DestRef>,
    ) -> Result<BTreeMap<String, u64>> {
        let service = service.map_or(ptr::null(), ServiceRef::as_ptr);
        let dest = dest.map_or(ptr::null(), DestRef::as_ptr);
        let mut values = [0; sys::LVSDR_CONNECTIONS_COUNT as usize];
        let found = self.handle.count(unsafe {
            sys::lvsdr_connections_count(self.handle.as_ptr(), service, dest, values.as_mut_ptr(), values.len())
        })?;
        let name = |state| unsafe { text::owned(sys::lvsdr_connections_get_state_name(state)) };
        Ok((0..).map(name).zip(values).take(found).collect())
    }

    /// The totals of the network namespace.
    pub fn totals(&self) -> Result<Totals> {
        let mut values = [0; Totals::COUNT];
        self.handle
            .check(unsafe { sys::lvsdr_totals_read(self.handle.as_ptr(), values.as_mut_ptr(), values.len()) })?;
        Ok(Totals::of_values(&values))
    }

    /// The totals of each processor, by its number.
    pub fn processor_totals(&self) -> Result<BTreeMap<usize, Totals>> {
        let read = |values: &mut [u64]| {
            self.handle.count(unsafe {
                sys::lvsdr_totals_read_processors(
                    self.handle.as_ptr(),
                    PROCESSOR_TOTALS as u32,
                    values.as_mut_ptr(),
                    values.len(),
                )
            })
        };
        let mut all = vec![u64::MAX; read(&mut [])? * PROCESSOR_TOTALS];
        read(&mut all)?;
        let processors = all.chunks_exact(PROCESSOR_TOTALS).enumerate();
        Ok(processors
            .filter(|(_, row)| row[0] != u64::MAX)
            .map(|(number, row)| {
                let mut values = [u64::MAX; Totals::COUNT];
                values[..PROCESSOR_TOTALS].copy_from_slice(row);
                (number, Totals::of_values(&values))
            })
            .collect())
    }

    /// Sets the weight of a destination to 0, waits for its connections for a limited time, and removes it. Call it again
    /// to continue.
    pub fn drain_dest(
        &self,
        service: impl AsRef<ServiceRef>,
        dest: impl AsRef<DestRef>,
        limit: Duration,
        flags: DrainFlag,
    ) -> Result<Drained> {
        let milliseconds = time::milliseconds(limit, "limit")?;
        let mut left = Drained::default();
        let done = self.handle.check(unsafe {
            sys::lvsdr_dest_drain(
                self.handle.as_ptr(),
                service.as_ref().as_ptr(),
                dest.as_ref().as_ptr(),
                flags.0,
                milliseconds,
                &mut left.active,
                &mut left.inactive,
                &mut left.templates,
            )
        })?;
        left.done = done == 1;
        Ok(left)
    }

    /// Tells the neighbours that the VIP is here, so many times, with so much time between them.
    pub fn announce_vip(&self, vip: impl AsRef<VipRef>, count: i32, interval: Duration) -> Result<()> {
        let interval = time::milliseconds(interval, "interval")?;
        self.handle
            .check(unsafe { sys::lvsdr_vip_announce(self.handle.as_ptr(), vip.as_ref().as_ptr(), count, interval) })?;
        Ok(())
    }

    /// The MAC addresses that answer for an address while it waits.
    pub fn probe_address(&self, address: &str, device: &str, wait: Duration) -> Result<Vec<[u8; MAC_SIZE]>> {
        let (address, device) = (text::given(address, "address")?, text::given(device, "device")?);
        let wait = time::milliseconds(wait, "wait")?;
        let mut macs = vec![[0; MAC_SIZE]; sys::LVSDR_PROBE_MAX as usize];
        let count = self.handle.count(unsafe {
            sys::lvsdr_address_probe(
                self.handle.as_ptr(),
                address.as_ptr(),
                device.as_ptr(),
                wait,
                macs.as_mut_ptr().cast(),
                macs.len() * MAC_SIZE,
            )
        })?;
        macs.truncate(count);
        Ok(macs)
    }
}
