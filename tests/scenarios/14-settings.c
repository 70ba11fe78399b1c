// SPDX-License-Identifier: LGPL-2.1-or-later
/* What belongs to the whole host: timeouts, sysctls, a sync daemon. */
#include "scenario.h"

static void set_timeouts(struct lvsdr *host)
{
	struct lvsdr_timeouts *timeouts;

	must(host, lvsdr_timeouts_new(host, &timeouts));
	tell(host, "timeout 0", lvsdr_timeouts_set_tcp(timeouts, 0));
	must(host, lvsdr_timeouts_set_tcp(timeouts, 600));
	must(host, lvsdr_timeouts_set_udp(timeouts, 100));
	tell(host, "timeouts", lvsdr_timeouts_update(host, timeouts));
	tell(host, "timeouts again", lvsdr_timeouts_update(host, timeouts));
	must(host, lvsdr_timeouts_read(host, timeouts));
	printf("tcp %d, tcp_fin %d, udp %d\n", lvsdr_timeouts_get_tcp(timeouts),
	       lvsdr_timeouts_get_tcp_fin(timeouts), lvsdr_timeouts_get_udp(timeouts));
	lvsdr_timeouts_free(timeouts);
}

static void set_sysctl(struct lvsdr *host, const char *name, const char *value)
{
	struct lvsdr_sysctl *sysctl;

	must(host, lvsdr_sysctl_new(host, name, value, &sysctl));
	tell(host, name, lvsdr_sysctl_update(host, sysctl));
	tell(host, "again", lvsdr_sysctl_update(host, sysctl));
	must(host, lvsdr_sysctl_read(host, sysctl));
	printf("%s is %s\n", lvsdr_sysctl_get_name(sysctl), lvsdr_sysctl_get_value(sysctl));
	lvsdr_sysctl_free(sysctl);
}

static void run_sync_daemon(struct lvsdr *host)
{
	struct lvsdr_sync_daemon *daemon;
	char group[46];

	must(host, lvsdr_sync_daemon_new(host, "master", "eth0", &daemon));
	must(host, lvsdr_sync_daemon_set_sync_id(daemon, 7));
	tell(host, "sync daemon", lvsdr_sync_daemon_add(host, daemon));
	tell(host, "sync daemon again", lvsdr_sync_daemon_add(host, daemon));
	must(host, lvsdr_sync_daemon_read(host, daemon));
	must(host, lvsdr_sync_daemon_get_group(daemon, group, sizeof(group)));
	printf("%s on %s, id %d, to %s port %d ttl %d\n", lvsdr_sync_daemon_get_role(daemon),
	       lvsdr_sync_daemon_get_device(daemon), lvsdr_sync_daemon_get_sync_id(daemon), group,
	       lvsdr_sync_daemon_get_port(daemon), lvsdr_sync_daemon_get_ttl(daemon));
	tell(host, "stop", lvsdr_sync_daemon_remove(host, daemon));
	tell(host, "stop again", lvsdr_sync_daemon_remove(host, daemon));
	lvsdr_sync_daemon_free(daemon);
}

int main(int argc, char **argv)
{
	struct lvsdr *host = open_host(argc > 1 ? argv[1] : NULL);

	set_timeouts(host);
	set_sysctl(host, LVSDR_SYSCTL_EXPIRE_NODEST_CONN, "1");
	set_sysctl(host, LVSDR_SYSCTL_SYNC_THRESHOLD, "3  60");
	run_sync_daemon(host);
	lvsdr_free(host);
	return 0;
}
