// SPDX-License-Identifier: LGPL-2.1-or-later
//! Real servers are replaced without breaking a connection, and one of them is changed as a whole.
use lvsdr::{Dest, DrainFlag, Host, Plan, Result, Scope, Service, State};
use scenario::{read_file, show_plan, tell};
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);

fn show_draining(plan: &Plan) {
    let left = plan.draining();

    println!(
        "{} to drain: {} active, {} inactive, {} templates",
        left.dests, left.active, left.inactive, left.templates
    );
}

fn replace(host: &Host, desired: &State) -> Result<()> {
    let mut plan = host.plan(desired, "everything")?;

    tell("graceful", plan.make_graceful(MINUTE, DrainFlag::ACTIVE_ONLY));
    show_draining(&plan);
    tell("apply", plan.apply());
    show_draining(&plan);
    show_plan(&plan);
    Ok(())
}

fn change_real_server(host: &Host) -> Result<()> {
    let all = Scope::new(host, "everything")?;
    let mut plan = host.new_plan()?;

    tell("weight", plan.update_real_server(&all, "192.168.1.21, 2001:db8:1::21", 7));
    tell("unknown", plan.update_real_server(&all, "192.168.1.99", 7));
    tell("remove", plan.remove_real_server(&all, "192.168.1.22"));
    tell("gone", plan.remove_real_server(&all, "192.168.1.99"));
    tell("graceful", plan.make_graceful(MINUTE, DrainFlag::SET_FALLBACK));
    tell("apply", plan.apply());
    show_plan(&plan);
    Ok(())
}

fn refuse(host: &Host, hashed: &State) -> Result<()> {
    let mut plan = host.plan(hashed, "everything")?;

    tell("hashed", plan.make_graceful(MINUTE, DrainFlag::NONE));
    tell("with a fallback", plan.make_graceful(MINUTE, DrainFlag::SET_FALLBACK));
    tell("again", plan.make_graceful(MINUTE, DrainFlag::NONE));
    Ok(())
}

/// One destination by itself, which no plan is needed for; the second time it is gone.
fn drain(host: &Host) -> Result<()> {
    let web = Service::new(host, "tcp", "[2001:db8:1::41]:80")?;
    let dest = Dest::new(host, "2001:db8:1::21")?;

    for _ in 0..2 {
        let left = host.drain_dest(&web, &dest, Duration::from_secs(5), DrainFlag::ACTIVE_ONLY)?;
        println!(
            "drained {}: {} active, {} inactive, {} templates",
            u8::from(left.done),
            left.active,
            left.inactive,
            left.templates
        );
    }
    Ok(())
}

fn story(netns: &str) -> Result<()> {
    let host = Host::open_netns(netns)?;
    let before = State::from_text(&host, None, &read_file("blue.rules"))?;
    let after = State::from_text(&host, None, &read_file("green.rules"))?;
    let hashed = State::from_text(&host, None, "-A -t 192.168.1.41:80 -s sh\n")?;
    let mut plan = host.plan(&before, "everything")?;

    tell("nothing to drain", plan.make_graceful(Duration::ZERO, DrainFlag::NONE));
    tell("apply", plan.apply());
    replace(&host, &after)?;
    change_real_server(&host)?;
    refuse(&host, &hashed)?;
    drain(&host)
}

fn main() {
    scenario::tell_story(story);
}
