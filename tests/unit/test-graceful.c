/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What becomes of the steps of a plan that is made graceful, where no kernel has to be asked. A plan is
 * written as words, its stages apart by "|", and goes through its record:
 *
 *   -d80.1 +d80.1    a destination of the service of port 80, 10.0.0.1, is removed, added
 *   -D80.1           the same with a weight of 0
 *   0d80.1 ~d80.1    its weight becomes 0; it is removed when it has no connections
 *   -s80 +s80        the service; a number below 10 is a firewall mark
 *   ^s81 =s81        it gets, loses its fallback flag
 *   -v41 -m7         the VIP 192.168.1.41; the packet mark for its packets
 *   =q0 =q1          net.ipv4.vs.expire_quiescent_template is set
 */
#include "../check.h"

#include "plan/plan.h"

#include <linux/ip_vs.h>
#include <stdbool.h>

enum { WORDS = 1000, RECORD = 20000, SECOND = 1000 };

/* Of the services, by the last digit of their ports. */
static const char *const settings[] = {"\"scheduler\": \"rr\"", "\"scheduler\": \"sh\"",
				       "\"scheduler\": \"dh\"", "\"scheduler\": \"mh\"",
				       "\"scheduler\": \"rr\", \"persistence\": 60"};

/* ---- From words to a plan. */

static const char *service_text(int number, const char *flags)
{
	static char text[256];

	if (number < 10)
		snprintf(text, sizeof(text), "{\"family\": \"ipv4\", \"fwmark\": %d}", number);
	else
		snprintf(text, sizeof(text),
			 "{\"protocol\": \"tcp\", \"address\": \"192.168.1.41\", \"port\": %d, "
			 "%s%s}",
			 number, settings[number % 10], flags);
	return text;
}

static const char *object_text(char kind, int number, int host, const char *flags)
{
	static char text[256];

	switch (kind) {
	case 's':
		return service_text(number, flags);
	case 'v':
		snprintf(text, sizeof(text),
			 "{\"address\": \"192.168.1.%d\", \"device\": \"lo\", "
			 "\"prefix_length\": 32}",
			 number);
		break;
	case 'm':
		snprintf(text, sizeof(text),
			 "{\"protocol\": \"tcp\", \"address\": \"192.168.1.41\", \"ports\": "
			 "\"80\", \"fwmark\": %d}",
			 number);
		break;
	case 'q':
		snprintf(text, sizeof(text),
			 "{\"name\": \"expire_quiescent_template\", \"value\": \"%d\"}", number);
		break;
	default:
		snprintf(text, sizeof(text),
			 "{\"address\": \"10.0.0.%d\", \"port\": %d, \"weight\": %d}", host,
			 number < 10 ? 0 : number, kind == 'd');
	}
	return text;
}

/* Kinds of objects by their letters. */
static const struct {
	char letter;
	const struct object_class *class;
} kinds[] = {{'d', &dest_class},
	     {'s', &service_class},
	     {'v', &vip_class},
	     {'m', &mark_class},
	     {'q', &sysctl_class}};

static const struct object_class *class_of(char letter)
{
	for (size_t i = 1; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (kinds[i].letter == letter)
			return kinds[i].class;
	return &dest_class;
}

static char letter_of(const struct object_class *class)
{
	size_t i = 0;

	while (kinds[i].class != class)
		i++;
	return kinds[i].letter;
}

/* Adds the step of a word to the JSON of steps. */
static void add_step(char *json, const char *word, int stage)
{
	char kind = word[1], *end;
	int number = (int)strtol(word + 2, &end, 10), host = *end ? atoi(end + 1) : 0;
	size_t length = strlen(json);
	char before[300] = "null", after[300] = "null";

	if (*word != '+')
		snprintf(before, sizeof(before), "%s",
			 object_text(kind, kind == 'q' ? !number : number, host,
				     *word == '=' ? ", \"scheduler_flags\": [\"flag-1\"]" : ""));
	if (*word != '-')
		snprintf(after, sizeof(after), "%s", object_text(kind, number, host, ""));
	length += (size_t)snprintf(json + length, RECORD - length,
				   "%s{\"object\": \"%s\", \"stage\": %d, \"before\": %s, "
				   "\"after\": %s",
				   length > 1 ? ", " : "", class_of(kind)->name, stage, before,
				   after);
	if (class_of(kind) == &dest_class)
		length += (size_t)snprintf(json + length, RECORD - length, ", \"service\": %s",
					   service_text(number, ""));
	snprintf(json + length, RECORD - length, "}");
}

static void read_record(struct lvsdr *host, const char *json, struct lvsdr_plan **ret_plan)
{
	if (lvsdr_plan_from_json(host, json, strlen(json), ret_plan))
		fail_msg("%s in %s", lvsdr_error_message(host), json);
}

/* The record of a plan with these steps. */
static const char *write_record(struct lvsdr *host, const char *words)
{
	static char record[RECORD + 500];
	char copy[WORDS], steps[RECORD] = "[", *rest = copy;
	struct lvsdr_plan *empty;
	const char *json, *hole;
	int stage = 0;

	snprintf(copy, sizeof(copy), "%s", words);
	for (char *word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
		if (*word == '|')
			stage++;
		else
			add_step(steps, word, stage);
	}
	assert_int_equal(lvsdr_plan_new(host, &empty), 0);
	assert_int_equal(lvsdr_plan_to_json(empty, &json), 0);
	hole = strstr(json, "[]");
	assert_non_null(hole);
	snprintf(record, sizeof(record), "%.*s%s]%s", (int)(hole - json), json, steps, hole + 2);
	lvsdr_plan_free(empty);
	return record;
}

static struct lvsdr_plan *new_plan(struct lvsdr *host, const char *words)
{
	struct lvsdr_plan *plan;

	read_record(host, write_record(host, words), &plan);
	return plan;
}

/* ---- From a plan to words. */

static char sign_of(const struct step *step)
{
	if (step->drains)
		return '~';
	if (!step->after)
		return '-';
	if (!step->before)
		return '+';
	if (step->class == &dest_class)
		return step->before->dest.weight && !step->after->dest.weight ? '0' : '=';
	if (step->class == &service_class && step->after->service.flags & IP_VS_SVC_F_SCHED1)
		return '^';
	return '=';
}

static unsigned int last_number(const struct address *address)
{
	char text[ADDRESS_TEXT_SIZE];

	address_format(address, text);
	return (unsigned int)atoi(strrchr(text, '.') + 1);
}

static void describe(const struct step *step, char word[30])
{
	const union object *object = step_object(step);
	const struct lvsdr_service *service =
		step->class == &dest_class ? object->dest.service : &object->service;
	unsigned int number = 0;
	char host[20] = "";

	if (step->class == &vip_class)
		number = last_number(&object->vip.address);
	else if (step->class == &mark_class)
		number = object->mark.fwmark;
	else if (step->class == &sysctl_class)
		number = (unsigned int)atoi(object->sysctl.value);
	else
		number = service->fwmark ? service->fwmark : service->port;
	if (step->class == &dest_class)
		snprintf(host, sizeof(host), ".%u", last_number(&object->dest.address));
	snprintf(word, 30, "%c%c%u%s", sign_of(step), letter_of(step->class), number, host);
}

static const char *words_of(const struct lvsdr_plan *plan)
{
	static char words[WORDS];
	char word[30];
	size_t length = 0;

	*words = '\0';
	for (size_t i = 0; i < plan->count; i++) {
		bool other = i && plan->steps[i].stage != plan->steps[i - 1].stage;

		assert_true(!i || plan->steps[i].stage >= plan->steps[i - 1].stage);
		describe(&plan->steps[i], word);
		length += (size_t)snprintf(words + length, sizeof(words) - length, "%s%s%s",
					   i ? " " : "", other ? "| " : "", word);
	}
	return words;
}

/* ---- The order. */

/* What is read again is the same, is graceful, and says what it will wait for. */
static void check_record(struct lvsdr *host, struct lvsdr_plan *plan, uint32_t flags)
{
	struct lvsdr_plan *again;
	char first[RECORD];
	const char *json;
	int drains = 0;

	assert_int_equal(lvsdr_plan_to_json(plan, &json), 0);
	snprintf(first, sizeof(first), "%s", json);
	read_record(host, first, &again);
	assert_int_equal(lvsdr_plan_to_json(again, &json), 0);
	assert_string_equal(json, first);
	assert_true(again->draining.graceful && again->draining.flags == flags &&
		    again->draining.milliseconds == SECOND);
	for (size_t i = 0; i < plan->count; i++)
		drains += plan->steps[i].drains;
	assert_int_equal(lvsdr_plan_get_draining(again, NULL, NULL, NULL), drains);
	check_refused(host, lvsdr_plan_make_graceful(again, 0, 0), -EINVAL, "graceful already");
	lvsdr_plan_free(again);
}

static void check_order(struct lvsdr *host, const char *words, uint32_t flags, const char *expected)
{
	struct lvsdr_plan *plan = new_plan(host, words);
	int result = lvsdr_plan_make_graceful(plan, flags, SECOND);

	if (result < 0)
		fail_msg("%s: %s", words, lvsdr_error_message(host));
	if (strcmp(words_of(plan), expected))
		fail_msg("%s becomes %s, not %s", words, words_of(plan), expected);
	assert_int_equal(result, strchr(expected, '~') != NULL);
	check_record(host, plan, flags);
	lvsdr_plan_free(plan);
}

static void test_order(void **host)
{
	static const struct {
		const char *words, *expected;
	} cases[] = {
		{"", ""},
		{"+s80 | +d80.1 | +v41", "+s80 | +d80.1 | +v41"},
		{"-d80.1", "0d80.1 | ~d80.1"},
		{"-D80.1", "~d80.1"},
		{"-d80.1 -D80.2 -d90.1", "0d80.1 0d90.1 | ~d80.1 ~d80.2 ~d90.1"},
		{"-d80.1 | +d80.2", "+d80.2 | 0d80.1 | ~d80.1"},
		{"+s80 | +d80.1 -d90.1 | +v41", "+s80 | +d80.1 | +v41 | 0d90.1 | ~d90.1"},
		/* With its service, and what brings packets to it. */
		{"-d80.1 -d80.2 | -s80 | -v41", "0d80.1 0d80.2 | ~d80.1 ~d80.2 | -s80 | -v41"},
		{"-v41 | -d80.1 | -s80", "0d80.1 | ~d80.1 | -v41 | -s80"},
		{"-m7 -v41 | -d7.1 | -s7", "0d7.1 | ~d7.1 | -m7 -v41 | -s7"},
		{"-s80", "-s80"},
		/* Not what belongs to others. */
		{"-v41 -m7 | -d80.1", "-v41 -m7 | 0d80.1 | ~d80.1"},
		{"-v42 -m8 | -d7.1 -d80.1 | -s7 -s80",
		 "-v42 -m8 | 0d7.1 0d80.1 | ~d7.1 ~d80.1 | -s7 -s80"},
		{"-v41 | +v41 | -d80.1 | -s80", "-v41 | +v41 | 0d80.1 | ~d80.1 | -s80"},
		/* What comes again has to be gone before. */
		{"-d80.1 | +d80.1", "-d80.1 | +d80.1"},
		{"-d80.1 | -s80 | +s80 | +d80.1", "-d80.1 | -s80 | +s80 | +d80.1"},
		{"-d80.1 | -s80 | +s80 | +d80.2", "-d80.1 | -s80 | +s80 | +d80.2"},
		{"-d80.1 | +d80.1 | -d80.1", "-d80.1 | +d80.1 | 0d80.1 | ~d80.1"},
		{"+d80.1 | -d80.1", "+d80.1 | 0d80.1 | ~d80.1"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		check_order(*host, cases[i].words, 0, cases[i].expected);
}

/* The place of a word in others, which have it once. */
static const char *find(const char *words, const char *word)
{
	const char *place = strstr(words, word);

	if (!place || strstr(place + 1, word))
		fail_msg("%s is not once in %s", word, words);
	return place;
}

static void check_before(const char *words, const char *first, const char *second)
{
	if (find(words, first) > find(words, second))
		fail_msg("%s is not before %s in %s", first, second, words);
}

/* Whatever the order was: a service is removed after its destinations, as the kernel needs it. */
static void check_permutation(struct lvsdr *host, const char *words)
{
	struct lvsdr_plan *plan;
	const char *order;

	if (find(words, "-s80") < find(words, "-d80.1") ||
	    find(words, "-s7") < find(words, "-d7.1"))
		return;
	plan = new_plan(host, words);
	assert_int_equal(lvsdr_plan_make_graceful(plan, 0, SECOND), 1);
	order = words_of(plan);
	assert_int_equal(plan->count, 8);
	check_before(order, "0d80.1", "~d80.1");
	check_before(order, "0d80.1", "~d7.1");
	check_before(order, "0d7.1", "~d80.1");
	check_before(order, "~d80.1", "-s80");
	check_before(order, "~d7.1", "-s7");
	check_before(order, "~d7.1", "-m7");
	check_before(order, "~d7.1", "-v41");
	check_before(order, "~d80.1", "-v41");
	lvsdr_plan_free(plan);
}

static void permute(struct lvsdr *host, const char **words, size_t count, size_t from)
{
	char joined[WORDS] = "";
	const char *word;

	for (size_t i = from; i < count; i++) {
		word = words[from], words[from] = words[i], words[i] = word;
		permute(host, words, count, from + 1);
		word = words[from], words[from] = words[i], words[i] = word;
	}
	if (from < count)
		return;
	for (size_t i = 0; i < count; i++)
		snprintf(joined + strlen(joined), sizeof(joined) - strlen(joined), "%s%s",
			 i ? " | " : "", words[i]);
	check_permutation(host, joined);
}

static void test_all_orders(void **host)
{
	const char *words[] = {"-d80.1", "-s80", "-v41", "-d7.1", "-s7", "-m7"};

	permute(*host, words, sizeof(words) / sizeof(*words), 0);
}

static void test_hashed(void **host)
{
	enum { SET = LVSDR_DRAIN_SET_FALLBACK, CUT = LVSDR_DRAIN_CUT_HASHED };
	static const struct {
		const char *words;
		uint32_t flags;
		const char *expected;
	} cases[] = {
		{"-d81.1", SET, "^s81 | 0d81.1 | ~d81.1 | =s81"},
		{"-d81.1 -d81.2 -d83.1", SET,
		 "^s81 ^s83 | 0d81.1 0d81.2 0d83.1 | ~d81.1 ~d81.2 ~d83.1 | =s83 =s81"},
		{"-d81.1 -d80.1", CUT, "-d81.1 | 0d80.1 | ~d80.1"},
		{"-d81.1 -d82.1", SET | CUT, "-d82.1 | ^s81 | 0d81.1 | ~d81.1 | =s81"},
		{"-d82.1", SET | CUT, "-d82.1"},
		/* Of a service that goes nobody is served any more. */
		{"-d81.1 | -s81", 0, "0d81.1 | ~d81.1 | -s81"},
		{"-d81.1 | -s81", SET, "0d81.1 | ~d81.1 | -s81"},
		{"-d82.1 | -s82", CUT, "0d82.1 | ~d82.1 | -s82"},
		/* Nothing becomes worse. */
		{"-D81.1", 0, "~d81.1"},
		/* The flag is taken away at the end. */
		{"=s81 | -D81.1", 0, "~d81.1 | =s81"},
		{"=s81 | -d81.1", 0, "0d81.1 | ~d81.1 | =s81"},
		{"=s81 | +d81.2 | -d81.1", SET | CUT, "+d81.2 | 0d81.1 | ~d81.1 | =s81"},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		check_order(*host, cases[i].words, cases[i].flags, cases[i].expected);
}

/* ---- Refusals, which change nothing. */

static void check_cannot(struct lvsdr *host, const char *words, uint32_t flags, const char *reason)
{
	struct lvsdr_plan *plan = new_plan(host, words);

	check_refused(host, lvsdr_plan_make_graceful(plan, flags, SECOND), -EINVAL, reason);
	assert_string_equal(lvsdr_error_operation(host), "drain");
	assert_string_equal(words_of(plan), words);
	assert_int_equal(lvsdr_plan_get_draining(plan, NULL, NULL, NULL), 0);
	assert_false(plan->draining.graceful);
	lvsdr_plan_free(plan);
}

static void test_refused(void **host)
{
	enum { SET = LVSDR_DRAIN_SET_FALLBACK };

	check_cannot(*host, "-d81.1", 0, "tcp 192.168.1.41:81 -> 10.0.0.1:81: the scheduler has");
	check_cannot(*host, "-d81.1 -d83.2", 0,
		     "tcp 192.168.1.41:81 -> 10.0.0.1:81, tcp 192.168.1.41:83 -> 10.0.0.2:83: the");
	check_cannot(*host, "-d81.1 -d82.1", SET, "plan: tcp 192.168.1.41:82 -> 10.0.0.1:82: the");
	check_cannot(*host, "=q0 | -d84.1", 0,
		     "tcp 192.168.1.41:84 -> 10.0.0.1:84: the service is persistent");
	check_cannot(*host, "=q0 | -d84.1 | -s84", 0, "the service is persistent");
	check_cannot(
		*host, "=q0 | -d81.1 -d84.1", 0,
		"(LVSDR_DRAIN_CUT_TEMPLATES); tcp 192.168.1.41:81 -> 10.0.0.1:81: the scheduler");
	check_cannot(*host,
		     "-d81.1 -d81.2 -d81.3 -d81.4 -d81.5 -d81.6 -d81.7 -d81.8 -d81.9 -d81.10", 0,
		     " -> 10.0.0.6:81 and 4 more: the scheduler");
}

/* What the plan makes of the sysctl counts. */
static void test_persistent(void **host)
{
	check_order(*host, "=q1 | -d84.1", 0, "=q1 | 0d84.1 | ~d84.1");
	check_order(*host, "=q0 | -d84.1", LVSDR_DRAIN_CUT_TEMPLATES, "=q0 | 0d84.1 | ~d84.1");
	check_order(*host, "=q0 | -d84.1", LVSDR_DRAIN_WAIT_FOR_TEMPLATES, "=q0 | 0d84.1 | ~d84.1");
	check_order(*host, "=q0 | -d80.1", 0, "=q0 | 0d80.1 | ~d80.1");
}

static void test_wrong_arguments(void **host)
{
	enum { BOTH = LVSDR_DRAIN_WAIT_FOR_TEMPLATES | LVSDR_DRAIN_CUT_TEMPLATES };
	struct lvsdr_plan *plan = new_plan(*host, "-d80.1");
	struct lvsdr_vip *vip;

	check_refused(*host, lvsdr_plan_make_graceful(plan, BOTH, 1), -EINVAL, "flags");
	for (uint32_t flag = 0x40; flag; flag <<= 1)
		check_refused(*host, lvsdr_plan_make_graceful(plan, flag, 1), -EINVAL, "flags");
	check_refused(*host, lvsdr_plan_make_graceful(plan, 0, -1), -EINVAL,
		      "-1 is not between 0 and 2147483647");
	assert_int_equal(lvsdr_plan_make_graceful(NULL, 0, 0), -EINVAL);
	assert_int_equal(lvsdr_plan_get_draining(NULL, NULL, NULL, NULL), -EINVAL);
	assert_int_equal(lvsdr_plan_make_graceful(plan, 0, INT32_MAX), 1);
	assert_int_equal(lvsdr_vip_new(*host, "192.168.1.41", "lo", &vip), 0);
	check_refused(*host, lvsdr_plan_add_vip(plan, vip), -EINVAL, "graceful already");
	lvsdr_vip_free(vip);
	lvsdr_plan_free(plan);
}

/* ---- Records that are none. */

/* A part of the record is replaced by another text. */
static void check_bad_record(struct lvsdr *host, const char *record, const char *part,
			     const char *with, const char *field)
{
	char changed[RECORD];
	const char *place = strstr(record, part);
	struct lvsdr_plan *plan = NULL;
	int result;

	assert_non_null(place);
	snprintf(changed, sizeof(changed), "%.*s%s%s", (int)(place - record), record, with,
		 place + strlen(part));
	result = lvsdr_plan_from_json(host, changed, strlen(changed), &plan);
	if (!result)
		fail_msg("taken: %s", changed);
	check_refused(host, result, -EBADMSG, field);
	assert_string_equal(lvsdr_error_field(host), field);
	assert_null(plan);
}

static void test_bad_records(void **host)
{
	static const char *const flags[] = {"-1",         "3",     "64",  "4294967296",
					    "4294967295", "\"0\"", "0.0", "null"};
	static const char *const times[] = {"-1", "2147483648", "\"1\"", "1.0", "null"};
	static const char *const members[] = {"null", "[]", "7", "true", "{}"};
	static const char *const drains[] = {"false", "null", "1", "\"true\""};
	struct lvsdr_plan *plan = new_plan(*host, "-d80.1 | -s80");
	char record[RECORD], part[200];
	const char *json;

	assert_int_equal(lvsdr_plan_make_graceful(plan, 0, SECOND), 1);
	assert_int_equal(lvsdr_plan_to_json(plan, &json), 0);
	snprintf(record, sizeof(record), "%s", json);
	for (size_t i = 0; i < sizeof(flags) / sizeof(*flags); i++) {
		snprintf(part, sizeof(part), "\"flags\": %s", flags[i]);
		check_bad_record(*host, record, "\"flags\": 0", part, "graceful");
	}
	for (size_t i = 0; i < sizeof(times) / sizeof(*times); i++) {
		snprintf(part, sizeof(part), "\"milliseconds\": %s", times[i]);
		check_bad_record(*host, record, "\"milliseconds\": 1000", part, "graceful");
	}
	for (size_t i = 0; i < sizeof(members) / sizeof(*members); i++) {
		snprintf(part, sizeof(part), "\"graceful\": %s, \"was\":", members[i]);
		check_bad_record(*host, record, "\"graceful\":", part, "graceful");
	}
	for (size_t i = 0; i < sizeof(drains) / sizeof(*drains); i++) {
		snprintf(part, sizeof(part), "\"drains\": %s", drains[i]);
		check_bad_record(*host, record, "\"drains\": true", part, "drains");
	}
	/* Only changes to weight 0 make quiescent. */
	for (size_t i = 0; i < sizeof(drains) / sizeof(*drains); i++) {
		snprintf(part, sizeof(part), "\"quiesces\": %s", drains[i]);
		check_bad_record(*host, record, "\"quiesces\": true", part, "quiesces");
	}
	check_bad_record(*host, record, "\"weight\": 0\n", "\"weight\": 1\n", "quiesces");
	check_bad_record(*host, record, "\"object\": \"service\"",
			 "\"quiesces\": true, \"object\": \"service\"", "quiesces");
	/* Only removals of destinations drain, and only in a graceful plan. */
	check_bad_record(*host, record, "\"graceful\":", "\"was\":", "quiesces");
	memcpy(strstr(record, "\"quiesces\""), "\"ignored_\"", strlen("\"ignored_\""));
	check_bad_record(*host, record, "\"graceful\":", "\"was\":", "drains");
	check_bad_record(*host, record, "\"object\": \"service\"",
			 "\"drains\": true, \"object\": \"service\"", "drains");
	check_bad_record(*host, record, "\"object\": \"destination\"",
			 "\"drains\": true, \"object\": \"destination\"", "drains");
	lvsdr_plan_free(plan);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_order, handle_set_up, handle_tear_down),
		cmocka_unit_test_setup_teardown(test_all_orders, handle_set_up, handle_tear_down),
		cmocka_unit_test_setup_teardown(test_hashed, handle_set_up, handle_tear_down),
		cmocka_unit_test_setup_teardown(test_refused, handle_set_up, handle_tear_down),
		cmocka_unit_test_setup_teardown(test_persistent, handle_set_up, handle_tear_down),
		cmocka_unit_test_setup_teardown(test_wrong_arguments, handle_set_up,
						handle_tear_down),
		cmocka_unit_test_setup_teardown(test_bad_records, handle_set_up, handle_tear_down),
	};

	return cmocka_run_group_tests_name("graceful", tests, NULL, NULL);
}
