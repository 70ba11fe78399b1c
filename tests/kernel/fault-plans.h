/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Plans of all kinds, for test-faults. */

#include "fault-world.h"

#include <stdbool.h>

/* What this kernel has: plans do without the rest. */
extern bool has_ipvs, has_marks;

/* The plan of one step of each kind, in world->plan; apply_plan() applies it. */

int apply_plan(struct world *world);
int apply_all_the_same(struct world *world);
int apply_changes(struct world *world);
int apply_removals(struct world *world);
int apply_between(struct world *world);
int undo_plan(struct world *world);
/* Applies, and keeps what another process would undo. */
int write_applied(struct world *world);
int undo_written(struct world *world);
