// SPDX-License-Identifier: LGPL-2.1-or-later
//! What only the host can refuse, and what is sent for one who insists.
use lvsdr::{ArpPolicy, Dest, Host, Result, Service, Sysctl, Vip};
use scenario::tell;

fn missing(host: &Host) -> Result<()> {
    let mut web = Service::new(host, "tcp", "192.168.1.41:80")?;
    let rs1 = Dest::new(host, "192.168.1.20")?;
    let mut vip = Vip::new(host, "192.168.1.41", "eth7")?;

    tell("no service", host.add_dest(&web, &rs1));
    web.set_scheduler("nosuch")?;
    tell("no scheduler", host.add_service(&web));
    web.set_scheduler("rr")?;
    host.add_service(&web)?;
    tell("no destination", host.update_dest(&web, &rs1));
    tell("no device", host.add_vip(&vip));
    tell("no VIP", host.read_vip(&mut vip));
    tell("no device for ARP", host.update_arp_policy(&ArpPolicy::new(host, "eth7")?));
    tell("no setting", host.update_sysctl(&Sysctl::new(host, "nosuch", "1")?));
    Ok(())
}

fn useless(host: &Host) -> Result<()> {
    let web = Service::new(host, "tcp", "192.168.1.41:80")?;
    let rs1 = Dest::new(host, "192.168.1.20:8080")?;
    let rs6 = Dest::new(host, "2001:db8:1::20")?;

    tell("another port", host.add_dest(&web, &rs1));
    tell("another family", host.add_dest(&web, &rs6));
    host.set_insist(true)?;
    tell("another port, insisted", host.add_dest(&web, &rs1));
    host.set_insist(false)
}

fn story(netns: &str) -> Result<()> {
    let host = Host::open_netns(netns)?;

    missing(&host)?;
    useless(&host)?;
    tell("no namespace", Host::open_netns("nosuch"));
    Ok(())
}

fn main() {
    scenario::tell_story(story);
}
