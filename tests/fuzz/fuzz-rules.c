// SPDX-License-Identifier: LGPL-2.1-or-later
/* Rules of ipvsadm: what is taken is written, and what is written is read back as the same. */
#include "fuzz.h"

#include <lvsdr/lvsdr.h>

static void check_again(struct lvsdr *host, struct lvsdr_state *state)
{
	struct lvsdr_state *again;
	const char *first, *second;
	int result = lvsdr_state_to_rules(state, &first);

	fuzz_expect(result >= 0);
	if (result)
		return; /* taken, but ipvsadm would never write it */
	fuzz_expect(!lvsdr_state_from_rules(host, first, strlen(first), &again));
	fuzz_expect(!lvsdr_state_to_rules(again, &second));
	fuzz_expect(!strcmp(first, second));
	lvsdr_state_free(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct lvsdr_state *state;
	struct lvsdr *host;

	fuzz_expect(!lvsdr_new(&host));
	if (!lvsdr_state_from_rules(host, (const char *)data, size, &state)) {
		check_again(host, state);
		lvsdr_state_free(state);
	}
	lvsdr_free(host);
	return 0;
}
