/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The kinds of objects that are compared, in the order in which their changes are told. */

enum {
	KIND_TIMEOUTS,
	KIND_FIRST_LIST, /* of a state; the last one are the services */
	KIND_SERVICE = KIND_FIRST_LIST + 5,
	KIND_DESTINATION,
	KINDS,
};

enum { IDENTITY = 6 };

struct kind {
	const char *member, *name;
	const char *identity[IDENTITY]; /* the members that name an object; NULL behind them */
	int is_partial;                 /* what is not listed is not changed */
};

extern const struct kind kinds[KINDS];

/* The kind of that name, which there is. */
const struct kind *kind_of(const char *name);
