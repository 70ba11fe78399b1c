/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The options of ipvsadm(8) that describe a state, one line each. */

#include "model/object.h"

/* What ipvsadm takes as seconds: 31 days. */
enum { IPVSADM_LONGEST_TIMEOUT = 31 * 24 * 3600 };

/*
 * The options that somebody asks for, in the order of the table: commands first; what excludes each
 * other stands together. The others follow, and are known by their line only.
 */
enum {
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
	PERSISTENT,
	NETMASK,
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
	OTHER_OPTIONS,
};

enum option_value { NO_VALUE, VALUE, OPTIONAL_VALUE };

struct ipvsadm_option {
	char letter; /* or 0 */
	const char *name;
	enum option_value value;
	unsigned int commands; /* that it goes with, a bit for each; 0: it is one */
	/* The field that it is about, or NULL. */
	const struct object_class *class;
	unsigned int field;
	bool plain;               /* its value is that of the field */
	uint32_t lowest, highest; /* where ipvsadm takes less than the field; or both 0 */
	bool written; /* "--name value" is added to a command unless it is the default */
};

extern const struct ipvsadm_option ipvsadm_options[];
extern const unsigned int ipvsadm_option_count;

/* The first one that is about a field, or NULL: ipvsadm has no words for it. */
const struct ipvsadm_option *ipvsadm_option_about(const struct object_class *class,
						  unsigned int field);

/* Adds the options of all fields that are written by their line alone. */
void ipvsadm_add_options(const struct object_class *class, const union object *object,
			 struct text *text);
