// SPDX-License-Identifier: LGPL-2.1-or-later
#include "file.h"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

/* musl 1.2.3 has no renameat2(). */
int file_move(const char *from, const char *to, unsigned int flags)
{
	return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, flags);
}
