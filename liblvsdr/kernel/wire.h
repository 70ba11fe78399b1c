/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "core/operation.h"

/* What announcements and probes both need of a device: where it is, and a way to send frames. */

#include "codec/rtnl/rtnl.h"

struct lvsdr;

/* Failures are reported as `operation` on `object`; 0 or a code of the closed set. */
int wire_read_link(struct lvsdr *host, const char *device, enum operation operation,
		   const char *object, struct rtnl_link *ret_link);
/* A socket for the protocol that finds neighbours of this family. */
int wire_open(struct lvsdr *host, const struct rtnl_link *link, uint8_t family,
	      enum operation operation, const char *object, int *ret_fd);
int wire_send(struct lvsdr *host, int fd, const uint8_t *frame, size_t length,
	      enum operation operation, const char *object);
