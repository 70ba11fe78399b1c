// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What /proc/sys says, in a folder of our own: a file whose name is the first line of the input,
 * and what is in it.
 */
#include "folder.h"
#include "core/handle.h"

#include <lvsdr/lvsdr.h>

/* A number is the one that stands there. */
static void read_number(struct lvsdr *host, const char *path, const char *text)
{
	int32_t value;

	if (!transport_read_sysctl(&host->transport, path, &value))
		fuzz_expect(strtoll(text, NULL, 10) == value);
}

/*
 * Whatever they are called, what is read can be written down and read back. A text without its end
 * was cut, and no state is made of the others.
 */
static void read_all(struct lvsdr *host, bool cut)
{
	struct lvsdr_scope *scope;
	struct lvsdr_state *state, *again;
	const char *json;

	fuzz_expect(!lvsdr_scope_new(host, "everything", &scope));
	if (lvsdr_state_read(host, scope, LVSDR_STATE_SYSCTLS, &state)) {
		fuzz_expect(cut && *lvsdr_error_message(host));
		lvsdr_scope_free(scope);
		return;
	}
	fuzz_expect(!lvsdr_state_to_text(state, "json", &json));
	fuzz_expect(!lvsdr_state_from_text(host, "json", json, strlen(json), &again));
	fuzz_expect(lvsdr_state_get_sysctl_count(state) == lvsdr_state_get_sysctl_count(again));
	lvsdr_state_free(again);
	lvsdr_state_free(state);
	lvsdr_scope_free(scope);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char path[300], *text = fuzz_text(data, size), *value = strchr(text, '\n');
	struct lvsdr *host;

	fuzz_expect(!lvsdr_new(&host));
	host->transport.sysctl_fd = folder_open();
	snprintf(path, sizeof(path), "vs/%.*s", value ? (int)(value - text) : 0, text);
	if (value && folder_put(path, value + 1, size - (size_t)(value + 1 - text))) {
		read_number(host, path, value + 1);
		read_all(host, data[size - 1] != '\n');
		unlinkat(folder_fd, path, 0);
	}
	free(text);
	lvsdr_free(host);
	return 0;
}
