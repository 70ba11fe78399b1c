/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "util/address.h"
#include "util/field.h"

#include <linux/ip_vs.h>
#include <lvsdr/service.h>
#include <stdbool.h>

/* Objects in a state are borrowed and hold no reference on the handle. */
struct lvsdr_service {
	struct lvsdr *host;
	const struct counters *counters; /* of the state it is in, or NULL */
	uint32_t set;
	struct address address; /* all zero but the family for a firewall mark */
	uint16_t protocol;
	uint16_t port;
	uint32_t fwmark;
	char scheduler[IP_VS_SCHEDNAME_MAXLEN];
	uint32_t flags;
	uint32_t flags_set; /* the bits that the caller set: an update keeps the others */
	uint32_t timeout;
	uint32_t netmask; /* as the kernel holds it: network byte order, or an IPv6 prefix length */
	char persistence_engine[IP_VS_PENAME_MAXLEN];
};

/* The places of the fields that can be set, and so their bits in `set`. */
enum service_field {
	SERVICE_SCHEDULER = 5,
	SERVICE_FLAGS,
	SERVICE_TIMEOUT,
	SERVICE_NETMASK,
	SERVICE_ENGINE,
};

/* What the kernel's clock ticks hold at 1000 a second; it cuts the rest off without a word. */
enum { LONGEST_PERSISTENCE = UINT32_MAX / 1000 };

extern const struct name service_protocols[], service_families[];

/* Whether its persistence netmask is a run of ones followed by zeros. */
bool service_netmask_works(const struct lvsdr_service *service);
void service_describe(const struct lvsdr_service *service, struct text *text);
/* "-t 192.168.1.41:80" */
void service_ipvsadm_identity(const struct lvsdr_service *service, struct text *text);
