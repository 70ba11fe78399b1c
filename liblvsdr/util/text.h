/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* A text under construction; what does not fit is cut. */
struct text {
	size_t length;
	char data[1000];
};

__attribute__((format(printf, 2, 3))) void text_add(struct text *text, const char *format, ...);
/* Whether something may have been cut. */
bool text_is_full(const struct text *text);
/* Whether it is one word for the shell without quotes. */
bool text_is_word(const char *word);
/*
 * As one word for the shell, whatever it has in it: quoted where it has to be, and by printf(1)
 * where it cannot be shown.
 */
void text_add_word(struct text *text, const char *word);
void text_cut(struct text *text, size_t length);
/* Why nothing can be read from a text that was given, or NULL: it is empty, or in another encoding. */
const char *text_refuse(const char *given, size_t size);
