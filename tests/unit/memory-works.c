/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "memory-works.h"

#include "../check.h"

enum { TEXTS = 4096, ROWS = 64 };

/* The first failure of several calls. */
#define TRY(call)                                                                                  \
	do {                                                                                       \
		if (!result)                                                                       \
			result = (call);                                                           \
	} while (0)

static const char json[] =
	"{\"lvsdr_state\": 1, \"scope\": \"everything\", \"arp_policies\": [{\"device\": "
	"\"all\"}], \"timeouts\": {\"tcp\": "
	"9},"
	" \"vips\": [{\"address\": \"192.168.1.41\", \"device\": \"lo\", \"host_route\": true}],"
	" \"services\": [{\"protocol\": \"tcp\", \"address\": \"192.168.1.41\", \"port\": 80,"
	"   \"scheduler_flags\": [\"flag-1\"], \"counters\": {\"connections\": \"7\"}, "
	"\"destinations\": ["
	"   {\"address\": \"10.0.0.1\"}, {\"address\": \"10.0.0.2\"}, {\"address\": \"10.0.0.3\"},"
	"   {\"address\": \"10.0.0.4\"}, {\"address\": \"10.0.0.5\"}, {\"address\": \"10.0.0.6\"},"
	"   {\"address\": \"10.0.0.7\"}, {\"address\": \"10.0.0.8\"}, {\"address\": \"10.0.0.9\"},"
	"   {\"address\": \"10.0.0.10\"}, {\"address\": \"10.0.0.11\", \"counters\": {}}]},"
	"  {\"family\": \"ipv6\", \"fwmark\": 7}]}";

static int read_json(struct lvsdr *host)
{
	struct lvsdr_state *state = NULL;
	int result = lvsdr_state_from_text(host, "json", json, strlen(json), &state);

	lvsdr_state_free(state);
	return result;
}

uint64_t works_told;

/* What was told is the same whenever all went well. */
static void tell(const char *text)
{
	for (; *text; text++)
		works_told = (works_told ^ (uint8_t)*text) * 1099511628211u;
}

/* In a format, and back. */
static int copy_by_text(struct lvsdr *host, struct lvsdr_state *state, const char *format)
{
	struct lvsdr_state *again = NULL;
	const char *text;
	int result = lvsdr_state_to_text(state, format, &text);

	if (result < 0)
		return result;
	tell(text);
	result = 0;
	TRY(lvsdr_state_from_text(host, format, text, strlen(text), &again));
	lvsdr_state_free(again);
	return result;
}

/* Each format, and the columns. */
static int write_state(struct lvsdr *host, struct lvsdr_state *state)
{
	static char texts[TEXTS];
	uint64_t numbers[ROWS];
	const char *format;
	int result = 0;

	for (size_t i = 0; (format = lvsdr_format_name(i)); i++)
		TRY(copy_by_text(host, state, format));
	if (result < 0)
		return result;
	assert_true(lvsdr_state_get_service_numbers(state, "port", numbers, ROWS) > 0);
	assert_true(lvsdr_state_get_service_texts(state, "address", texts, TEXTS) > 0);
	assert_true(lvsdr_state_get_dest_numbers(state, "weight", numbers, ROWS) > 0);
	assert_true(lvsdr_state_get_dest_texts(state, "address", texts, TEXTS) > 0);
	return 0;
}

static int write_all(struct lvsdr *host)
{
	struct lvsdr_state *state = NULL;
	int result = lvsdr_state_from_text(host, "json", json, strlen(json), &state);

	TRY(write_state(host, state));
	lvsdr_state_free(state);
	return result;
}

static int read_rules(struct lvsdr *host)
{
	static const char rules[] = "-A -t 192.168.1.41:80 -s rr\n"
				    "-a -t 192.168.1.41:80 -r 10.0.0.1:80 -g -w 1\n"
				    "-A -f 7 -6 -s mh -b mh-port\n";
	struct lvsdr_state *state = NULL;
	int result = lvsdr_state_from_text(host, "rules", rules, strlen(rules), &state);

	lvsdr_state_free(state);
	return result;
}

/* Of /etc/services, which is read without any memory. */
static int read_names(struct lvsdr *host)
{
	static const char rules[] = "-A -t 192.168.1.41:http -s rr\n"
				    "-a -t 192.168.1.41:http -r 10.0.0.1:https -g -w 1\n";
	struct lvsdr_service *service = NULL;
	struct lvsdr_state *state = NULL;
	struct lvsdr_mark *mark = NULL;
	int result = lvsdr_state_from_text(host, "rules", rules, strlen(rules), &state);

	TRY(lvsdr_service_new(host, "tcp", "192.168.1.41:http", &service));
	TRY(lvsdr_mark_new(host, "tcp", "192.168.1.41:http,https", 7, &mark));
	lvsdr_mark_free(mark);
	lvsdr_service_free(service);
	lvsdr_state_free(state);
	return result;
}

static int make_scope(struct lvsdr *host)
{
	struct lvsdr_scope *scope = NULL;
	int result = lvsdr_scope_new(host, "10.0.0.1 10.0.0.2 10.0.0.3 10.0.0.4 10.0.0.5 fwmark:7",
				     &scope);

	TRY(lvsdr_scope_add(scope, "10.0.0.6 10.0.0.7 10.0.0.8 10.0.0.9 2001:db8::41"));
	lvsdr_scope_free(scope);
	return result;
}

/* ---- An object of each kind. */

struct objects {
	struct lvsdr_service *service, *marked;
	struct lvsdr_dest *dest;
	struct lvsdr_vip *vip;
	struct lvsdr_arp_policy *policy;
	struct lvsdr_timeouts *timeouts;
	struct lvsdr_sysctl *sysctl;
	struct lvsdr_sync_daemon *daemon;
	struct lvsdr_mark *mark;
};

static int make_all(struct lvsdr *host, struct objects *all)
{
	int result = lvsdr_service_new(host, "tcp", "192.168.1.41:80", &all->service);

	TRY(lvsdr_service_new_fwmark(host, "ipv6", 7, &all->marked));
	TRY(lvsdr_dest_new(host, "192.168.1.20", &all->dest));
	TRY(lvsdr_vip_new(host, "192.168.1.41", "lo", &all->vip));
	TRY(lvsdr_arp_policy_new(host, "all", &all->policy));
	TRY(lvsdr_timeouts_new(host, &all->timeouts));
	TRY(lvsdr_sysctl_new(host, "conn_reuse_mode", "0", &all->sysctl));
	TRY(lvsdr_sync_daemon_new(host, "master", "eth0", &all->daemon));
	TRY(lvsdr_mark_new(host, "tcp", "192.168.1.41:80,443,8000-8080", 7, &all->mark));
	return result;
}

static void free_all(struct objects *all)
{
	lvsdr_mark_free(all->mark);
	lvsdr_sync_daemon_free(all->daemon);
	lvsdr_sysctl_free(all->sysctl);
	lvsdr_timeouts_free(all->timeouts);
	lvsdr_arp_policy_free(all->policy);
	lvsdr_vip_free(all->vip);
	lvsdr_dest_free(all->dest);
	lvsdr_service_free(all->marked);
	lvsdr_service_free(all->service);
}

static int set_services(struct objects *all)
{
	int result = lvsdr_service_set_scheduler(all->service, "mh");

	TRY(lvsdr_service_set_scheduler_flags(all->service, LVSDR_SCHEDULER_MH_PORT));
	TRY(lvsdr_service_set_persistence(all->service, 300));
	TRY(lvsdr_service_set_persistence_prefix(all->service, 24));
	TRY(lvsdr_service_set_persistence_netmask(all->service, "255.0.255.0"));
	TRY(lvsdr_service_set_persistence_engine(all->marked, ""));
	TRY(lvsdr_service_set_one_packet(all->service, 0));
	TRY(lvsdr_dest_set_weight(all->dest, 3));
	TRY(lvsdr_dest_set_forwarding(all->dest, LVSDR_FORWARD_DIRECT));
	TRY(lvsdr_dest_set_thresholds(all->dest, 9, 3));
	TRY(lvsdr_dest_set_tunnel(all->dest, 0, 0, 0));
	return result;
}

static int set_vip(struct lvsdr_vip *vip)
{
	int result = lvsdr_vip_set_label(vip, "lo:0");

	TRY(lvsdr_vip_set_prefix_length(vip, 32));
	TRY(lvsdr_vip_set_broadcast(vip, "192.168.1.255"));
	TRY(lvsdr_vip_set_peer(vip, "192.168.1.42"));
	TRY(lvsdr_vip_set_address_scope(vip, 0));
	TRY(lvsdr_vip_set_metric(vip, 7));
	TRY(lvsdr_vip_set_address_protocol(vip, 0));
	TRY(lvsdr_vip_set_valid_lifetime(vip, UINT32_MAX));
	TRY(lvsdr_vip_set_preferred_lifetime(vip, UINT32_MAX));
	TRY(lvsdr_vip_set_flags(vip, 0));
	TRY(lvsdr_vip_set_host_route(vip, 1));
	return result;
}

static int set_others(struct objects *all)
{
	int result = lvsdr_arp_policy_set_arp_ignore(all->policy, 1);

	TRY(lvsdr_arp_policy_set_arp_announce(all->policy, 2));
	TRY(lvsdr_timeouts_set_tcp(all->timeouts, 9));
	TRY(lvsdr_timeouts_set_tcp_fin(all->timeouts, 9));
	TRY(lvsdr_timeouts_set_udp(all->timeouts, 9));
	TRY(lvsdr_sysctl_set_value(all->sysctl, "1"));
	TRY(lvsdr_sync_daemon_set_sync_id(all->daemon, 3));
	TRY(lvsdr_sync_daemon_set_max_length(all->daemon, 1400));
	TRY(lvsdr_sync_daemon_set_group(all->daemon, "224.0.0.82"));
	TRY(lvsdr_sync_daemon_set_port(all->daemon, 9000));
	TRY(lvsdr_sync_daemon_set_ttl(all->daemon, 2));
	TRY(lvsdr_mark_set_device(all->mark, "eth0"));
	return result;
}

/* Getters take no memory: without any they tell what was set. */
static void check_services(const struct objects *all)
{
	char text[64];

	assert_string_equal(lvsdr_service_get_family(all->service), "ipv4");
	assert_int_equal(lvsdr_service_get_scheduler_flags(all->service), LVSDR_SCHEDULER_MH_PORT);
	assert_int_equal(lvsdr_service_get_persistence_prefix(all->service), -EBADMSG);
	assert_true(lvsdr_service_get_persistence_netmask(all->service, text, sizeof(text)) > 0);
	assert_string_equal(text, "255.0.255.0");
	assert_string_equal(lvsdr_service_get_persistence_engine(all->marked), "");
	assert_int_equal(lvsdr_service_get_one_packet(all->service), 0);
	assert_int_equal(lvsdr_dest_get_upper_threshold(all->dest), 9);
	assert_int_equal(lvsdr_dest_get_lower_threshold(all->dest), 3);
	assert_int_equal(lvsdr_dest_get_tunnel_type(all->dest), 0);
	assert_int_equal(lvsdr_dest_get_tunnel_port(all->dest), 0);
	assert_int_equal(lvsdr_dest_get_tunnel_flags(all->dest), 0);
}

static void check_vip(const struct lvsdr_vip *vip)
{
	char text[64];

	assert_true(lvsdr_vip_get_address(vip, text, sizeof(text)) > 0);
	assert_string_equal(text, "192.168.1.41");
	assert_true(lvsdr_vip_get_broadcast(vip, text, sizeof(text)) > 0);
	assert_string_equal(text, "192.168.1.255");
	assert_true(lvsdr_vip_get_peer(vip, text, sizeof(text)) > 0);
	assert_string_equal(text, "192.168.1.42");
	assert_int_equal(lvsdr_vip_get_address_scope(vip), 0);
	assert_int_equal(lvsdr_vip_get_address_protocol(vip), 0);
	assert_true(lvsdr_vip_get_valid_lifetime(vip) == UINT32_MAX);
	assert_true(lvsdr_vip_get_preferred_lifetime(vip) == UINT32_MAX);
	assert_int_equal(lvsdr_vip_get_flags(vip), 0);
	lvsdr_vip_get_usable(vip);
}

static void check_others(const struct objects *all)
{
	char text[64];

	assert_true(lvsdr_sync_daemon_get_group(all->daemon, text, sizeof(text)) > 0);
	assert_string_equal(text, "224.0.0.82");
	assert_int_equal(lvsdr_sync_daemon_get_max_length(all->daemon), 1400);
	assert_int_equal(lvsdr_sync_daemon_get_port(all->daemon), 9000);
	assert_int_equal(lvsdr_sync_daemon_get_ttl(all->daemon), 2);
	assert_true(lvsdr_mark_get_address(all->mark, text, sizeof(text)) > 0);
	assert_string_equal(text, "192.168.1.41");
	assert_true(lvsdr_mark_get_ports(all->mark, text, sizeof(text)) > 0);
	assert_string_equal(text, "80,443,8000-8080");
	assert_string_equal(lvsdr_mark_get_device(all->mark), "eth0");
	assert_string_equal(lvsdr_mark_get_protocol(all->mark), "tcp");
}

static int set_handle(struct lvsdr *host)
{
	int result = lvsdr_set_insist(host, 1);

	TRY(lvsdr_set_timeout(host, 700));
	TRY(lvsdr_set_ipvs_interface(host, LVSDR_IPVS_NETLINK));
	if (result)
		return result;
	assert_int_equal(lvsdr_get_insist(host), 1);
	assert_int_equal(lvsdr_get_timeout(host), 700);
	assert_int_equal(lvsdr_get_ipvs_interface(host), LVSDR_IPVS_NETLINK);
	assert_true(lvsdr_set_insist(host, 2) == -EINVAL);
	assert_string_equal(lvsdr_error_operation(host), "set");
	assert_string_equal(lvsdr_error_object(host), "insist");
	assert_string_equal(lvsdr_error_field(host), "insist");
	assert_int_equal(lvsdr_error_kernel_errno(host), 0);
	assert_string_equal(lvsdr_error_kernel_text(host), "");
	assert_string_not_equal(lvsdr_version(), "");
	return 0;
}

static int make_objects(struct lvsdr *host)
{
	struct objects all = {.service = NULL};
	int result = set_handle(host);

	TRY(make_all(host, &all));
	TRY(set_services(&all));
	TRY(set_vip(all.vip));
	TRY(set_others(&all));
	if (!result) {
		check_services(&all);
		check_vip(all.vip);
		check_others(&all);
	}
	free_all(&all);
	return result;
}

static int fill_state(struct lvsdr_state *state, const struct objects *all)
{
	int result = lvsdr_state_add_service(state, all->service);

	TRY(lvsdr_state_add_service(state, all->marked));
	TRY(lvsdr_state_update_service(state, all->service));
	TRY(lvsdr_state_add_dest(state, all->service, all->dest));
	TRY(lvsdr_state_update_dest(state, all->service, all->dest));
	TRY(lvsdr_state_add_vip(state, all->vip));
	TRY(lvsdr_state_add_arp_policy(state, all->policy));
	TRY(lvsdr_state_set_timeouts(state, all->timeouts));
	TRY(lvsdr_state_add_sysctl(state, all->sysctl));
	TRY(lvsdr_state_add_sync_daemon(state, all->daemon));
	TRY(lvsdr_state_add_mark(state, all->mark));
	return result;
}

/* What a state hands out is of the state, and takes no memory. */
static void check_filled(const struct lvsdr_state *state)
{
	assert_int_equal(lvsdr_state_get_service_count(state), 2);
	assert_int_equal(lvsdr_state_get_dest_count(state, 0), 1);
	assert_int_equal(lvsdr_service_get_fwmark(lvsdr_state_get_service(state, 1)), 7);
	assert_int_equal(lvsdr_dest_get_weight(lvsdr_state_get_dest(state, 0, 0)), 1);
	assert_int_equal(lvsdr_state_get_vip_count(state), 1);
	assert_string_equal(lvsdr_vip_get_device(lvsdr_state_get_vip(state, 0)), "lo");
	assert_int_equal(lvsdr_state_get_arp_policy_count(state), 1);
	assert_int_equal(lvsdr_arp_policy_get_arp_ignore(lvsdr_state_get_arp_policy(state, 0)), 1);
	assert_non_null(lvsdr_state_get_timeouts(state));
	assert_int_equal(lvsdr_state_get_sysctl_count(state), 1);
	assert_string_equal(lvsdr_sysctl_get_value(lvsdr_state_get_sysctl(state, 0)), "0");
	assert_int_equal(lvsdr_state_get_sync_daemon_count(state), 1);
	assert_string_equal(lvsdr_sync_daemon_get_role(lvsdr_state_get_sync_daemon(state, 0)),
			    "master");
	assert_int_equal(lvsdr_state_get_mark_count(state), 1);
	assert_int_equal(lvsdr_mark_get_fwmark(lvsdr_state_get_mark(state, 0)), 7);
}

static int fill_by_hand(struct lvsdr *host)
{
	struct lvsdr_state *state = NULL;
	struct objects all = {.service = NULL};
	int result = make_all(host, &all);

	TRY(lvsdr_state_new(host,
			    LVSDR_STATE_SERVICES | LVSDR_STATE_VIPS | LVSDR_STATE_ARP_POLICIES |
				    LVSDR_STATE_TIMEOUTS | LVSDR_STATE_SYSCTLS |
				    LVSDR_STATE_SYNC_DAEMONS | LVSDR_STATE_MARKS,
			    &state));
	TRY(fill_state(state, &all));
	if (!result)
		check_filled(state);
	TRY(write_state(host, state));
	lvsdr_state_free(state);
	free_all(&all);
	return result;
}

/* ---- Plans. */

static int read_steps(struct lvsdr *host, struct lvsdr_plan *plan)
{
	static const char *(*const getters[])(const struct lvsdr_plan *, size_t) = {
		lvsdr_plan_get_step_command, lvsdr_plan_get_step_explanation,
		lvsdr_plan_get_step_before, lvsdr_plan_get_step_after, lvsdr_plan_get_step_service};
	size_t count = lvsdr_plan_get_step_count(plan);

	for (size_t i = 0; i < count; i++) {
		assert_non_null(lvsdr_plan_get_step_kind(plan, i));
		assert_int_equal(lvsdr_plan_get_step_status(plan, i), LVSDR_STEP_PENDING);
		assert_string_equal(lvsdr_plan_get_step_note(plan, i), "");
		for (size_t k = 0; k < sizeof(getters) / sizeof(*getters); k++) {
			const char *text = getters[k](plan, i);

			if (!text)
				return lvsdr_error_code(host);
			tell(text);
		}
	}
	return count ? 0 : -ENOENT;
}

static int read_again(struct lvsdr *host, struct lvsdr_plan *plan)
{
	struct lvsdr_plan *again = NULL;
	const char *text;
	int result = read_steps(host, plan);

	TRY(lvsdr_plan_to_json(plan, &text));
	if (!result)
		tell(text);
	TRY(lvsdr_plan_from_json(host, text, strlen(text), &again));
	lvsdr_plan_free(again);
	return result;
}

static int make_graceful(struct lvsdr_plan *plan)
{
	int result = lvsdr_plan_make_graceful(plan, LVSDR_DRAIN_SET_FALLBACK, 1000);

	return result < 0 ? result : 0;
}

static int plan_between(struct lvsdr *host, const char *observed, const char *wanted,
			int (*change)(struct lvsdr_plan *plan))
{
	struct lvsdr_state *from = NULL, *to = NULL;
	struct lvsdr_scope *scope = NULL;
	struct lvsdr_plan *plan = NULL;
	int result = lvsdr_scope_new(host, "192.168.1.41 fwmark:7", &scope);

	if (observed)
		TRY(lvsdr_state_from_text(host, "json", observed, strlen(observed), &from));
	TRY(lvsdr_state_from_text(host, "json", wanted, strlen(wanted), &to));
	TRY(lvsdr_plan_between(host, scope, from, to, &plan));
	if (change)
		TRY(change(plan));
	TRY(read_again(host, plan));
	lvsdr_plan_free(plan);
	lvsdr_scope_free(scope);
	lvsdr_state_free(to);
	lvsdr_state_free(from);
	return result;
}

/* Addresses and ARP only: what needs no privilege and no IPVS. */
static int plan_network(struct lvsdr *host)
{
	return plan_between(host, NULL,
			    "{\"lvsdr_state\": 1, \"vips\": [{\"address\": \"192.168.1.41\", "
			    "\"device\": \"lo\"}]}",
			    NULL);
}

/* From a state to another, without asking a kernel. */
static int plan_services(struct lvsdr *host)
{
	static const char few[] = "{\"lvsdr_state\": 1, \"services\": [{\"protocol\": \"tcp\", "
				  "\"address\": \"192.168.1.41\", \"port\": 81, "
				  "\"destinations\": [{\"address\": \"10.0.0.9\"}]}]}",
			  many[] = "{\"lvsdr_state\": 1, \"services\": [{\"protocol\": \"tcp\", "
				   "\"address\": \"192.168.1.41\", \"port\": 80, \"scheduler\": "
				   "\"mh\", \"destinations\": [{\"address\": \"10.0.0.1\"}, "
				   "{\"address\": \"10.0.0.2\"}, {\"address\": \"10.0.0.3\"}]}, "
				   "{\"family\": \"ipv6\", \"fwmark\": 7}]}";

	return plan_between(host, few, many, NULL);
}

/* With destinations that go, one with its service, mark and VIP, and one of a scheduler that hashes. */
static int plan_gracefully(struct lvsdr *host)
{
	static const char before[] =
		"{\"lvsdr_state\": 1, \"services\": [{\"protocol\": \"tcp\", \"address\": "
		"\"192.168.1.41\", \"port\": 80, \"scheduler\": \"mh\", \"destinations\": "
		"[{\"address\": \"10.0.0.1\"}, {\"address\": \"10.0.0.2\"}]}, {\"family\": "
		"\"ipv4\", \"fwmark\": 7, \"destinations\": [{\"address\": \"10.0.0.1\"}]}], "
		"\"marks\": [{\"protocol\": \"tcp\", \"address\": \"192.168.1.41\", \"ports\": "
		"\"443\", \"fwmark\": 7}], \"vips\": [{\"address\": \"192.168.1.41\", "
		"\"device\": \"lo\"}]}";
	static const char after[] =
		"{\"lvsdr_state\": 1, \"marks\": [], \"vips\": [], \"services\": [{\"protocol\": "
		"\"tcp\", \"address\": \"192.168.1.41\", \"port\": 80, \"scheduler\": \"mh\", "
		"\"destinations\": [{\"address\": \"10.0.0.2\"}]}]}";

	return plan_between(host, before, after, make_graceful);
}

static int plan_by_hand(struct lvsdr *host)
{
	struct lvsdr_plan *plan = NULL;
	struct objects all = {.service = NULL};
	int result = make_all(host, &all), added;

	TRY(lvsdr_plan_new(host, &plan));
	TRY(lvsdr_plan_set_keep_going(plan, 1));
	if (!result) {
		assert_int_equal(lvsdr_plan_get_keep_going(plan), 1);
		added = lvsdr_plan_add_vip(plan, all.vip);
		result = added < 0 ? added : 0;
	}
	TRY(read_again(host, plan));
	lvsdr_plan_free(plan);
	free_all(&all);
	return result;
}

/* ---- What the kernel is asked without privilege. */

static int read_network(struct lvsdr *host)
{
	struct lvsdr_state *state = NULL;
	struct lvsdr_scope *scope = NULL;
	int result = lvsdr_scope_new(host, "everything", &scope);

	TRY(lvsdr_state_read(host, scope, LVSDR_STATE_VIPS | LVSDR_STATE_ARP_POLICIES, &state));
	lvsdr_state_free(state);
	lvsdr_scope_free(scope);
	return result;
}

static int read_policy(struct lvsdr *host)
{
	struct lvsdr_arp_policy *policy = NULL;
	int result = lvsdr_arp_policy_new(host, "all", &policy);

	TRY(lvsdr_arp_policy_read(host, policy));
	lvsdr_arp_policy_free(policy);
	return result;
}

const struct work works[] = {
	{"read_json", read_json, 50},
	{"write_all", write_all, 100},
	{"read_rules", read_rules, 5},
	{"read_names", read_names, 5},
	{"make_scope", make_scope, 3},
	{"make_objects", make_objects, 9},
	{"fill_by_hand", fill_by_hand, 50},
	{"plan_network", plan_network, 30},
	{"plan_services", plan_services, 100},
	{"plan_by_hand", plan_by_hand, 20},
	{"plan_gracefully", plan_gracefully, 100},
	{"read_network", read_network, 5},
	{"read_policy", read_policy, 2},
};

const size_t work_count = sizeof(works) / sizeof(*works);
