/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* States and plans for shells and scripts: read, plan, apply, undo. */
#include "common.h"
#include "lvsdrctl.h"

#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SLICE = 100 }; /* milliseconds between two looks at progress, signals and the deadline */

struct options {
	const char *netns, *scope, *format, *record;
	uint32_t parts;
	long timeout; /* seconds; 0: none */
	int overwrite_record, dry_run, keep_going, insist, explain, allow_empty, quiet;
};

static volatile sig_atomic_t interrupted;

static void interrupt(int signal)
{
	interrupted = signal;
}

static void help(void)
{
	puts("usage: lvsdrctl [OPTION]... read\n"
	     "       lvsdrctl [OPTION]... plan|apply FILE\n"
	     "       lvsdrctl [OPTION]... undo RECORD\n"
	     "       lvsdrctl [OPTION]... announce VIP DEVICE [COUNT [MILLISECONDS]]\n"
	     "       lvsdrctl [OPTION]... probe ADDRESS DEVICE [MILLISECONDS]\n"
	     "Reads what a host has of Linux Virtual Server, and makes it what a file says. FILE "
	     "is JSON\n"
	     "or what `ipvsadm -Sn` writes; \"-\" is standard input.\n"
	     "\n"
	     "  read             write the state to standard output\n"
	     "  plan             print what apply would do, and do nothing\n"
	     "  apply            do it; all of it, or nothing when a step fails\n"
	     "  undo             put back what an earlier apply did, from its record\n"
	     "  announce         tell the neighbours where the VIP is now: COUNT times (3), one "
	     "in\n"
	     "                   MILLISECONDS (1000); gratuitous ARP, or neighbour advertisements\n"
	     "  probe            print the MAC addresses that answer for ADDRESS within\n"
	     "                   MILLISECONDS (1000)\n"
	     "\n"
	     "  --scope TEXT     what is ours: \"192.168.1.41, fwmark:7\" or \"everything\"; "
	     "nothing outside\n"
	     "                   of it is read or touched, and what FILE does not have inside it "
	     "goes\n"
	     "  --parts LIST     what read reads, of services, vips, arp-policies, timeouts, "
	     "sysctls,\n"
	     "                   sync-daemons, marks and statistics (default: services,vips)\n"
	     "  --format FORMAT  what read writes: json (default) or rules, as ipvsadm --restore "
	     "takes\n"
	     "  --record FILE    apply: first write the plan here, for undo, even after a crash\n"
	     "  --overwrite-record\n"
	     "                   also over a record that is there, which then cannot be undone\n"
	     "  --explain        plan: one line about each step instead of the classic commands\n"
	     "  --dry-run        apply: the same as plan\n"
	     "  --keep-going     apply: when a step fails, go on with those that do not depend on "
	     "it\n"
	     "  --allow-empty    apply: also when no service is left of those that the scope has\n"
	     "  --insist         plan and apply: also what the library would refuse as nonsense\n"
	     "  --timeout N      apply: undo again what is not done within N seconds\n"
	     "  --netns NAME     act in this network namespace\n"
	     "  --quiet          no progress on a terminal\n"
	     "  --help           this text\n"
	     "\n"
	     "Status: 0 done, or nothing to do; 1 failed; 2 wrong call; 130 interrupted and "
	     "undone.");
}

static int complain(const struct lvsdr *host)
{
	fprintf(stderr, "lvsdrctl: %s\n", lvsdr_error_message(host));
	return EXIT_FAILURE;
}

static int wrong(const char *what)
{
	fprintf(stderr, "lvsdrctl: %s; see --help\n", what);
	return 2;
}

static int read_state(struct lvsdr *host, const struct lvsdr_scope *scope,
		      const struct options *options)
{
	struct lvsdr_state *state;
	const char *text;
	int result = lvsdr_state_read(host, scope, options->parts, &state);

	if (result < 0)
		return complain(host);
	result = !strcmp(options->format, "rules") ? lvsdr_state_to_rules(state, &text)
						   : lvsdr_state_to_json(state, &text);
	if (result >= 0 &&
	    (fputs(text, stdout) < 0 || (!strcmp(options->format, "json") && putchar('\n') < 0) ||
	     fflush(stdout))) {
		perror("lvsdrctl: standard output");
		result = -EIO;
	} else if (result) {
		complain(host); /* it failed, or rules cannot hold all */
	}
	lvsdr_state_free(state);
	return result < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

static int load_state(struct lvsdr *host, const char *path, struct lvsdr_state **ret_state)
{
	size_t size, blank = 0;
	char *text = example_read_file(path, &size);
	int result;

	if (!text) {
		perror(path);
		return -1;
	}
	while (blank < size && strchr(" \t\r\n", text[blank]))
		blank++;
	result = blank < size && text[blank] == '{'
			 ? lvsdr_state_from_json(host, text, size, ret_state)
			 : lvsdr_state_from_rules(host, text, size, ret_state);
	free(text);
	if (result < 0)
		complain(host);
	return result;
}

static void print_plan(const struct lvsdr_plan *plan, const struct options *options)
{
	for (size_t i = 0; i < lvsdr_plan_get_step_count(plan); i++)
		puts(options->explain ? lvsdr_plan_get_step_explanation(plan, i)
				      : lvsdr_plan_get_step_command(plan, i));
}

/* What failed, or was left as somebody changed it. */
static void print_notes(const struct lvsdr_plan *plan)
{
	for (size_t i = 0; i < lvsdr_plan_get_step_count(plan); i++)
		if (*lvsdr_plan_get_step_note(plan, i))
			fprintf(stderr, "  %s\n", lvsdr_plan_get_step_note(plan, i));
}

static void show_progress(const struct lvsdr_plan *plan, size_t left, const struct options *options)
{
	size_t count = lvsdr_plan_get_step_count(plan);

	if (options->quiet || !isatty(STDERR_FILENO))
		return;
	fprintf(stderr, "\r%zu of %zu steps", count - left, count);
	if (!left)
		fputc('\n', stderr);
	fflush(stderr);
}

/* After an interruption or a deadline. */
static int cancel(struct lvsdr *host, struct lvsdr_plan *plan, const char *why, int status)
{
	int result = lvsdr_plan_undo(plan);

	fprintf(stderr, "lvsdrctl: %s; %s\n", why,
		result < 0 ? lvsdr_error_message(host) : "everything is as before");
	print_notes(plan);
	return status;
}

static int carry_out(struct lvsdr *host, struct lvsdr_plan *plan, const struct options *options)
{
	long slices = options->timeout * 1000 / SLICE;
	size_t left = lvsdr_plan_get_step_count(plan);
	int result = 0;

	while (left && result >= 0) {
		result = lvsdr_plan_apply_for(plan, SLICE, &left);
		show_progress(plan, left, options);
		if (result >= 0 && left && interrupted)
			return cancel(host, plan, "interrupted", 130);
		if (result >= 0 && left && options->timeout && --slices <= 0)
			return cancel(host, plan, "the time is over", EXIT_FAILURE);
	}
	if (result >= 0)
		return EXIT_SUCCESS;
	complain(host);
	print_notes(plan);
	return EXIT_FAILURE;
}

static int apply_plan(struct lvsdr *host, struct lvsdr_plan *plan, const struct options *options)
{
	if (options->record &&
	    example_write_plan(host, plan, options->record, options->overwrite_record))
		return EXIT_FAILURE;
	if (lvsdr_plan_set_keep_going(plan, options->keep_going) < 0)
		return complain(host);
	signal(SIGINT, interrupt);
	signal(SIGTERM, interrupt);
	return carry_out(host, plan, options);
}

/* A file that was meant otherwise is the likeliest reason for removing all there is. */
static int removes_all_services(const struct lvsdr_state *desired, const struct lvsdr_plan *plan)
{
	if (lvsdr_state_get_service_count(desired))
		return 0;
	for (size_t i = 0; i < lvsdr_plan_get_step_count(plan); i++)
		if (!strcmp(lvsdr_plan_get_step_kind(plan, i), "service"))
			return 1;
	return 0;
}

static int reach(struct lvsdr *host, const struct lvsdr_scope *scope, const char *path,
		 const struct options *options)
{
	struct lvsdr_state *desired;
	struct lvsdr_plan *plan;
	int result, status, empties;

	if (load_state(host, path, &desired) < 0)
		return EXIT_FAILURE;
	result = lvsdr_plan_between(host, scope, NULL, desired, &plan);
	empties = result >= 0 && removes_all_services(desired, plan);
	lvsdr_state_free(desired);
	if (result < 0)
		return complain(host);
	if (options->dry_run) {
		print_plan(plan, options);
		status = EXIT_SUCCESS;
	} else if (empties && !options->allow_empty) {
		fprintf(stderr, "lvsdrctl: this removes all services of the scope; say "
				"--allow-empty if that is meant\n");
		status = EXIT_FAILURE;
	} else {
		status = apply_plan(host, plan, options);
	}
	lvsdr_plan_free(plan);
	return status;
}

static int undo(struct lvsdr *host, const char *path)
{
	struct lvsdr_plan *plan;
	size_t size;
	char *json = example_read_file(path, &size);
	int result;

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
		complain(host);
	print_notes(plan);
	lvsdr_plan_free(plan);
	return result < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

static int work(struct lvsdr *host, const struct options *options, char **words)
{
	struct lvsdr_scope *scope = NULL;
	int status;

	if (options->netns && lvsdr_open_netns(host, options->netns) < 0)
		return complain(host);
	if (!strcmp(words[0], "undo"))
		return undo(host, words[1]);
	if (wire_verb(words[0]))
		return wire_command(host, words);
	if (lvsdr_set_insist(host, options->insist) < 0 ||
	    lvsdr_scope_new(host, options->scope, &scope) < 0)
		return complain(host);
	status = strcmp(words[0], "read") ? reach(host, scope, words[1], options)
					  : read_state(host, scope, options);
	lvsdr_scope_free(scope);
	return status;
}

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
		     {"statistics", LVSDR_STATE_STATISTICS}};
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
				     "sysctls, sync-daemons, marks, statistics");
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
	default:
		return option ? 2 : 0; /* getopt_long() said what is wrong, or set a flag */
	}
	return 0;
}

static int parse(int argc, char **argv, struct options *options)
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
		{"quiet", no_argument, &options->quiet, 1},
		{"help", no_argument, NULL, 'h'},
		{NULL, 0, NULL, 0}};
	int option, status = 0;

	while (!status && (option = getopt_long(argc, argv, "", known, NULL)) != -1)
		status = parse_option(option, options);
	return status;
}

static int check_words(int count, char **words, const struct options *options)
{
	static const struct {
		const char *verb;
		int count;
	} verbs[] = {{"read", 1}, {"plan", 2}, {"apply", 2}, {"undo", 2}};

	if (count && wire_verb(words[0]))
		return wire_check(count, words) ? wrong("there are too few or too many words") : 0;
	for (size_t i = 0; count && i < sizeof(verbs) / sizeof(*verbs); i++) {
		if (strcmp(verbs[i].verb, words[0]))
			continue;
		if (count != verbs[i].count)
			return wrong(count < verbs[i].count ? "a file is missing"
							    : "there are too many words");
		if (!options->scope && strcmp(words[0], "undo"))
			return wrong("say what is ours: --scope ADDRESS,... or --scope everything");
		return 0;
	}
	return wrong("say what to do: read, plan, apply, undo, announce or probe");
}

int main(int argc, char **argv)
{
	struct options options = {.format = "json",
				  .parts = LVSDR_STATE_SERVICES | LVSDR_STATE_VIPS};
	int status = parse(argc, argv, &options);
	struct lvsdr *host;

	if (!status)
		status = check_words(argc - optind, argv + optind, &options);
	if (status)
		return status;
	if (!strcmp(argv[optind], "plan"))
		options.dry_run = 1;
	if (lvsdr_new(&host) < 0)
		return EXIT_FAILURE;
	status = work(host, &options, argv + optind);
	lvsdr_free(host);
	return status;
}
