/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The options of ipvsadm that describe a state, and how a line has them: ipvsadm(8), popt(3). */

#include <stdbool.h>
#include <stddef.h>

/* What ipvsadm takes as seconds: 31 days. */
enum { RULES_LONGEST_TIMEOUT = 31 * 24 * 3600 };

/* Commands first; what excludes each other stands together. */
enum rule_option {
	ADD_SERVICE,
	ADD_DEST,
	CLEAR,
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
	UNKNOWN,   /* an option that describes no state */
	NO_OPTION, /* a word that is none, or no word yet */
};

/* A line on its way; its words are cut apart in place. */
struct rule_line {
	char *rest;
	char *ahead;     /* a word that was looked at and not taken, or NULL */
	char *letters;   /* the short options that are left of a word, or NULL */
	bool only_words; /* "--" stood before */
};

struct rule_word {
	enum rule_option option;
	char text[64]; /* the option alone, or the word that is none, shortened where it is long */
	char *value;   /* NULL: none; of NO_OPTION the word itself */
};

/* The next option or word, or false at the end of the line. */
bool rule_next(struct rule_line *line, struct rule_word *ret_word);
/* Whether it always has a value. */
bool rule_takes_value(enum rule_option option);
/* Whether it may have one. */
bool rule_may_have_value(enum rule_option option);
bool rule_is_command(enum rule_option option);
/* Whether it belongs to a command. */
bool rule_goes_with(enum rule_option option, enum rule_option command);
