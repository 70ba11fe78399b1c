// SPDX-License-Identifier: LGPL-2.1-or-later
//! A real server: quiet about the VIP, then the VIP on lo; and a VIP as a director has it.
use lvsdr::{ArpPolicy, Host, Result, Vip};
use scenario::{run, show_vip, tell};
use std::time::Duration;

const PAUSE: Duration = Duration::from_millis(10);

fn keep_quiet(host: &Host, device: &str) -> Result<()> {
    let mut policy = ArpPolicy::new(host, device)?;

    tell(device, host.update_arp_policy(&policy));
    tell("again", host.update_arp_policy(&policy));
    tell("read", host.read_arp_policy(&mut policy));
    println!("arp_ignore {}, arp_announce {}", policy.arp_ignore(), policy.arp_announce());
    Ok(())
}

/// As a director does after a takeover. A dummy device has no ARP of its own.
fn announce(host: &Host, netns: &str, vip: &Vip) -> Result<()> {
    tell("announce without ARP", host.announce_vip(vip, 2, PAUSE));
    run(netns, "ip link set eth0 arp on");
    host.announce_vip(vip, 2, PAUSE)?;
    println!("announced");
    Ok(())
}

fn story(netns: &str) -> Result<()> {
    let host = Host::open_netns(netns)?;
    let mut vip = Vip::new(&host, "192.168.1.41", "lo")?;
    let mut other = Vip::new(&host, "192.168.1.42", "eth0")?;

    keep_quiet(&host, "all")?;
    keep_quiet(&host, "eth0")?;
    vip.set_label("lo:0")?.set_broadcast("192.168.1.41")?.set_host_route(true)?;
    tell("add", host.add_vip(&vip));
    tell("add again", host.add_vip(&vip));
    vip.set_label("lo:7")?;
    tell("add in another form", host.add_vip(&vip));
    tell("update", host.update_vip(&vip));
    tell("read", host.read_vip(&mut vip));
    show_vip(&vip);

    tell("add on eth0", host.add_vip(&other));
    announce(&host, netns, &other)?;
    tell("remove", host.remove_vip(&other));
    tell("remove again", host.remove_vip(&other));
    tell("announce what is not there", host.announce_vip(&other, 2, PAUSE));
    other.set_prefix_length(24)?;
    tell("a whole network", host.add_vip(&other));
    Ok(())
}

fn main() {
    scenario::tell_story(story);
}
