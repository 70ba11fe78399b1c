// SPDX-License-Identifier: LGPL-2.1-or-later
//! The destinations of a service: forwarding methods, weights, thresholds.
use lvsdr::{Dest, Forwarding, Host, Part, Result, Service, Tunnel, TunnelFlag};
use scenario::{show_dest, tell};

fn add(host: &Host, service: &Service, address: &str, forwarding: Forwarding) -> Result<()> {
    let mut dest = Dest::new(host, address)?;
    dest.set_forwarding(forwarding)?;
    tell(address, host.add_dest(service, &dest));
    Ok(())
}

fn story(netns: &str) -> Result<()> {
    let host = Host::open_netns(netns)?;
    let web = Service::new(&host, "tcp", "192.168.1.41:80")?;
    let mut rs1 = Dest::new(&host, "192.168.1.20")?;
    let mut cache = Dest::new(&host, "192.168.1.24")?;
    let mut gue = Dest::new(&host, "192.168.1.25")?;

    host.add_service(&web)?;
    rs1.set_weight(3)?.set_thresholds(100, 80)?;
    tell("192.168.1.20", host.add_dest(&web, &rs1));
    add(&host, &web, "192.168.1.21:8080", Forwarding::MASQUERADE)?;
    add(&host, &web, "192.168.1.22", Forwarding::LOCAL)?;
    add(&host, &web, "192.168.1.23", Forwarding::TUNNEL)?;
    add(&host, &web, "192.168.1.24", Forwarding::BYPASS)?;
    gue.set_tunnel(Tunnel::GUE, 6080, TunnelFlag::CHECKSUM)?;
    tell("192.168.1.25", host.add_dest(&web, &gue));
    for service in host.read("everything", Part::SERVICES)?.services() {
        service.dests().for_each(show_dest);
    }

    rs1.set_weight(0)?;
    tell("add in another form", host.add_dest(&web, &rs1));
    tell("update", host.update_dest(&web, &rs1));
    tell("read", host.read_dest(&web, &mut rs1));
    show_dest(&rs1);
    tell("remove", host.remove_dest(&web, &cache));
    tell("remove again", host.remove_dest(&web, &cache));
    tell("read what is gone", host.read_dest(&web, &mut cache));
    Ok(())
}

fn main() {
    scenario::tell_story(story);
}
