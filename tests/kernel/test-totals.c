// SPDX-License-Identifier: LGPL-2.1-or-later
/* The totals of a namespace, with ipvsadm, the kernel's own texts and the shell as witnesses. */
#include "witness.h"

#include <stdbool.h>

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#define TOTALS LVSDR_TOTAL_COUNT

static void read_totals(struct test *test, uint64_t *values)
{
	if (lvsdr_totals_read(test->host, values, TOTALS) != TOTALS)
		fail_msg("%s", lvsdr_error_message(test->host));
}

/* Two services, so that neither has the totals. */
static void make_services(void)
{
	run("ip addr add 192.168.1.41/32 dev lo;"
	    "ipvsadm -A -u 192.168.1.41:53 -s rr; ipvsadm -a -u 192.168.1.41:53 -r 192.168.1.20 -g;"
	    "ipvsadm -A -u 192.168.1.41:54 -s rr; ipvsadm -a -u 192.168.1.41:54 -r 192.168.1.20 "
	    "-g");
}

/* 30 connections to one of them, 10 to the other, on this processor; from sockets that stay open, so that no port comes twice. */
static void make_traffic(int processor)
{
	char command[256];

	snprintf(command, sizeof(command),
		 "taskset -c %d bash -c \"for i in {1..40}; do exec {to}<>/dev/udp/192.168.1.41/"
		 "\\$((53 + i %% 4 / 3)); echo ask >&\\$to; done\"; sleep 2.5",
		 processor);
	run(command);
}

static unsigned long long number_of(const char *command)
{
	char *told = ask(command);
	unsigned long long number = strtoull(told, NULL, 0);

	free(told);
	return number;
}

/* Column `field` of all services together, as ipvsadm tells it. */
static unsigned long long sum_of(const char *option, int field)
{
	char command[256];

	snprintf(command, sizeof(command),
		 "ipvsadm -Ln --exact %s | awk \"/^[TUF]/ {sum += \\$%d} END {print sum + 0}\"",
		 option, field);
	return number_of(command);
}

/* Word `word` of a line of the kernel's text, which is hexadecimal. */
static unsigned long long shown(const char *file, int line, int word)
{
	char command[256];

	snprintf(command, sizeof(command),
		 "echo 0x$(sed -n %dp /proc/net/%s | tr -s \" \" | sed \"s/^ //\" | cut -d\" \" "
		 "-f%d)",
		 line, file, word);
	return number_of(command);
}

static void test_totals(void **state)
{
	struct test *test = *state;
	uint64_t values[TOTALS], again[TOTALS], none[1] = {7};

	make_services();
	read_totals(test, values);
	for (int i = 0; i <= LVSDR_TOTAL_OUTGOING_BYTE_RATE; i++)
		assert_int_equal(values[i], 0);
	make_traffic(0);
	read_totals(test, values);
	assert_int_equal(values[LVSDR_TOTAL_CONNECTIONS], 40);
	assert_int_equal(values[LVSDR_TOTAL_INCOMING_PACKETS], 40);
	assert_int_equal(values[LVSDR_TOTAL_INCOMING_BYTES], 40 * (20 + 8 + 4));
	for (int i = 0; i <= LVSDR_TOTAL_OUTGOING_BYTES; i++) {
		assert_int_equal(values[i], sum_of("--stats", i + 3));
		assert_int_equal(values[i], shown("ip_vs_stats", 3, i + 1));
	}
	assert_int_equal(values[LVSDR_TOTAL_CONNECTION_TABLE_SIZE],
			 number_of("sed -n \"s/.*(size=\\([0-9]*\\)).*/\\1/p\" /proc/net/ip_vs"));
	/* What there is room for, and no more. */
	assert_int_equal(lvsdr_totals_read(test->host, again, 2), 2);
	assert_memory_equal(again, values, 2 * sizeof(*values));
	assert_int_equal(lvsdr_totals_read(test->host, none, 0), 0);
	assert_int_equal(none[0], 7);
	/* What a removed service counted is still there, and what was reset is not. */
	run("ipvsadm -D -u 192.168.1.41:54");
	read_totals(test, again);
	assert_memory_equal(again, values, 5 * sizeof(*values));
	assert_int_equal(sum_of("--stats", 3), 30);
	assert_int_equal(lvsdr_counters_zero(test->host, NULL), 0);
	read_totals(test, values);
	for (int i = 0; i <= LVSDR_TOTAL_OUTGOING_BYTES; i++)
		assert_int_equal(values[i], 0);
}

/* The rates as the kernel shows them, by one command, because they change every two seconds. */
static void ask_rates(unsigned long long told[5])
{
	char *line = ask("sed -n 6p /proc/net/ip_vs_stats");

	assert_int_equal(sscanf(line, "%llx %llx %llx %llx %llx", &told[0], &told[1], &told[2],
				&told[3], &told[4]),
			 5);
	free(line);
}

/* Whether each is what it was before or after it was asked for, or in between. */
static bool are_between(const uint64_t *before, const uint64_t *after,
			const unsigned long long told[5])
{
	for (int i = 0; i < 5; i++) {
		uint64_t one = before[LVSDR_TOTAL_CONNECTION_RATE + i];
		uint64_t other = after[LVSDR_TOTAL_CONNECTION_RATE + i];

		if (told[i] < (one < other ? one : other) || told[i] > (one < other ? other : one))
			return false;
	}
	return true;
}

/* They fade, on a slow machine before they are seen, and begin again with new traffic. */
static void test_rates(void **state)
{
	struct test *test = *state;
	uint64_t before[TOTALS], after[TOTALS];
	unsigned long long told[5];

	make_services();
	for (int attempt = 0; attempt < 20; attempt++) {
		make_traffic(0);
		read_totals(test, before);
		ask_rates(told);
		read_totals(test, after);
		if (before[LVSDR_TOTAL_INCOMING_BYTE_RATE] &&
		    after[LVSDR_TOTAL_INCOMING_BYTE_RATE] && are_between(before, after, told))
			return;
	}
	fail_msg("no rates were those that the kernel shows");
}

/* Each packet is counted by the processor that it came to, and a reset changes nothing there. */
static void test_processors(void **state)
{
	struct test *test = *state;
	int processors = (int)number_of("getconf _NPROCESSORS_CONF"), last = processors - 1;
	uint64_t values[64 * TOTALS], *row = values + (size_t)last * TOTALS;

	assert_in_range(processors, 1, 64);
	make_services();
	assert_int_equal(lvsdr_totals_read_processors(test->host, 1, NULL, 0), processors);
	make_traffic(last);
	assert_int_equal(lvsdr_totals_read_processors(test->host, TOTALS, values, 64 * TOTALS),
			 processors);
	for (int i = 0; i < processors; i++)
		for (int k = 0; k < 5; k++)
			assert_int_equal(values[i * TOTALS + k],
					 shown("ip_vs_stats_percpu", 3 + i, 2 + k));
	for (int k = 5; k < TOTALS; k++)
		assert_true(row[k] == UINT64_MAX);
	assert_int_equal(row[LVSDR_TOTAL_CONNECTIONS], 40);
	if (last)
		assert_int_equal(values[LVSDR_TOTAL_CONNECTIONS], 0);
	assert_int_equal(lvsdr_counters_zero(test->host, NULL), 0);
	assert_int_equal(lvsdr_totals_read_processors(test->host, 1, values, 64), processors);
	assert_int_equal(values[last], 40);
}

/*
 * A kernel without ip_vs_status has no number of current connections. In a mount namespace of a
 * child a folder with such a file takes the place of its /proc/net: "" for one as it is.
 */
static int child_sees(const char *status, uint64_t *ret_connections)
{
	uint64_t values[TOTALS];
	struct lvsdr *host;
	char command[512], folder[64];
	int fd, result = -1;

	fd = open("/run/netns/t", O_RDONLY | O_CLOEXEC);
	if (fd < 0 || setns(fd, CLONE_NEWNET) || unshare(CLONE_NEWNS) ||
	    mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL))
		return 90;
	snprintf(folder, sizeof(folder), "/proc/%d/task/%d/net", (int)getpid(), (int)getpid());
	snprintf(command, sizeof(command),
		 "mkdir -p /tmp/net && cat %s/ip_vs_stats >/tmp/net/ip_vs_stats && cat %s/ip_vs "
		 ">/tmp/net/ip_vs && printf '%s' >/tmp/net/ip_vs_status",
		 folder, folder, status);
	if (system(command))
		return 91;
	if (mount("/tmp/net", folder, NULL, MS_BIND, NULL))
		return 92;
	if (!lvsdr_new(&host))
		result = lvsdr_totals_read(host, values, TOTALS);
	*ret_connections = values[LVSDR_TOTAL_CURRENT_CONNECTIONS];
	if (result == -EBADMSG && !strstr(lvsdr_error_message(host), "ip_vs_stats"))
		return 93;
	lvsdr_free(host);
	return result;
}

/* Whether the child sees this result, and number. */
static void check_status(const char *status, int expected, uint64_t connections)
{
	uint64_t seen = 0;
	pid_t child = fork();
	int ended, result;

	assert_true(child >= 0);
	if (!child) {
		result = child_sees(status, &seen);
		if (result != expected)
			fprintf(stderr, "%d instead of %d\n", result, expected);
		_exit(result != expected || (expected > 0 && seen != connections));
	}
	assert_int_equal(waitpid(child, &ended, 0), child);
	assert_int_equal(ended, 0);
}

static void test_current_connections(void **state)
{
	struct test *test = *state;
	uint64_t values[TOTALS];

	make_services();
	read_totals(test, values);
	if (access("/proc/self/net/ip_vs_status", F_OK))
		assert_true(values[LVSDR_TOTAL_CURRENT_CONNECTIONS] == UINT64_MAX);
	else
		assert_int_equal(values[LVSDR_TOTAL_CURRENT_CONNECTIONS], 0);
	/* As Linux 7.1 writes it. */
	check_status("Conns:\\t9401\\nConn buckets:\\t524288 (19 bits, lfactor -5)\\n", TOTALS,
		     9401);
	check_status("Connections: 9401\\n", -EBADMSG, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_totals, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_rates, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_processors, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_current_connections, test_set_up,
						test_tear_down),
	};

	return cmocka_run_group_tests_name("totals", tests, NULL, NULL);
}
