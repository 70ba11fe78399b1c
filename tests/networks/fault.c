// SPDX-License-Identifier: LGPL-2.1-or-later
#include "fault.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

enum { CALLS = 10 /* kinds of them */ };

_Static_assert(FAULT_ALL == (1 << CALLS) - 1, "a counter for each");

static struct {
	unsigned int calls, how;
	int nth, error;
	atomic_int count, of[CALLS];
} fault;

void fault_arm(unsigned int calls, int nth, int error, unsigned int how)
{
	fault.how = how;
	fault.nth = nth;
	fault.error = error;
	fault.count = 0;
	for (int i = 0; i < CALLS; i++)
		fault.of[i] = 0;
	fault.calls = calls;
}

void fault_disarm(void)
{
	fault.calls = 0;
}

int fault_count(unsigned int calls)
{
	int count = 0;

	for (int i = 0; i < CALLS; i++)
		if (calls & 1u << i)
			count += fault.of[i];
	return count;
}

static int usual_error(unsigned int call)
{
	switch (call) {
	case FAULT_SEND:
	case FAULT_RECEIVE:
		return ENOBUFS;
	case FAULT_OPEN:
	case FAULT_SOCKET:
		return EMFILE;
	case FAULT_READ:
	case FAULT_WRITE:
		return EIO;
	default:
		return ENOMEM;
	}
}

/* Whether this call is one that fails. */
static bool counts(unsigned int call)
{
	int number;

	if (!(fault.calls & call))
		return false;
	fault.of[__builtin_ctz(call)]++;
	number = ++fault.count;
	return fault.how & FAULT_FROM_ON ? number >= fault.nth : number == fault.nth;
}

/* Before the call: whether it is not made. */
static bool fails_before(unsigned int call, bool chosen)
{
	if (!chosen || fault.how & FAULT_AFTER)
		return false;
	errno = fault.error ? fault.error : usual_error(call);
	return true;
}

static ssize_t fail_after(unsigned int call, bool chosen, ssize_t result)
{
	if (!chosen)
		return result;
	errno = fault.error ? fault.error : usual_error(call);
	return -1;
}

#define REAL(name)                                                                                 \
	static __typeof__(name) *real;                                                             \
	if (!real)                                                                                 \
	*(void **)&real = dlsym(RTLD_NEXT, #name)

/* The call itself is made only where it does not fail before. */
#define COUNT(call, ...)                                                                           \
	bool chosen = counts(call);                                                                \
	if (fails_before(call, chosen))                                                            \
		return -1;                                                                         \
	return fail_after(call, chosen, __VA_ARGS__)

ssize_t fault_sendmsg(int fd, const struct msghdr *message, int flags)
{
	REAL(sendmsg);
	COUNT(FAULT_SEND, real(fd, message, flags));
}

ssize_t fault_write(int fd, const void *data, size_t length)
{
	REAL(write);
	COUNT(FAULT_WRITE, real(fd, data, length));
}

/* One that finds nothing yet is none: the answer comes to the next. */
int recvmmsg(int fd, struct mmsghdr *messages, unsigned int count, int flags,
	     struct timespec *timeout)
{
	REAL(recvmmsg);
	COUNT(FAULT_RECEIVE, real(fd, messages, count, flags, timeout));
}

ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
	REAL(recvmsg);
	COUNT(FAULT_RECEIVE, real(fd, message, flags));
}

int poll(struct pollfd *pollers, nfds_t count, int timeout)
{
	REAL(poll);
	COUNT(FAULT_POLL, real(pollers, count, timeout));
}

ssize_t read(int fd, void *data, size_t length)
{
	REAL(read);
	COUNT(FAULT_READ, real(fd, data, length));
}

int socket(int domain, int type, int protocol)
{
	REAL(socket);
	bool chosen = counts(FAULT_SOCKET);

	return fails_before(FAULT_SOCKET, chosen) ? -1
	       : chosen				  ? fail_after(FAULT_SOCKET, true, 0)
						  : real(domain, type, protocol);
}

static unsigned int kind_of(int level)
{
	return level == IPPROTO_IP ? FAULT_IPVS : FAULT_OPTION;
}

int setsockopt(int fd, int level, int name, const void *value, socklen_t length)
{
	REAL(setsockopt);
	COUNT(kind_of(level), real(fd, level, name, value, length));
}

int fault_ask(int fd, int level, int name, void *value, socklen_t *length)
{
	REAL(getsockopt);
	return real(fd, level, name, value, length);
}

int getsockopt(int fd, int level, int name, void *value, socklen_t *length)
{
	COUNT(kind_of(level), fault_ask(fd, level, name, value, length));
}

/* A descriptor that nobody gets would be lost: opening has no effect when it fails. */
static int open_counted(int folder, const char *path, int flags, mode_t mode)
{
	static int (*real)(int, const char *, int, ...);

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "openat64");
	if (counts(FAULT_OPEN)) {
		errno = fault.error ? fault.error : usual_error(FAULT_OPEN);
		return -1;
	}
	return real(folder, path, flags, mode);
}

static mode_t mode_of(int flags, va_list arguments)
{
	return flags & O_CREAT ? va_arg(arguments, mode_t) : 0;
}

#define OPEN(name, folder, parameters)                                                             \
	int name parameters                                                                        \
	{                                                                                          \
		va_list arguments;                                                                 \
		mode_t mode;                                                                       \
                                                                                                   \
		va_start(arguments, flags);                                                        \
		mode = mode_of(flags, arguments);                                                  \
		va_end(arguments);                                                                 \
		return open_counted(folder, path, flags, mode);                                    \
	}

OPEN(open, AT_FDCWD, (const char *path, int flags, ...))
OPEN(open64, AT_FDCWD, (const char *path, int flags, ...))
OPEN(openat, folder, (int folder, const char *path, int flags, ...))
OPEN(openat64, folder, (int folder, const char *path, int flags, ...))

/* ---- Of the C library; dlsym() itself allocates. */

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

void *malloc(size_t size)
{
	return fails_before(FAULT_ALLOCATION, counts(FAULT_ALLOCATION)) ? NULL
									: __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	return fails_before(FAULT_ALLOCATION, counts(FAULT_ALLOCATION))
		       ? NULL
		       : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
	return fails_before(FAULT_ALLOCATION, counts(FAULT_ALLOCATION)) ? NULL
									: __libc_realloc(old, size);
}
