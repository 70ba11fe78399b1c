/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The terminal of top, by ncurses. */

#include "top.h"

#include <stdint.h>

/* 0, or -1 if there is no terminal, or this lvsdrctl was built without ncurses; it says so. */
int screen_begin(void);
/* Restores the terminal. */
void screen_end(void);
void screen_draw(const struct top *top, int32_t interval);
/* Waits for a key, or the end of the milliseconds: the key, or 0. */
int screen_wait(int32_t milliseconds);
