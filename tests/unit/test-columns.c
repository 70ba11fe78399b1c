/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Columns of a state hold in each row what its JSON has, for each field of the tables; that
 * getters say the same is asked in tests/python/test_states.py, for each of them.
 */
#include "../check.h"
#include "any-object.h"
#include "state/state.h"
#include "util/escape.h"

enum { ROWS = 16, ROUNDS = 5, MOST = 200, FIELDS = 32, LONGEST_LINE = 46 };

/* Each getter with something that is neither its default nor what another has, in both families. */
static const char some[] =
	"{\"lvsdr_state\": 1, \"observed\": true, \"services\": ["
	" {\"protocol\": \"tcp\", \"address\": \"192.168.1.41\", \"port\": 80, \"scheduler\": "
	"\"mh\","
	"  \"scheduler_flags\": [\"mh-fallback\", \"mh-port\"], \"persistence\": 4294967295,"
	"  \"persistence_prefix\": 24,"
	"  \"counters\": {\"connections\": \"18446744073709551615\", \"outgoing_byte_rate\": 9},"
	"  \"destinations\": ["
	"   {\"address\": \"192.168.1.20\", \"port\": 8080, \"weight\": 2147483647, "
	"\"forwarding\": "
	"\"masquerade\","
	"    \"upper_threshold\": 4294967295, \"lower_threshold\": 4294967294,"
	"    \"counters\": {\"connections\": 1, \"incoming_packets\": 2, \"outgoing_packets\": 3,"
	"     \"incoming_bytes\": 4, \"outgoing_bytes\": 5, \"connection_rate\": 6,"
	"     \"incoming_packet_rate\": 7, \"outgoing_packet_rate\": 8, \"incoming_byte_rate\": 9,"
	"     \"outgoing_byte_rate\": 10, \"active_connections\": 11, \"inactive_connections\": 12,"
	"     \"persistent_connections\": \"18446744073709551614\"}},"
	"   {\"address\": \"2001:db8:1111:2222:3333:4444:5555:6666\", \"port\": 80, \"weight\": 0,"
	"    \"forwarding\": \"tunnel\", \"tunnel_type\": \"gue\", \"tunnel_port\": 6080,"
	"    \"tunnel_flags\": [\"csum\", \"remcsum\"]}]},"
	" {\"protocol\": \"sctp\", \"address\": \"192.168.1.42\", \"port\": 9,"
	"  \"persistence_netmask\": \"255.0.255.0\"},"
	" {\"family\": \"ipv6\", \"fwmark\": 4294967295, \"persistence_prefix\": 64,"
	"  \"destinations\": [{\"address\": \"2001:db8::20\", \"forwarding\": -7}]},"
	" {\"protocol\": \"udp\", \"address\": \"2001:db8:1111:2222:3333:4444:5555:6666\", "
	"\"port\": 53,"
	"  \"scheduler\": \"fifteen-letters\", \"persistence_engine\": \"sip\","
	"  \"one_packet\": true,"
	"  \"destinations\": [{\"address\": \"2001:db8::21\"}, {\"address\": \"2001:db8::22\"}]},"
	" {\"protocol\": 255, \"address\": \"192.168.1.43\", \"port\": 1}]}";

static struct lvsdr_state *from_json(struct lvsdr *host)
{
	struct lvsdr_state *state = NULL;

	if (lvsdr_state_from_text(host, "json", some, strlen(some), &state))
		fail_msg("%s", lvsdr_error_message(host));
	return state;
}

/* What reads the columns of a class. */
static const struct reader {
	const struct object_class *class;
	int (*numbers)(const struct lvsdr_state *, const char *, uint64_t *, size_t);
	int (*texts)(const struct lvsdr_state *, const char *, char *, size_t);
} readers[] = {
	{&service_class, lvsdr_state_get_service_numbers, lvsdr_state_get_service_texts},
	{&dest_class, lvsdr_state_get_dest_numbers, lvsdr_state_get_dest_texts},
};

/* The objects of a class in their order, each with all fields as JSON; returns how many. */
static size_t write_rows(const struct lvsdr_state *state, const struct object_class *class,
			 json_t *rows[MOST])
{
	struct fields fields = class->fields;
	struct field loud[FIELDS];
	size_t count = 0;

	assert_true(fields.count <= FIELDS);
	memcpy(loud, fields.field, fields.count * sizeof(*loud));
	for (size_t i = 0; i < fields.count; i++) {
		loud[i].omit_default = false;
		if (loud[i].type != FIELD_ADDRESS) /* a firewall mark has none */
			loud[i].presence = FIELD_ALWAYS;
	}
	fields.field = loud;
	for (size_t i = 0; i < state->service_count; i++) {
		const struct state_service *service = &state->services[i];
		bool of_dests = class == &dest_class;

		for (size_t k = 0; k < (of_dests ? service->count : 1); k++) {
			const void *object = of_dests ? (const void *)&service->dests[k]
						      : (const void *)&service->service;

			assert_true(count < MOST);
			rows[count] = json_object();
			assert_int_equal(fields_to_json(&fields, object, object, rows[count++]), 0);
		}
	}
	return count;
}

/* What a member of the JSON is as a number, or 0. */
static uint64_t number_in_json(const struct field *field, const json_t *json)
{
	uint64_t sum = 0;
	uint32_t value = 0;
	json_t *flag;
	size_t i;

	if (json_is_boolean(json))
		return json_is_true(json);
	if (json_is_string(json) && name_find(field->names, json_string_value(json), &value))
		return value;
	json_array_foreach(json, i, flag) {
		sum |= number_in_json(field, flag);
	}
	return json_integer_value(json) > 0 ? (uint64_t)json_integer_value(json) : sum;
}

/* And as a line without its end, or "". */
static void line_in_json(const json_t *json, char line[LONGEST_LINE])
{
	*line = '\0';
	if (json_is_string(json))
		assert_true(escape_from_json(json, line, LONGEST_LINE));
	for (; *line; line++)
		if (*line == '\n')
			*line = ' ';
}

static void check_numbers(const struct lvsdr_state *state, const struct reader *reader,
			  const struct field *field, json_t *const *rows, size_t count)
{
	uint64_t values[MOST];

	assert_int_equal(reader->numbers(state, field->name, values, MOST), count);
	for (size_t i = 0; i < count; i++)
		if (values[i] != number_in_json(field, json_object_get(rows[i], field->name)))
			fail_msg("%s of %s %zu is %llu in its column", field->name,
				 reader->class->name, i, (unsigned long long)values[i]);
}

static void check_texts(const struct lvsdr_state *state, const struct reader *reader,
			const char *name, json_t *const *rows, size_t count)
{
	char buffer[MOST * LONGEST_LINE + 1], expected[LONGEST_LINE], *line = buffer, *end;

	assert_true(reader->texts(state, name, buffer, count * LONGEST_LINE + 1) >= 0);
	for (size_t i = 0; i < count; i++, line = end + 1) {
		end = strchr(line, '\n');
		assert_non_null(end);
		*end = '\0';
		line_in_json(json_object_get(rows[i], name), expected);
		if (strcmp(line, expected))
			fail_msg("%s of %s %zu is \"%s\" in its column, and \"%s\"", name,
				 reader->class->name, i, line, expected);
	}
	assert_string_equal(line, "");
}

/* Whether a field is there in this form; where it is not, that is refused. */
static bool has_text(const struct field *field)
{
	return field->type == FIELD_TEXT || field->type == FIELD_ADDRESS ||
	       (field->names && field->type != FIELD_FLAGS);
}

static void check_field(struct lvsdr *host, const struct lvsdr_state *state,
			const struct reader *reader, const struct field *field, json_t *const *rows,
			size_t count)
{
	bool number = field->type != FIELD_TEXT && field->type != FIELD_ADDRESS;
	uint64_t values[1];
	char buffer[1];

	if (number)
		check_numbers(state, reader, field, rows, count);
	else
		check_refused(host, reader->numbers(state, field->name, values, 1), -EINVAL,
			      "has no number of this name; there are ");
	if (has_text(field))
		check_texts(state, reader, field->name, rows, count);
	else
		check_refused(host, reader->texts(state, field->name, buffer, 1), -EINVAL,
			      "has no text of this name; there are ");
	if (field->dotted)
		check_texts(state, reader, field->dotted, rows, count);
}

static void check_columns(struct lvsdr *host, const struct lvsdr_state *state)
{
	json_t *rows[MOST];

	for (size_t i = 0; i < sizeof(readers) / sizeof(*readers); i++) {
		const struct fields *fields = &readers[i].class->fields;
		size_t count = write_rows(state, readers[i].class, rows);

		for (size_t k = 0; k < fields->count; k++)
			check_field(host, state, &readers[i], &fields->field[k], rows, count);
		for (size_t k = 0; k < count; k++)
			json_decref(rows[k]);
	}
}

static void test_fields(void **host)
{
	struct lvsdr_state *state = from_json(*host);
	uint64_t values[ROWS];

	check_columns(*host, state);
	assert_int_equal(lvsdr_state_get_service_numbers(state, "dest_count", values, ROWS), 5);
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(values[i], lvsdr_state_get_dest_count(state, i));
	lvsdr_state_get_service_numbers(state, "persistence_prefix", values, ROWS);
	assert_int_equal(values[0], 24);
	assert_int_equal(values[1], 0); /* it has holes */
	assert_int_equal(values[2], 64);
	lvsdr_state_get_service_numbers(state, "protocol", values, ROWS);
	assert_int_equal(values[0], 6);
	assert_int_equal(values[2], 0); /* a firewall mark has none */
	lvsdr_state_get_dest_numbers(state, "weight", values, ROWS);
	assert_int_equal(values[0], 2147483647);
	lvsdr_state_get_dest_numbers(state, "forwarding", values, ROWS);
	assert_int_equal(values[2], 0); /* -7 */
	lvsdr_state_free(state);
}

static void fill_state(struct lvsdr_state *state)
{
	union object object;

	for (uint32_t i = random_below(&numbers, 20); i > 0; i--) {
		make_object(&service_class, &object);
		object.host = state->host;
		if (state_append_service(state, &object.service))
			continue; /* it is there */
		for (uint32_t k = random_below(&numbers, 8); k > 0; k--) {
			make_object(&dest_class, &object);
			object.host = state->host;
			state_append_dest(&state->services[state->service_count - 1], &object.dest);
		}
	}
}

static void test_random_fields(void **host)
{
	struct lvsdr_state *state;

	for (int i = 0; i < ROUNDS; i++) {
		state = state_make(*host, LVSDR_STATE_SERVICES);
		assert_non_null(state);
		fill_state(state);
		check_columns(*host, state);
		lvsdr_state_free(state);
	}
}

static void test_service_texts(void **host)
{
	struct lvsdr_state *state = from_json(*host);
	static const struct {
		const char *column, *lines;
	} expected[] = {
		{"family", "ipv4\nipv4\nipv6\nipv6\nipv4\n"},
		{"protocol", "tcp\nsctp\n\nudp\n\n"},
		{"address", "192.168.1.41\n192.168.1.42\n\n2001:db8:1111:2222:3333:4444:5555:6666\n"
			    "192.168.1.43\n"},
		{"scheduler", "mh\nwlc\nwlc\nfifteen-letters\nwlc\n"},
		{"persistence_engine", "\n\n\nsip\n\n"},
		{"persistence_netmask", "\n255.0.255.0\n\n\n\n"},
	};
	char buffer[ROWS * 46 + 1];

	for (size_t i = 0; i < sizeof(expected) / sizeof(*expected); i++) {
		assert_int_equal(lvsdr_state_get_service_texts(state, expected[i].column, buffer,
							       sizeof(buffer)),
				 strlen(expected[i].lines));
		assert_string_equal(buffer, expected[i].lines);
	}
	lvsdr_state_free(state);
}

static void test_dest_texts(void **host)
{
	static const char expected[] = "192.168.1.20\n2001:db8:1111:2222:3333:4444:5555:6666\n"
				       "2001:db8::20\n2001:db8::21\n2001:db8::22\n";
	struct lvsdr_state *state = from_json(*host);
	char buffer[sizeof(expected)], names[ROWS * LONGEST_LINE];

	assert_int_equal(lvsdr_state_get_dest_texts(state, "address", buffer, sizeof(expected)),
			 sizeof(expected) - 1);
	assert_string_equal(buffer, expected);
	assert_true(lvsdr_state_get_dest_texts(state, "forwarding", names, sizeof(names)) > 0);
	assert_string_equal(names, "masquerade\ntunnel\n\ndirect\ndirect\n");
	for (size_t size = sizeof(expected) - 1; size; size--) {
		buffer[size] = '?';
		check_refused(*host, lvsdr_state_get_dest_texts(state, "address", buffer, size),
			      -EINVAL, "the buffer is too small; 46 bytes for each row");
		assert_string_equal(buffer, "");
		assert_int_equal(buffer[size], '?');
	}
	lvsdr_state_free(state);
}

static void test_counters(void **host)
{
	struct lvsdr_state *state = from_json(*host);
	uint64_t values[ROWS], plain[LVSDR_COUNTER_COUNT];

	for (int32_t i = 0; i < LVSDR_COUNTER_COUNT; i++) {
		const char *column = counter_names[i];

		assert_int_equal(lvsdr_state_get_service_numbers(state, column, values, ROWS), 5);
		lvsdr_service_get_counters(lvsdr_state_get_service(state, 0), plain,
					   LVSDR_COUNTER_COUNT);
		assert_true(values[0] == plain[i]);
		assert_int_equal(values[1], 0);
		assert_int_equal(lvsdr_state_get_dest_numbers(state, column, values, ROWS), 5);
		lvsdr_dest_get_counters(lvsdr_state_get_dest(state, 0, 0), plain,
					LVSDR_COUNTER_COUNT);
		assert_true(values[0] == plain[i]);
		assert_true(values[0] == (i < 12 ? (uint64_t)i + 1 : UINT64_MAX - 1));
		assert_int_equal(values[1], 0);
		assert_int_equal(values[4], 0);
	}
	lvsdr_state_free(state);
}

static void add_by_hand(struct lvsdr *host, struct lvsdr_state *state, const char *scheduler)
{
	struct lvsdr_service *service;
	struct lvsdr_dest *dest;

	assert_int_equal(lvsdr_service_new_fwmark(host, "ipv4", 7, &service), 0);
	assert_int_equal(lvsdr_service_set_scheduler(service, scheduler), 0);
	assert_int_equal(lvsdr_dest_new(host, "192.168.1.20", &dest), 0);
	assert_int_equal(lvsdr_state_add_service(state, service), 0);
	assert_int_equal(lvsdr_state_add_dest(state, service, dest), 0);
	lvsdr_dest_free(dest);
	lvsdr_service_free(service);
}

/* 0 rows of counters where there are none; zeros for what came later to a state that has some. */
static void test_counters_by_hand(void **host)
{
	struct lvsdr_state *state = from_json(*host), *none;
	uint64_t values[ROWS] = {1, 2, 3};

	add_by_hand(*host, state, "rr");
	values[5] = 1;
	assert_int_equal(lvsdr_state_get_service_numbers(state, "connections", values, ROWS), 6);
	assert_int_equal(values[5], 0);
	lvsdr_state_free(state);

	assert_int_equal(lvsdr_state_new(*host, LVSDR_STATE_SERVICES, &none), 0);
	add_by_hand(*host, none, "rr");
	values[0] = 1;
	assert_int_equal(lvsdr_state_get_service_numbers(none, "connections", values, ROWS), 0);
	assert_int_equal(lvsdr_state_get_dest_numbers(none, "connections", values, ROWS), 0);
	assert_int_equal(values[0], 1);
	lvsdr_state_free(none);
}

static void test_room(void **host)
{
	struct lvsdr_state *state = from_json(*host), *empty;
	uint64_t values[ROWS] = {0};
	char buffer[ROWS * 46 + 1];

	values[2] = 99;
	assert_int_equal(lvsdr_state_get_service_numbers(state, "port", values, 2), 2);
	assert_int_equal(values[0], 80);
	assert_int_equal(values[1], 9);
	assert_int_equal(values[2], 99);
	assert_int_equal(lvsdr_state_get_dest_numbers(state, "port", values, 2), 2);
	assert_int_equal(values[0], 8080);
	assert_int_equal(values[2], 99);
	assert_int_equal(lvsdr_state_get_dest_numbers(state, "port", values, 0), 0);
	/* It ends between two destinations of the last service but one. */
	values[4] = 99;
	assert_int_equal(lvsdr_state_get_dest_numbers(state, "port", values, 4), 4);
	assert_int_equal(values[3], 53);
	assert_int_equal(values[4], 99);
	lvsdr_state_free(state);

	assert_int_equal(lvsdr_state_new(*host, LVSDR_STATE_VIPS, &empty), 0);
	assert_int_equal(lvsdr_state_get_service_numbers(empty, "port", values, 2), 0);
	assert_int_equal(lvsdr_state_get_service_texts(empty, "address", buffer, 1), 0);
	assert_string_equal(buffer, "");
	check_refused(*host, lvsdr_state_get_service_texts(empty, "address", buffer, 0), -EINVAL,
		      "too small");
	lvsdr_state_free(empty);
}

static void test_refusals(void **host)
{
	static const char *const wrong[] = {"",      "weigth",   "Port",
					    "ports", "counters", "LVSDR_COUNTER_CONNECTIONS"};
	struct lvsdr_state *state = from_json(*host);
	uint64_t values[ROWS];
	char buffer[ROWS];

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		for (size_t k = 0; k < sizeof(readers) / sizeof(*readers); k++) {
			check_refused(*host, readers[k].numbers(state, wrong[i], values, ROWS),
				      -EINVAL, "has no number of this name; there are ");
			check_refused(*host, readers[k].texts(state, wrong[i], buffer, ROWS),
				      -EINVAL, "has no text of this name; there are ");
		}
	for (size_t k = 0; k < sizeof(readers) / sizeof(*readers); k++) {
		check_refused(*host, readers[k].numbers(state, "port", NULL, 0), -EINVAL,
			      "cannot get column \"port\" of a state: the array for it is NULL");
		check_refused(*host, readers[k].texts(state, "address", NULL, 0), -EINVAL, "NULL");
		check_refused(*host, readers[k].numbers(state, NULL, values, ROWS), -EINVAL,
			      "cannot get a column of a state: its name is NULL");
		check_refused(*host, readers[k].texts(state, NULL, buffer, ROWS), -EINVAL, "NULL");
		assert_int_equal(readers[k].numbers(NULL, "port", values, ROWS), -EINVAL);
		assert_int_equal(readers[k].texts(NULL, "address", buffer, ROWS), -EINVAL);
	}
	check_refused(
		*host, lvsdr_state_get_dest_numbers(state, "weigth", values, ROWS), -EINVAL,
		"cannot get column \"weigth\" of a state: a destination has no number of this "
		"name; there are port forwarding weight upper_threshold ");
	check_refused(*host, lvsdr_state_get_dest_numbers(state, "dest_count", values, ROWS),
		      -EINVAL, "tunnel_flags connections incoming_packets ");
	check_refused(*host, lvsdr_state_get_dest_numbers(state, "dest_count", values, ROWS),
		      -EINVAL, " persistent_connections");
	check_refused(*host, lvsdr_state_get_service_numbers(state, "x", values, ROWS), -EINVAL,
		      " dest_count connections incoming_packets ");
	check_refused(*host, lvsdr_state_get_service_texts(state, "x", buffer, ROWS), -EINVAL,
		      "there are protocol address family scheduler persistence_netmask "
		      "persistence_engine");
	lvsdr_state_free(state);
}

/* Lines stay lines, whatever name somebody gives to a scheduler. */
static void test_line_breaks(void **host)
{
	struct lvsdr_state *state;
	char buffer[ROWS];

	assert_int_equal(lvsdr_state_new(*host, LVSDR_STATE_SERVICES, &state), 0);
	add_by_hand(*host, state, "\nr\nr\n");
	assert_int_equal(lvsdr_state_get_service_texts(state, "scheduler", buffer, sizeof(buffer)),
			 6);
	assert_string_equal(buffer, " r r \n");
	lvsdr_state_free(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fields),        cmocka_unit_test(test_random_fields),
		cmocka_unit_test(test_service_texts), cmocka_unit_test(test_dest_texts),
		cmocka_unit_test(test_counters),      cmocka_unit_test(test_counters_by_hand),
		cmocka_unit_test(test_room),          cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_line_breaks),
	};

	numbers = random_start("columns");
	return cmocka_run_group_tests_name("columns", tests, handle_set_up, handle_tear_down);
}
