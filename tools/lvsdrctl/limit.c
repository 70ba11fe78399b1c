// SPDX-License-Identifier: LGPL-2.1-or-later
#include "limit.h"

#include <signal.h>
#include <stdint.h>
#include <time.h>

static volatile sig_atomic_t interrupted;
static int64_t deadline; /* 0: none */

static void interrupt(int signal)
{
	interrupted = signal;
}

static int64_t now(void) /* in nanoseconds */
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time); /* which is always there */
	return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

void limit_begin(long seconds)
{
	signal(SIGINT, interrupt);
	signal(SIGTERM, interrupt);
	if (seconds)
		deadline = now() + (int64_t)seconds * 1000000000;
}

enum limit limit_reached(void)
{
	if (interrupted)
		return LIMIT_SIGNAL;
	return deadline && now() >= deadline ? LIMIT_TIME : LIMIT_NONE;
}
