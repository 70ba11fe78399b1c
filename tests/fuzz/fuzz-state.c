// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * States as JSON: what is taken is written, as JSON and as rules, and read back as the same; a plan
 * reaches it.
 */
#include "states.h"

enum {
	ALL = LVSDR_STATE_SERVICES | LVSDR_STATE_VIPS | LVSDR_STATE_ARP_POLICIES |
	      LVSDR_STATE_TIMEOUTS | LVSDR_STATE_SYSCTLS | LVSDR_STATE_SYNC_DAEMONS |
	      LVSDR_STATE_MARKS
};

static void plan(struct lvsdr *host, const struct lvsdr_state *state)
{
	struct lvsdr_state *empty;
	struct lvsdr_scope *scope;
	struct lvsdr_plan *reached;

	fuzz_expect(!lvsdr_scope_new(host, "everything", &scope));
	fuzz_expect(!lvsdr_state_new(host, ALL, &empty));
	if (!lvsdr_plan_between(host, scope, empty, state, &reached)) {
		for (size_t i = 0; i < lvsdr_plan_get_step_count(reached); i++)
			fuzz_expect(*lvsdr_plan_get_step_command(reached, i));
		lvsdr_plan_free(reached);
	}
	lvsdr_state_free(empty);
	lvsdr_scope_free(scope);
}

/* A line for each row, in a buffer of the size that is always enough. */
static void check_texts(struct lvsdr_state *state, int32_t column, size_t rows,
			int (*get)(const struct lvsdr_state *, int32_t, char *, size_t))
{
	size_t size = 46 * rows + 1, lines = 0;
	char *buffer = malloc(size);
	int length;

	fuzz_expect(buffer != NULL);
	length = get(state, column, buffer, size);
	fuzz_expect(length >= 0 && (size_t)length == strlen(buffer));
	for (const char *at = buffer; *at; at++)
		lines += *at == '\n';
	fuzz_expect(lines == rows);
	free(buffer);
}

static void read_columns(struct lvsdr_state *state)
{
	size_t services = lvsdr_state_get_service_count(state), dests = 0;
	uint64_t *values;

	for (size_t i = 0; i < services; i++)
		dests += lvsdr_state_get_dest_count(state, i);
	for (int32_t i = LVSDR_SERVICE_COLUMN_FAMILY; i <= LVSDR_SERVICE_COLUMN_PERSISTENCE_NETMASK;
	     i++)
		check_texts(state, i, services, lvsdr_state_get_service_texts);
	check_texts(state, LVSDR_DEST_COLUMN_ADDRESS, dests, lvsdr_state_get_dest_texts);
	values = calloc(services + dests + 1, sizeof(*values));
	fuzz_expect(values != NULL);
	for (int32_t i = 0; i <= LVSDR_SERVICE_COLUMN_DEST_COUNT; i++)
		fuzz_expect(lvsdr_state_get_service_numbers(state, i, values, services) ==
			    (int)services);
	for (int32_t i = 0; i <= LVSDR_DEST_COLUMN_TUNNEL_FLAGS; i++)
		fuzz_expect(lvsdr_state_get_dest_numbers(state, i, values, dests) == (int)dests);
	for (int32_t i = 0; i < LVSDR_COUNTER_COUNT; i++)
		fuzz_expect(lvsdr_state_get_dest_numbers(state, LVSDR_COLUMN_COUNTERS + i, values,
							 dests) >= 0);
	free(values);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct lvsdr_state *state;
	struct lvsdr *host;

	fuzz_expect(!lvsdr_new(&host));
	if (!lvsdr_state_from_text(host, "json", (const char *)data, size, &state)) {
		states_check_formats(host, state);
		read_columns(state);
		plan(host, state);
		lvsdr_state_free(state);
	}
	lvsdr_free(host);
	return 0;
}
