// SPDX-License-Identifier: LGPL-2.1-or-later
#include "options.h"
#include "number.h"
#include "say.h"
#include "style.h"

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

/* "help" lists them, and ends the program. */
static void list_parts(void)
{
	for (uint32_t part = 1; part; part <<= 1) {
		for (const char *name = lvsdr_part_name(part); name && *name; name++)
			putchar(*name == '_' ? '-' : *name);
		if (lvsdr_part_name(part))
			putchar('\n');
	}
	exit(end_output());
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

/* Of what is no state. */
static const char *const other_formats[] = {"yaml", "table", "text", "openmetrics", "prometheus"};

static const char *format_name(size_t index)
{
	size_t states = 0, others = sizeof(other_formats) / sizeof(*other_formats);

	while (lvsdr_format_name(states))
		states++;
	if (index < states)
		return lvsdr_format_name(index);
	return index - states < others ? other_formats[index - states] : NULL;
}

/* "help" lists the formats. */
static int parse_format(const char *text)
{
	const char *name = "";
	int help = !strcmp(text, "help");

	for (size_t i = 0; name && (help || strcmp(name, text)); i++) {
		name = format_name(i);
		if (help && name)
			puts(name);
	}
	if (help)
		exit(end_output());
	return name ? 0 : wrong("there is no such format; --format help lists all");
}

int is_format(const struct options *options, const char *name)
{
	return options->format && !strcmp(options->format, name);
}

/* 1 to 86400, with "s" behind it or not: 0, or the exit status. */
static int parse_seconds(const char *name, const char *text, long *ret_seconds)
{
	char *end;

	*ret_seconds = strtol(text, &end, 10);
	end += end > text && *end == 's';
	if (!*end && *ret_seconds >= 1 && *ret_seconds <= 86400)
		return 0;
	fprintf(stderr, "lvsdrctl: %s must be 1 to 86400 seconds; see --help\n", name);
	return 2;
}

/* Seconds with a fraction, 0.01 to 3600, with "s" behind them or not: 0, or the exit status. */
static int parse_interval(const char *text, int32_t *ret_milliseconds)
{
	char *end;
	double seconds = strtod(text, &end);

	end += end > text && *end == 's';
	if (end == text || *end || !(seconds >= 0.01 && seconds <= 3600))
		return wrong("--interval must be 0.01 to 3600 seconds");
	*ret_milliseconds = (int32_t)(seconds * 1000);
	return 0;
}

static void version(void)
{
	printf("lvsdrctl %s\n", lvsdr_version());
}

static int parse_option(int option, struct options *options)
{
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
		}
		if (parse_parts(optarg, &options->parts))
			return wrong("there is no such part; --parts help lists all");
		break;
	case 'f':
		options->format = optarg;
		return parse_format(optarg);
	case 'c':
		return style_choose(optarg) ? wrong("--color is auto, always or never") : 0;
	case 'C':
		options->client = optarg;
		break;
	case 'T':
		options->state = optarg;
		break;
	case 'i':
		return parse_interval(optarg, &options->interval);
	case 'o':
		options->sort = optarg;
		break;
	case 'N':
		return parse_number(optarg, 1, UINT32_MAX, &options->samples) ? 2 : 0;
	case 'O':
		options->output = optarg;
		break;
	case 'S':
		options->service = optarg;
		break;
	case 'R':
		options->real_server = optarg;
		break;
	case 'r':
		options->record = optarg;
		break;
	case 't':
		return parse_seconds("--timeout", optarg, &options->timeout);
	case 'g':
		return parse_seconds("--graceful", optarg, &options->graceful);
	case 'h':
		help();
		exit(end_output());
	case 'V':
		version();
		exit(end_output());
	default: /* a flag, which getopt_long() has set */
		break;
	}
	return 0;
}

/*
 * getopt_long() itself would print the word unescaped. optopt is 0 where there is no such word, a letter
 * where that is not known, and else what the table has for the option.
 */
static int wrong_option(int option, char **argv)
{
	static const char without_value[] = {1, 'h', 'V', 0};
	const char *word = argv[optind - 1];
	char letter[] = {'-', (char)optopt, 0};

	if (option == ':')
		return wrong_word(word, "its value is missing");
	if (!strchr(without_value, optopt)) /* which finds 0 too */
		return wrong_word(letter, "there is no such option");
	return wrong_word(word, optopt ? "the option has no value"
				       : "there is no such option, or several that begin so");
}

int options_parse(int argc, char **argv, struct options *options)
{
	const struct option known[] = {
		{"netns", required_argument, NULL, 'n'},
		{"scope", required_argument, NULL, 's'},
		{"parts", required_argument, NULL, 'p'},
		{"format", required_argument, NULL, 'f'},
		{"record", required_argument, NULL, 'r'},
		{"color", required_argument, NULL, 'c'},
		{"service", required_argument, NULL, 'S'},
		{"real-server", required_argument, NULL, 'R'},
		{"client", required_argument, NULL, 'C'},
		{"state", required_argument, NULL, 'T'},
		{"interval", required_argument, NULL, 'i'},
		{"sort", required_argument, NULL, 'o'},
		{"samples", required_argument, NULL, 'N'},
		{"output", required_argument, NULL, 'O'},
		{"timeout", required_argument, NULL, 't'},
		{"graceful", required_argument, NULL, 'g'},
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
		{"set-fallback", no_argument, &options->set_fallback, 1},
		{"cut-hashed", no_argument, &options->cut_hashed, 1},
		{"processors", no_argument, &options->processors, 1},
		{"batch", no_argument, &options->batch, 1},
		{"count", no_argument, &options->count, 1},
		{"stats", no_argument, &options->stats, 1},
		{"rates", no_argument, &options->rates, 1},
		{"detailed-exitcode", no_argument, &options->detailed_exitcode, 1},
		{"trace", no_argument, &options->trace, 1},
		{"quiet", no_argument, &options->quiet, 1},
		{"help", no_argument, NULL, 'h'},
		{"version", no_argument, NULL, 'V'},
		{NULL, 0, NULL, 0}};
	int option, status = 0;

	while (!status && (option = getopt_long(argc, argv, ":hV", known, NULL)) != -1)
		status = option == '?' || option == ':' ? wrong_option(option, argv)
							: parse_option(option, options);
	return status;
}

uint32_t options_drain_flags(const struct options *options)
{
	return (options->wait_templates ? LVSDR_DRAIN_WAIT_FOR_TEMPLATES : 0) |
	       (options->cut_templates ? LVSDR_DRAIN_CUT_TEMPLATES : 0) |
	       (options->active_only ? LVSDR_DRAIN_ACTIVE_ONLY : 0) |
	       (options->force ? LVSDR_DRAIN_REMOVE_AT_DEADLINE : 0) |
	       (options->set_fallback ? LVSDR_DRAIN_SET_FALLBACK : 0) |
	       (options->cut_hashed ? LVSDR_DRAIN_CUT_HASHED : 0);
}
