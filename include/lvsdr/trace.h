/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LVSDR_TRACE_H
#define LVSDR_TRACE_H

/*
 * The trace: every change that is made through a handle, written to a descriptor as it happens.
 *
 * Each change is one line: the classic command that has the same effect. Plain calls, plans, their
 * rollback and their undo are traced alike. What was changed is a command; what failed, or may have
 * been done although no answer came, is traced only with LVSDR_TRACE_RESULT and is a comment, so
 * that a shell that is given the trace repeats what was done and no more. Announcements and probes
 * change nothing on the host and are not traced.
 */

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct lvsdr;

/* What a line of the trace tells beside the command. Values are never renumbered. */
#define LVSDR_TRACE_TIME   0x1u /* when it happened, in UTC, to the microsecond */
#define LVSDR_TRACE_RESULT 0x2u /* "done"; lines for what failed too, with the reason */

/**
 * lvsdr_set_trace() - write every change that is made through a handle to a descriptor. Local.
 * @host: the handle.
 * @fd: an open descriptor of a file, pipe, socket or terminal, which is duplicated, so that the
 *      caller still closes its own; -1, the default: no trace is written.
 *
 *     ipvsadm -A -t 192.168.1.41:80 -s rr
 *     ipvsadm -A -t 192.168.1.41:80 -s rr # 2026-11-29T08:15:00.123456Z done
 *     # ipvsadm -A -t 192.168.1.41:81 -s rr # failed: cannot add tcp 192.168.1.41:81: ...
 *
 * Each line is one write(2), so that several processes can append to one file. A descriptor that
 * blocks delays the calls that make the changes; one that does not block loses lines instead, which
 * lvsdr_get_trace_lost() counts. The changes themselves never fail because of the trace, and no
 * SIGPIPE is raised.
 *
 * Returns: 0; -EINVAL when @host is NULL or @fd is neither -1 nor an open descriptor; -EIO when the
 * process has no free descriptor. After a failure the trace is as it was before.
 * Since: 0.1
 */
int lvsdr_set_trace(struct lvsdr *host, int fd);

/**
 * lvsdr_set_trace_details() - choose what the lines of the trace tell beside the command. Local.
 * @host: the handle.
 * @details: a combination of LVSDR_TRACE_ values; 0, the default: nothing.
 * Returns: 0; -EINVAL.
 * Since: 0.1
 */
int lvsdr_set_trace_details(struct lvsdr *host, uint32_t details);

/**
 * lvsdr_get_trace_details() - what the lines of the trace tell beside the command. Local.
 * @host: the handle.
 * Returns: a combination of LVSDR_TRACE_ values; 0 when @host is NULL.
 * Since: 0.1
 */
uint32_t lvsdr_get_trace_details(const struct lvsdr *host);

/**
 * lvsdr_get_trace_lost() - how many lines of the trace could not be written. Local.
 * @host: the handle.
 * Returns: the number of lines since the handle was made; 0 when @host is NULL.
 * Since: 0.1
 */
uint64_t lvsdr_get_trace_lost(const struct lvsdr *host);

#ifdef __cplusplus
}
#endif

#endif
