/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "options.h"

#include <lvsdr/lvsdr.h>

/* Carries out a command that changes something; the exit status. */
int change(struct lvsdr *host, const struct call *call);
