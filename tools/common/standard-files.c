// SPDX-License-Identifier: LGPL-2.1-or-later
#include "standard-files.h"

#include <fcntl.h>
#include <unistd.h>

int standard_files_keep(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 &&
		    open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd)
			return -1;
	return 0;
}
