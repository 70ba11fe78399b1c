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
	const char *service, *real_server;                     /* filters of what is shown */
	int stats, rates;                                      /* of list */
	const char *client, *state;                            /* of connections */
	int32_t interval;   /* of watch, in milliseconds; 0: none was given */
	const char *output; /* of metrics */
	const char *sort;   /* of top */
	uint32_t samples;   /* the same; 0: without an end */
	int batch;          /* the same */
	int count;          /* the same */
};

/* Options that only some verbs take. */
enum {
	TAKES_DRY_RUN = 1,
	TAKES_FILE = 2,  /* those of plan and apply */
	TAKES_DRAIN = 4, /* those of drain, and with graceful */
	TAKES_PROCESSORS = 8,
	TAKES_FILTERS = 16,     /* --service and --real-server */
	TAKES_COLUMNS = 32,     /* --stats and --rates */
	TAKES_CONNECTIONS = 64, /* --client, --state and --count */
	TAKES_INTERVAL = 128,
	TAKES_OUTPUT = 512,
	TAKES_TOP = 256, /* --sort, --samples and --batch */
};

/* The words that are no options are argv[optind] and on. 0, or the exit status. */
int options_parse(int argc, char **argv, struct options *options);
/*
 * The same once the verb is known: refuses options that the verb would ignore, but must not.
 * `formats` are words, those that its --format may have; "state" stands for all formats of states.
 */
int options_check(const struct options *options, unsigned int takes, const char *formats);

/* Whether --format has that value. */
int is_format(const struct options *options, const char *name);

/* LVSDR_DRAIN_ values. */
uint32_t options_drain_flags(const struct options *options);

void help(void);
