// SPDX-License-Identifier: LGPL-2.1-or-later
#include "state/rules.h"

#include <stdio.h>
#include <string.h>

enum value { NO_VALUE, VALUE, OPTIONAL_VALUE };

static const struct option {
	char letter;
	const char *name;
	enum value value;
	unsigned int commands; /* that it goes with, a bit for each; 0: it is one */
} options[UNKNOWN] = {
#define SERVICE (1u << ADD_SERVICE)
#define DEST    (1u << ADD_DEST)
#define DAEMON  (1u << START_DAEMON)
	[ADD_SERVICE] = {'A', "add-service", NO_VALUE, 0},
	[ADD_DEST] = {'a', "add-server", NO_VALUE, 0},
	[CLEAR] = {'C', "clear", NO_VALUE, 0},
	[START_DAEMON] = {0, "start-daemon", VALUE, 0},
	[SET_TIMEOUTS] = {0, "set", NO_VALUE, 0},
	[SERVICE_TCP] = {'t', "tcp-service", VALUE, SERVICE | DEST},
	[SERVICE_UDP] = {'u', "udp-service", VALUE, SERVICE | DEST},
	[SERVICE_SCTP] = {0, "sctp-service", VALUE, SERVICE | DEST},
	[SERVICE_FWMARK] = {'f', "fwmark-service", VALUE, SERVICE | DEST},
	[IPV6] = {'6', "ipv6", NO_VALUE, SERVICE | DEST},
	[SCHEDULER] = {'s', "scheduler", VALUE, SERVICE},
	[PERSISTENT] = {'p', "persistent", OPTIONAL_VALUE, SERVICE},
	[NETMASK] = {'M', "netmask", VALUE, SERVICE},
	[ENGINE] = {0, "pe", VALUE, SERVICE},
	[ONE_PACKET] = {'o', "ops", NO_VALUE, SERVICE},
	[SCHEDULER_FLAGS] = {'b', "sched-flags", VALUE, SERVICE},
	[REAL_SERVER] = {'r', "real-server", VALUE, DEST},
	[GATEWAYING] = {'g', "gatewaying", NO_VALUE, DEST},
	[TUNNELING] = {'i', "ipip", NO_VALUE, DEST},
	[MASQUERADING] = {'m', "masquerading", NO_VALUE, DEST},
	[TUNNEL_TYPE] = {0, "tun-type", VALUE, DEST},
	[TUNNEL_PORT] = {0, "tun-port", VALUE, DEST},
	[TUNNEL_NOCSUM] = {0, "tun-nocsum", NO_VALUE, DEST},
	[TUNNEL_CSUM] = {0, "tun-csum", NO_VALUE, DEST},
	[TUNNEL_REMCSUM] = {0, "tun-remcsum", NO_VALUE, DEST},
	[WEIGHT] = {'w', "weight", VALUE, DEST},
	[UPPER_THRESHOLD] = {'x', "u-threshold", VALUE, DEST},
	[LOWER_THRESHOLD] = {'y', "l-threshold", VALUE, DEST},
	[MCAST_INTERFACE] = {0, "mcast-interface", VALUE, DAEMON},
	[MCAST_GROUP] = {0, "mcast-group", VALUE, DAEMON},
	[MCAST_PORT] = {0, "mcast-port", VALUE, DAEMON},
	[MCAST_TTL] = {0, "mcast-ttl", VALUE, DAEMON},
	[SYNC_ID] = {0, "syncid", VALUE, DAEMON},
	[SYNC_MAXLEN] = {0, "sync-maxlen", VALUE, DAEMON},
#undef SERVICE
#undef DEST
#undef DAEMON
};

static enum rule_option find_letter(char letter)
{
	enum rule_option option = 0;

	while (option < UNKNOWN && options[option].letter != letter)
		option++;
	return option;
}

static enum rule_option find_name(const char *name)
{
	enum rule_option option = 0;

	while (option < UNKNOWN && strcmp(options[option].name, name))
		option++;
	return option;
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

bool rule_takes_value(enum rule_option option)
{
	return option < UNKNOWN && options[option].value == VALUE;
}

bool rule_may_have_value(enum rule_option option)
{
	return option < UNKNOWN && options[option].value != NO_VALUE;
}

bool rule_is_command(enum rule_option option)
{
	return option < UNKNOWN && !options[option].commands;
}

bool rule_goes_with(enum rule_option option, enum rule_option command)
{
	return option < UNKNOWN && options[option].commands & 1u << command;
}
