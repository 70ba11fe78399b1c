// SPDX-License-Identifier: LGPL-2.1-or-later
#include "observed.h"

#include "memory.h"
#include "name.h"
#include "say.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- Order: IPv4 before IPv6, by address, port and protocol; marks follow. */

struct sorted {
	json_t *object;
	unsigned char key[24]; /* compared as bytes */
};

static void make_key(struct sorted *sorted)
{
	const json_t *object = sorted->object;
	const char *address = json_string_value(json_object_get(object, "address"));
	const char *protocol = json_string_value(json_object_get(object, "protocol"));
	uint32_t number = (uint32_t)json_integer_value(json_object_get(object, "fwmark"));

	if (number)
		sorted->key[0] = 2;
	else if (address && inet_pton(AF_INET, address, sorted->key + 1) != 1 &&
		 inet_pton(AF_INET6, address, sorted->key + 1) == 1)
		sorted->key[0] = 1;
	if (!number)
		number = (uint32_t)json_integer_value(json_object_get(object, "port"));
	number = htonl(number);
	memcpy(sorted->key + 17, &number, sizeof(number));
	if (protocol)
		memcpy(sorted->key + 21, protocol, strnlen(protocol, 3));
}

static int compare(const void *a, const void *b)
{
	const struct sorted *one = a, *other = b;

	return memcmp(one->key, other->key, sizeof(one->key));
}

/* 0, or -1 if out of memory. */
static int sort(json_t *list)
{
	size_t count = json_array_size(list);
	struct sorted *all = calloc(count + 1, sizeof(*all));
	int result = all ? 0 : -1;

	for (size_t i = 0; all && i < count; i++) {
		all[i].object = json_incref(json_array_get(list, i));
		make_key(&all[i]);
	}
	if (all)
		qsort(all, count, sizeof(*all), compare);
	for (size_t i = 0; all && i < count; i++)
		result |= json_array_set_new(list, i, all[i].object);
	free(all);
	return result;
}

int observed_sort(json_t *state)
{
	json_t *services = json_object_get(state, "services"), *service, *dests;
	size_t i;
	int result = sort(services);

	json_array_foreach(services, i, service) {
		dests = json_object_get(service, "destinations");
		if (dests && !result)
			result = sort(dests);
	}
	return result;
}

/* ---- Filters. */

/* Whether an object has all members of the other one. */
static int has_members(const json_t *object, json_t *members)
{
	const char *name;
	json_t *value;

	json_object_foreach(members, name, value) {
		if (!json_equal(json_object_get(object, name), value))
			return 0;
	}
	return 1;
}

static void keep_matching(json_t *list, json_t *members)
{
	for (size_t i = json_array_size(list); i-- > 0;)
		if (!has_members(json_array_get(list, i), members))
			json_array_remove(list, i);
}

/* The service of a mark is shown in both families. */
static int filter_services(struct lvsdr *host, const char *word, json_t *services)
{
	struct lvsdr_service *service = NULL;
	json_t *members;
	int status = name_parse_service(host, word, "ipv4", &service);

	if (status)
		return status;
	members = name_service_to_json(service);
	lvsdr_service_free(service);
	if (!members)
		return out_of_memory();
	if (json_object_get(members, "fwmark"))
		json_object_del(members, "family");
	keep_matching(services, members);
	json_decref(members);
	return 0;
}

static int filter_dests(struct lvsdr *host, const char *word, json_t *services)
{
	struct lvsdr_dest *dest;
	json_t *members, *dests;

	if (lvsdr_dest_new(host, word, &dest) < 0)
		return complain(host);
	members = name_dest_to_json(dest);
	lvsdr_dest_free(dest);
	if (!members)
		return out_of_memory();
	for (size_t i = json_array_size(services); i-- > 0;) {
		dests = json_object_get(json_array_get(services, i), "destinations");
		keep_matching(dests, members);
		if (!json_array_size(dests))
			json_array_remove(services, i);
	}
	json_decref(members);
	return 0;
}

/* Whether a scope, a list of addresses and marks, has the address or mark of an object. */
static int is_in_scope(const char *scope, const json_t *object)
{
	const char *address = json_string_value(json_object_get(object, "address"));
	json_int_t mark = json_integer_value(json_object_get(object, "fwmark"));
	unsigned char wanted[16], found[16];
	char word[64];
	size_t length;

	for (; *scope; scope += length) {
		length = strcspn(scope, ", ");
		snprintf(word, sizeof(word), "%.*s", (int)(length < 63 ? length : 63), scope);
		length += strspn(scope + length, ", ");
		for (int family = AF_INET; address; family = AF_INET6) {
			if (inet_pton(family, word, wanted) == 1 &&
			    inet_pton(family, address, found) == 1 &&
			    !memcmp(wanted, found, family == AF_INET ? 4 : 16))
				return 1;
			if (family == AF_INET6)
				break;
		}
		if (mark && !strncmp(word, "fwmark:", 7) && strtoll(word + 7, NULL, 10) == mark)
			return 1;
	}
	return 0;
}

void observed_keep_scope(json_t *state, const char *scope)
{
	static const char *const members[] = {"services", "vips", "marks"};
	json_t *list;

	if (!scope || !strcmp(scope, "everything"))
		return;
	for (size_t k = 0; k < sizeof(members) / sizeof(*members); k++) {
		list = json_object_get(state, members[k]);
		for (size_t i = json_array_size(list); i-- > 0;)
			if (!is_in_scope(scope, json_array_get(list, i)))
				json_array_remove(list, i);
	}
}

static int arrange(struct lvsdr *host, const struct options *options, json_t *state)
{
	json_t *services = json_object_get(state, "services");
	int status = 0;

	if (options->service)
		status = filter_services(host, options->service, services);
	if (!status && options->real_server)
		status = filter_dests(host, options->real_server, services);
	if (!status && observed_sort(state))
		status = out_of_memory();
	return status;
}

/* ---- Reading. */

json_t *observed_to_json(struct lvsdr *host, struct lvsdr_state *state)
{
	const char *text;
	json_t *json;

	if (lvsdr_state_to_text(state, "json", &text) < 0) {
		complain(host);
		return NULL;
	}
	json = json_loads(text, 0, NULL); /* what the library has written is JSON */
	if (json && !memory_failed())
		return json;
	json_decref(json);
	out_of_memory();
	return NULL;
}

int observed_read(struct lvsdr *host, const struct options *options, uint32_t parts,
		  json_t **ret_state)
{
	struct lvsdr_scope *scope;
	struct lvsdr_state *state;
	int result = lvsdr_scope_new(host, options->scope ? options->scope : "everything", &scope);
	int status;

	if (result >= 0) {
		result = lvsdr_state_read(host, scope, parts, &state);
		lvsdr_scope_free(scope);
	}
	if (result < 0)
		return complain(host);
	*ret_state = observed_to_json(host, state);
	lvsdr_state_free(state);
	if (!*ret_state)
		return EXIT_FAILURE;
	status = arrange(host, options, *ret_state);
	if (status)
		json_decref(*ret_state);
	return status;
}

uint64_t observed_counter(const json_t *object, const char *name)
{
	const char *text =
		json_string_value(json_object_get(json_object_get(object, "counters"), name));

	return text ? strtoull(text, NULL, 10) : 0;
}
