// SPDX-License-Identifier: LGPL-2.1-or-later
/* read, plan, apply: the state of a host within a scope. */
#include "apply.h"
#include "load.h"
#include "observed.h"
#include "say.h"
#include "verbs.h"
#include "yaml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHANGES = 4 }; /* the exit status */

/* NULL without --scope. */
static int make_scope(struct lvsdr *host, const struct options *options,
		      struct lvsdr_scope **ret_scope)
{
	int result = lvsdr_set_insist(host, options->insist);

	*ret_scope = NULL;
	return result < 0 || !options->scope ? result
					     : lvsdr_scope_new(host, options->scope, ret_scope);
}

static int write_state(struct lvsdr *host, struct lvsdr_state *state, const char *format)
{
	const char *text;
	int result = lvsdr_state_to_text(state, format, &text), open_line;

	open_line = result >= 0 && *text && text[strlen(text) - 1] != '\n';
	if (result)
		complain(host); /* it failed, or the format does not support everything */
	if (result < 0)
		return EXIT_FAILURE;
	fputs(text, stdout);
	if (open_line)
		putchar('\n');
	return end_output();
}

static int write_yaml(struct lvsdr *host, struct lvsdr_state *state)
{
	json_t *json = yaml_is_there() ? observed_to_json(host, state) : NULL;
	int status = json ? yaml_print(json) : EXIT_FAILURE;

	json_decref(json);
	return status;
}

int verb_read(struct lvsdr *host, const struct options *options, char **words)
{
	struct lvsdr_scope *scope;
	struct lvsdr_state *state;
	int result = make_scope(host, options, &scope), status;

	(void)words;
	if (result < 0)
		return complain(host);
	result = lvsdr_state_read(host, scope, options->parts, &state);
	lvsdr_scope_free(scope);
	if (result < 0)
		return complain(host);
	if (is_format(options, "yaml"))
		status = write_yaml(host, state);
	else
		status = write_state(host, state, options->format ? options->format : "json");
	lvsdr_state_free(state);
	return status;
}

/* A wrong file is the most likely reason for removing all services. */
static int removes_all_services(const struct lvsdr_state *desired, const struct lvsdr_plan *plan)
{
	if (lvsdr_state_get_service_count(desired))
		return 0;
	for (size_t i = 0; i < lvsdr_plan_get_step_count(plan); i++)
		if (!strcmp(lvsdr_plan_get_step_kind(plan, i), "service"))
			return 1;
	return 0;
}

/* As the options say; a plan that cannot be is freed. */
static int make_graceful(struct lvsdr *host, const struct options *options, struct lvsdr_plan *plan)
{
	int result = options->graceful
			     ? lvsdr_plan_make_graceful(plan, options_drain_flags(options),
							(int32_t)options->graceful * 1000)
			     : 0;

	if (result >= 0)
		return EXIT_SUCCESS;
	complain(host);
	lvsdr_plan_free(plan);
	return EXIT_FAILURE;
}

/* --scope, or that of the files; where there is none, the exit status. */
static int check_scope(const struct lvsdr_scope *scope, const struct lvsdr_state *desired)
{
	if (scope || lvsdr_state_get_scope(desired))
		return EXIT_SUCCESS;
	fputs("lvsdrctl: --scope is missing, and the state has no \"scope\": --scope ADDRESS,... "
	      "or "
	      "--scope everything\n",
	      stderr);
	return 2;
}

/* From what the host has to what the files say; `ret_empties`: no service is left. */
static int make_plan(struct lvsdr *host, const struct options *options, char **paths,
		     struct lvsdr_plan **ret_plan, int *ret_empties)
{
	struct lvsdr_scope *scope;
	struct lvsdr_state *desired;
	int status;

	if (make_scope(host, options, &scope) < 0)
		return complain(host);
	if (load_states(host, paths, &desired) < 0) {
		lvsdr_scope_free(scope);
		return EXIT_FAILURE;
	}
	status = check_scope(scope, desired);
	if (!status && lvsdr_plan_between(host, scope, NULL, desired, ret_plan) < 0)
		status = complain(host);
	if (!status)
		*ret_empties = removes_all_services(desired, *ret_plan);
	lvsdr_state_free(desired);
	lvsdr_scope_free(scope);
	return status ? status : make_graceful(host, options, *ret_plan);
}

/* With --detailed-exitcode a status of its own tells that there are changes. */
static int tell_changes(const struct lvsdr_plan *plan, const struct options *options, int status)
{
	return !status && options->detailed_exitcode && lvsdr_plan_get_step_count(plan) ? CHANGES
											: status;
}

int verb_plan(struct lvsdr *host, const struct options *options, char **words)
{
	struct lvsdr_plan *plan;
	int empties, status = make_plan(host, options, words + 1, &plan, &empties);

	if (status)
		return status;
	status = tell_changes(plan, options, print_plan(host, plan, options));
	lvsdr_plan_free(plan);
	return status;
}

int verb_apply(struct lvsdr *host, const struct options *options, char **words)
{
	struct lvsdr_plan *plan;
	int empties, status;

	if (options->dry_run)
		return verb_plan(host, options, words);
	status = make_plan(host, options, words + 1, &plan, &empties);
	if (status)
		return status;
	if (empties && !options->allow_empty) {
		fprintf(stderr, "lvsdrctl: this removes all services of the scope; use "
				"--allow-empty if that is intended\n");
		status = EXIT_FAILURE;
	} else {
		status = tell_changes(plan, options, apply_plan(host, plan, options));
	}
	lvsdr_plan_free(plan);
	return status;
}
