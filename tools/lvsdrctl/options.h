/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdint.h>

struct options {
	const char *netns, *scope, *format, *record;
	uint32_t parts;
	long timeout; /* seconds; 0: none was given */
	int overwrite_record, dry_run, keep_going, insist, explain, allow_empty, quiet, trace;
	int processors;                                        /* of totals */
	int force, wait_templates, cut_templates, active_only; /* of drain */
};

/* The words that are no options are argv[optind] and on. 0, or the exit status. */
int options_parse(int argc, char **argv, struct options *options);
/* The same once the verb is known: refuses options that the verb would ignore, but must not. */
int options_check(const struct options *options, int has_dry_run, int is_drain, int is_totals);

void help(void);
