/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What every example program does around its one step. */

#include <lvsdr/lvsdr.h>

/* Adds what the program is for to the plan: a code of the library. */
typedef int (*example_step)(struct lvsdr *host, struct lvsdr_plan *plan, char **arguments);

struct example {
	const char *purpose;	  /* the first lines of --help */
	const char *arguments;	  /* the words after the options, for --help */
	int argument_count;	  /* how many it takes at least */
	example_step step;
};

/*
 * Reads the options (--netns, --record, --undo, --dry-run, --help), lets the step fill the plan,
 * prints the classic commands, writes the plan down and applies it; or undoes a written plan.
 * Returns the exit status.
 */
int example_main(const struct example *example, int argc, char **argv);
