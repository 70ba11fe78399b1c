/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What unit and kernel tests share: cmocka in the order it wants, and how a refusal is checked. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <lvsdr/lvsdr.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The code, the same code in the detail, and a sentence that names what matters. */
static inline void check_refused(struct lvsdr *host, int result, int code, const char *words)
{
	if (result != code || !strstr(lvsdr_error_message(host), words))
		fail_msg("%d instead of %d, and \"%s\" for \"%s\"", result, code,
			 lvsdr_error_message(host), words);
	assert_int_equal(lvsdr_error_code(host), code);
	assert_string_not_equal(lvsdr_error_operation(host), "");
	assert_string_not_equal(lvsdr_error_object(host), "");
}

/* For tests that need a handle and no kernel. */
static inline int handle_set_up(void **host)
{
	return lvsdr_new((struct lvsdr **)host);
}

static inline int handle_tear_down(void **host)
{
	lvsdr_free(*host);
	return 0;
}
