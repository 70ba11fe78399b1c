// SPDX-License-Identifier: LGPL-2.1-or-later
#include "say.h"

#include "../common/escape.h"
#include "memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int complain(const struct lvsdr *host)
{
	fprintf(stderr, "lvsdrctl: %s\n", lvsdr_error_message(host));
	return EXIT_FAILURE;
}

int wrong(const char *what)
{
	fprintf(stderr, "lvsdrctl: %s; see --help\n", what);
	return 2;
}

int wrong_word(const char *word, const char *what)
{
	fputs("lvsdrctl: \"", stderr);
	escape_print(stderr, word);
	fprintf(stderr, "\": %s; see --help\n", what);
	return 2;
}

int out_of_memory(void)
{
	fputs("lvsdrctl: out of memory\n", stderr);
	return EXIT_FAILURE;
}

int print_json(const json_t *json, size_t flags)
{
	char *text = json_dumps(json, flags);

	if (!text || memory_failed()) {
		free(text);
		return out_of_memory();
	}
	puts(text);
	free(text);
	return end_output();
}

int end_output(void)
{
	if (!ferror(stdout) && !fflush(stdout))
		return EXIT_SUCCESS;
	perror("lvsdrctl: standard output");
	return EXIT_FAILURE;
}

int print_plan(const struct lvsdr *host, struct lvsdr_plan *plan, const struct options *options)
{
	const char *json, *line;

	if (options->format) {
		if (lvsdr_plan_to_json(plan, &json) < 0)
			return complain(host);
		puts(json);
		return end_output();
	}
	for (size_t i = 0; i < lvsdr_plan_get_step_count(plan); i++) {
		line = options->explain ? lvsdr_plan_get_step_explanation(plan, i)
					: lvsdr_plan_get_step_command(plan, i);
		if (!line)
			return complain(host);
		puts(line);
	}
	return end_output();
}

void print_notes(const struct lvsdr_plan *plan)
{
	for (size_t i = 0; i < lvsdr_plan_get_step_count(plan); i++)
		if (*lvsdr_plan_get_step_note(plan, i))
			fprintf(stderr, "  %s\n", lvsdr_plan_get_step_note(plan, i));
}

int shows_progress(const struct options *options)
{
	return !options->quiet && !options->trace && isatty(STDERR_FILENO);
}
