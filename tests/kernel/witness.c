// SPDX-License-Identifier: LGPL-2.1-or-later
#include "witness.h"

#include <fcntl.h>
#include <sched.h>
#include <stdbool.h>
#include <unistd.h>

/* Two pipes to a shell of real root's: see rootless.sh. NULL: this program is root itself. */
static const char *rootless(void)
{
	return getenv("LVSDR_TEST_ROOTLESS");
}

static FILE *open_pipe(const char *name, const char *mode)
{
	char path[256];
	FILE *pipe;

	snprintf(path, sizeof(path), "%s/%s", rootless(), name);
	pipe = fopen(path, mode);
	assert_non_null(pipe);
	return pipe;
}

/* Runs a shell command as real root; its output, and its exit status. To be freed. */
static char *execute(const char *line, int *ret_status)
{
	size_t size = 1 << 20, length;
	char *text = malloc(size), *status;
	FILE *pipe;

	assert_non_null(text);
	if (!rootless()) {
		pipe = popen(line, "r");
		assert_non_null(pipe);
		text[fread(text, 1, size - 1, pipe)] = '\0';
		*ret_status = pclose(pipe);
		return text;
	}
	pipe = open_pipe("commands", "w");
	assert_int_equal(fwrite(line, strlen(line) + 1, 1, pipe), 1);
	assert_int_equal(fclose(pipe), 0);
	pipe = open_pipe("answers", "r");
	length = fread(text, 1, size - 1, pipe);
	text[length] = '\0';
	fclose(pipe);
	/* The status is the last line. */
	status = strrchr(text, '\x01');
	assert_non_null(status);
	*ret_status = atoi(status + 1);
	*status = '\0';
	return text;
}

static int execute_quietly(const char *line)
{
	int status;

	free(execute(line, &status));
	return status;
}

/* The namespace belongs to the user namespace that this program is root of. */
static void make_own_namespace(void)
{
	char line[128];

	assert_int_equal(unshare(CLONE_NEWNET), 0);
	snprintf(line, sizeof(line), "ip netns del t 2>/dev/null; ip netns attach t %d",
		 (int)getpid());
	assert_int_equal(execute_quietly(line), 0);
}

int test_set_up(void **state)
{
	struct test *test = calloc(1, sizeof(*test));

	assert_non_null(test);
	if (rootless())
		make_own_namespace();
	else
		assert_int_equal(system("test ! -e /run/netns/t || ip netns del t\n"
					"exec ip netns add t"),
				 0);
	assert_int_equal(execute_quietly("exec ip -n t -batch - <<END\n"
					 "link set lo up\n"
					 "link add eth0 type dummy\n"
					 "addr add 192.168.1.40/24 dev eth0\n"
					 "link set eth0 up\n"
					 "END"),
			 0);
	assert_int_equal(lvsdr_new(&test->host), 0);
	assert_int_equal(lvsdr_set_timeout(test->host, 60000), 0); /* a busy machine is slow */
	if (!rootless())
		assert_int_equal(lvsdr_open_netns(test->host, "t"), 0);
	*state = test;
	return 0;
}

int test_tear_down(void **state)
{
	struct test *test = *state;

	lvsdr_free(test->host);
	free(test);
	return execute_quietly("ip netns del t");
}

static bool is_listed(const char *name, const char *const *list)
{
	for (; *list; list++)
		if (!strcmp(*list, name))
			return true;
	return false;
}

int run_group(const char *group, const struct CMUnitTest *tests, size_t count,
	      const char *const *not_rootless)
{
	struct CMUnitTest chosen[64];
	size_t kept = 0;

	assert_true(count <= sizeof(chosen) / sizeof(*chosen));
	for (size_t i = 0; i < count; i++)
		if (!rootless() || !is_listed(tests[i].name, not_rootless))
			chosen[kept++] = tests[i];
	if (kept < count)
		printf("%zu tests of \"%s\" need more than a user namespace gives\n", count - kept,
		       group);
	return _cmocka_run_group_tests(group, chosen, kept, NULL, NULL);
}

static void enter(int netns)
{
	assert_true(netns >= 0);
	assert_int_equal(setns(netns, CLONE_NEWNET), 0);
	assert_int_equal(close(netns), 0);
}

/*
 * In the namespace: this thread is there while it starts the shell, which takes a third of the
 * time that "ip netns exec" takes.
 */
static char *execute_inside(const char *command, int *ret_status)
{
	char line[4096], *text;
	int own;

	if (rootless()) {
		snprintf(line, sizeof(line), "ip netns exec t sh -c '%s'", command);
		return execute(line, ret_status);
	}
	own = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
	enter(open("/run/netns/t", O_RDONLY | O_CLOEXEC));
	text = execute(command, ret_status);
	enter(own);
	return text;
}

void run(const char *command)
{
	int status;

	free(execute_inside(command, &status));
	assert_int_equal(status, 0);
}

char *ask(const char *command)
{
	size_t length;
	int status;
	char *text = execute_inside(command, &status);

	assert_int_equal(status, 0);
	length = strlen(text);
	while (length && text[length - 1] == '\n')
		length--;
	text[length] = '\0';
	return text;
}

void check_witness(const char *command, const char *expected)
{
	char *told = ask(command);

	assert_string_equal(told, expected);
	free(told);
}

/* Of the sysctls only some: sysctl -a reads all of them, which takes half a second in an emulated
 * kernel. */
char *snapshot(void)
{
	return ask("ip -d addr; ip route show table all; ip -6 route show table all;"
		   "grep -r . /proc/sys/net/ipv4/conf; ipvsadm -Sn 2>/dev/null; true");
}

void check_unchanged(char *before)
{
	char *now = snapshot();

	assert_string_equal(now, before);
	free(now);
	free(before);
}

struct lvsdr_scope *new_scope(struct test *test, const char *text)
{
	struct lvsdr_scope *scope;

	assert_int_equal(lvsdr_scope_new(test->host, text, &scope), 0);
	return scope;
}

struct lvsdr_state *new_state(struct test *test, const char *json)
{
	struct lvsdr_state *state = NULL;

	if (lvsdr_state_from_text(test->host, "json", json, strlen(json), &state))
		fail_msg("%s", lvsdr_error_message(test->host));
	return state;
}

struct lvsdr_plan *plan_to(struct test *test, const char *scope, const struct lvsdr_state *desired)
{
	struct lvsdr_scope *owned = new_scope(test, scope);
	struct lvsdr_plan *plan = NULL;

	if (lvsdr_plan_between(test->host, owned, NULL, desired, &plan))
		fail_msg("%s", lvsdr_error_message(test->host));
	lvsdr_scope_free(owned);
	return plan;
}

struct lvsdr_plan *plan_to_json(struct test *test, const char *scope, const char *json)
{
	struct lvsdr_state *desired = new_state(test, json);
	struct lvsdr_plan *plan = plan_to(test, scope, desired);

	lvsdr_state_free(desired);
	return plan;
}

struct lvsdr_service *new_service(struct test *test, const char *address)
{
	struct lvsdr_service *service;

	assert_int_equal(lvsdr_service_new(test->host, "tcp", address, &service), 0);
	assert_int_equal(lvsdr_service_set_scheduler(service, "rr"), 0);
	return service;
}

struct lvsdr_dest *new_dest(struct test *test, const char *address)
{
	struct lvsdr_dest *dest;

	assert_int_equal(lvsdr_dest_new(test->host, address, &dest), 0);
	return dest;
}

struct lvsdr_vip *new_vip(struct test *test, const char *address, const char *device)
{
	struct lvsdr_vip *vip;

	assert_int_equal(lvsdr_vip_new(test->host, address, device, &vip), 0);
	return vip;
}
