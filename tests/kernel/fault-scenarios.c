// SPDX-License-Identifier: LGPL-2.1-or-later
#include "fault-scenarios.h"

#include "../check.h"

struct injector injector;

/* ---- The calls. */

#define CALL(name, ...)                                                                            \
	static int name(struct world *world)                                                       \
	{                                                                                          \
		return lvsdr_##name(world->host, __VA_ARGS__);                                     \
	}

CALL(service_add, world->service)
CALL(service_update, world->service)
CALL(service_remove, world->service)
CALL(dest_add, world->service, world->dest)
CALL(dest_update, world->service, world->dest)
CALL(dest_remove, world->service, world->dest)
CALL(timeouts_update, world->timeouts)
CALL(sysctl_update, world->sysctl)
CALL(sync_daemon_add, world->daemon)
CALL(sync_daemon_update, world->daemon)
CALL(sync_daemon_remove, world->daemon)
CALL(mark_add, world->mark)
CALL(mark_update, world->mark)
CALL(mark_remove, world->mark)

static int service_remove_all(struct world *world)
{
	return lvsdr_service_remove_all(world->host);
}

static int counters_zero(struct world *world)
{
	return lvsdr_counters_zero(world->host, world->service);
}

static int vip_add(struct world *world)
{
	return lvsdr_vip_add(world->host, world->vip);
}

static int vip_add_full(struct world *world)
{
	return lvsdr_vip_add(world->host, world->full);
}

static int vip_move(struct world *world)
{
	return lvsdr_vip_update(world->host, world->moved);
}

static int vip_relabel(struct world *world)
{
	return lvsdr_vip_update(world->host, world->full);
}

static int vip_remove(struct world *world)
{
	return lvsdr_vip_remove(world->host, world->full);
}

static int vip_remove_primary(struct world *world)
{
	return lvsdr_vip_remove(world->host, world->wide);
}

static int policy_all(struct world *world)
{
	return lvsdr_arp_policy_update(world->host, world->all);
}

static int policy_own(struct world *world)
{
	return lvsdr_arp_policy_update(world->host, world->own);
}

/* What this kernel has: plans do without the rest. */
static bool ipvs, marks;

static int plan_ipvs(struct world *world, struct lvsdr_plan *plan)
{
	int result;

	if ((result = lvsdr_plan_update_sysctl(plan, world->sysctl)) < 0 ||
	    (result = lvsdr_plan_update_timeouts(plan, world->timeouts)) < 0 ||
	    (result = lvsdr_plan_add_sync_daemon(plan, world->daemon)) < 0 ||
	    (result = lvsdr_plan_add_service(plan, world->service)) < 0 ||
	    (result = lvsdr_plan_add_dest(plan, world->service, world->dest)) < 0)
		return result;
	return lvsdr_plan_add_dest(plan, world->service, world->second);
}

/* One step of each kind, and several of the most common ones. */
static int build_plan(struct world *world)
{
	struct lvsdr_plan *plan;
	int result;

	lvsdr_plan_free(world->plan);
	world->plan = NULL;
	result = lvsdr_plan_new(world->host, &plan);
	if (result)
		return result;
	world->plan = plan;
	if ((result = lvsdr_plan_update_arp_policy(plan, world->all)) < 0 ||
	    (result = lvsdr_plan_remove_vip(plan, world->wide)) < 0 ||
	    (result = lvsdr_plan_update_vip(plan, world->moved)) < 0 ||
	    (result = marks ? lvsdr_plan_add_mark(plan, world->mark) : 0) < 0)
		return result;
	result = ipvs ? plan_ipvs(world, plan) : 0;
	return result < 0 ? result : 0;
}

static int apply_plan(struct world *world)
{
	int result = build_plan(world);

	return result ? result : lvsdr_plan_apply(world->plan);
}

static int apply_all_the_same(struct world *world)
{
	int result = build_plan(world);

	if (!result)
		result = lvsdr_plan_set_keep_going(world->plan, 1);
	return result ? result : lvsdr_plan_apply(world->plan);
}

static int prepare_undo(struct world *world)
{
	return apply_plan(world);
}

static int undo_plan(struct world *world)
{
	return lvsdr_plan_undo(world->plan);
}

static int read_state(struct world *world)
{
	lvsdr_state_free(world->state);
	world->state = NULL;
	return lvsdr_state_read(world->host, world->scope,
				LVSDR_STATE_SERVICES | LVSDR_STATE_VIPS | LVSDR_STATE_ARP_POLICIES |
					LVSDR_STATE_TIMEOUTS | LVSDR_STATE_SYSCTLS |
					LVSDR_STATE_SYNC_DAEMONS,
				&world->state);
}

static const char *rules;

/* What is not as it was when nothing failed is no success. */
static int write_rules(struct world *world)
{
	static char *expected;
	int result = lvsdr_state_to_rules(world->state, &rules);

	if (result < 0)
		return result;
	assert_non_null(rules);
	if (!expected)
		expected = strdup(rules);
	assert_string_equal(rules, expected);
	return result;
}

static int read_whole_state(struct world *world)
{
	static char *expected;
	const char *json;
	int result = read_state(world);

	if (result)
		return result;
	injector.disarm();
	assert_int_equal(lvsdr_state_to_json(world->state, &json), 0);
	if (!expected)
		expected = strdup(json);
	if (strcmp(json, expected))
		fail_msg("what was read is incomplete: %s", json);
	return result;
}

/* ---- */

#define IPVS "exec 2>/dev/null; ipvsadm -Sn; ipvsadm -Ln --timeout; ipvsadm -Ln --daemon;"
#define COUNTERS "ipvsadm -Ln --stats;"
#define NETWORK                                                                                    \
	"ip -o -d addr; ip route show table all | sed \"s/ linkdown//\"; grep . "                  \
	"/proc/sys/net/ipv4/conf/*/arp_ignore "                                                    \
	"/proc/sys/net/ipv4/conf/*/arp_announce;"
#define MARKS "nft list ruleset;"
#define SYSCTLS "grep . /proc/sys/net/ipv4/vs/conn_reuse_mode;"
#define EVERYTHING IPVS NETWORK MARKS SYSCTLS

#define SERVICE "ipvsadm -A -t 192.168.1.41:80 -s wlc;"
#define DEST "ipvsadm -a -t 192.168.1.41:80 -r 192.168.1.20 -g -w 1;"
/* Of a connection that the host itself refuses. The kernel adds up every two seconds. */
#define COUNTED                                                                                    \
	SERVICE                                                                                    \
	"ipvsadm -a -t 192.168.1.41:80 -r 192.168.1.40 -g; ip addr add 192.168.1.41/32 dev lo;"    \
	"bash -c \": >/dev/tcp/192.168.1.41/80\" 2>/dev/null || true; sleep 2.5;"
#define DAEMON "ipvsadm --start-daemon master --mcast-interface eth0 --syncid 3;"
#define MARK                                                                                       \
	"nft add table ip lvsdr; "                                                                 \
	"nft add chain ip lvsdr marks \"{ type filter hook prerouting priority mangle; }\";"       \
	"nft add rule ip lvsdr marks ip daddr 192.168.1.41 tcp dport 80 meta mark set 9 "          \
	"comment \\\"tcp 192.168.1.41:80\\\";"
#define VIP                                                                                        \
	"ip addr add 192.168.1.41/32 dev eth0 label eth0:vip;"                                     \
	"ip route add 192.168.1.41/32 dev eth0 scope link src 192.168.1.41;"                       \
	"ip route add 10.9.0.0/16 via 192.168.1.1 src 192.168.1.41;"
#define PRIMARY                                                                                    \
	"ip addr add 10.7.0.1/24 dev eth0; ip addr add 10.7.0.2/24 dev eth0;"                      \
	"ip route add 10.10.0.0/16 via 10.7.0.9 src 10.7.0.2;"                                     \
	"ip route append 10.10.0.0/16 dev eth1;"

const struct scenario scenarios[] = {
	{"service-add", "", IPVS, service_add, NULL, false, false},
	{"service-update", SERVICE DEST, IPVS, service_update, NULL, false, false},
	{"service-remove", SERVICE DEST, IPVS, service_remove, NULL, false, false},
	{"service-remove-all", SERVICE DEST, IPVS, service_remove_all, NULL, false, false},
	{"counters-zero", COUNTED, COUNTERS, counters_zero, NULL, false, false},
	{"dest-add", SERVICE, IPVS, dest_add, NULL, false, false},
	{"dest-update", SERVICE DEST, IPVS, dest_update, NULL, false, false},
	{"dest-remove", SERVICE DEST, IPVS, dest_remove, NULL, false, false},
	{"timeouts", "", IPVS, timeouts_update, NULL, false, false},
	{"sysctl", "", SYSCTLS, sysctl_update, NULL, false, false},
	{"sync-add", "", IPVS, sync_daemon_add, NULL, false, false},
	{"sync-update", DAEMON, IPVS, sync_daemon_update, NULL, false, false},
	{"sync-remove", DAEMON, IPVS, sync_daemon_remove, NULL, false, false},
	{"mark-add", "", MARKS, mark_add, NULL, false, false},
	{"mark-update", MARK, MARKS, mark_update, NULL, false, false},
	{"mark-remove", MARK, MARKS, mark_remove, NULL, false, false},
	{"policy-all", "", NETWORK, policy_all, NULL, false, false},
	{"policy-own", "", NETWORK, policy_own, NULL, false, false},
	{"vip-add", "", NETWORK, vip_add, NULL, false, false},
	{"vip-add-full", "", NETWORK, vip_add_full, NULL, false, false},
	{"vip-relabel", "ip addr add 192.168.1.41/32 dev eth0;", NETWORK, vip_relabel, NULL, false,
	 false},
	{"vip-move", VIP, NETWORK, vip_move, NULL, false, false},
	{"vip-remove", VIP, NETWORK, vip_remove, NULL, false, false},
	{"vip-remove-primary", PRIMARY, NETWORK, vip_remove_primary, NULL, false, false},
	{"apply", VIP PRIMARY, EVERYTHING, apply_plan, NULL, false, false},
	{"apply-keep-going", VIP PRIMARY, EVERYTHING, apply_all_the_same, NULL, true, false},
	{"undo", VIP PRIMARY, EVERYTHING, undo_plan, prepare_undo, true, false},
	{"state-read", VIP SERVICE DEST DAEMON, "", read_whole_state, NULL, false, false},
	{"state-to-rules", SERVICE DEST DAEMON, "", write_rules, read_state, false, false},
	{"options-service-add", "", IPVS, service_add, NULL, false, true},
	{"options-service-update", SERVICE DEST, IPVS, service_update, NULL, false, true},
	{"options-service-remove", SERVICE DEST, IPVS, service_remove, NULL, false, true},
	{"options-service-remove-all", SERVICE DEST, IPVS, service_remove_all, NULL, false, true},
	{"options-counters-zero", COUNTED, COUNTERS, counters_zero, NULL, false, true},
	{"options-dest-add", SERVICE, IPVS, dest_add, NULL, false, true},
	{"options-dest-remove", SERVICE DEST, IPVS, dest_remove, NULL, false, true},
	{"options-timeouts", "", IPVS, timeouts_update, NULL, false, true},
	{"options-sync-update", DAEMON, IPVS, sync_daemon_update, NULL, false, true},
	{"options-apply", VIP PRIMARY, EVERYTHING, apply_plan, NULL, false, true},
	{"options-undo", VIP PRIMARY, EVERYTHING, undo_plan, prepare_undo, true, true},
	{"options-state-read", VIP SERVICE DEST DAEMON, "", read_whole_state, NULL, false, true},
};

const size_t scenario_count = sizeof(scenarios) / sizeof(*scenarios);

void scenario_look_around(void)
{
	ipvs = !system("ipvsadm -Ln >/dev/null 2>&1");
	marks = !system("nft add table ip lvsdr 2>/dev/null");
}

bool scenario_is_possible(const struct scenario *scenario)
{
	if (!strcmp(scenario->witness, MARKS))
		return marks;
	return ipvs || !strcmp(scenario->witness, NETWORK) ||
	       !strcmp(scenario->witness, EVERYTHING);
}
