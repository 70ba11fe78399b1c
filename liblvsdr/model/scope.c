// SPDX-License-Identifier: LGPL-2.1-or-later
#include "model/scope.h"

#include "core/handle.h"
#include "util/array.h"
#include "util/hash.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* An address, or a mark where the address has no family. */
struct owned {
	struct address address;
	uint32_t fwmark;
};

struct lvsdr_scope {
	struct lvsdr *host;
	bool everything;
	struct owned *owned;
	size_t count, room;
	struct hash index; /* of `owned` */
};

static uint32_t code(const struct owned *owned)
{
	return hash_bytes(owned->fwmark, owned->address.bytes, address_length(&owned->address));
}

static bool match(uint64_t value, const void *key, const void *owner)
{
	const struct owned *a = &((const struct lvsdr_scope *)owner)->owned[value], *b = key;

	return a->fwmark == b->fwmark && address_equal(&a->address, &b->address);
}

static bool holds(const struct lvsdr_scope *scope, const struct owned *owned)
{
	return scope->everything || hash_find(&scope->index, code(owned), match, owned, scope);
}

bool scope_holds_everything(const struct lvsdr_scope *scope)
{
	return scope->everything;
}

bool scope_holds_address(const struct lvsdr_scope *scope, const struct address *address)
{
	struct owned owned = {.address = *address};

	return holds(scope, &owned);
}

bool scope_holds_fwmark(const struct lvsdr_scope *scope, uint32_t fwmark)
{
	struct owned owned = {.fwmark = fwmark};

	return holds(scope, &owned);
}

bool scope_holds_service(const struct lvsdr_scope *scope, const struct lvsdr_service *service)
{
	return service->fwmark ? scope_holds_fwmark(scope, service->fwmark)
			       : scope_holds_address(scope, &service->address);
}

static int own(struct lvsdr_scope *scope, const struct owned *owned)
{
	if (hash_find(&scope->index, code(owned), match, owned, scope))
		return 0;
	if (array_grow(&scope->owned, scope->count + 1, &scope->room, sizeof(*owned)))
		return -ENOMEM;
	scope->owned[scope->count] = *owned;
	return hash_add(&scope->index, code(owned), scope->count++);
}

int scope_own_address(struct lvsdr_scope *scope, const struct address *address)
{
	struct owned owned = {.address = *address};

	return own(scope, &owned);
}

int scope_own_service(struct lvsdr_scope *scope, const struct lvsdr_service *service)
{
	struct owned owned = {.fwmark = service->fwmark};

	if (!service->fwmark)
		owned.address = service->address;
	return own(scope, &owned);
}

/* NULL, or why the word is none. */
static const char *parse_word(const char *word, struct owned *ret_owned, bool *ret_everything)
{
	static const char mark[] = "fwmark:";
	unsigned long value;
	char *end;

	*ret_everything = !strcmp(word, "everything");
	if (*ret_everything)
		return NULL;
	*ret_owned = (struct owned){.fwmark = 0};
	if (strncmp(word, mark, strlen(mark)))
		return address_parse(word, &ret_owned->address)
			       ? "it is neither an address, \"fwmark:NUMBER\" nor \"everything\""
			       : NULL;
	word += strlen(mark);
	errno = 0;
	value = strtoul(word, &end, 0);
	if (!isdigit((unsigned char)*word) || *end || errno || !value || value > UINT32_MAX)
		return "a firewall mark is a number from 1 to 4294967295";
	ret_owned->fwmark = (uint32_t)value;
	return NULL;
}

bool scope_next_word(const char **text, char word[SCOPE_WORD_SIZE])
{
	static const char separators[] = ", \t\r\n";
	size_t length;

	*text += strspn(*text, separators);
	length = strcspn(*text, separators);
	/* What is longer than any address is none, and its end says so. */
	snprintf(word, SCOPE_WORD_SIZE, "%.*s%s", length < SCOPE_WORD_SIZE ? (int)length : 60,
		 *text, length < SCOPE_WORD_SIZE ? "" : "...");
	*text += length;
	return length > 0;
}

const char *scope_wrong(const char *text, char word[SCOPE_WORD_SIZE])
{
	struct owned owned;
	bool everything;
	const char *wrong = NULL;

	while (!wrong && scope_next_word(&text, word))
		wrong = parse_word(word, &owned, &everything);
	return wrong;
}

/* All words of a valid text. */
static int own_words(struct lvsdr_scope *scope, const char *text)
{
	char word[SCOPE_WORD_SIZE];
	struct owned owned;
	bool everything;

	while (scope_next_word(&text, word)) {
		parse_word(word, &owned, &everything);
		if (everything)
			scope->everything = true;
		else if (own(scope, &owned))
			return error_set(scope->host, -ENOMEM, OPERATION_DESCRIBE, "a scope",
					 "out of memory");
	}
	return 0;
}

int lvsdr_scope_add(struct lvsdr_scope *scope, const char *text)
{
	char word[SCOPE_WORD_SIZE];
	const char *wrong;

	if (!scope)
		return -EINVAL;
	if (!text)
		return error_set(
			scope->host, -EINVAL, OPERATION_DESCRIBE, "a scope",
			"the text is NULL; use \"\" for an empty scope, or \"everything\"");
	wrong = scope_wrong(text, word);
	return wrong ? error_set(scope->host, -EINVAL, OPERATION_DESCRIBE, "a scope", "\"%s\": %s",
				 word, wrong)
		     : own_words(scope, text);
}

int lvsdr_scope_new(struct lvsdr *host, const char *text, struct lvsdr_scope **ret_scope)
{
	struct lvsdr_scope *scope;
	int error;

	if (!host)
		return -EINVAL;
	if (!ret_scope)
		return error_set(host, -EINVAL, OPERATION_DESCRIBE, "a scope",
				 "an argument is NULL");
	scope = calloc(1, sizeof(*scope));
	if (!scope)
		return error_set(host, -ENOMEM, OPERATION_DESCRIBE, "a scope", "out of memory");
	scope->host = handle_ref(host);
	error = lvsdr_scope_add(scope, text);
	if (error)
		lvsdr_scope_free(scope);
	else
		*ret_scope = scope;
	return error;
}

int scope_copy(struct lvsdr *host, const struct lvsdr_scope *scope, struct lvsdr_scope **ret_copy)
{
	struct lvsdr_scope *copy = calloc(1, sizeof(*copy));
	int error = 0;

	if (!copy)
		return -ENOMEM;
	copy->host = handle_ref(host);
	copy->everything = scope->everything;
	for (size_t i = 0; i < scope->count && !error; i++)
		error = own(copy, &scope->owned[i]);
	if (error)
		lvsdr_scope_free(copy);
	else
		*ret_copy = copy;
	return error;
}

void lvsdr_scope_free(struct lvsdr_scope *scope)
{
	if (!scope)
		return;
	handle_unref(scope->host);
	hash_clear(&scope->index);
	free(scope->owned);
	free(scope);
}
