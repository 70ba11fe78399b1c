/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* What can fail, in the order of <lvsdr/error.h>. */
enum operation {
	OPERATION_NONE,
	OPERATION_CREATE,
	OPERATION_DESCRIBE,
	OPERATION_SET,
	OPERATION_GET,
	OPERATION_OPEN,
	OPERATION_READ,
	OPERATION_WRITE,
	OPERATION_ADD,
	OPERATION_UPDATE,
	OPERATION_REMOVE,
	OPERATION_PLAN,
	OPERATION_APPLY,
	OPERATION_UNDO,
	OPERATION_DRAIN,
	OPERATION_COUNT,
	OPERATION_ZERO,
	OPERATION_ANNOUNCE,
	OPERATION_PROBE,
	OPERATION_WATCH,
};

/* Its word, which lvsdr_error_operation() returns. */
const char *operation_word(enum operation operation);
