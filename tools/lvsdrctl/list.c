// SPDX-License-Identifier: LGPL-2.1-or-later
/* list: services and their real servers, with their connections, counters or rates. */
#include "name.h"
#include "observed.h"
#include "say.h"
#include "table.h"
#include "verbs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct column {
	const char *heading, *counter;
};

static const struct column counters[] = {
	{"CONNECTIONS", "connections"},      {"IN-PACKETS", "incoming_packets"},
	{"OUT-PACKETS", "outgoing_packets"}, {"IN-BYTES", "incoming_bytes"},
	{"OUT-BYTES", "outgoing_bytes"},
};
static const struct column rates[] = {
	{"CONNECTIONS/S", "connection_rate"},      {"IN-PACKETS/S", "incoming_packet_rate"},
	{"OUT-PACKETS/S", "outgoing_packet_rate"}, {"IN-BYTES/S", "incoming_byte_rate"},
	{"OUT-BYTES/S", "outgoing_byte_rate"},
};
enum { COLUMNS = sizeof(rates) / sizeof(*rates) };

static void add_headings(struct table *table, const char *const *headings, size_t count)
{
	for (size_t i = 0; i < count; i++)
		table_add(table, STYLE_HEADING, headings[i]);
}

/* ---- The columns of a list without an option. */

/* Adds a word to a text of words. */
static void add_word(char *text, size_t size, const char *word)
{
	size_t length = strlen(text);

	snprintf(text + length, size - length, "%s%s", length ? " " : "", word);
}

static void describe_flags(const json_t *service, char *text, size_t size)
{
	json_t *persistence = json_object_get(service, "persistence");
	const char *family = json_string_value(json_object_get(service, "family"));
	const char *engine = json_string_value(json_object_get(service, "persistence_engine"));
	json_t *flag;
	char word[64];
	size_t i;

	*text = 0;
	if (family && !strcmp(family, "ipv6"))
		add_word(text, size, family);
	if (json_integer_value(persistence)) {
		snprintf(word, sizeof(word), "persistent %" JSON_INTEGER_FORMAT,
			 json_integer_value(persistence));
		add_word(text, size, word);
	}
	if (engine && *engine)
		add_word(text, size, engine);
	if (json_is_true(json_object_get(service, "one_packet")))
		add_word(text, size, "one-packet");
	json_array_foreach(json_object_get(service, "scheduler_flags"), i, flag) {
		if (json_is_string(flag))
			add_word(text, size, json_string_value(flag));
	}
}

static void add_service(struct table *table, const json_t *service)
{
	char name[NAME_SIZE], flags[256];
	const char *scheduler = json_string_value(json_object_get(service, "scheduler"));

	name_service(service, name, sizeof(name));
	describe_flags(service, flags, sizeof(flags));
	table_add(table, STYLE_HEADING, name);
	table_add(table, STYLE_PLAIN, scheduler ? scheduler : "wlc");
	for (int i = 0; i < 3; i++)
		table_add(table, STYLE_PLAIN, "");
	table_add(table, STYLE_PLAIN, flags);
}

static void add_dest(struct table *table, const json_t *dest)
{
	uint64_t active = observed_counter(dest, "active_connections");
	uint64_t inactive = observed_counter(dest, "inactive_connections");
	uint64_t templates = observed_counter(dest, "persistent_connections");
	json_int_t weight = json_integer_value(json_object_get(dest, "weight"));
	const char *forwarding = json_string_value(json_object_get(dest, "forwarding"));
	const char *state = active || inactive || templates ? "draining" : "drained";
	char name[NAME_SIZE] = "-> ";

	name_dest(dest, name + strlen(name), sizeof(name) - strlen(name));
	table_add(table, STYLE_PLAIN, name);
	table_add(table, STYLE_PLAIN, forwarding ? forwarding : "?");
	table_add_number(table, (uint64_t)weight);
	table_add_number(table, active);
	table_add_number(table, inactive);
	table_add(table, weight ? STYLE_PLAIN : STYLE_CHANGED, weight ? "" : state);
}

/* ---- The columns of --stats and --rates. */

static void add_counters(struct table *table, const struct column *columns, const json_t *object,
			 const char *name, enum style style)
{
	table_add(table, style, name);
	for (int i = 0; i < COLUMNS; i++)
		table_add_number(table, observed_counter(object, columns[i].counter));
}

static void add_service_counters(struct table *table, const struct column *columns,
				 const json_t *service)
{
	char name[NAME_SIZE];

	name_service(service, name, sizeof(name));
	add_counters(table, columns, service, name, STYLE_HEADING);
}

static void add_dest_counters(struct table *table, const struct column *columns, const json_t *dest)
{
	char name[NAME_SIZE] = "-> ";

	name_dest(dest, name + strlen(name), sizeof(name) - strlen(name));
	add_counters(table, columns, dest, name, STYLE_PLAIN);
}

/* ---- */

static const struct column *chosen_columns(const struct options *options)
{
	if (options->rates)
		return rates;
	return options->stats ? counters : NULL;
}

static int print_services(const json_t *services, const struct options *options)
{
	static const char *const first[] = {"SERVICE", "SCHEDULER", "", "", "", "FLAGS"};
	static const char *const second[] = {"-> REAL SERVER", "FORWARDING", "WEIGHT",
					     "ACTIVE",         "INACTIVE",   "STATE"};
	const struct column *columns = chosen_columns(options);
	struct table table = {.alignment = columns ? "lrrrrr" : "llrrrl"};
	json_t *service, *dest;
	size_t i, k;

	if (columns) {
		table_add(&table, STYLE_HEADING, "SERVICE -> REAL SERVER");
		for (i = 0; i < COLUMNS; i++)
			table_add(&table, STYLE_HEADING, columns[i].heading);
	} else {
		add_headings(&table, first, sizeof(first) / sizeof(*first));
		add_headings(&table, second, sizeof(second) / sizeof(*second));
	}
	json_array_foreach(services, i, service) {
		if (columns)
			add_service_counters(&table, columns, service);
		else
			add_service(&table, service);
		json_array_foreach(json_object_get(service, "destinations"), k, dest) {
			if (columns)
				add_dest_counters(&table, columns, dest);
			else
				add_dest(&table, dest);
		}
	}
	return table_print(&table);
}

int verb_list(struct lvsdr *host, const struct options *options, char **words)
{
	json_t *state;
	int status;

	(void)words;
	if (options->stats && options->rates)
		return wrong("--stats and --rates exclude each other");
	status = observed_read(host, options, LVSDR_STATE_SERVICES | LVSDR_STATE_COUNTERS, &state);
	if (status)
		return status;
	status = is_format(options, "json")
			 ? print_json(state, JSON_INDENT(1))
			 : print_services(json_object_get(state, "services"), options);
	json_decref(state);
	return status;
}
