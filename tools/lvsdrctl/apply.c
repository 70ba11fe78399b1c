// SPDX-License-Identifier: LGPL-2.1-or-later
/* Applies a plan in slices, with its record and progress, and undoes it when a limit is reached. */
#include "apply.h"
#include "limit.h"
#include "record.h"
#include "say.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SLICE = 100 }; /* milliseconds between two checks of progress, signals and the deadline */

enum { LEFT = 3 }; /* the exit status when a deadline leaves connections */

static void show_progress(const struct lvsdr_plan *plan, size_t left, const struct options *options)
{
	size_t count = lvsdr_plan_get_step_count(plan);
	uint64_t active, inactive, templates;
	int draining = lvsdr_plan_get_draining(plan, &active, &inactive, &templates);

	if (!shows_progress(options))
		return;
	fprintf(stderr, "\r\033[K%zu of %zu steps", count - left, count);
	if (draining > 0)
		fprintf(stderr,
			"; %d to drain: %" PRIu64 " active, %" PRIu64 " inactive, %" PRIu64
			" templates",
			draining, active, inactive, templates);
	if (!left)
		fputc('\n', stderr);
	fflush(stderr);
}

static int cancel(struct lvsdr *host, struct lvsdr_plan *plan, enum limit limit)
{
	int result = lvsdr_plan_undo(plan), signalled = limit == LIMIT_SIGNAL;

	fprintf(stderr, "lvsdrctl: %s; %s\n", signalled ? "interrupted" : "the timeout is over",
		result < 0 ? lvsdr_error_message(host) : "everything is as before");
	print_notes(plan);
	return signalled ? 130 : EXIT_FAILURE;
}

/* A drain goes on when it is called again. */
static int stop(const struct lvsdr_plan *plan)
{
	uint64_t active, inactive, templates;

	lvsdr_plan_get_draining(plan, &active, &inactive, &templates);
	fprintf(stderr,
		"lvsdrctl: interrupted: %" PRIu64 " active, %" PRIu64 " inactive, %" PRIu64
		" templates are left; the real server has weight 0\n",
		active, inactive, templates);
	return 130;
}

/* Failures are rolled back, but for what the deadline of a graceful plan leaves. */
static int report(struct lvsdr *host, const struct lvsdr_plan *plan)
{
	int drains =
		lvsdr_error_code(host) == -EBUSY && !strcmp(lvsdr_error_operation(host), "drain");

	complain(host);
	print_notes(plan);
	if (lvsdr_plan_get_status(plan) == LVSDR_PLAN_UNDONE)
		fputs("lvsdrctl: everything is as before\n", stderr);
	return drains ? LEFT : EXIT_FAILURE;
}

/* Until it is done, or a limit is reached: then `left` is not 0. */
static int apply_slices(struct lvsdr_plan *plan, const struct options *options,
			enum limit *ret_limit, size_t *left)
{
	int result;

	do {
		result = lvsdr_plan_apply_for(plan, SLICE, left);
		show_progress(plan, *left, options);
		*ret_limit = limit_reached();
	} while (result >= 0 && *left && *ret_limit == LIMIT_NONE);
	return result;
}

static int write_record(struct lvsdr *host, struct lvsdr_plan *plan, const struct options *options)
{
	return options->record
		       ? record_write(host, plan, options->record, options->overwrite_record)
		       : 0;
}

static int apply_until_limit(struct lvsdr *host, struct lvsdr_plan *plan,
			     const struct options *options)
{
	enum limit limit;
	size_t left;

	limit_begin(options->timeout);
	if (apply_slices(plan, options, &limit, &left) < 0)
		return report(host, plan);
	return left ? cancel(host, plan, limit) : EXIT_SUCCESS;
}

int apply_plan(struct lvsdr *host, struct lvsdr_plan *plan, const struct options *options)
{
	int status, written = EXIT_SUCCESS;

	if (write_record(host, plan, options))
		return EXIT_FAILURE;
	if (lvsdr_plan_set_keep_going(plan, options->keep_going) < 0)
		return complain(host);
	status = apply_until_limit(host, plan, options);
	if (options->format) /* with what became of each step */
		written = print_plan(host, plan, options);
	return status ? status : written;
}

int drain_plan(struct lvsdr *host, struct lvsdr_plan *plan, const struct options *options)
{
	enum limit limit;
	size_t left;

	if (write_record(host, plan, options))
		return EXIT_FAILURE;
	limit_begin(0);
	if (apply_slices(plan, options, &limit, &left) < 0)
		return report(host, plan);
	return left ? stop(plan) : EXIT_SUCCESS;
}
