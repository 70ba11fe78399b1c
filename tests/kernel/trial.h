/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Trials on random states: all that goes wrong is told with the seed that does it again. */

#include "../random.h"
#include "witness.h"

struct trial {
	struct test *test;
	struct random random;
};

/* Ends the test. */
__attribute__((format(printf, 2, 3), noreturn)) void trial_fail(const struct trial *trial,
								const char *format, ...);

/* All that the host has of these kinds. */
struct lvsdr_state *trial_read(const struct trial *trial, uint32_t parts);
/* Applies the plan that leads to a state, whatever the host has. */
void trial_reach(const struct trial *trial, const struct lvsdr_state *desired);
/* A plan to it has no step; `what` names it. */
void trial_check_reached(const struct trial *trial, const struct lvsdr_state *desired,
			 const char *what);
/* A command prints what it did, which is freed. */
void trial_check_told(const struct trial *trial, const char *command, char *before,
		      const char *what);
/* "192.168.1.41:80", "[2001:db8::41]:80" */
void join_address(const char *address, uint32_t port, char *text, size_t size);
