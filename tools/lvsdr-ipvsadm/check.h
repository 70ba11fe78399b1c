/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "options.h"

/* Whether the options go with the command and with each other: 0, or the exit status. */
int call_check(const struct call *call);
