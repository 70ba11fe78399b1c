/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Appendix: a live view of what goes through each service and each real server, a second. */
#include "common.h"

#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

struct options {
	const char *netns;
	long interval, count; /* seconds; 0: until interrupted */
};

static void show_rates(const char *name, const uint64_t *value)
{
	printf("%-44s %8" PRIu64 " %9" PRIu64 " %12" PRIu64 " %8" PRIu64 " %8" PRIu64 "\n", name,
	       value[LVSDR_COUNTER_CONNECTION_RATE], value[LVSDR_COUNTER_INCOMING_PACKET_RATE],
	       value[LVSDR_COUNTER_INCOMING_BYTE_RATE], value[LVSDR_COUNTER_ACTIVE_CONNECTIONS],
	       value[LVSDR_COUNTER_INACTIVE_CONNECTIONS]);
}

static void name_service(const struct lvsdr_service *service, char *name, size_t size)
{
	char address[46];

	lvsdr_service_get_address(service, address, sizeof(address));
	if (lvsdr_service_get_fwmark(service))
		snprintf(name, size, "fwmark %" PRIu32, lvsdr_service_get_fwmark(service));
	else
		snprintf(name, size, "%s %s port %d", lvsdr_service_get_protocol(service), address,
			 lvsdr_service_get_port(service));
}

/* The kernel counts connections for each destination only: a service has the sum. */
static void show_service(const struct lvsdr_state *state, size_t i)
{
	const struct lvsdr_service *service = lvsdr_state_get_service(state, i);
	size_t count = lvsdr_state_get_dest_count(state, i);
	uint64_t own[LVSDR_COUNTER_COUNT] = {0}, value[LVSDR_COUNTER_COUNT] = {0};
	char name[80], address[46];

	for (size_t k = 0; k < count; k++) {
		lvsdr_dest_get_counters(lvsdr_state_get_dest(state, i, k), value,
					LVSDR_COUNTER_COUNT);
		own[LVSDR_COUNTER_ACTIVE_CONNECTIONS] += value[LVSDR_COUNTER_ACTIVE_CONNECTIONS];
		own[LVSDR_COUNTER_INACTIVE_CONNECTIONS] +=
			value[LVSDR_COUNTER_INACTIVE_CONNECTIONS];
	}
	lvsdr_service_get_counters(service, own, LVSDR_COUNTER_ACTIVE_CONNECTIONS);
	name_service(service, name, sizeof(name));
	show_rates(name, own);
	for (size_t k = 0; k < count; k++) {
		lvsdr_dest_get_address(lvsdr_state_get_dest(state, i, k), address, sizeof(address));
		lvsdr_dest_get_counters(lvsdr_state_get_dest(state, i, k), value,
					LVSDR_COUNTER_COUNT);
		snprintf(name, sizeof(name), "  -> %s", address);
		show_rates(name, value);
	}
}

static int show(struct lvsdr *host, const struct lvsdr_scope *scope)
{
	struct lvsdr_state *state;
	int result = lvsdr_state_read(host, scope, LVSDR_STATE_SERVICES | LVSDR_STATE_STATISTICS,
				      &state);

	if (result < 0)
		return result;
	if (isatty(STDOUT_FILENO))
		fputs("\033[H\033[J", stdout);
	printf("%-44s %8s %9s %12s %8s %8s\n", "a second", "connects", "packets in", "bytes in",
	       "active", "inactive");
	for (size_t i = 0; i < lvsdr_state_get_service_count(state); i++)
		show_service(state, i);
	lvsdr_state_free(state);
	return fflush(stdout) ? -1 : 0;
}

static int repeat(struct lvsdr *host, const struct options *options)
{
	const struct timespec interval = {.tv_sec = options->interval};
	struct lvsdr_scope *everything;
	int result = lvsdr_scope_new(host, "everything", &everything);

	if (result < 0)
		return result;
	for (long i = 0; result >= 0 && (!options->count || i < options->count); i++) {
		if (i)
			nanosleep(&interval, NULL);
		result = show(host, everything);
	}
	lvsdr_scope_free(everything);
	return result;
}

static void help(const char *program)
{
	printf("Shows what goes through each service and each real server, again and again.\n"
	       "In direct routing replies do not pass the director: there is nothing outgoing.\n"
	       "classic: watch -n 1 ipvsadm -Ln --rate\n\n"
	       "usage: %s [OPTION]...\n"
	       "  --netns NAME   act in this network namespace\n"
	       "  --interval N   seconds between two looks (default 2, as often as the kernel\n"
	       "                 renews its rates)\n"
	       "  --count N      end after N looks\n"
	       "  --help         this text\n",
	       program);
}

static int parse(int argc, char **argv, struct options *options)
{
	static const struct option known[] = {{"netns", required_argument, NULL, 'n'},
					      {"interval", required_argument, NULL, 'i'},
					      {"count", required_argument, NULL, 'c'},
					      {"help", no_argument, NULL, 'h'},
					      {NULL, 0, NULL, 0}};
	int option;

	while ((option = getopt_long(argc, argv, "", known, NULL)) != -1) {
		switch (option) {
		case 'n':
			options->netns = optarg;
			break;
		case 'i':
			options->interval = example_number(optarg);
			break;
		case 'c':
			options->count = example_number(optarg);
			break;
		case 'h':
			help(argv[0]);
			exit(EXIT_SUCCESS);
		default:
			return -1;
		}
	}
	if (optind == argc && options->interval > 0)
		return 0;
	fprintf(stderr, "%s: wrong call; see --help\n", argv[0]);
	return -1;
}

int main(int argc, char **argv)
{
	struct options options = {.interval = 2};
	struct lvsdr *host;
	int result = 0;

	if (parse(argc, argv, &options))
		return 2;
	if (lvsdr_new(&host) < 0)
		return EXIT_FAILURE;
	if (options.netns)
		result = lvsdr_open_netns(host, options.netns);
	if (result >= 0)
		result = repeat(host, &options);
	if (result < 0)
		fprintf(stderr, "%s\n", lvsdr_error_message(host));
	lvsdr_free(host);
	return result < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
