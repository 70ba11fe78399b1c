/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What test-killed makes of a host, by a plan that holds each kind of step of each kind of object.
 */

#include <lvsdr/lvsdr.h>
#include <stdbool.h>
#include <stddef.h>

struct killed_world {
	const char *name, *scope;
	const char *set_up;       /* besides what every world has */
	const char *sync_daemons; /* as desired */
	bool whole;               /* all other kinds are desired, too */
	const char *services;     /* the only ones that are, or NULL */
	bool graceful;            /* and the plan drains what it removes */
};

extern const struct killed_world killed_worlds[];
extern const int killed_world_count;

/* Asks what this kernel has: the worlds do without the rest. */
void killed_world_look_around(void);
bool killed_world_is_possible(const struct killed_world *world);

/* Whether the plans of all worlds hold each kind of step: the kind of object that one is missing
 * of. */
void killed_world_note_step(struct lvsdr_plan *plan, size_t index);
const char *killed_world_missing_step(void);

/*
 * This process gets a network namespace of that kind, and what it is to become as JSON, static.
 * With `few` there is nothing that socket options of IPVS do not know: services of IPv6, and most
 * of what sync daemons have.
 */
void killed_world_enter(const struct killed_world *world, bool few);
const char *killed_world_desired(const struct killed_world *world, bool few);
/* What other programs say of the host; to be freed. */
char *killed_world_witness(void);
