// SPDX-License-Identifier: LGPL-2.1-or-later
/* top: the rates of the real servers, again and again, on a terminal or for scripts. */
#include "top.h"

#include "limit.h"
#include "observed.h"
#include "say.h"
#include "top-screen.h"
#include "verbs.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { INTERVAL = 2000 }; /* the kernel renews its rates every two seconds */

struct show {
	struct lvsdr *host;
	const struct options *options;
	struct top top;
	int32_t interval;
};

static int is_column(const char *name, size_t *ret_column)
{
	for (size_t i = 0; i < TOP_COLUMNS; i++)
		if (!strcmp(top_columns[i].name, name)) {
			*ret_column = i;
			return 1;
		}
	return 0;
}

static int read_rows(struct show *show)
{
	json_t *state;
	int status = observed_read(show->host, show->options,
				   LVSDR_STATE_SERVICES | LVSDR_STATE_COUNTERS, &state);

	if (status)
		return status;
	if (top_fill(&show->top, state))
		status = out_of_memory();
	json_decref(state);
	return status;
}

/* ---- --batch */

static int print_rows(const struct show *show, int first)
{
	char line[512];

	if (!first)
		putchar('\n');
	top_format_headings(line, sizeof(line));
	puts(line);
	for (size_t i = 0; i < show->top.count; i++) {
		top_format(&show->top.rows[i], line, sizeof(line));
		puts(line);
	}
	return end_output();
}

static int run_batch(struct show *show)
{
	uint32_t left = show->options->samples;
	int status, first = 1;

	do {
		if (!first)
			poll(NULL, 0, show->interval);
		if (limit_reached() != LIMIT_NONE)
			break;
		status = read_rows(show);
		if (!status)
			status = print_rows(show, first);
		first = 0;
	} while (!status && --left); /* 0 at the beginning: without an end */
	if (limit_reached() == LIMIT_SIGNAL)
		return 130;
	return status;
}

/* ---- The terminal. */

/* Whether it goes on. */
static int handle_key(struct show *show, int key)
{
	if (key == 'q')
		return 0;
	if (key == 's')
		show->top.by_service = !show->top.by_service;
	for (size_t i = 0; i < TOP_COLUMNS; i++)
		if (top_columns[i].key == key)
			show->top.sort = i;
	return 1;
}

static int run_screen(struct show *show)
{
	uint32_t left = show->options->samples;
	enum limit limit;
	int status, goes_on = 1, key;

	if (screen_begin())
		return EXIT_FAILURE;
	do {
		status = read_rows(show);
		if (status)
			break;
		screen_draw(&show->top, show->interval);
		key = screen_wait(show->interval);
		goes_on = handle_key(show, key);
		limit = limit_reached();
		left -= key == 0;
	} while (goes_on && limit == LIMIT_NONE && (left || key));
	screen_end();
	if (status) /* what was said before is not on the screen any more */
		return lvsdr_error_code(show->host) < 0 ? complain(show->host) : out_of_memory();
	return limit == LIMIT_SIGNAL ? 130 : EXIT_SUCCESS;
}

int verb_top(struct lvsdr *host, const struct options *options, char **words)
{
	struct show show = {.host = host, .options = options};
	int status;

	(void)words;
	show.interval = options->interval ? options->interval : INTERVAL;
	if (options->sort && !is_column(options->sort, &show.top.sort))
		return wrong("--sort is connections, packets, bytes, active, inactive or weight");
	limit_begin(options->timeout);
	status = options->batch ? run_batch(&show) : run_screen(&show);
	free(show.top.rows);
	return status;
}
