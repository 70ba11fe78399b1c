// SPDX-License-Identifier: LGPL-2.1-or-later
/* ipvsadm(8) on the library, which also works in rootless containers. */
#include "../common/standard-files.h"
#include "change.h"
#include "check.h"
#include "help.h"
#include "list.h"
#include "say.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_WORDS = 64, LINE_SIZE = 1 << 16 }; /* of a line */

/* What follows a line of rules. */
enum next { GO_ON, STOP };

static int run(struct lvsdr *host, const struct call *call);

static int run_words(struct lvsdr *host, char **words, bool restoring, enum next *ret_next)
{
	struct call call;
	int status = call_parse(words, &call);

	if (!status && restoring && call.command == RESTORE) {
		*ret_next = STOP;
		return say_try_help();
	}

	/* Of rules, a wrong option and what the kernel refuses end their line only. */
	*ret_next = status == WRONG || !call.begun ? STOP : GO_ON;
	if (status)
		return status;
	if (call.command == HELP || call.command == VERSION)
		*ret_next = STOP;
	status = run(host, &call);
	if (status == WRONG || status == NOT_LISTED)
		*ret_next = STOP;
	return status;
}

/* How many; -1: more than there may be. */
static int cut(char *line, char **words)
{
	static const char blanks[] = " \t\r\n";
	int count = 0;
	char *rest;

	for (char *word = strtok_r(line, blanks, &rest); word;
	     word = strtok_r(NULL, blanks, &rest)) {
		if (!strcmp(word, "ipvsadm") || !strcmp(word, "lvsdr-ipvsadm"))
			continue;
		if (count == MOST_WORDS - 1)
			return -1;
		words[count++] = word;
	}
	words[count] = NULL;
	return count;
}

/* Whether there is another line; `ret_wrong` receives why it cannot be one of rules, or NULL. */
static bool next_line(char line[LINE_SIZE], const char **ret_wrong)
{
	size_t length = 0;
	int byte;

	*ret_wrong = NULL;
	while ((byte = getchar()) != EOF && byte != '\n') {
		if (!byte)
			*ret_wrong = "null byte in a line";
		else if (length == LINE_SIZE - 1)
			*ret_wrong = "too long line";
		if (*ret_wrong)
			return true;
		line[length++] = (char)byte;
	}
	line[length] = 0;
	return byte != EOF || length;
}

static int restore(struct lvsdr *host)
{
	static char line[LINE_SIZE];
	char *words[MOST_WORDS];
	unsigned long number = 0;
	const char *problem;
	enum next next = GO_ON;
	int status = 0, count;

	while (next == GO_ON && next_line(line, &problem)) {
		say_set_line(++number);
		count = problem ? -1 : cut(line, words);
		if (count < 0) {
			status = wrong("%s", problem ? problem : "too many words");
			break;
		}
		if (count)
			status = run_words(host, words, true, &next);
	}
	say_set_line(0);
	if (ferror(stdin)) {
		perror("lvsdr-ipvsadm: standard input");
		return FAILED;
	}
	return status;
}

static int run(struct lvsdr *host, const struct call *call)
{
	int status;

	if (call->command == HELP || call->command == VERSION)
		return call->command == HELP ? help() : version();
	status = call_check(call);
	if (status)
		return status;
	switch (call->command) {
	case RESTORE:
		return restore(host);
	case SAVE:
		return save(host, call);
	case LIST:
		return list(host, call);
	default:
		return change(host, call);
	}
}

int main(int argc, char **argv)
{
	static char by_default[] = "-L", *listing[] = {by_default, NULL};
	struct lvsdr *host;
	enum next next;
	int status;

	if (standard_files_keep()) {
		perror("lvsdr-ipvsadm: /dev/null");
		return FAILED;
	}
	if (lvsdr_new(&host) < 0 || lvsdr_set_insist(host, 1) < 0)
		return out_of_memory();
	status = run_words(host, argc > 1 ? argv + 1 : listing, false, &next);
	lvsdr_free(host);
	return status;
}
