// SPDX-License-Identifier: LGPL-2.1-or-later
#include "fault-world.h"

#include "../check.h"

#include <unistd.h>

void world_tell(struct world *world, const char *format, ...)
{
	size_t length = strlen(world->told), room = sizeof(world->told) - length;
	va_list arguments;

	va_start(arguments, format);
	assert_true(vsnprintf(world->told + length, room, format, arguments) < (int)room);
	va_end(arguments);
}

static void make_vips(struct world *world)
{
	struct lvsdr *host = world->host;

	assert_int_equal(lvsdr_vip_new(host, "192.168.1.41", "lo", &world->vip), 0);
	assert_int_equal(lvsdr_vip_new(host, "192.168.1.41", "eth0", &world->full), 0);
	assert_int_equal(lvsdr_vip_set_label(world->full, "eth0:vip"), 0);
	assert_int_equal(lvsdr_vip_set_host_route(world->full, 1), 0);
	assert_int_equal(lvsdr_vip_new(host, "192.168.1.41", "eth1", &world->moved), 0);
	assert_int_equal(lvsdr_vip_set_metric(world->moved, 77), 0);
	assert_int_equal(lvsdr_vip_new(host, "10.7.0.1", "eth0", &world->wide), 0);
	assert_int_equal(lvsdr_vip_set_prefix_length(world->wide, 24), 0);
	assert_int_equal(lvsdr_vip_new(host, "2001:db8::41", "eth0", &world->six), 0);
	assert_int_equal(lvsdr_vip_set_host_route(world->six, 1), 0);
	assert_int_equal(lvsdr_vip_new(host, "2001:db8::41", "lo", &world->six_moved), 0);
}

void world_make(struct world *world)
{
	struct lvsdr *host;

	memset(world, 0, sizeof(*world));
	assert_int_equal(lvsdr_new(&world->host), 0);
	host = world->host;
	assert_int_equal(lvsdr_set_timeout(host, 1000), 0);
	make_vips(world);
	assert_int_equal(lvsdr_service_new(host, "tcp", "192.168.1.41:80", &world->service), 0);
	assert_int_equal(lvsdr_service_set_scheduler(world->service, "rr"), 0);
	assert_int_equal(lvsdr_service_new_fwmark(host, "ipv6", 7, &world->marked), 0);
	assert_int_equal(lvsdr_service_set_persistence(world->marked, 300), 0);
	assert_int_equal(lvsdr_service_new(host, "udp", "192.168.1.41:53", &world->udp), 0);
	assert_int_equal(lvsdr_dest_new(host, "192.168.1.20", &world->dest), 0);
	assert_int_equal(lvsdr_dest_set_weight(world->dest, 5), 0);
	assert_int_equal(lvsdr_dest_new(host, "192.168.1.21", &world->second), 0);
	assert_int_equal(lvsdr_dest_new(host, "192.168.1.40", &world->local), 0);
	assert_int_equal(lvsdr_timeouts_new(host, &world->timeouts), 0);
	assert_int_equal(lvsdr_timeouts_set_udp(world->timeouts, 77), 0);
	assert_int_equal(lvsdr_arp_policy_new(host, "all", &world->all), 0);
	assert_int_equal(lvsdr_arp_policy_new(host, "eth0", &world->own), 0);
	assert_int_equal(lvsdr_sysctl_new(host, "conn_reuse_mode", "0", &world->sysctl), 0);
	assert_int_equal(lvsdr_sync_daemon_new(host, "master", "eth0", &world->daemon), 0);
	assert_int_equal(lvsdr_sync_daemon_set_sync_id(world->daemon, 9), 0);
	assert_int_equal(lvsdr_mark_new(host, "tcp", "192.168.1.41:80", 8, &world->mark), 0);
	assert_int_equal(lvsdr_scope_new(host, "everything", &world->scope), 0);
}

void world_free(struct world *world)
{
	lvsdr_state_free(world->state);
	lvsdr_plan_free(world->plan);
	lvsdr_scope_free(world->scope);
	lvsdr_mark_free(world->mark);
	lvsdr_sync_daemon_free(world->daemon);
	lvsdr_sysctl_free(world->sysctl);
	lvsdr_arp_policy_free(world->own);
	lvsdr_arp_policy_free(world->all);
	lvsdr_timeouts_free(world->timeouts);
	lvsdr_dest_free(world->local);
	lvsdr_dest_free(world->second);
	lvsdr_dest_free(world->dest);
	lvsdr_service_free(world->udp);
	lvsdr_service_free(world->marked);
	lvsdr_service_free(world->service);
	lvsdr_vip_free(world->six_moved);
	lvsdr_vip_free(world->six);
	lvsdr_vip_free(world->wide);
	lvsdr_vip_free(world->moved);
	lvsdr_vip_free(world->full);
	lvsdr_vip_free(world->vip);
	lvsdr_free(world->host);
	if (world->home)
		close(world->home);
	if (world->away)
		close(world->away);
}
