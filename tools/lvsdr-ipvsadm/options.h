/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A call of ipvsadm as words: its command, and the options that go with it. */

#include <stdbool.h>
#include <stdint.h>

enum command {
	ADD_SERVICE,
	EDIT_SERVICE,
	DELETE_SERVICE,
	CLEAR,
	RESTORE,
	SAVE,
	ADD_SERVER,
	EDIT_SERVER,
	DELETE_SERVER,
	LIST,
	ZERO,
	SET,
	START_DAEMON,
	STOP_DAEMON,
	HELP,
	VERSION,
};

enum option {
	SERVICE,
	IPV6,
	SCHEDULER,
	PERSISTENT,
	NETMASK,
	ENGINE,
	SCHEDULER_FLAGS,
	ONE_PACKET,
	REAL_SERVER,
	FORWARDING,
	TUNNEL_TYPE,
	TUNNEL_PORT,
	TUNNEL_NOCSUM,
	TUNNEL_CSUM,
	TUNNEL_REMCSUM,
	WEIGHT,
	UPPER_THRESHOLD,
	LOWER_THRESHOLD,
	INTERFACE,
	SYNC_ID,
	MAX_LENGTH,
	GROUP,
	GROUP_PORT,
	TTL,
	CONNECTION,
	TIMEOUT,
	DAEMON,
	STATS,
	RATE,
	THRESHOLDS,
	PERSISTENT_CONN,
	TUNNEL_INFO,
	NOSORT,
	NUMERIC,
	EXACT,
	SORT, /* it goes with every command, and may be repeated */
	OPTION_COUNT,
};

enum { MOST_NUMBERS = 3 }; /* of --set */

struct call {
	bool begun; /* it has a command */
	enum command command;
	const char *role; /* of a sync daemon */
	uint64_t seen;    /* a bit for each option */
	/* The option as it was meant: "tcp-service", "gatewaying". */
	const char *name[OPTION_COUNT], *value[OPTION_COUNT];
	const char *numbers[MOST_NUMBERS];
	unsigned int number_count;
	const char *extra; /* the first word that is one too many */
};

static inline bool has(const struct call *call, enum option option)
{
	return call->seen >> option & 1;
}

/* 0, or the exit status after a message. */
int call_parse(char **words, struct call *call);
/* The name of an option in messages. */
const char *option_title(enum option option);
