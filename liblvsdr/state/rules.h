/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The options of ipvsadm that describe a state: ipvsadm(8). */

#include <stdbool.h>

enum rule_option {
	ADD_SERVICE,
	ADD_DEST,
	START_DAEMON,
	SET_TIMEOUTS,
	SERVICE_TCP,
	SERVICE_UDP,
	SERVICE_SCTP,
	SERVICE_FWMARK,
	IPV6,
	SCHEDULER,
	PERSISTENT,
	NETMASK,
	ENGINE,
	ONE_PACKET,
	SCHEDULER_FLAGS,
	REAL_SERVER,
	GATEWAYING,
	TUNNELING,
	MASQUERADING,
	TUNNEL_TYPE,
	TUNNEL_PORT,
	TUNNEL_NOCSUM,
	TUNNEL_CSUM,
	TUNNEL_REMCSUM,
	WEIGHT,
	UPPER_THRESHOLD,
	LOWER_THRESHOLD,
	MCAST_INTERFACE,
	MCAST_GROUP,
	MCAST_PORT,
	MCAST_TTL,
	SYNC_ID,
	SYNC_MAXLEN,
	UNKNOWN,
};

/*
 * The option that a word is, and its value where it stands in the same word ("-w5", "--weight=5"),
 * or NULL; UNKNOWN when the word is none.
 */
enum rule_option rule_find_option(const char *word, const char **ret_value);
/* Whether it always has a value, be it in the next word. */
bool rule_takes_value(enum rule_option option);
