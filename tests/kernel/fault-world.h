/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The objects of all scenarios of test-faults, made anew with each handle. */

#include <lvsdr/lvsdr.h>

struct world {
	struct lvsdr *host;
	struct lvsdr_service *service;
	struct lvsdr_dest *dest, *second;
	struct lvsdr_timeouts *timeouts;
	struct lvsdr_vip *vip, *full, *moved, *wide;
	struct lvsdr_arp_policy *all, *own;
	struct lvsdr_sysctl *sysctl;
	struct lvsdr_sync_daemon *daemon;
	struct lvsdr_mark *mark;
	struct lvsdr_scope *scope;
	struct lvsdr_plan *plan;
	struct lvsdr_state *state;
};

void world_make(struct world *world);
void world_free(struct world *world);
