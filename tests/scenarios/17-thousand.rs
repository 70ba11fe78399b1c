// SPDX-License-Identifier: LGPL-2.1-or-later
//! A desired state of 1,000 destinations: planned, applied in slices, read, undone.
use lvsdr::{Dest, Host, Part, Result, Service, State};
use scenario::tell;
use std::time::Duration;

fn build(host: &Host) -> Result<State> {
    let web = Service::new(host, "tcp", "192.168.1.41:80")?;
    let mut state = State::new(host, Part::SERVICES)?;

    state.add_service(&web)?;
    for i in 0..1000 {
        let mut dest = Dest::new(host, &format!("10.0.{}.{}", i / 250, 1 + i % 250))?;
        state.add_dest(&web, dest.set_weight(1 + i % 7)?)?;
    }
    Ok(state)
}

fn show_sums(host: &Host) -> Result<()> {
    let state = host.read("192.168.1.41", Part::SERVICES)?;
    let weights = state.dest_numbers("weight")?;
    let sum: u64 = weights.iter().sum();

    println!("{} services, {} destinations, weights {sum}", state.services().len(), weights.len());
    Ok(())
}

fn story(netns: &str) -> Result<()> {
    let host = Host::open_netns(netns)?;
    let desired = build(&host)?;
    let mut plan = host.plan(&desired, "192.168.1.41")?;

    println!("{} steps", plan.steps().len());
    while plan.apply_for(Duration::from_millis(1))? > 0 {}
    show_sums(&host)?;
    tell("undo", plan.undo());
    show_sums(&host)?;
    tell("at once", host.plan(&desired, "192.168.1.41")?.apply());
    Ok(())
}

fn main() {
    scenario::tell_story(story);
}
