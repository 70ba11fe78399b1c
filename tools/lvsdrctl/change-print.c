// SPDX-License-Identifier: LGPL-2.1-or-later
#include "changes.h"

#include "change-kinds.h"
#include "memory.h"
#include "name.h"
#include "style.h"

#include <stdio.h>
#include <string.h>

static int is_identity(const struct kind *kind, const char *member)
{
	for (size_t i = 0; i < IDENTITY && kind->identity[i]; i++)
		if (!strcmp(kind->identity[i], member))
			return 1;
	return 0;
}

/* 0, or -1 if out of memory; so do all that print values. */
static int print_value(const json_t *value)
{
	if (!value) {
		fputs("default", stdout);
	} else if (json_is_string(value) && *json_string_value(value)) {
		style_print(stdout, STYLE_PLAIN, json_string_value(value));
	} else {
		json_dumpf(value, stdout, JSON_ENCODE_ANY | JSON_COMPACT | JSON_ENSURE_ASCII);
	}
	return memory_failed() ? -1 : 0; /* what could not be written is told at the end */
}

/* A service, or a destination with its service, as other verbs name them. */
static void print_place(const json_t *service, const json_t *dest)
{
	char name[NAME_SIZE];

	putchar(' ');
	name_service(service, name, sizeof(name));
	style_print(stdout, STYLE_PLAIN, name);
	if (!dest)
		return;
	fputs(" -> ", stdout);
	name_dest(dest, name, sizeof(name));
	style_print(stdout, STYLE_PLAIN, name);
}

static int print_name(const struct kind *kind, const json_t *service, const json_t *object)
{
	json_t *value;
	int result = 0;

	fputs(kind->name, stdout);
	if (kind == &kinds[KIND_SERVICE] || kind == &kinds[KIND_DESTINATION]) {
		print_place(service ? service : object, service ? object : NULL);
		return 0;
	}
	for (size_t i = 0; i < IDENTITY && kind->identity[i]; i++) {
		value = json_object_get(object, kind->identity[i]);
		if (!value || !strcmp(json_is_string(value) ? json_string_value(value) : "-", ""))
			continue;
		putchar(' ');
		result |= print_value(value);
	}
	return result;
}

/* The settings of what was added. */
static int print_settings(const struct kind *kind, json_t *after)
{
	const char *between = ": ", *member;
	json_t *value;
	int result = 0;

	json_object_foreach(after, member, value) {
		if (is_identity(kind, member))
			continue;
		printf("%s%s ", between, member);
		result |= print_value(value);
		between = ", ";
	}
	return result;
}

static int print_difference(const char *between, const char *member, const json_t *old,
			    const json_t *new)
{
	int result;

	printf("%s%s ", between, member);
	result = print_value(old);
	fputs(" -> ", stdout);
	return result | print_value(new);
}

static int print_differences(json_t *before, json_t *after)
{
	const char *between = ": ", *member;
	json_t *old, *new;
	int result = 0;

	json_object_foreach(before, member, old) {
		new = json_object_get(after, member);
		if (json_equal(old, new))
			continue;
		result |= print_difference(between, member, old, new);
		between = ", ";
	}
	json_object_foreach(after, member, new) {
		if (json_object_get(before, member))
			continue;
		result |= print_difference(between, member, NULL, new);
		between = ", ";
	}
	return result;
}

static void print_sign(enum style style, char sign)
{
	printf("%s%c%s ", style_on(style), sign, style_off(style));
}

int change_print(const json_t *change)
{
	const struct kind *kind = kind_of(json_string_value(json_object_get(change, "object")));
	const json_t *service = json_object_get(change, "service");
	json_t *before = json_object_get(change, "before");
	json_t *after = json_object_get(change, "after");
	int result;

	if (json_is_null(before)) {
		print_sign(STYLE_ADDED, '+');
		result = print_name(kind, service, after);
		result |= print_settings(kind, after);
	} else if (json_is_null(after)) {
		print_sign(STYLE_REMOVED, '-');
		result = print_name(kind, service, before);
	} else {
		print_sign(STYLE_CHANGED, '~');
		result = print_name(kind, service, after);
		result |= print_differences(before, after);
	}
	putchar('\n');
	return result;
}
