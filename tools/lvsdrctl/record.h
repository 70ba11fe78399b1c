/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Plans on disk, for an undo, even after a crash of this process or of the machine. */

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
 * Writes a plan to a file: 0, or -1 after it has printed why. A plan without steps leaves an
 * existing file unchanged, and so does any other without `overwrite`; a record is a regular file.
 */
int record_write(struct lvsdr *host, struct lvsdr_plan *plan, const char *path, int overwrite);

/* Of a file, or standard input ("-"): 0, or -1 after it has printed why. */
int record_read(struct lvsdr *host, const char *path, struct record *ret_record);
/*
 * After an undo that failed: what the undo itself removed and could not restore was added to the
 * plan, and the next undo needs it. If that changes the text, it replaces the file that was read,
 * and no other: 0, or -1 after it has printed why.
 */
int record_complete(struct lvsdr *host, const struct record *record);
void record_clear(struct record *record);
