// SPDX-License-Identifier: LGPL-2.1-or-later
/* What of the options a verb takes. */
#include "options.h"

#include "say.h"

#include <lvsdr/lvsdr.h>
#include <string.h>

/* Whether it is one of the words; "state" stands for each format of a state. */
static int is_one_of(const char *name, const char *words)
{
	const char *known;
	size_t length;

	for (; *words; words += length + (words[length] == ' ')) {
		length = strcspn(words, " ");
		if (strlen(name) == length && !strncmp(name, words, length))
			return 1;
		for (size_t i = 0; !strncmp(words, "state", 5) && (known = lvsdr_format_name(i));
		     i++)
			if (!strcmp(name, known))
				return 1;
	}
	return 0;
}

/* --dry-run prints a plan. */
static int check_format(const struct options *options, const char *formats)
{
	int plans = options->dry_run || !strcmp(formats, "json");

	if (!options->format)
		return 0;
	if (!*formats && !options->dry_run)
		return wrong("this verb has no --format");
	if (!is_one_of(options->format, options->dry_run ? "json" : formats))
		return wrong(plans ? "the only --format of a plan is json"
				   : "this verb has no such --format");
	return plans && options->explain ? wrong("--explain and --format exclude each other") : 0;
}

int options_check(const struct options *options, unsigned int takes, const char *formats)
{
	const struct {
		int given;
		unsigned int takes;
		const char *wrong;
	} checks[] = {
		{options->output != NULL, TAKES_OUTPUT, "--output is for metrics"},
		{options->sort || options->samples || options->batch, TAKES_TOP,
		 "--sort, --samples and --batch are for top"},
		{options->interval != 0, TAKES_INTERVAL, "--interval is for watch and top"},
		{options->client || options->state || options->count, TAKES_CONNECTIONS,
		 "--client, --state and --count are for connections"},
		{options->dry_run, TAKES_DRY_RUN, "--dry-run is for apply, drain and weight"},
		{options->graceful != 0, TAKES_FILE,
		 "--graceful is for plan and apply; drain is always graceful"},
		{options->processors, TAKES_PROCESSORS, "--processors is for totals"},
		{options->detailed_exitcode, TAKES_FILE,
		 "--detailed-exitcode is for plan and apply"},
		{options->service || options->real_server, TAKES_FILTERS,
		 "--service and --real-server are for list, connections, top and metrics"},
		{options->stats || options->rates, TAKES_COLUMNS,
		 "--stats and --rates are for list"},
	};

	for (size_t i = 0; i < sizeof(checks) / sizeof(*checks); i++)
		if (checks[i].given && !(takes & checks[i].takes))
			return wrong(checks[i].wrong);
	if (check_format(options, formats))
		return 2;
	if (takes & TAKES_DRAIN || options->graceful || !options_drain_flags(options))
		return 0;
	return wrong(
		"--force, --wait-templates, --cut-templates, --active-only, --set-fallback and "
		"--cut-hashed are for drain and --graceful");
}
