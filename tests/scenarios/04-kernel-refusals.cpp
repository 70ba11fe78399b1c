// SPDX-License-Identifier: LGPL-2.1-or-later
/* What only the host can refuse, and what is sent for one who insists. */
#include "scenario.hpp"

static void missing(const host &host)
{
	service web(host, "tcp", "192.168.1.41:80");
	dest rs1(host, "192.168.1.20");
	vip vip(host, "192.168.1.41", "eth7");
	arp_policy policy(host, "eth7");
	sysctl sysctl(host, "nosuch", "1");

	tell("no service", [&] { return host.add_dest(web, rs1); });
	web.set_scheduler("nosuch");
	tell("no scheduler", [&] { return host.add_service(web); });
	web.set_scheduler("rr");
	host.add_service(web);
	tell("no destination", [&] { return host.update_dest(web, rs1); });
	tell("no device", [&] { return host.add_vip(vip); });
	tell("no VIP", [&] { host.read_vip(vip); });
	tell("no device for ARP", [&] { return host.update_arp_policy(policy); });
	tell("no setting", [&] { return host.update_sysctl(sysctl); });
}

static void useless(const host &host)
{
	service web(host, "tcp", "192.168.1.41:80");
	dest rs1(host, "192.168.1.20:8080"), rs6(host, "2001:db8:1::20");

	tell("another port", [&] { return host.add_dest(web, rs1); });
	tell("another family", [&] { return host.add_dest(web, rs6); });
	host.set_insist(true);
	tell("another port, insisted", [&] { return host.add_dest(web, rs1); });
	host.set_insist(false);
}

static void story(const std::string &netns)
{
	host here(netns);

	missing(here);
	useless(here);
	tell("no namespace", [] { host nowhere("nosuch"); });
}

int main(int argc, char **argv)
{
	return tell_story(argc, argv, story);
}
