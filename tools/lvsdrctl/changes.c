// SPDX-License-Identifier: LGPL-2.1-or-later
#include "changes.h"

#include "name.h"
#include "style.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { IDENTITY = 6, SERVICES = 5 };

static const struct kind {
	const char *member, *name;
	const char *identity[IDENTITY]; /* the members that name an object */
	int is_partial;                 /* what is not listed is not changed */
} kinds[] = {
	{"arp_policies", "ARP policy", {"device"}, 1},
	{"sysctls", "sysctl", {"name"}, 1},
	{"sync_daemons", "sync daemon", {"role"}, 0},
	{"marks", "packet mark", {"protocol", "address", "ports", "device"}, 0},
	{"vips", "VIP", {"address", "prefix_length", "peer", "device"}, 0},
	[SERVICES] = {"services",
		      "service",
		      {"protocol", "address", "port", "family", "fwmark"},
		      0},
};
static const struct kind destination = {"destinations", "destination", {"address", "port"}, 0};
static const struct kind timeouts = {"timeouts", "timeouts", {NULL}, 1};

struct comparison {
	json_t *changes;
	const struct kind *kind;
	json_t *service; /* of destinations */
	int partial;
	int failed; /* out of memory */
};

static int is_identity(const struct kind *kind, const char *member)
{
	for (size_t i = 0; i < IDENTITY && kind->identity[i]; i++)
		if (!strcmp(kind->identity[i], member))
			return 1;
	return 0;
}

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

/* ---- Comparing. */

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
	char *key;

	for (size_t i = 0; i < IDENTITY && kind->identity[i]; i++) {
		value = json_object_get(object, kind->identity[i]);
		json_array_append_new(identity, value ? json_incref(value) : json_null());
	}
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
	struct comparison of_dests = {comparison->changes, &destination, NULL, 0, 0};
	json_t *service = before ? before : after;

	if (comparison->kind != &kinds[SERVICES])
		return;
	of_dests.service = settings_of(service);
	compare_lists(&of_dests, json_object_get(before, "destinations"),
		      json_object_get(after, "destinations"));
	json_decref(of_dests.service);
	comparison->failed |= of_dests.failed;
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
		if (value)
			json_object_set(old, name, value);
	}
	if (!old)
		comparison->failed = 1;
	else if (!json_equal(old, after))
		add(comparison, old, after);
	json_decref(old);
}

json_t *changes_between(const json_t *before, const json_t *after, int partial)
{
	struct comparison comparison = {json_array(), &timeouts, NULL, partial, 0};

	if (json_object_get(after, timeouts.member))
		compare_timeouts(&comparison, json_object_get(before, timeouts.member),
				 json_object_get(after, timeouts.member));
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		comparison.kind = &kinds[i];
		if (json_object_get(after, kinds[i].member))
			compare_lists(&comparison, json_object_get(before, kinds[i].member),
				      json_object_get(after, kinds[i].member));
	}
	if (!comparison.failed)
		return comparison.changes;
	json_decref(comparison.changes);
	return NULL;
}

/* ---- Printing. */

static void print_value(const json_t *value)
{
	char *text;

	if (!value)
		fputs("default", stdout);
	else if (json_is_string(value) && *json_string_value(value))
		style_print(stdout, STYLE_PLAIN, json_string_value(value));
	else if ((text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT))) {
		style_print(stdout, STYLE_PLAIN, text);
		free(text);
	}
}

static void print_name(const struct kind *kind, const json_t *service, const json_t *object)
{
	const char *between = " ";
	char name[NAME_SIZE];
	json_t *value;

	printf("%s", kind->name);
	if (kind == &destination || kind == &kinds[SERVICES]) {
		name_service(service ? service : object, name, sizeof(name));
		putchar(' ');
		style_print(stdout, STYLE_PLAIN, name);
	}
	if (kind == &destination) {
		name_dest(object, name, sizeof(name));
		fputs(" -> ", stdout);
		style_print(stdout, STYLE_PLAIN, name);
	}
	if (kind == &destination || kind == &kinds[SERVICES])
		return;
	for (size_t i = 0; i < IDENTITY && kind->identity[i]; i++) {
		value = json_object_get(object, kind->identity[i]);
		if (!value || !strcmp(json_is_string(value) ? json_string_value(value) : "-", ""))
			continue;
		fputs(between, stdout);
		print_value(value);
	}
}

/* The settings of what was added. */
static void print_settings(const struct kind *kind, json_t *after)
{
	const char *between = ": ", *member;
	json_t *value;

	json_object_foreach(after, member, value) {
		if (is_identity(kind, member))
			continue;
		printf("%s%s ", between, member);
		print_value(value);
		between = ", ";
	}
}

static void print_differences(json_t *before, json_t *after)
{
	const char *between = ": ", *member;
	json_t *both = json_copy(before), *value;

	json_object_update(both, after);
	json_object_foreach(both, member, value) {
		if (json_equal(json_object_get(before, member), json_object_get(after, member)))
			continue;
		printf("%s%s ", between, member);
		print_value(json_object_get(before, member));
		fputs(" -> ", stdout);
		print_value(json_object_get(after, member));
		between = ", ";
	}
	json_decref(both);
}

static const struct kind *find_kind(const json_t *change)
{
	const char *name = json_string_value(json_object_get(change, "object"));

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (!strcmp(kinds[i].name, name))
			return &kinds[i];
	return strcmp(name, timeouts.name) ? &destination : &timeouts;
}

void change_print(const json_t *change)
{
	const struct kind *kind = find_kind(change);
	json_t *before = json_object_get(change, "before");
	json_t *after = json_object_get(change, "after");
	enum style style = STYLE_CHANGED;
	char sign = '~';

	if (json_is_null(before)) {
		style = STYLE_ADDED;
		sign = '+';
	} else if (json_is_null(after)) {
		style = STYLE_REMOVED;
		sign = '-';
	}
	printf("%s%c%s ", style_on(style), sign, style_off(style));
	print_name(kind, json_object_get(change, "service"), sign == '-' ? before : after);
	if (sign == '+')
		print_settings(kind, after);
	else if (sign == '~')
		print_differences(before, after);
	putchar('\n');
}
