/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The steps from one state to another, where no kernel has to be asked. */
#include "../check.h"

static struct lvsdr_state *from_rules(struct lvsdr *host, const char *text)
{
	struct lvsdr_state *state = NULL;

	if (!*text)
		assert_int_equal(lvsdr_state_new(host, LVSDR_STATE_SERVICES, &state), 0);
	else if (lvsdr_state_from_text(host, "rules", text, strlen(text), &state))
		fail_msg("%s", lvsdr_error_message(host));
	return state;
}

static struct lvsdr_state *from_json(struct lvsdr *host, const char *text)
{
	struct lvsdr_state *state = NULL;

	if (lvsdr_state_from_text(host, "json", text, strlen(text), &state))
		fail_msg("%s", lvsdr_error_message(host));
	return state;
}

#define SCOPE "192.168.1.41 192.168.1.42 192.168.1.43 192.168.1.44 fwmark:7"

/* The states are given up. */
static int make_plan(struct lvsdr *host, struct lvsdr_state *observed, struct lvsdr_state *desired,
		     struct lvsdr_plan **ret_plan)
{
	struct lvsdr_scope *scope;
	int result;

	*ret_plan = NULL;
	assert_int_equal(lvsdr_scope_new(host, SCOPE, &scope), 0);
	result = lvsdr_plan_between(host, scope, observed, desired, ret_plan);
	lvsdr_scope_free(scope);
	lvsdr_state_free(observed);
	lvsdr_state_free(desired);
	return result;
}

/* The stages of a plan are told by letters, A and so on; what depends on a step is not in its stage. */
static void check_steps(struct lvsdr *host, struct lvsdr_state *observed,
			struct lvsdr_state *desired, const char *expected)
{
	char told[4096] = "";
	char letter = 'A' - 1;
	struct lvsdr_plan *plan;
	const char *json, *stage;
	int before = -1;

	if (make_plan(host, observed, desired, &plan))
		fail_msg("%s", lvsdr_error_message(host));
	assert_int_equal(lvsdr_plan_to_json(plan, &json), 0);
	stage = json;
	for (size_t i = 0; i < lvsdr_plan_get_step_count(plan); i++) {
		stage = strstr(stage + 1, "\"stage\":");
		assert_non_null(stage);
		letter += atoi(stage + strlen("\"stage\":")) != before;
		before = atoi(stage + strlen("\"stage\":"));
		snprintf(told + strlen(told), sizeof(told) - strlen(told), "%c %s\n", letter,
			 lvsdr_plan_get_step_explanation(plan, i));
	}
	assert_string_equal(told, expected);
	lvsdr_plan_free(plan);
}

#define WEB   "-A -t 192.168.1.41:80 -s "
#define ONE   "-a -t 192.168.1.41:80 -r 10.0.0.1:80 -g\n"
#define TWO   "-a -t 192.168.1.41:80 -r 10.0.0.2:80 -g\n"
#define THREE "-a -t 192.168.1.41:80 -r 10.0.0.3:80 -g\n"
#define OTHER "-A -t 192.168.1.42:80 -s rr\n-a -t 192.168.1.42:80 -r 10.0.0.1:80 -g\n"
#define REORDERED                                                                                  \
	"it is added again at once, because the hash table of the scheduler depends on the order " \
	"of the destinations"
#define TOLD(number)                                                                               \
	"the plan sends about " #number " of 1000 clients of this service to another real server"
#define FOREIGN "-A -t 10.9.9.9:80 -s rr\n-a -t 10.9.9.9:80 -r 10.0.0.1:80 -g\n"
#define MARKED  "-A -f 7 -s rr\n"

static void test_services(void **state)
{
	static const struct {
		const char *observed, *desired, *expected;
	} cases[] = {
		{"", "", ""},
		{WEB "rr\n" ONE TWO, WEB "rr\n" ONE TWO, ""},
		{WEB "rr\n" ONE TWO, WEB "rr\n" TWO ONE, ""},
		{"", WEB "rr\n" ONE TWO OTHER MARKED,
		 "A add the service fwmark 7\n"
		 "A add the service tcp 192.168.1.42:80\n"
		 "A add the service tcp 192.168.1.41:80\n"
		 "B add the destination tcp 192.168.1.42:80 -> 10.0.0.1:80\n"
		 "B add the destination tcp 192.168.1.41:80 -> 10.0.0.2:80\n"
		 "B add the destination tcp 192.168.1.41:80 -> 10.0.0.1:80\n"},
		{"", WEB "wrr\n" ONE,
		 "A add the service tcp 192.168.1.41:80\n"
		 "B add the destination tcp 192.168.1.41:80 -> 10.0.0.1:80\n"},
		{"", WEB "wrr\n" ONE TWO,
		 "A add the service tcp 192.168.1.41:80\n"
		 "B add the destination tcp 192.168.1.41:80 -> 10.0.0.2:80\n"
		 "B add the destination tcp 192.168.1.41:80 -> 10.0.0.1:80\n"
		 "C update the service tcp 192.168.1.41:80: scheduler none -> wrr\n"},
		{"", WEB "mh\n" ONE TWO OTHER,
		 "A add the service tcp 192.168.1.42:80\n"
		 "A add the service tcp 192.168.1.41:80\n"
		 "B add the destination tcp 192.168.1.42:80 -> 10.0.0.1:80\n"
		 "B add the destination tcp 192.168.1.41:80 -> 10.0.0.1:80\n"
		 "B add the destination tcp 192.168.1.41:80 -> 10.0.0.2:80\n"
		 "C update the service tcp 192.168.1.41:80: scheduler none -> mh\n"},
		{"", WEB "sh\n" ONE TWO,
		 "A add the service tcp 192.168.1.41:80\n"
		 "B add the destination tcp 192.168.1.41:80 -> 10.0.0.1:80\n"
		 "B add the destination tcp 192.168.1.41:80 -> 10.0.0.2:80\n"
		 "C update the service tcp 192.168.1.41:80: scheduler none -> sh\n"},
		{WEB "sh\n" TWO ONE, WEB "sh\n" ONE TWO, ""},
		{WEB "sh\n" ONE TWO, WEB "sh\n" ONE TWO,
		 "A remove the destination tcp 192.168.1.41:80 -> 10.0.0.2:80; " REORDERED "\n"
		 "A add the destination tcp 192.168.1.41:80 -> 10.0.0.2:80; " TOLD(1000) "\n"},
		{WEB "mh\n" ONE, WEB "mh\n" ONE TWO,
		 "A add the destination tcp 192.168.1.41:80 -> 10.0.0.2:80; " TOLD(501) "\n"},
		{WEB "mh\n" THREE TWO ONE, WEB "mh\n" ONE THREE,
		 "A remove the destination tcp 192.168.1.41:80 -> 10.0.0.2:80; " TOLD(335) "\n"},
		{WEB "rr\n" ONE, WEB "mh\n" ONE TWO,
		 "A update the service tcp 192.168.1.41:80: scheduler rr -> mh\n"
		 "B add the destination tcp 192.168.1.41:80 -> 10.0.0.2:80\n"},
		{WEB "rr\n" ONE TWO THREE OTHER FOREIGN, OTHER,
		 "A remove the destination tcp 192.168.1.41:80 -> 10.0.0.1:80\n"
		 "A remove the destination tcp 192.168.1.41:80 -> 10.0.0.2:80\n"
		 "A remove the destination tcp 192.168.1.41:80 -> 10.0.0.3:80\n"
		 "B remove the service tcp 192.168.1.41:80\n"},
		{WEB "rr\n" ONE TWO THREE, WEB "rr\n" TWO,
		 "A remove the destination tcp 192.168.1.41:80 -> 10.0.0.1:80\n"
		 "A remove the destination tcp 192.168.1.41:80 -> 10.0.0.3:80\n"},
		{WEB "rr\n" TWO, WEB "wlc\n" ONE TWO THREE,
		 "A update the service tcp 192.168.1.41:80: scheduler rr -> wlc\n"
		 "B add the destination tcp 192.168.1.41:80 -> 10.0.0.3:80\n"
		 "B add the destination tcp 192.168.1.41:80 -> 10.0.0.1:80\n"},
		{WEB "rr\n" ONE TWO THREE,
		 WEB "rr\n" ONE "-a -t 192.168.1.41:80 -r 10.0.0.2:80 -g -w 7\n"
		     "-a -t 192.168.1.41:80 -r 10.0.0.4:80 -g\n",
		 "A add the destination tcp 192.168.1.41:80 -> 10.0.0.4:80\n"
		 "B update the destination tcp 192.168.1.41:80 -> 10.0.0.2:80: weight 1 -> 7\n"
		 "C remove the destination tcp 192.168.1.41:80 -> 10.0.0.3:80\n"},
		{MARKED OTHER, WEB "mh\n" ONE TWO OTHER,
		 "A add the service tcp 192.168.1.41:80\n"
		 "B add the destination tcp 192.168.1.41:80 -> 10.0.0.1:80\n"
		 "B add the destination tcp 192.168.1.41:80 -> 10.0.0.2:80\n"
		 "C update the service tcp 192.168.1.41:80: scheduler none -> mh\n"
		 "D remove the service fwmark 7\n"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		check_steps(*state, from_rules(*state, cases[i].observed),
			    from_rules(*state, cases[i].desired), cases[i].expected);
}

#define STATE(words) "{\"lvsdr_state\": 1, " words "}"

static const char none[] = STATE("\"services\": [], \"marks\": []");

/* Of marks and sync daemons. */
static void test_others(void **state)
{
	static const char old[] =
		"{\"lvsdr_state\": 1, \"services\": [],"
		" \"marks\": [{\"address\": \"192.168.1.41\", \"protocol\": \"tcp\", \"ports\": "
		"\"80\", \"fwmark\": 7},"
		" {\"address\": \"192.168.1.42\", \"protocol\": \"tcp\", \"ports\": \"80\", "
		"\"fwmark\": 7},"
		" {\"address\": \"192.168.1.43\", \"protocol\": \"tcp\", \"ports\": \"80\", "
		"\"fwmark\": 7},"
		" {\"address\": \"10.9.9.9\", \"protocol\": \"tcp\", \"ports\": \"80\", "
		"\"fwmark\": 8}],"
		" \"sync_daemons\": [{\"role\": \"master\", \"device\": \"lo\"}]}";
	static const char new[] =
		"{\"lvsdr_state\": 1, \"services\": [{\"fwmark\": 7, \"family\": \"ipv4\"}],"
		" \"marks\": [{\"address\": \"192.168.1.44\", \"protocol\": \"tcp\", \"ports\": "
		"\"80\", \"fwmark\": 7},"
		" {\"address\": \"192.168.1.42\", \"protocol\": \"tcp\", \"ports\": \"80\", "
		"\"fwmark\": 7},"
		" {\"address\": \"192.168.1.43\", \"protocol\": \"tcp\", \"ports\": \"80-81\", "
		"\"fwmark\": 7}],"
		" \"sync_daemons\": [{\"role\": \"backup\", \"device\": \"lo\"}]}";

	check_steps(*state, from_json(*state, new), from_json(*state, new), "");
	check_steps(*state, from_json(*state, old), from_json(*state, new),
		    "A remove the packet mark 7 on tcp 192.168.1.41:80\n"
		    "A remove the packet mark 7 on tcp 192.168.1.43:80\n"
		    "B add the service fwmark 7\n"
		    "C add the packet mark 7 on tcp 192.168.1.44:80\n"
		    "C add the packet mark 7 on tcp 192.168.1.43:80-81\n"
		    "D add the sync daemon backup sync daemon\n");
	check_steps(*state, from_json(*state, new), from_json(*state, none),
		    "A remove the packet mark 7 on tcp 192.168.1.44:80\n"
		    "A remove the packet mark 7 on tcp 192.168.1.42:80\n"
		    "A remove the packet mark 7 on tcp 192.168.1.43:80-81\n"
		    "B remove the service fwmark 7\n");
}

#define VIP(address, length)                                                                       \
	"{\"address\": \"" address "\", \"device\": \"lo\", \"prefix_length\": " length "}"
#define TWICE                                                                                      \
	"\"vips\": [" VIP("192.168.1.41", "32") ", " VIP("192.168.1.41",                           \
							 "30") ", " VIP("192.168.1.42", "32") "]"
#define MOVED                                                                                      \
	"\"vips\": [" VIP("192.168.1.43", "32") ", " VIP("192.168.1.41",                           \
							 "29") ", " VIP("192.168.1.41", "32") "]"

/* What stands elsewhere moves, but what is wanted where it stands stays. */
static void test_vips(void **state)
{
	check_steps(*state, from_json(*state, STATE(TWICE)), from_json(*state, STATE(TWICE)), "");
	check_steps(*state, from_json(*state, STATE(TWICE)), from_json(*state, STATE(MOVED)),
		    "A remove the VIP 192.168.1.42/32 on lo\n"
		    "B add the VIP 192.168.1.43/32 on lo\n"
		    "B update the VIP 192.168.1.41/29 on lo: prefix_length 30 -> 29\n");
}

#define SERVICE(address, dests)                                                                    \
	"\"services\": [{\"protocol\": \"tcp\", \"address\": \"" address                           \
	"\", \"port\": 80, \"scheduler\": \"rr\", \"destinations\": [" dests "]}]"

static void check_refusal(struct lvsdr *host, const char *observed, const char *desired,
			  const char *words)
{
	struct lvsdr_plan *plan;

	check_refused(host,
		      make_plan(host, from_json(host, observed), from_json(host, desired), &plan),
		      -EINVAL, words);
	assert_null(plan);
}

/* What is not ours, and what cannot work; but what works no worse than before may stay. */
static void test_refusals(void **state)
{
	static const char bare[] = STATE(SERVICE("192.168.1.41", "")),
			  good[] = STATE(SERVICE("192.168.1.41", "{\"address\": \"10.0.0.1\"}")),
			  bad[] = STATE(SERVICE("192.168.1.41", "{\"address\": \"192.168.1.41\"}")),
			  worse[] = STATE(SERVICE("192.168.1.41", "{\"address\": \"192.168.1.41\", "
								  "\"weight\": 2}")),
			  held[] = STATE("\"observed\": true, " SERVICE(
				  "192.168.1.41", "{\"address\": \"192.168.1.41\"}"));

	check_refusal(*state, none, STATE(SERVICE("10.9.9.9", "")), "outside of the scope");
	check_refusal(*state, none,
		      STATE("\"marks\": [{\"address\": \"10.9.9.9\", \"protocol\": \"tcp\", "
			    "\"ports\": \"80\", \"fwmark\": 8}]"),
		      "outside of the scope");
	check_refusal(*state, none, bad, "equals the VIP");
	check_refusal(*state, bare, bad, "equals the VIP");
	check_steps(*state, from_json(*state, bad), from_json(*state, worse),
		    "A update the destination tcp 192.168.1.41:80 -> 192.168.1.41:80: weight 1 -> "
		    "2\n");
	check_steps(*state, from_json(*state, bad), from_json(*state, good),
		    "A add the destination tcp 192.168.1.41:80 -> 10.0.0.1:80\n"
		    "B remove the destination tcp 192.168.1.41:80 -> 192.168.1.41:80\n");
	check_steps(*state, from_json(*state, bare), from_json(*state, held),
		    "A add the destination tcp 192.168.1.41:80 -> 192.168.1.41:80\n");
}

static void test_no_plan(void **state)
{
	size_t left;

	(void)state;
	assert_int_equal(lvsdr_plan_apply(NULL), -EINVAL);
	assert_int_equal(lvsdr_plan_apply_for(NULL, 0, &left), -EINVAL);
	assert_int_equal(lvsdr_plan_undo(NULL), -EINVAL);
}

/* What a program reads of a step instead of its texts. */
static void test_data(void **state)
{
	static const char *const names[] = {"pending", "done",   "undone",
					    "left",    "failed", "unknown"};
	static const char *const plan_names[] = {"pending", "started", "done", "undone",
						 "incomplete"};
	struct lvsdr_plan *plan;

	if (make_plan(*state, from_rules(*state, WEB "rr\n"), from_rules(*state, WEB "rr\n" ONE),
		      &plan))
		fail_msg("%s", lvsdr_error_message(*state));
	assert_int_equal(lvsdr_plan_get_step_count(plan), 1);
	assert_int_equal(lvsdr_plan_get_status(plan), LVSDR_PLAN_PENDING);
	assert_string_equal(lvsdr_plan_get_step_kind(plan, 0), "destination");
	assert_string_equal(lvsdr_plan_get_step_service(plan, 0),
			    "{\"protocol\":\"tcp\",\"address\":\"192.168.1.41\",\"port\":80}");
	assert_null(lvsdr_plan_get_step_service(plan, 1));
	assert_null(lvsdr_plan_get_step_service(NULL, 0));
	lvsdr_plan_free(plan);
	if (make_plan(*state, from_rules(*state, "-C\n"), from_rules(*state, WEB "rr\n"), &plan))
		fail_msg("%s", lvsdr_error_message(*state));
	assert_string_equal(lvsdr_plan_get_step_service(plan, 0), "null");
	lvsdr_plan_free(plan);
	for (int i = LVSDR_STEP_PENDING; i <= LVSDR_STEP_UNKNOWN; i++)
		assert_string_equal(lvsdr_step_status_name(i), names[i]);
	for (int i = LVSDR_PLAN_PENDING; i <= LVSDR_PLAN_INCOMPLETE; i++)
		assert_string_equal(lvsdr_plan_status_name(i), plan_names[i]);
	assert_null(lvsdr_plan_status_name(-1));
	assert_null(lvsdr_plan_status_name(LVSDR_PLAN_INCOMPLETE + 1));
	assert_int_equal(lvsdr_plan_get_status(NULL), -EINVAL);
	assert_null(lvsdr_step_status_name(-1));
	assert_null(lvsdr_step_status_name(LVSDR_STEP_UNKNOWN + 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_services, handle_set_up, handle_tear_down),
		cmocka_unit_test_setup_teardown(test_others, handle_set_up, handle_tear_down),
		cmocka_unit_test_setup_teardown(test_vips, handle_set_up, handle_tear_down),
		cmocka_unit_test_setup_teardown(test_refusals, handle_set_up, handle_tear_down),
		cmocka_unit_test_setup_teardown(test_data, handle_set_up, handle_tear_down),
		cmocka_unit_test(test_no_plan),
	};

	return cmocka_run_group_tests_name("plans", tests, NULL, NULL);
}
