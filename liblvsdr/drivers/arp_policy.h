/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "core/operation.h"

/* What arp_policy_driver has from other files. */

#include "drivers/driver.h"

int arp_policy_read_all(struct lvsdr *host, enum operation operation,
			struct lvsdr_arp_policy *ret_policy);
/* Always there: 1 or a code. */
int arp_policy_read(struct lvsdr *host, enum operation operation, const union object *identity,
		    union object *ret_found);
int arp_policy_record(struct lvsdr *host, struct step *step);
bool arp_policy_take_record(const json_t *record, union object *after, struct text *wrong);
int arp_policy_refuse_undo(struct lvsdr *host, const struct step *step, struct text *text);
void arp_policy_describe_record(const struct step *step, struct text *text);
