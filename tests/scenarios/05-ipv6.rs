// SPDX-License-Identifier: LGPL-2.1-or-later
//! The same in IPv6: a VIP, a service, a destination.
use lvsdr::{Dest, Host, Part, Result, SchedulerFlag, Service, Vip};
use scenario::{show_service, show_vip, tell};
use std::time::Duration;

fn story(netns: &str) -> Result<()> {
    let host = Host::open_netns(netns)?;
    let mut vip = Vip::new(&host, "2001:db8:1::41", "lo")?;
    let mut web = Service::new(&host, "tcp", "[2001:DB8:1:0:0::41]:80")?;
    let rs1 = Dest::new(&host, "2001:db8:1::20")?;

    tell("VIP", host.add_vip(&vip));
    web.set_scheduler("sh")?
        .set_scheduler_flags(SchedulerFlag::SH_FALLBACK | SchedulerFlag::SH_PORT)?
        .set_persistence(Duration::from_secs(300))?
        .set_persistence_prefix(64)?;
    tell("service", host.add_service(&web));
    tell("destination", host.add_dest(&web, &rs1));

    tell("read", host.read_service(&mut web));
    show_service(&web);
    tell("read VIP", host.read_vip(&mut vip));
    show_vip(&vip);
    println!("{}", host.read("2001:db8:1::41", Part::SERVICES | Part::VIPS)?.to_json()?);
    Ok(())
}

fn main() {
    scenario::tell_story(story);
}
