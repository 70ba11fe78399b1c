/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The exit status. */
int help(void);
int version(void);
