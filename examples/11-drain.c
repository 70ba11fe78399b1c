/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Appendix: take a real server out of a service without breaking a connection. */
#include "common.h"

#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { SLICE = 500 }; /* milliseconds between two lines of progress */

struct options {
	const char *netns, *record;
	uint32_t flags;
	long timeout; /* seconds */
	int overwrite_record, wait_templates, cut_templates, active_only, force;
};

static void help(const char *program)
{
	printf("Takes a real server out of a service: weight 0, wait for its connections, remove.\n"
	       "classic: ipvsadm -e -t VIP:80 -r RIP -g -w 0; ipvsadm -Ln, again and again;\n"
	       "         ipvsadm -d -t VIP:80 -r RIP\n\n"
	       "usage: %s [OPTION]... VIP:PORT RIP\n"
	       "  --netns NAME      act in this network namespace\n"
	       "  --record FILE     write a plan here before, to put everything back with\n"
	       "                    `lvsdrctl undo FILE`\n"
	       "  --overwrite-record\n"
	       "                    also over a record that is there\n"
	       "  --timeout N       give up after N seconds (default 300); call it again to go on\n"
	       "  --force           then remove it anyway\n"
	       "  --wait-templates  wait until persistent clients have kept away for their "
	       "timeout\n"
	       "  --cut-templates   do not: they get another real server\n"
	       "  --active-only     do not wait for connections that the client has closed\n"
	       "  --help            this text\n\n"
	       "Status: 0 removed; 1 failed; 2 wrong call; 3 the time is over and something is "
	       "left.\n",
	       program);
}

/* The two changes as a plan, for its record only: lvsdr_dest_drain() makes them in its time. */
static int write_record(struct lvsdr *host, const struct lvsdr_service *service,
			const struct lvsdr_dest *dest, const struct options *options)
{
	struct lvsdr_plan *plan;
	int result = lvsdr_plan_new(host, &plan);

	if (result < 0)
		return result;
	result = lvsdr_plan_update_dest(plan, service, dest);
	if (result >= 0)
		result = lvsdr_plan_remove_dest(plan, service, dest);
	if (result < 0)
		fprintf(stderr, "%s\n", lvsdr_error_message(host));
	else
		result = example_write_plan(host, plan, options->record, options->overwrite_record);
	lvsdr_plan_free(plan);
	return result;
}

static void show(uint64_t active, uint64_t inactive, uint64_t templates, int last)
{
	static int shown;
	int terminal = isatty(STDOUT_FILENO);

	if (!terminal && shown && !last)
		return; /* in a log the first and the last line are enough */
	shown = 1;
	printf("%s%" PRIu64 " active, %" PRIu64 " inactive, %" PRIu64 " templates%s",
	       terminal ? "\r\033[K" : "", active, inactive, templates,
	       terminal && !last ? "" : "\n");
	fflush(stdout);
}

/* 1 when it is over, 0 when the time is, or a code. */
static int drain(struct lvsdr *host, const struct lvsdr_service *service,
		 const struct lvsdr_dest *dest, const struct options *options)
{
	uint64_t active, inactive, templates;
	long slices = options->timeout * 1000 / SLICE;
	int result = 0;

	while (!result && slices-- > 0) {
		result = lvsdr_dest_drain(host, service, dest, options->flags, SLICE, &active,
					  &inactive, &templates);
		if (result >= 0)
			show(active, inactive, templates, result == 1 || !slices);
	}
	return result;
}

static int work(struct lvsdr *host, const struct lvsdr_service *service, struct lvsdr_dest *dest,
		const struct options *options)
{
	int result = lvsdr_dest_set_weight(dest, 0);

	if (result >= 0 && options->record && write_record(host, service, dest, options) < 0)
		return EXIT_FAILURE;
	if (result >= 0)
		result = drain(host, service, dest, options);
	if (!result && options->force)
		result = lvsdr_dest_remove(host, service, dest) < 0 ? -1 : 1;
	if (result < 0)
		fprintf(stderr, "%s\n", lvsdr_error_message(host));
	else
		puts(result ? "removed" : "the time is over; its weight is 0");
	if (result < 0)
		return EXIT_FAILURE;
	return result ? EXIT_SUCCESS : 3;
}

static int parse(int argc, char **argv, struct options *options)
{
	const struct option known[] = {
		{"netns", required_argument, NULL, 'n'},
		{"record", required_argument, NULL, 'r'},
		{"timeout", required_argument, NULL, 't'},
		{"overwrite-record", no_argument, &options->overwrite_record, 1},
		{"force", no_argument, &options->force, 1},
		{"wait-templates", no_argument, &options->wait_templates, 1},
		{"cut-templates", no_argument, &options->cut_templates, 1},
		{"active-only", no_argument, &options->active_only, 1},
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
		case 't':
			options->timeout = example_number(optarg);
			break;
		case 'h':
			help(argv[0]);
			exit(EXIT_SUCCESS);
		case 0:
			break;
		default:
			return -1;
		}
	}
	options->flags = (options->wait_templates ? LVSDR_DRAIN_WAIT_FOR_TEMPLATES : 0) |
			 (options->cut_templates ? LVSDR_DRAIN_CUT_TEMPLATES : 0) |
			 (options->active_only ? LVSDR_DRAIN_ACTIVE_ONLY : 0);
	if (argc - optind == 2 && options->timeout > 0)
		return 0;
	fprintf(stderr, "%s: wrong call; see --help\n", argv[0]);
	return -1;
}

int main(int argc, char **argv)
{
	struct options options = {.timeout = 300};
	struct lvsdr_service *service = NULL;
	struct lvsdr_dest *dest = NULL;
	struct lvsdr *host;
	int status = EXIT_FAILURE;

	if (parse(argc, argv, &options))
		return 2;
	if (lvsdr_new(&host) < 0)
		return EXIT_FAILURE;
	if ((options.netns && lvsdr_open_netns(host, options.netns) < 0) ||
	    lvsdr_service_new(host, "tcp", argv[optind], &service) < 0 ||
	    lvsdr_dest_new(host, argv[optind + 1], &dest) < 0)
		fprintf(stderr, "%s\n", lvsdr_error_message(host));
	else
		status = work(host, service, dest, &options);
	lvsdr_dest_free(dest);
	lvsdr_service_free(service);
	lvsdr_free(host);
	return status;
}
