// SPDX-License-Identifier: LGPL-2.1-or-later
#include "transport/netlink.h"

#include <errno.h>
#include <libmnl/libmnl.h>
#include <poll.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* The kernel fills at most 32 KiB of a dump at once. */
enum { BUFFER_SIZE = 32768 };

int netlink_open(struct netlink *netlink, int protocol)
{
	struct sockaddr_nl address = {.nl_family = AF_NETLINK};
	int on = 1, error;
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, protocol);

	if (fd < 0)
		return -errno;
	if (bind(fd, (struct sockaddr *)&address, sizeof(address))) {
		error = -errno;
		close(fd);
		return error;
	}
	/* Both only make errors richer or shorter; old kernels do without. */
	setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, &on, sizeof(on));
	setsockopt(fd, SOL_NETLINK, NETLINK_CAP_ACK, &on, sizeof(on));
	netlink->fd = fd;
	return 0;
}

void netlink_close(struct netlink *netlink)
{
	if (netlink->fd >= 0)
		close(netlink->fd);
	netlink->fd = -1;
}

static int64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* Waits until the socket is ready for `events` or the deadline has passed. */
static int wait_for(int fd, short events, int64_t deadline)
{
	struct pollfd poller = {.fd = fd, .events = events};
	int64_t left;

	for (;;) {
		left = deadline - now();
		if (left < 0)
			left = 0;
		switch (poll(&poller, 1, (int)left)) {
		case 0:
			return -ETIMEDOUT;
		case -1:
			if (errno != EINTR)
				return -errno;
			break;
		default:
			return 0;
		}
	}
}

static int send_request(const struct netlink *netlink, const struct nlmsghdr *request,
			int64_t deadline)
{
	int error;

	for (;;) {
		if (send(netlink->fd, request, request->nlmsg_len, MSG_NOSIGNAL) >= 0)
			return 0;
		if (errno == EAGAIN) {
			error = wait_for(netlink->fd, POLLOUT, deadline);
			if (error)
				return error;
		} else if (errno != EINTR) {
			return -errno;
		}
	}
}

static int keep_text(const struct nlattr *attribute, void *data)
{
	struct netlink_error *error = data;

	if (mnl_attr_get_type(attribute) == NLMSGERR_ATTR_MSG &&
	    !mnl_attr_validate(attribute, MNL_TYPE_NUL_STRING))
		strncpy(error->text, mnl_attr_get_str(attribute), sizeof(error->text) - 1);
	return MNL_CB_OK;
}

static int take_error(const struct nlmsghdr *message, struct netlink_error *ret_error)
{
	const struct nlmsgerr *error = mnl_nlmsg_get_payload(message);
	unsigned int skip = sizeof(*error);

	if (mnl_nlmsg_get_payload_len(message) < sizeof(*error))
		return -EBADMSG;
	if (!(message->nlmsg_flags & NLM_F_CAPPED))
		skip += error->msg.nlmsg_len - NLMSG_HDRLEN;
	if (message->nlmsg_flags & NLM_F_ACK_TLVS && skip <= mnl_nlmsg_get_payload_len(message))
		mnl_attr_parse_payload(mnl_nlmsg_get_payload_offset(message, skip),
				       mnl_nlmsg_get_payload_len(message) - skip, keep_text,
				       ret_error);
	ret_error->number = -error->error;
	return error->error;
}

static int take_done(const struct nlmsghdr *message, struct netlink_error *ret_error)
{
	int result = 0;

	if (mnl_nlmsg_get_payload_len(message) >= sizeof(result))
		memcpy(&result, mnl_nlmsg_get_payload(message), sizeof(result));
	if (result < 0)
		ret_error->number = -result;
	return result < 0 ? result : 0;
}

/* One datagram: *ret_end is set by the message that closes the request. */
static int take_datagram(const void *buffer, int size, uint32_t sequence, netlink_handler handler,
			 void *data, struct netlink_error *ret_error, bool *ret_end)
{
	const struct nlmsghdr *message = buffer;
	int result = 0;

	for (; mnl_nlmsg_ok(message, size) && !result; message = mnl_nlmsg_next(message, &size)) {
		if (message->nlmsg_seq != sequence)
			continue; /* left over from a request that timed out */
		if (message->nlmsg_type == NLMSG_ERROR) {
			*ret_end = true;
			return take_error(message, ret_error);
		}
		if (message->nlmsg_type == NLMSG_DONE) {
			*ret_end = true;
			return take_done(message, ret_error);
		}
		if (handler)
			result = handler(message, data);
	}
	return result;
}

static int receive(const struct netlink *netlink, uint32_t sequence, int64_t deadline,
		   netlink_handler handler, void *data, struct netlink_error *ret_error)
{
	_Alignas(struct nlmsghdr) char buffer[BUFFER_SIZE];
	bool end = false;
	int result = 0, taken;
	ssize_t size;

	/* After a handler's error the replies still have to be drained. */
	while (!end) {
		size = recv(netlink->fd, buffer, sizeof(buffer), 0);
		if (size < 0 && errno == EAGAIN) {
			taken = wait_for(netlink->fd, POLLIN, deadline);
			if (taken)
				return taken;
			continue;
		}
		if (size < 0 && errno == EINTR)
			continue;
		if (size < 0)
			return -errno;
		taken = take_datagram(buffer, (int)size, sequence, result ? NULL : handler, data,
				      ret_error, &end);
		result = result ? result : taken;
	}
	return result;
}

int netlink_request(struct netlink *netlink, struct nlmsghdr *request, int timeout,
		    netlink_handler handler, void *data, struct netlink_error *ret_error)
{
	int64_t deadline = now() + timeout;
	int result;

	*ret_error = (struct netlink_error){.number = 0};
	request->nlmsg_seq = ++netlink->sequence;
	request->nlmsg_flags |= NLM_F_REQUEST;
	if ((request->nlmsg_flags & NLM_F_DUMP) != NLM_F_DUMP)
		request->nlmsg_flags |= NLM_F_ACK;
	result = send_request(netlink, request, deadline);
	if (!result)
		result = receive(netlink, request->nlmsg_seq, deadline, handler, data, ret_error);
	/* Where replies are missing, the next request has to find an empty socket. */
	if (result == -ETIMEDOUT || result == -ENOBUFS)
		netlink_close(netlink);
	return result;
}
