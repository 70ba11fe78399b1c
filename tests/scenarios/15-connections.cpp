// SPDX-License-Identifier: LGPL-2.1-or-later
/* One datagram: what the connection table and the counters say of it. */
#include "scenario.hpp"

static void show_connections(const host &host)
{
	for (auto &it : host.connections())
		std::printf("%s from %s to %s port %d at %s port %d: %s, template %d\n",
			    it.protocol().c_str(), it.client_address().c_str(),
			    it.virtual_address().c_str(), it.virtual_port(), it.dest_address().c_str(),
			    it.dest_port(), it.state().c_str(), it.is_template());
}

static void show_counters(const host &host)
{
	state state = host.read("everything", part::services | part::counters);
	counters counters = state.services()[0].dest(0).counters().value();

	std::printf("connections %d, incoming packets %d bytes %d, outgoing packets %d, inactive %d\n",
		    static_cast<int>(counters.connections), static_cast<int>(counters.incoming_packets),
		    static_cast<int>(counters.incoming_bytes),
		    static_cast<int>(counters.outgoing_packets),
		    static_cast<int>(counters.inactive_connections));
}

static void show_totals(const host &host)
{
	totals totals = host.totals();
	std::uint64_t packets = 0;

	for (auto &processor : host.processor_totals())
		packets += processor.second.incoming_packets.value();
	std::printf("totals: connections %d, incoming packets %d bytes %d, of the processors %d, some "
		    "buckets %d\n",
		    static_cast<int>(totals.connections.value()),
		    static_cast<int>(totals.incoming_packets.value()),
		    static_cast<int>(totals.incoming_bytes.value()), static_cast<int>(packets),
		    totals.connection_table_size > 0u);
}

static void story(const std::string &netns)
{
	host host(netns);
	vip vip(host, "192.168.1.41", "lo");
	service dns(host, "udp", "192.168.1.41:53");
	dest rs1(host, "192.168.1.20");

	host.add_vip(vip);
	host.add_service(dns);
	host.add_dest(dns, rs1);
	show_connections(host);
	/* The kernel adds counters up every two seconds. */
	run(netns, "echo ask >/dev/udp/192.168.1.41/53; sleep 2.5");
	show_connections(host);
	for (auto &[state, count] : host.count_connections(&dns))
		if (count)
			std::printf("%s: %d\n", state.c_str(), static_cast<int>(count));
	show_counters(host);
	show_totals(host);
	tell("zero", [&] { host.zero_counters(dns); });
	show_counters(host);
	show_totals(host);
	tell("zero all", [&] { host.zero_counters(); });
	show_totals(host);
}

int main(int argc, char **argv)
{
	return tell_story(argc, argv, story);
}
