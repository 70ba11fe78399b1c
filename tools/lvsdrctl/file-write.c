// SPDX-License-Identifier: LGPL-2.1-or-later
/* A file is never lost: either the old one or the new one is complete, on disk. */
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/fs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* At its offset, so that a repeated write does not add the text twice. */
static int write_all(int fd, const char *text)
{
	size_t length = strlen(text), done = 0;
	ssize_t written;

	while (done < length) {
		written = pwrite(fd, text + done, length - done, (off_t)done);
		if (written < 0 && errno != EINTR)
			return -1;
		if (written > 0)
			done += (size_t)written;
	}
	return 0;
}

static int fill(int fd, const char *text, const struct stat *old)
{
	if (old && (fchown(fd, old->st_uid, old->st_gid) || fchmod(fd, old->st_mode & 07777)))
		return -1;
	return write_all(fd, text) || fsync(fd) ? -1 : 0;
}

/* The name itself is on disk only after its folder was synced. */
static int sync_folder(const char *path)
{
	const char *slash = strrchr(path, '/');
	char folder[PATH_MAX];
	int fd, result;

	snprintf(folder, sizeof(folder), "%.*s", slash ? (int)(slash - path) + 1 : 1,
		 slash ? path : ".");
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	result = fsync(fd);
	close(fd);
	return result;
}

static int give_up(const char *part)
{
	int error = errno;

	unlink(part);
	errno = error;
	return -1;
}

/* Some file systems support no flags. */
static int is_unknown(void)
{
	return errno == EINVAL || errno == ENOSYS;
}

int file_is_same(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
	       a->st_mtim.tv_sec == b->st_mtim.tv_sec && a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* The file that was replaced is checked: one that another process put there is restored. */
static int exchange(const char *part, const struct file_place *place)
{
	struct stat status;

	if (lstat(part, &status) || !file_is_same(&status, place->old)) {
		if (!file_move(part, place->path, RENAME_EXCHANGE))
			unlink(part);
		errno = EEXIST;
		return -1;
	}
	return unlink(part);
}

/* A file that another process put there meanwhile is not replaced. */
static int put_in_place(const char *part, const struct file_place *place)
{
	unsigned int flags = place->replace ? 0 : RENAME_NOREPLACE;

	if (place->old)
		flags = RENAME_EXCHANGE;
	if (!file_move(part, place->path, flags))
		return place->old ? exchange(part, place) : 0;
	if (flags && is_unknown() && !file_move(part, place->path, 0))
		return 0;
	return give_up(part);
}

/* A new file of this process only, with an unpredictable name. */
int file_write(const struct file_place *place, const char *text)
{
	char part[PATH_MAX];
	int fd, result;

	if ((size_t)snprintf(part, sizeof(part), "%s.XXXXXX", place->path) >= sizeof(part)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	fd = mkostemp(part, O_CLOEXEC);
	if (fd < 0)
		return -1;
	result = fill(fd, text, place->old);
	if (close(fd) || result)
		return give_up(part);
	return put_in_place(part, place) ? -1 : sync_folder(place->path);
}
