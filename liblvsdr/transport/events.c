// SPDX-License-Identifier: LGPL-2.1-or-later
#include "transport/events.h"

#include "transport/netlink.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

enum { DATAGRAMS_AT_ONCE = 1024 /* from each socket, so that nobody keeps the caller busy */ };

static const int protocols[EVENTS_SOURCES] = {[EVENTS_RTNL] = NETLINK_ROUTE,
					      [EVENTS_NFT] = NETLINK_NETFILTER,
					      [EVENTS_NLCTRL] = NETLINK_GENERIC};

void events_init(struct events *events)
{
	events->fd = events->timer = -1;
	for (int i = 0; i < EVENTS_SOURCES; i++) {
		events->sockets[i].fd = -1;
		events->sockets[i].lost = false;
	}
}

void events_close(struct events *events)
{
	if (events->fd >= 0)
		close(events->fd);
	if (events->timer >= 0)
		close(events->timer);
	for (int i = 0; i < EVENTS_SOURCES; i++)
		if (events->sockets[i].fd >= 0)
			close(events->sockets[i].fd);
	events_init(events);
}

static int add(struct events *events, int fd)
{
	struct epoll_event event = {.events = EPOLLIN};

	return epoll_ctl(events->fd, EPOLL_CTL_ADD, fd, &event) ? -errno : 0;
}

int events_open(struct events *events)
{
	events->fd = epoll_create1(EPOLL_CLOEXEC);
	if (events->fd < 0)
		return -errno;
	events->timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	return events->timer < 0 ? -errno : add(events, events->timer);
}

static int join(int fd, uint64_t groups)
{
	for (int group = 1; group < 64; group++)
		if (groups & (uint64_t)1 << group &&
		    setsockopt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group, sizeof(group)))
			return -errno;
	return 0;
}

int events_listen(struct events *events, enum events_source source, uint64_t groups)
{
	int fd = netlink_open_fd(protocols[source]), error;

	if (fd < 0)
		return fd;
	error = join(fd, groups);
	if (!error)
		error = add(events, fd);
	if (error)
		close(fd);
	else
		events->sockets[source].fd = fd;
	return error;
}

int events_wake_at(struct events *events, int64_t time)
{
	struct itimerspec at = {.it_value = {.tv_sec = 0}};

	if (time)
		at.it_value = (struct timespec){time / 1000, time % 1000 * 1000000 + 1};
	return timerfd_settime(events->timer, TFD_TIMER_ABSTIME, &at, NULL) ? -errno : 0;
}

/* False where the end is none of a message. */
static bool take_datagram(enum events_source source, const char *datagram, size_t length,
			  events_handler handler, void *data)
{
	const struct nlmsghdr *message;

	for (size_t at = 0; at < length; at += NLMSG_ALIGN(message->nlmsg_len)) {
		message = (const void *)(datagram + at);
		if (length - at < sizeof(*message) || message->nlmsg_len < sizeof(*message) ||
		    message->nlmsg_len > length - at)
			return false;
		handler(source, message, data);
	}
	return true;
}

/* 1: a datagram was read, or it is known that one is lost; 0: there is none; or a negative errno. */
static int read_datagram(struct events *events, enum events_source source, events_handler handler,
			 void *data)
{
	struct iovec place = {events->buffer, sizeof(events->buffer)};
	struct sockaddr_nl sender = {.nl_family = AF_UNSPEC};
	struct msghdr message = {.msg_name = &sender,
				 .msg_namelen = sizeof(sender),
				 .msg_iov = &place,
				 .msg_iovlen = 1};
	ssize_t length = recvmsg(events->sockets[source].fd, &message, 0);

	if (length < 0 && errno == EAGAIN)
		return 0;
	if (length < 0 && errno == EINTR)
		return 1;
	if (length < 0) {
		events->sockets[source].lost = true;
		return errno == ENOBUFS ? 1 : -errno;
	}
	if (!netlink_is_from_kernel(&message))
		return 1;
	if (message.msg_flags & MSG_TRUNC ||
	    !take_datagram(source, events->buffer, (size_t)length, handler, data))
		events->sockets[source].lost = true;
	return 1;
}

/*
 * An overflow is told once, and until all that waited has been read the kernel drops what comes
 * without another word.
 */
static int read_socket(struct events *events, enum events_source source, events_handler handler,
		       void *data, bool *ret_lost)
{
	int result = 1;

	for (int i = 0; i < DATAGRAMS_AT_ONCE && result == 1; i++)
		result = read_datagram(events, source, handler, data);
	*ret_lost |= events->sockets[source].lost;
	if (!result)
		events->sockets[source].lost = false;
	return result < 0 ? result : 0;
}

int events_read(struct events *events, events_handler handler, void *data, bool *ret_lost)
{
	int error = 0, result;

	*ret_lost = false;
	for (int i = 0; i < EVENTS_SOURCES; i++) {
		if (events->sockets[i].fd < 0)
			continue;
		result = read_socket(events, (enum events_source)i, handler, data, ret_lost);
		if (result)
			error = result;
	}
	return error;
}
