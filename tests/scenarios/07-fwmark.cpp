// SPDX-License-Identifier: LGPL-2.1-or-later
/* Services of firewall marks: the same mark in IPv4 and in IPv6 is two services. */
#include "scenario.hpp"

static service for_fwmark(const host &host, const std::string &family, std::uint32_t fwmark)
{
	liblvsdr::service service = liblvsdr::service::for_fwmark(host, family, fwmark);

	service.set_scheduler("rr");
	return service;
}

static void story(const std::string &netns)
{
	host host(netns);
	service shop = for_fwmark(host, "ipv4", 7);
	service shop6 = for_fwmark(host, "ipv6", 7);
	service large = for_fwmark(host, "ipv4", 4294967295);
	dest rs1(host, "192.168.1.20:0"), rs6(host, "2001:db8:1::20");

	tell("IPv4", [&] { return host.add_service(shop); });
	tell("IPv6", [&] { return host.add_service(shop6); });
	tell("the largest", [&] { return host.add_service(large); });
	tell("destination", [&] { return host.add_dest(shop, rs1); });
	tell("destination of IPv6", [&] { return host.add_dest(shop6, rs6); });
	tell("read", [&] { host.read_service(shop6); });
	show_service(shop6);
	tell("remove", [&] { return host.remove_service(shop6); });
	std::puts(host.read("fwmark:7").to_json().c_str());
}

int main(int argc, char **argv)
{
	return tell_story(argc, argv, story);
}
