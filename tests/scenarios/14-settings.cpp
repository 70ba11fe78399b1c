// SPDX-License-Identifier: LGPL-2.1-or-later
/* What belongs to the whole host: timeouts, sysctls, a sync daemon. */
#include "scenario.hpp"

static void set_timeouts(const host &host)
{
	timeouts timeouts(host);

	tell("timeout 0", [&] { timeouts.set_tcp(0s); });
	timeouts.set_tcp(10min).set_udp(100s);
	tell("timeouts", [&] { return host.update_timeouts(timeouts); });
	tell("timeouts again", [&] { return host.update_timeouts(timeouts); });
	host.read_timeouts(timeouts);
	std::printf("tcp %d, tcp_fin %d, udp %d\n", static_cast<int>(timeouts.tcp().value().count()),
		    static_cast<int>(timeouts.tcp_fin().value().count()),
		    static_cast<int>(timeouts.udp().value().count()));
}

static void set_sysctl(const host &host, const std::string &name, const std::string &value)
{
	sysctl sysctl(host, name, value);

	tell(name, [&] { return host.update_sysctl(sysctl); });
	tell("again", [&] { return host.update_sysctl(sysctl); });
	host.read_sysctl(sysctl);
	std::printf("%s is %s\n", sysctl.name().c_str(), sysctl.value().c_str());
}

static void run_sync_daemon(const host &host)
{
	sync_daemon daemon(host, "master", "eth0");

	daemon.set_sync_id(7);
	tell("sync daemon", [&] { return host.add_sync_daemon(daemon); });
	tell("sync daemon again", [&] { return host.add_sync_daemon(daemon); });
	host.read_sync_daemon(daemon);
	std::printf("%s on %s, id %d, to %s port %d ttl %d\n", daemon.role().c_str(),
		    daemon.device().c_str(), daemon.sync_id(), daemon.group().c_str(), daemon.port(),
		    daemon.ttl());
	tell("stop", [&] { return host.remove_sync_daemon(daemon); });
	tell("stop again", [&] { return host.remove_sync_daemon(daemon); });
}

static void story(const std::string &netns)
{
	host host(netns);

	set_timeouts(host);
	set_sysctl(host, sysctl_name::expire_nodest_conn, "1");
	set_sysctl(host, sysctl_name::sync_threshold, "3  60");
	run_sync_daemon(host);
}

int main(int argc, char **argv)
{
	return tell_story(argc, argv, story);
}
