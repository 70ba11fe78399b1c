// SPDX-License-Identifier: LGPL-2.1-or-later
#include "core/operation.h"

static const char *const words[] = {
	[OPERATION_NONE] = "",
	[OPERATION_CREATE] = "create",
	[OPERATION_DESCRIBE] = "describe",
	[OPERATION_SET] = "set",
	[OPERATION_GET] = "get",
	[OPERATION_OPEN] = "open",
	[OPERATION_READ] = "read",
	[OPERATION_WRITE] = "write",
	[OPERATION_ADD] = "add",
	[OPERATION_UPDATE] = "update",
	[OPERATION_REMOVE] = "remove",
	[OPERATION_PLAN] = "plan",
	[OPERATION_APPLY] = "apply",
	[OPERATION_UNDO] = "undo",
	[OPERATION_DRAIN] = "drain",
	[OPERATION_COUNT] = "count",
	[OPERATION_ZERO] = "zero",
	[OPERATION_ANNOUNCE] = "announce",
	[OPERATION_PROBE] = "probe",
	[OPERATION_WATCH] = "watch",
};

const char *operation_word(enum operation operation)
{
	return words[operation];
}
