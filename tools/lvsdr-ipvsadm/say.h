/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What is printed besides a listing. */

#include <lvsdr/lvsdr.h>

enum { WRONG = 2, FAILED = 255, NOT_LISTED = 1 }; /* exit statuses */

/* While rules are restored, messages end with the line. 0: none. */
void say_set_line(unsigned long line);
/* A message in the words of ipvsadm; hostile bytes in it are escaped. WRONG. */
__attribute__((format(printf, 1, 2))) int wrong(const char *format, ...);
/* The same, followed by the library's reason. */
__attribute__((format(printf, 2, 3))) int wrong_value(const struct lvsdr *host, const char *format,
						      ...);
/* A word that is no option: "-t: missing argument". FAILED. */
int say_syntax(const char *word, const char *problem);
int say_try_help(void);
/* A call of the library that failed; FAILED. */
int complain(const struct lvsdr *host);
/* The same in the words of ipvsadm. */
int failed(const char *what);
int out_of_memory(void); /* FAILED */
/* After all is printed: 0, or FAILED. */
int end_output(void);
