/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The IPVS codec: generic-netlink messages of linux/ip_vs.h <-> objects. No I/O. */

#include "dest.h"
#include "service.h"

#include <linux/netlink.h>

struct nl_msg;

/*
 * Requests are NULL when out of memory; the caller frees them with nlmsg_free(). `service` names
 * the service; `dest` may be NULL. With `whole` also the fields that are not the identity are
 * sent.
 */
struct nl_msg *ipvs_request(uint8_t command, int flags);
struct nl_msg *ipvs_service_request(uint8_t command, int flags, const struct lvsdr_service *service,
				    bool whole);
struct nl_msg *ipvs_dest_request(uint8_t command, int flags, const struct lvsdr_service *service,
				 const struct lvsdr_dest *dest, bool whole);

/* Decoders: 0 or -EBADMSG. Unknown attributes are skipped, missing optional ones keep zero. */
int ipvs_service_decode(const struct nlmsghdr *message, struct lvsdr_service *ret_service);
int ipvs_dest_decode(const struct nlmsghdr *message, const struct lvsdr_service *service,
		     struct lvsdr_dest *ret_dest);
int ipvs_info_decode(const struct nlmsghdr *message, uint32_t *ret_version);
