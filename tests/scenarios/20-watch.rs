// SPDX-License-Identifier: LGPL-2.1-or-later
//! A watch tells what another program changes, and what changed is the plan from the last state to this one.
use lvsdr::{Dest, Host, Part, Result, Service, State, Vip, Watch};
use scenario::{show_plan, tell};
use std::os::unix::io::{AsRawFd, RawFd};
use std::time::Duration;

const OURS: &str = "192.168.1.41";
const PARTS: Part = Part(Part::SERVICES.0 | Part::VIPS.0);

/// What poll(2) takes, which the standard library does not have.
#[repr(C)]
struct PollFd {
    fd: RawFd,
    events: i16,
    revents: i16,
}

const POLLIN: i16 = 1;

extern "C" {
    fn poll(descriptors: *mut PollFd, count: std::ffi::c_ulong, milliseconds: i32) -> i32;
}

/// What is told when the descriptor becomes readable, which it does at each interval at the latest.
fn read_watch(watch: &mut Watch) -> Result<Part> {
    let mut poller = PollFd { fd: watch.as_raw_fd(), events: POLLIN, revents: 0 };

    unsafe { poll(&mut poller, 1, -1) };
    Ok(watch.read()?.unwrap_or_default())
}

/// Waits until a part is told and has changed: what was told before may be told once more. Gives what is known then.
fn show_change(host: &Host, watch: &mut Watch, part: Part, known: State) -> Result<State> {
    loop {
        while !read_watch(watch)?.contains(part) {}
        let now = host.read(OURS, PARTS)?;
        let plan = host.plan_from(&known, &now, OURS)?;
        if plan.steps().next().is_some() {
            show_plan(&plan);
            return Ok(now);
        }
    }
}

fn watch_others(host: &Host, other: &Host, watch: &mut Watch) -> Result<()> {
    let web = Service::new(other, "tcp", "192.168.1.41:80")?;
    let mut dest = Dest::new(other, "192.168.1.20")?;
    let mut known = host.read(OURS, PARTS)?;

    tell("add a service", other.add_service(&web));
    known = show_change(host, watch, Part::SERVICES, known)?;
    tell("add a destination", other.add_dest(&web, &dest));
    known = show_change(host, watch, Part::SERVICES, known)?;
    dest.set_weight(7)?;
    tell("change its weight", other.update_dest(&web, &dest));
    known = show_change(host, watch, Part::SERVICES, known)?;
    tell("add a VIP", other.add_vip(Vip::new(other, OURS, "lo")?));
    known = show_change(host, watch, Part::VIPS, known)?;
    tell("remove the service", other.remove_service(&web));
    show_change(host, watch, Part::SERVICES, known)?;
    Ok(())
}

fn story(netns: &str) -> Result<()> {
    let (host, other) = (Host::open_netns(netns)?, Host::open_netns(netns)?);
    let mut dns = Service::new(&other, "udp", "192.168.1.42:53")?;
    let mut told = Part::NONE;

    tell("add one of others", other.add_service(&dns)); // loads IPVS
    tell("too often", host.watch(OURS, PARTS, Duration::from_millis(5)));
    let mut watch = host.watch(OURS, PARTS, Duration::from_millis(20))?;
    dns.set_scheduler("rr")?;
    tell("change it", other.update_service(&dns));
    for _ in 0..5 {
        told |= read_watch(&mut watch)?;
    }
    println!("told: {}", u8::from(told != Part::NONE));
    watch_others(&host, &other, &mut watch)
}

fn main() {
    scenario::tell_story(story);
}
