/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What is written down comes back, every field of every kind, to the letter; and a record is
 * trusted as little as any other text.
 */
#include "../check.h"
#include "any-object.h"
#include "core/handle.h"
#include "plan/plan.h"
#include "state/state.h"

#include <stdbool.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ROUNDS = 2000 };

/* To the letter; `set` counts for the fields that there are. */
static void check_same(const struct object_class *class, const union object *found,
		       const union object *wanted, const char *json)
{
	const size_t set = class->fields.set_offset;
	union object a, b;
	struct text difference = {0};

	memset(&a, 0, sizeof(a));
	memset(&b, 0, sizeof(b));
	object_copy(class, &a, found);
	object_copy(class, &b, wanted);
	object_set_all(class, &a);
	object_set_all(class, &b);
	if (class == &dest_class)
		a.dest.service = b.dest.service = NULL;
	a.host = b.host = NULL;
	if (!memcmp(&a, &b, class->fields.size))
		return;
	for (size_t i = 0; i < class->fields.size; i++)
		if (((char *)&a)[i] != ((char *)&b)[i])
			text_add(&difference, " %zu", i);
	fail_msg("%s: bytes%s differ (set is at %zu): %s", class->name, difference.data, set, json);
}

/* ---- A state. */

static struct lvsdr_state *state_of(struct lvsdr *host, const struct object_class *class,
				    const union object *object)
{
	struct lvsdr_state *state = state_make(host, class->part);
	union object service;

	assert_non_null(state);
	state->observed = true;
	if (class == &dest_class) {
		make_object(&service_class, &service);
		state->parts = LVSDR_STATE_SERVICES;
		assert_int_equal(state_append_service(state, &service.service), 0);
		assert_int_equal(state_append_dest(&state->services[0], &object->dest), 0);
	} else if (class == &service_class) {
		assert_int_equal(state_append_service(state, &object->service), 0);
	} else {
		assert_int_equal(state_append(state, class, object), 0);
	}
	return state;
}

static const union object *object_in(const struct lvsdr_state *state,
				     const struct object_class *class)
{
	if (class == &dest_class)
		return (const union object *)&state->services[0].dests[0];
	if (class == &service_class)
		return (const union object *)&state->services[0].service;
	return state_at(&state->lists[class->kind], 0);
}

static void check_state(struct lvsdr *host, const struct object_class *class)
{
	struct lvsdr_state *state, *again = NULL;
	union object object;
	const char *json;

	make_object(class, &object);
	state = state_of(host, class, &object);
	if (lvsdr_state_to_text(state, "json", &json) ||
	    lvsdr_state_from_text(host, "json", json, strlen(json), &again))
		fail_msg("%s", lvsdr_error_message(host));
	check_same(class, object_in(again, class), &object, json);
	lvsdr_state_free(again);
	lvsdr_state_free(state);
}

static void test_states(void **host)
{
	for (int round = 0; round < ROUNDS; round++)
		for (size_t i = 0; i < KIND_COUNT; i++)
			check_state(*host, object_classes[i]);
}

/* ---- A plan. */

static void give_record(struct lvsdr *host, struct step *step, union object *after)
{
	json_t *record = NULL;

	if (step->class == &arp_policy_class) {
		after->arp_policy.asked_ignore = (int32_t)random_below(&numbers, 9);
		after->arp_policy.asked_announce = (int32_t)random_below(&numbers, 3);
		record = json_pack("{s:[s], s:[], s:i, s:i}", "vips", "192.168.1.41", "silenced",
				   "asked_ignore", after->arp_policy.asked_ignore, "asked_announce",
				   after->arp_policy.asked_announce);
	} else if (step->class == &vip_class) {
		record = json_pack("{s:{s:s}, s:[{s:s, s:s}], s:[], s:[], s:[]}", "devices", "2",
				   "eth0", "addresses", "address", "192.168.1.42", "device", "eth0",
				   "routes", "shared", "order");
	} else {
		return;
	}
	assert_non_null(record);
	assert_int_equal(step_keep_record(host, step, record), 0);
}

static struct lvsdr_plan *plan_of(struct lvsdr *host, const struct object_class *class)
{
	union object before, after, service;
	struct step step = {.class = class, .stage = random_below(&numbers, 9)};
	struct lvsdr_plan *plan = NULL;

	assert_int_equal(lvsdr_plan_new(host, &plan), 0);
	make_object(class, &before);
	after = before;
	fill(class, &after, false);
	give_record(host, &step, &after);
	if (class->owner) {
		make_object(&service_class, &service);
		before.dest.service = after.dest.service =
			plan_copy_service(plan, &service.service);
	}
	step.before = plan_copy(plan, class, &before);
	step.after = plan_copy(plan, class, &after);
	assert_int_equal(plan_append(plan, &step), 0);
	return plan;
}

static void check_plan(struct lvsdr *host, const struct object_class *class)
{
	struct lvsdr_plan *plan = plan_of(host, class), *again = NULL;
	const struct step *step = plan->steps, *read;
	const char *json;

	if (lvsdr_plan_to_json(plan, &json) ||
	    lvsdr_plan_from_json(host, json, strlen(json), &again))
		fail_msg("%s", lvsdr_error_message(host));
	read = again->steps;
	assert_int_equal(again->count, 1);
	assert_ptr_equal(read->class, class);
	assert_int_equal(read->stage, step->stage);
	check_same(class, read->before, step->before, json);
	check_same(class, read->after, step->after, json);
	assert_true(!step_record(step) || json_equal(step_record(step), step_record(read)));
	if (class->owner)
		assert_true(fields_equal(&service_class.fields, read->before->dest.service,
					 step->before->dest.service, true));
	lvsdr_plan_free(again);
	lvsdr_plan_free(plan);
}

static void test_plans(void **host)
{
	for (int round = 0; round < ROUNDS; round++)
		for (size_t i = 0; i < KIND_COUNT; i++)
			check_plan(*host, object_classes[i]);
}

/* ---- Hostile records. */

/* A record of this host with one step. */
static char *record_with(struct lvsdr *host, const char *step)
{
	struct lvsdr_plan *plan;
	const char *json;
	char *text = NULL;
	size_t head;

	assert_int_equal(lvsdr_plan_new(host, &plan), 0);
	assert_int_equal(lvsdr_plan_to_json(plan, &json), 0);
	head = (size_t)(strstr(json, "\"steps\"") - json);
	assert_true(asprintf(&text, "%.*s\"steps\": [%s]}", (int)head, json, step) > 0);
	lvsdr_plan_free(plan);
	return text;
}

#define STEP(object, before, after)                                                                \
	"{\"object\": \"" object "\", \"stage\": 0, \"before\": " before ", \"after\": " after "}"
#define RECORDED(object, before, after, record)                                                    \
	"{\"object\": \"" object "\", \"stage\": 0, \"before\": " before ", \"after\": " after     \
	", \"record\": " record "}"
#define SYSCTL(name)   "{\"name\": \"" name "\", \"value\": \"1\"}"
#define POLICY(device) "{\"device\": \"" device "\", \"arp_ignore\": 1, \"arp_announce\": 2}"
#define VIP(more)      "{\"address\": \"192.168.1.41\", \"device\": \"eth0\"" more "}"
#define DAEMON(device) "{\"role\": \"master\", \"device\": \"" device "\"}"
#define MARK(device)                                                                               \
	"{\"protocol\": \"tcp\", \"address\": \"192.168.1.41\", \"ports\": \"80\", \"device\": "   \
	"\"" device "\", \"fwmark\": 8}"
#define TWICE(object, form) STEP(object, form, form)
#define OF_POLICY(record)   RECORDED("ARP policy", POLICY("eth0"), POLICY("eth0"), record)
#define OF_VIP(record)      RECORDED("VIP", VIP(""), "null", record)
/* 10.0.0.0/8 by device 2: struct rtmsg, RTA_DST, RTA_OIF. */
#define ROUTE_HEAD "02080000fe03fd0100000000"
#define ROUTE                                                                                      \
	ROUTE_HEAD "080001000a000000"                                                              \
		   "0800040002000000"

static const struct hostile {
	const char *step, *words;
} hostile[] = {
	{TWICE("sysctl", SYSCTL("../../../../../tmp/victim")), "/steps/0/before/name"},
	{TWICE("sysctl", SYSCTL("a/b")), "/steps/0/before/name"},
	{TWICE("sysctl", SYSCTL("..")), "/steps/0/before/name"},
	{TWICE("sysctl", SYSCTL("")), "/steps/0/before/name"},
	{TWICE("sysctl", SYSCTL("a\\\\x2fb")), "/steps/0/before/name"},
	{STEP("sysctl", SYSCTL("a"), SYSCTL("../a")), "/steps/0/after/name"},
	{TWICE("ARP policy", POLICY("../x")), "/steps/0/before/device"},
	{TWICE("ARP policy", POLICY("all/../..")), "/steps/0/before/device"},
	{TWICE("ARP policy", POLICY("..")), "/steps/0/before/device"},
	{TWICE("ARP policy", POLICY("all\\\\x2f..")), "/steps/0/before/device"},
	{TWICE("sync daemon", DAEMON("../x")), "/steps/0/before/device"},
	{TWICE("packet mark", MARK("a/b")), "/steps/0/before/device"},
	{TWICE("packet mark", MARK("a\\\"b")), "/steps/0/before/device"},
	{TWICE("VIP", "{\"address\": \"192.168.1.41\", \"device\": \"../x\"}"),
	 "/steps/0/before/device"},
	{TWICE("VIP", VIP(", \"prefix_length\": 33")), "/steps/0/before/prefix_length"},
	{TWICE("VIP", VIP(", \"prefix_length\": 200")), "/steps/0/before/prefix_length"},
	{TWICE("VIP", VIP(", \"prefix_length\": -1")), "/steps/0/before/prefix_length"},
	{TWICE("VIP", VIP(", \"peer\": \"2001:db8::1\"")), "/steps/0/before/peer"},
	{RECORDED("sysctl", SYSCTL("a"), SYSCTL("a"), "{}"), "/steps/0/record"},
	{OF_POLICY("{}"), "/steps/0/record"},
	{OF_POLICY("[]"), "/steps/0/record"},
	{OF_POLICY("{\"vips\": [1], \"silenced\": [], \"asked_ignore\": 1, \"asked_announce\": 2}"),
	 "/steps/0/record"},
	{OF_POLICY("{\"vips\": [], \"silenced\": [], \"asked_ignore\": -1, \"asked_announce\": 2}"),
	 "/steps/0/record"},
	{OF_VIP("{}"), "/steps/0/record"},
	{OF_VIP("{\"devices\": {\"2\": \"../x\"}, \"addresses\": [], \"routes\": [], \"order\": "
		"[]}"),
	 "/steps/0/record"},
	{OF_VIP("{\"devices\": {}, \"addresses\": [], \"routes\": [\"" ROUTE "\"], \"order\": []}"),
	 "/steps/0/record: /routes/0"},
	{OF_VIP("{\"devices\": {\"2\": \"eth0\"}, \"addresses\": [], \"routes\": [\"0\"], "
		"\"order\": []}"),
	 "/steps/0/record: /routes/0"},
	{OF_VIP("{\"devices\": {\"2\": \"eth0\"}, \"addresses\": [], \"routes\": [\"zz" ROUTE
		"\"], \"order\": []}"),
	 "/steps/0/record: /routes/0"},
	{OF_VIP("{\"devices\": {\"2\": \"eth0\"}, \"addresses\": [], \"routes\": "
		"[\"0222" ROUTE "\"], \"order\": []}"),
	 "/steps/0/record: /routes/0"},
	{OF_VIP("{\"devices\": {\"2\": \"eth0\"}, \"addresses\": [], \"routes\": [], "
		"\"order\": [\"0\"]}"),
	 "/steps/0/record: /order/0"},
	{OF_VIP("{\"devices\": {\"2\": \"eth0\"}, \"addresses\": [], \"routes\": [], "
		"\"shared\": [\"0\"], \"order\": []}"),
	 "/steps/0/record: /shared/0"},
	{OF_VIP("{\"devices\": {\"2\": \"eth0\"}, \"addresses\": [], \"routes\": [], "
		"\"device_routes\": [\"0\"], \"order\": []}"),
	 "/steps/0/record: /device_routes/0"},
	{OF_VIP("{\"devices\": {\"2\": \"eth0\"}, \"addresses\": [{\"address\": \"192.168.1.42\", "
		"\"device\": \"a/b\"}], \"routes\": [], \"order\": []}"),
	 "/steps/0/record: /addresses/0"},
	{OF_VIP("{\"devices\": {\"2\": \"eth0\"}, \"addresses\": [{\"address\": \"192.168.1.42\", "
		"\"device\": \"eth0\", \"prefix_length\": 129}], \"routes\": [], \"order\": []}"),
	 "/steps/0/record: /addresses/0"},
};

static void test_hostile_records(void **host)
{
	struct lvsdr_plan *plan = NULL;
	char *text;

	for (size_t i = 0; i < sizeof(hostile) / sizeof(*hostile); i++) {
		text = record_with(*host, hostile[i].step);
		if (!lvsdr_plan_from_json(*host, text, strlen(text), &plan))
			fail_msg("it is taken: %s", hostile[i].step);
		if (!strstr(lvsdr_error_message(*host), hostile[i].words))
			fail_msg("\"%s\" for %s", lvsdr_error_message(*host), hostile[i].step);
		free(text);
	}
}

/* What the hostile ones are like without what is wrong with them. */
static void test_good_records(void **host)
{
	static const char *const good[] = {
		TWICE("sysctl", SYSCTL("a_b1")),
		TWICE("ARP policy", POLICY("lo")),
		TWICE("VIP", VIP(", \"prefix_length\": 32")),
		OF_POLICY("{\"vips\": [], \"silenced\": [], \"asked_ignore\": 1, "
			  "\"asked_announce\": 2}"),
		OF_VIP("{\"devices\": {\"2\": \"eth0\"}, \"addresses\": [{\"address\": "
		       "\"192.168.1.42\", \"device\": \"eth0\"}], \"routes\": [\"" ROUTE
		       "\"], \"order\": []}"),
		OF_VIP("{\"devices\": {\"2\": \"eth0\"}, \"addresses\": [], \"routes\": [], "
		       "\"shared\": [\"" ROUTE "\"], \"order\": []}"),
		OF_VIP("{\"devices\": {\"2\": \"eth0\"}, \"addresses\": [], \"routes\": [], "
		       "\"device_routes\": [\"" ROUTE "\"], \"order\": []}"),
	};
	struct lvsdr_plan *plan = NULL;
	char *text;

	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		text = record_with(*host, good[i]);
		if (lvsdr_plan_from_json(*host, text, strlen(text), &plan))
			fail_msg("%s", lvsdr_error_message(*host));
		lvsdr_plan_free(plan);
		free(text);
	}
}

/* A name that fills the message to the kernel many times over. */
static void test_long_names(void **host)
{
	char name[20001], step[sizeof(name) + 1024], *text;
	struct lvsdr_plan *plan = NULL;

	memset(name, 'a', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	snprintf(step, sizeof(step),
		 OF_VIP("{\"devices\": {\"2\": \"%s\"}, \"addresses\": [], \"routes\": [\"" ROUTE
			"\"]}"),
		 name);
	text = record_with(*host, step);
	check_refused(*host, lvsdr_plan_from_json(*host, text, strlen(text), &plan), -EBADMSG,
		      "/steps/0/record");
	free(text);
}

/* A state that says it was read is no better. */
static void test_observed_states(void **host)
{
	static const char text[] = "{\"lvsdr_state\": 1, \"observed\": true, \"sysctls\": "
				   "[{\"name\": \"../../../../../tmp/victim\", \"value\": \"1\"}]}";
	struct lvsdr_state *state;

	check_refused(*host, lvsdr_state_from_text(*host, "json", text, strlen(text), &state),
		      -EINVAL, "/sysctls/0/name");
}

/* ---- Whatever a path says, it stays below its folder. */

static void test_paths(void **state)
{
	static const char *const paths[] = {"../../../../..%s",
					    "conf/../../../../..%s",
					    "conf/all/../../../../../..%s",
					    "%s",
					    "conf//all/arp_ignore",
					    "",
					    ".",
					    "..",
					    "conf/",
					    "conf/./all/arp_ignore"};
	char victim[] = "/tmp/lvsdr-victim-XXXXXX", path[256], text[8] = "";
	struct transport transport;
	struct stat status;
	int fd = mkstemp(victim);

	(void)state;
	assert_true(fd >= 0);
	transport_init(&transport);
	for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
		snprintf(path, sizeof(path), paths[i], victim);
		assert_int_equal(transport_write_sysctl_text(&transport, path, "1"), -EINVAL);
		assert_int_equal(transport_read_sysctl_text(&transport, path, text, sizeof(text)),
				 -EINVAL);
	}
	assert_int_equal(
		transport_read_sysctl_text(&transport, "conf/all/arp_ignore", text, sizeof(text)),
		0);
	assert_int_equal(fstat(fd, &status), 0);
	assert_int_equal(status.st_size, 0);
	transport_close(&transport);
	close(fd);
	unlink(victim);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_states, handle_set_up, handle_tear_down),
		cmocka_unit_test_setup_teardown(test_plans, handle_set_up, handle_tear_down),
		cmocka_unit_test_setup_teardown(test_hostile_records, handle_set_up,
						handle_tear_down),
		cmocka_unit_test_setup_teardown(test_good_records, handle_set_up, handle_tear_down),
		cmocka_unit_test_setup_teardown(test_long_names, handle_set_up, handle_tear_down),
		cmocka_unit_test_setup_teardown(test_observed_states, handle_set_up,
						handle_tear_down),
		cmocka_unit_test(test_paths),
	};

	numbers = random_start("records");
	return cmocka_run_group_tests_name("records", tests, NULL, NULL);
}
