// SPDX-License-Identifier: LGPL-2.1-or-later
//! A state from what ipvsadm --save writes, and to what ipvsadm --restore takes.
use lvsdr::{Host, Result, State};
use scenario::{load_state, read_file, tell};

fn show_rules(state: &State) -> Result<()> {
    let rules = state.to_text("rules")?;

    print!("to rules: {}\n{}", u8::from(rules.lost.is_some()), rules.text);
    if let Some(lost) = rules.lost {
        println!("{lost}");
    }
    Ok(())
}

fn story(netns: &str) -> Result<()> {
    let host = Host::open_netns(netns)?;
    let state = State::from_text(&host, Some("rules"), &read_file("web.rules"))?;

    println!("{}", state.to_json()?);
    show_rules(&state)?;
    tell("apply", host.plan(&state, "everything")?.apply());
    show_rules(&load_state(&host, "full.json")?)
}

fn main() {
    scenario::tell_story(story);
}
