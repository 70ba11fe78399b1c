// SPDX-License-Identifier: LGPL-2.1-or-later
#include "transport/netns.h"

#include <fcntl.h>
#include <linux/nsfs.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

static int keep_if_netns(struct netns *netns, int fd)
{
	int error = 0, type;

	if (fd < 0)
		return -errno;
	/* What no namespace is does not know the question. */
	type = ioctl(fd, NS_GET_NSTYPE);
	if (type != CLONE_NEWNET)
		error = type < 0 && errno != ENOTTY ? -errno : -EINVAL;
	if (error)
		close(fd);
	else
		netns->fd = fd;
	return error;
}

int netns_open_current(struct netns *netns)
{
	return netns_open_path(netns, "/proc/thread-self/ns/net");
}

int netns_open_path(struct netns *netns, const char *path)
{
	return keep_if_netns(netns, open(path, O_RDONLY | O_CLOEXEC));
}

int netns_open_fd(struct netns *netns, int fd)
{
	return keep_if_netns(netns, fcntl(fd, F_DUPFD_CLOEXEC, 3));
}

void netns_close(struct netns *netns)
{
	if (netns->fd >= 0)
		close(netns->fd);
	netns->fd = -1;
}

static bool is_current(const struct netns *netns)
{
	struct stat here, there;

	return !stat("/proc/thread-self/ns/net", &here) && !fstat(netns->fd, &there) &&
	       here.st_ino == there.st_ino && here.st_dev == there.st_dev;
}

struct visit {
	const struct netns *netns;
	int (*function)(void *data);
	void *data;
	int result;
};

/* Filters of system calls refuse with EPERM or, as if they were unknown, with ENOSYS. */
static int as_entering(int error)
{
	return error == EPERM || error == ENOSYS ? -NETNS_REFUSED : -error;
}

static void *visit(void *argument)
{
	struct visit *visit = argument;

	visit->result = setns(visit->netns->fd, CLONE_NEWNET) ? as_entering(errno)
							      : visit->function(visit->data);
	return NULL;
}

int netns_run(const struct netns *netns, int (*function)(void *data), void *data)
{
	struct visit visitor = {.netns = netns, .function = function, .data = data};
	sigset_t all, old;
	pthread_t thread;
	int error;

	if (is_current(netns))
		return function(data);
	/* The program's signal handlers must not run in a thread of ours. */
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	error = pthread_create(&thread, NULL, visit, &visitor);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	if (error)
		return error == EAGAIN ? -NETNS_NO_THREAD : as_entering(error);
	pthread_join(thread, NULL);
	return visitor.result;
}
