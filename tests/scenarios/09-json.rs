// SPDX-License-Identifier: LGPL-2.1-or-later
//! A state from JSON, by hand, and to JSON; and what the host makes of it.
use lvsdr::{Dest, Host, Part, Result, Service, State, Vip};
use scenario::{load_state, tell};

fn by_hand(host: &Host) -> Result<State> {
    let mut made = State::new(host, Part::SERVICES | Part::VIPS)?;
    let mut web = Service::new(host, "tcp", "192.168.1.41:80")?;
    let mut rs1 = Dest::new(host, "192.168.1.20")?;

    web.set_scheduler("rr")?;
    tell("service", made.add_service(&web));
    tell("service again", made.add_service(&web));
    tell("destination", made.add_dest(&web, &rs1));
    rs1.set_weight(5)?;
    tell("heavier", made.update_dest(&web, &rs1));
    tell("VIP", made.add_vip(&Vip::new(host, "192.168.1.41", "eth0")?));
    Ok(made)
}

fn story(netns: &str) -> Result<()> {
    let host = Host::open_netns(netns)?;
    let loaded = load_state(&host, "full.json")?;
    let made = by_hand(&host)?;

    println!("{}", loaded.to_json()?);
    println!("{}", made.to_json()?);
    tell("apply", host.plan(&made, "192.168.1.41")?.apply());
    println!("{}", host.read("192.168.1.41", Part::SERVICES | Part::VIPS)?.to_json()?);
    Ok(())
}

fn main() {
    scenario::tell_story(story);
}
