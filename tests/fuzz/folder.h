/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* A folder of our own in place of /proc/sys/net/ipv4, which goes with the process. */

#include "fuzz.h"

#include <fcntl.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/lvsdr-fuzz-XXXXXX";
static int folder_fd = -1;

/* Whether there is such a file now, which was not there before. */
static inline bool folder_put(const char *path, const char *data, size_t size)
{
	int fd = openat(folder_fd, path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd < 0)
		return false;
	fuzz_expect(write(fd, data, size) == (ssize_t)size);
	close(fd);
	return true;
}

static inline void folder_remove(void)
{
	unlinkat(folder_fd, "conf/all/arp_ignore", 0);
	unlinkat(folder_fd, "conf/all/arp_announce", 0);
	unlinkat(folder_fd, "conf/all", AT_REMOVEDIR);
	unlinkat(folder_fd, "conf", AT_REMOVEDIR);
	unlinkat(folder_fd, "vs", AT_REMOVEDIR);
	rmdir(folder);
}

static inline void folder_make(void)
{
	fuzz_expect(mkdtemp(folder) != NULL);
	folder_fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	fuzz_expect(folder_fd >= 0 && !atexit(folder_remove));
	fuzz_expect(!mkdirat(folder_fd, "vs", 0700) && !mkdirat(folder_fd, "conf", 0700) &&
		    !mkdirat(folder_fd, "conf/all", 0700));
	fuzz_expect(folder_put("conf/all/arp_ignore", "1\n", 2) &&
		    folder_put("conf/all/arp_announce", "2\n", 2));
}

/* A descriptor that the handle closes. */
static inline int folder_open(void)
{
	int fd;

	if (folder_fd < 0)
		folder_make();
	fd = fcntl(folder_fd, F_DUPFD_CLOEXEC, 0);
	fuzz_expect(fd >= 0);
	return fd;
}
