// SPDX-License-Identifier: LGPL-2.1-or-later
/* The options of a call as rules, from which the library makes objects: it knows every value. */
#include "rules.h"

#include "host-name.h"
#include "say.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_one_word(const char *value)
{
	for (; *value; value++)
		if ((unsigned char)*value <= ' ' || *value == 127)
			return false;
	return true;
}

static bool has_address(const struct call *call, enum option option)
{
	return option == REAL_SERVER ||
	       (option == SERVICE && strcmp(call->name[SERVICE], "fwmark-service") != 0);
}

static void write_option(const struct call *call, enum option option, FILE *file)
{
	const char *value = call->value[option];
	char address[HOST_NAME_ADDRESS_SIZE];

	fprintf(file, " --%s", call->name[option]);
	if (!value)
		return;
	if (has_address(call, option))
		value = host_name_resolve(value, address);
	fprintf(file, "=%s", is_one_word(value) ? value : "");
}

static void write_service(const struct call *call, const char *command, FILE *file)
{
	fputs(command, file);
	write_option(call, SERVICE, file);
	if (has(call, IPV6))
		write_option(call, IPV6, file);
}

static void write_options(const struct call *call, enum option first, enum option end, FILE *file)
{
	for (enum option option = first; option < end; option++)
		if (has(call, option))
			write_option(call, option, file);
	putc('\n', file);
}

/* With the options before `end` only. */
static void write_rules(const struct call *call, enum option end, FILE *file)
{
	enum option last = end < REAL_SERVER ? end : REAL_SERVER;

	if (call->command == SET) {
		fputs("--set", file);
		for (unsigned int i = 0; i < MOST_NUMBERS; i++)
			fprintf(file, " %s",
				*call->numbers[i] && is_one_word(call->numbers[i])
					? call->numbers[i]
					: "-");
		return;
	}
	if (call->command == START_DAEMON) {
		fprintf(file, "--start-daemon=%s", is_one_word(call->role) ? call->role : "");
		write_options(call, INTERFACE, end, file);
		return;
	}
	write_service(call, "-A", file);
	write_options(call, SCHEDULER, last, file);
	if (!has(call, REAL_SERVER) || end <= REAL_SERVER)
		return;
	write_service(call, "-a", file);
	write_options(call, REAL_SERVER, end, file);
}

/* The rules as a text, to be freed; NULL if out of memory. */
static char *make_rules(const struct call *call, enum option end, size_t *ret_size)
{
	char *text = NULL;
	FILE *file = open_memstream(&text, ret_size);
	int failed;

	if (!file)
		return NULL;
	write_rules(call, end, file);
	failed = ferror(file);
	failed |= fclose(file);
	if (!failed)
		return text;
	free(text);
	return NULL;
}

/* The library's code; -ENOMEM after a message. */
static int read_until(struct lvsdr *host, const struct call *call, enum option end,
		      struct lvsdr_state **ret_state)
{
	size_t size;
	char *text = make_rules(call, end, &size);
	int result = text ? lvsdr_state_from_text(host, "rules", text, size, ret_state) : -ENOMEM;

	free(text);
	if (result == -ENOMEM)
		out_of_memory();
	return result;
}

static const char *value_of(const struct call *call, enum option option)
{
	return call->value[option] ? call->value[option] : "";
}

/* That there is one of this name, of whichever scheduler. */
static bool is_flag(const char *name)
{
	return (!strncmp(name, "sh-", 3) || !strncmp(name, "mh-", 3)) &&
	       (!strcmp(name + 3, "fallback") || !strcmp(name + 3, "port"));
}

/* The one with which the rules became wrong. */
static int refuse(const struct lvsdr *host, const struct call *call, enum option option)
{
	const char *value = value_of(call, option);

	switch (option) {
	case SERVICE:
		if (has_address(call, SERVICE))
			return wrong_value(host, "illegal virtual server address[:port] specified");
		return wrong_value(host, "invalid fwmark value `%s' specified", value);
	case REAL_SERVER:
		return wrong_value(host, "illegal real server address[:port] specified");
	case PERSISTENT:
		return wrong_value(host, "invalid timeout value `%s' specified", value);
	case NETMASK:
		return *call->value[SERVICE] == '[' || has(call, IPV6)
			       ? wrong_value(host, "illegal ipv6 netmask specified")
			       : wrong_value(host,
					     "illegal virtual server persistent mask specified");
	case SCHEDULER_FLAGS:
		return wrong_value(host, "%s scheduler flag `%s'",
				   is_flag(value) ? "incompatible" : "invalid", value);
	case TUNNEL_TYPE:
		return wrong_value(host, "illegal tunnel type specified");
	case TUNNEL_PORT:
		return wrong_value(host, "illegal tunnel port specified");
	case GROUP:
		return wrong_value(host, "invalid IPv%d mcast-group `%s'",
				   strchr(value, ':') ? 6 : 4, value);
	case UPPER_THRESHOLD:
		return wrong_value(host, "illegal u_threshold specified");
	case LOWER_THRESHOLD:
		return wrong_value(host, "illegal l_threshold specified");
	default:
		return wrong_value(host, "illegal %s specified", option_title(option));
	}
}

static int refuse_number(const struct lvsdr *host, const struct call *call)
{
	unsigned int i;
	char *end;

	for (i = 0; i < MOST_NUMBERS - 1; i++) {
		unsigned long number = strtoul(call->numbers[i], &end, 10);

		if (end == call->numbers[i] || *end || number > 31ul * 24 * 3600)
			break;
	}
	return wrong_value(host, "invalid timeout value `%s' specified", call->numbers[i]);
}

/* A type of tunnel that is right may require the port, which comes after it. */
static bool is_of_port(const struct call *call, enum option option)
{
	return option == TUNNEL_TYPE && has(call, TUNNEL_PORT) &&
	       !strcmp(call->value[TUNNEL_TYPE], "gue");
}

static int try_until(struct lvsdr *host, const struct call *call, enum option end)
{
	struct lvsdr_state *state;
	int result = read_until(host, call, end, &state);

	if (result >= 0)
		lvsdr_state_free(state);
	return result;
}

/* Reads ever more of the options, until they are wrong. */
static int find_wrong(struct lvsdr *host, const struct call *call)
{
	const bool daemon = call->command == START_DAEMON;
	int result = daemon ? try_until(host, call, INTERFACE) : 0;

	if (result < 0)
		return result == -ENOMEM
			       ? FAILED
			       : wrong_value(host, "illegal start-daemon parameter specified");
	for (enum option option = daemon ? INTERFACE : SERVICE; option < OPTION_COUNT; option++) {
		if (!has(call, option) || is_of_port(call, option))
			continue;
		result = try_until(host, call, option + 1);
		if (result < 0)
			return result == -ENOMEM ? FAILED : refuse(host, call, option);
	}
	return complain(host);
}

int rules_read(struct lvsdr *host, const struct call *call, struct lvsdr_state **ret_state)
{
	int result = read_until(host, call, OPTION_COUNT, ret_state);

	if (result >= 0)
		return 0;
	if (result == -ENOMEM)
		return FAILED;
	return call->command == SET ? refuse_number(host, call) : find_wrong(host, call);
}
