// SPDX-License-Identifier: LGPL-2.1-or-later
//! A step fails: all goes back; or, for one who wants it so, the others are carried out.
use lvsdr::{Dest, Host, Part, Plan, Result, Service};
use scenario::{show_plan, tell};

fn new_plan(host: &Host) -> Result<Plan> {
    let web = Service::new(host, "tcp", "192.168.1.41:80")?;
    let mut wrong = Service::new(host, "tcp", "192.168.1.41:81")?;
    let last = Service::new(host, "tcp", "192.168.1.41:82")?;
    let rs1 = Dest::new(host, "192.168.1.20")?;
    let mut plan = host.new_plan()?;

    wrong.set_scheduler("nosuch")?;
    plan.add_service(&web)?;
    plan.add_dest(&web, &rs1)?;
    plan.add_service(&wrong)?;
    plan.add_dest(&wrong, &rs1)?;
    plan.add_service(&last)?;
    Ok(plan)
}

fn story(netns: &str) -> Result<()> {
    let host = Host::open_netns(netns)?;
    let mut plan = new_plan(&host)?;

    tell("all or nothing", plan.apply());
    show_plan(&plan);
    println!("{} services", host.read("everything", Part::SERVICES)?.services().len());

    let mut plan = new_plan(&host)?;
    plan.set_keep_going(true)?;
    tell("keep going", plan.apply());
    show_plan(&plan);
    Ok(())
}

fn main() {
    scenario::tell_story(story);
}
