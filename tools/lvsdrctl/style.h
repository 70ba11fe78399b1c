/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* How text is shown: colours on a terminal, and nothing that could control it. */

#include <stdio.h>

enum style { STYLE_PLAIN, STYLE_HEADING, STYLE_ADDED, STYLE_REMOVED, STYLE_CHANGED };

/* "auto", "always" or "never": 0, or -1. "auto" is the default: on a terminal, without NO_COLOR. */
int style_choose(const char *when);
/* The sequences before and after a text of that style; "" without colours. */
const char *style_on(enum style style);
const char *style_off(enum style style);

/* Prints a text of that style, escaped. */
void style_print(FILE *file, enum style style, const char *text);
