/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "model/service.h"

#include <lvsdr/scope.h>
#include <stdbool.h>

/* A scope of the same, of this handle: 0 or -ENOMEM, without detail. */
int scope_copy(struct lvsdr *host, const struct lvsdr_scope *scope, struct lvsdr_scope **ret_copy);
/* The words of a scope, or of a list of addresses: whether there is another one. */
enum { SCOPE_WORD_SIZE = 64 };
bool scope_next_word(const char **text, char word[SCOPE_WORD_SIZE]);
/* NULL, or what is wrong with a word of the text, which is kept. */
const char *scope_wrong(const char *text, char word[SCOPE_WORD_SIZE]);
/* Add one more: 0 or -ENOMEM. */
int scope_own_address(struct lvsdr_scope *scope, const struct address *address);
int scope_own_service(struct lvsdr_scope *scope, const struct lvsdr_service *service);
bool scope_holds_everything(const struct lvsdr_scope *scope);
bool scope_holds_address(const struct lvsdr_scope *scope, const struct address *address);
bool scope_holds_fwmark(const struct lvsdr_scope *scope, uint32_t fwmark);
bool scope_holds_service(const struct lvsdr_scope *scope, const struct lvsdr_service *service);
