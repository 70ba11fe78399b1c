/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Texts from outside must not steer a terminal: each byte that is not printable ASCII is \xNN. */

#include <stdio.h>

void escape_print(FILE *file, const char *text);
/* The same as a text, to be freed; NULL if out of memory. */
char *escape_copy(const char *text);
