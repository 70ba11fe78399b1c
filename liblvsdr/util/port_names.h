/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stdint.h>

enum {
	PORT_NAMES_LINE_SIZE = 1024, /* without what follows "#" */
	PORT_NAMES_FILE_SIZE = 4 << 20,
};

/*
 * The port of a name, or of one of its aliases, in a file such as /etc/services; the
 * first line counts that has it, and `protocol` where that is not NULL. The C library's way
 * (getservbyname_r(3)) loads modules, and ends the process when memory ends meanwhile. So the file
 * is read here, without any memory; nsswitch.conf(5) is not asked. A longer line has no names.
 *
 * 0; -ENOENT where there is no such name, or no file; -EFBIG where a longer file has it not up to
 * there; another errno where the file could not be read.
 */
int port_names_look_up(const char *path, const char *name, const char *protocol,
		       uint16_t *ret_port);
