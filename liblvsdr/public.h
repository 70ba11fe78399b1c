/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Included before everything else: what the public headers declare is exported, all else hidden. */

#pragma GCC visibility push(default)
#include <lvsdr/lvsdr.h>
#pragma GCC visibility pop
