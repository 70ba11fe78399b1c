// SPDX-License-Identifier: LGPL-2.1-or-later
#include "fault-scenarios.h"

#include "../check.h"
#include "fault-graceful.h"
#include "fault-looks.h"
#include "fault-plans.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

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

static int marked_add(struct world *world)
{
	return lvsdr_service_add(world->host, world->marked);
}

static int dest_drain(struct world *world)
{
	return lvsdr_dest_drain(world->host, world->service, world->dest, 0, 0, NULL, NULL, NULL);
}

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

static int six_add(struct world *world)
{
	return lvsdr_vip_add(world->host, world->six);
}

static int six_move(struct world *world)
{
	return lvsdr_vip_update(world->host, world->six_moved);
}

static int six_remove(struct world *world)
{
	return lvsdr_vip_remove(world->host, world->six);
}

static int policy_all(struct world *world)
{
	return lvsdr_arp_policy_update(world->host, world->all);
}

static int policy_own(struct world *world)
{
	return lvsdr_arp_policy_update(world->host, world->own);
}

/* ---- The same while the program is in another network namespace than the handle. */

static int leave_home(struct world *world)
{
	int result = keep_home(world) < 0 ? -errno : unshare(CLONE_NEWNET);

	world->away = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
	if (!result)
		result = lvsdr_open_netns_fd(world->host, world->home);
	return syscall(SYS_setns, world->home, CLONE_NEWNET) ? -errno : result;
}

static int act_away(struct world *world, int (*act)(struct world *world))
{
	int result;

	assert_int_equal(syscall(SYS_setns, world->away, CLONE_NEWNET), 0);
	result = act(world);
	assert_int_equal(syscall(SYS_setns, world->home, CLONE_NEWNET), 0);
	return result;
}

static int away_vip_add(struct world *world)
{
	return act_away(world, vip_add_full);
}

static int away_policy(struct world *world)
{
	return act_away(world, policy_all);
}

static int away_service_add(struct world *world)
{
	return act_away(world, service_add);
}

static int away_look_counts(struct world *world)
{
	return act_away(world, look_counts);
}

static int away_look_totals(struct world *world)
{
	return act_away(world, look_totals);
}

static int away_look_watch(struct world *world)
{
	return act_away(world, look_watch);
}

static int away_announce(struct world *world)
{
	return act_away(world, announce);
}

/* ---- */

#define IPVS     "exec 2>/dev/null; ipvsadm -Sn; ipvsadm -Ln --timeout; ipvsadm -Ln --daemon;"
#define COUNTERS "ipvsadm -Ln --stats;"
/* Where an address stands among those of other networks is not restored. */
#define NETWORK                                                                                    \
	"ip -o -d addr | sort; ip route show table all | sed \"s/ linkdown//; /^multicast/d\"; "   \
	"grep . "                                                                                  \
	"/proc/sys/net/ipv4/conf/*/arp_ignore "                                                    \
	"/proc/sys/net/ipv4/conf/*/arp_announce;"
/* The kernel takes a moment for the routes of an address of IPv6. */
#define NETWORK6   "sleep 0.2;" NETWORK
#define MARKS      "nft list ruleset;"
#define SYSCTLS    "grep . /proc/sys/net/ipv4/vs/conn_reuse_mode;"
#define EVERYTHING IPVS NETWORK MARKS SYSCTLS

#define SERVICE "ipvsadm -A -t 192.168.1.41:80 -s wlc;"
#define DEST    "ipvsadm -a -t 192.168.1.41:80 -r 192.168.1.20 -g -w 1;"
/* Of a connection that the host itself refuses. The kernel adds up every two seconds. */
#define COUNTED                                                                                    \
	SERVICE                                                                                    \
	"ipvsadm -a -t 192.168.1.41:80 -r 192.168.1.40 -g; ip addr add 192.168.1.41/32 dev lo;"    \
	"bash -c \": >/dev/tcp/192.168.1.41/80\" 2>/dev/null || true; sleep 2.5;"
#define CONNECTED                                                                                  \
	SERVICE                                                                                    \
	"ipvsadm -a -t 192.168.1.41:80 -r 192.168.1.40 -g; ip addr add 192.168.1.41/32 dev lo;"    \
	"bash -c \": >/dev/tcp/192.168.1.41/80\" 2>/dev/null || true;"
#define DAEMON "ipvsadm --start-daemon master --mcast-interface eth0 --syncid 3;"
#define MARK                                                                                       \
	"nft add table ip lvsdr; "                                                                 \
	"nft add chain ip lvsdr marks \"{ type filter hook prerouting priority mangle; }\";"       \
	"nft add rule ip lvsdr marks ip daddr 192.168.1.41 tcp dport 80 meta mark set 9 "          \
	"comment \\\"tcp 192.168.1.41:80\\\";"
/* Two real servers with flows that nobody answers, and which end soon, and one without. */
#define FLOWS                                                                                      \
	"ipvsadm --set 900 120 1; ip addr add 192.168.1.41/32 dev lo;"                             \
	"ipvsadm -A -u 192.168.1.41:53 -s rr; ipvsadm -a -u 192.168.1.41:53 -r 192.168.1.20 -w 7;" \
	"ipvsadm -a -u 192.168.1.41:53 -r 192.168.1.21;"                                           \
	"for i in 20 21; do ip neigh replace 192.168.1.$i dev eth0 lladdr 02:00:00:00:00:$i; "     \
	"done; bash -c \"for i in 1 2; do echo ask >/dev/udp/192.168.1.41/53; done\";"             \
	"ipvsadm -a -u 192.168.1.41:53 -r 192.168.1.22;"
/* The real server 20 in two services, with another one and without. */
#define REAL_SERVER                                                                                \
	SERVICE "ipvsadm -a -t 192.168.1.41:80 -r 192.168.1.21;" DEST                              \
		"ipvsadm -A -f 7 -s sed; ipvsadm -a -f 7 -r 192.168.1.20 -w 9;"
/* In an order that no plan leaves, and where connections end if a destination is missing. */
#define HASHED                                                                                     \
	"ipvsadm -A -t 192.168.1.41:80 -s mh -b mh-fallback;"                                      \
	"for i in 22 20 23 21; do ipvsadm -a -t 192.168.1.41:80 -r 192.168.1.$i; done;"            \
	"echo 1 >/proc/sys/net/ipv4/vs/expire_nodest_conn;"
#define HASHED_WITNESS IPVS "grep . /proc/sys/net/ipv4/vs/expire_nodest_conn;"
#define VIP                                                                                        \
	"ip addr add 192.168.1.41/32 dev eth0 label eth0:vip;"                                     \
	"ip route add 192.168.1.41/32 dev eth0 scope link src 192.168.1.41;"                       \
	"ip route add 10.9.0.0/16 via 192.168.1.1 src 192.168.1.41;"
#define PRIMARY                                                                                    \
	"ip addr add 10.7.0.1/24 dev eth0; ip addr add 10.7.0.2/24 dev eth0;"                      \
	"ip route add 10.10.0.0/16 via 10.7.0.9 src 10.7.0.2;"                                     \
	"ip route append 10.10.0.0/16 dev eth1;"

/* Of them what this kernel has. */
#define HELD    "{ " SERVICE DEST DAEMON "} 2>/dev/null || true; { " MARK "} 2>/dev/null || true;"
#define FOREIGN "nft add rule ip lvsdr marks ip saddr 10.0.0.1 counter;"
/* No addresses of the kernel's own, and none that is looked for on the wire first. */
#define IPV6                                                                                       \
	"for all in all default eth0 eth1 lo; do cd /proc/sys/net/ipv6/conf/$all; "                \
	"echo 1 2>/dev/null >addr_gen_mode || true; echo 0 >accept_dad; echo 0 >disable_ipv6; "    \
	"done;"
#define VIP6                                                                                       \
	IPV6 "ip addr add 2001:db8::41/128 dev eth0 nodad preferred_lft 0;"                        \
	     "ip addr add 2001:db8::42/64 dev eth0 nodad; sleep 0.2;"

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
	{"undo", VIP PRIMARY, EVERYTHING, undo_plan, apply_plan, true, false},
	{"apply-changes", HELD, EVERYTHING, apply_changes, NULL, false, false},
	{"apply-removals", VIP HELD, EVERYTHING, apply_removals, NULL, false, false},
	{"apply-between", VIP HELD, EVERYTHING, apply_between, NULL, false, false},
	{"undo-written", VIP PRIMARY, EVERYTHING, undo_written, write_applied, true, false},
	{"marked-add", "", IPVS, marked_add, NULL, false, false},
	{"dest-drain", SERVICE DEST, IPVS, dest_drain, NULL, false, false},
	{"graceful", FLOWS, IPVS, apply_graceful, NULL, false, false},
	{"graceful-slices", FLOWS, IPVS, apply_graceful_in_slices, NULL, false, false},
	{"graceful-keep-going", FLOWS, IPVS, apply_graceful_all_the_same, NULL, true, false},
	{"graceful-undo", FLOWS, IPVS, undo_plan, apply_graceful, true, false},
	{"graceful-undo-written", FLOWS, IPVS, undo_written, write_graceful, true, false},
	{"real-server-update", REAL_SERVER, IPVS, update_real_server, NULL, false, false},
	{"real-server-remove", REAL_SERVER, IPVS, remove_real_server, NULL, false, false},
	{"moves", HASHED, HASHED_WITNESS, apply_moves, NULL, false, false},
	{"moves-graceful", HASHED, HASHED_WITNESS, apply_moves_gracefully, NULL, false, false},
	{"moves-undo", HASHED, HASHED_WITNESS, undo_plan, apply_moves_gracefully, true, false},
	{"vip6-add", IPV6, NETWORK6, six_add, NULL, false, false},
	{"vip6-move", VIP6, NETWORK6, six_move, NULL, false, false},
	{"vip6-remove", VIP6, NETWORK6, six_remove, NULL, false, false},
	{"away-vip-add", "", NETWORK, away_vip_add, leave_home, false, false},
	{"away-policy", "", NETWORK, away_policy, leave_home, false, false},
	{"away-service-add", "", IPVS, away_service_add, leave_home, false, false},
	{"away-connections-count", CONNECTED, IPVS, away_look_counts, leave_home, false, false},
	{"away-totals-read", CONNECTED, IPVS, away_look_totals, leave_home, false, false},
	{"away-watch", SERVICE DEST, IPVS, away_look_watch, leave_home, false, false},
	{"away-announce", VIP, NETWORK, away_announce, leave_home, false, false},
	{"state-read", VIP SERVICE DEST DAEMON, IPVS, look_state, NULL, false, false},
	{"state-read-network", VIP PRIMARY, NETWORK, look_state, NULL, false, false},
	{"state-to-rules", SERVICE DEST DAEMON, IPVS, write_rules, read_state, false, false},
	{"service-read", SERVICE DEST, IPVS, look_service, NULL, false, false},
	{"dest-read", SERVICE DEST, IPVS, look_dest, NULL, false, false},
	{"timeouts-read", "", IPVS, look_timeouts, NULL, false, false},
	{"sysctl-read", "", SYSCTLS, look_sysctl, NULL, false, false},
	{"sync-read", DAEMON, IPVS, look_daemon, NULL, false, false},
	{"mark-read", MARK, MARKS, look_mark, NULL, false, false},
	{"mark-read-foreign", MARK FOREIGN, MARKS, look_foreign_marks, NULL, false, false},
	{"vip-read", VIP, NETWORK, look_vip, NULL, false, false},
	{"policy-read", "", NETWORK, look_policy, NULL, false, false},
	{"features", "", NETWORK, look_features, NULL, false, false},
	{"ipvs-version", "", IPVS, look_version, NULL, false, false},
	{"table-size", "", IPVS, look_table_size, NULL, false, false},
	{"connections", CONNECTED, IPVS, look_connections, NULL, false, false},
	{"totals-read", CONNECTED, IPVS, look_totals, NULL, false, false},
	{"connections-count", CONNECTED, IPVS, look_counts, NULL, false, false},
	{"watch", VIP SERVICE DEST DAEMON, IPVS, look_watch, NULL, false, false},
	{"announce", VIP, NETWORK, announce, NULL, false, false},
	{"announce6", VIP6, NETWORK6, announce6, NULL, false, false},
	{"probe", "", NETWORK, probe, NULL, false, false},
	{"probe6", VIP6, NETWORK6, probe6, NULL, false, false},
	{"open-netns", "", NETWORK, open_namespace, NULL, false, false},
	{"open-netns-fd", "", NETWORK, open_namespace_fd, keep_home, false, false},
	{"options-service-add", "", IPVS, service_add, NULL, false, true},
	{"options-service-update", SERVICE DEST, IPVS, service_update, NULL, false, true},
	{"options-service-remove", SERVICE DEST, IPVS, service_remove, NULL, false, true},
	{"options-service-remove-all", SERVICE DEST, IPVS, service_remove_all, NULL, false, true},
	{"options-counters-zero", COUNTED, COUNTERS, counters_zero, NULL, false, true},
	{"options-dest-add", SERVICE, IPVS, dest_add, NULL, false, true},
	{"options-dest-remove", SERVICE DEST, IPVS, dest_remove, NULL, false, true},
	{"options-timeouts", "", IPVS, timeouts_update, NULL, false, true},
	{"options-sync-update", DAEMON, IPVS, sync_daemon_update, NULL, false, true},
	{"options-sync-add", "", IPVS, sync_daemon_add, NULL, false, true},
	{"options-sync-remove", DAEMON, IPVS, sync_daemon_remove, NULL, false, true},
	{"options-dest-update", SERVICE DEST, IPVS, dest_update, NULL, false, true},
	{"options-dest-drain", SERVICE DEST, IPVS, dest_drain, NULL, false, true},
	{"options-service-read", SERVICE DEST, IPVS, look_service, NULL, false, true},
	{"options-dest-read", SERVICE DEST, IPVS, look_dest, NULL, false, true},
	{"options-timeouts-read", "", IPVS, look_timeouts, NULL, false, true},
	{"options-sync-read", DAEMON, IPVS, look_daemon, NULL, false, true},
	{"options-version", "", IPVS, look_version, NULL, false, true},
	{"options-table-size", "", IPVS, look_table_size, NULL, false, true},
	{"options-apply", VIP PRIMARY, EVERYTHING, apply_plan, NULL, false, true},
	{"options-undo", VIP PRIMARY, EVERYTHING, undo_plan, apply_plan, true, true},
	{"options-graceful", FLOWS, IPVS, apply_graceful, NULL, false, true},
	{"options-moves-graceful", HASHED, HASHED_WITNESS, apply_moves_gracefully, NULL, false,
	 true},
	{"options-state-read", VIP SERVICE DEST DAEMON, IPVS, look_state, NULL, false, true},
	{"options-watch", VIP SERVICE DEST DAEMON, IPVS, look_watch, NULL, false, true},
};

const size_t scenario_count = sizeof(scenarios) / sizeof(*scenarios);

void scenario_look_around(void)
{
	has_ipvs = !system("ipvsadm -Ln >/dev/null 2>&1");
	has_marks = !system("nft add table ip lvsdr 2>/dev/null");
}

bool scenario_is_possible(const struct scenario *scenario)
{
	if (!strcmp(scenario->witness, MARKS))
		return has_marks;
	return has_ipvs || !strcmp(scenario->witness, NETWORK) ||
	       !strcmp(scenario->witness, NETWORK6) || !strcmp(scenario->witness, EVERYTHING);
}
