/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What every example program does around its one step. */

#include <lvsdr/lvsdr.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Adds what the program is for to the plan: a code of the library. */
typedef int (*example_step)(struct lvsdr *host, struct lvsdr_plan *plan, char **arguments);

struct example {
	const char *purpose;   /* the first lines of --help */
	const char *arguments; /* the words after the options, for --help */
	int argument_count;    /* how many these are; more when they end in "..." */
	example_step step;
};

/*
 * Reads the options (--netns, --record, --overwrite-record, --undo, --dry-run, --help), lets the
 * step fill the plan, prints the classic commands, writes the plan down and applies it; or undoes a
 * written plan. Returns the exit status.
 */
int example_main(const struct example *example, int argc, char **argv);

/* A number that the caller gave, decimal or 0x...; ends the program when it is none. */
uint32_t example_number(const char *text);
/* A file's text, to be freed, or "-" for standard input; NULL with errno. */
char *example_read_file(const char *path, size_t *ret_size);
char *example_read_stream(FILE *file, size_t *ret_size);
/*
 * Writes a plan down so that it survives a crash of this process and of the machine: 0, or -1 and
 * it has said why. A plan without steps leaves what is there alone, and so does any other unless
 * `overwrite` says that it may go; a record is a regular file.
 */
int example_write_plan(struct lvsdr *host, struct lvsdr_plan *plan, const char *path,
		       int overwrite);
