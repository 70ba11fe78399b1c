// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The field that a failure names, beside those of test-validation.c: members of JSON, options of
 * rules, settings of a handle, and objects whose values cannot work together.
 */
#include "../check.h"

static void expect(struct lvsdr *host, int result, int code, const char *field)
{
	if (result != code || strcmp(lvsdr_error_field(host), field))
		fail_msg("%d instead of %d, and \"%s\" for \"%s\": %s", result, code,
			 lvsdr_error_field(host), field, lvsdr_error_message(host));
}

struct text_case {
	const char *text, *field;
	int code;
};

static void expect_texts(struct lvsdr *host, const char *format, const struct text_case *cases,
			 size_t count)
{
	struct lvsdr_state *state = NULL;

	for (size_t i = 0; i < count; i++)
		expect(host,
		       lvsdr_state_from_text(host, format, cases[i].text, strlen(cases[i].text),
					     &state),
		       cases[i].code, cases[i].field);
	assert_null(state);
}

#define STATE(members)   "{\"lvsdr_state\": 1, " members "}"
#define SERVICE          "\"protocol\": \"tcp\", \"address\": \"192.168.1.41\", \"port\": 80"
#define SERVICES(member) STATE("\"services\": [{" SERVICE ", " member "}]")
#define LONG_MEMBER      "a-member-of-more-than-sixty-three-letters-which-no-object-has-in-here"

static void test_json(void **host)
{
	static const struct text_case cases[] = {
		{"{", "", -EBADMSG},
		{"{\"lvsdr_state\": 2}", "lvsdr_state", -EBADMSG},
		{STATE("\"observed\": true"), "", -EBADMSG},
		{STATE("\"service\": []"), "service", -EBADMSG},
		{STATE("\"a/b\": []"), "a/b", -EBADMSG},
		{STATE("\"\\u001b[2J\": []"), "\\x1b[2J", -EBADMSG},
		{STATE("\"services\": 1"), "services", -EBADMSG},
		{STATE("\"services\": [1]"), "", -EBADMSG},
		{STATE("\"services\": [{}]"), "protocol", -EBADMSG},
		{STATE("\"services\": [{" SERVICE "}, {" SERVICE "}]"), "", -EBADMSG},
		{SERVICES("\"fwmark\": 8"), "protocol", -EBADMSG},
		{SERVICES("\"timeout\": 300"), "timeout", -EBADMSG},
		{SERVICES("\"counters\": []"), "counters", -EBADMSG},
		{SERVICES("\"destinations\": 1"), "destinations", -EBADMSG},
		{SERVICES("\"destinations\": [{\"address\": \"web1\"}]"), "address", -EINVAL},
		{SERVICES("\"scheduler_flags\": [true]"), "scheduler_flags", -EBADMSG},
		{SERVICES("\"scheduler_flags\": [\"x\"]"), "scheduler_flags", -EINVAL},
		{SERVICES("\"persistence_prefix\": 24, \"persistence_netmask\": \"255.0.0.0\""),
		 "persistence_netmask", -EBADMSG},
		{STATE("\"timeouts\": {\"tpc\": 1}"), "tpc", -EBADMSG},
	};

	expect_texts(*host, "json", cases, sizeof(cases) / sizeof(*cases));
}

/* What does not fit is cut, and nothing is written behind it. */
static void test_long_member(void **host)
{
	static const char text[] = SERVICES("\"" LONG_MEMBER "\": 1");
	struct lvsdr_state *state = NULL;

	assert_int_equal(lvsdr_state_from_text(*host, "json", text, strlen(text), &state),
			 -EBADMSG);
	assert_int_equal(strlen(lvsdr_error_field(*host)), 63);
	assert_memory_equal(lvsdr_error_field(*host), LONG_MEMBER, 63);
}

#define RULE_DEST "-A -t 1.2.3.4:80\n-a -t 1.2.3.4:80 -r 1.1.1.1 "

static void test_rules(void **host)
{
	static const struct text_case cases[] = {
		{"-E -t 1.2.3.4:80", "", -EBADMSG},
		{"-A -t 1.2.3.4:x", "port", -EINVAL},
		{"-A -f x", "fwmark", -EBADMSG},
		{"-A -f 8 -p 0", "persistence", -EBADMSG},
		{"-A -f 8 -p x", "persistence", -EBADMSG},
		{"-A -f 8 -p -M 24", "persistence_netmask", -EBADMSG},
		{"-A -f 8 -6 -p -M x", "persistence_prefix", -EBADMSG},
		{"-A -f 8 -b nosuch", "scheduler_flags", -EBADMSG},
		{"-A -f 8 -b sh-port", "scheduler_flags", -EBADMSG},
		{"-A -f 8\n-A -f 8", "", -EBADMSG},
		{RULE_DEST "-w x", "weight", -EBADMSG},
		{RULE_DEST "-w 1 -w 2", "", -EBADMSG},
		{RULE_DEST "-i --tun-csum", "tunnel_flags", -EBADMSG},
		{RULE_DEST "-i --tun-type gre --tun-remcsum", "tunnel_flags", -EBADMSG},
		{RULE_DEST "-i --tun-type gue --tun-port 0", "tunnel_port", -EBADMSG},
		{RULE_DEST "-y 2", "lower_threshold", -EINVAL},
		{"-a -f 8 -r 1.1.1.1", "", -EBADMSG},
		{"--set 900 x 300", "tcp_fin", -EBADMSG},
		{"--set 900 120", "", -EBADMSG},
		{"--start-daemon both", "role", -EINVAL},
		{"--start-daemon master --sync-maxlen 0", "max_length", -EBADMSG},
	};

	expect_texts(*host, "rules", cases, sizeof(cases) / sizeof(*cases));
}

static void test_settings(void **state)
{
	struct lvsdr *host = *state;
	struct lvsdr_plan *plan;

	expect(host, lvsdr_set_timeout(host, 0), -EINVAL, "timeout");
	expect(host, lvsdr_set_insist(host, 2), -EINVAL, "insist");
	expect(host, lvsdr_set_ipvs_interface(host, 3), -EINVAL, "ipvs_interface");
	expect(host, lvsdr_set_trace_details(host, 4), -EINVAL, "trace_details");
	assert_int_equal(lvsdr_plan_new(host, &plan), 0);
	expect(host, lvsdr_plan_set_keep_going(plan, 2), -EINVAL, "keep_going");
	lvsdr_plan_free(plan);
	/* The next failure has no field. */
	expect(host, lvsdr_service_add(host, NULL), -EINVAL, "");
	assert_string_equal(lvsdr_error_field(NULL), "");
}

static void test_texts(void **host)
{
	struct lvsdr_service *service;

	expect(*host, lvsdr_service_new(*host, "tcp", NULL, &service), -EINVAL, "");
	expect(*host, lvsdr_service_new(*host, "tcp", "192.168.1.41", &service), -EINVAL, "port");
	assert_int_equal(lvsdr_service_new(*host, "tcp", "192.168.1.41:80", &service), 0);
	expect(*host, lvsdr_service_set_scheduler(service, NULL), -EINVAL, "scheduler");
	expect(*host, lvsdr_service_set_persistence_netmask(service, NULL), -EINVAL,
	       "persistence_netmask");
	lvsdr_service_free(service);
	expect(*host, lvsdr_address_probe(*host, "web1", "eth0", 0, NULL, 0), -EINVAL, "address");
	expect(*host, lvsdr_address_probe(*host, "::1", "eth0/1", 0, NULL, 0), -EINVAL, "device");
	expect(*host, lvsdr_address_probe(*host, "::1", "eth0", 9, NULL, 0), -EINVAL, "");
}

/* Each state describes what the kernel would accept although it cannot work. */
static void test_what_cannot_work(void **host)
{
	static const struct {
		const char *text, *field;
	} bad[] = {
		{"{\"protocol\": \"tcp\", \"address\": \"0.0.0.0\", \"port\": 80}", "address"},
		{"{\"protocol\": \"tcp\", \"address\": \"192.168.1.41\", \"port\": 0}", "port"},
		{"{" SERVICE ", \"one_packet\": true}", "one_packet"},
		{"{" SERVICE ", \"destinations\": [{\"address\": \"192.168.1.41\"}]}", "address"},
		{"{" SERVICE ", \"destinations\": [{\"address\": \"2001:db8::20\"}]}", ""},
		{"{" SERVICE
		 ", \"destinations\": [{\"address\": \"192.168.1.20\", \"port\": 8080}]}",
		 "port"},
	};
	char text[512];

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct lvsdr_state *observed, *desired;
		struct lvsdr_scope *everything;
		struct lvsdr_plan *plan = NULL;

		snprintf(text, sizeof(text), STATE("\"services\": [%s]"), bad[i].text);
		assert_int_equal(lvsdr_state_from_text(*host, "json", text, strlen(text), &desired),
				 0);
		assert_int_equal(lvsdr_state_new(*host, LVSDR_STATE_SERVICES, &observed), 0);
		assert_int_equal(lvsdr_scope_new(*host, "everything", &everything), 0);
		expect(*host, lvsdr_plan_between(*host, everything, observed, desired, &plan),
		       -EINVAL, bad[i].field);
		lvsdr_scope_free(everything);
		lvsdr_state_free(observed);
		lvsdr_state_free(desired);
	}
}

/* Steps as somebody may have edited them. */
static void test_steps(void **host)
{
	static const struct {
		const char *step, *field;
		int code;
	} bad[] = {
		{"{}", "object", -EBADMSG},
		{"{\"object\": \"VIP\", \"before\": null, \"after\": null}", "before", -EBADMSG},
		{"{\"object\": \"VIP\", \"before\": 1, \"after\": null}", "before", -EBADMSG},
		{"{\"object\": \"VIP\", \"before\": null, \"after\": {\"address\": \"web1\"}}",
		 "address", -EINVAL},
		{"{\"object\": \"VIP\", \"before\": {\"address\": \"192.168.1.41\", \"device\": "
		 "\"lo\"}, \"after\": {\"address\": \"192.168.1.42\", \"device\": \"lo\"}}",
		 "after", -EBADMSG},
		{"{\"object\": \"VIP\", \"before\": null, \"record\": 1, \"after\": {\"address\": "
		 "\"192.168.1.41\", \"device\": \"lo\"}}",
		 "record", -EBADMSG},
		{"{\"object\": \"VIP\", \"before\": null, \"stage\": -1, \"after\": {\"address\": "
		 "\"192.168.1.41\", \"device\": \"lo\"}}",
		 "stage", -EBADMSG},
		{"{\"object\": \"destination\", \"service\": {\"fwmark\": 8}}", "family", -EBADMSG},
	};
	struct lvsdr_plan *plan;
	const char *json, *place;
	char empty[512], text[1024];

	assert_int_equal(lvsdr_plan_new(*host, &plan), 0);
	assert_int_equal(lvsdr_plan_to_json(plan, &json), 0);
	snprintf(empty, sizeof(empty), "%s", json);
	lvsdr_plan_free(plan);
	place = strstr(empty, "[]");
	assert_non_null(place);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		snprintf(text, sizeof(text), "%.*s[%s]%s", (int)(place - empty), empty, bad[i].step,
			 place + 2);
		expect(*host, lvsdr_plan_from_json(*host, text, strlen(text), &plan), bad[i].code,
		       bad[i].field);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_json, handle_set_up, handle_tear_down),
		cmocka_unit_test_setup_teardown(test_long_member, handle_set_up, handle_tear_down),
		cmocka_unit_test_setup_teardown(test_rules, handle_set_up, handle_tear_down),
		cmocka_unit_test_setup_teardown(test_settings, handle_set_up, handle_tear_down),
		cmocka_unit_test_setup_teardown(test_texts, handle_set_up, handle_tear_down),
		cmocka_unit_test_setup_teardown(test_what_cannot_work, handle_set_up,
						handle_tear_down),
		cmocka_unit_test_setup_teardown(test_steps, handle_set_up, handle_tear_down),
	};

	return cmocka_run_group_tests_name("fields", tests, NULL, NULL);
}
