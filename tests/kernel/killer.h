/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Ends a process at a system call of it, whichever that is: traced, so that none is overlooked. */

enum { KILLER_KILLED = 256 /* no exit status */ };

/* What the process is to do; what it returns is its exit status. */
typedef int killer_function(const void *argument);

/*
 * Runs a function in a process of its own, which is killed before or after the n-th system call
 * that it makes after killer_begin(): at place 2n - 1 or 2n. Place 0: never. Returns its exit
 * status, or KILLER_KILLED.
 */
int killer_run(killer_function *function, const void *argument, int place);

/* How many places there were, as far as the last one came; none is counted for place 0. */
int killer_places(void);

/* In that process: from here on. */
void killer_begin(void);
