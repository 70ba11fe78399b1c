/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "core/operation.h"

/*
 * All services of IPVS and their destinations as bytes, without counters: equal bytes are equal
 * services. For comparing what is with what was; it is read once, and may be mixed from several
 * moments.
 */

#include "kernel/ipvs_list.h"

struct ipvs_image {
	char *bytes;
	size_t length, room;
};

struct ipvs_told;

/* What is kept from image to image. */
struct ipvs_imager {
	struct ipvs_lister of_services, of_dests; /* each has memory of its own */
	struct ipvs_list services, dests;
	struct ipvs_told *told; /* services of IPv4, as socket options report them */
	size_t told_count, told_room;
};

/* Of the services that pass the filter. */
void ipvs_imager_init(struct ipvs_imager *imager, struct lvsdr *host, ipvs_filter filter,
		      const void *data);
void ipvs_imager_clear(struct ipvs_imager *imager);
void ipvs_image_clear(struct ipvs_image *image);
/* 0 or a code with its detail. */
int ipvs_image_read(struct ipvs_imager *imager, struct ipvs_image *image);
bool ipvs_image_equal(const struct ipvs_image *a, const struct ipvs_image *b);
