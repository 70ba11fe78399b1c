/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Plans on the disk, by which an undo goes, even after a crash of this process and of the machine.
 */

#include <lvsdr/lvsdr.h>
#include <stddef.h>
#include <sys/stat.h>

/* A plan as it was read, and from which file. */
struct record {
	struct lvsdr_plan *plan;
	const char *path;
	struct stat file;
	char *text; /* of `size` bytes */
	size_t size;
};

/*
 * Writes a plan down: 0, or -1 and it has said why. A plan without steps leaves what is there
 * alone, and so does any other unless `overwrite` says that it may go; a record is a regular file.
 */
int record_write(struct lvsdr *host, struct lvsdr_plan *plan, const char *path, int overwrite);

/* Of a file, or standard input ("-"): 0, or -1 and it has said why. */
int record_read(struct lvsdr *host, const char *path, struct record *ret_record);
/*
 * After an undo that failed: what the undo itself took along and could not put back joined the
 * plan, and has to be known to the next undo. Where that changes the text it is written in place of
 * the one that was read, and of no other: 0, or -1 and it has said why.
 */
int record_complete(struct lvsdr *host, const struct record *record);
void record_clear(struct record *record);
