/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Memory that ends: each piece of work again and again, with the first allocation failing, then
 * the second, and so on to the last. Each time it tells -ENOMEM or does its work, and gives all
 * back.
 */
#include "../check.h"

#include <stdbool.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void __libc_free(void *memory);

static bool counting;
static long until_failure, balance;

static bool fails(void)
{
	return counting && --until_failure == 0;
}

void *malloc(size_t size)
{
	void *memory = fails() ? NULL : __libc_malloc(size);

	if (!memory)
		errno = ENOMEM;
	else if (counting)
		balance++;
	return memory;
}

void *calloc(size_t count, size_t size)
{
	void *memory = fails() ? NULL : __libc_calloc(count, size);

	if (!memory)
		errno = ENOMEM;
	else if (counting)
		balance++;
	return memory;
}

void *realloc(void *old, size_t size)
{
	void *memory = fails() ? NULL : __libc_realloc(old, size);

	if (!memory)
		errno = ENOMEM;
	else if (counting && !old)
		balance++;
	return memory;
}

void free(void *memory)
{
	if (memory && counting)
		balance--;
	__libc_free(memory);
}

static const char json[] =
	"{\"lvsdr_state\": 1, \"arp_policies\": [{\"device\": \"all\"}], \"timeouts\": {\"tcp\": "
	"9},"
	" \"vips\": [{\"address\": \"192.168.1.41\", \"device\": \"lo\", \"host_route\": true}],"
	" \"services\": [{\"protocol\": \"tcp\", \"address\": \"192.168.1.41\", \"port\": 80,"
	"   \"scheduler_flags\": [\"flag-1\"], \"statistics\": {\"connections\": \"7\"}, "
	"\"destinations\": ["
	"   {\"address\": \"10.0.0.1\"}, {\"address\": \"10.0.0.2\"}, {\"address\": \"10.0.0.3\"},"
	"   {\"address\": \"10.0.0.4\"}, {\"address\": \"10.0.0.5\"}, {\"address\": \"10.0.0.6\"},"
	"   {\"address\": \"10.0.0.7\"}, {\"address\": \"10.0.0.8\"}, {\"address\": \"10.0.0.9\"},"
	"   {\"address\": \"10.0.0.10\"}, {\"address\": \"10.0.0.11\", \"statistics\": {}}]},"
	"  {\"family\": \"ipv6\", \"fwmark\": 7}]}";

static int read_json(struct lvsdr *host)
{
	struct lvsdr_state *state = NULL;
	int result = lvsdr_state_from_json(host, json, strlen(json), &state);

	lvsdr_state_free(state);
	return result;
}

static int write_all(struct lvsdr *host)
{
	struct lvsdr_state *state = NULL;
	const char *text;
	int result = lvsdr_state_from_json(host, json, strlen(json), &state);

	if (!result)
		result = lvsdr_state_to_json(state, &text);
	if (!result)
		result = lvsdr_state_to_rules(state, &text);
	lvsdr_state_free(state);
	return result < 0 ? result : 0;
}

static int read_rules(struct lvsdr *host)
{
	static const char rules[] = "-A -t 192.168.1.41:80 -s rr\n"
				    "-a -t 192.168.1.41:80 -r 10.0.0.1:80 -g -w 1\n"
				    "-A -f 7 -6 -s mh -b mh-port\n";
	struct lvsdr_state *state = NULL;
	int result = lvsdr_state_from_rules(host, rules, strlen(rules), &state);

	lvsdr_state_free(state);
	return result;
}

static int make_scope(struct lvsdr *host)
{
	struct lvsdr_scope *scope = NULL;
	int result = lvsdr_scope_new(host, "10.0.0.1 10.0.0.2 10.0.0.3 10.0.0.4 10.0.0.5 fwmark:7",
				     &scope);

	lvsdr_scope_free(scope);
	return result;
}

/* Addresses and ARP only: what needs no privilege and no IPVS. */
static int plan_network(struct lvsdr *host)
{
	static const char wanted[] = "{\"lvsdr_state\": 1, \"vips\": [{\"address\": "
				     "\"192.168.1.41\", \"device\": \"lo\"}]}";
	struct lvsdr_state *state = NULL;
	struct lvsdr_scope *scope = NULL;
	struct lvsdr_plan *plan = NULL, *again = NULL;
	const char *text;
	int result = lvsdr_scope_new(host, "192.168.1.41", &scope);

	if (!result)
		result = lvsdr_state_from_json(host, wanted, strlen(wanted), &state);
	if (!result)
		result = lvsdr_plan_between(host, scope, NULL, state, &plan);
	if (!result &&
	    (!lvsdr_plan_get_step_command(plan, 0) || !lvsdr_plan_get_step_explanation(plan, 0) ||
	     !lvsdr_plan_get_step_before(plan, 0) || !lvsdr_plan_get_step_after(plan, 0)))
		result = -ENOMEM;
	if (!result)
		result = lvsdr_plan_to_json(plan, &text);
	if (!result)
		result = lvsdr_plan_from_json(host, text, strlen(text), &again);
	lvsdr_plan_free(again);
	lvsdr_plan_free(plan);
	lvsdr_scope_free(scope);
	lvsdr_state_free(state);
	return result;
}

static void fail_each(int (*work)(struct lvsdr *host), long least)
{
	struct lvsdr *host;
	int result = -ENOMEM;
	long n = 0;

	while (result) {
		assert_true(++n < 10000);
		assert_int_equal(lvsdr_new(&host), 0);
		balance = 0;
		until_failure = n;
		counting = true;
		result = work(host);
		counting = false;
		if (result && result != -ENOMEM)
			fail_msg("allocation %ld: %d, %s", n, result, lvsdr_error_message(host));
		counting = true;
		lvsdr_free(host); /* with the buffers of its sockets */
		counting = false;
		if (balance != -1) /* the handle was made before */
			fail_msg("allocation %ld: %ld pieces were not given back", n, balance + 1);
	}
	if (n < least)
		fail_msg("only %ld allocations", n);
	printf("%ld allocations\n", n - 1);
}

static void test_read_json(void **state)
{
	(void)state;
	fail_each(read_json, 50);
}

static void test_write_all(void **state)
{
	(void)state;
	fail_each(write_all, 100);
}

static void test_read_rules(void **state)
{
	(void)state;
	fail_each(read_rules, 5);
}

static void test_make_scope(void **state)
{
	(void)state;
	fail_each(make_scope, 3);
}

static void test_plan_network(void **state)
{
	(void)state;
	fail_each(plan_network, 30);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read_json),    cmocka_unit_test(test_write_all),
		cmocka_unit_test(test_read_rules),   cmocka_unit_test(test_make_scope),
		cmocka_unit_test(test_plan_network),
	};

	return cmocka_run_group_tests_name("memory", tests, NULL, NULL);
}
