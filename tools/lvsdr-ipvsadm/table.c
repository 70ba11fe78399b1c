// SPDX-License-Identifier: LGPL-2.1-or-later
#include "table.h"

#include "rules.h"
#include "say.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The difference as 32 bits with a sign, so that the order is that of ipvsadm for all values. */
static int compare(const void *first, const void *second)
{
	uint32_t a[sizeof(struct key) / sizeof(uint32_t)], b[sizeof(a) / sizeof(*a)];

	memcpy(a, first, sizeof(a));
	memcpy(b, second, sizeof(b));
	for (size_t i = 0; i < sizeof(a) / sizeof(*a); i++)
		if (a[i] != b[i])
			return (int32_t)(a[i] - b[i]);
	return 0;
}

static int compare_dests(const void *first, const void *second)
{
	const struct table_dest *a = first, *b = second;

	return compare(&a->key, &b->key);
}

static void set_address(const char *address, struct key *key)
{
	uint32_t words[KEY_WORDS] = {0};

	inet_pton(strchr(address, ':') ? AF_INET6 : AF_INET, address, words);
	for (size_t i = 0; i < KEY_WORDS; i++)
		key->address[i] = ntohl(words[i]);
}

static void set_service(struct table_service *entry, const struct lvsdr_service *service)
{
	entry->service = service;
	entry->fwmark = lvsdr_service_get_fwmark(service);
	if (!entry->fwmark)
		lvsdr_service_get_address(service, entry->address, sizeof(entry->address));
}

static int set_dests(struct table *table, struct table_service *entry, size_t index)
{
	entry->count = lvsdr_state_get_dest_count(table->state, index);
	entry->dests = calloc(entry->count ? entry->count : 1, sizeof(*entry->dests));
	if (!entry->dests)
		return -1;
	for (size_t i = 0; i < entry->count; i++) {
		struct table_dest *dest = &entry->dests[i];

		dest->dest = lvsdr_state_get_dest(table->state, index, i);
		lvsdr_dest_get_address(dest->dest, dest->address, sizeof(dest->address));
		set_address(dest->address, &dest->key);
		dest->key.port = (uint32_t)lvsdr_dest_get_port(dest->dest);
	}
	return 0;
}

static void sort_dests(struct table *table)
{
	for (size_t i = 0; i < table->count; i++)
		qsort(table->services[i].dests, table->services[i].count,
		      sizeof(*table->services[i].dests), compare_dests);
}

static bool is_wanted(const struct lvsdr_service *service, const struct lvsdr_service *wanted)
{
	char a[46] = "", b[46] = "";

	if (!wanted)
		return true;
	lvsdr_service_get_address(service, a, sizeof(a));
	lvsdr_service_get_address(wanted, b, sizeof(b));
	return lvsdr_service_get_fwmark(service) == lvsdr_service_get_fwmark(wanted) &&
	       lvsdr_service_get_port(service) == lvsdr_service_get_port(wanted) &&
	       !strcmp(lvsdr_service_get_family(service), lvsdr_service_get_family(wanted)) &&
	       !strcmp(lvsdr_service_get_protocol(service), lvsdr_service_get_protocol(wanted)) &&
	       !strcmp(a, b);
}

static int fill(struct table *table, const struct lvsdr_service *wanted)
{
	size_t count = lvsdr_state_get_service_count(table->state);

	table->services = calloc(count ? count : 1, sizeof(*table->services));
	for (size_t i = 0; table->services && i < count; i++) {
		const struct lvsdr_service *service = lvsdr_state_get_service(table->state, i);

		if (!is_wanted(service, wanted))
			continue;
		set_service(&table->services[table->count], service);
		if (set_dests(table, &table->services[table->count++], i))
			return -1;
	}
	return table->services ? 0 : -1;
}

static int read_state(struct lvsdr *host, const struct lvsdr_service *wanted, struct table *table)
{
	struct lvsdr_scope *scope;
	char text[64] = "everything";
	int result;

	if (wanted && lvsdr_service_get_fwmark(wanted))
		snprintf(text, sizeof(text), "fwmark:%u", lvsdr_service_get_fwmark(wanted));
	else if (wanted)
		lvsdr_service_get_address(wanted, text, sizeof(text));
	if (lvsdr_scope_new(host, text, &scope) < 0)
		return complain(host);
	result = lvsdr_state_read(host, scope, LVSDR_STATE_SERVICES | LVSDR_STATE_COUNTERS,
				  &table->state);
	lvsdr_scope_free(scope);
	return result < 0 ? complain(host) : 0;
}

static int read_wanted(struct lvsdr *host, const struct call *call,
		       const struct lvsdr_service *wanted, struct table *table)
{
	int status = read_state(host, wanted, table);

	if (status)
		return status;
	if (fill(table, wanted)) {
		status = out_of_memory();
	} else if (wanted && !table->count) {
		failed("No such service");
		status = NOT_LISTED;
	} else if (!has(call, NOSORT)) {
		sort_dests(table);
	}
	if (status)
		table_free(table);
	return status;
}

int table_read(struct lvsdr *host, const struct call *call, struct table *table)
{
	struct lvsdr_state *wanted;
	int status;

	memset(table, 0, sizeof(*table));
	if (!has(call, SERVICE))
		return read_wanted(host, call, NULL, table);
	status = rules_read(host, call, &wanted);
	if (status)
		return status;
	status = read_wanted(host, call, lvsdr_state_get_service(wanted, 0), table);
	lvsdr_state_free(wanted);
	return status;
}

void table_free(struct table *table)
{
	for (size_t i = 0; table->services && i < table->count; i++)
		free(table->services[i].dests);
	free(table->services);
	lvsdr_state_free(table->state);
}
