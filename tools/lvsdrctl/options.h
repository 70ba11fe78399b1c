/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdint.h>

struct options {
	const char *netns, *scope, *record;
	const char *format; /* NULL: none was given */
	uint32_t parts;
	long timeout;  /* seconds; 0: none was given */
	long graceful; /* the same */
	int overwrite_record, dry_run, keep_going, insist, explain, allow_empty, quiet, trace;
	int processors;                                        /* of totals */
	int detailed_exitcode;                                 /* of plan and apply */
	int force, wait_templates, cut_templates, active_only; /* of drain, and with graceful */
	int set_fallback, cut_hashed;                          /* of graceful plans */
};

/* Options that only some verbs take. */
enum {
	TAKES_DRY_RUN = 1,
	TAKES_FILE = 2,  /* those of plan and apply */
	TAKES_DRAIN = 4, /* those of drain, and with graceful */
	TAKES_PROCESSORS = 8,
	TAKES_FORMAT = 16, /* any; a plan that is printed, with --dry-run too, takes json */
	PRINTS_PLAN = 32,
};

/* The words that are no options are argv[optind] and on. 0, or the exit status. */
int options_parse(int argc, char **argv, struct options *options);
/* The same once the verb is known: refuses options that the verb would ignore, but must not. */
int options_check(const struct options *options, unsigned int takes);

/* LVSDR_DRAIN_ values. */
uint32_t options_drain_flags(const struct options *options);

void help(void);
