// SPDX-License-Identifier: LGPL-2.1-or-later
//! A plan that is written down, and undone by another handle after somebody changed something.
use lvsdr::{Dest, Host, Result, Service};
use scenario::{run, show_plan, tell};

fn make(netns: &str) -> Result<String> {
    let host = Host::open_netns(netns)?;
    let web = Service::new(&host, "tcp", "192.168.1.41:80")?;
    let rs1 = Dest::new(&host, "192.168.1.20")?;
    let rs2 = Dest::new(&host, "192.168.1.21")?;
    let mut plan = host.new_plan()?;

    tell("service", plan.add_service(&web));
    tell("one", plan.add_dest(&web, &rs1));
    tell("two", plan.add_dest(&web, &rs2));
    tell("two again", plan.add_dest(&web, &rs2));
    let written = plan.to_json()?;
    tell("apply", plan.apply());
    Ok(written)
}

fn story(netns: &str) -> Result<()> {
    let written = make(netns)?;
    let host = Host::open_netns(netns)?;

    run(netns, "ipvsadm -e -t 192.168.1.41:80 -r 192.168.1.21 -g -w 9");
    if let Some(mut plan) = tell("from JSON", host.plan_from_json(&written)) {
        tell("undo", plan.undo());
        show_plan(&plan);
    }
    Ok(())
}

fn main() {
    scenario::tell_story(story);
}
