// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Equal desired states give equal hash tables, whatever was before: the connections of a thousand
 * clients tell which real server each of them gets from two directors. test-hash_order [HISTORIES]
 */
#include "../random.h"
#include "witness.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/ip.h>
#include <netinet/udp.h>
#include <sched.h>
#include <stdbool.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CLIENTS = 1000, DESTS = 8 };

static unsigned int histories = 5;
static struct random random_numbers;

/* What a real server of a state is; the order of a state is the order of its array. */
struct real_server {
	unsigned int number;
	int weight;
};

struct wanted {
	const char *scheduler;
	unsigned int count;
	struct real_server list[DESTS];
};

static struct wanted random_state(const char *scheduler)
{
	struct wanted wanted = {.scheduler = scheduler};
	bool taken[DESTS] = {false};

	wanted.count = 2 + random_below(&random_numbers, DESTS - 2);
	for (unsigned int i = 0; i < wanted.count; i++) {
		unsigned int number = random_below(&random_numbers, DESTS);

		while (taken[number])
			number = (number + 1) % DESTS;
		taken[number] = true;
		wanted.list[i].number = number;
		wanted.list[i].weight =
			i ? (int)random_below(&random_numbers, 4) : 1; /* 0 too, but not all */
	}
	return wanted;
}

/* The same real servers, written in another order. */
static struct wanted reordered(struct wanted wanted)
{
	for (unsigned int i = 0; i < wanted.count; i++) {
		unsigned int other = random_below(&random_numbers, wanted.count);
		struct real_server kept = wanted.list[i];

		wanted.list[i] = wanted.list[other];
		wanted.list[other] = kept;
	}
	return wanted;
}

static int told_moves(const struct lvsdr_plan *plan)
{
	static const char before[] = "the plan sends about ";
	int moved = -1;

	for (size_t i = 0; i < lvsdr_plan_get_step_count(plan); i++) {
		const char *told = strstr(lvsdr_plan_get_step_explanation(plan, i), before);

		if (!told)
			continue;
		assert_int_equal(moved, -1); /* only once */
		moved = atoi(told + strlen(before));
	}
	return moved;
}

/* How many of a thousand clients get another real server by it, as the plan says, or -1. */
static int reach(struct test *test, const struct wanted *wanted)
{
	char json[2000];
	struct lvsdr_plan *plan;
	int moved;
	size_t length = (size_t)snprintf(json, sizeof(json),
					 "{\"lvsdr_state\": 1, \"services\": [{\"protocol\": "
					 "\"udp\", \"address\": \"192.168.1.41\", "
					 "\"port\": 53, \"scheduler\": \"%s\", \"destinations\": [",
					 wanted->scheduler);

	for (unsigned int i = 0; i < wanted->count; i++)
		length += (size_t)snprintf(json + length, sizeof(json) - length,
					   "%s{\"address\": \"192.168.1.%u\", \"weight\": %d}",
					   i ? ", " : "", 20 + wanted->list[i].number,
					   wanted->list[i].weight);
	snprintf(json + length, sizeof(json) - length, "]}]}");
	plan = plan_to_json(test, "192.168.1.41", json);
	moved = told_moves(plan);
	if (lvsdr_plan_apply(plan) < 0)
		fail_msg("%s: %s", lvsdr_error_message(test->host), json);
	lvsdr_plan_free(plan);
	plan = plan_to_json(test, "192.168.1.41", json);
	assert_int_equal(lvsdr_plan_get_step_count(plan), 0);
	lvsdr_plan_free(plan);
	return moved;
}

/* A datagram from each client. */
static int send_all(unsigned int port)
{
	struct {
		struct iphdr ip;
		struct udphdr udp;
		char text[2];
	} datagram = {
		.ip = {.version = 4, .ihl = 5, .ttl = 64, .protocol = IPPROTO_UDP},
		.udp = {.source = htons((uint16_t)port), .dest = htons(53), .len = htons(10)}};
	struct sockaddr_in to = {.sin_family = AF_INET};
	int fd = open("/run/netns/t", O_RDONLY | O_CLOEXEC);

	if (fd < 0 || setns(fd, CLONE_NEWNET))
		return 1;
	fd = socket(AF_INET, SOCK_RAW, IPPROTO_RAW);
	inet_pton(AF_INET, "192.168.1.41", &to.sin_addr);
	datagram.ip.daddr = to.sin_addr.s_addr;
	for (uint32_t i = 0; i < CLIENTS; i++) {
		datagram.ip.saddr = htonl(0x0a000001u + i * 7919);
		/* A datagram for which there is no real server is refused. */
		if (sendto(fd, &datagram, sizeof(datagram), 0, (void *)&to, sizeof(to)) < 0 &&
		    errno != EPERM)
			return 1;
	}
	return 0;
}

/* Which real server each client has: "CLIENT REAL-SERVER" on a line; to be freed. */
static char *ask_clients(unsigned int port)
{
	pid_t child = fork();
	char command[200];
	int status;

	assert_true(child >= 0);
	if (!child)
		_exit(send_all(port));
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	snprintf(command, sizeof(command),
		 "awk '$3 == \"%04X\" && $4 == \"C0A80129\" { print $2, $6 }' /proc/net/ip_vs_conn "
		 "| "
		 "sort",
		 port);
	return ask(command);
}

static unsigned int count_lines(const char *text)
{
	unsigned int lines = *text != '\0';

	for (; *text; text++)
		lines += *text == '\n';
	return lines;
}

static void set_up_network(void)
{
	run("ip addr add 192.168.1.41/32 dev lo; ipvsadm --set 900 120 300;"
	    "for i in 20 21 22 23 24 25 26 27; do ip neigh add 192.168.1.$i dev eth0 lladdr "
	    "02:00:00:00:00:$i; done");
}

/* A director of its own, and which real servers its clients get there. */
static char *clients_of_new(unsigned int detours, const struct wanted *wanted)
{
	struct test *test;
	void *state;
	char *clients;

	assert_int_equal(test_set_up(&state), 0);
	test = state;
	set_up_network();
	for (unsigned int i = 0; i < detours; i++) {
		struct wanted other = random_state(wanted->scheduler);

		reach(test, &other);
	}
	reach(test, wanted);
	clients = ask_clients(1024);
	assert_int_equal(test_tear_down(&state), 0);
	return clients;
}

static void compare_once(const char *scheduler, unsigned int number)
{
	struct wanted wanted = random_state(scheduler), same = reordered(wanted);
	char *one = clients_of_new(1 + random_below(&random_numbers, 5), &wanted);
	char *other = clients_of_new(number % 2 ? 0 : random_below(&random_numbers, 5), &same);

	if (strcmp(one, other))
		fail_msg("history %u of %s: clients differ", number, scheduler);
	if (!strcmp(scheduler, "mh"))
		assert_int_equal(count_lines(one), CLIENTS);
	free(one);
	free(other);
}

static void compare(const char *scheduler)
{
	for (unsigned int i = 0; i < histories; i++)
		compare_once(scheduler, i);
	printf("%s: %u histories, %d clients, 0 differ\n", scheduler, histories, CLIENTS);
}

static void test_mh(void **state)
{
	(void)state;
	compare("mh");
}

static void test_sh(void **state)
{
	(void)state;
	compare("sh");
}

static void test_dh(void **state)
{
	(void)state;
	compare("dh");
}

/* ---- How many clients a plan says that it moves. */

/* The lines of each that the other has not, so that a client without real server counts, too. */
static unsigned int count_differing(const char *one, const char *other)
{
	FILE *file = fopen("/tmp/clients-one", "w");
	char *count;
	unsigned int result;

	assert_non_null(file);
	fprintf(file, "%s\n", one);
	fclose(file);
	file = fopen("/tmp/clients-other", "w");
	assert_non_null(file);
	fprintf(file, "%s\n", other);
	fclose(file);
	count = ask(
		"diff /tmp/clients-one /tmp/clients-other | awk '/^[<>]/ { print $2 }' | sort -u | "
		"wc -l");
	result = (unsigned int)atoi(count);
	free(count);
	return result;
}

/* Within four standard deviations of a thousand trials, and what rounding adds. */
static bool is_about(unsigned int counted, unsigned int told)
{
	int difference = (int)counted - (int)told;

	return difference * difference <= 16 * (int)(told * (1000 - told) / 1000) + 25;
}

static void check_moves(void **state, const char *scheduler)
{
	struct test *test = *state;
	struct wanted wanted = random_state(scheduler);
	char *one, *other;
	unsigned int counted;
	int told;

	set_up_network();
	reach(test, &wanted);
	one = ask_clients(1024);
	for (unsigned int i = 1; i <= histories; i++) {
		wanted = random_state(scheduler);
		told = reach(test, &wanted);
		other = ask_clients(1024 + i);
		counted = count_differing(one, other);
		if (told < 0 ? counted > 0 : !is_about(counted, (unsigned int)told))
			fail_msg("%s: %d told, %u counted", scheduler, told, counted);
		free(one);
		one = other;
	}
	free(one);
}

static void test_moves_of_mh(void **state)
{
	check_moves(state, "mh");
}

static void test_moves_of_sh(void **state)
{
	check_moves(state, "sh");
}

/* ---- The steps that lead there. */

static void check_steps(const struct lvsdr_plan *plan, const char *const *commands, size_t count)
{
	for (size_t i = 0; i < count && i < lvsdr_plan_get_step_count(plan); i++)
		assert_string_equal(lvsdr_plan_get_step_command(plan, i), commands[i]);
	assert_int_equal(lvsdr_plan_get_step_count(plan), count);
}

static const char desired[] =
	"{\"lvsdr_state\": 1, \"services\": [{\"protocol\": \"tcp\", \"address\": "
	"\"192.168.1.41\", "
	"\"port\": 80, \"scheduler\": \"mh\", \"scheduler_flags\": [\"mh-fallback\"], "
	"\"destinations\": [{\"address\": \"192.168.1.20\"}, {\"address\": \"192.168.1.22\"}, "
	"{\"address\": \"192.168.1.21\"}]}]}";

#define TOLD(number)                                                                               \
	"the plan sends about " #number " of 1000 clients of this service to another real server"
#define MOVED                                                                                      \
	"\n# it is added again at once, because the hash table of the scheduler depends on the "   \
	"order of the destinations"

static void test_moves(void **state)
{
	static const char *const commands[] = {
		"ipvsadm -a -t 192.168.1.41:80 -r 192.168.1.21:80 -g -w 1",
		"ipvsadm -d -t 192.168.1.41:80 -r 192.168.1.22:80" MOVED,
		"ipvsadm -a -t 192.168.1.41:80 -r 192.168.1.22:80 -g -w 1\n# " TOLD(334),
	};
	struct test *test = *state;
	struct lvsdr_plan *plan;

	run("ipvsadm -A -t 192.168.1.41:80 -s mh -b flag-1; for i in 20 22; do ipvsadm -a -t "
	    "192.168.1.41:80 -r 192.168.1.$i -g; done");
	plan = plan_to_json(test, "192.168.1.41", desired);
	check_steps(plan, commands, sizeof(commands) / sizeof(*commands));
	assert_int_equal(lvsdr_plan_apply(plan), 1);
	check_witness("grep -o '> C0A801[0-9A-F]*' /proc/net/ip_vs",
		      "> C0A80116\n> C0A80115\n> C0A80114");
	lvsdr_plan_free(plan);
}

/* While they move, the kernel must not end connections: only a graceful plan cares. */
static void test_moves_gracefully(void **state)
{
	static const char *const commands[] = {
		"ipvsadm -a -t 192.168.1.41:80 -r 192.168.1.21:80 -g -w 1",
		"sysctl -w net.ipv4.vs.expire_nodest_conn=0",
		"ipvsadm -d -t 192.168.1.41:80 -r 192.168.1.22:80" MOVED,
		"ipvsadm -a -t 192.168.1.41:80 -r 192.168.1.22:80 -g -w 1",
		"sysctl -w net.ipv4.vs.expire_nodest_conn=2",
		"ipvsadm -e -t 192.168.1.41:80 -r 192.168.1.9:80 -g -w 0",
		"ipvsadm -d -t 192.168.1.41:80 -r 192.168.1.9:80\n"
		"# when it has no connections any more; " TOLD(503),
	};
	struct test *test = *state;
	struct lvsdr_plan *plan;
	char *before;

	run("ipvsadm -A -t 192.168.1.41:80 -s mh -b flag-1; for i in 9 20 22; do ipvsadm -a -t "
	    "192.168.1.41:80 -r 192.168.1.$i -g; done; sysctl -qw "
	    "net.ipv4.vs.expire_nodest_conn=2"); /* the kernel takes any number for "on" */
	before = snapshot();
	plan = plan_to_json(test, "192.168.1.41", desired);
	assert_int_equal(lvsdr_plan_make_graceful(plan, 0, 60000), 1);
	check_steps(plan, commands, sizeof(commands) / sizeof(*commands));
	assert_int_equal(lvsdr_plan_apply(plan), 1);
	check_witness("sysctl -n net.ipv4.vs.expire_nodest_conn", "2");
	assert_int_equal(lvsdr_plan_undo(plan), 1);
	check_unchanged(before);
	lvsdr_plan_free(plan);
	run("sysctl -qw net.ipv4.vs.expire_nodest_conn=0");
	plan = plan_to_json(test, "192.168.1.41", desired);
	assert_int_equal(lvsdr_plan_make_graceful(plan, 0, 60000), 1);
	assert_int_equal(lvsdr_plan_get_step_count(plan), 5);
	lvsdr_plan_free(plan);
}

/* With weight 0 by an update a destination keeps its share of the table; added so, it has none. */
static void test_weight_of_0(void **state)
{
	struct test *test = *state;
	struct lvsdr_plan *plan;

	run("ipvsadm -A -t 192.168.1.41:80 -s mh -b flag-1; for i in 20 21 22; do ipvsadm -a -t "
	    "192.168.1.41:80 -r 192.168.1.$i -g; done");
	plan = plan_to_json(test, "192.168.1.41",
			    "{\"lvsdr_state\": 1, \"services\": [{\"protocol\": \"tcp\", "
			    "\"address\": \"192.168.1.41\", \"port\": 80, \"scheduler\": \"mh\", "
			    "\"scheduler_flags\": [\"mh-fallback\"], \"destinations\": "
			    "[{\"address\": \"192.168.1.20\"}, {\"address\": \"192.168.1.21\", "
			    "\"weight\": 0}, {\"address\": \"192.168.1.22\"}]}]}");
	assert_int_equal(lvsdr_plan_get_step_count(plan), 2);
	assert_string_equal(lvsdr_plan_get_step_command(plan, 0),
			    "ipvsadm -d -t 192.168.1.41:80 -r 192.168.1.21:80" MOVED);
	assert_string_equal(
		lvsdr_plan_get_step_command(plan, 1),
		"ipvsadm -a -t 192.168.1.41:80 -r 192.168.1.21:80 -g -w 0\n# " TOLD(334));
	assert_int_equal(lvsdr_plan_apply(plan), 1);
	lvsdr_plan_free(plan);
}

/* ---- The undo restores the order, too, whatever it was. */

static const char listed[] = "grep -o '> C0A801[0-9A-F]*' /proc/net/ip_vs";

static void make_disordered(void)
{
	run("ipvsadm -A -t 192.168.1.41:80 -s sh; for i in 24 20 23 21 22; do ipvsadm -a -t "
	    "192.168.1.41:80 -r 192.168.1.$i -g; done; ipvsadm -A -t 192.168.1.42:80 -s sh;"
	    "for i in 20 23 21; do ipvsadm -a -t 192.168.1.42:80 -r 192.168.1.$i -g; done");
}

static void check_undo(struct test *test, struct lvsdr_plan *plan, const char *before)
{
	struct lvsdr_plan *again;
	const char *json;

	for (int by_record = 0; by_record < 2; by_record++) {
		if (by_record) {
			lvsdr_plan_free(plan);
			plan = again;
		}
		assert_int_equal(lvsdr_plan_apply(plan), 1);
		assert_int_equal(lvsdr_plan_to_json(plan, &json), 0);
		if (!by_record)
			assert_int_equal(
				lvsdr_plan_from_json(test->host, json, strlen(json), &again), 0);
		assert_int_equal(lvsdr_plan_undo(plan), 1);
		check_witness(listed, before);
		assert_int_equal(lvsdr_plan_undo(plan), 0);
		check_witness(listed, before);
	}
	lvsdr_plan_free(plan);
}

static void test_undone_in_order(void **state)
{
	struct test *test = *state;
	struct lvsdr_scope *scope = new_scope(test, "everything");
	struct lvsdr_plan *plan;
	char *before;

	make_disordered();
	before = ask(listed);
	plan = plan_to_json(test, "192.168.1.41 192.168.1.42",
			    "{\"lvsdr_state\": 1, \"services\": [{\"protocol\": \"tcp\", "
			    "\"address\": \"192.168.1.41\", \"port\": 80, \"scheduler\": \"sh\", "
			    "\"destinations\": [{\"address\": \"192.168.1.20\"}, {\"address\": "
			    "\"192.168.1.25\"}, {\"address\": \"192.168.1.21\"}]}]}");
	check_undo(test, plan, before);
	assert_int_equal(lvsdr_plan_new(test->host, &plan), 0);
	assert_int_equal(lvsdr_plan_remove_real_server(plan, scope, "192.168.1.20"), 2);
	assert_int_equal(lvsdr_plan_make_graceful(plan, LVSDR_DRAIN_SET_FALLBACK, 1000), 1);
	check_undo(test, plan, before);
	lvsdr_scope_free(scope);
	free(before);
}

/* Another program's stays where it is, and what it removed is not missed. */
static void test_undone_among_others(void **state)
{
	struct test *test = *state;
	struct lvsdr_scope *scope = new_scope(test, "192.168.1.41");
	struct lvsdr_plan *plan;

	make_disordered();
	assert_int_equal(lvsdr_plan_new(test->host, &plan), 0);
	assert_int_equal(lvsdr_plan_remove_real_server(plan, scope, "192.168.1.20"), 1);
	assert_int_equal(lvsdr_plan_apply(plan), 1);
	run("ipvsadm -d -t 192.168.1.41:80 -r 192.168.1.22; ipvsadm -a -t 192.168.1.41:80 -r "
	    "192.168.1.30 -g; ipvsadm -D -t 192.168.1.42:80");
	assert_int_equal(lvsdr_plan_undo(plan), 1);
	check_witness(listed, "> C0A8011E\n> C0A80115\n> C0A80117\n> C0A80114\n> C0A80118");
	lvsdr_plan_free(plan);
	lvsdr_scope_free(scope);
}

/* A state that was read is restored as it was. */
static void test_observed(void **state)
{
	struct test *test = *state;
	struct lvsdr_scope *scope = new_scope(test, "192.168.1.41");
	struct lvsdr_state *observed;
	struct lvsdr_plan *plan;

	run("ipvsadm -A -t 192.168.1.41:80 -s mh; for i in 22 20 21; do ipvsadm -a -t "
	    "192.168.1.41:80 -r 192.168.1.$i -g; done");
	assert_int_equal(lvsdr_state_read(test->host, scope, LVSDR_STATE_SERVICES, &observed), 0);
	plan = plan_to(test, "192.168.1.41", observed);
	assert_int_equal(lvsdr_plan_get_step_count(plan), 0);
	lvsdr_plan_free(plan);
	run("ipvsadm -d -t 192.168.1.41:80 -r 192.168.1.20");
	plan = plan_to(test, "192.168.1.41", observed);
	assert_int_equal(lvsdr_plan_apply(plan), 1);
	check_witness("grep -o '> C0A801[0-9A-F]*' /proc/net/ip_vs",
		      "> C0A80115\n> C0A80114\n> C0A80116");
	lvsdr_plan_free(plan);
	lvsdr_state_free(observed);
	lvsdr_scope_free(scope);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mh),
		cmocka_unit_test(test_sh),
		cmocka_unit_test(test_dh),
		cmocka_unit_test_setup_teardown(test_moves_of_mh, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_moves_of_sh, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_moves, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_moves_gracefully, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_weight_of_0, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_undone_in_order, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_undone_among_others, test_set_up,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_observed, test_set_up, test_tear_down),
	};

	if (argc > 1)
		histories = (unsigned int)atoi(argv[1]);
	random_numbers = random_start("histories");
	return run_group("the order of destinations", tests, sizeof(tests) / sizeof(*tests), NULL);
}
