// SPDX-License-Identifier: LGPL-2.1-or-later
/* Applies a plan in slices, with its record and progress, and undoes it when a limit is reached. */
#include "apply.h"
#include "limit.h"
#include "record.h"
#include "say.h"

#include <stdio.h>
#include <stdlib.h>

enum { SLICE = 100 }; /* milliseconds between two checks of progress, signals and the deadline */

static void show_progress(const struct lvsdr_plan *plan, size_t left, const struct options *options)
{
	size_t count = lvsdr_plan_get_step_count(plan);

	if (!shows_progress(options))
		return;
	fprintf(stderr, "\r%zu of %zu steps", count - left, count);
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

static int carry_out(struct lvsdr *host, struct lvsdr_plan *plan, const struct options *options)
{
	size_t left = lvsdr_plan_get_step_count(plan);
	enum limit limit;
	int result = 0;

	limit_begin(options->timeout);
	while (left && result >= 0) {
		result = lvsdr_plan_apply_for(plan, SLICE, &left);
		show_progress(plan, left, options);
		limit = limit_reached();
		if (result >= 0 && left && limit != LIMIT_NONE)
			return cancel(host, plan, limit);
	}
	if (result >= 0)
		return EXIT_SUCCESS;
	complain(host);
	print_notes(plan);
	return EXIT_FAILURE;
}

int apply_plan(struct lvsdr *host, struct lvsdr_plan *plan, const struct options *options)
{
	if (options->record && record_write(host, plan, options->record, options->overwrite_record))
		return EXIT_FAILURE;
	if (lvsdr_plan_set_keep_going(plan, options->keep_going) < 0)
		return complain(host);
	return carry_out(host, plan, options);
}
