// SPDX-License-Identifier: LGPL-2.1-or-later
#include "list.h"

#include "../common/escape.h"

#include "say.h"

#include <errno.h>

static int list_timeouts(struct lvsdr *host)
{
	struct lvsdr_timeouts *timeouts;
	int result = lvsdr_timeouts_new(host, &timeouts);

	if (result >= 0) {
		result = lvsdr_timeouts_read(host, timeouts);
		if (result >= 0)
			printf("Timeout (tcp tcpfin udp): %d %d %d\n",
			       lvsdr_timeouts_get_tcp(timeouts),
			       lvsdr_timeouts_get_tcp_fin(timeouts),
			       lvsdr_timeouts_get_udp(timeouts));
		lvsdr_timeouts_free(timeouts);
	}
	return result < 0 ? complain(host) : end_output();
}

static int list_daemon(struct lvsdr *host, const char *role)
{
	struct lvsdr_sync_daemon *daemon;
	char group[46] = "";
	int result = lvsdr_sync_daemon_new(host, role, "lo", &daemon);

	if (result < 0)
		return complain(host);
	result = lvsdr_sync_daemon_read(host, daemon);
	if (result >= 0) {
		lvsdr_sync_daemon_get_group(daemon, group, sizeof(group));
		printf("%s sync daemon (mcast=", role);
		escape_print(stdout, lvsdr_sync_daemon_get_device(daemon));
		printf(", syncid=%d, maxlen=%d, group=%s, port=%d, ttl=%d)\n",
		       lvsdr_sync_daemon_get_sync_id(daemon),
		       lvsdr_sync_daemon_get_max_length(daemon), group,
		       lvsdr_sync_daemon_get_port(daemon), lvsdr_sync_daemon_get_ttl(daemon));
	}
	lvsdr_sync_daemon_free(daemon);
	return result < 0 && result != -ENOENT ? complain(host) : 0;
}

int list(struct lvsdr *host, const struct call *call)
{
	int status;

	if (has(call, CONNECTION))
		return list_connections(host, call);
	if (has(call, TIMEOUT))
		return list_timeouts(host);
	if (!has(call, DAEMON))
		return list_services(host, call);
	status = list_daemon(host, "master");
	if (!status)
		status = list_daemon(host, "backup");
	return status ? status : end_output();
}
