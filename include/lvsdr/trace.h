/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LVSDR_TRACE_H
#define LVSDR_TRACE_H

/*
 * The trace: a line for every change that is made through a handle, written to a file descriptor.
 *
 * Each line is the classic command with the same effect. Plain calls, plans, their rollback and
 * their undo are traced in the same way. A change that was made is written as a command. A change
 * that failed, or whose result is unknown because no answer arrived, is written only with
 * LVSDR_TRACE_RESULT, and as a comment. A shell that runs the trace therefore repeats exactly the
 * changes that were made. Announcements and probes do not change the host and are not traced.
 */

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct lvsdr;

/* Details that the trace adds to each command. Values are never renumbered. */
#define LVSDR_TRACE_TIME   0x1u /* the time of the change, in UTC, in microseconds */
#define LVSDR_TRACE_RESULT 0x2u /* "done"; also a line with the reason for each failure */

/**
 * lvsdr_set_trace() - set the file descriptor to which changes are traced. Local.
 * @host: the handle.
 * @fd: an open descriptor of a file, pipe, socket or terminal. It is duplicated; the caller still
 *      closes its own. -1, the default, disables the trace.
 *
 *     ipvsadm -A -t 192.168.1.41:80 -s rr
 *     ipvsadm -A -t 192.168.1.41:80 -s rr # 2026-11-29T08:15:00.123456Z done
 *     # ipvsadm -A -t 192.168.1.41:81 -s rr # failed: cannot add tcp 192.168.1.41:81: ...
 *
 * Each line is one write(2), so that several processes can append to one file. A descriptor that
 * blocks delays the calls that make the changes; one that does not block loses lines instead,
 * which lvsdr_get_trace_lost() counts. The changes themselves never fail because of the trace, and
 * no SIGPIPE is raised.
 *
 * Returns: 0 on success; -EINVAL if @host is NULL or @fd is neither -1 nor an open descriptor;
 * -EIO if the process has no free descriptor. On failure the trace is not changed.
 * Since: 0.1
 */
int lvsdr_set_trace(struct lvsdr *host, int fd);

/**
 * lvsdr_set_trace_details() - set the details that the trace adds to each command. Local.
 * @host: the handle.
 * @details: a combination of LVSDR_TRACE_ values; the default is 0, no details.
 * Returns: 0 on success; -EINVAL.
 * Since: 0.1
 */
int lvsdr_set_trace_details(struct lvsdr *host, uint32_t details);

/**
 * lvsdr_get_trace_details() - get the details that the trace adds to each command. Local.
 * @host: the handle.
 * Returns: a combination of LVSDR_TRACE_ values; 0 if @host is NULL.
 * Since: 0.1
 */
uint32_t lvsdr_get_trace_details(const struct lvsdr *host);

/**
 * lvsdr_get_trace_lost() - get the number of lines of the trace that could not be written. Local.
 * @host: the handle.
 * Returns: the number of lines since the handle was created; 0 if @host is NULL.
 * Since: 0.1
 */
uint64_t lvsdr_get_trace_lost(const struct lvsdr *host);

#ifdef __cplusplus
}
#endif

#endif
