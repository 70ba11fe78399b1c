// SPDX-License-Identifier: LGPL-2.1-or-later
//! What the scenarios in Rust share.

use lvsdr::{DestRef, Error, Host, Plan, Result, ServiceRef, State, VipRef, Watch};
use std::process::{exit, Command};

/// What a call gives, as C has it: whether something was changed, how many, or nothing.
pub trait Told {
    fn number(&self) -> usize {
        0
    }
}

impl Told for bool {
    fn number(&self) -> usize {
        usize::from(*self)
    }
}

impl Told for usize {
    fn number(&self) -> usize {
        *self
    }
}

impl Told for () {}
impl Told for State {}
impl Told for Plan {}
impl Told for Host {}
impl Told for lvsdr::Service {}
impl Told for lvsdr::Dest {}
impl Told for lvsdr::Vip {}
impl Told for lvsdr::ArpPolicy {}
impl Told for lvsdr::Sysctl {}
impl Told for lvsdr::Scope {}
impl Told for Watch {}
impl<T: Told> Told for &mut T {}

/// Runs a story in the network namespace that the command names. What has to succeed and does not ends it with status 1.
pub fn tell_story(story: fn(&str) -> Result<()>) {
    let netns = std::env::args().nth(1).unwrap_or_default();
    if let Err(error) = story(&netns) {
        eprintln!("{error}");
        exit(1);
    }
}

fn code_name(error: &Error) -> &'static str {
    match error.code() {
        1 => "EPERM",
        2 => "ENOENT",
        3 => "ESRCH",
        5 => "EIO",
        11 => "EAGAIN",
        12 => "ENOMEM",
        16 => "EBUSY",
        17 => "EEXIST",
        19 => "ENODEV",
        22 => "EINVAL",
        74 => "EBADMSG",
        95 => "EOPNOTSUPP",
        110 => "ETIMEDOUT",
        116 => "ESTALE",
        _ => "a code that is not documented",
    }
}

/// "WHAT: 1", or "WHAT: EEXIST, " and the library's sentence. Gives what the call gave.
pub fn tell<T: Told>(what: &str, result: Result<T>) -> Option<T> {
    match result {
        Ok(value) => {
            println!("{what}: {}", value.number());
            Some(value)
        }
        Err(error) => {
            println!("{what}: {}, {error}", code_name(&error));
            None
        }
    }
}

pub fn read_file(path: &str) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| {
        eprintln!("{path}: {error}");
        exit(1)
    })
}

pub fn load_state(host: &Host, path: &str) -> Result<State> {
    State::from_json(host, &read_file(path))
}

/// A shell command in a network namespace.
pub fn run(netns: &str, command: &str) {
    let status = Command::new("ip").args(["netns", "exec", netns, "bash", "-c", command]).status();
    if !status.map_or(false, |status| status.success()) {
        eprintln!("{command}");
        exit(1);
    }
}

/// All that the library says of one object.
pub fn show_service(service: &ServiceRef) {
    let name = match service.fwmark() {
        0 => format!("{} {} port {}", service.protocol(), service.address(), service.port()),
        fwmark => format!("fwmark {fwmark}"),
    };
    println!(
        "{} {name}, scheduler {} flags {}, persistence {} prefix {} engine \"{}\", one packet {}",
        service.family(),
        service.scheduler(),
        service.scheduler_flags().0,
        service.persistence().as_secs(),
        service.persistence_prefix().unwrap_or(-74),
        service.persistence_engine(),
        u8::from(service.one_packet())
    );
}

pub fn show_dest(dest: &DestRef) {
    println!(
        "  {} port {}, forwarding {} weight {}, thresholds {} {}, tunnel {} {} {}",
        dest.address(),
        dest.port().unwrap_or(-2),
        dest.forwarding().0,
        dest.weight(),
        dest.upper_threshold(),
        dest.lower_threshold(),
        dest.tunnel_type().0,
        dest.tunnel_port(),
        dest.tunnel_flags().0
    );
}

pub fn show_vip(vip: &VipRef) {
    println!(
        "{}/{} on {}, label \"{}\", host route {}",
        vip.address(),
        vip.prefix_length(),
        vip.device(),
        vip.label(),
        u8::from(vip.host_route())
    );
}

/// Each step's kind, what became of it, its command, and its note.
pub fn show_plan(plan: &Plan) {
    for step in plan.steps() {
        println!("  {}, {}: {}", step.kind(), step.status().name(), step.command());
        if !step.note().is_empty() {
            println!("    {}", step.note());
        }
    }
}
