/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The objects of all scenarios of test-faults, made anew with each handle. */

#include <lvsdr/lvsdr.h>

struct world {
	struct lvsdr *host;
	struct lvsdr_service *service, *marked, *udp;
	struct lvsdr_dest *dest, *second, *local;
	struct lvsdr_timeouts *timeouts;
	struct lvsdr_vip *vip, *full, *moved, *wide, *six, *six_moved;
	struct lvsdr_arp_policy *all, *own;
	struct lvsdr_sysctl *sysctl;
	struct lvsdr_sync_daemon *daemon;
	struct lvsdr_mark *mark;
	struct lvsdr_scope *scope;
	struct lvsdr_plan *plan;
	struct lvsdr_state *state;
	char told[65536];   /* what a call told, which is the same whenever it says success */
	char record[65536]; /* a plan that was written */
	int home, away;     /* network namespaces, where there are two */
};

/* Adds to what it told. */
__attribute__((format(printf, 2, 3))) void world_tell(struct world *world, const char *format, ...);

void world_make(struct world *world);
void world_free(struct world *world);
