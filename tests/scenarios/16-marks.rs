// SPDX-License-Identifier: LGPL-2.1-or-later
//! Packet marks; a kernel without nf_tables says so.
use lvsdr::{Host, Mark, MarkRef, Result};
use scenario::tell;

fn show_mark(mark: &MarkRef) {
    println!(
        "{} {} ports \"{}\" on \"{}\": {}",
        mark.protocol(),
        mark.address(),
        mark.ports(),
        mark.device(),
        mark.fwmark()
    );
}

fn story(netns: &str) -> Result<()> {
    let host = Host::open_netns(netns)?;
    let mut shop = Mark::new(&host, "tcp", "192.168.1.41:443,http,8000-8010", 7)?;
    let other = Mark::new(&host, "tcp", "192.168.1.41:80,443,8000-8010", 8)?;
    let mut all6 = Mark::new(&host, "udp", "2001:db8:1::41", 9)?;

    all6.set_device("eth0")?;
    show_mark(&shop);
    tell("add", host.add_mark(&shop));
    tell("add again", host.add_mark(&shop));
    tell("add another mark", host.add_mark(&other));
    tell("update", host.update_mark(&other));
    tell("read", host.read_mark(&mut shop));
    show_mark(&shop);
    tell("add IPv6", host.add_mark(&all6));
    tell("remove", host.remove_mark(&shop));
    tell("remove again", host.remove_mark(&shop));
    let mut foreign = 0;
    tell("foreign rules", host.read_foreign_marks().map(|count| foreign = count));
    println!("{foreign} foreign rules");
    Ok(())
}

fn main() {
    scenario::tell_story(story);
}
