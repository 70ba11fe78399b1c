// SPDX-License-Identifier: LGPL-2.1-or-later
#include "state/rules.h"

#include <stddef.h>
#include <string.h>

enum value { NO_VALUE, VALUE, OPTIONAL_VALUE };

static const struct option {
	char letter;
	const char *name;
	enum value value;
} options[UNKNOWN] = {
	[ADD_SERVICE] = {'A', "add-service", NO_VALUE},
	[ADD_DEST] = {'a', "add-server", NO_VALUE},
	[START_DAEMON] = {0, "start-daemon", VALUE},
	[SET_TIMEOUTS] = {0, "set", VALUE},
	[SERVICE_TCP] = {'t', "tcp-service", VALUE},
	[SERVICE_UDP] = {'u', "udp-service", VALUE},
	[SERVICE_SCTP] = {0, "sctp-service", VALUE},
	[SERVICE_FWMARK] = {'f', "fwmark-service", VALUE},
	[IPV6] = {'6', "ipv6", NO_VALUE},
	[SCHEDULER] = {'s', "scheduler", VALUE},
	[PERSISTENT] = {'p', "persistent", OPTIONAL_VALUE},
	[NETMASK] = {'M', "netmask", VALUE},
	[ENGINE] = {0, "pe", VALUE},
	[ONE_PACKET] = {'o', "ops", NO_VALUE},
	[SCHEDULER_FLAGS] = {'b', "sched-flags", VALUE},
	[REAL_SERVER] = {'r', "real-server", VALUE},
	[GATEWAYING] = {'g', "gatewaying", NO_VALUE},
	[TUNNELING] = {'i', "ipip", NO_VALUE},
	[MASQUERADING] = {'m', "masquerading", NO_VALUE},
	[TUNNEL_TYPE] = {0, "tun-type", VALUE},
	[TUNNEL_PORT] = {0, "tun-port", VALUE},
	[TUNNEL_NOCSUM] = {0, "tun-nocsum", NO_VALUE},
	[TUNNEL_CSUM] = {0, "tun-csum", NO_VALUE},
	[TUNNEL_REMCSUM] = {0, "tun-remcsum", NO_VALUE},
	[WEIGHT] = {'w', "weight", VALUE},
	[UPPER_THRESHOLD] = {'x', "u-threshold", VALUE},
	[LOWER_THRESHOLD] = {'y', "l-threshold", VALUE},
	[MCAST_INTERFACE] = {0, "mcast-interface", VALUE},
	[MCAST_GROUP] = {0, "mcast-group", VALUE},
	[MCAST_PORT] = {0, "mcast-port", VALUE},
	[MCAST_TTL] = {0, "mcast-ttl", VALUE},
	[SYNC_ID] = {0, "syncid", VALUE},
	[SYNC_MAXLEN] = {0, "sync-maxlen", VALUE},
};

enum rule_option rule_find_option(const char *word, const char **ret_value)
{
	size_t length = strcspn(word, "=");

	for (enum rule_option kind = 0; kind < UNKNOWN; kind++) {
		const struct option *option = &options[kind];

		if (word[1] == '-' && length == strlen(option->name) + 2 &&
		    !strncmp(word + 2, option->name, length - 2)) {
			*ret_value = word[length] ? word + length + 1 : NULL;
			return kind;
		}
		if (word[1] != '-' && option->letter && word[1] == option->letter &&
		    (!word[2] || option->value != NO_VALUE)) {
			*ret_value = word[2] ? word + 2 : NULL;
			return kind;
		}
	}
	return UNKNOWN;
}

bool rule_takes_value(enum rule_option option)
{
	return options[option].value == VALUE;
}
