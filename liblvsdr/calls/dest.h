/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "core/operation.h"
#include "model/object.h"

/*
 * The destination together with its service, and with its port: 0, or -EINVAL with its detail when
 * one is NULL.
 */
int dest_join(struct lvsdr *host, enum operation operation, const struct lvsdr_service *service,
	      const struct lvsdr_dest *dest, union object *ret_joined);
