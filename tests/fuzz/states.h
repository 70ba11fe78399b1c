/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What the fuzz targets of states and plans share: each way of writing one down gives it back. */

#include "fuzz.h"
#include "state/state.h"

#include <lvsdr/lvsdr.h>

/* Only where a kind may be told in part does it matter what was set. */
static inline void states_forget_set(const struct object_class *class, union object *object)
{
	uint32_t *set = (void *)((char *)object + class->fields.set_offset);

	*set &= class->partial ? (1u << class->fields.count) - 1 : 0;
}

/* Byte by byte, but for where an object belongs and what was left to its defaults. */
static inline void states_equal_objects(const struct object_class *class, const void *one,
					const void *other)
{
	union object a, b;

	object_copy(class, &a, one);
	object_copy(class, &b, other);
	if (class->kind == KIND_SERVICE)
		a.service.counters = b.service.counters = NULL;
	if (class->kind == KIND_DEST)
		a.dest.counters = b.dest.counters = NULL;
	if (class->owner)
		a.dest.service = b.dest.service = NULL;
	states_forget_set(class, &a);
	states_forget_set(class, &b);
	fuzz_expect(!memcmp(&a, &b, class->fields.size));
}

static inline void states_equal_services(const struct state_service *one,
					 const struct state_service *other)
{
	states_equal_objects(&service_class, &one->service, &other->service);
	fuzz_expect(one->count == other->count && !one->counters == !other->counters);
	for (size_t i = 0; i < one->count; i++)
		states_equal_objects(&dest_class, &one->dests[i], &other->dests[i]);
	fuzz_expect(!one->counters || !memcmp(one->counters, other->counters,
					      (one->count + 1) * sizeof(*one->counters)));
}

/* What rules tell of has to be in both, and the rest where `all` is asked for. */
static inline void states_equal(const struct lvsdr_state *one, const struct lvsdr_state *other,
				bool all)
{
	fuzz_expect(!all || (one->parts == other->parts && one->observed == other->observed));
	fuzz_expect(one->service_count == other->service_count);
	for (size_t i = 0; i < one->service_count; i++)
		states_equal_services(&one->services[i], &other->services[i]);
	for (size_t i = 0; i < KIND_LISTS; i++) {
		const struct object_class *class = object_classes[i];

		if (!all && !class->in_rules)
			continue;
		fuzz_expect(one->lists[i].count == other->lists[i].count);
		for (size_t j = 0; j < one->lists[i].count; j++)
			states_equal_objects(class, state_at(&one->lists[i], j),
					     state_at(&other->lists[i], j));
	}
}

/* What a format holds of a state is the same after another round, and the state where it is all. */
static inline void states_check_format(struct lvsdr *host, struct lvsdr_state *state,
				       const char *format)
{
	struct lvsdr_state *again;
	const char *first, *second;
	int lost = lvsdr_state_to_text(state, format, &first);

	fuzz_expect(lost >= 0);
	if (lost || !*first) /* what is written may be no rule for ipvsadm: docs/rules.md */
		return;
	fuzz_expect(!lvsdr_state_from_text(host, format, first, strlen(first), &again));
	fuzz_expect(lvsdr_state_to_text(again, format, &second) >= 0);
	fuzz_expect(!strcmp(first, second));
	states_equal(state, again, !strcmp(format, "json"));
	lvsdr_state_free(again);
}

static inline void states_check_formats(struct lvsdr *host, struct lvsdr_state *state)
{
	const char *format;

	for (size_t i = 0; (format = lvsdr_format_name(i)); i++)
		states_check_format(host, state, format);
}
