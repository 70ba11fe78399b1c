/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "core/operation.h"

/* The rules in our table of nf_tables, read and changed. Failures are reported on the handle. */

#include "codec/nft/nft.h"

struct lvsdr;

struct mark_rules {
	struct nft_rule *rule;
	size_t count, room;
	uint32_t generation;
};

/* All rules in our chain of a family, as they were at one moment: 0 or a code. */
int mark_rules_read(struct lvsdr *host, uint8_t family, enum operation operation,
		    const char *object, struct mark_rules *ret_rules);
void mark_rules_clear(struct mark_rules *rules);
/* The mark that counts where there are several of the same identity, the last; NULL: none. */
const struct nft_rule *mark_rules_find(const struct mark_rules *rules,
				       const struct lvsdr_mark *mark);
/* Turns `before` into `after`, either of which may be NULL, if it still is there: 0 or a code. */
int mark_rules_change(struct lvsdr *host, enum operation operation, const struct lvsdr_mark *before,
		      const struct lvsdr_mark *after);
