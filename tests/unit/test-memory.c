/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Memory that ends: each piece of work again and again, with the first allocation failing, then
 * the second, and so on to the last; alone, and with all that follow. Each time it tells -ENOMEM
 * and why, or does its work, works the next time on the same handle, and gives all back.
 */
#include "../check.h"
#include "memory-works.h"

#include <stdbool.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void __libc_free(void *memory);

static bool counting, failing, from_on;
static long until_failure, balance;

static bool fails(void)
{
	if (!failing)
		return false;
	until_failure--;
	if (until_failure && !(from_on && until_failure < 0))
		return false;
	errno = ENOMEM;
	return true;
}

static void *count(void *memory)
{
	balance += counting && memory;
	return memory;
}

void *malloc(size_t size)
{
	return fails() ? NULL : count(__libc_malloc(size));
}

void *calloc(size_t number, size_t size)
{
	return fails() ? NULL : count(__libc_calloc(number, size));
}

void *realloc(void *old, size_t size)
{
	void *memory = fails() ? NULL : __libc_realloc(old, size);

	return old ? memory : count(memory);
}

void free(void *memory)
{
	balance -= counting && memory;
	__libc_free(memory);
}

/* With the n-th allocation failing: whether it was reached. */
static bool fail_one(const struct work *work, long n, uint64_t expected)
{
	struct lvsdr *host;
	uint64_t told;
	bool reached;
	int result, again = 0, code;
	char sentence[1024];

	balance = 0;
	counting = true;
	assert_int_equal(lvsdr_new(&host), 0);
	until_failure = n;
	works_told = 0;
	failing = true;
	result = work->function(host);
	failing = false;
	told = works_told;
	reached = until_failure <= 0;
	code = lvsdr_error_code(host);
	snprintf(sentence, sizeof(sentence), "%s", lvsdr_error_message(host));
	if (result)
		again = work->function(host);
	lvsdr_free(host); /* with the buffers of its sockets */
	counting = false;
	if (result && (result != -ENOMEM || code != -ENOMEM || !strstr(sentence, "cannot ") ||
		       !strstr(sentence, "memory")))
		fail_msg("%s, allocation %ld: %d, and %d with \"%s\"", work->name, n, result, code,
			 sentence);
	if (!result && told != expected)
		fail_msg("%s, allocation %ld: something is missing that was told", work->name, n);
	if (again)
		fail_msg("%s, allocation %ld: then %d", work->name, n, again);
	if (balance)
		fail_msg("%s, allocation %ld: %ld pieces are not given back", work->name, n,
			 balance);
	return reached;
}

/* The C library keeps what it read of its own files. Returns the sum of what was told. */
static uint64_t warm_up(const struct work *work)
{
	struct lvsdr *host;

	assert_int_equal(lvsdr_new(&host), 0);
	works_told = 0;
	if (work->function(host))
		fail_msg("%s: %s", work->name, lvsdr_error_message(host));
	lvsdr_free(host);
	return works_told;
}

static void fail_each(void **state)
{
	const struct work *work = *state;
	uint64_t expected;
	long n = 0;

	assert_int_equal(work->function(NULL), -EINVAL);
	expected = warm_up(work);
	for (from_on = false;; from_on = true) {
		for (n = 1; fail_one(work, n, expected); n++)
			;
		if (from_on)
			break;
	}
	if (n < work->least)
		fail_msg("only %ld allocations", n);
	printf("%ld allocations\n", n - 1);
}

static void test_handle(void **state)
{
	struct lvsdr *host = NULL;
	int result;

	(void)state;
	until_failure = 1;
	from_on = false;
	failing = true;
	result = lvsdr_new(&host);
	failing = false;
	assert_int_equal(result, -ENOMEM);
	assert_null(host);
}

int main(void)
{
	struct CMUnitTest tests[32] = {cmocka_unit_test(test_handle)};
	size_t number = 1;

	for (size_t i = 0; i < work_count; i++)
		tests[number++] = (struct CMUnitTest){works[i].name, fail_each, NULL, NULL,
						      (void *)(uintptr_t)&works[i]};
	return _cmocka_run_group_tests("memory", tests, number, NULL, NULL);
}
