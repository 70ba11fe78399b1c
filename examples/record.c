/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Writing a plan down so that no record is ever lost. */
#include "common.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int complain(const char *path, const char *what)
{
	fprintf(stderr, "%s: %s\n", path, what);
	return -1;
}

/* A plan without steps may go, and what is nothing at all; anything else is asked about. */
static int may_go(struct lvsdr *host, const char *path)
{
	struct lvsdr_plan *plan;
	size_t size;
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC), empty = 0;
	FILE *file = fd < 0 ? NULL : fdopen(fd, "r");
	char *json = file ? example_read_stream(file, &size) : NULL;

	if (!json)
		perror(path);
	if (file)
		fclose(file);
	if (!json)
		return 0;
	if (!size) {
		empty = 1;
	} else if (lvsdr_plan_from_json(host, json, size, &plan) >= 0) {
		empty = !lvsdr_plan_get_step_count(plan);
		lvsdr_plan_free(plan);
	}
	free(json);
	if (!empty)
		complain(path,
			 "it is not empty, and an undo may need it: name another file, or say "
			 "that it is to be overwritten");
	return empty;
}

/* 1 where a record may be written in its place, 0 where there is nothing, or -1. */
static int check_place(struct lvsdr *host, const char *path, int overwrite)
{
	struct stat status;

	if (lstat(path, &status)) {
		if (errno == ENOENT)
			return 0;
		perror(path);
		return -1;
	}
	if (S_ISLNK(status.st_mode))
		return complain(path, "it is a symbolic link: name the file itself");
	if (!S_ISREG(status.st_mode))
		return complain(path, "it is no regular file");
	return overwrite || may_go(host, path) ? 1 : -1;
}

/* At its place, so that what is written once more does not come twice. */
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
	return fsync(fd);
}

/* The name itself is on the disk only when its folder is. */
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

/* Nobody's file goes that came in between; some file systems cannot see to that. */
static int put_in_place(const char *part, const char *path, int replace)
{
	if (replace)
		return rename(part, path);
	if (!renameat2(AT_FDCWD, part, AT_FDCWD, path, RENAME_NOREPLACE))
		return 0;
	return errno == EINVAL || errno == ENOSYS ? rename(part, path) : -1;
}

/* A file that is new and nobody else's, whose name nobody knows before. */
static int write_file(const char *path, const char *text, int replace)
{
	char part[PATH_MAX];
	int fd, result, error;

	if ((size_t)snprintf(part, sizeof(part), "%s.XXXXXX", path) >= sizeof(part)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	fd = mkostemp(part, O_CLOEXEC);
	if (fd < 0)
		return -1;
	result = write_all(fd, text);
	if (close(fd))
		result = -1;
	if (!result)
		result = put_in_place(part, path, replace);
	if (!result)
		return sync_folder(path);
	error = errno;
	unlink(part);
	errno = error;
	return -1;
}

int example_write_plan(struct lvsdr *host, struct lvsdr_plan *plan, const char *path, int overwrite)
{
	const char *json;
	int replace;

	if (!lvsdr_plan_get_step_count(plan))
		return 0;
	replace = check_place(host, path, overwrite);
	if (replace < 0)
		return -1;
	if (lvsdr_plan_to_json(plan, &json) < 0)
		return complain(path, lvsdr_error_message(host));
	if (!write_file(path, json, replace))
		return 0;
	perror(path);
	return -1;
}
