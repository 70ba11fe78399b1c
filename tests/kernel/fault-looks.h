/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Calls that change nothing, for test-faults: each tells what it learnt by world_tell(). */

#include "fault-world.h"

int look_service(struct world *world);
int look_dest(struct world *world);
int look_vip(struct world *world);
int look_policy(struct world *world);
int look_timeouts(struct world *world);
int look_sysctl(struct world *world);
int look_daemon(struct world *world);
int look_mark(struct world *world);
int look_foreign_marks(struct world *world);
int look_features(struct world *world);
int look_version(struct world *world);
int look_table_size(struct world *world);
int look_connections(struct world *world);
int look_counts(struct world *world);
int look_totals(struct world *world);
int look_watch(struct world *world);
int look_state(struct world *world);
int write_rules(struct world *world);
int announce(struct world *world);
int announce6(struct world *world);
int probe(struct world *world);
int probe6(struct world *world);
int open_namespace(struct world *world);
int open_namespace_fd(struct world *world);

/* Reads world->state, which write_rules() writes. */
int read_state(struct world *world);
/* Opens world->home. */
int keep_home(struct world *world);
