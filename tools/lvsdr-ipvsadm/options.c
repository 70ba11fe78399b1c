// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The words of a call, as ipvsadm(8) takes them: the first option is the command; values follow
 * a blank or "=", or stand behind the letter; letters share a word. What a value means is known by
 * the library.
 */
#include "options.h"
#include "say.h"

#include <string.h>

enum value { NO_VALUE, VALUE, OPTIONAL_VALUE };

struct known_command {
	char letter;
	const char *name;
	enum value value;
	enum command command;
};

static const struct known_command commands[] = {
	{'A', "add-service", NO_VALUE, ADD_SERVICE},
	{'E', "edit-service", NO_VALUE, EDIT_SERVICE},
	{'D', "delete-service", NO_VALUE, DELETE_SERVICE},
	{'C', "clear", NO_VALUE, CLEAR},
	{'R', "restore", NO_VALUE, RESTORE},
	{'S', "save", NO_VALUE, SAVE},
	{'a', "add-server", NO_VALUE, ADD_SERVER},
	{'e', "edit-server", NO_VALUE, EDIT_SERVER},
	{'d', "delete-server", NO_VALUE, DELETE_SERVER},
	{'L', "list", NO_VALUE, LIST},
	{'l', "list", NO_VALUE, LIST},
	{'Z', "zero", NO_VALUE, ZERO},
	{0, "set", NO_VALUE, SET},
	{0, "start-daemon", VALUE, START_DAEMON},
	{0, "stop-daemon", VALUE, STOP_DAEMON},
	{'h', "help", NO_VALUE, HELP},
	{'v', "version", NO_VALUE, VERSION},
};

struct known_option {
	char letter;
	const char *name;
	enum value value;
	enum option option;
	const char *title; /* where it is not the name */
};

static const struct known_option options[] = {
	{'t', "tcp-service", VALUE, SERVICE, "service-address"},
	{'u', "udp-service", VALUE, SERVICE, "service-address"},
	{0, "sctp-service", VALUE, SERVICE, "service-address"},
	{'f', "fwmark-service", VALUE, SERVICE, "service-address"},
	{'6', "ipv6", NO_VALUE, IPV6, NULL},
	{'s', "scheduler", VALUE, SCHEDULER, NULL},
	{'p', "persistent", OPTIONAL_VALUE, PERSISTENT, NULL},
	{'M', "netmask", VALUE, NETMASK, NULL},
	{0, "pe", VALUE, ENGINE, NULL},
	{'b', "sched-flags", VALUE, SCHEDULER_FLAGS, NULL},
	{'o', "ops", NO_VALUE, ONE_PACKET, NULL},
	{'r', "real-server", VALUE, REAL_SERVER, NULL},
	{'g', "gatewaying", NO_VALUE, FORWARDING, "forwarding-method"},
	{'i', "ipip", NO_VALUE, FORWARDING, "forwarding-method"},
	{'m', "masquerading", NO_VALUE, FORWARDING, "forwarding-method"},
	{0, "tun-type", VALUE, TUNNEL_TYPE, NULL},
	{0, "tun-port", VALUE, TUNNEL_PORT, NULL},
	{0, "tun-nocsum", NO_VALUE, TUNNEL_NOCSUM, NULL},
	{0, "tun-csum", NO_VALUE, TUNNEL_CSUM, NULL},
	{0, "tun-remcsum", NO_VALUE, TUNNEL_REMCSUM, NULL},
	{'w', "weight", VALUE, WEIGHT, NULL},
	{'x', "u-threshold", VALUE, UPPER_THRESHOLD, NULL},
	{'y', "l-threshold", VALUE, LOWER_THRESHOLD, NULL},
	{0, "mcast-interface", VALUE, INTERFACE, NULL},
	{0, "syncid", VALUE, SYNC_ID, NULL},
	{0, "sync-maxlen", VALUE, MAX_LENGTH, NULL},
	{0, "mcast-group", VALUE, GROUP, NULL},
	{0, "mcast-port", VALUE, GROUP_PORT, NULL},
	{0, "mcast-ttl", VALUE, TTL, NULL},
	{'c', "connection", NO_VALUE, CONNECTION, NULL},
	{0, "timeout", NO_VALUE, TIMEOUT, NULL},
	{0, "daemon", NO_VALUE, DAEMON, NULL},
	{0, "stats", NO_VALUE, STATS, NULL},
	{0, "rate", NO_VALUE, RATE, NULL},
	{0, "thresholds", NO_VALUE, THRESHOLDS, NULL},
	{0, "persistent-conn", NO_VALUE, PERSISTENT_CONN, NULL},
	{0, "tun-info", NO_VALUE, TUNNEL_INFO, NULL},
	{0, "sort", NO_VALUE, SORT, NULL},
	{0, "nosort", NO_VALUE, NOSORT, NULL},
	{'n', "numeric", NO_VALUE, NUMERIC, NULL},
	{0, "exact", NO_VALUE, EXACT, NULL},
};

enum {
	COMMAND_COUNT = sizeof(commands) / sizeof(*commands),
	KNOWN_COUNT = sizeof(options) / sizeof(*options),
};

/* Where the words are. */
struct reader {
	char **next;
	char *word, *letters; /* the word, and what is left of it as letters; or NULL */
	bool only_words;      /* "--" was before it */
};

/* One option of the words; neither a command nor an option: a word of its own. */
struct found {
	const struct known_command *command;
	const struct known_option *option;
	char *value;
};

static void find_letter(char letter, struct found *found)
{
	for (unsigned int i = 0; i < COMMAND_COUNT; i++)
		if (commands[i].letter == letter)
			found->command = &commands[i];
	for (unsigned int i = 0; i < KNOWN_COUNT; i++)
		if (options[i].letter == letter)
			found->option = &options[i];
}

static void find_name(const char *name, size_t length, struct found *found)
{
	for (unsigned int i = 0; i < COMMAND_COUNT; i++)
		if (strlen(commands[i].name) == length && !memcmp(commands[i].name, name, length))
			found->command = &commands[i];
	for (unsigned int i = 0; i < KNOWN_COUNT; i++)
		if (strlen(options[i].name) == length && !memcmp(options[i].name, name, length))
			found->option = &options[i];
}

/* What is wrong, or NULL. `attached` is a value that stands in the same word, or NULL. */
static const char *take_value(struct reader *reader, char *attached, struct found *found)
{
	enum value value = found->command ? found->command->value : found->option->value;

	found->value = value == NO_VALUE ? NULL : attached;
	if (value == NO_VALUE)
		return attached ? "option does not take an argument" : NULL;
	if (attached)
		return NULL;
	if (value == OPTIONAL_VALUE && (!*reader->next || **reader->next == '-'))
		return NULL;
	if (!*reader->next)
		return "missing argument";
	found->value = *reader->next++;
	return NULL;
}

static const char *next_letter(struct reader *reader, struct found *found)
{
	char *behind = reader->letters + 1, *attached = NULL;
	enum value value;

	find_letter(*reader->letters, found);
	reader->letters = *behind ? behind : NULL;
	if (!found->command && !found->option)
		return "unknown option";
	value = found->command ? found->command->value : found->option->value;
	if (*behind == '=')
		attached = behind + 1;
	else if (*behind && value != NO_VALUE)
		attached = behind;
	if (attached)
		reader->letters = NULL;
	return take_value(reader, attached, found);
}

static const char *next_name(struct reader *reader, struct found *found)
{
	char *name = reader->word + 2, *equals = strchr(name, '=');

	find_name(name, equals ? (size_t)(equals - name) : strlen(name), found);
	if (!found->command && !found->option)
		return "unknown option";
	return take_value(reader, equals ? equals + 1 : NULL, found);
}

/* 1: found, 0: no more, -1: `ret_wrong`. */
static int next_option(struct reader *reader, struct found *found, const char **ret_wrong)
{
	memset(found, 0, sizeof(*found));
	if (!reader->letters) {
		reader->word = *reader->next;
		if (reader->word && !reader->only_words && !strcmp(reader->word, "--")) {
			reader->only_words = true;
			reader->word = *++reader->next;
		}
		if (!reader->word)
			return 0;
		reader->next++;
		if (reader->only_words || reader->word[0] != '-' || !reader->word[1]) {
			found->value = reader->word;
			return 1;
		}
		if (reader->word[1] != '-')
			reader->letters = reader->word + 1;
	}
	*ret_wrong = reader->letters ? next_letter(reader, found) : next_name(reader, found);
	return *ret_wrong ? -1 : 1;
}

const char *option_title(enum option option)
{
	for (unsigned int i = 0; i < KNOWN_COUNT; i++)
		if (options[i].option == option)
			return options[i].title ? options[i].title : options[i].name;
	return "";
}

static void keep_word(struct call *call, const char *word)
{
	if (call->command == SET && call->number_count < MOST_NUMBERS)
		call->numbers[call->number_count++] = word;
	else if (!call->extra)
		call->extra = word;
}

static int keep_option(struct call *call, const struct found *found)
{
	enum option option = found->option->option;

	if (option == SORT)
		return 0;
	if (option == IPV6 &&
	    !(has(call, SERVICE) && !strcmp(call->name[SERVICE], "fwmark-service")))
		return wrong("-6 used before -f");
	if (has(call, option) && option != IPV6)
		return wrong("multiple '%s' options specified", option_title(option));
	call->seen |= 1ull << option;
	call->name[option] = found->option->name;
	call->value[option] = found->value;
	return 0;
}

static int begin(struct reader *reader, struct call *call)
{
	const char *problem;
	struct found found;

	if (next_option(reader, &found, &problem) != 1 || !found.command)
		return say_try_help();
	call->begun = true;
	call->command = found.command->command;
	call->role = found.value;
	return 0;
}

int call_parse(char **words, struct call *call)
{
	struct reader reader = {.next = words};
	int status, more;
	const char *problem;
	struct found found;

	memset(call, 0, sizeof(*call));
	status = begin(&reader, call);
	if (status || call->command == HELP || call->command == VERSION)
		return status;
	while (!status && (more = next_option(&reader, &found, &problem)) != 0) {
		if (more < 0)
			return say_syntax(reader.word, problem);
		if (found.command)
			status = wrong("invalid option `%s'", reader.word);
		else if (found.option)
			status = keep_option(call, &found);
		else
			keep_word(call, found.value);
	}
	return status;
}
