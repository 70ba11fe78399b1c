// SPDX-License-Identifier: LGPL-2.1-or-later
//! Services of firewall marks: the same mark in IPv4 and in IPv6 is two services.
use lvsdr::{Dest, Host, Part, Result, Service};
use scenario::{show_service, tell};

fn for_fwmark(host: &Host, family: &str, fwmark: u32) -> Result<Service> {
    let mut service = Service::for_fwmark(host, family, fwmark)?;
    service.set_scheduler("rr")?;
    Ok(service)
}

fn story(netns: &str) -> Result<()> {
    let host = Host::open_netns(netns)?;
    let shop = for_fwmark(&host, "ipv4", 7)?;
    let mut shop6 = for_fwmark(&host, "ipv6", 7)?;
    let large = for_fwmark(&host, "ipv4", 4294967295)?;

    tell("IPv4", host.add_service(&shop));
    tell("IPv6", host.add_service(&shop6));
    tell("the largest", host.add_service(&large));
    tell("destination", host.add_dest(&shop, &Dest::new(&host, "192.168.1.20:0")?));
    tell("destination of IPv6", host.add_dest(&shop6, &Dest::new(&host, "2001:db8:1::20")?));
    tell("read", host.read_service(&mut shop6));
    show_service(&shop6);
    tell("remove", host.remove_service(&shop6));
    println!("{}", host.read("fwmark:7", Part::SERVICES)?.to_json()?);
    Ok(())
}

fn main() {
    scenario::tell_story(story);
}
