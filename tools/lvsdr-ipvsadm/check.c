// SPDX-License-Identifier: LGPL-2.1-or-later
#include "check.h"
#include "say.h"

#include <string.h>

#define BIT(option) (1ull << (option))

enum {
	OF_SERVICE = BIT(SCHEDULER) | BIT(PERSISTENT) | BIT(NETMASK) | BIT(ENGINE) |
		     BIT(SCHEDULER_FLAGS) | BIT(ONE_PACKET),
	CHECKSUMS = BIT(TUNNEL_NOCSUM) | BIT(TUNNEL_CSUM) | BIT(TUNNEL_REMCSUM),
	OF_TUNNEL = BIT(TUNNEL_TYPE) | BIT(TUNNEL_PORT) | CHECKSUMS,
	OF_SERVER = BIT(FORWARDING) | BIT(WEIGHT) | BIT(UPPER_THRESHOLD) | BIT(LOWER_THRESHOLD) |
		    OF_TUNNEL,
	OF_DAEMON = BIT(INTERFACE) | BIT(SYNC_ID) | BIT(MAX_LENGTH) | BIT(GROUP) | BIT(GROUP_PORT) |
		    BIT(TTL),
};
static const uint64_t of_list = BIT(SERVICE) | BIT(IPV6) | BIT(CONNECTION) | BIT(TIMEOUT) |
				BIT(DAEMON) | BIT(STATS) | BIT(RATE) | BIT(THRESHOLDS) |
				BIT(PERSISTENT_CONN) | BIT(TUNNEL_INFO) | BIT(NOSORT) |
				BIT(NUMERIC) | BIT(EXACT) | BIT(SYNC_ID);

struct rule {
	const char *title;
	uint64_t takes, requires;
};

static struct rule rule_of(enum command command)
{
	const uint64_t service = BIT(SERVICE), server = service | BIT(REAL_SERVER);

	switch (command) {
	case ADD_SERVICE:
		return (struct rule){"add-service", service | BIT(IPV6) | OF_SERVICE, service};
	case EDIT_SERVICE:
		return (struct rule){"edit-service", service | BIT(IPV6) | OF_SERVICE, service};
	case DELETE_SERVICE:
		return (struct rule){"delete-service", service | BIT(IPV6), service};
	case ADD_SERVER:
		return (struct rule){"add-server", server | BIT(IPV6) | OF_SERVER, server};
	case EDIT_SERVER:
		return (struct rule){"edit-server", server | BIT(IPV6) | OF_SERVER, server};
	case DELETE_SERVER:
		return (struct rule){"delete-server", server | BIT(IPV6), server};
	case CLEAR:
		return (struct rule){"flush", 0, 0};
	case RESTORE:
		return (struct rule){"restore", 0, 0};
	case SAVE:
		return (struct rule){"save", BIT(NUMERIC), 0};
	case LIST:
		return (struct rule){"list", of_list, 0};
	case ZERO:
		return (struct rule){"zero", service | BIT(IPV6), 0};
	case SET:
		return (struct rule){"set", 0, 0};
	case START_DAEMON:
		return (struct rule){"start-daemon", OF_DAEMON, 0};
	default:
		return (struct rule){"stop-daemon", BIT(SYNC_ID), 0};
	}
}

static int check_command(const struct call *call, const struct rule *rule)
{
	for (unsigned int i = 0; i < OPTION_COUNT; i++) {
		if (rule->requires & ~call->seen & BIT(i))
			return wrong("You need to supply the '%s' option for the '%s' command",
				     option_title(i), rule->title);
		if (call->seen & ~rule->takes & BIT(i))
			return wrong("Illegal '%s' option with the '%s' command", option_title(i),
				     rule->title);
	}
	return 0;
}

static int check_list(const struct call *call)
{
	static const enum option pairs[][2] = {{CONNECTION, SERVICE}, {TIMEOUT, SERVICE},
					       {DAEMON, SERVICE},     {TIMEOUT, CONNECTION},
					       {DAEMON, CONNECTION},  {DAEMON, TIMEOUT}};
	const uint64_t formats = BIT(STATS) | BIT(RATE) | BIT(THRESHOLDS);

	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
		enum option first = pairs[i][0], second = pairs[i][1];

		if (!has(call, first) || !has(call, second))
			continue;
		if (first == CONNECTION)
			first = SERVICE, second = CONNECTION;
		return wrong("The option '%s' conflicts with the '%s' option in the 'list' command",
			     option_title(first), option_title(second));
	}
	if ((has(call, CONNECTION) && call->seen & formats) ||
	    ((has(call, TIMEOUT) || has(call, DAEMON)) &&
	     call->seen & (formats | BIT(PERSISTENT_CONN))))
		return wrong("options conflicts in the list command");
	return 0;
}

static int check_tunnel(const struct call *call)
{
	static const enum option checksums[][2] = {{TUNNEL_CSUM, TUNNEL_NOCSUM},
						   {TUNNEL_REMCSUM, TUNNEL_NOCSUM},
						   {TUNNEL_REMCSUM, TUNNEL_CSUM}};
	const char *type = has(call, TUNNEL_TYPE) ? call->value[TUNNEL_TYPE] : "ipip";
	uint64_t illegal = 0;

	if (!(call->seen & OF_TUNNEL))
		return 0;
	if (!has(call, FORWARDING) || strcmp(call->name[FORWARDING], "ipip") != 0)
		return wrong("Tunnel options conflict with forward method");
	if (!strcmp(type, "gue") && !has(call, TUNNEL_PORT))
		return wrong("You need to supply the 'tun-port' option for the 'gue' tunnel type");
	if (!strcmp(type, "gre"))
		illegal = BIT(TUNNEL_PORT) | BIT(TUNNEL_REMCSUM);
	else if (!strcmp(type, "ipip"))
		illegal = BIT(TUNNEL_PORT) | CHECKSUMS;
	for (unsigned int i = 0; i < OPTION_COUNT; i++)
		if (call->seen & illegal & BIT(i))
			return wrong("Illegal '%s' option with the '%s' tunnel type",
				     option_title(i), type);
	for (size_t i = 0; i < sizeof(checksums) / sizeof(*checksums); i++)
		if (has(call, checksums[i][0]) && has(call, checksums[i][1]))
			return wrong("The option '%s' conflicts with the '%s' option in the '%s' "
				     "tunnel type",
				     option_title(checksums[i][0]), option_title(checksums[i][1]),
				     type);
	return 0;
}

int call_check(const struct call *call)
{
	struct rule rule = rule_of(call->command);
	int status;

	if (call->command == SET && call->number_count < MOST_NUMBERS)
		return wrong("--set option requires 3 timeout values");
	if (call->extra)
		return wrong("unexpected argument %s", call->extra);
	status = check_command(call, &rule);
	if (!status && call->command == LIST)
		status = check_list(call);
	if (!status && (call->command == ADD_SERVER || call->command == EDIT_SERVER))
		status = check_tunnel(call);
	return status;
}
