// SPDX-License-Identifier: LGPL-2.1-or-later
#include "core/trace.h"

#include "core/handle.h"
#include "util/file.h"

#include <errno.h>
#include <fcntl.h>
#include <lvsdr/trace.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { KNOWN_DETAILS = LVSDR_TRACE_TIME | LVSDR_TRACE_RESULT };

void trace_close(struct trace *trace)
{
	if (trace->fd >= 0)
		close(trace->fd);
	trace->fd = -1;
}

/* 0 or -errno. */
static int write_whole(int fd, const char *line)
{
	size_t length = strlen(line);
	int written;

	for (; length; line += written, length -= (size_t)written) {
		written = file_write(fd, line, length);
		if (written <= 0)
			return written ? written : -EIO;
	}
	return 0;
}

/* Writes without the signal that a reader who went away would send; one that waited before stays.
 */
static int write_without_signal(int fd, const char *line)
{
	const struct timespec now = {0};
	sigset_t pipe, waiting, old;
	int error;

	sigemptyset(&pipe);
	sigaddset(&pipe, SIGPIPE);
	if (sigpending(&waiting))
		return -errno;
	error = -pthread_sigmask(SIG_BLOCK, &pipe, &old);
	if (error)
		return error;
	error = write_whole(fd, line);
	if (error == -EPIPE && !sigismember(&waiting, SIGPIPE))
		sigtimedwait(&pipe, NULL, &now);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	return error;
}

void trace_write(struct trace *trace, const char *line)
{
	if (write_without_signal(trace->fd, line))
		trace->lost++;
}

static int refuse(struct lvsdr *host, int fd, int error)
{
	if (error == -EBADF)
		return error_set(host, -EINVAL, OPERATION_SET, "the trace",
				 "%d is not an open descriptor; -1 disables the trace", fd);
	return error_set_kernel(host, error, NULL, OPERATION_SET, "the trace", NULL);
}

int lvsdr_set_trace(struct lvsdr *host, int fd)
{
	int own = -1;

	if (!host)
		return -EINVAL;
	if (fd != -1) {
		own = fcntl(fd, F_DUPFD_CLOEXEC, 0);
		if (own < 0)
			return refuse(host, fd, -errno);
	}
	trace_close(&host->trace);
	host->trace.fd = own;
	return 0;
}

int lvsdr_set_trace_details(struct lvsdr *host, uint32_t details)
{
	if (!host)
		return -EINVAL;
	if (details & ~(uint32_t)KNOWN_DETAILS) {
		error_set(host, -EINVAL, OPERATION_SET, "the trace's details",
			  "0x%x has bits that are not LVSDR_TRACE_ values", details);
		return error_set_field(host, "trace_details");
	}
	host->trace.details = details;
	return 0;
}

uint32_t lvsdr_get_trace_details(const struct lvsdr *host)
{
	return host ? host->trace.details : 0;
}

uint64_t lvsdr_get_trace_lost(const struct lvsdr *host)
{
	return host ? host->trace.lost : 0;
}
