// SPDX-License-Identifier: LGPL-2.1-or-later
#include "state/rules.h"

#include <stdio.h>
#include <string.h>

static unsigned int find_letter(char letter)
{
	for (unsigned int i = 0; i < ipvsadm_option_count; i++)
		if (ipvsadm_options[i].letter == letter)
			return i;
	return UNKNOWN;
}

static unsigned int find_name(const char *name)
{
	for (unsigned int i = 0; i < ipvsadm_option_count; i++)
		if (!strcmp(ipvsadm_options[i].name, name))
			return i;
	return UNKNOWN;
}

/* ipvsadm leaves out each word that is its own name, so that commands can be pasted. */
static char *next_word(struct rule_line *line)
{
	static const char blanks[] = " \t\r";
	char *word = line->ahead;

	line->ahead = NULL;
	while (!word || !strcmp(word, "ipvsadm")) {
		word = line->rest + strspn(line->rest, blanks);
		if (!*word)
			return NULL;
		line->rest = word + strcspn(word, blanks);
		if (*line->rest)
			*line->rest++ = '\0';
	}
	return word;
}

/* An optional value is never one that looks like an option. */
static void take_next_value(struct rule_line *line, struct rule_word *word)
{
	if (!rule_may_have_value(word->option))
		return;
	word->value = next_word(line);
	if (rule_takes_value(word->option) || !word->value || *word->value != '-')
		return;
	line->ahead = word->value;
	word->value = NULL;
}

static void next_letter(struct rule_line *line, struct rule_word *word)
{
	char letter = *line->letters++;
	char *behind = line->letters;

	word->option = find_letter(letter);
	word->value = NULL;
	snprintf(word->text, sizeof(word->text), "-%c", letter);
	if (*behind && rule_may_have_value(word->option))
		word->value = behind + (*behind == '=');
	if (!*behind || word->value)
		line->letters = NULL;
	if (!word->value)
		take_next_value(line, word);
}

static void next_name(struct rule_line *line, char *text, struct rule_word *word)
{
	char *equals = strchr(text, '=');

	if (equals)
		*equals = '\0';
	word->option = find_name(text + 2);
	word->value = equals ? equals + 1 : NULL;
	snprintf(word->text, sizeof(word->text), "%s", text);
	if (!equals)
		take_next_value(line, word);
}

bool rule_next(struct rule_line *line, struct rule_word *ret_word)
{
	char *text;

	if (line->letters) {
		next_letter(line, ret_word);
		return true;
	}
	text = next_word(line);
	if (text && !line->only_words && !strcmp(text, "--")) {
		line->only_words = true;
		text = next_word(line);
	}
	if (!text)
		return false;
	if (line->only_words || text[0] != '-' || !text[1]) {
		ret_word->option = NO_OPTION;
		ret_word->value = text;
		snprintf(ret_word->text, sizeof(ret_word->text), "%s", text);
	} else if (text[1] == '-') {
		next_name(line, text, ret_word);
	} else {
		line->letters = text + 1;
		next_letter(line, ret_word);
	}
	return true;
}

bool rule_takes_value(unsigned int option)
{
	return option < UNKNOWN && ipvsadm_options[option].value == VALUE;
}

bool rule_may_have_value(unsigned int option)
{
	return option < UNKNOWN && ipvsadm_options[option].value != NO_VALUE;
}

bool rule_is_command(unsigned int option)
{
	return option < UNKNOWN && !ipvsadm_options[option].commands;
}

bool rule_goes_with(unsigned int option, unsigned int command)
{
	return option < UNKNOWN && ipvsadm_options[option].commands & 1u << command;
}
