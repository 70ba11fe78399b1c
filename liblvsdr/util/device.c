// SPDX-License-Identifier: LGPL-2.1-or-later
#include "util/device.h"

#include <string.h>

/* The white space of the kernel (lib/ctype.c), which takes Latin-1's hard space for such. */
static const char spaces[] = " \t\n\v\f\r\xa0";

/* As dev_valid_name() of the kernel has it (net/core/dev.c), but for the length. */
const char *device_wrong(const char *name)
{
	if (!*name)
		return "the name of the device is empty";
	if (strlen(name) >= DEVICE_NAME_SIZE)
		return "the name of a device has at most 15 characters, an alternative one at most "
		       "127";
	if (!strcmp(name, ".") || !strcmp(name, ".."))
		return "no device is called \".\" or \"..\"";
	if (strchr(name, ':'))
		return "a name with a colon is the label of an address; use the name of the "
		       "device, and set the label of a VIP by itself (lvsdr_vip_set_label(), "
		       "\"label\" in JSON)";
	if (strchr(name, '/'))
		return "the name of a device cannot contain a slash";
	if (strpbrk(name, spaces))
		return "the name of a device cannot contain white space";
	return NULL;
}
