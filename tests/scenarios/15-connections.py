# SPDX-License-Identifier: LGPL-2.1-or-later
"""One datagram: what the connection table and the counters say of it."""

import lvsdr
from scenario import netns, run, tell


def show_connections(host: lvsdr.Host) -> None:
    for it in host.connections():
        print(
            f"{it.protocol} from {it.client_address} to {it.virtual_address} port {it.virtual_port}"
            f" at {it.dest_address} port {it.dest_port}: {it.state}, template {it.template:d}"
        )


def show_counters(host: lvsdr.Host) -> None:
    counters = host.read("everything", counters=True).dests(dns)[0].counters
    assert counters
    print(
        f"connections {counters.connections}, incoming packets {counters.incoming_packets}"
        f" bytes {counters.incoming_bytes}, outgoing packets {counters.outgoing_packets},"
        f" inactive {counters.inactive_connections}"
    )


def show_totals(host: lvsdr.Host) -> None:
    totals = host.totals()
    packets = sum(each.incoming_packets for each in host.processor_totals().values())
    print(
        f"totals: connections {totals.connections}, incoming packets {totals.incoming_packets}"
        f" bytes {totals.incoming_bytes}, of the processors {packets},"
        f" some buckets {totals.connection_table_size > 0:d}"
    )


with lvsdr.open(netns) as host:
    dns = lvsdr.Service("udp", "192.168.1.41:53")
    host.add_vip(lvsdr.Vip("192.168.1.41", "lo"))
    host.add_service(dns)
    host.add_dest(dns, lvsdr.Dest("192.168.1.20"))
    show_connections(host)
    # The kernel adds counters up every two seconds.
    run(netns, "echo ask >/dev/udp/192.168.1.41/53; sleep 2.5")
    show_connections(host)
    for state, count in host.count_connections(dns).items():
        if count:
            print(f"{state}: {count}")
    show_counters(host)
    show_totals(host)
    tell("zero", host.zero_counters, dns)
    show_counters(host)
    show_totals(host)
    tell("zero all", host.zero_counters)
    show_totals(host)
