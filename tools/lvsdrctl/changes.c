// SPDX-License-Identifier: LGPL-2.1-or-later
#include "changes.h"

#include "change-kinds.h"
#include "memory.h"

#include <stdlib.h>
#include <string.h>

struct comparison {
	json_t *changes;
	const struct kind *kind;
	json_t *service; /* of destinations */
	int partial;
	int failed; /* out of memory */
};

/* Not settings: what an object has, and what passes with the time. */
static int is_ignored(const char *member)
{
	static const char *const ignored[] = {"destinations", "counters", "valid_lifetime",
					      "preferred_lifetime"};

	for (size_t i = 0; i < sizeof(ignored) / sizeof(*ignored); i++)
		if (!strcmp(member, ignored[i]))
			return 1;
	return 0;
}

/* An object without what is ignored. */
static json_t *settings_of(json_t *object)
{
	json_t *settings = json_object(), *value;
	const char *member;

	json_object_foreach(object, member, value) {
		if (!is_ignored(member) && json_object_set(settings, member, value)) {
			json_decref(settings);
			return NULL;
		}
	}
	return settings;
}

/* To be freed; NULL if out of memory. */
static char *key_of(const struct kind *kind, const json_t *object)
{
	json_t *identity = json_array(), *value;
	char *key = NULL;
	int failed = 0;

	for (size_t i = 0; i < IDENTITY && kind->identity[i]; i++) {
		value = json_object_get(object, kind->identity[i]);
		failed |= json_array_append_new(identity, value ? json_incref(value) : json_null());
	}
	if (!failed)
		key = json_dumps(identity, JSON_COMPACT);
	json_decref(identity);
	return key;
}

/* Objects by their key. */
static json_t *index_list(struct comparison *comparison, const json_t *list)
{
	json_t *index = json_object(), *object;
	char *key;
	size_t i;

	json_array_foreach(list, i, object) {
		key = key_of(comparison->kind, object);
		if (!key || json_object_set(index, key, object))
			comparison->failed = 1;
		free(key);
	}
	comparison->failed |= !index;
	return index;
}

static void add(struct comparison *comparison, json_t *before, json_t *after)
{
	json_t *change = json_pack("{s:s}", "object", comparison->kind->name);

	if (comparison->service)
		comparison->failed |= json_object_set(change, "service", comparison->service) != 0;
	if (json_object_set_new(change, "before", before ? settings_of(before) : json_null()) ||
	    json_object_set_new(change, "after", after ? settings_of(after) : json_null()) ||
	    json_array_append(comparison->changes, change))
		comparison->failed = 1;
	json_decref(change);
}

/* What only one of them has of its members does not count where the other one leaves it unchanged. */
static void compare_objects(struct comparison *comparison, json_t *before, json_t *after)
{
	json_t *one = settings_of(before), *other = settings_of(after);

	if (!one || !other)
		comparison->failed = 1;
	else if (!json_equal(one, other))
		add(comparison, before, after);
	json_decref(one);
	json_decref(other);
}

static void compare_lists(struct comparison *comparison, json_t *before, json_t *after);

static void compare_dests(struct comparison *comparison, json_t *before, json_t *after)
{
	struct comparison of_dests = {comparison->changes, &kinds[KIND_DESTINATION], NULL, 0, 0};

	if (comparison->kind != &kinds[KIND_SERVICE])
		return;
	of_dests.service = settings_of(before ? before : after);
	compare_lists(&of_dests, json_object_get(before, "destinations"),
		      json_object_get(after, "destinations"));
	json_decref(of_dests.service);
	comparison->failed |= of_dests.failed || !of_dests.service;
}

/* Removed ones come first: of a service the destinations before it. */
static void compare_lists(struct comparison *comparison, json_t *before, json_t *after)
{
	json_t *old = index_list(comparison, before), *new = index_list(comparison, after);
	json_t *object;
	const char *key;

	json_object_foreach(old, key, object) {
		if (json_object_get(new, key) ||
		    (comparison->partial && comparison->kind->is_partial))
			continue;
		compare_dests(comparison, object, NULL);
		add(comparison, object, NULL);
	}
	json_object_foreach(new, key, object) {
		json_t *found = json_object_get(old, key);

		if (found)
			compare_objects(comparison, found, object);
		else
			add(comparison, NULL, object);
		compare_dests(comparison, found, object);
	}
	json_decref(old);
	json_decref(new);
}

/* A timeout that is not given is left as it is. */
static void compare_timeouts(struct comparison *comparison, const json_t *before, json_t *after)
{
	json_t *old = json_object(), *value;
	const char *name;

	json_object_foreach(after, name, value) {
		value = json_object_get(before, name);
		if (value && json_object_set(old, name, value))
			comparison->failed = 1;
	}
	if (!old)
		comparison->failed = 1;
	else if (!json_equal(old, after))
		add(comparison, old, after);
	json_decref(old);
}

json_t *changes_between(const json_t *before, const json_t *after, int partial)
{
	const struct kind *kind = &kinds[KIND_TIMEOUTS];
	struct comparison comparison = {json_array(), kind, NULL, partial, 0};

	if (json_object_get(after, kind->member))
		compare_timeouts(&comparison, json_object_get(before, kind->member),
				 json_object_get(after, kind->member));
	for (kind = &kinds[KIND_FIRST_LIST]; kind <= &kinds[KIND_SERVICE]; kind++) {
		comparison.kind = kind;
		if (json_object_get(after, kind->member))
			compare_lists(&comparison, json_object_get(before, kind->member),
				      json_object_get(after, kind->member));
	}
	if (!comparison.failed && !memory_failed())
		return comparison.changes;
	json_decref(comparison.changes);
	return NULL;
}
