/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * Where the caller has closed standard input, output or error, a file or socket that is opened would
 * get its number, and what is meant for the one would go to the other. Here it is taken, by something
 * that can neither be read nor written. 0, or -1 with errno.
 */
int standard_files_keep(void);
