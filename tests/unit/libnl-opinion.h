/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The second opinion, by libnl and out of the comments of linux/ip_vs.h: how a question to IPVS is
 * written, by genlmsg_put() and nla_put(), and what stands in an answer, by nla_parse() and its
 * policies, false where the answer is to be refused. To what libnl checks this adds what the codec
 * promises: nothing may be left behind the last attribute, which nla_parse() passes over.
 */

#include "model/counters.h"
#include "model/dest.h"
#include "model/service.h"
#include "model/sync_daemon.h"
#include "model/timeouts.h"

#include <netlink/msg.h>

/* A message of the family that nobody has numbered; free it with nlmsg_free(). */
struct nl_msg *opinion_begin(uint8_t command, int flags);
/* `whole`: also what is not the identity. */
void opinion_put_service(struct nl_msg *message, const struct lvsdr_service *service, bool whole);
void opinion_put_dest(struct nl_msg *message, const struct lvsdr_dest *dest, bool whole);
void opinion_put_sync_daemon(struct nl_msg *message, const struct lvsdr_sync_daemon *daemon,
			     bool whole);
void opinion_put_timeouts(struct nl_msg *message, const struct lvsdr_timeouts *timeouts);

/* Counters may be NULL. */
bool opinion_of_service(struct nlmsghdr *message, struct lvsdr_service *service,
			struct counters *counters);
bool opinion_of_dest(struct nlmsghdr *message, uint8_t family, struct lvsdr_dest *dest,
		     struct counters *counters);
bool opinion_of_timeouts(struct nlmsghdr *message, struct lvsdr_timeouts *timeouts);
bool opinion_of_info(struct nlmsghdr *message, uint32_t *version, uint32_t *size);
bool opinion_of_daemon(struct nlmsghdr *message, struct lvsdr_sync_daemon *daemon);
