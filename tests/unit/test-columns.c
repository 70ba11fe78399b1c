/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Columns of a state hold in each row what the plain getter returns. */
#include "../check.h"

enum { ROWS = 16 };

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

static uint64_t not_negative(int32_t value)
{
	return value < 0 ? 0 : (uint64_t)value;
}

/* What the plain getters return, in the order of the columns. */
static void ask_service(const struct lvsdr_state *state, size_t i, uint64_t *row)
{
	const struct lvsdr_service *service = lvsdr_state_get_service(state, i);

	row[LVSDR_SERVICE_COLUMN_PORT] = not_negative(lvsdr_service_get_port(service));
	row[LVSDR_SERVICE_COLUMN_FWMARK] = lvsdr_service_get_fwmark(service);
	row[LVSDR_SERVICE_COLUMN_SCHEDULER_FLAGS] = lvsdr_service_get_scheduler_flags(service);
	row[LVSDR_SERVICE_COLUMN_PERSISTENCE] = lvsdr_service_get_persistence(service);
	row[LVSDR_SERVICE_COLUMN_PERSISTENCE_PREFIX] =
		not_negative(lvsdr_service_get_persistence_prefix(service));
	row[LVSDR_SERVICE_COLUMN_ONE_PACKET] = not_negative(lvsdr_service_get_one_packet(service));
	row[LVSDR_SERVICE_COLUMN_DEST_COUNT] = lvsdr_state_get_dest_count(state, i);
}

static void ask_dest(const struct lvsdr_dest *dest, uint64_t *row)
{
	row[LVSDR_DEST_COLUMN_PORT] = not_negative(lvsdr_dest_get_port(dest));
	row[LVSDR_DEST_COLUMN_WEIGHT] = not_negative(lvsdr_dest_get_weight(dest));
	row[LVSDR_DEST_COLUMN_FORWARDING] = not_negative(lvsdr_dest_get_forwarding(dest));
	row[LVSDR_DEST_COLUMN_UPPER_THRESHOLD] = lvsdr_dest_get_upper_threshold(dest);
	row[LVSDR_DEST_COLUMN_LOWER_THRESHOLD] = lvsdr_dest_get_lower_threshold(dest);
	row[LVSDR_DEST_COLUMN_TUNNEL_TYPE] = not_negative(lvsdr_dest_get_tunnel_type(dest));
	row[LVSDR_DEST_COLUMN_TUNNEL_PORT] = not_negative(lvsdr_dest_get_tunnel_port(dest));
	row[LVSDR_DEST_COLUMN_TUNNEL_FLAGS] = lvsdr_dest_get_tunnel_flags(dest);
}

/* Walks through the destinations of all services: the next one, or NULL at the end. */
static const struct lvsdr_dest *next_dest(const struct lvsdr_state *state, size_t *service,
					  size_t *dest)
{
	while (*service < lvsdr_state_get_service_count(state)) {
		if (*dest < lvsdr_state_get_dest_count(state, *service))
			return lvsdr_state_get_dest(state, *service, (*dest)++);
		++*service;
		*dest = 0;
	}
	return NULL;
}

static void test_service_numbers(void **host)
{
	struct lvsdr_state *state = from_json(*host);
	uint64_t values[ROWS], row[LVSDR_SERVICE_COLUMN_DEST_COUNT + 1];

	for (int32_t column = 0; column <= LVSDR_SERVICE_COLUMN_DEST_COUNT; column++) {
		assert_int_equal(lvsdr_state_get_service_numbers(state, column, values, ROWS), 5);
		for (size_t i = 0; i < 5; i++) {
			ask_service(state, i, row);
			assert_true(values[i] == row[column]);
		}
	}
	lvsdr_state_get_service_numbers(state, LVSDR_SERVICE_COLUMN_PERSISTENCE_PREFIX, values,
					ROWS);
	assert_int_equal(values[0], 24);
	assert_int_equal(values[1], 0); /* it has holes */
	assert_int_equal(values[2], 64);
	lvsdr_state_free(state);
}

static void test_dest_numbers(void **host)
{
	struct lvsdr_state *state = from_json(*host);
	uint64_t values[ROWS], row[LVSDR_DEST_COLUMN_TUNNEL_FLAGS + 1];

	for (int32_t column = 0; column <= LVSDR_DEST_COLUMN_TUNNEL_FLAGS; column++) {
		const struct lvsdr_dest *dest;
		size_t service = 0, place = 0, i = 0;

		assert_int_equal(lvsdr_state_get_dest_numbers(state, column, values, ROWS), 5);
		for (; (dest = next_dest(state, &service, &place)); i++) {
			ask_dest(dest, row);
			assert_true(values[i] == row[column]);
		}
		assert_int_equal(i, 5);
	}
	lvsdr_state_get_dest_numbers(state, LVSDR_DEST_COLUMN_WEIGHT, values, ROWS);
	assert_int_equal(values[0], 2147483647);
	lvsdr_state_get_dest_numbers(state, LVSDR_DEST_COLUMN_FORWARDING, values, ROWS);
	assert_int_equal(values[2], 0); /* -7 */
	lvsdr_state_free(state);
}

static void test_service_texts(void **host)
{
	struct lvsdr_state *state = from_json(*host);
	static const struct {
		int32_t column;
		const char *lines;
	} expected[] = {
		{LVSDR_SERVICE_COLUMN_FAMILY, "ipv4\nipv4\nipv6\nipv6\nipv4\n"},
		{LVSDR_SERVICE_COLUMN_PROTOCOL, "tcp\nsctp\n\nudp\n\n"},
		{LVSDR_SERVICE_COLUMN_ADDRESS,
		 "192.168.1.41\n192.168.1.42\n\n2001:db8:1111:2222:3333:4444:5555:6666\n"
		 "192.168.1.43\n"},
		{LVSDR_SERVICE_COLUMN_SCHEDULER, "mh\nwlc\nwlc\nfifteen-letters\nwlc\n"},
		{LVSDR_SERVICE_COLUMN_PERSISTENCE_ENGINE, "\n\n\nsip\n\n"},
		{LVSDR_SERVICE_COLUMN_PERSISTENCE_NETMASK, "\n255.0.255.0\n\n\n\n"},
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
	char buffer[sizeof(expected)];

	assert_int_equal(lvsdr_state_get_dest_texts(state, LVSDR_DEST_COLUMN_ADDRESS, buffer,
						    sizeof(expected)),
			 sizeof(expected) - 1);
	assert_string_equal(buffer, expected);
	for (size_t size = sizeof(expected) - 1; size; size--) {
		buffer[size] = '?';
		check_refused(
			*host,
			lvsdr_state_get_dest_texts(state, LVSDR_DEST_COLUMN_ADDRESS, buffer, size),
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
		int32_t column = LVSDR_COLUMN_COUNTERS + i;

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
	assert_int_equal(
		lvsdr_state_get_service_numbers(state, LVSDR_COLUMN_COUNTERS, values, ROWS), 6);
	assert_int_equal(values[5], 0);
	lvsdr_state_free(state);

	assert_int_equal(lvsdr_state_new(*host, LVSDR_STATE_SERVICES, &none), 0);
	add_by_hand(*host, none, "rr");
	values[0] = 1;
	assert_int_equal(lvsdr_state_get_service_numbers(none, LVSDR_COLUMN_COUNTERS, values, ROWS),
			 0);
	assert_int_equal(lvsdr_state_get_dest_numbers(none, LVSDR_COLUMN_COUNTERS, values, ROWS),
			 0);
	assert_int_equal(values[0], 1);
	lvsdr_state_free(none);
}

static void test_room(void **host)
{
	struct lvsdr_state *state = from_json(*host), *empty;
	uint64_t values[ROWS] = {0};
	char buffer[ROWS * 46 + 1];

	values[2] = 99;
	assert_int_equal(
		lvsdr_state_get_service_numbers(state, LVSDR_SERVICE_COLUMN_PORT, values, 2), 2);
	assert_int_equal(values[0], 80);
	assert_int_equal(values[1], 9);
	assert_int_equal(values[2], 99);
	assert_int_equal(lvsdr_state_get_dest_numbers(state, LVSDR_DEST_COLUMN_PORT, values, 2), 2);
	assert_int_equal(values[0], 8080);
	assert_int_equal(values[2], 99);
	assert_int_equal(lvsdr_state_get_dest_numbers(state, LVSDR_DEST_COLUMN_PORT, values, 0), 0);
	lvsdr_state_free(state);

	assert_int_equal(lvsdr_state_new(*host, LVSDR_STATE_VIPS, &empty), 0);
	assert_int_equal(
		lvsdr_state_get_service_numbers(empty, LVSDR_SERVICE_COLUMN_PORT, values, 2), 0);
	assert_int_equal(
		lvsdr_state_get_service_texts(empty, LVSDR_SERVICE_COLUMN_ADDRESS, buffer, 1), 0);
	assert_string_equal(buffer, "");
	check_refused(*host,
		      lvsdr_state_get_service_texts(empty, LVSDR_SERVICE_COLUMN_ADDRESS, buffer, 0),
		      -EINVAL, "too small");
	lvsdr_state_free(empty);
}

static void test_refusals(void **host)
{
	static const int32_t no_numbers[] = {-1, 8, 99, 100, 999, 1013, INT32_MIN, INT32_MAX};
	static const int32_t no_texts[] = {-1, 0, 99, 106, 1000, INT32_MIN, INT32_MAX};
	struct lvsdr_state *state = from_json(*host);
	uint64_t values[ROWS];
	char buffer[ROWS];

	for (size_t i = 0; i < sizeof(no_numbers) / sizeof(*no_numbers); i++) {
		check_refused(*host,
			      lvsdr_state_get_service_numbers(state, no_numbers[i], values, ROWS),
			      -EINVAL, "there is no such column");
		check_refused(*host,
			      lvsdr_state_get_dest_numbers(state, no_numbers[i], values, ROWS),
			      -EINVAL, "there is no such column");
	}
	for (size_t i = 0; i < sizeof(no_texts) / sizeof(*no_texts); i++) {
		check_refused(*host,
			      lvsdr_state_get_service_texts(state, no_texts[i], buffer, ROWS),
			      -EINVAL, "there is no such column");
		check_refused(*host, lvsdr_state_get_dest_texts(state, no_texts[i], buffer, ROWS),
			      -EINVAL, "there is no such column");
	}
	check_refused(*host, lvsdr_state_get_service_numbers(state, 0, NULL, 0), -EINVAL, "NULL");
	check_refused(*host, lvsdr_state_get_dest_numbers(state, 0, NULL, 0), -EINVAL, "NULL");
	check_refused(*host, lvsdr_state_get_service_texts(state, 100, NULL, 0), -EINVAL, "NULL");
	check_refused(*host, lvsdr_state_get_dest_texts(state, 100, NULL, 0), -EINVAL, "NULL");
	assert_int_equal(lvsdr_state_get_service_numbers(NULL, 0, values, ROWS), -EINVAL);
	assert_int_equal(lvsdr_state_get_dest_numbers(NULL, 0, values, ROWS), -EINVAL);
	assert_int_equal(lvsdr_state_get_service_texts(NULL, 100, buffer, ROWS), -EINVAL);
	assert_int_equal(lvsdr_state_get_dest_texts(NULL, 100, buffer, ROWS), -EINVAL);
	lvsdr_state_free(state);
}

/* Lines stay lines, whatever name somebody gives to a scheduler. */
static void test_line_breaks(void **host)
{
	struct lvsdr_state *state;
	char buffer[ROWS];

	assert_int_equal(lvsdr_state_new(*host, LVSDR_STATE_SERVICES, &state), 0);
	add_by_hand(*host, state, "\nr\nr\n");
	assert_int_equal(lvsdr_state_get_service_texts(state, LVSDR_SERVICE_COLUMN_SCHEDULER,
						       buffer, sizeof(buffer)),
			 6);
	assert_string_equal(buffer, " r r \n");
	lvsdr_state_free(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_service_numbers),
		cmocka_unit_test(test_dest_numbers),
		cmocka_unit_test(test_service_texts),
		cmocka_unit_test(test_dest_texts),
		cmocka_unit_test(test_counters),
		cmocka_unit_test(test_counters_by_hand),
		cmocka_unit_test(test_room),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_line_breaks),
	};

	return cmocka_run_group_tests_name("columns", tests, handle_set_up, handle_tear_down);
}
