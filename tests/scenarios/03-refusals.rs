// SPDX-License-Identifier: LGPL-2.1-or-later
//! What is refused before anything is sent.
use lvsdr::{ArpPolicy, Dest, Host, Result, SchedulerFlag, Scope, Service, State, Sysctl, Tunnel, TunnelFlag, Vip};
use scenario::tell;
use std::time::Duration;

fn describe_services(host: &Host) -> Result<()> {
    tell("no port", Service::new(host, "tcp", "192.168.1.41"));
    tell("port 70000", Service::new(host, "tcp", "192.168.1.41:70000"));
    tell("no address", Service::new(host, "tcp", "192.168.1.256:80"));
    tell("host name", Service::new(host, "tcp", "www.example.org:80"));
    tell("open bracket", Service::new(host, "tcp", "[2001:db8::41:80"));
    tell("protocol", Service::new(host, "icmp", "192.168.1.41:80"));
    tell("mark 0", Service::for_fwmark(host, "ipv4", 0));
    tell("family", Service::for_fwmark(host, "ipv5", 7));

    let mut web = Service::new(host, "tcp", "192.168.1.41:80")?;
    tell("scheduler", web.set_scheduler("a-name-of-17-char"));
    tell("persistence", web.set_persistence(Duration::from_secs(4294968)));
    tell("prefix", web.set_persistence_prefix(33));
    tell("flags", web.set_scheduler_flags(SchedulerFlag(1)));
    Ok(())
}

fn describe_dests(host: &Host) -> Result<()> {
    tell("destination", Dest::new(host, "192.168.1"));

    let mut rs1 = Dest::new(host, "192.168.1.20")?;
    tell("weight", rs1.set_weight(-1));
    tell("thresholds", rs1.set_thresholds(10, 20));
    tell("tunnel", rs1.set_tunnel(Tunnel::GUE, 70000, TunnelFlag::NONE));
    Ok(())
}

fn describe_host(host: &Host) -> Result<()> {
    tell("VIP", Vip::new(host, "192.168.1.41/24", "eth0"));
    tell("device", Vip::new(host, "192.168.1.41", "eth0/1"));

    let mut vip = Vip::new(host, "192.168.1.41", "eth0")?;
    tell("label", vip.set_label("eth1:0"));
    tell("prefix", vip.set_prefix_length(33));
    tell("ARP of lo", ArpPolicy::new(host, "lo"));
    tell("sysctl", Sysctl::new(host, "../ip_forward", "1"));
    tell("scope", Scope::new(host, "192.168.1.41 nonsense"));
    Ok(())
}

fn parse(host: &Host) {
    let wrong = r#"{"lvsdr_state": 1, "services": [{"protocol": "tcp"}]}"#;
    let rules = "-A -t 192.168.1.41:80\n-a -t 192.168.1.42:80 -r 192.168.1.20";

    tell("no JSON", State::from_json(host, "{\"lvsdr_state\": 1,\n\"services\": [}"));
    tell("no state", State::from_json(host, wrong));
    tell("rules", State::from_text(host, None, rules));
    tell("no plan", host.plan_from_json(wrong));
}

fn story(netns: &str) -> Result<()> {
    let host = Host::open_netns(netns)?;

    describe_services(&host)?;
    describe_dests(&host)?;
    describe_host(&host)?;
    parse(&host);
    Ok(())
}

fn main() {
    scenario::tell_story(story);
}
