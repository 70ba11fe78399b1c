/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Names from outside may have any bytes: how they are shown, and how JSON keeps them. */

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * How many bytes the character at `text` has, where a terminal can be shown it: UTF-8 that is no
 * control character and does not change the direction of writing. 0 where it cannot, or at the end.
 */
size_t escape_shown(const char *text);
/* Puts \xNN in place of each byte that cannot be shown; what does not fit any more is cut. */
void escape_text(char *text, size_t size);
/*
 * As a text in JSON, which is UTF-8 only: other bytes, and controls above ASCII, as \xNN, and
 * the backslash of what looks like that as \x5c. NULL when out of memory.
 */
json_t *escape_to_json(const char *text);
/* Back again; false where it has a NUL, or does not fit. */
bool escape_from_json(const json_t *json, char *text, size_t size);
