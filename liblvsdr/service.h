/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "util/address.h"
#include "util/text.h"

#include <linux/ip_vs.h>
#include <lvsdr/service.h>

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

struct nlmsghdr;

void service_describe(const struct lvsdr_service *service, struct text *text);
/* "-t 192.168.1.41:80" */
void service_ipvsadm_identity(const struct lvsdr_service *service, struct text *text);
