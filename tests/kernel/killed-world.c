// SPDX-License-Identifier: LGPL-2.1-or-later
#include "killed-world.h"

#include "../check.h"
#include "shell.h"

#include <sched.h>

/* ---- What stands before. */

#define DEVICES                                                                                    \
	"link set lo up\n"                                                                         \
	"link add eth0 address 02:00:00:00:00:01 type veth "                                       \
	"peer name eth1 address 02:00:00:00:00:02\n"                                               \
	"link set eth0 addrgenmode none\n"                                                         \
	"link set eth1 addrgenmode none\n"                                                         \
	"link set eth0 up\n"                                                                       \
	"link set eth1 up\n"                                                                       \
	"addr add 192.168.1.40/24 dev eth0\n"                                                      \
	"addr add 2001:db8:1::40/64 dev eth0 nodad\n"
/* One that moves, the primary one of a network, and one that is changed in place. */
#define VIPS                                                                                       \
	"addr add 192.168.1.41/32 dev eth0 label eth0:vip\n"                                       \
	"route add 192.168.1.41/32 dev eth0 scope link src 192.168.1.41\n"                         \
	"route add 10.9.0.0/16 via 192.168.1.1 src 192.168.1.41\n"                                 \
	"addr add 10.7.0.1/24 dev eth0\n"                                                          \
	"addr add 10.7.0.2/24 dev eth0\n"                                                          \
	"route add 10.10.0.0/16 via 10.7.0.9 src 10.7.0.2\n"                                       \
	"route append 10.10.0.0/16 dev eth1\n"                                                     \
	"addr add 192.168.1.43/32 dev lo label lo:old\n"
#define VIPS6                                                                                      \
	"addr add 2001:db8:1::41/128 dev eth0 nodad\n"                                             \
	"route add 2001:db8:8::/64 via 2001:db8:1::1 src 2001:db8:1::41\n"                         \
	"addr add 2001:db8:2::42/64 dev eth1 nodad\n"                                              \
	"route add 2001:db8:9::/64 via 2001:db8:2::1 src 2001:db8:2::42\n"                         \
	"addr add 2001:db8:1::43/128 dev lo nodad\n"
/* The kernel makes the local routes of IPv6 addresses a little later. */
#define AWAIT                                                                                      \
	"until [ $(grep -c \"^20010db8.* 8[0-9a-f]\\{7\\} \" /proc/net/ipv6_route) -ge 4 ]; "      \
	"do sleep 0.02; done\n"
#define SERVICES                                                                                   \
	"ipvsadm -R <<END\n"                                                                       \
	"-A -t 192.168.1.41:80 -s wlc\n"                                                           \
	"-a -t 192.168.1.41:80 -r 192.168.1.20 -g -w 1\n"                                          \
	"-a -t 192.168.1.41:80 -r 192.168.1.21 -g -w 1\n"                                          \
	"-A -u 192.168.1.43:53 -s rr -p 300\n"                                                     \
	"-a -u 192.168.1.43:53 -r 192.168.1.20 -g -w 7\n"                                          \
	"-a -u 192.168.1.43:53 -r 192.168.1.21 -g -w 8\n"                                          \
	"END\n"
#define MARKS                                                                                      \
	"nft -f - <<END\n"                                                                         \
	"add table ip lvsdr\n"                                                                     \
	"add chain ip lvsdr marks { type filter hook prerouting priority mangle; }\n"              \
	"add rule ip lvsdr marks ip daddr 192.168.1.41 tcp dport 80 meta mark set 9 "              \
	"comment \"tcp 192.168.1.41:80\"\n"                                                        \
	"add rule ip lvsdr marks ip daddr 192.168.1.43 udp dport 53 meta mark set 7 "              \
	"comment \"udp 192.168.1.43:53\"\n"                                                        \
	"END\n"
/* %s: what else the daemon has. */
#define MASTER "ipvsadm --start-daemon master --mcast-interface eth0 --syncid 3%s\n"
#define BACKUP "ipvsadm --start-daemon backup --mcast-interface eth1 --syncid 4\n"
#define MORE   " --mcast-group 224.0.0.82 --mcast-port 9999 --mcast-ttl 3 --sync-maxlen 1200"

/*
 * The routes to multicast of two devices that come up at once stand in any order. Flows end by
 * themselves. Of IPVS and nf_tables a kernel may have nothing.
 */
#define WITNESS                                                                                    \
	"{ ip -json -d addr; ip -json -d -4 route show table all; "                                \
	"ip -json -d -6 route show table all; } | sed \"s/},{/},\\n{/g; s/]$/\\n]/\" | "           \
	"sed \"/ff00::/d\"; ip -6 route show table local ff00::/8 | sort; "                        \
	"grep . /proc/sys/net/ipv4/conf/*/arp_ignore /proc/sys/net/ipv4/conf/*/arp_announce; "     \
	"exec 2>/dev/null; grep . /proc/sys/net/ipv4/vs/*; ipvsadm -Sn; ipvsadm -Ln --timeout; "   \
	"ipvsadm -Ln --daemon; sed \"s/ *[0-9]* *[0-9]* *$//\" /proc/net/ip_vs; "                  \
	"nft list ruleset"

/* ---- What is to stand. */

#define DESIRED_NETWORK                                                                            \
	",\"arp_policies\":["                                                                      \
	"{\"device\":\"all\",\"arp_ignore\":1,\"arp_announce\":2},"                                \
	"{\"device\":\"eth0\",\"arp_ignore\":2,\"arp_announce\":2}],"                              \
	"\"vips\":["                                                                               \
	"{\"address\":\"192.168.1.41\",\"device\":\"eth1\",\"metric\":77},"                        \
	"{\"address\":\"192.168.1.42\",\"device\":\"eth0\",\"host_route\":true},"                  \
	"{\"address\":\"192.168.1.43\",\"device\":\"lo\",\"label\":\"lo:new\"},"                   \
	"{\"address\":\"2001:db8:1::41\",\"device\":\"eth1\"},"                                    \
	"{\"address\":\"2001:db8:1::43\",\"device\":\"lo\",\"metric\":99},"                        \
	"{\"address\":\"2001:db8:1::44\",\"device\":\"lo\",\"host_route\":true}]"
#define DESIRED_IPVS                                                                               \
	",\"sysctls\":[{\"name\":\"conn_reuse_mode\",\"value\":\"0\"}],"                           \
	"\"timeouts\":{\"tcp\":700,\"tcp_fin\":70,\"udp\":77},"                                    \
	"\"services\":["                                                                           \
	"{\"protocol\":\"tcp\",\"address\":\"192.168.1.41\",\"port\":80,\"scheduler\":\"rr\","     \
	"\"persistence\":60,\"destinations\":[{\"address\":\"192.168.1.20\",\"weight\":5},"        \
	"{\"address\":\"192.168.1.22\"}]},"                                                        \
	"{\"fwmark\":7,\"family\":\"ipv4\",\"scheduler\":\"sh\",\"destinations\":["                \
	"{\"address\":\"192.168.1.20\"},{\"address\":\"192.168.1.21\"}]}%s]"
#define DESIRED_IPV6                                                                               \
	",{\"protocol\":\"tcp\",\"address\":\"2001:db8:1::44\",\"port\":443,"                      \
	"\"scheduler\":\"rr\",\"destinations\":[{\"address\":\"2001:db8:1::20\"}]}"
#define DESIRED_MARKS                                                                              \
	",\"marks\":["                                                                             \
	"{\"protocol\":\"tcp\",\"address\":\"192.168.1.41\",\"ports\":\"80\",\"fwmark\":8},"       \
	"{\"protocol\":\"tcp\",\"address\":\"192.168.1.42\",\"ports\":\"80,443\",\"fwmark\":7}]"

/* One service goes, whose flows end soon, and of another one the destinations move, and one goes. */
#define GRACEFUL                                                                                   \
	"ipvsadm --set 900 120 1; ip addr add 192.168.1.41/32 dev lo\n"                            \
	"echo 1 >/proc/sys/net/ipv4/vs/expire_nodest_conn\n"                                       \
	"ipvsadm -A -t 192.168.1.41:80 -s mh -b mh-fallback\n"                                     \
	"for i in 22 20 23 21; do ipvsadm -a -t 192.168.1.41:80 -r 192.168.1.$i; done\n"           \
	"ipvsadm -A -u 192.168.1.41:53 -s rr\n"                                                    \
	"for i in 20 21; do ipvsadm -a -u 192.168.1.41:53 -r 192.168.1.$i -w $i\n"                 \
	"ip neigh replace 192.168.1.$i dev eth0 lladdr 02:00:00:00:00:$i; done\n"                  \
	"bash -c \"for i in 1 2; do echo ask >/dev/udp/192.168.1.41/53; done\"\n"
#define DESIRED_GRACEFUL                                                                           \
	"[{\"protocol\":\"tcp\",\"address\":\"192.168.1.41\",\"port\":80,"                         \
	"\"scheduler\":\"mh\",\"scheduler_flags\":[\"mh-fallback\"],\"destinations\":["            \
	"{\"address\":\"192.168.1.20\"},{\"address\":\"192.168.1.21\"},"                           \
	"{\"address\":\"192.168.1.22\"},{\"address\":\"192.168.1.24\"}]}]"

const struct killed_world killed_worlds[] = {
	{.name = "everything",
	 .scope = "192.168.1.41 192.168.1.42 192.168.1.43 10.7.0.1 2001:db8:1::41 2001:db8:2::42 "
		  "2001:db8:1::43 2001:db8:1::44 fwmark:7",
	 .set_up = MASTER,
	 .sync_daemons = "[{\"role\":\"master\",\"device\":\"eth0\",\"sync_id\":9},"
			 "{\"role\":\"backup\",\"device\":\"eth1\",\"sync_id\":4}]",
	 .whole = true},
	{.name = "daemons-leave",
	 .scope = "everything",
	 .set_up = MASTER BACKUP,
	 .sync_daemons = "[]"},
	{.name = "graceful",
	 .scope = "192.168.1.41",
	 .set_up = GRACEFUL,
	 .services = DESIRED_GRACEFUL,
	 .graceful = true},
};

const int killed_world_count = sizeof(killed_worlds) / sizeof(*killed_worlds);

/* What this kernel has. */
static bool ipvs, marks;

void killed_world_look_around(void)
{
	assert_int_equal(unshare(CLONE_NEWNET), 0);
	ipvs = !system("ipvsadm -Ln >/dev/null 2>&1");
	marks = !system("nft add table ip lvsdr 2>/dev/null");
	if (!ipvs)
		printf("no IPVS: nothing of it is tried\n");
	if (!marks)
		printf("no nf_tables: packet marks are not tried\n");
}

bool killed_world_is_possible(const struct killed_world *world)
{
	return world->whole || ipvs;
}

static const struct {
	const char *kind;
	bool comes_and_goes, *possible;
} kinds[] = {
	{"ARP policy", false, NULL},  {"VIP", true, NULL},          {"packet mark", true, &marks},
	{"sysctl", false, &ipvs},     {"timeouts", false, &ipvs},   {"service", true, &ipvs},
	{"destination", true, &ipvs}, {"sync daemon", true, &ipvs},
};

enum { KINDS = sizeof(kinds) / sizeof(*kinds), ADDED = 1, REMOVED = 2, UPDATED = 3 };

static bool seen[KINDS][UPDATED + 1];

void killed_world_note_step(struct lvsdr_plan *plan, size_t index)
{
	bool before = strcmp(lvsdr_plan_get_step_before(plan, index), "null") != 0,
	     after = strcmp(lvsdr_plan_get_step_after(plan, index), "null") != 0;

	for (int i = 0; i < KINDS; i++)
		if (!strcmp(lvsdr_plan_get_step_kind(plan, index), kinds[i].kind))
			seen[i][before * REMOVED + after * ADDED] = true;
}

const char *killed_world_missing_step(void)
{
	for (int i = 0; i < KINDS; i++)
		for (int verb = kinds[i].comes_and_goes ? ADDED : UPDATED; verb <= UPDATED; verb++)
			if (!seen[i][verb] && (!kinds[i].possible || *kinds[i].possible))
				return kinds[i].kind;
	return NULL;
}

void killed_world_enter(const struct killed_world *world, bool few)
{
	char line[8192];
	int length;

	assert_int_equal(unshare(CLONE_NEWNET), 0);
	length = snprintf(line, sizeof(line), "set -e\nip -batch - <<END\n%s%sEND\n%s%s%s", DEVICES,
			  world->whole ? VIPS VIPS6 : "", world->whole ? AWAIT : "",
			  world->whole && marks ? MARKS : "", world->whole && ipvs ? SERVICES : "");
	if (ipvs)
		snprintf(line + length, sizeof(line) - (size_t)length, world->set_up,
			 few ? "" : MORE);
	if (system(line))
		fail_msg("%s", line);
}

const char *killed_world_desired(const struct killed_world *world, bool few)
{
	static char text[8192];
	int length = snprintf(text, sizeof(text), "{\"lvsdr_state\":1%s%s",
			      world->whole ? DESIRED_NETWORK : "",
			      world->whole && marks ? DESIRED_MARKS : "");

	if (world->whole && ipvs)
		length += snprintf(text + length, sizeof(text) - (size_t)length, DESIRED_IPVS,
				   few ? "" : DESIRED_IPV6);
	if (ipvs && world->services)
		length += snprintf(text + length, sizeof(text) - (size_t)length, ",\"services\":%s",
				   world->services);
	if (ipvs && world->sync_daemons)
		length += snprintf(text + length, sizeof(text) - (size_t)length,
				   ",\"sync_daemons\":%s", world->sync_daemons);
	snprintf(text + length, sizeof(text) - (size_t)length, "}");
	return text;
}

char *killed_world_witness(void)
{
	return shell_ask(WITNESS);
}
