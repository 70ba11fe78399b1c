/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { PORTS_MAX = 15, PORTS_TEXT_SIZE = PORTS_MAX * sizeof("65535-65535") };

/*
 * A set of ports, as ranges that rise and neither overlap nor touch: each set has one representation. Without
 * any it means all ports. What is not used is zero.
 */
struct ports {
	uint16_t count;
	struct port_range {
		uint16_t first, last;
	} range[PORTS_MAX];
};

/* NULL, or why "80,443,8000-8010" is no set of ports; `protocol` (or NULL) is for names. */
const char *ports_parse(const char *text, const char *protocol, struct ports *ret_ports);
/* Adds a range of ports that are not zero; false when there are too many. */
bool ports_add(struct ports *ports, uint16_t first, uint16_t last);
void ports_format(const struct ports *ports, char text[PORTS_TEXT_SIZE]);
bool ports_equal(const struct ports *a, const struct ports *b);
