/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Every attribute both ways: set by the library and told by ipvsadm or /proc, set by ipvsadm and
 * told by the library; and an edit of one keeps all the others.
 */
#include "witness.h"

#include <stdbool.h>

/* A service in all its attributes, and the rule of ipvsadm for it. */
struct service_case {
	const char *protocol, *address; /* or a firewall mark: NULL and */
	const char *family;
	uint32_t fwmark;
	const char *scheduler;
	uint32_t flags, persistence;
	int32_t prefix;
	const char *engine;
	int one_packet;
	const char *rule;
};

#define TCP                     "tcp", "192.168.1.41:80", "ipv4", 0
#define TCP6                    "tcp", "[2001:db8::41]:80", "ipv6", 0
#define MARK(family, mark)      NULL, NULL, family, mark
#define PLAIN(scheduler, rest)  scheduler, 0, 0, 32, "", 0, "-A -t 192.168.1.41:80 -s " rest
#define PLAIN6(scheduler, rest) scheduler, 0, 0, 128, "", 0, "-A -t [2001:db8::41]:80 -s " rest
#define FLAGS(scheduler, which, rest)                                                              \
	scheduler, which, 0, 32, "", 0, "-A -t 192.168.1.41:80 -s " scheduler " -b " rest
#define SH(which)  LVSDR_SCHEDULER_SH_##which
#define MH(which)  LVSDR_SCHEDULER_MH_##which
#define ANY(which) LVSDR_SCHEDULER_FLAG_##which

static const struct service_case service_cases[] = {
	{TCP, PLAIN("rr", "rr")},
	{TCP, PLAIN("wrr", "wrr")},
	{TCP, PLAIN("lc", "lc")},
	{TCP, PLAIN("wlc", "wlc")},
	{TCP, PLAIN("lblc", "lblc")},
	{TCP, PLAIN("lblcr", "lblcr")},
	{TCP, PLAIN("dh", "dh")},
	{TCP, PLAIN("sh", "sh")},
	{TCP, PLAIN("sed", "sed")},
	{TCP, PLAIN("nq", "nq")},
	{TCP, PLAIN("fo", "fo")},
	{TCP, PLAIN("ovf", "ovf")},
	{TCP, PLAIN("mh", "mh")},
	{TCP, PLAIN("twos", "twos")},
	{TCP, PLAIN("none", "none")},
	{TCP6, PLAIN6("rr", "rr")},
	{TCP6, PLAIN6("none", "none")},
	{TCP6, PLAIN6("mh", "mh")},
	{TCP, FLAGS("sh", SH(FALLBACK), "sh-fallback")},
	{TCP, FLAGS("sh", SH(PORT), "sh-port")},
	{TCP, FLAGS("sh", SH(PORT) | SH(FALLBACK), "sh-fallback,sh-port")},
	{TCP, FLAGS("mh", MH(FALLBACK), "mh-fallback")},
	{TCP, FLAGS("mh", MH(PORT), "mh-port")},
	{TCP, FLAGS("mh", MH(PORT) | MH(FALLBACK), "mh-fallback,mh-port")},
	{TCP, FLAGS("wrr", ANY(1) | ANY(2) | ANY(3), "flag-1,flag-2,flag-3")},
	{TCP, FLAGS("wrr", ANY(3), "flag-3")},
	{TCP, "rr", 0, 1, 32, "", 0, "-A -t 192.168.1.41:80 -s rr -p 1"},
	{TCP, "rr", 0, 600, 24, "", 0, "-A -t 192.168.1.41:80 -s rr -p 600 -M 255.255.255.0"},
	{TCP, "rr", 0, 600, 1, "", 0, "-A -t 192.168.1.41:80 -s rr -p 600 -M 128.0.0.0"},
	{TCP, "rr", 0, 2678400, 31, "", 0,
	 "-A -t 192.168.1.41:80 -s rr -p 2678400 -M 255.255.255.254"},
	{TCP6, "sh", SH(PORT), 60, 64, "", 0,
	 "-A -t [2001:db8::41]:80 -s sh -p 60 -M 64 -b sh-port"},
	{TCP6, "rr", 0, 60, 1, "", 0, "-A -t [2001:db8::41]:80 -s rr -p 60 -M 1"},
	{"tcp", "192.168.1.41:0", "ipv4", 0, "rr", 0, 600, 32, "", 0,
	 "-A -t 192.168.1.41:0 -s rr -p 600"},
	{"tcp", "192.168.1.41:65535", "ipv4", 0, "rr", 0, 0, 32, "", 0,
	 "-A -t 192.168.1.41:65535 -s rr"},
	{"udp", "192.168.1.41:53", "ipv4", 0, "rr", 0, 0, 32, "", 1,
	 "-A -u 192.168.1.41:53 -s rr -o"},
	{"udp", "[2001:db8::41]:5060", "ipv6", 0, "wlc", 0, 60, 48, "sip", 1,
	 "-A -u [2001:db8::41]:5060 -s wlc -p 60 -M 48 --pe sip -o"},
	{"udp", "192.168.1.41:5060", "ipv4", 0, "mh", MH(PORT), 60, 24, "sip", 1,
	 "-A -u 192.168.1.41:5060 -s mh -p 60 -M 255.255.255.0 --pe sip -o -b mh-port"},
	{"sctp", "192.168.1.41:9", "ipv4", 0, "rr", 0, 0, 32, "", 0,
	 "-A --sctp-service 192.168.1.41:9 -s rr"},
	{"sctp", "[2001:db8::41]:9", "ipv6", 0, "rr", 0, 5, 128, "", 0,
	 "-A --sctp-service [2001:db8::41]:9 -s rr -p 5"},
	{MARK("ipv4", 1), "rr", 0, 0, 32, "", 0, "-A -f 1 -s rr"},
	{MARK("ipv4", 2147483647), "rr", 0, 9, 16, "", 0,
	 "-A -f 2147483647 -s rr -p 9 -M 255.255.0.0"},
	{MARK("ipv6", 7), "nq", 0, 300, 56, "", 0, "-A -f 7 -6 -s nq -p 300 -M 56"},
	/* ipvsadm takes large marks and writes them as negative numbers. */
	{MARK("ipv4", 2147483648), "rr", 0, 0, 32, "", 0, "-A -f 2147483648 -s rr"},
	{MARK("ipv6", 4294967295), "rr", 0, 0, 128, "", 0, "-A -f 4294967295 -6 -s rr"},
};

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* User-mode Linux lacks a scheduler. */
static bool this_kernel_has(const char *scheduler)
{
	return strcmp(scheduler, "twos") || !system("grep -q ip_vs_twos /proc/modules");
}

static struct lvsdr_service *service_of_case(struct test *test, const struct service_case *wanted)
{
	struct lvsdr_service *service;

	assert_int_equal(wanted->address ? lvsdr_service_new(test->host, wanted->protocol,
							     wanted->address, &service)
					 : lvsdr_service_new_fwmark(test->host, wanted->family,
								    wanted->fwmark, &service),
			 0);
	return service;
}

static void set_service(struct test *test, const struct service_case *wanted)
{
	struct lvsdr_service *service = service_of_case(test, wanted);

	assert_int_equal(lvsdr_service_set_scheduler(service, wanted->scheduler), 0);
	assert_int_equal(lvsdr_service_set_scheduler_flags(service, wanted->flags), 0);
	assert_int_equal(lvsdr_service_set_persistence(service, wanted->persistence), 0);
	assert_int_equal(lvsdr_service_set_persistence_prefix(service, wanted->prefix), 0);
	assert_int_equal(lvsdr_service_set_persistence_engine(service, wanted->engine), 0);
	assert_int_equal(lvsdr_service_set_one_packet(service, wanted->one_packet), 0);
	if (lvsdr_service_add(test->host, service) != 1)
		fail_msg("%s: %s", wanted->rule, lvsdr_error_message(test->host));
	assert_int_equal(lvsdr_service_add(test->host, service), 0);
	lvsdr_service_free(service);
}

static void check_service(struct test *test, const struct service_case *wanted)
{
	struct lvsdr_service *service = service_of_case(test, wanted), *fresh;

	fresh = service_of_case(test, wanted);
	if (lvsdr_service_read(test->host, service))
		fail_msg("%s: %s", wanted->rule, lvsdr_error_message(test->host));
	assert_string_equal(lvsdr_service_get_family(service), wanted->family);
	assert_string_equal(lvsdr_service_get_protocol(service),
			    wanted->protocol ? wanted->protocol : "");
	assert_int_equal(lvsdr_service_get_port(service), lvsdr_service_get_port(fresh));
	assert_int_equal(lvsdr_service_get_fwmark(service), wanted->fwmark);
	assert_string_equal(lvsdr_service_get_scheduler(service), wanted->scheduler);
	assert_int_equal(lvsdr_service_get_scheduler_flags(service), wanted->flags);
	assert_int_equal(lvsdr_service_get_persistence(service), wanted->persistence);
	assert_int_equal(lvsdr_service_get_persistence_prefix(service), wanted->prefix);
	assert_string_equal(lvsdr_service_get_persistence_engine(service), wanted->engine);
	assert_int_equal(lvsdr_service_get_one_packet(service), wanted->one_packet);
	lvsdr_service_free(fresh);
	lvsdr_service_free(service);
}

/* Set by the library and told by ipvsadm; set by ipvsadm and told by the library. */
static void test_services(void **state)
{
	static const char marks[] = "s/-f -2147483648/-f 2147483648/; s/-f -1 /-f 4294967295 /";
	const struct service_case *wanted = service_cases;
	struct test *test = *state;
	struct lvsdr_service *service;
	char command[512], expected[256];

	for (size_t i = 0; i < COUNT(service_cases); i++, wanted++) {
		if (!this_kernel_has(wanted->scheduler))
			continue;
		set_service(test, wanted);
		snprintf(command, sizeof(command),
			 "(ipvsadm -Sn; ipvsadm -C; ipvsadm %s; ipvsadm -Sn) | sed \"%s\"",
			 wanted->rule, marks);
		snprintf(expected, sizeof(expected), "%s\n%s", wanted->rule, wanted->rule);
		check_witness(command, expected);
		check_service(test, wanted);
		service = service_of_case(test, wanted);
		assert_int_equal(lvsdr_service_remove(test->host, service), 1);
		lvsdr_service_free(service);
	}
}

/* What one can make and the other cannot. */
static void test_one_way(void **state)
{
	struct test *test = *state;
	struct lvsdr_service *service = new_service(test, "192.168.1.42:80");

	assert_int_equal(lvsdr_service_set_persistence(service, 4294967), 0);
	assert_int_equal(lvsdr_service_add(test->host, service), 1);
	check_witness("ipvsadm -Sn; ipvsadm -C", "-A -t 192.168.1.42:80 -s rr -p 4294967");
	run("ipvsadm -A -t 192.168.1.42:80 -p 9 -M 255.0.255.0");
	assert_int_equal(lvsdr_service_read(test->host, service), 0);
	assert_int_equal(lvsdr_service_get_persistence_prefix(service), -EBADMSG);
	assert_int_equal(lvsdr_service_get_persistence(service), 9);
	lvsdr_service_free(service);
	assert_int_equal(lvsdr_service_new_fwmark(test->host, "ipv4", 7, &service), 0);
	check_refused(test->host, lvsdr_service_read(test->host, service), -ESRCH, "fwmark 7");
	lvsdr_service_free(service);
}

static struct lvsdr_service *service_of(struct test *test, const char *protocol,
					const char *address)
{
	struct lvsdr_service *service;

	assert_int_equal(lvsdr_service_new(test->host, protocol, address, &service), 0);
	return service;
}

/* Each edit changes one thing; whatever else there is stays. */
static void test_edits_lose_nothing(void **state)
{
	struct test *test = *state;
	struct lvsdr_service *service = service_of(test, "udp", "192.168.1.41:53");
	struct lvsdr_dest *dest = new_dest(test, "192.168.1.20:53");

	run("ipvsadm -A -u 192.168.1.41:53 -s mh -o -p 600 -M 255.0.255.0 --pe sip -b mh-port;"
	    "ipvsadm -a -u 192.168.1.41:53 -r 192.168.1.20:53 -i -w 3 -x 90 -y 20 "
	    "--tun-type gue --tun-port 6080 --tun-remcsum");
	assert_int_equal(lvsdr_service_set_persistence(service, 300), 0);
	assert_int_equal(lvsdr_service_update(test->host, service), 1);
	assert_int_equal(lvsdr_service_update(test->host, service), 0);
	check_witness("ipvsadm -Sn | head -n 1",
		      "-A -u 192.168.1.41:53 -s mh -p 300 -M 255.0.255.0 --pe sip -o -b mh-port");
	assert_int_equal(lvsdr_service_set_one_packet(service, 0), 0);
	assert_int_equal(lvsdr_service_update(test->host, service), 1);
	check_witness("ipvsadm -Sn | head -n 1",
		      "-A -u 192.168.1.41:53 -s mh -p 300 -M 255.0.255.0 --pe sip -b mh-port");
	assert_int_equal(lvsdr_dest_set_weight(dest, 9), 0);
	assert_int_equal(lvsdr_dest_update(test->host, service, dest), 1);
	check_witness("ipvsadm -Sn | tail -n 1", "-a -u 192.168.1.41:53 -r 192.168.1.20:53 -i -w 9 "
						 "--tun-type gue --tun-port 6080 --tun-remcsum");
	check_witness("ipvsadm -Ln --thresholds | tail -n 1 | tr -s \" \"",
		      " -> 192.168.1.20:53 90 20 0 0 ");
	assert_int_equal(lvsdr_dest_set_thresholds(dest, 50, 5), 0);
	assert_int_equal(lvsdr_dest_update(test->host, service, dest), 1);
	check_witness("ipvsadm -Ln --thresholds | tail -n 1 | tr -s \" \"",
		      " -> 192.168.1.20:53 50 5 0 0 ");
	check_witness("ipvsadm -Sn | tail -n 1", "-a -u 192.168.1.41:53 -r 192.168.1.20:53 -i -w 9 "
						 "--tun-type gue --tun-port 6080 --tun-remcsum");
	lvsdr_dest_free(dest);
	lvsdr_service_free(service);
}

/* A destination in all its attributes, and what ipvsadm and /proc say of it. */
struct dest_case {
	const char *service, *address;
	int32_t forwarding, weight;
	uint32_t upper, lower;
	int32_t type, port;
	uint32_t flags;
	const char *rule, *proc;
};

#define V4             "192.168.1.41:80", "192.168.1.20:80"
#define V6             "[2001:db8::41]:80", "[2001:db8::20]:80"
#define FORWARD(which) LVSDR_FORWARD_##which
#define TUNNEL(weight, type, port, flags)                                                          \
	LVSDR_FORWARD_TUNNEL, weight, 0, 0, LVSDR_TUNNEL_##type, port, flags
#define CHECKSUM LVSDR_TUNNEL_CHECKSUM
#define REMOTE   LVSDR_TUNNEL_REMOTE_CHECKSUM

static const struct dest_case dest_cases[] = {
	{V4, FORWARD(DIRECT), 1, 0, 0, 0, 0, 0, "-g -w 1", "Route 1"},
	{V4, FORWARD(DIRECT), 0, 0, 0, 0, 0, 0, "-g -w 0", "Route 0"},
	{V4, FORWARD(DIRECT), 65536, 0, 0, 0, 0, 0, "-g -w 65536", "Route 65536"},
	{V4, FORWARD(DIRECT), 2147483647, 0, 0, 0, 0, 0, "-g -w 2147483647", "Route 2147483647"},
	{V4, FORWARD(DIRECT), 1, 100, 50, 0, 0, 0, "-g -w 1", "Route 1"},
	{V4, FORWARD(DIRECT), 1, 100, 0, 0, 0, 0, "-g -w 1", "Route 1"},
	{V4, FORWARD(DIRECT), 1, 2147483647, 2147483647, 0, 0, 0, "-g -w 1", "Route 1"},
	{V4, FORWARD(MASQUERADE), 3, 7, 3, 0, 0, 0, "-m -w 3", "Masq 3"},
	{"192.168.1.41:80", "192.168.1.20:8080", FORWARD(MASQUERADE), 1, 0, 0, 0, 0, 0, "-m -w 1",
	 "Masq 1"},
	{V4, FORWARD(LOCAL), 2, 0, 0, 0, 0, 0, "-g -w 2", "Local 2"},
	{V4, FORWARD(BYPASS), 2, 0, 0, 0, 0, 0, "(null) -w 2", "Masq 2"},
	{V4, TUNNEL(2, IPIP, 0, 0), "-i -w 2 --tun-type ipip", "Tunnel 2"},
	{V4, TUNNEL(2, GUE, 1, 0), "-i -w 2 --tun-type gue --tun-port 1 --tun-nocsum", "Tunnel 2"},
	{V4, TUNNEL(2, GUE, 65535, CHECKSUM), "-i -w 2 --tun-type gue --tun-port 65535 --tun-csum",
	 "Tunnel 2"},
	{V4, TUNNEL(2, GUE, 6080, REMOTE), "-i -w 2 --tun-type gue --tun-port 6080 --tun-remcsum",
	 "Tunnel 2"},
	{V4, TUNNEL(2, GRE, 0, 0), "-i -w 2 --tun-type gre --tun-nocsum", "Tunnel 2"},
	{V4, TUNNEL(2, GRE, 0, CHECKSUM), "-i -w 2 --tun-type gre --tun-csum", "Tunnel 2"},
	{V6, FORWARD(DIRECT), 1, 0, 0, 0, 0, 0, "-g -w 1", "Route 1"},
	{V6, FORWARD(DIRECT), 70000, 100, 50, 0, 0, 0, "-g -w 70000", "Route 70000"},
	{V6, FORWARD(MASQUERADE), 1, 0, 0, 0, 0, 0, "-m -w 1", "Masq 1"},
	{V6, TUNNEL(1, IPIP, 0, 0), "-i -w 1 --tun-type ipip", "Tunnel 1"},
	{V6, TUNNEL(1, GUE, 6080, REMOTE), "-i -w 1 --tun-type gue --tun-port 6080 --tun-remcsum",
	 "Tunnel 1"},
	{V6, TUNNEL(0, GRE, 0, CHECKSUM), "-i -w 0 --tun-type gre --tun-csum", "Tunnel 0"},
	/* Another family than the service's, in a tunnel. */
	{"192.168.1.41:80", "[2001:db8::20]:80", TUNNEL(1, IPIP, 0, 0), "-i -w 1 --tun-type ipip",
	 "Tunnel 1"},
	{"192.168.1.41:80", "[2001:db8::20]:80", TUNNEL(1, GUE, 6080, CHECKSUM),
	 "-i -w 1 --tun-type gue --tun-port 6080 --tun-csum", "Tunnel 1"},
	{"[2001:db8::41]:80", "192.168.1.20:80", TUNNEL(5, GRE, 0, 0),
	 "-i -w 5 --tun-type gre --tun-nocsum", "Tunnel 5"},
};

static void set_dest(struct test *test, const struct dest_case *wanted,
		     const struct lvsdr_service *service)
{
	struct lvsdr_dest *dest = new_dest(test, wanted->address);

	assert_int_equal(
		wanted->forwarding == LVSDR_FORWARD_TUNNEL
			? lvsdr_dest_set_tunnel(dest, wanted->type, wanted->port, wanted->flags)
			: lvsdr_dest_set_forwarding(dest, wanted->forwarding),
		0);
	assert_int_equal(lvsdr_dest_set_weight(dest, wanted->weight), 0);
	assert_int_equal(lvsdr_dest_set_thresholds(dest, wanted->upper, wanted->lower), 0);
	if (lvsdr_dest_add(test->host, service, dest) != 1)
		fail_msg("%s: %s", wanted->proc, lvsdr_error_message(test->host));
	assert_int_equal(lvsdr_dest_add(test->host, service, dest), 0);
	lvsdr_dest_free(dest);
}

static void check_dest(struct test *test, const struct dest_case *wanted,
		       const struct lvsdr_service *service)
{
	struct lvsdr_dest *dest = new_dest(test, wanted->address);
	char address[46];

	if (lvsdr_dest_read(test->host, service, dest))
		fail_msg("%s: %s", wanted->proc, lvsdr_error_message(test->host));
	assert_true(lvsdr_dest_get_address(dest, address, sizeof(address)) > 0);
	assert_non_null(strstr(wanted->address, address));
	assert_int_equal(lvsdr_dest_get_port(dest), atoi(strrchr(wanted->address, ':') + 1));
	assert_int_equal(lvsdr_dest_get_forwarding(dest), wanted->forwarding);
	assert_int_equal(lvsdr_dest_get_weight(dest), wanted->weight);
	assert_int_equal(lvsdr_dest_get_upper_threshold(dest), wanted->upper);
	assert_int_equal(lvsdr_dest_get_lower_threshold(dest), wanted->lower);
	assert_int_equal(lvsdr_dest_get_tunnel_type(dest), wanted->type);
	assert_int_equal(lvsdr_dest_get_tunnel_port(dest), wanted->port);
	assert_int_equal(lvsdr_dest_get_tunnel_flags(dest), wanted->flags);
	lvsdr_dest_free(dest);
}

static void test_dests(void **state)
{
	static const char ask_all[] =
		"ipvsadm -Sn | tail -n 1; ipvsadm -Ln --thresholds | tail -n 1 | tr -s \" \" | "
		"cut -d\" \" -f4,5; tail -n 1 /proc/net/ip_vs | tr -s \" \" | cut -d\" \" -f4,5";
	const struct dest_case *wanted = dest_cases;
	struct test *test = *state;
	struct lvsdr_service *service;
	char command[800], expected[256], name[128];

	for (size_t i = 0; i < COUNT(dest_cases); i++, wanted++) {
		service = new_service(test, wanted->service);
		assert_int_equal(lvsdr_service_add(test->host, service), 1);
		set_dest(test, wanted, service);
		snprintf(name, sizeof(name), "-t %s -r %s", wanted->service, wanted->address);
		snprintf(expected, sizeof(expected), "-a %s %s\n%u %u\n%s", name, wanted->rule,
			 wanted->upper, wanted->lower, wanted->proc);
		check_witness(ask_all, expected);
		if (wanted->forwarding != LVSDR_FORWARD_LOCAL &&
		    wanted->forwarding != LVSDR_FORWARD_BYPASS) { /* ipvsadm has no word */
			snprintf(command, sizeof(command),
				 "ipvsadm -d %s; ipvsadm -a %s %s -x %u -y %u; %s", name, name,
				 wanted->rule, wanted->upper, wanted->lower, ask_all);
			check_witness(command, expected);
		}
		check_dest(test, wanted, service);
		assert_int_equal(lvsdr_service_remove(test->host, service), 1);
		lvsdr_service_free(service);
	}
}

static void test_timeouts(void **state)
{
	struct test *test = *state;
	struct lvsdr_timeouts *timeouts;

	assert_int_equal(lvsdr_timeouts_new(test->host, &timeouts), 0);
	run("ipvsadm --set 50 60 70");
	assert_int_equal(lvsdr_timeouts_update(test->host, timeouts), 0); /* nothing was set */
	assert_int_equal(lvsdr_timeouts_set_tcp_fin(timeouts, 61), 0);
	assert_int_equal(lvsdr_timeouts_update(test->host, timeouts), 1);
	assert_int_equal(lvsdr_timeouts_update(test->host, timeouts), 0);
	check_witness("ipvsadm -Ln --timeout", "Timeout (tcp tcpfin udp): 50 61 70");
	assert_int_equal(lvsdr_timeouts_read(test->host, timeouts), 0);
	assert_int_equal(lvsdr_timeouts_get_tcp(timeouts), 50);
	assert_int_equal(lvsdr_timeouts_get_tcp_fin(timeouts), 61);
	assert_int_equal(lvsdr_timeouts_get_udp(timeouts), 70);
	check_refused(test->host, lvsdr_timeouts_set_tcp(timeouts, 0), -EINVAL, "between 1 and");
	check_refused(test->host, lvsdr_timeouts_set_udp(timeouts, 21474837), -EINVAL, "21474836");
	lvsdr_timeouts_free(timeouts);
	lvsdr_timeouts_free(NULL);
}

static void test_refusals(void **state)
{
	struct test *test = *state;
	struct lvsdr_service *service = service_of(test, "tcp", "192.168.1.41:80"), *none = NULL;
	struct lvsdr_dest *dest = new_dest(test, "192.168.1.20");

	check_refused(test->host, lvsdr_service_new_fwmark(test->host, "ipv4", 0, &none), -EINVAL,
		      "no mark");
	check_refused(test->host, lvsdr_service_new_fwmark(test->host, "inet", 7, &none), -EINVAL,
		      "not one of");
	check_refused(test->host, lvsdr_service_set_persistence(service, 4294968), -EINVAL,
		      "between 0 and 4294967");
	check_refused(test->host, lvsdr_service_set_persistence_prefix(service, 33), -EINVAL,
		      "between 0 and 32");
	check_refused(test->host, lvsdr_service_set_persistence_engine(service, "0123456789abcdef"),
		      -EINVAL, "15 characters");
	check_refused(test->host, lvsdr_service_set_scheduler_flags(service, 1), -EINVAL, "0x1");
	check_refused(test->host, lvsdr_service_set_one_packet(service, 2), -EINVAL, "neither");
	check_refused(test->host, lvsdr_dest_set_thresholds(dest, 1, 2), -EINVAL,
		      "above the upper one");
	check_refused(test->host, lvsdr_dest_set_tunnel(dest, 3, 0, 0), -EINVAL, "not one of");
	check_refused(test->host, lvsdr_dest_set_tunnel(dest, LVSDR_TUNNEL_GUE, 0, 0), -EINVAL,
		      "1 to 65535");
	check_refused(test->host, lvsdr_dest_set_tunnel(dest, LVSDR_TUNNEL_GRE, 1, 0), -EINVAL,
		      "0 for the other");
	check_refused(test->host, lvsdr_dest_set_tunnel(dest, LVSDR_TUNNEL_GRE, 0, 4), -EINVAL,
		      "remcsum");
	assert_int_equal(lvsdr_service_set_one_packet(service, 1), 0);
	check_refused(test->host, lvsdr_service_add(test->host, service), -EINVAL, "UDP only");
	assert_int_equal(lvsdr_service_set_one_packet(service, 0), 0);
	assert_int_equal(lvsdr_service_set_persistence_engine(service, "nosuch"), 0);
	assert_int_equal(lvsdr_service_set_persistence(service, 5), 0);
	check_refused(test->host, lvsdr_service_add(test->host, service), -ENOENT, "nosuch");
	check_witness("ipvsadm -Sn", "");
	assert_null(none);
	lvsdr_dest_free(dest);
	lvsdr_service_free(service);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_services, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_one_way, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_edits_lose_nothing, test_set_up,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_dests, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_timeouts, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_refusals, test_set_up, test_tear_down),
	};

	return cmocka_run_group_tests_name("attributes", tests, NULL, NULL);
}
