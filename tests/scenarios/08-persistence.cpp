// SPDX-License-Identifier: LGPL-2.1-or-later
/* Clients that come back: persistence, its prefix and engine; an update keeps what was not set. */
#include "scenario.hpp"

static void story(const std::string &netns)
{
	host host(netns);
	service all(host, "tcp", "192.168.1.41:0"), change(host, "tcp", "192.168.1.41:0");
	service sip(host, "udp", "192.168.1.41:5060"), dns(host, "udp", "192.168.1.41:53");

	tell("all ports without it", [&] { return host.add_service(all); });
	all.set_persistence(600s).set_persistence_prefix(24);
	tell("all ports", [&] { return host.add_service(all); });
	change.set_persistence(300s);
	tell("shorter", [&] { return host.update_service(change); });
	tell("read", [&] { host.read_service(change); });
	show_service(change);

	sip.set_persistence(60s).set_persistence_engine("sip");
	tell("by call", [&] { return host.add_service(sip); });
	tell("read", [&] { host.read_service(sip); });
	show_service(sip);

	dns.set_one_packet(true).set_scheduler("rr");
	tell("each packet by itself", [&] { return host.add_service(dns); });
	tell("read", [&] { host.read_service(dns); });
	show_service(dns);
}

int main(int argc, char **argv)
{
	return tell_story(argc, argv, story);
}
