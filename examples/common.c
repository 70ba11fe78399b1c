/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "common.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct options {
	const char *netns;
	const char *record;
	int overwrite;
	int undo;
	int dry_run;
};

static void help(const struct example *example, const char *program)
{
	printf("%s\n\nusage: %s [OPTION]... %s\n"
	       "  --netns NAME   act in this network namespace\n"
	       "  --record FILE  write the plan here before it is applied\n"
	       "  --overwrite-record  also over a record that is there\n"
	       "  --undo         undo the plan written in --record FILE\n"
	       "  --dry-run      only print the classic commands\n"
	       "  --help         this text\n",
	       example->purpose, program, example->arguments);
}

static int complain(const struct lvsdr *host)
{
	fprintf(stderr, "%s\n", lvsdr_error_message(host));
	return EXIT_FAILURE;
}

uint32_t example_number(const char *text)
{
	char *end;
	unsigned long long value;

	errno = 0;
	value = strtoull(text, &end, strncmp(text, "0x", 2) ? 10 : 16);
	if (!*text || *end || *text == '-' || errno || value > UINT32_MAX) {
		fprintf(stderr, "%s: \"%s\" is no number; see --help\n", program_invocation_name,
			text);
		exit(2);
	}
	return (uint32_t)value;
}

char *example_read_stream(FILE *file, size_t *ret_size)
{
	char *text = NULL, *grown;
	size_t size = 0, room = 0;

	while (!ferror(file) && !feof(file)) {
		if (size == room) {
			room = room ? room * 2 : 4096;
			grown = realloc(text, room);
			if (!grown)
				break;
			text = grown;
		}
		size += fread(text + size, 1, room - size, file);
	}
	if (ferror(file) || !feof(file)) {
		free(text);
		text = NULL;
	}
	*ret_size = size;
	return text;
}

char *example_read_file(const char *path, size_t *ret_size)
{
	FILE *file = strcmp(path, "-") ? fopen(path, "r") : stdin;
	char *text = file ? example_read_stream(file, ret_size) : NULL;

	if (file && file != stdin)
		fclose(file);
	return text;
}

static int undo(struct lvsdr *host, const char *path)
{
	struct lvsdr_plan *plan;
	int result, status = EXIT_SUCCESS;
	size_t size;
	char *json = example_read_file(path, &size);

	if (!json) {
		perror(path);
		return EXIT_FAILURE;
	}
	result = lvsdr_plan_from_json(host, json, size, &plan);
	free(json);
	if (result < 0)
		return complain(host);
	result = lvsdr_plan_undo(plan);
	if (result < 0)
		status = complain(host);
	else
		puts(result ? "undone" : "nothing to undo");
	for (size_t i = 0; i < lvsdr_plan_get_step_count(plan); i++)
		if (*lvsdr_plan_get_step_note(plan, i))
			fprintf(stderr, "  %s\n", lvsdr_plan_get_step_note(plan, i));
	lvsdr_plan_free(plan);
	return status;
}

static int carry_out(struct lvsdr *host, struct lvsdr_plan *plan, const struct options *options)
{
	int result;

	for (size_t i = 0; i < lvsdr_plan_get_step_count(plan); i++)
		printf("%s\n", lvsdr_plan_get_step_command(plan, i));
	if (!lvsdr_plan_get_step_count(plan))
		puts("nothing to do");
	if (options->dry_run || !lvsdr_plan_get_step_count(plan))
		return EXIT_SUCCESS;
	if (options->record && example_write_plan(host, plan, options->record, options->overwrite))
		return EXIT_FAILURE;
	result = lvsdr_plan_apply(plan);
	return result < 0 ? complain(host) : EXIT_SUCCESS;
}

static int make(struct lvsdr *host, const struct example *example, const struct options *options,
		char **arguments)
{
	struct lvsdr_plan *plan;
	int status;

	if (lvsdr_plan_new(host, &plan) < 0)
		return complain(host);
	if (example->step(host, plan, arguments) < 0)
		status = complain(host);
	else
		status = carry_out(host, plan, options);
	lvsdr_plan_free(plan);
	return status;
}

static int wrong(const char *what)
{
	fprintf(stderr, "%s: %s; see --help\n", program_invocation_name, what);
	return -1;
}

static int check_arguments(const struct example *example, int count)
{
	size_t length = strlen(example->arguments);
	int any = length >= 3 && !strcmp(example->arguments + length - 3, "...");

	if (count < example->argument_count)
		return wrong("too few arguments");
	return count > example->argument_count && !any ? wrong("too many arguments") : 0;
}

static int parse(const struct example *example, int argc, char **argv, struct options *options)
{
	static const struct option known[] = {{"netns", required_argument, NULL, 'n'},
					      {"record", required_argument, NULL, 'r'},
					      {"overwrite-record", no_argument, NULL, 'o'},
					      {"undo", no_argument, NULL, 'u'},
					      {"dry-run", no_argument, NULL, 'd'},
					      {"help", no_argument, NULL, 'h'},
					      {NULL, 0, NULL, 0}};
	int option;

	while ((option = getopt_long(argc, argv, "", known, NULL)) != -1) {
		switch (option) {
		case 'n':
			options->netns = optarg;
			break;
		case 'r':
			options->record = optarg;
			break;
		case 'o':
			options->overwrite = 1;
			break;
		case 'u':
			options->undo = 1;
			break;
		case 'd':
			options->dry_run = 1;
			break;
		case 'h':
			help(example, argv[0]);
			exit(EXIT_SUCCESS);
		default:
			return -1;
		}
	}
	if (options->undo && !options->record)
		return wrong("--undo takes --record FILE");
	return options->undo ? 0 : check_arguments(example, argc - optind);
}

int example_main(const struct example *example, int argc, char **argv)
{
	struct options options = {0};
	struct lvsdr *host;
	int status;

	if (parse(example, argc, argv, &options))
		return 2;
	if (lvsdr_new(&host) < 0)
		return EXIT_FAILURE;
	if (options.netns && lvsdr_open_netns(host, options.netns) < 0)
		status = complain(host);
	else if (options.undo)
		status = undo(host, options.record);
	else
		status = make(host, example, &options, argv + optind);
	lvsdr_free(host);
	return status;
}
