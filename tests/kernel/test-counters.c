// SPDX-License-Identifier: LGPL-2.1-or-later
/* Connection counts, counters and rates of real packets, in both families; zero for one and for
 * all. */
#include "witness.h"

/* TCP that nobody answers (active), and a persistent UDP service (inactive, and a template). */
static void make_traffic(void)
{
	run("ip addr add 192.168.1.41/32 dev lo; ip addr add 2001:db8::40/64 dev eth0 nodad;"
	    "ip addr add 2001:db8::41/128 dev lo nodad; ipvsadm -A -t 192.168.1.41:80 -s rr;"
	    "ipvsadm -a -t 192.168.1.41:80 -r 192.168.1.20 -g;"
	    "ipvsadm -A -t [2001:db8::41]:80 -s rr; ipvsadm -a -t [2001:db8::41]:80 -r "
	    "[2001:db8::20]:80 -g;"
	    "ipvsadm -A -u 192.168.1.41:53 -s rr -p 60; ipvsadm -a -u 192.168.1.41:53 -r "
	    "192.168.1.20 -g;"
	    "for to in 192.168.1.41 2001:db8::41; do"
	    "  timeout 3 bash -c \"exec 3<>/dev/tcp/$to/80\" 2>/dev/null; done;"
	    "bash -c \"for i in {1..300}; do echo ask >/dev/udp/192.168.1.41/53; done\"; sleep "
	    "2.5");
}

static struct lvsdr_state *read_counters(struct test *test)
{
	struct lvsdr_scope *scope = new_scope(test, "everything");
	struct lvsdr_state *state;

	assert_int_equal(lvsdr_state_read(test->host, scope,
					  LVSDR_STATE_SERVICES | LVSDR_STATE_COUNTERS, &state),
			 0);
	lvsdr_scope_free(scope);
	return state;
}

/* A line for each destination: its service's port and family, and counters `from` to `to`. */
static void tell(struct test *test, int from, int to, char *text, size_t size)
{
	struct lvsdr_state *state = read_counters(test);
	uint64_t values[LVSDR_COUNTER_COUNT];
	size_t length = 0;

	for (size_t i = 0; i < lvsdr_state_get_service_count(state); i++) {
		assert_int_equal(lvsdr_dest_get_counters(lvsdr_state_get_dest(state, i, 0), values,
							 LVSDR_COUNTER_COUNT),
				 LVSDR_COUNTER_COUNT);
		for (int k = from; k <= to; k++)
			length += (size_t)snprintf(text + length, size - length,
						   k == to ? "%llu\n" : "%llu ",
						   (unsigned long long)values[k]);
	}
	text[length ? length - 1 : 0] = '\0';
	lvsdr_state_free(state);
}

/* Their names as columns, in the order of their values. */
static const char *const columns[LVSDR_COUNTER_COUNT] = {
	"connections",           "incoming_packets",     "outgoing_packets",
	"incoming_bytes",        "outgoing_bytes",       "connection_rate",
	"incoming_packet_rate",  "outgoing_packet_rate", "incoming_byte_rate",
	"outgoing_byte_rate",    "active_connections",   "inactive_connections",
	"persistent_connections"};

/* The same from columns. */
static void tell_columns(struct test *test, int from, int to, char *text, size_t size)
{
	struct lvsdr_state *state = read_counters(test);
	uint64_t values[LVSDR_COUNTER_COUNT][4];
	size_t length = 0;

	for (int k = from; k <= to; k++)
		assert_int_equal(lvsdr_state_get_dest_numbers(state, columns[k], values[k], 4), 3);
	for (size_t i = 0; i < 3; i++)
		for (int k = from; k <= to; k++)
			length += (size_t)snprintf(text + length, size - length,
						   k == to ? "%llu\n" : "%llu ",
						   (unsigned long long)values[k][i]);
	text[length - 1] = '\0';
	lvsdr_state_free(state);
}

typedef void (*tell_counters)(struct test *test, int from, int to, char *text, size_t size);

/* Each service has one destination, and ipvsadm the order of the library. */
static void compare(struct test *test, tell_counters teller, int from, int to, const char *option,
		    const char *fields)
{
	char command[256], before[512], after[512], *told;

	snprintf(command, sizeof(command),
		 "ipvsadm -Ln %s --exact | grep -e \"-> [^R]\" | tr -s \" \" | cut -d\" "
		 "\" -f%s",
		 option, fields);
	for (int i = 0; i < 20; i++) { /* rates fade */
		teller(test, from, to, before, sizeof(before));
		told = ask(command);
		teller(test, from, to, after, sizeof(after));
		if (!strcmp(before, after)) {
			assert_string_equal(told, before);
			free(told);
			return;
		}
		free(told);
	}
	fail_msg("the counters never stood still");
}

static void test_counts_and_rates(void **state)
{
	struct test *test = *state;

	make_traffic();
	/* Rates first: they fade, and were no zeros. */
	check_witness("ipvsadm -Ln --rate | grep -c \"20:53  *[1-9][0-9]*  *[1-9]\"", "1");
	compare(test, tell, LVSDR_COUNTER_CONNECTION_RATE, LVSDR_COUNTER_OUTGOING_BYTE_RATE,
		"--rate", "4-8");
	check_witness("ipvsadm -Ln --rate | grep -c \"20:53  *[1-9][0-9]*  *[1-9]\"", "1");
	compare(test, tell, LVSDR_COUNTER_CONNECTIONS, LVSDR_COUNTER_OUTGOING_BYTES, "--stats",
		"4-8");
	compare(test, tell, LVSDR_COUNTER_ACTIVE_CONNECTIONS, LVSDR_COUNTER_INACTIVE_CONNECTIONS,
		"", "6,7");
	compare(test, tell, LVSDR_COUNTER_PERSISTENT_CONNECTIONS,
		LVSDR_COUNTER_PERSISTENT_CONNECTIONS, "--persistent-conn", "5");
	compare(test, tell_columns, LVSDR_COUNTER_CONNECTIONS, LVSDR_COUNTER_OUTGOING_BYTES,
		"--stats", "4-8");
	compare(test, tell_columns, LVSDR_COUNTER_ACTIVE_CONNECTIONS,
		LVSDR_COUNTER_INACTIVE_CONNECTIONS, "", "6,7");
	/* And they were no zeros. */
	check_witness("grep -c -e \"Route   1      [1-9]\" /proc/net/ip_vs", "2");
	check_witness("ipvsadm -Ln --persistent-conn | grep -c \"20:53  *1  *[1-9]\"", "1");
}

/* Whether a service counted connections, as ipvsadm tells it. */
static const char counted[] = "ipvsadm -Ln --stats --exact | grep \"^[TU]\" | sort |"
			      "tr -s \" \" | cut -d\" \" -f3 | sed \"s/[1-9][0-9]*/some/\"";

static void test_zero_for_one_and_for_all(void **state)
{
	struct test *test = *state;
	struct lvsdr_service *service = new_service(test, "[2001:db8::41]:80");

	make_traffic();
	check_witness(counted, "some\nsome\nsome");
	assert_int_equal(lvsdr_counters_zero(test->host, service), 0);
	check_witness(counted, "some\n0\nsome");
	assert_int_equal(lvsdr_counters_zero(test->host, NULL), 0);
	check_witness(counted, "0\n0\n0");
	lvsdr_service_free(service);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_counts_and_rates, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_zero_for_one_and_for_all, test_set_up,
						test_tear_down),
	};

	return cmocka_run_group_tests_name("counters", tests, NULL, NULL);
}
