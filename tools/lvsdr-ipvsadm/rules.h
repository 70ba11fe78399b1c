/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "options.h"

#include <lvsdr/lvsdr.h>

/*
 * What a call is about, as the library reads it from rules; to be freed. 0, or the exit status
 * after a message in which ipvsadm says which value is wrong, and the library why.
 */
int rules_read(struct lvsdr *host, const struct call *call, struct lvsdr_state **ret_state);
