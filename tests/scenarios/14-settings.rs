// SPDX-License-Identifier: LGPL-2.1-or-later
//! What belongs to the whole host: timeouts, sysctls, a sync daemon.
use lvsdr::{sysctl_name, Host, Result, SyncDaemon, Sysctl, Timeouts};
use scenario::tell;
use std::time::Duration;

fn set_timeouts(host: &Host) -> Result<()> {
    let mut timeouts = Timeouts::new(host)?;
    let seconds = |time: Option<Duration>| time.map_or(-2, |time| time.as_secs() as i64);

    tell("timeout 0", timeouts.set_tcp(Duration::ZERO).map(|_| ()));
    timeouts.set_tcp(Duration::from_secs(600))?.set_udp(Duration::from_secs(100))?;
    tell("timeouts", host.update_timeouts(&timeouts));
    tell("timeouts again", host.update_timeouts(&timeouts));
    host.read_timeouts(&mut timeouts)?;
    let (tcp, tcp_fin, udp) = (seconds(timeouts.tcp()), seconds(timeouts.tcp_fin()), seconds(timeouts.udp()));
    println!("tcp {tcp}, tcp_fin {tcp_fin}, udp {udp}");
    Ok(())
}

fn set_sysctl(host: &Host, name: &str, value: &str) -> Result<()> {
    let mut sysctl = Sysctl::new(host, name, value)?;

    tell(name, host.update_sysctl(&sysctl));
    tell("again", host.update_sysctl(&sysctl));
    host.read_sysctl(&mut sysctl)?;
    println!("{} is {}", sysctl.name(), sysctl.value());
    Ok(())
}

fn run_sync_daemon(host: &Host) -> Result<()> {
    let mut daemon = SyncDaemon::new(host, "master", "eth0")?;

    daemon.set_sync_id(7)?;
    tell("sync daemon", host.add_sync_daemon(&daemon));
    tell("sync daemon again", host.add_sync_daemon(&daemon));
    host.read_sync_daemon(&mut daemon)?;
    println!(
        "{} on {}, id {}, to {} port {} ttl {}",
        daemon.role(),
        daemon.device(),
        daemon.sync_id(),
        daemon.group(),
        daemon.port(),
        daemon.ttl()
    );
    tell("stop", host.remove_sync_daemon(&daemon));
    tell("stop again", host.remove_sync_daemon(&daemon));
    Ok(())
}

fn story(netns: &str) -> Result<()> {
    let host = Host::open_netns(netns)?;

    set_timeouts(&host)?;
    set_sysctl(&host, sysctl_name::EXPIRE_NODEST_CONN, "1")?;
    set_sysctl(&host, sysctl_name::SYNC_THRESHOLD, "3  60")?;
    run_sync_daemon(&host)
}

fn main() {
    scenario::tell_story(story);
}
