// SPDX-License-Identifier: LGPL-2.1-or-later
#include "fault.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { CALLS = __builtin_popcount(FAULT_ALL) /* kinds of them */ };

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
	case FAULT_ENTER:
		return EAGAIN;
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
	if (!chosen || fault.how & (FAULT_AFTER | FAULT_SHORT))
		return false;
	errno = fault.error ? fault.error : usual_error(call);
	return true;
}

static ssize_t fail_after(unsigned int call, bool chosen, ssize_t result)
{
	if (!chosen || fault.how & FAULT_SHORT)
		return result;
	errno = fault.error ? fault.error : usual_error(call);
	return -1;
}

static size_t cut(bool chosen, size_t length)
{
	return chosen && fault.how & FAULT_SHORT && length ? 1 : length;
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
	COUNT(FAULT_WRITE, real(fd, data, cut(chosen, length)));
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

ssize_t recvfrom(int fd, void *data, size_t size, int flags, __SOCKADDR_ARG sender,
		 socklen_t *length)
{
	REAL(recvfrom);
	COUNT(FAULT_RECEIVE, real(fd, data, size, flags, sender, length));
}

int poll(struct pollfd *pollers, nfds_t count, int timeout)
{
	REAL(poll);
	COUNT(FAULT_POLL, real(pollers, count, timeout));
}

ssize_t read(int fd, void *data, size_t length)
{
	REAL(read);
	COUNT(FAULT_READ, real(fd, data, cut(chosen, length)));
}

int socket(int domain, int type, int protocol)
{
	REAL(socket);
	bool chosen = counts(FAULT_SOCKET);

	if (fails_before(FAULT_SOCKET, chosen))
		return -1;
	return chosen ? fail_after(FAULT_SOCKET, true, 0) : real(domain, type, protocol);
}

int bind(int fd, __CONST_SOCKADDR_ARG address, socklen_t length)
{
	REAL(bind);
	COUNT(FAULT_CONNECT, real(fd, address, length));
}

int connect(int fd, __CONST_SOCKADDR_ARG address, socklen_t length)
{
	REAL(connect);
	COUNT(FAULT_CONNECT, real(fd, address, length));
}

int setns(int fd, int type)
{
	REAL(setns);
	COUNT(FAULT_ENTER, real(fd, type));
}

/* It has no errno. */
int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*begin)(void *),
		   void *argument)
{
	REAL(pthread_create);
	return fails_before(FAULT_ENTER, counts(FAULT_ENTER))
		       ? errno
		       : real(thread, attributes, begin, argument);
}

int fstat(int fd, struct stat *status)
{
	REAL(fstat);
	COUNT(FAULT_LOOK, real(fd, status));
}

int stat(const char *path, struct stat *status)
{
	REAL(stat);
	COUNT(FAULT_LOOK, real(path, status));
}

int ioctl(int fd, unsigned long request, ...)
{
	REAL(ioctl);
	va_list arguments;
	void *argument;

	va_start(arguments, request);
	argument = va_arg(arguments, void *);
	va_end(arguments);
	COUNT(FAULT_LOOK, real(fd, request, argument));
}

ssize_t getrandom(void *data, size_t length, unsigned int flags)
{
	REAL(getrandom);
	COUNT(FAULT_LOOK, real(data, length, flags));
}

struct dirent *readdir(DIR *list)
{
	REAL(readdir);
	return fails_before(FAULT_READ, counts(FAULT_READ)) ? NULL : real(list);
}

DIR *fdopendir(int fd)
{
	REAL(fdopendir);
	return fails_before(FAULT_OPEN, counts(FAULT_OPEN)) ? NULL : real(fd);
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
static bool opening_fails(void)
{
	if (!counts(FAULT_OPEN) || fault.how & FAULT_SHORT)
		return false;
	errno = fault.error ? fault.error : usual_error(FAULT_OPEN);
	return true;
}

static int open_counted(int folder, const char *path, int flags, mode_t mode)
{
	static int (*real)(int, const char *, int, ...);

	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "openat64");
	return opening_fails() ? -1 : real(folder, path, flags, mode);
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

int fcntl(int fd, int command, ...)
{
	REAL(fcntl);
	va_list arguments;
	void *argument;

	va_start(arguments, command);
	argument = va_arg(arguments, void *);
	va_end(arguments);
	if (command == F_DUPFD_CLOEXEC && opening_fails())
		return -1;
	return real(fd, command, argument);
}

/* Those that the C library has no function for: openat2(). */
long syscall(long number, ...)
{
	REAL(syscall);
	long argument[6];
	va_list arguments;

	va_start(arguments, number);
	for (int i = 0; i < 6; i++)
		argument[i] = va_arg(arguments, long);
	va_end(arguments);
	if (number == SYS_openat2 && opening_fails())
		return -1;
	return real(number, argument[0], argument[1], argument[2], argument[3], argument[4],
		    argument[5]);
}

bool fault_of_allocation(void)
{
	return fails_before(FAULT_ALLOCATION, counts(FAULT_ALLOCATION));
}
