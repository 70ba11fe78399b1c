// SPDX-License-Identifier: LGPL-2.1-or-later
#include "say.h"

#include "../common/escape.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { MESSAGE_SIZE = 512 };

static unsigned long current_line;

void say_set_line(unsigned long line)
{
	current_line = line;
}

static void end_line(void)
{
	if (current_line)
		fprintf(stderr, " (line %lu)", current_line);
	putc('\n', stderr);
}

static void put_message(const char *format, va_list arguments)
{
	char text[MESSAGE_SIZE];

	vsnprintf(text, sizeof(text), format, arguments);
	escape_print(stderr, text);
	end_line();
}

int wrong(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	put_message(format, arguments);
	va_end(arguments);
	return WRONG;
}

int wrong_value(const struct lvsdr *host, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	put_message(format, arguments);
	va_end(arguments);
	fprintf(stderr, "%s\n", lvsdr_error_message(host));
	return WRONG;
}

int say_syntax(const char *word, const char *problem)
{
	escape_print(stderr, word);
	fprintf(stderr, ": %s", problem);
	end_line();
	return FAILED;
}

int say_try_help(void)
{
	fputs("Try `lvsdr-ipvsadm -h' or 'lvsdr-ipvsadm --help' for more information.", stderr);
	end_line();
	return FAILED;
}

int complain(const struct lvsdr *host)
{
	return failed(lvsdr_error_message(host));
}

int failed(const char *what)
{
	fputs(what, stderr);
	end_line();
	return FAILED;
}

int out_of_memory(void)
{
	return failed("out of memory");
}

int end_output(void)
{
	if (!ferror(stdout) && !fflush(stdout))
		return 0;
	perror("lvsdr-ipvsadm: standard output");
	return FAILED;
}
