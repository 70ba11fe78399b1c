// SPDX-License-Identifier: LGPL-2.1-or-later
#include "fault-looks.h"

#include "../check.h"
#include "fault-plans.h"

#include <fcntl.h>
#include <unistd.h>

enum { TEXT = 64 };

int look_service(struct world *world)
{
	uint64_t values[LVSDR_COUNTER_COUNT] = {0};
	char address[TEXT];
	int result = lvsdr_service_read(world->host, world->service);

	if (result)
		return result;
	lvsdr_service_get_address(world->service, address, sizeof(address));
	result = lvsdr_service_get_counters(world->service, values, LVSDR_COUNTER_COUNT);
	world_tell(world, "%s %s %d %s %u, %d values, %ju\n",
		   lvsdr_service_get_protocol(world->service), address,
		   lvsdr_service_get_port(world->service),
		   lvsdr_service_get_scheduler(world->service),
		   lvsdr_service_get_persistence(world->service), result, (uintmax_t)values[0]);
	return 0;
}

int look_dest(struct world *world)
{
	uint64_t values[LVSDR_COUNTER_COUNT] = {0};
	char address[TEXT];
	int result = lvsdr_dest_read(world->host, world->service, world->dest);

	if (result)
		return result;
	lvsdr_dest_get_address(world->dest, address, sizeof(address));
	result = lvsdr_dest_get_counters(world->dest, values, LVSDR_COUNTER_COUNT);
	world_tell(world, "%s %d weight %d %d, %d values, %ju\n", address,
		   lvsdr_dest_get_port(world->dest), lvsdr_dest_get_weight(world->dest),
		   lvsdr_dest_get_forwarding(world->dest), result, (uintmax_t)values[0]);
	return 0;
}

int look_vip(struct world *world)
{
	int result = lvsdr_vip_read(world->host, world->full);

	if (!result)
		world_tell(world, "%s %d %s %d %u\n", lvsdr_vip_get_device(world->full),
			   lvsdr_vip_get_prefix_length(world->full),
			   lvsdr_vip_get_label(world->full), lvsdr_vip_get_host_route(world->full),
			   lvsdr_vip_get_metric(world->full));
	return result;
}

int look_policy(struct world *world)
{
	int result = lvsdr_arp_policy_read(world->host, world->own);

	if (!result)
		world_tell(world, "%s %d %d\n", lvsdr_arp_policy_get_device(world->own),
			   lvsdr_arp_policy_get_arp_ignore(world->own),
			   lvsdr_arp_policy_get_arp_announce(world->own));
	return result;
}

int look_timeouts(struct world *world)
{
	int result = lvsdr_timeouts_read(world->host, world->timeouts);

	if (!result)
		world_tell(world, "%d %d %d\n", lvsdr_timeouts_get_tcp(world->timeouts),
			   lvsdr_timeouts_get_tcp_fin(world->timeouts),
			   lvsdr_timeouts_get_udp(world->timeouts));
	return result;
}

int look_sysctl(struct world *world)
{
	int result = lvsdr_sysctl_read(world->host, world->sysctl);

	if (!result)
		world_tell(world, "%s %s\n", lvsdr_sysctl_get_name(world->sysctl),
			   lvsdr_sysctl_get_value(world->sysctl));
	return result;
}

int look_daemon(struct world *world)
{
	int result = lvsdr_sync_daemon_read(world->host, world->daemon);

	if (!result)
		world_tell(world, "%s %s %d\n", lvsdr_sync_daemon_get_role(world->daemon),
			   lvsdr_sync_daemon_get_device(world->daemon),
			   lvsdr_sync_daemon_get_sync_id(world->daemon));
	return result;
}

int look_mark(struct world *world)
{
	int result = lvsdr_mark_read(world->host, world->mark);

	if (!result)
		world_tell(world, "%u\n", lvsdr_mark_get_fwmark(world->mark));
	return result;
}

int look_foreign_marks(struct world *world)
{
	size_t count = 0;
	int result = lvsdr_mark_read_foreign(world->host, &count);

	if (!result)
		world_tell(world, "%zu\n", count);
	return result;
}

#define LOOK_NUMBER(name, call)                                                                    \
	int name(struct world *world)                                                              \
	{                                                                                          \
		uint32_t number = 0;                                                               \
		int result = call(world->host, &number);                                           \
                                                                                                   \
		if (!result)                                                                       \
			world_tell(world, "%u\n", number);                                         \
		return result;                                                                     \
	}

LOOK_NUMBER(look_features, lvsdr_read_features)
LOOK_NUMBER(look_version, lvsdr_read_ipvs_version)
LOOK_NUMBER(look_table_size, lvsdr_read_connection_table_size)

int look_connections(struct world *world)
{
	struct lvsdr_connections *connections;
	char client[TEXT], virtual[TEXT], dest[TEXT];
	int result =
		lvsdr_connections_open(world->host, world->service, world->local, &connections);

	if (result)
		return result;
	while ((result = lvsdr_connections_next(connections)) == 1) {
		lvsdr_connections_get_client_address(connections, client, TEXT);
		lvsdr_connections_get_virtual_address(connections, virtual, TEXT);
		lvsdr_connections_get_dest_address(connections, dest, TEXT);
		/* The client's port and the time that is left are of chance. */
		assert_true(lvsdr_connections_get_client_port(connections) > 0);
		assert_true(lvsdr_connections_get_expiry(connections) < 4294968);
		world_tell(world, "%s %s %s:%d %s:%d %s %u %d \"%s\" \"%s\"\n",
			   lvsdr_connections_get_protocol(connections), client, virtual,
			   lvsdr_connections_get_virtual_port(connections), dest,
			   lvsdr_connections_get_dest_port(connections),
			   lvsdr_connections_get_state(connections),
			   lvsdr_connections_get_fwmark(connections),
			   lvsdr_connections_get_template(connections),
			   lvsdr_connections_get_persistence_engine(connections),
			   lvsdr_connections_get_persistence_data(connections));
	}
	lvsdr_connections_free(connections);
	return result;
}

int look_counts(struct world *world)
{
	uint64_t values[LVSDR_CONNECTIONS_COUNT];
	int result =
		lvsdr_connections_count(world->host, NULL, NULL, values, LVSDR_CONNECTIONS_COUNT);

	for (int i = 0; i < result; i++)
		world_tell(world, "%s %ju\n", lvsdr_connections_get_state_name(i),
			   (uintmax_t)values[i]);
	return result;
}

int look_totals(struct world *world)
{
	uint64_t values[LVSDR_TOTAL_COUNT], processors[64];
	int result = lvsdr_totals_read_processors(world->host, 1, processors, 64);

	for (int i = 0; i < result && i < 64; i++)
		world_tell(world, "%d: %ju\n", i, (uintmax_t)processors[i]);
	if (result < 0)
		return result;
	result = lvsdr_totals_read(world->host, values, LVSDR_TOTAL_COUNT);
	/* When the others are added up is of chance. */
	if (result > LVSDR_TOTAL_CONNECTION_TABLE_SIZE)
		world_tell(world, "%s %ju\n",
			   lvsdr_totals_get_name(LVSDR_TOTAL_CONNECTION_TABLE_SIZE),
			   (uintmax_t)values[LVSDR_TOTAL_CONNECTION_TABLE_SIZE]);
	return result < 0 ? result : 0;
}

int read_state(struct world *world)
{
	uint32_t parts = LVSDR_STATE_VIPS | LVSDR_STATE_ARP_POLICIES;

	if (has_ipvs)
		parts |= LVSDR_STATE_SERVICES | LVSDR_STATE_TIMEOUTS | LVSDR_STATE_SYSCTLS |
			 LVSDR_STATE_SYNC_DAEMONS | LVSDR_STATE_COUNTERS;
	if (has_marks)
		parts |= LVSDR_STATE_MARKS;
	lvsdr_state_free(world->state);
	world->state = NULL;
	return lvsdr_state_read(world->host, world->scope, parts, &world->state);
}

/* With a look at everything; whether something is told depends on what failed. */
int look_watch(struct world *world)
{
	uint32_t parts = LVSDR_STATE_VIPS | LVSDR_STATE_ARP_POLICIES;
	struct lvsdr_watch *watch;
	int result;

	if (has_ipvs)
		parts |= LVSDR_STATE_SERVICES | LVSDR_STATE_TIMEOUTS | LVSDR_STATE_SYSCTLS |
			 LVSDR_STATE_SYNC_DAEMONS;
	if (has_marks)
		parts |= LVSDR_STATE_MARKS;
	result = lvsdr_watch_open(world->host, world->scope, parts, 10, &watch);
	if (result)
		return result;
	usleep(10000);
	result = lvsdr_watch_read(watch, &parts);
	lvsdr_watch_free(watch);
	return result < 0 ? result : 0;
}

int look_state(struct world *world)
{
	const char *json;
	int result = read_state(world);

	if (!result)
		result = lvsdr_state_to_text(world->state, "json", &json);
	if (!result)
		world_tell(world, "%s", json);
	return result;
}

int write_rules(struct world *world)
{
	const char *rules;
	int result = lvsdr_state_to_text(world->state, "rules", &rules);

	if (result >= 0)
		world_tell(world, "%s", rules);
	return result;
}

int announce(struct world *world)
{
	return lvsdr_vip_announce(world->host, world->full, 2, 10);
}

int announce6(struct world *world)
{
	return lvsdr_vip_announce(world->host, world->six, 1, 0);
}

static int probe_for(struct world *world, const char *address)
{
	uint8_t macs[LVSDR_PROBE_MAX * LVSDR_MAC_SIZE];

	return lvsdr_address_probe(world->host, address, "eth0", 30, macs, sizeof(macs));
}

int probe(struct world *world)
{
	return probe_for(world, "192.168.1.41");
}

int probe6(struct world *world)
{
	return probe_for(world, "2001:db8::43");
}

int keep_home(struct world *world)
{
	world->home = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
	return world->home;
}

/* A handle is opened once: after a failure again. */
int open_namespace(struct world *world)
{
	return lvsdr_open_netns(world->host, "/proc/thread-self/ns/net");
}

int open_namespace_fd(struct world *world)
{
	return lvsdr_open_netns_fd(world->host, world->home);
}
