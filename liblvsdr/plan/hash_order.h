/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "state/state.h"

/*
 * The order of destinations for schedulers whose table depends on it: mh, sh and dh. Equal desired
 * states have to lead to equal tables, whatever was before, so that two directors send a client to the
 * same real server. That order is the one in which `ipvsadm --restore` leaves what `ipvsadm --save`
 * wrote: the kernel lists the highest address first.
 */

/* A destination of the desired state. */
struct hash_place {
	size_t wanted; /* its place there */
	size_t found;  /* the one in the observed state, or SIZE_MAX */
	bool moves;    /* it has to be removed and added again */
};

bool hash_order_matters(const struct lvsdr_service *service);
/*
 * Allocates a place for each destination of `desired`, in the order in which they have to be added.
 * What the kernel had, `observed`, is as it was listed. `old` (or NULL) is what the service has. 0 or
 * -ENOMEM.
 */
int hash_order_make(const struct state_service *desired, bool observed, struct state_service *old,
		    struct hash_place **ret_places);
