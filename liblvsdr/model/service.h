/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "util/address.h"
#include "util/field.h"

#include <linux/ip_vs.h>
#include <lvsdr/service.h>
#include <stdbool.h>

/* Objects in a state are borrowed and have no reference to the handle. */
struct lvsdr_service {
	struct lvsdr *host;
	const struct counters *counters; /* of the state it is in, or NULL */
	uint32_t set;
	struct address address; /* all zero but the family for a firewall mark */
	uint16_t protocol;
	uint16_t port;
	uint32_t fwmark;
	char scheduler[IP_VS_SCHEDNAME_MAXLEN];
	uint32_t flags; /* all but IP_VS_SVC_F_PERSISTENT where `persistence` says it */
	uint32_t persistence;
	uint32_t netmask; /* as the kernel has it: netmask_from_prefix() */
	char persistence_engine[IP_VS_PENAME_MAXLEN];
};

/* The places of the fields, and so their bits in `set`. */
enum service_field {
	SERVICE_PROTOCOL,
	SERVICE_ADDRESS,
	SERVICE_PORT,
	SERVICE_FAMILY,
	SERVICE_MARK,
	SERVICE_SCHEDULER,
	SERVICE_SCHEDULER_FLAGS,
	SERVICE_ONE_PACKET,
	SERVICE_OTHER_FLAGS,
	SERVICE_PERSISTENCE,
	SERVICE_NETMASK,
	SERVICE_ENGINE,
};

/* The longest time in the kernel's clock ticks at 1000 a second; it silently cuts longer ones. */
enum { LONGEST_PERSISTENCE = UINT32_MAX / 1000 };

enum { ALL_SCHEDULER_FLAGS = IP_VS_SVC_F_SCHED1 | IP_VS_SVC_F_SCHED2 | IP_VS_SVC_F_SCHED3 };

/*
 * The kernel keeps a flag and a number of seconds, which means nothing without the flag; here the
 * seconds alone say it.
 */
static inline uint32_t service_wire_flags(const struct lvsdr_service *service)
{
	return service->flags | (service->persistence ? IP_VS_SVC_F_PERSISTENT : 0);
}

static inline void service_take_wire_flags(struct lvsdr_service *service)
{
	if (!(service->flags & IP_VS_SVC_F_PERSISTENT))
		service->persistence = 0;
	else if (service->persistence)
		service->flags &= ~(uint32_t)IP_VS_SVC_F_PERSISTENT;
}

extern const struct name service_protocols[], service_families[], service_scheduler_flags[];

void service_describe(const struct lvsdr_service *service, struct text *text);
