/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdint.h>

/* Where the changes of a handle are written; see lvsdr_set_trace(). */
struct trace {
	int fd; /* or -1 */
	uint32_t details;
	uint64_t lost; /* lines */
};

void trace_close(struct trace *trace);
/* Writes the line in one piece, or counts it as lost. */
void trace_write(struct trace *trace, const char *line);
