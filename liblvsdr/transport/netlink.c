// SPDX-License-Identifier: LGPL-2.1-or-later
#include "transport/netlink.h"

#include "transport/reply.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
	DATAGRAM_SIZE = 32768,   /* the kernel fills at most this much of a dump at once */
	DATAGRAMS = 4,           /* received by one system call */
	RECEIVE_BUFFER = 524288, /* asked for, so that many errors fit */
	REPLY_COST = 1024,    /* of it that one error takes at most (measured: 963, Linux 6.12) */
	SEND_BUFFER = 262144, /* asked for, so that a batch fits */
	SEND_OVERHEAD = 1024, /* of it that the kernel and a question want */
	QUESTION_REPLIES = 8, /* the answer to a question takes no more than so many of them */
};

static unsigned int enlarge_receive_buffer(int fd)
{
	int size = RECEIVE_BUFFER;
	socklen_t length = sizeof(size);

	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)))
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	if (getsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, &length) ||
	    size < (QUESTION_REPLIES + 2) * REPLY_COST)
		return 1;
	return (unsigned int)size / REPLY_COST - QUESTION_REPLIES;
}

/* The kernel refuses a longer message (af_netlink.c: netlink_sendmsg()). */
static size_t enlarge_send_buffer(int fd)
{
	int size = SEND_BUFFER;
	socklen_t length = sizeof(size);

	if (setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof(size)))
		setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
	if (getsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, &length) || size < SEND_OVERHEAD)
		return 0;
	return (size_t)size - SEND_OVERHEAD;
}

/* Not to be foretold by others; early in a boot the clock has to do. */
static uint32_t first_sequence(void)
{
	struct timespec time;
	uint32_t sequence;

	if (getrandom(&sequence, sizeof(sequence), GRND_NONBLOCK) == sizeof(sequence))
		return sequence;
	clock_gettime(CLOCK_MONOTONIC, &time);
	return (uint32_t)time.tv_nsec * 2654435761u ^ (uint32_t)getpid() << 16;
}

/*
 * The kernel's port is 0. Who is connected to it gets nothing from others, who could fill the
 * socket with forged answers otherwise.
 */
static int attach_to_kernel(int fd)
{
	struct sockaddr_nl address = {.nl_family = AF_NETLINK};

	return bind(fd, (struct sockaddr *)&address, sizeof(address)) ||
			       connect(fd, (struct sockaddr *)&address, sizeof(address))
		       ? -errno
		       : 0;
}

int netlink_open_fd(int protocol)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, protocol), error;

	if (fd < 0)
		return -errno;
	error = attach_to_kernel(fd);
	if (error)
		close(fd);
	return error ? error : fd;
}

int netlink_open(struct netlink *netlink, int protocol)
{
	int on = 1, fd = netlink_open_fd(protocol);

	if (fd < 0)
		return fd;
	/* Both only make errors richer or shorter; old kernels do without. */
	setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, &on, sizeof(on));
	setsockopt(fd, SOL_NETLINK, NETLINK_CAP_ACK, &on, sizeof(on));
	netlink->batch_limit = enlarge_receive_buffer(fd);
	netlink->send_limit = enlarge_send_buffer(fd);
	netlink->sequence = first_sequence();
	netlink->fd = fd;
	return 0;
}

void netlink_close(struct netlink *netlink)
{
	if (netlink->fd >= 0)
		close(netlink->fd);
	netlink->fd = -1;
	free(netlink->buffer);
	netlink->buffer = NULL;
}

int64_t netlink_now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

int netlink_wait(int fd, short events, int64_t deadline)
{
	struct pollfd poller = {.fd = fd, .events = events};
	int64_t left;

	for (;;) {
		left = deadline - netlink_now();
		if (left < 0)
			left = 0;
		switch (poll(&poller, 1, (int)left)) {
		case 0:
			return -ETIMEDOUT;
		case -1:
			if (errno != EINTR || !left)
				return errno == EINTR ? -ETIMEDOUT : -errno;
			break;
		default:
			return 0;
		}
	}
}

/*
 * After an interruption: 0 when it is worth another attempt, though what a descriptor is ready for
 * may never be.
 */
static int wait_again(int fd, short events, int64_t deadline)
{
	int error = -errno;

	if (errno == EINTR)
		error = 0;
	if (errno == EAGAIN)
		error = netlink_wait(fd, events, deadline);
	return !error && netlink_now() >= deadline ? -ETIMEDOUT : error;
}

static int send_pieces(struct netlink *netlink, struct iovec *pieces, size_t count,
		       int64_t deadline)
{
	const struct msghdr message = {.msg_iov = pieces, .msg_iovlen = count};
	int error;

	while (sendmsg(netlink->fd, &message, MSG_NOSIGNAL) < 0) {
		error = wait_again(netlink->fd, POLLOUT, deadline);
		if (error)
			return error;
		netlink->repeated = true;
	}
	return 0;
}

/* A reply_take...() function. */
typedef int (*datagram_handler)(const void *datagram, size_t size, void *data);

bool netlink_is_from_kernel(const struct msghdr *message)
{
	const struct sockaddr_nl *sender = message->msg_name;

	return message->msg_namelen == sizeof(*sender) && sender->nl_family == AF_NETLINK &&
	       !sender->nl_pid;
}

static int take_datagram(const struct mmsghdr *received, datagram_handler handler, void *data)
{
	const struct msghdr *message = &received->msg_hdr;

	if (!netlink_is_from_kernel(message))
		return 0;
	return message->msg_flags & MSG_TRUNC
		       ? -EMSGSIZE
		       : handler(message->msg_iov->iov_base, received->msg_len, data);
}

/* Whither one system call receives; it overwrites lengths and flags, so each begins anew. */
struct inbox {
	struct mmsghdr messages[DATAGRAMS];
	struct iovec places[DATAGRAMS];
	struct sockaddr_nl senders[DATAGRAMS];
};

static void prepare(struct inbox *inbox, char *buffer)
{
	memset(inbox, 0, sizeof(*inbox));
	for (size_t i = 0; i < DATAGRAMS; i++) {
		inbox->places[i].iov_base = buffer + i * DATAGRAM_SIZE;
		inbox->places[i].iov_len = DATAGRAM_SIZE;
		inbox->messages[i].msg_hdr.msg_iov = &inbox->places[i];
		inbox->messages[i].msg_hdr.msg_iovlen = 1;
		inbox->messages[i].msg_hdr.msg_name = &inbox->senders[i];
		inbox->messages[i].msg_hdr.msg_namelen = sizeof(inbox->senders[i]);
	}
}

/* All that came by one system call: behind the end nothing of the same may follow. */
static int take_datagrams(const struct inbox *inbox, int count, datagram_handler handler,
			  void *data)
{
	int result = 0, taken;

	for (int i = 0; i < count && result >= 0; i++) {
		taken = take_datagram(&inbox->messages[i], handler, data);
		if (taken)
			result = taken;
	}
	return result;
}

/*
 * Receives until the handler has seen the end. The kernel has answered before send() returned, so
 * several datagrams wait already or are made while the first is fetched: one system call takes
 * them.
 */
static int receive(struct netlink *netlink, int64_t deadline, datagram_handler handler, void *data)
{
	struct inbox inbox;
	int count, result = 0;

	while (!result) {
		prepare(&inbox, netlink->buffer);
		count = recvmmsg(netlink->fd, inbox.messages, DATAGRAMS, 0, NULL);
		if (!count)
			errno = EAGAIN; /* else it could go on for ever */
		result = count > 0 ? take_datagrams(&inbox, count, handler, data)
				   : wait_again(netlink->fd, POLLIN, deadline);
	}
	return result < 0 ? result : 0;
}

/*
 * What the answer needs is there before anything is sent. Where replies are missing, the next
 * request has to find an empty socket.
 */
static int exchange(struct netlink *netlink, struct iovec *pieces, size_t count, int64_t deadline,
		    datagram_handler handler, void *data)
{
	int result;

	netlink->repeated = false;
	netlink->unsure = false;
	if (!netlink->buffer)
		netlink->buffer = malloc(DATAGRAMS * DATAGRAM_SIZE);
	if (!netlink->buffer)
		return -ENOMEM;
	result = send_pieces(netlink, pieces, count, deadline);
	if (!result)
		result = receive(netlink, deadline, handler, data);
	if (result)
		netlink_close(netlink);
	netlink->unsure = result || netlink->repeated;
	return result;
}

bool netlink_is_dump(const struct nlmsghdr *request)
{
	return (request->nlmsg_flags & NLM_F_DUMP) == NLM_F_DUMP;
}

int netlink_request(struct netlink *netlink, struct nlmsghdr *request, int64_t deadline,
		    netlink_handler handler, void *data, struct netlink_error *ret_error)
{
	struct reply taking = {.sequence = ++netlink->sequence,
			       .dump = netlink_is_dump(request),
			       .handler = handler,
			       .data = data,
			       .error = ret_error};
	int result;

	*ret_error = (struct netlink_error){.number = 0};
	request->nlmsg_seq = netlink->sequence;
	request->nlmsg_flags |= NLM_F_REQUEST;
	if (!taking.dump)
		request->nlmsg_flags |= NLM_F_ACK;
	result = exchange(netlink, &(struct iovec){request, request->nlmsg_len}, 1, deadline,
			  reply_take, &taking);
	netlink->pieces = taking.pieces;
	if (!result && !taking.result && handler && !taking.dump && !taking.pieces)
		return -EBADMSG;
	return result ? result : taking.result;
}

int netlink_send_batch(struct netlink *netlink, const struct netlink_question *question,
		       void *messages, size_t length, int64_t deadline, netlink_failure failure,
		       void *data)
{
	struct reply_batch batch = {.confirm = question->confirm,
				    .first = netlink->sequence + 2,
				    .failure = failure,
				    .data = data};
	struct iovec pieces[] = {{question->request, question->request->nlmsg_len},
				 {messages, length}};
	struct nlmsghdr *message = NULL;
	int result;

	question->request->nlmsg_seq = ++netlink->sequence;
	question->request->nlmsg_flags |= NLM_F_REQUEST;
	for (size_t at = 0; at < length; at += NLMSG_ALIGN(message->nlmsg_len)) {
		message = (void *)((char *)messages + at);
		message->nlmsg_seq = ++netlink->sequence;
		message->nlmsg_flags |= NLM_F_REQUEST;
	}
	if (!message)
		return 0;
	/* The others answer only when they fail; this one closes the batch. */
	message->nlmsg_flags |= NLM_F_ACK;
	batch.last = netlink->sequence;
	result = exchange(netlink, pieces, 2, deadline, reply_take_batch, &batch);
	if (result || batch.confirmed)
		return result;
	netlink->unsure |= !batch.answered;
	return batch.answered ? -ESTALE : -EBADMSG;
}

int netlink_send_transaction(struct netlink *netlink, void *messages, size_t length,
			     int64_t deadline, unsigned int *ret_failed,
			     struct netlink_error *ret_error)
{
	struct reply_transaction transaction = {
		.first = netlink->sequence + 1, .failed = ret_failed, .error = ret_error};
	struct nlmsghdr *message = NULL, *last = NULL;
	int result;

	*ret_failed = 0;
	*ret_error = (struct netlink_error){.number = 0};
	for (size_t at = 0; at < length; at += NLMSG_ALIGN(message->nlmsg_len)) {
		last = message;
		message = (void *)((char *)messages + at);
		message->nlmsg_seq = ++netlink->sequence;
		message->nlmsg_flags |= NLM_F_REQUEST;
	}
	if (!last)
		return -EINVAL;
	/* The limits themselves are not acknowledged by every kernel. */
	last->nlmsg_flags |= NLM_F_ACK;
	transaction.last = last->nlmsg_seq;
	result = exchange(netlink, &(struct iovec){messages, length}, 1, deadline,
			  reply_take_transaction, &transaction);
	return result ? result : transaction.result;
}
