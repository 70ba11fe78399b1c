// SPDX-License-Identifier: LGPL-2.1-or-later
//! One datagram: what the connection table and the counters say of it.
use lvsdr::{Dest, Host, Part, Result, Service, Vip};
use scenario::{run, tell};

fn show_connections(host: &Host) -> Result<()> {
    for it in host.connections(None, None)? {
        let it = it?;
        println!(
            "{} from {} to {} port {} at {} port {}: {}, template {}",
            it.protocol,
            it.client_address,
            it.virtual_address,
            it.virtual_port,
            it.dest_address,
            it.dest_port,
            it.state,
            u8::from(it.template)
        );
    }
    Ok(())
}

fn show_counters(host: &Host) -> Result<()> {
    let state = host.read("everything", Part::SERVICES | Part::COUNTERS)?;
    let dest = state.services().flat_map(|service| service.dests()).next();
    let counters = dest.and_then(|dest| dest.counters()).unwrap_or_default();

    println!(
        "connections {}, incoming packets {} bytes {}, outgoing packets {}, inactive {}",
        counters.connections,
        counters.incoming_packets,
        counters.incoming_bytes,
        counters.outgoing_packets,
        counters.inactive_connections
    );
    Ok(())
}

fn show_totals(host: &Host) -> Result<()> {
    let totals = host.totals()?;
    let processors = host.processor_totals()?;
    let packets: u64 = processors.values().filter_map(|each| each.incoming_packets).sum();

    println!(
        "totals: connections {}, incoming packets {} bytes {}, of the processors {packets}, some buckets {}",
        totals.connections.unwrap_or(0),
        totals.incoming_packets.unwrap_or(0),
        totals.incoming_bytes.unwrap_or(0),
        u8::from(totals.connection_table_size > Some(0))
    );
    Ok(())
}

fn story(netns: &str) -> Result<()> {
    let host = Host::open_netns(netns)?;
    let dns = Service::new(&host, "udp", "192.168.1.41:53")?;

    host.add_vip(Vip::new(&host, "192.168.1.41", "lo")?)?;
    host.add_service(&dns)?;
    host.add_dest(&dns, Dest::new(&host, "192.168.1.20")?)?;
    show_connections(&host)?;
    // The kernel adds counters up every two seconds.
    run(netns, "echo ask >/dev/udp/192.168.1.41/53; sleep 2.5");
    show_connections(&host)?;
    for (state, count) in host.count_connections(Some(&dns), None)? {
        if count > 0 {
            println!("{state}: {count}");
        }
    }
    show_counters(&host)?;
    show_totals(&host)?;
    tell("zero", host.zero_counters(Some(&dns)));
    show_counters(&host)?;
    show_totals(&host)?;
    tell("zero all", host.zero_counters(None));
    show_totals(&host)
}

fn main() {
    scenario::tell_story(story);
}
