// SPDX-License-Identifier: LGPL-2.1-or-later
/* watch: the changes of a host, as they happen. */
#include "changes.h"
#include "limit.h"
#include "observed.h"
#include "say.h"
#include "verbs.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct watcher {
	struct lvsdr *host;
	const struct options *options;
	struct lvsdr_scope *scope;
	struct lvsdr_watch *watch;
	json_t *state; /* as it was told last */
};

/* "2026-11-30T06:00:00.000Z" */
static void format_time(char *text, size_t size)
{
	struct timespec now;
	struct tm parts;
	size_t length;

	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &parts);
	length = strftime(text, size, "%Y-%m-%dT%H:%M:%S", &parts);
	snprintf(text + length, size - length, ".%03ldZ", now.tv_nsec / 1000000);
}

static int print_line(const struct watcher *watcher, json_t *change, const char *time)
{
	json_t *line;
	int status;

	if (!is_format(watcher->options, "json")) {
		printf("%s ", time);
		return change_print(change) ? out_of_memory() : end_output();
	}
	line = json_pack("{s:s}", "time", time);
	status = !line || json_object_update(line, change) ? out_of_memory()
							   : print_json(line, JSON_COMPACT);
	json_decref(line);
	return status;
}

static int print_changes(const struct watcher *watcher, json_t *changes)
{
	char time[40];
	json_t *change;
	size_t i;
	int status = 0;

	format_time(time, sizeof(time));
	json_array_foreach(changes, i, change) {
		if (!status)
			status = print_line(watcher, change, time);
	}
	return status;
}

static int is_transient(int result)
{
	return result == -EAGAIN || result == -ETIMEDOUT;
}

/* 0, a code, or 1 after it has printed why. */
static int read_state(struct watcher *watcher, json_t **ret_state)
{
	struct lvsdr_state *state;
	int result = lvsdr_state_read(watcher->host, watcher->scope,
				      watcher->options->parts & ~LVSDR_STATE_COUNTERS, &state);

	if (result < 0)
		return result;
	*ret_state = observed_to_json(watcher->host, state);
	lvsdr_state_free(state);
	if (*ret_state && observed_sort(*ret_state)) {
		json_decref(*ret_state);
		*ret_state = NULL;
		out_of_memory();
	}
	return *ret_state ? 0 : 1;
}

/* What is told next time is compared with this. */
static int tell(struct watcher *watcher)
{
	json_t *state = NULL, *changes;
	int result = read_state(watcher, &state), status;

	if (result) {
		if (result < 0)
			complain(watcher->host);
		return is_transient(result) ? 0 : EXIT_FAILURE;
	}
	changes = changes_between(watcher->state, state, 0);
	status = changes ? print_changes(watcher, changes) : out_of_memory();
	json_decref(changes);
	json_decref(watcher->state);
	watcher->state = state;
	return status;
}

static int follow(struct watcher *watcher)
{
	struct pollfd changed = {.fd = lvsdr_watch_get_fd(watcher->watch), .events = POLLIN};
	enum limit limit;
	uint32_t parts;
	int status = 0, result;

	while (!status && (limit = limit_reached()) == LIMIT_NONE) {
		poll(&changed, 1, 1000);
		result = lvsdr_watch_read(watcher->watch, &parts);
		if (result > 0)
			status = tell(watcher);
		else if (result < 0 && !is_transient(result))
			status = complain(watcher->host);
	}
	if (status)
		return status;
	return limit == LIMIT_SIGNAL ? 130 : EXIT_SUCCESS;
}

/* The watch is opened first, so that no change is missed. */
static int begin(struct watcher *watcher)
{
	const struct options *options = watcher->options;
	int32_t interval = options->interval ? options->interval : 500;

	if (lvsdr_scope_new(watcher->host, options->scope ? options->scope : "everything",
			    &watcher->scope) < 0 ||
	    lvsdr_watch_open(watcher->host, watcher->scope, options->parts & ~LVSDR_STATE_COUNTERS,
			     interval, &watcher->watch) < 0 ||
	    read_state(watcher, &watcher->state) < 0)
		return complain(watcher->host);
	return watcher->state ? 0 : EXIT_FAILURE;
}

int verb_watch(struct lvsdr *host, const struct options *options, char **words)
{
	struct watcher watcher = {.host = host, .options = options};
	int status;

	(void)words;
	limit_begin(options->timeout);
	status = begin(&watcher);
	if (!status)
		status = follow(&watcher);
	json_decref(watcher.state);
	lvsdr_watch_free(watcher.watch);
	lvsdr_scope_free(watcher.scope);
	return status;
}
