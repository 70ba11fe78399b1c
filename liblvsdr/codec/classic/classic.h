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
void classic_arp_policy(const union object *before, const union object *after, struct text *text);
void classic_dest(const union object *before, const union object *after, struct text *text);
void classic_mark(const union object *before, const union object *after, struct text *text);
void classic_service(const union object *before, const union object *after, struct text *text);
void classic_sync_daemon(const union object *before, const union object *after, struct text *text);
void classic_sysctl(const union object *before, const union object *after, struct text *text);
void classic_timeouts(const union object *before, const union object *after, struct text *text);
void classic_vip(const union object *before, const union object *after, struct text *text);

/* "-t 192.168.1.41:80" */
void classic_service_identity(const struct lvsdr_service *service, struct text *text);
