/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Changes of objects as the classic commands: ipvsadm(8), ip(8), sysctl(8), nft(8), iptables(8). */

#include "model/object.h"

/*
 * Turning `before` into `after`, either of which may be NULL, as commands, one a line; a comment
 * where they are too long. `text` is empty before.
 */
void classic_command(const struct object_class *class, const union object *before,
		     const union object *after, struct text *text);

/* The same in one line without the comments, each command depending on the one before it. */
void classic_line(const struct object_class *class, const union object *before,
		  const union object *after, struct text *text);

/* The commands of each kind. */
#define COMMAND(NAME, name)                                                                        \
	void classic_##name(const union object *before, const union object *after,                 \
			    struct text *text);
KINDS(COMMAND)
#undef COMMAND

/* "-t 192.168.1.41:80" */
void classic_service_identity(const struct lvsdr_service *service, struct text *text);
