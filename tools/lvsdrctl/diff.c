// SPDX-License-Identifier: LGPL-2.1-or-later
/* diff: what differs between a file and the host, or between two files. */
#include "changes.h"
#include "load.h"
#include "observed.h"
#include "say.h"
#include "verbs.h"

#include <stdlib.h>
#include <string.h>

static json_t *read_file(struct lvsdr *host, const char *path, uint32_t *ret_parts)
{
	struct lvsdr_state *state;
	json_t *json;

	if (load_state(host, path, &state) < 0)
		return NULL;
	json = observed_to_json(host, state);
	*ret_parts = lvsdr_state_get_parts(state);
	lvsdr_state_free(state);
	return json;
}

/* The VIPs of the file are read in any case, as for a plan. */
static int add_vips(struct lvsdr_scope *scope, const json_t *state)
{
	json_t *vip;
	size_t i;
	int result = 0;

	json_array_foreach(json_object_get(state, "vips"), i, vip) {
		if (result >= 0)
			result = lvsdr_scope_add(
				scope, json_string_value(json_object_get(vip, "address")));
	}
	return result;
}

static json_t *read_host(struct lvsdr *host, const struct options *options, const json_t *file,
			 uint32_t parts)
{
	const char *text = options->scope ? options->scope : "everything";
	struct lvsdr_scope *scope;
	struct lvsdr_state *state;
	json_t *json = NULL;
	int result = lvsdr_scope_new(host, text, &scope);

	if (result >= 0) {
		result = strcmp(text, "everything") ? 0 : add_vips(scope, file);
		if (result >= 0)
			result = lvsdr_state_read(host, scope, parts, &state);
		lvsdr_scope_free(scope);
	}
	if (result < 0) {
		complain(host);
		return NULL;
	}
	json = observed_to_json(host, state);
	lvsdr_state_free(state);
	return json;
}

static int print_changes(json_t *changes, const struct options *options)
{
	json_t *change;
	size_t i;
	int status = 0;

	if (is_format(options, "json")) {
		status = print_json(changes, JSON_INDENT(1));
	} else {
		json_array_foreach(changes, i, change) {
			if (!status && change_print(change))
				status = out_of_memory();
		}
		status = status ? status : end_output();
	}
	if (status)
		return DIFF_TROUBLE;
	return json_array_size(changes) ? 1 : 0;
}

/* From the host to the file, or from the first file to the second. */
static int compare(json_t *before, json_t *after, const struct options *options, int partial)
{
	json_t *changes;
	int status = DIFF_TROUBLE;

	observed_keep_scope(before, options->scope);
	observed_keep_scope(after, options->scope);
	if (observed_sort(before) || observed_sort(after)) {
		out_of_memory();
		return DIFF_TROUBLE;
	}
	changes = changes_between(before, after, partial);
	if (changes)
		status = print_changes(changes, options);
	else
		out_of_memory();
	json_decref(changes);
	return status;
}

/* Of two files the library does not see the scope otherwise. */
static int check_scope(struct lvsdr *host, const char *text)
{
	struct lvsdr_scope *scope;

	if (!text)
		return 0;
	if (lvsdr_scope_new(host, text, &scope) < 0) {
		complain(host);
		return DIFF_TROUBLE;
	}
	lvsdr_scope_free(scope);
	return 0;
}

int verb_diff(struct lvsdr *host, const struct options *options, char **words)
{
	uint32_t parts;
	json_t *before, *after;
	int status = DIFF_TROUBLE;

	if (check_scope(host, options->scope))
		return DIFF_TROUBLE;
	before = words[2] ? read_file(host, words[1], &parts) : NULL;
	if (words[2] && !before)
		return DIFF_TROUBLE;
	after = read_file(host, words[2] ? words[2] : words[1], &parts);
	if (after && !words[2])
		before = read_host(host, options, after, parts);
	if (before && after)
		status = compare(before, after, options, !words[2]);
	json_decref(before);
	json_decref(after);
	return status;
}
