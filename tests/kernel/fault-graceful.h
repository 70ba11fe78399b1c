/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Plans that wait for connections, of real servers as a whole, and of hashed destinations, for test-faults. */

#include "fault-world.h"

/* Removes world->udp, whose destinations have flows. */
int apply_graceful(struct world *world);
int apply_graceful_in_slices(struct world *world);
int apply_graceful_all_the_same(struct world *world);
int write_graceful(struct world *world);

/* Of the real server 192.168.1.20. */
int update_real_server(struct world *world);
int remove_real_server(struct world *world);

/* Another order of the destinations of world->service, and one of them goes. */
int apply_moves(struct world *world);
int apply_moves_gracefully(struct world *world);
