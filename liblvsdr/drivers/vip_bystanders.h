/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "core/operation.h"

/*
 * What exists beside a VIP and is removed with it, although it is not the VIP's own: addresses that are
 * secondary to it, routes that need it, and all routes of a device that loses its last address.
 */

#include "drivers/step.h"
#include "kernel/network_snapshot.h"

struct bystanders {
	struct lvsdr *host;
	enum operation operation;
	const char *object;
	struct snapshot seen;    /* everything, with the VIP */
	struct rtnl_address vip; /* as it is in it */
	bool device_routes;      /* all routes of its device may go */
	bool contested;          /* the kernel may refuse to make its own routes again */
	uint32_t lifetime;       /* of the settings that it is about */
};

/* Adds what goes with it to `lost`: 0, or -ENOMEM. */
int bystanders_find(const struct bystanders *bystanders, struct snapshot *lost);
/* The same for routes that a VIP to come shares, and that would go with it, although no address has
 * made them. */
int bystanders_find_orphans(const struct bystanders *bystanders, struct snapshot *found);
/* The same for routes of IPv6 that it shares with others and makes end at another time. */
int bystanders_find_shared(const struct bystanders *bystanders, struct snapshot *found);
/* The same for all routes of IPv4 on its device, to which a VIP to come brings the first address:
 * they go with the last one. */
int bystanders_find_device_routes(const struct bystanders *bystanders, struct snapshot *found);
int bystanders_read(struct bystanders *bystanders, const struct lvsdr_vip *vip);
void bystanders_clear(struct bystanders *bystanders);
/* Whether the kernel makes and drops the route as part of the address itself. */
bool bystanders_is_own(const struct rtnl_route *route, const struct rtnl_address *address);
/* Whether a route (0: it never ends) and an address end at one time, but for rounding. */
bool bystanders_end_together(uint32_t expires, uint32_t lifetime);

/* What a step records. */
struct vip_losses {
	struct snapshot lost;   /* is removed with the VIP as before the step */
	struct snapshot shared; /* routes of IPv6 whose end alone changes */
	struct snapshot
		device; /* routes that are removed with the VIP as after the step, when that is undone */
};

/*
 * Makes these of `all` the step's record, where there are any, and their order among equal routes:
 * 0, or a code with its detail.
 */
int vip_keep_record(struct lvsdr *host, enum operation operation, const char *object,
		    struct step *step, const struct vip_losses *losses, const struct snapshot *all);
/* Describes what a step recorded: all of it, or what is restored when the VIP is removed or changed. */
void vip_list_record(const struct step *step, bool all, struct text *text);
/*
 * Adds what a step recorded to what is wanted: its addresses from `place` on, in their order. Tells
 * in `gone` the devices of what cannot be restored any more. If the VIP as after the step has `left`
 * already, what went with it is wanted too. 0, or a code with its detail.
 */
int vip_read_record(struct lvsdr *host, enum operation operation, const struct step *step,
		    size_t place, bool left, struct snapshot *wanted, struct text *gone);
