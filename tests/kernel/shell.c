// SPDX-License-Identifier: LGPL-2.1-or-later
#include "shell.h"

#include "../check.h"

void shell_run(const char *command)
{
	if (system(command))
		fail_msg("%s", command);
}

char *shell_ask(const char *command)
{
	size_t size = 1 << 18;
	char *text = malloc(size);
	FILE *pipe = popen(command, "r");

	assert_non_null(text);
	assert_non_null(pipe);
	text[fread(text, 1, size - 1, pipe)] = '\0';
	pclose(pipe);
	return text;
}
