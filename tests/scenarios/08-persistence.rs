// SPDX-License-Identifier: LGPL-2.1-or-later
//! Clients that come back: persistence, its prefix and engine; an update keeps what was not set.
use lvsdr::{Host, Result, Service};
use scenario::{show_service, tell};
use std::time::Duration;

fn story(netns: &str) -> Result<()> {
    let host = Host::open_netns(netns)?;
    let mut all = Service::new(&host, "tcp", "192.168.1.41:0")?;
    let mut change = Service::new(&host, "tcp", "192.168.1.41:0")?;
    let mut sip = Service::new(&host, "udp", "192.168.1.41:5060")?;
    let mut dns = Service::new(&host, "udp", "192.168.1.41:53")?;

    tell("all ports without it", host.add_service(&all));
    all.set_persistence(Duration::from_secs(600))?.set_persistence_prefix(24)?;
    tell("all ports", host.add_service(&all));
    change.set_persistence(Duration::from_secs(300))?;
    tell("shorter", host.update_service(&change));
    tell("read", host.read_service(&mut change));
    show_service(&change);

    sip.set_persistence(Duration::from_secs(60))?.set_persistence_engine("sip")?;
    tell("by call", host.add_service(&sip));
    tell("read", host.read_service(&mut sip));
    show_service(&sip);

    dns.set_one_packet(true)?.set_scheduler("rr")?;
    tell("each packet by itself", host.add_service(&dns));
    tell("read", host.read_service(&mut dns));
    show_service(&dns);
    Ok(())
}

fn main() {
    scenario::tell_story(story);
}
