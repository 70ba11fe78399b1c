// SPDX-License-Identifier: LGPL-2.1-or-later
//! The life of a virtual service.
use lvsdr::{Host, Result, Service};
use scenario::{show_service, tell};

fn story(netns: &str) -> Result<()> {
    let host = Host::open_netns(netns)?;
    let mut web = Service::new(&host, "tcp", "192.168.1.41:80")?;
    let dns = Service::new(&host, "udp", "192.168.1.41:domain")?;

    tell("read before", host.read_service(&mut web));
    tell("add", host.add_service(&web));
    tell("add again", host.add_service(&web));
    web.set_scheduler("rr")?;
    tell("add in another form", host.add_service(&web));
    tell("update", host.update_service(&web));
    tell("update again", host.update_service(&web));
    tell("read", host.read_service(&mut web));
    show_service(&web);

    tell("add another", host.add_service(&dns));
    tell("remove", host.remove_service(&web));
    tell("remove again", host.remove_service(&web));
    tell("update what is gone", host.update_service(&web));
    Ok(())
}

fn main() {
    scenario::tell_story(story);
}
