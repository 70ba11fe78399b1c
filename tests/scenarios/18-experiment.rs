// SPDX-License-Identifier: LGPL-2.1-or-later
//! The main experiment: a director and two real servers in direct routing. The runner is the client.
use lvsdr::{ArpPolicy, Dest, Host, Result, Service, Vip};
use scenario::tell;

fn set_up_real_server(netns: &str) -> Result<()> {
    let host = Host::open_netns(netns)?;

    tell("keep quiet", host.update_arp_policy(&ArpPolicy::new(&host, "all")?));
    tell("VIP", host.add_vip(&Vip::new(&host, "192.168.1.41", "lo")?));
    Ok(())
}

fn set_up_director(netns: &str) -> Result<()> {
    let host = Host::open_netns(netns)?;
    let mut web = Service::new(&host, "tcp", "192.168.1.41:80")?;

    web.set_scheduler("rr")?;
    tell("service", host.add_service(&web));
    tell("real server 1", host.add_dest(&web, &Dest::new(&host, "192.168.1.20")?));
    tell("real server 2", host.add_dest(&web, &Dest::new(&host, "192.168.1.21")?));
    tell("VIP", host.add_vip(&Vip::new(&host, "192.168.1.41", "eth0")?));
    Ok(())
}

fn story(netns: &str) -> Result<()> {
    set_up_real_server("rs1")?;
    set_up_real_server("rs2")?;
    set_up_director(netns)
}

fn main() {
    scenario::tell_story(story);
}
