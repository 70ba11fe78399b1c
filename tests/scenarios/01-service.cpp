// SPDX-License-Identifier: LGPL-2.1-or-later
/* The life of a virtual service. */
#include "scenario.hpp"

static void story(const std::string &netns)
{
	host host(netns);
	service web(host, "tcp", "192.168.1.41:80");
	service dns(host, "udp", "192.168.1.41:domain");

	tell("read before", [&] { host.read_service(web); });
	tell("add", [&] { return host.add_service(web); });
	tell("add again", [&] { return host.add_service(web); });
	web.set_scheduler("rr");
	tell("add in another form", [&] { return host.add_service(web); });
	tell("update", [&] { return host.update_service(web); });
	tell("update again", [&] { return host.update_service(web); });
	tell("read", [&] { host.read_service(web); });
	show_service(web);

	tell("add another", [&] { return host.add_service(dns); });
	tell("remove", [&] { return host.remove_service(web); });
	tell("remove again", [&] { return host.remove_service(web); });
	tell("update what is gone", [&] { return host.update_service(web); });
}

int main(int argc, char **argv)
{
	return tell_story(argc, argv, story);
}
