// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * States and plans for shells and scripts: read, plan, apply, undo; drain and weight of real servers;
 * totals, announce, probe.
 */
#include "../common/escape.h"
#include "../common/standard-files.h"
#include "memory.h"
#include "options.h"
#include "say.h"
#include "verbs.h"

#include <getopt.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct verb {
	const char *name;
	int least, most;     /* words, this one too */
	const char *missing; /* where there are fewer */
	int scoped;          /* it needs --scope */
	unsigned int takes;  /* TAKES_ values */
	const char *formats; /* of --format */
	verb_function *run;
} verbs[] = {
	{"read", 1, 1, "", 1, TAKES_DRY_RUN, "state yaml", verb_read},
	{"list", 1, 1, "", 0, TAKES_FILTERS | TAKES_COLUMNS, "table json", verb_list},
	{"connections", 1, 1, "", 0, TAKES_FILTERS | TAKES_CONNECTIONS, "table json",
	 verb_connections},
	{"diff", 2, 3, "a file is missing", 0, 0, "text json", verb_diff},
	{"watch", 1, 1, "", 0, TAKES_INTERVAL, "text json", verb_watch},
	{"top", 1, 1, "", 0, TAKES_FILTERS | TAKES_INTERVAL | TAKES_TOP, "", verb_top},
	{"metrics", 1, 1, "", 0, TAKES_FILTERS | TAKES_OUTPUT, "openmetrics prometheus",
	 verb_metrics},
	{"plan", 2, INT_MAX, "a file is missing", 0, TAKES_DRY_RUN | TAKES_FILE, "json", verb_plan},
	{"apply", 2, INT_MAX, "a file is missing", 0, TAKES_DRY_RUN | TAKES_FILE, "json",
	 verb_apply},
	{"undo", 2, 2, "a file is missing", 0, 0, "", verb_undo},
	{"drain", 2, 3, "the real server is missing", 0, TAKES_DRY_RUN | TAKES_DRAIN, "",
	 verb_drain},
	{"weight", 3, 3, "the real server or the weight is missing", 0, TAKES_DRY_RUN, "",
	 verb_weight},
	{"totals", 1, 1, "", 0, TAKES_PROCESSORS, "", verb_totals},
	{"announce", 3, 5, "the VIP or its device is missing", 0, 0, "", verb_announce},
	{"probe", 3, 4, "the address or a device is missing", 0, 0, "", verb_probe},
	{"completion", 2, 2, "the shell is missing: bash, zsh or fish", 0, 0, "", verb_completion},
};

static const struct verb *find_verb(const char *word)
{
	for (size_t i = 0; word && i < sizeof(verbs) / sizeof(*verbs); i++)
		if (!strcmp(verbs[i].name, word))
			return &verbs[i];
	return NULL;
}

/* The exit status; `word` is NULL if there is none. */
static int wrong_verb(const char *word)
{
	if (word) {
		fputs("lvsdrctl: there is no verb \"", stderr);
		escape_print(stderr, word);
		fputs("\"; the verbs are", stderr);
	} else {
		fputs("lvsdrctl: the verb is missing; the verbs are", stderr);
	}
	for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++)
		fprintf(stderr, "%s %s", i ? "," : "", verbs[i].name);
	fputs("; see --help\n", stderr);
	return 2;
}

/* 0, or the exit status. */
static int check_words(int count, const struct verb *verb, const struct options *options)
{
	if (count < verb->least)
		return wrong(verb->missing);
	if (count > verb->most)
		return wrong("there are too many arguments");
	if (verb->scoped && !options->scope)
		return wrong("--scope is missing: --scope ADDRESS,... or --scope everything");
	return options_check(options, verb->takes, verb->formats);
}

static int prepare(struct lvsdr *host, const struct options *options)
{
	if (options->trace &&
	    (lvsdr_set_trace(host, STDERR_FILENO) < 0 ||
	     lvsdr_set_trace_details(host, LVSDR_TRACE_TIME | LVSDR_TRACE_RESULT) < 0))
		return -1;
	return options->netns ? lvsdr_open_netns(host, options->netns) : 0;
}

static void tell_lost_trace(const struct lvsdr *host)
{
	uint64_t lost = lvsdr_get_trace_lost(host);

	if (lost)
		fprintf(stderr, "lvsdrctl: %" PRIu64 " lines of the trace are missing\n", lost);
}

/* What fails before the verb does. */
static int failure(const struct verb *verb, int status)
{
	return verb->run == verb_diff ? DIFF_TROUBLE : status;
}

int main(int argc, char **argv)
{
	struct options options = {.parts = LVSDR_STATE_SERVICES | LVSDR_STATE_VIPS};
	const struct verb *verb;
	struct lvsdr *host;
	int status;

	if (argc < 1) /* there is not even a name */
		return wrong_verb(NULL);
	if (standard_files_keep()) {
		perror("lvsdrctl: /dev/null");
		return EXIT_FAILURE;
	}
	status = options_parse(argc, argv, &options);
	if (status)
		return status;
	verb = find_verb(argv[optind]);
	if (!verb)
		return wrong_verb(argv[optind]);
	status = check_words(argc - optind, verb, &options);
	if (status)
		return status;
	memory_watch();
	if (lvsdr_new(&host) < 0)
		return failure(verb, out_of_memory());
	status = prepare(host, &options) < 0 ? failure(verb, complain(host))
					     : verb->run(host, &options, argv + optind);
	tell_lost_trace(host);
	lvsdr_free(host);
	return status;
}
