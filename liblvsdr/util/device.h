/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* Room for whatever a device may be called: its own name or a longer alternative one. */
enum { DEVICE_NAME_SIZE = 128 };

/* What is wrong with a text that is to name a device, or NULL. */
const char *device_wrong(const char *name);
