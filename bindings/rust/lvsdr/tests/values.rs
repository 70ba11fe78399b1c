// SPDX-License-Identifier: LGPL-2.1-or-later
//! What the crate does without a kernel: values, refusals and lifetimes.

use lvsdr::*;
use std::io;
use std::time::Duration;

const fn seconds(number: u64) -> Duration {
    Duration::from_secs(number)
}

#[test]
fn members_are_what_was_set() -> Result<()> {
    let host = Host::new()?;
    let mut web = Service::new(&host, "tcp", "[2001:db8::41]:80")?;
    web.set_scheduler("mh")?.set_scheduler_flags(SchedulerFlag::MH_PORT)?.set_persistence(seconds(300))?;
    assert_eq!((web.family().as_str(), web.address().as_str(), web.port()), ("ipv6", "2001:db8::41", 80));
    assert!(web.scheduler_flags().contains(SchedulerFlag::MH_PORT));
    assert!(!web.scheduler_flags().contains(SchedulerFlag::MH_FALLBACK));
    assert_eq!((web.persistence(), web.persistence_prefix()), (seconds(300), Some(128)));
    assert_eq!(web.counters(), None);
    let mut other = Service::new(&host, "tcp", "192.168.1.41:80")?;
    other.set_persistence_netmask("255.0.255.0")?;
    assert_eq!((other.persistence_prefix(), other.persistence_netmask().as_str()), (None, "255.0.255.0"));

    let mut rs1 = Dest::new(&host, "192.168.1.20")?;
    assert_eq!((rs1.port(), rs1.weight(), rs1.forwarding()), (None, 1, Forwarding::DIRECT));
    assert_eq!(Dest::new(&host, "192.168.1.21:0")?.port(), Some(0));
    rs1.set_thresholds(100, 80)?.set_tunnel(Tunnel::GUE, 6080, TunnelFlag::CHECKSUM)?;
    assert_eq!((rs1.upper_threshold(), rs1.lower_threshold()), (100, 80));
    assert_eq!((rs1.tunnel_type(), rs1.tunnel_port()), (Tunnel::GUE, 6080));
    assert!(format!("{rs1:?}").contains("weight: 1"));

    let mut vip = Vip::new(&host, "192.168.1.41", "lo")?;
    assert_eq!(vip.valid_lifetime(), FOREVER);
    assert_eq!(vip.set_preferred_lifetime(seconds(0))?.set_valid_lifetime(seconds(9))?.valid_lifetime(), seconds(9));
    let mut timeouts = Timeouts::new(&host)?;
    assert_eq!(timeouts.tcp(), None);
    assert_eq!(timeouts.set_tcp(seconds(900))?.tcp(), Some(seconds(900)));
    let mark = Mark::new(&host, "tcp", "192.168.1.41:443,80,8000-8010", 7)?;
    assert_eq!((mark.ports().as_str(), mark.fwmark()), ("80,443,8000-8010", 7));
    Ok(())
}

#[test]
fn names() {
    assert_eq!(Part::ARP_POLICIES.name(), "arp_policies");
    assert_eq!(Part::NONE.name(), "");
    assert_eq!(StepStatus::DONE.name(), "done");
    assert_eq!(formats()[0], "json");
    assert_eq!(version(), lvsdr_sys::VERSION);
    assert_eq!(version(), env!("CARGO_PKG_VERSION"));
}

fn kind<T>(result: Result<T>) -> Kind {
    match result {
        Ok(_) => panic!("it was not refused"),
        Err(error) => {
            assert!(!error.message().is_empty());
            error.kind()
        }
    }
}

#[test]
fn what_does_not_fit_is_refused() -> Result<()> {
    let host = Host::new()?;
    let mut web = Service::new(&host, "tcp", "192.168.1.41:80")?;
    assert_eq!(kind(Service::new(&host, "tcp", "192.168.1.41")), Kind::Invalid);
    assert_eq!(kind(Service::new(&host, "tcp", "192.168.1.41:80\0")), Kind::Invalid);
    assert_eq!(kind(web.set_persistence(seconds(1 << 32))), Kind::Invalid);
    assert_eq!(kind(web.set_persistence(Duration::from_millis(1500))), Kind::Invalid);
    assert_eq!(kind(host.set_timeout(seconds(86400 * 365))), Kind::Invalid);
    assert_eq!(web.persistence(), Duration::ZERO);
    assert_eq!(kind(State::from_json(&host, "{")), Kind::Format);
    assert_eq!(kind(State::new(&host, Part::SERVICES)?.dest_numbers("colour")), Kind::Invalid);
    Ok(())
}

#[test]
fn an_error_tells_what_failed() -> Result<()> {
    let host = Host::new()?;
    let error = Dest::new(&host, "192.168.1.20")?.set_weight(-1).expect_err("a weight below 0");
    assert_eq!((error.operation(), error.object(), error.field()), ("set", "weight of 192.168.1.20", "weight"));
    assert_eq!((error.code(), error.kernel_errno()), (22, 0));
    assert_eq!(error.to_string(), error.message());
    let message = error.message().to_string();
    let error = io::Error::from(error);
    assert_eq!((error.kind(), error.to_string()), (io::ErrorKind::InvalidInput, message));
    Ok(())
}

fn made() -> Result<State> {
    let host = Host::new()?; // goes before the state
    let mut state = State::new(&host, Part::SERVICES | Part::VIPS | Part::TIMEOUTS)?;
    let web = Service::new(&host, "tcp", "192.168.1.41:80")?;
    state.add_service(&web)?;
    state.add_dest(&web, Dest::new(&host, "192.168.1.20")?.set_weight(3)?)?;
    state.add_dest(&web, &Dest::new(&host, "192.168.1.21")?)?;
    state.add_service(&Service::new(&host, "udp", "192.168.1.41:53")?)?;
    state.add_vip(&Vip::new(&host, "192.168.1.41", "lo")?)?;
    state.set_timeouts(Timeouts::new(&host)?.set_udp(seconds(100))?)?;
    Ok(state)
}

#[test]
fn states_have_lists_and_columns() -> Result<()> {
    let state = made()?;
    let dests: Vec<usize> = state.services().map(|service| service.dests().len()).collect();
    assert_eq!(dests, [2, 0]);
    let weights: Vec<i32> = state.services().flat_map(|service| service.dests()).map(DestRef::weight).collect();
    assert_eq!(weights, [3, 1]);
    assert_eq!(state.vips().map(VipRef::device).collect::<Vec<_>>(), ["lo"]);
    assert_eq!(state.marks().len(), 0);
    assert_eq!(state.timeouts().map(|timeouts| (timeouts.tcp(), timeouts.udp())), Some((None, Some(seconds(100)))));
    assert_eq!(state.dest_numbers("weight")?, [3, 1]);
    assert_eq!(state.service_numbers("dest_count")?, [2, 0]);
    assert_eq!(state.service_texts("protocol")?, ["tcp", "udp"]);
    assert_eq!(state.dest_texts("address")?, ["192.168.1.20", "192.168.1.21"]);
    assert!(state.parts().contains(Part::VIPS) && !state.parts().contains(Part::MARKS));
    assert!(state.to_text("json")?.lost.is_none() && state.to_text("rules")?.lost.is_some());

    let host = Host::new()?;
    let empty = State::from_json(&host, r#"{"lvsdr_state": 1, "services": []}"#)?;
    assert_eq!(empty.services().len(), 0);
    assert!(empty.dest_numbers("weight")?.is_empty() && empty.dest_texts("address")?.is_empty());
    assert!(empty.timeouts().is_none());
    Ok(())
}

#[test]
fn a_state_has_the_scope_that_it_is_meant_for() -> Result<()> {
    let host = Host::new()?;
    let mut state = State::from_json(&host, r#"{"lvsdr_state": 1, "scope": "192.168.1.41", "services": []}"#)?;
    assert_eq!(state.scope().as_deref(), Some("192.168.1.41"));
    assert_eq!(kind(state.set_scope(Some("192.168.1"))), Kind::Invalid);
    assert_eq!(state.set_scope(Some("192.168.1.41, fwmark:7"))?.scope().as_deref(), Some("192.168.1.41, fwmark:7"));
    assert!(state.to_json()?.contains("fwmark:7"));
    assert_eq!(state.set_scope(None)?.scope(), None);
    // None is given, and the state has none either: it is refused before the kernel is asked.
    assert_eq!(kind(host.plan_own_scope(&state, None)), Kind::Invalid);
    Ok(())
}

#[test]
fn plans_and_hosts_keep_what_was_set() -> Result<()> {
    let host = Host::new()?;
    let mut plan = host.new_plan()?;
    assert_eq!((plan.steps().len(), plan.draining()), (0, Draining::default()));
    assert!(!plan.apply()?);
    assert!(plan.set_keep_going(true)?.keep_going());
    assert_eq!((plan.status(), plan.status().name().as_str()), (PlanStatus::DONE, "done"));
    host.set_timeout(Duration::from_micros(1999500))?;
    assert_eq!((host.timeout(), host.insist()), (Duration::from_millis(2000), false));
    host.set_ipvs_interface(IpvsInterface::NETLINK)?;
    assert_eq!(host.ipvs_interface(), IpvsInterface::NETLINK);
    Ok(())
}
