// SPDX-License-Identifier: LGPL-2.1-or-later
#include "options.h"
#include "say.h"

#include <getopt.h>
#include <lvsdr/lvsdr.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int parse_parts(const char *text, uint32_t *ret_parts)
{
	static const struct {
		const char *name;
		uint32_t part;
	} known[] = {{"services", LVSDR_STATE_SERVICES},
		     {"vips", LVSDR_STATE_VIPS},
		     {"arp-policies", LVSDR_STATE_ARP_POLICIES},
		     {"timeouts", LVSDR_STATE_TIMEOUTS},
		     {"sysctls", LVSDR_STATE_SYSCTLS},
		     {"sync-daemons", LVSDR_STATE_SYNC_DAEMONS},
		     {"marks", LVSDR_STATE_MARKS},
		     {"counters", LVSDR_STATE_COUNTERS}};
	size_t length, i;

	*ret_parts = 0;
	for (; *text; text += length + (text[length] == ',')) {
		length = strcspn(text, ",");
		for (i = 0; i < sizeof(known) / sizeof(*known); i++)
			if (strlen(known[i].name) == length &&
			    !strncmp(known[i].name, text, length))
				break;
		if (i == sizeof(known) / sizeof(*known))
			return -1;
		*ret_parts |= known[i].part;
	}
	return 0;
}

static void version(void)
{
	printf("lvsdrctl %s\n", lvsdr_version());
}

static int parse_option(int option, struct options *options)
{
	char *end;

	switch (option) {
	case 'n':
		options->netns = optarg;
		break;
	case 's':
		options->scope = optarg;
		break;
	case 'p':
		if (parse_parts(optarg, &options->parts))
			return wrong("--parts takes services, vips, arp-policies, timeouts, "
				     "sysctls, sync-daemons, marks, counters");
		break;
	case 'f':
		options->format = optarg;
		if (strcmp(optarg, "json") && strcmp(optarg, "rules"))
			return wrong("--format takes json or rules");
		break;
	case 'r':
		options->record = optarg;
		break;
	case 't':
		options->timeout = strtol(optarg, &end, 10);
		if (*end || options->timeout < 1 || options->timeout > 86400)
			return wrong("--timeout takes 1 to 86400 seconds");
		break;
	case 'h':
		help();
		exit(EXIT_SUCCESS);
	case 'v':
		version();
		exit(EXIT_SUCCESS);
	default:
		return option ? 2 : 0; /* getopt_long() said what is wrong, or set a flag */
	}
	return 0;
}

int options_parse(int argc, char **argv, struct options *options)
{
	const struct option known[] = {
		{"netns", required_argument, NULL, 'n'},
		{"scope", required_argument, NULL, 's'},
		{"parts", required_argument, NULL, 'p'},
		{"format", required_argument, NULL, 'f'},
		{"record", required_argument, NULL, 'r'},
		{"timeout", required_argument, NULL, 't'},
		{"overwrite-record", no_argument, &options->overwrite_record, 1},
		{"dry-run", no_argument, &options->dry_run, 1},
		{"keep-going", no_argument, &options->keep_going, 1},
		{"insist", no_argument, &options->insist, 1},
		{"explain", no_argument, &options->explain, 1},
		{"allow-empty", no_argument, &options->allow_empty, 1},
		{"force", no_argument, &options->force, 1},
		{"wait-templates", no_argument, &options->wait_templates, 1},
		{"cut-templates", no_argument, &options->cut_templates, 1},
		{"active-only", no_argument, &options->active_only, 1},
		{"trace", no_argument, &options->trace, 1},
		{"quiet", no_argument, &options->quiet, 1},
		{"help", no_argument, NULL, 'h'},
		{"version", no_argument, NULL, 'v'},
		{NULL, 0, NULL, 0}};
	int option, status = 0;

	while (!status && (option = getopt_long(argc, argv, "", known, NULL)) != -1)
		status = parse_option(option, options);
	return status;
}

int options_check(const struct options *options, int has_dry_run, int is_drain)
{
	if (options->dry_run && !has_dry_run)
		return wrong("--dry-run is for apply and drain");
	if (is_drain || !(options->force || options->wait_templates || options->cut_templates ||
			  options->active_only))
		return 0;
	return wrong("--force, --wait-templates, --cut-templates and --active-only are for drain");
}
