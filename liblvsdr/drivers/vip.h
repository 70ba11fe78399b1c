/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "core/operation.h"

/* What vip_driver has from other files. */

#include "drivers/driver.h"

int vip_read(struct lvsdr *host, enum operation operation, const union object *identity,
	     union object *ret_found);
int vip_record(struct lvsdr *host, struct step *step);
int vip_write(struct lvsdr *host, enum operation operation, struct step *step,
	      const union object *before, const union object *after);
bool vip_take_record(const json_t *record, union object *after, struct text *wrong);
void vip_describe_record(const struct step *step, struct text *text);
int vip_restore_record(struct lvsdr *host, struct step *step);
