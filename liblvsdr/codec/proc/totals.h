/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The texts of /proc/net/ip_vs_stats, ip_vs_stats_percpu, ip_vs and ip_vs_status, as far as they
 * tell of the network namespace as a whole. No I/O. Each is a whole file, or the beginning of one
 * of which the beginning is enough; -EBADMSG where what is looked for is not in it.
 */

#include <stddef.h>
#include <stdint.h>

enum {
	TOTALS_COUNTERS = 5,                  /* that are counted for each processor, too */
	TOTALS_COUNTED = 2 * TOTALS_COUNTERS, /* the counters and their rates */
	TOTALS_PROCESSORS = 65536             /* more than any kernel can have */
};

/* ip_vs_stats: the LVSDR_TOTAL_ values up to the last rate. */
int totals_decode(const char *text, size_t length, uint64_t ret_values[TOTALS_COUNTED]);
/*
 * ip_vs_stats_percpu, as lvsdr_totals_read_processors() returns it: the highest number of a
 * processor and one, or -EBADMSG; `values` has been written to only where it is not negative.
 */
int totals_decode_processors(const char *text, size_t length, size_t columns, uint64_t *values,
			     size_t count);
/* The first line of ip_vs: "IP Virtual Server version 1.2.1 (size=4096)". */
int totals_decode_table_size(const char *text, size_t length, uint64_t *ret_size);
/* The first line of ip_vs_status: "Conns:\t9401". */
int totals_decode_connections(const char *text, size_t length, uint64_t *ret_connections);
