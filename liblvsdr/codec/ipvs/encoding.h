/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Changes of the kinds of objects of which many travel to IPVS in one send. */

#include "codec/ipvs/option.h"
#include "model/object.h"

struct nlmsghdr;

/* From `before` to `after`, either of which may be NULL. */
struct ipvs_encoding {
	struct nlmsghdr *(*encode)(void *buffer, const union object *before,
				   const union object *after);
	/* The same as a socket option: NULL, or what socket options do not support. */
	const char *(*to_option)(struct socket_option *option, const union object *before,
				 const union object *after);
};

/* NULL for the kinds that are written one by one. */
const struct ipvs_encoding *ipvs_encoding_of(const struct object_class *class);
