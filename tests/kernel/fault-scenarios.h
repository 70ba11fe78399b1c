/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What test-faults lets go wrong: calls, and what other programs say of the host around them. */

#include "fault-world.h"

#include <stdbool.h>
#include <stddef.h>

/* The functions of networks/fault.h, which is in the preloaded library. */
struct injector {
	void (*arm)(unsigned int calls, int nth, int error, unsigned int how);
	void (*disarm)(void);
	int (*count)(unsigned int calls);
	long (*pieces)(void);
};

extern struct injector injector;

struct scenario {
	const char *name, *set_up, *witness; /* both commands for the shell */
	int (*act)(struct world *world);
	int (*prepare)(struct world *world);
	bool several;    /* some of it may stay done when others fail */
	bool by_options; /* IPVS is talked to by socket options */
};

extern const struct scenario scenarios[];
extern const size_t scenario_count;

/* Asks what this kernel has: scenarios do without the rest, or are not possible. */
void scenario_look_around(void);
bool scenario_is_possible(const struct scenario *scenario);
