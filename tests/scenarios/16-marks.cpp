// SPDX-License-Identifier: LGPL-2.1-or-later
/* Packet marks; a kernel without nf_tables says so. */
#include "scenario.hpp"

static void show_mark(const mark_view &mark)
{
	std::printf("%s %s ports \"%s\" on \"%s\": %u\n", mark.protocol().c_str(), mark.address().c_str(),
		    mark.ports().c_str(), mark.device().c_str(), mark.fwmark());
}

static void story(const std::string &netns)
{
	host host(netns);
	mark shop(host, "tcp", "192.168.1.41:443,http,8000-8010", 7);
	mark other(host, "tcp", "192.168.1.41:80,443,8000-8010", 8);
	mark all6(host, "udp", "2001:db8:1::41", 9);
	std::size_t foreign = 0;

	all6.set_device("eth0");
	show_mark(shop);
	tell("add", [&] { return host.add_mark(shop); });
	tell("add again", [&] { return host.add_mark(shop); });
	tell("add another mark", [&] { return host.add_mark(other); });
	tell("update", [&] { return host.update_mark(other); });
	tell("read", [&] { host.read_mark(shop); });
	show_mark(shop);
	tell("add IPv6", [&] { return host.add_mark(all6); });
	tell("remove", [&] { return host.remove_mark(shop); });
	tell("remove again", [&] { return host.remove_mark(shop); });
	tell("foreign rules", [&] { foreign = host.read_foreign_marks(); });
	std::printf("%zu foreign rules\n", foreign);
}

int main(int argc, char **argv)
{
	return tell_story(argc, argv, story);
}
