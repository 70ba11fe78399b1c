/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <errno.h>

/* A network namespace that stays the same wherever the calling thread goes. */
struct netns {
	int fd; /* -1 until chosen */
};

/*
 * Why a namespace could not be entered, in errno's stead: a request that is not permitted (-EPERM)
 * or is to be repeated (-EAGAIN) is something else.
 */
enum { NETNS_REFUSED = EL2HLT, NETNS_NO_THREAD = EUSERS };

/* All return 0 or a negative errno. */
int netns_open_current(struct netns *netns);
int netns_open_path(struct netns *netns, const char *path);
int netns_open_fd(struct netns *netns, int fd);
void netns_close(struct netns *netns);
/*
 * Runs `function` inside the namespace: directly when the calling thread is there, otherwise in a
 * short-lived thread, so that the caller is never stranded elsewhere. Returns its result.
 */
int netns_run(const struct netns *netns, int (*function)(void *data), void *data);
