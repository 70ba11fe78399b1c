/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What ends a long operation: SIGINT and SIGTERM, and a deadline. */

enum limit { LIMIT_NONE, LIMIT_SIGNAL, LIMIT_TIME };

void limit_begin(long seconds); /* 0: no deadline */
enum limit limit_reached(void);
