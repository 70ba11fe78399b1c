// SPDX-License-Identifier: LGPL-2.1-or-later
/* ipvsadm(8) on the library, which also works in rootless containers. */
#include "change.h"
#include "check.h"
#include "help.h"
#include "list.h"
#include "say.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_WORDS = 64 };

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

/* 0: more than there may be. */
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

static int restore(struct lvsdr *host)
{
	char *line = NULL, *words[MOST_WORDS];
	unsigned long number = 0;
	enum next next = GO_ON;
	int status = 0, count;
	size_t size = 0;

	while (next == GO_ON && getline(&line, &size, stdin) > 0) {
		say_set_line(++number);
		count = cut(line, words);
		if (count < 0) {
			status = wrong("too many words");
			break;
		}
		if (!count)
			continue;
		status = run_words(host, words, true, &next);
	}
	say_set_line(0);
	free(line);
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

	if (lvsdr_new(&host) < 0 || lvsdr_set_insist(host, 1) < 0) {
		perror("lvsdr-ipvsadm");
		return FAILED;
	}
	status = run_words(host, argc > 1 ? argv + 1 : listing, false, &next);
	lvsdr_free(host);
	return status;
}
