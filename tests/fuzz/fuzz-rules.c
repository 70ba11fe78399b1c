// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Rules of ipvsadm: what is taken is written, as rules and as JSON, and read back as the same.
 */
#include "states.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct lvsdr_state *state;
	struct lvsdr *host;

	fuzz_expect(!lvsdr_new(&host));
	if (!lvsdr_state_from_text(host, "rules", (const char *)data, size, &state)) {
		states_check_formats(host, state);
		lvsdr_state_free(state);
	}
	lvsdr_free(host);
	return 0;
}
