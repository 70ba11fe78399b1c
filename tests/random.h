/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Random tests print their seed; with LVSDR_SEED=N they do the same again. */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

struct random {
	uint64_t seed, state;
};

static inline uint32_t random_next(struct random *random)
{
	random->state ^= random->state << 13;
	random->state ^= random->state >> 7;
	random->state ^= random->state << 17;
	return (uint32_t)(random->state >> 32);
}

static inline uint32_t random_below(struct random *random, uint32_t limit)
{
	return random_next(random) % limit;
}

/* True once in `many` times. */
static inline int random_once_in(struct random *random, uint32_t many)
{
	return random_below(random, many) == 0;
}

#define RANDOM_OF(random, array) ((array)[random_below(random, sizeof(array) / sizeof(*(array)))])

static inline struct random random_start(const char *name)
{
	const char *given = getenv("LVSDR_SEED");
	struct timespec now;
	struct random random;

	clock_gettime(CLOCK_REALTIME, &now);
	random.seed = given && *given
			      ? strtoull(given, NULL, 10)
			      : (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
	random.state = (random.seed + 1) * 0x9e3779b97f4a7c15u;
	for (int i = 0; i < 8; i++)
		random_next(&random);
	printf("%s: LVSDR_SEED=%llu\n", name, (unsigned long long)random.seed);
	fflush(stdout);
	return random;
}
