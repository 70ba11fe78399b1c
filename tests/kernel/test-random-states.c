// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Random states of all kinds: applied, read, compared (no step is left), written as JSON and as
 * rules and read back, and brought back from there after all was taken away; ipvsadm, ip and /proc
 * compare. All of them by one handle, whose memory and open files must not become more.
 *
 * test-random-states [SECONDS]: a dozen states, or as many as there is time for.
 */
#include "model.h"
#include "trial.h"

#include <dirent.h>
#include <malloc.h>
#include <time.h>

enum { STATES = 12, MOST_SERVICES = 12, MOST_DESTS = 6 };

static const char everything[] =
	"(ip -o addr; ip route show table local; ip -6 route show table local; ipvsadm -Sn;"
	"ipvsadm -Ln --thresholds; ipvsadm -Ln --timeout; ipvsadm -Ln --daemon;"
	"sysctl net.ipv4.vs.conn_reuse_mode net.ipv4.vs.expire_nodest_conn; cat /proc/net/ip_vs;"
	"nft list ruleset) | sort";
static const char services_only[] =
	"(ipvsadm -Sn; ipvsadm -Ln --thresholds; tail -n +2 /proc/net/ip_vs) | sort";

struct builder {
	struct trial trial;
	uint32_t parts; /* what this kernel can hold of all kinds */
	bool plain;     /* only what rules of ipvsadm can say */
	bool daemons;   /* and so no destination of another family than its service's */
};

static const char *const vips[] = {"192.168.1.41", "192.168.1.42", "10.0.0.1", "2001:db8::41",
				   "2001:db8::42"};

static struct lvsdr_service *random_identity(struct builder *builder, const char **ret_vip,
					     uint32_t *ret_port)
{
	static const char *const protocols[] = {"tcp", "udp", "sctp"};
	static const uint32_t ports[] = {0, 80, 443, 65535};
	struct random *random = &builder->trial.random;
	struct lvsdr_service *service;
	char address[64];

	*ret_port = 0;
	if (random_once_in(random, 4)) {
		*ret_vip = random_once_in(random, 2) ? "" : ":";
		if (lvsdr_service_new_fwmark(builder->trial.test->host, **ret_vip ? "ipv6" : "ipv4",
					     random_next(random) | 1, &service))
			trial_fail(&builder->trial, "a service by mark");
		return service;
	}
	*ret_vip = RANDOM_OF(random, vips);
	*ret_port =
		random_once_in(random, 2) ? RANDOM_OF(random, ports) : random_below(random, 65536);
	join_address(*ret_vip, *ret_port, address, sizeof(address));
	if (lvsdr_service_new(builder->trial.test->host, RANDOM_OF(random, protocols), address,
			      &service))
		trial_fail(&builder->trial, "a service at %s", address);
	return service;
}

static void random_form(struct builder *builder, struct lvsdr_service *service, uint32_t port)
{
	bool ipv6 = !strcmp(lvsdr_service_get_family(service), "ipv6");
	bool udp = !strcmp(lvsdr_service_get_protocol(service), "udp");
	struct model_service form = model_random_service(&builder->trial.random, ipv6 ? 5 : 0);

	if (!form.timeout && (builder->plain || (!port && !lvsdr_service_get_fwmark(service))))
		form.timeout = 600;
	if (!udp && (builder->plain || !lvsdr_service_get_fwmark(service)))
		form.one_packet = false;
	if (lvsdr_service_set_scheduler(service, form.scheduler) ||
	    lvsdr_service_set_scheduler_flags(service, form.flags) ||
	    lvsdr_service_set_persistence(service, form.timeout) ||
	    lvsdr_service_set_persistence_prefix(service, form.prefix) ||
	    lvsdr_service_set_persistence_engine(service, form.engine) ||
	    lvsdr_service_set_one_packet(service, form.one_packet))
		trial_fail(&builder->trial, "a service's form");
}

static void random_dest(struct builder *builder, struct lvsdr_state *state,
			const struct lvsdr_service *service, const char *vip, uint32_t port)
{
	struct random *random = &builder->trial.random;
	struct model_dest form = model_random_dest(random);
	bool ipv6 = random_once_in(random, 3);
	struct lvsdr_dest *dest;
	char address[64], where[32];
	int result;

	if (builder->plain)
		model_plain_dest(&form);
	if (builder->daemons)
		ipv6 = strchr(vip, ':') != NULL;
	if (ipv6 != (strchr(vip, ':') != NULL))
		form.forwarding = LVSDR_FORWARD_TUNNEL;
	if (form.forwarding == LVSDR_FORWARD_MASQUERADE && random_once_in(random, 2))
		port = random_below(random, 65536);
	if (form.type != LVSDR_TUNNEL_GUE) /* ipvsadm takes it for that only */
		form.flags &= ~LVSDR_TUNNEL_REMOTE_CHECKSUM;
	snprintf(where, sizeof(where), ipv6 ? "2001:db8::1:%x" : "192.168.2.%u",
		 1 + random_below(random, 250));
	join_address(where, port, address, sizeof(address));
	if (lvsdr_dest_new(builder->trial.test->host, address, &dest) ||
	    lvsdr_dest_set_weight(dest, form.weight) ||
	    lvsdr_dest_set_thresholds(dest, form.upper, form.lower) ||
	    (form.forwarding == LVSDR_FORWARD_TUNNEL
		     ? lvsdr_dest_set_tunnel(dest, form.type, form.port, form.flags)
		     : lvsdr_dest_set_forwarding(dest, form.forwarding)))
		trial_fail(&builder->trial, "a destination at %s", address);
	result = lvsdr_state_add_dest(state, service, dest);
	if (result && result != -EEXIST)
		trial_fail(&builder->trial, "a destination in a state");
	lvsdr_dest_free(dest);
}

static void build_services(struct builder *builder, struct lvsdr_state *state)
{
	uint32_t count = random_below(&builder->trial.random, MOST_SERVICES + 1), dests, port;
	struct lvsdr_service *service;
	const char *vip;
	int result;

	while (count--) {
		service = random_identity(builder, &vip, &port);
		random_form(builder, service, port);
		result = lvsdr_state_add_service(state, service);
		if (result && result != -EEXIST)
			trial_fail(&builder->trial, "a service in a state");
		dests = result ? 0 : random_below(&builder->trial.random, MOST_DESTS + 1);
		while (dests--)
			random_dest(builder, state, service, vip, port);
		lvsdr_service_free(service);
	}
}

static void build_vips(struct builder *builder, struct lvsdr_state *state)
{
	struct random *random = &builder->trial.random;
	struct lvsdr_vip *vip;
	const char *device;
	char label[32];

	for (size_t i = 0; i < sizeof(vips) / sizeof(*vips); i++) {
		if (random_once_in(random, 2))
			continue;
		device = random_once_in(random, 2) ? "lo" : "eth0";
		vip = new_vip(builder->trial.test, vips[i], device);
		snprintf(label, sizeof(label), "%s:%u", device, random_below(random, 10));
		if (!strchr(vips[i], ':') &&
		    ((random_once_in(random, 2) && lvsdr_vip_set_label(vip, label)) ||
		     (random_once_in(random, 3) && lvsdr_vip_set_broadcast(vip, vips[i]))))
			trial_fail(&builder->trial, "a VIP's form");
		if (lvsdr_vip_set_host_route(vip, random_once_in(random, 3)) ||
		    lvsdr_state_add_vip(state, vip))
			trial_fail(&builder->trial, "a VIP in a state");
		lvsdr_vip_free(vip);
	}
}

static void build_arp_policies(struct builder *builder, struct lvsdr_state *state)
{
	static const char *const devices[] = {"all", "eth0"};
	static const int32_t ignores[] = {0, 1, 2, 8};
	struct lvsdr_arp_policy *policy;

	for (size_t i = 0; i < 2; i++) {
		if (random_once_in(&builder->trial.random, 2))
			continue;
		if (lvsdr_arp_policy_new(builder->trial.test->host, devices[i], &policy) ||
		    lvsdr_arp_policy_set_arp_ignore(policy,
						    RANDOM_OF(&builder->trial.random, ignores)) ||
		    lvsdr_arp_policy_set_arp_announce(
			    policy, (int32_t)random_below(&builder->trial.random, 3)) ||
		    lvsdr_state_add_arp_policy(state, policy))
			trial_fail(&builder->trial, "an ARP policy in a state");
		lvsdr_arp_policy_free(policy);
	}
}

static void build_timeouts(struct builder *builder, struct lvsdr_state *state)
{
	struct lvsdr_timeouts *timeouts;

	if (lvsdr_timeouts_new(builder->trial.test->host, &timeouts) ||
	    lvsdr_timeouts_set_tcp(timeouts,
				   1 + (int32_t)random_below(&builder->trial.random, 2147483)) ||
	    lvsdr_timeouts_set_tcp_fin(timeouts,
				       1 + (int32_t)random_below(&builder->trial.random, 99)) ||
	    lvsdr_timeouts_set_udp(timeouts,
				   1 + (int32_t)random_below(&builder->trial.random, 999)) ||
	    lvsdr_state_set_timeouts(state, timeouts))
		trial_fail(&builder->trial, "timeouts in a state");
	lvsdr_timeouts_free(timeouts);
}

static void build_marks(struct builder *builder, struct lvsdr_state *state)
{
	static const char *const protocols[] = {"tcp", "udp", "sctp"};
	static const char *const devices[] = {"", "eth0", "nosuch0"};
	struct random *random = &builder->trial.random;
	uint32_t count = random_below(random, 6), ports;
	struct lvsdr_mark *mark;
	char address[256];
	int result;

	while (count--) {
		join_address(RANDOM_OF(random, vips), 1 + random_below(random, 65535), address,
			     sizeof(address));
		for (ports = random_below(random, 8); ports; ports--)
			snprintf(address + strlen(address), sizeof(address) - strlen(address),
				 random_once_in(random, 2) ? ",%u" : ",1%u-65535",
				 1 + random_below(random, 9999));
		if (lvsdr_mark_new(builder->trial.test->host, RANDOM_OF(random, protocols), address,
				   random_next(random) | 1, &mark) ||
		    lvsdr_mark_set_device(mark, RANDOM_OF(random, devices)))
			trial_fail(&builder->trial, "a mark of %s", address);
		result = lvsdr_state_add_mark(state, mark);
		if (result && result != -EEXIST)
			trial_fail(&builder->trial, "a mark in a state");
		lvsdr_mark_free(mark);
	}
}

static void build_sysctls(struct builder *builder, struct lvsdr_state *state)
{
	static const char *const names[] = {LVSDR_SYSCTL_CONN_REUSE_MODE,
					    LVSDR_SYSCTL_EXPIRE_NODEST_CONN,
					    LVSDR_SYSCTL_EXPIRE_QUIESCENT_TEMPLATE};
	struct lvsdr_sysctl *sysctl;

	for (size_t i = 0; i < 3; i++) {
		if (random_once_in(&builder->trial.random, 2))
			continue;
		if (lvsdr_sysctl_new(builder->trial.test->host, names[i],
				     random_once_in(&builder->trial.random, 2) ? "1" : "0",
				     &sysctl) ||
		    lvsdr_state_add_sysctl(state, sysctl))
			trial_fail(&builder->trial, "a setting in a state");
		lvsdr_sysctl_free(sysctl);
	}
}

static void build_sync_daemons(struct builder *builder, struct lvsdr_state *state)
{
	static const char *const roles[] = {"master", "backup"};
	static const char *const groups[] = {"224.0.0.81", "224.1.1.1", "ff02::81"};
	struct random *random = &builder->trial.random;
	struct lvsdr_sync_daemon *daemon;

	for (size_t i = 0; i < 2 && builder->daemons; i++) {
		if (random_once_in(random, 3))
			continue;
		if (lvsdr_sync_daemon_new(builder->trial.test->host, roles[i], "eth0", &daemon) ||
		    lvsdr_sync_daemon_set_sync_id(daemon, (int32_t)random_below(random, 256)) ||
		    lvsdr_sync_daemon_set_max_length(daemon,
						     1024 + (int32_t)random_below(random, 400)) ||
		    lvsdr_sync_daemon_set_group(daemon, RANDOM_OF(random, groups)) ||
		    lvsdr_sync_daemon_set_port(daemon, 1 + (int32_t)random_below(random, 65535)) ||
		    lvsdr_sync_daemon_set_ttl(daemon, 1 + (int32_t)random_below(random, 255)) ||
		    lvsdr_state_add_sync_daemon(state, daemon))
			trial_fail(&builder->trial, "a sync daemon in a state");
		lvsdr_sync_daemon_free(daemon);
	}
}

/* A new kind of object is one line here. */
static const struct {
	uint32_t part;
	void (*build)(struct builder *builder, struct lvsdr_state *state);
	const char *needs; /* a command that fails where the kernel has none of the kind, or NULL */
} kinds[] = {
	{LVSDR_STATE_SERVICES, build_services, NULL},
	{LVSDR_STATE_VIPS, build_vips, NULL},
	{LVSDR_STATE_ARP_POLICIES, build_arp_policies, NULL},
	{LVSDR_STATE_TIMEOUTS, build_timeouts, NULL},
	{LVSDR_STATE_SYSCTLS, build_sysctls, NULL},
	{LVSDR_STATE_SYNC_DAEMONS, build_sync_daemons, NULL},
	{LVSDR_STATE_MARKS, build_marks, "unshare -n nft add table ip probe 2>/dev/null"},
};

static uint32_t possible_parts(void)
{
	uint32_t parts = 0;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (!kinds[i].needs || !system(kinds[i].needs))
			parts |= kinds[i].part;
	return parts;
}

static struct lvsdr_state *random_state(struct builder *builder)
{
	struct lvsdr_state *state;

	builder->plain = random_once_in(&builder->trial.random, 2);
	builder->daemons = random_once_in(&builder->trial.random, 2);
	if (lvsdr_state_new(builder->trial.test->host, builder->parts, &state))
		trial_fail(&builder->trial, "an empty state");
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (builder->parts & kinds[i].part)
			kinds[i].build(builder, state);
	return state;
}

/* Written, read back, equal; all taken away, and back from what was written. */
static void through_json(struct builder *builder)
{
	struct lvsdr_state *read = trial_read(&builder->trial, builder->parts), *parsed = NULL,
			   *empty;
	char *before = ask(everything);
	const char *first, *second;

	if (lvsdr_state_to_text(read, "json", &first) ||
	    lvsdr_state_from_text(builder->trial.test->host, "json", first, strlen(first),
				  &parsed) ||
	    lvsdr_state_to_text(parsed, "json", &second))
		trial_fail(&builder->trial, "JSON");
	if (strcmp(first, second))
		trial_fail(&builder->trial, "JSON of what was read and of what was parsed differ");
	trial_check_reached(&builder->trial, parsed, "JSON");
	if (lvsdr_state_new(builder->trial.test->host,
			    builder->parts &
				    (LVSDR_STATE_SERVICES | LVSDR_STATE_VIPS | LVSDR_STATE_MARKS),
			    &empty))
		trial_fail(&builder->trial, "an empty state");
	trial_reach(&builder->trial, empty);
	run("ipvsadm --set 1 1 1; test -z \"$(ipvsadm -Sn; nft list ruleset)\"");
	trial_reach(&builder->trial, parsed);
	trial_check_told(&builder->trial, everything, before, "JSON");
	lvsdr_state_free(empty);
	lvsdr_state_free(parsed);
	lvsdr_state_free(read);
}

/* Read back, and taken by ipvsadm. */
static void check_rules(struct builder *builder, const char *rules, char *before)
{
	FILE *file = fopen("/tmp/rules", "w");
	struct lvsdr_state *parsed;

	assert_non_null(file);
	assert_true(fputs(rules, file) >= 0);
	assert_int_equal(fclose(file), 0);
	if (lvsdr_state_from_text(builder->trial.test->host, "rules", rules, strlen(rules),
				  &parsed))
		trial_fail(&builder->trial, "parsing rules");
	trial_check_reached(&builder->trial, parsed, "rules");
	run("ipvsadm -C; ipvsadm -R </tmp/rules");
	trial_check_told(&builder->trial, services_only, before, "rules");
	lvsdr_state_free(parsed);
}

/* What they cannot hold is said: that there are no services, among others. */
static void through_rules(struct builder *builder)
{
	struct lvsdr_state *read = trial_read(&builder->trial, LVSDR_STATE_SERVICES);
	bool fit = builder->plain && lvsdr_state_get_service_count(read);
	const char *rules;
	int result = lvsdr_state_to_text(read, "rules", &rules);

	if (result < 0 || (result && fit))
		trial_fail(&builder->trial, "rules");
	if (!result)
		check_rules(builder, rules, ask(services_only));
	lvsdr_state_free(read);
}

static void through_everything(struct builder *builder)
{
	struct lvsdr_state *desired = random_state(builder);

	trial_reach(&builder->trial, desired);
	trial_check_reached(&builder->trial, desired, "the state");
	through_json(builder);
	through_rules(builder);
	lvsdr_state_free(desired);
}

/* What this process holds when every object has been given back. */
struct held {
	size_t bytes;
	size_t files;
};

static struct held what_is_held(void)
{
	struct held held = {.bytes = mallinfo2().uordblks};
	DIR *folder = opendir("/proc/self/fd");

	assert_non_null(folder);
	while (readdir(folder))
		held.files++;
	closedir(folder);
	return held;
}

static time_t seconds; /* to go on for */

static void test_random_states(void **state)
{
	struct builder builder = {.trial = {*state, random_start("random states")},
				  .parts = possible_parts()};
	time_t end = time(NULL) + seconds;
	struct held first = {0}, now;

	/* With an address of its own the host can do without the others: they are VIPs. */
	run("ip addr add 2001:db8::40/64 dev eth0 nodad");
	for (int i = 1; i <= STATES || time(NULL) < end; i++) {
		through_everything(&builder);
		if (i % STATES)
			continue;
		now = what_is_held();
		if (i == STATES)
			first = now;
		printf("%d states: %zu bytes, %zu files\n", i, now.bytes, now.files);
		assert_int_equal(now.files, first.files);
		/* Buffers grow to the longest answer that there was. */
		assert_in_range(now.bytes, 0, 2 * first.bytes);
	}
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_random_states, test_set_up, test_tear_down),
	};

	seconds = argc > 1 ? strtol(argv[1], NULL, 10) : 0;
	return cmocka_run_group_tests_name("random states", tests, NULL, NULL);
}
