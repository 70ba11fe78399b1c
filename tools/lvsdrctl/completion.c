// SPDX-License-Identifier: LGPL-2.1-or-later
#include "completion.h"

#include "say.h"
#include "verbs.h"

#include <stdio.h>
#include <string.h>

int verb_completion(struct lvsdr *host, const struct options *options, char **words)
{
	const struct {
		const char *shell;
		const char *const *lines;
	} scripts[] = {
		{"bash", completion_bash}, {"zsh", completion_zsh}, {"fish", completion_fish}};

	(void)host;
	(void)options;
	for (size_t i = 0; i < sizeof(scripts) / sizeof(*scripts); i++) {
		if (strcmp(words[1], scripts[i].shell) != 0)
			continue;
		for (const char *const *line = scripts[i].lines; *line; line++)
			puts(*line);
		return end_output();
	}
	return wrong("completion is for bash, zsh or fish");
}
