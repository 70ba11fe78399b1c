// SPDX-License-Identifier: LGPL-2.1-or-later
/* drain with a service: removes a real server from it, without interrupting a connection. */
#include "limit.h"
#include "name.h"
#include "real-server.h"
#include "record.h"
#include "say.h"
#include "verbs.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SLICE = 500 }; /* milliseconds between two lines of progress */

struct drain {
	struct lvsdr *host;
	const struct options *options;
	struct lvsdr_service *service;
	struct lvsdr_dest *dest; /* with a weight of 0 */
	uint32_t flags;
	uint64_t active, inactive, templates; /* that are left */
};

/* The service of a mark has the family of its real servers. */
static int name_both(struct drain *drain, char **words)
{
	char address[46]; /* is always enough */

	if (lvsdr_dest_new(drain->host, words[2], &drain->dest) < 0 ||
	    lvsdr_dest_set_weight(drain->dest, 0) < 0 ||
	    lvsdr_dest_get_address(drain->dest, address, sizeof(address)) < 0)
		return complain(drain->host);
	return name_parse_service(drain->host, words[1], strchr(address, ':') ? "ipv6" : "ipv4",
				  &drain->service);
}

/*
 * Its two changes, to be shown and recorded: lvsdr_dest_drain() makes them in its time. There are
 * none where the real server is gone already.
 */
static int make_plan(struct drain *drain, struct lvsdr_plan **ret_plan)
{
	int result = lvsdr_plan_new(drain->host, ret_plan);

	if (result < 0)
		return result;
	result = lvsdr_plan_update_dest(*ret_plan, drain->service, drain->dest);
	if (result >= 0)
		result = lvsdr_plan_remove_dest(*ret_plan, drain->service, drain->dest);
	if (result == -ENOENT || result == -ESRCH)
		return 0;
	if (result < 0)
		lvsdr_plan_free(*ret_plan);
	return result;
}

static int show_or_record(struct drain *drain)
{
	const struct options *options = drain->options;
	struct lvsdr_plan *plan;
	int status;

	if (make_plan(drain, &plan) < 0)
		return complain(drain->host);
	if (options->dry_run)
		status = print_plan(drain->host, plan, options);
	else if (record_write(drain->host, plan, options->record, options->overwrite_record))
		status = EXIT_FAILURE;
	else
		status = EXIT_SUCCESS;
	lvsdr_plan_free(plan);
	return status;
}

static void show_progress(const struct drain *drain, int last)
{
	if (!shows_progress(drain->options))
		return;
	fprintf(stderr, "\r\033[K%" PRIu64 " active, %" PRIu64 " inactive, %" PRIu64 " templates%s",
		drain->active, drain->inactive, drain->templates, last ? "\n" : "");
	fflush(stderr);
}

/* 1 when it is over, 0 when a limit was reached, or a code. */
static int wait_for_end(struct drain *drain, enum limit *ret_limit)
{
	int result;

	limit_begin(drain->options->timeout ? drain->options->timeout : DRAIN_SECONDS);
	do {
		result = lvsdr_dest_drain(drain->host, drain->service, drain->dest, drain->flags,
					  SLICE, &drain->active, &drain->inactive,
					  &drain->templates);
		*ret_limit = limit_reached();
		if (result >= 0)
			show_progress(drain, result || *ret_limit != LIMIT_NONE);
	} while (!result && *ret_limit == LIMIT_NONE);
	return result;
}

/* What a limit leaves behind. */
static void report_left(const struct drain *drain, enum limit limit, const char *end)
{
	fprintf(stderr,
		"lvsdrctl: %s: %" PRIu64 " active, %" PRIu64 " inactive, %" PRIu64
		" templates are left; %s\n",
		limit == LIMIT_SIGNAL ? "interrupted" : "the timeout is over", drain->active,
		drain->inactive, drain->templates, end);
}

static int carry_out(struct drain *drain)
{
	enum limit limit;
	int result = wait_for_end(drain, &limit);

	if (!result && limit == LIMIT_TIME && drain->options->force) {
		result = lvsdr_dest_remove(drain->host, drain->service, drain->dest);
		if (result >= 0) {
			report_left(drain, limit, "the real server is removed nevertheless");
			return EXIT_SUCCESS;
		}
	}
	if (result < 0)
		return complain(drain->host);
	if (result)
		return EXIT_SUCCESS;
	report_left(drain, limit, "the real server has weight 0");
	return limit == LIMIT_SIGNAL ? 130 : 3;
}

static int work(struct drain *drain)
{
	const struct options *options = drain->options;
	int status = 0;

	if (options->set_fallback || options->cut_hashed)
		return wrong("--set-fallback and --cut-hashed are for drain without a service");
	/* At the deadline it is this program that removes it. */
	drain->flags = options_drain_flags(options) & ~LVSDR_DRAIN_REMOVE_AT_DEADLINE;
	if (options->dry_run || options->record)
		status = show_or_record(drain);
	return status || options->dry_run ? status : carry_out(drain);
}

int verb_drain(struct lvsdr *host, const struct options *options, char **words)
{
	struct drain drain = {.host = host, .options = options};
	int status;

	if (!words[2])
		return drain_real_server(host, options, words[1]);
	status = name_both(&drain, words);

	if (!status)
		status = work(&drain);
	lvsdr_dest_free(drain.dest);
	lvsdr_service_free(drain.service);
	return status;
}
