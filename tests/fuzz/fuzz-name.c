// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Names from outside: JSON gives the same back, what is shown can be shown, and a shell takes one
 * word for it.
 */
#include "fuzz.h"
#include "codec/nft/nft.h"
#include "util/device.h"
#include "util/escape.h"
#include "util/text.h"

#include <wordexp.h>

static void check_json(const char *name)
{
	size_t size = strlen(name) + 1;
	char *again = malloc(size + 1);
	json_t *json = escape_to_json(name);

	fuzz_expect(json && again);
	fuzz_expect(escape_from_json(json, again, size) && !strcmp(name, again));
	fuzz_expect(size == 1 || !escape_from_json(json, again, size - 1));
	json_decref(json);
	free(again);
}

/* In a buffer of whatever size. */
static void check_shown(const char *name, size_t room)
{
	size_t size = strlen(name) + 1 + room, length;
	char *shown = malloc(size), *again = malloc(size);

	fuzz_expect(shown && again);
	memcpy(shown, name, strlen(name) + 1);
	escape_text(shown, size);
	fuzz_expect(strlen(shown) < size);
	for (const char *at = shown; *at; at += length) {
		length = escape_shown(at);
		fuzz_expect(length > 0);
	}
	memcpy(again, shown, strlen(shown) + 1);
	escape_text(again, size);
	fuzz_expect(!strcmp(shown, again));
	free(shown);
	free(again);
}

static void check_word(const char *name)
{
	struct text text = {0};
	wordexp_t words;
	size_t ahead;

	/* glibc takes a '' in front of something for a word of its own. */
	text_add(&text, *name == '\'' ? "x" : "");
	ahead = text.length;
	text_add_word(&text, name);
	if (text_is_full(&text) || strstr(text.data, "$(printf"))
		return; /* which takes a shell: see tests/unit/test-output.c */
	fuzz_expect(!wordexp(text.data, &words, WRDE_NOCMD | WRDE_UNDEF));
	fuzz_expect(words.we_wordc == 1 && !strcmp(words.we_wordv[0] + ahead, name));
	wordfree(&words);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *name = fuzz_text(data, size);

	check_json(name);
	check_shown(name, 0);
	check_shown(name, size % 7);
	check_word(name);
	if (!device_wrong(name))
		fuzz_expect(*name && strlen(name) < DEVICE_NAME_SIZE);
	mark_device_wrong(name);
	free(name);
	return 0;
}
