/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Kernel tests: each runs in a fresh namespace "t" (lo up, a device eth0 with 192.168.1.40/24), and
 * other programs than the library say what became of it.
 */

#include "../check.h"

struct test {
	struct lvsdr *host; /* open on the namespace */
};

int test_set_up(void **state);
int test_tear_down(void **state);

/*
 * Runs a group of tests. Those that are listed (a NULL-ended list) are left out where the program
 * is root of a user namespace only, which rootless.sh sees to.
 */
int run_group(const char *group, const struct CMUnitTest *tests, size_t count,
	      const char *const *not_rootless);

/* Runs a shell command in the namespace; it has to succeed. */
void run(const char *command);
/* What a command prints in the namespace, without its last line end; to be freed. */
char *ask(const char *command);
void check_witness(const char *command, const char *expected);
/* Everything that a test must leave alone or restore, in one text; to be freed. */
char *snapshot(void);
void check_unchanged(char *before);

struct lvsdr_scope *new_scope(struct test *test, const char *text);
/* What a text of JSON says. */
struct lvsdr_state *new_state(struct test *test, const char *json);
/* What makes the host so, of what the scope owns. */
struct lvsdr_plan *plan_to(struct test *test, const char *scope, const struct lvsdr_state *desired);
struct lvsdr_plan *plan_to_json(struct test *test, const char *scope, const char *json);
struct lvsdr_service *new_service(struct test *test, const char *address);
struct lvsdr_dest *new_dest(struct test *test, const char *address);
struct lvsdr_vip *new_vip(struct test *test, const char *address, const char *device);
