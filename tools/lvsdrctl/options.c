// SPDX-License-Identifier: LGPL-2.1-or-later
#include "options.h"
#include "say.h"

#include <getopt.h>
#include <lvsdr/lvsdr.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Names have "-" where the library has "_". */
static int is_part(const char *text, size_t length, const char *name)
{
	if (!name || strlen(name) != length)
		return 0;
	for (size_t i = 0; i < length; i++)
		if (text[i] != (name[i] == '_' ? '-' : name[i]))
			return 0;
	return 1;
}

/* "help" lists them. */
static void list_parts(void)
{
	for (uint32_t part = 1; part; part <<= 1) {
		for (const char *name = lvsdr_part_name(part); name && *name; name++)
			putchar(*name == '_' ? '-' : *name);
		if (lvsdr_part_name(part))
			putchar('\n');
	}
}

static int parse_parts(const char *text, uint32_t *ret_parts)
{
	size_t length;
	uint32_t part;

	*ret_parts = 0;
	for (; *text; text += length + (text[length] == ',')) {
		length = strcspn(text, ",");
		for (part = 1; part && !is_part(text, length, lvsdr_part_name(part)); part <<= 1)
			;
		if (!part)
			return -1;
		*ret_parts |= part;
	}
	return 0;
}

/* "help" lists the formats. */
static int parse_format(const char *text)
{
	const char *name = "";
	int help = !strcmp(text, "help");

	for (size_t i = 0; name && (help || strcmp(name, text)); i++) {
		name = lvsdr_format_name(i);
		if (help && name)
			puts(name);
	}
	if (help)
		exit(EXIT_SUCCESS);
	return name ? 0 : wrong("there is no such format; --format help lists all");
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
		if (!strcmp(optarg, "help")) {
			list_parts();
			exit(EXIT_SUCCESS);
		}
		if (parse_parts(optarg, &options->parts))
			return wrong("there is no such part; --parts help lists all");
		break;
	case 'f':
		options->format = optarg;
		return parse_format(optarg);
	case 'r':
		options->record = optarg;
		break;
	case 't':
		options->timeout = strtol(optarg, &end, 10);
		if (*end || options->timeout < 1 || options->timeout > 86400)
			return wrong("--timeout must be 1 to 86400 seconds");
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
		{"processors", no_argument, &options->processors, 1},
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

int options_check(const struct options *options, int has_dry_run, int is_drain, int is_totals)
{
	if (options->dry_run && !has_dry_run)
		return wrong("--dry-run is for apply and drain");
	if (options->processors && !is_totals)
		return wrong("--processors is for totals");
	if (is_drain || !(options->force || options->wait_templates || options->cut_templates ||
			  options->active_only))
		return 0;
	return wrong("--force, --wait-templates, --cut-templates and --active-only are for drain");
}
