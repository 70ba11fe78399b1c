/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The lines of the completions that are installed, until NULL; made by the build. */
extern const char *const completion_bash[], *const completion_zsh[], *const completion_fish[];
