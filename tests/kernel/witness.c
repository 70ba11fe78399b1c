// SPDX-License-Identifier: LGPL-2.1-or-later
#include "witness.h"

int test_set_up(void **state)
{
	struct test *test = calloc(1, sizeof(*test));

	assert_non_null(test);
	assert_int_equal(system("ip netns del t 2>/dev/null; ip netns add t &&"
				"ip -n t link set lo up && ip -n t link add eth0 type dummy &&"
				"ip -n t addr add 192.168.1.40/24 dev eth0 &&"
				"ip -n t link set eth0 up"),
			 0);
	assert_int_equal(lvsdr_new(&test->host), 0);
	assert_int_equal(lvsdr_open_netns(test->host, "t"), 1);
	*state = test;
	return 0;
}

int test_tear_down(void **state)
{
	struct test *test = *state;

	lvsdr_free(test->host);
	free(test);
	return system("ip netns del t");
}

static void in_namespace(const char *command, char *line, size_t size)
{
	snprintf(line, size, "ip netns exec t sh -c '%s'", command);
}

void run(const char *command)
{
	char line[4096];

	in_namespace(command, line, sizeof(line));
	assert_int_equal(system(line), 0);
}

char *ask(const char *command)
{
	size_t size = 1 << 20, length;
	char line[4096], *text = malloc(size);
	FILE *pipe;

	assert_non_null(text);
	in_namespace(command, line, sizeof(line));
	pipe = popen(line, "r");
	assert_non_null(pipe);
	length = fread(text, 1, size - 1, pipe);
	assert_int_equal(pclose(pipe), 0);
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

char *snapshot(void)
{
	return ask("ip -d addr; ip route show table all; ip -6 route show table all;"
		   "sysctl -a 2>/dev/null | grep ^net.ipv4.conf; ipvsadm -Sn 2>/dev/null; true");
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
