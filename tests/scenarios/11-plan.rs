// SPDX-License-Identifier: LGPL-2.1-or-later
//! From one state to another: what is planned, done, and undone.
use lvsdr::{Host, Result};
use scenario::{load_state, show_plan, tell};

fn story(netns: &str) -> Result<()> {
    let host = Host::open_netns(netns)?;
    let new = load_state(&host, "new.json")?;
    let mut first = host.plan(&load_state(&host, "old.json")?, "192.168.1.41")?;

    tell("the old state", first.apply());
    show_plan(&first);
    let mut plan = host.plan(&new, "192.168.1.41")?;
    show_plan(&plan);
    for step in plan.steps().take(1) {
        println!("{}\n{}\n{}", step.before(), step.after(), step.explanation());
    }
    tell("apply", plan.apply());
    tell("apply again", plan.apply());
    println!("{} steps are left", host.plan(&new, "192.168.1.41")?.steps().len());
    tell("undo", plan.undo());
    tell("undo again", plan.undo());
    show_plan(&plan);
    Ok(())
}

fn main() {
    scenario::tell_story(story);
}
