/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <linux/netlink.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

/* One netlink socket: a request goes out, its replies come in until the kernel closes it. */
struct netlink {
	int fd; /* -1 while closed */
	uint32_t sequence;
	unsigned int batch_limit; /* so many replies fit the socket's buffer, should all fail */
	size_t send_limit;        /* so many bytes the socket takes at once */
	unsigned int pieces;      /* in how many datagrams the last request's answer came */
	bool repeated;            /* the last request was sent more than once */
	bool unsure;              /* it may have been carried out, whatever its result says */
	char *buffer;             /* for replies; made at first use */
};

struct netlink_error {
	int number;     /* the kernel's errno, positive; 0 when the failure is not the kernel's */
	char text[128]; /* the extended acknowledgement, "" where there is none */
};

/*
 * A reply handler; a negative result becomes that of the request. It must not use the socket, whose
 * buffer it reads from.
 */
typedef int (*netlink_handler)(const struct nlmsghdr *message, void *data);

int netlink_open(struct netlink *netlink, int protocol);
/* Nothing but the descriptor, which belongs to the caller: it does not block, and only the kernel
 * may write to its port. */
int netlink_open_fd(int protocol);
/* Any process may send to a port that it knows, and to a group; only the kernel answers. */
bool netlink_is_from_kernel(const struct msghdr *message);
void netlink_close(struct netlink *netlink);
/* Of a request that reads; in one that changes something the same bits mean something else. */
bool netlink_is_dump(const struct nlmsghdr *request);
/*
 * Sends one request (NLM_F_ACK is added where it is no dump) and hands each reply to `handler`,
 * which may be NULL. Returns 0, or a negative errno; -ETIMEDOUT when the deadline (of
 * netlink_now()) has passed without an end; -EAGAIN when what was dumped changed meanwhile, so that
 * something may be missing or there twice; -EBADMSG when nothing came for the handler of a request
 * that is no dump. *ret_error is always filled.
 */
int netlink_request(struct netlink *netlink, struct nlmsghdr *request, int64_t deadline,
		    netlink_handler handler, void *data, struct netlink_error *ret_error);

/* Message `index` of a batch failed with the negative errno `result`. */
typedef void (*netlink_failure)(unsigned int index, int result, const struct netlink_error *error,
				void *data);

/* A request that one message answers; `confirm`, without data, returns 0 when it is as hoped. */
struct netlink_question {
	struct nlmsghdr *request;
	netlink_handler confirm;
};

/*
 * Sends many requests that want no answer but success, one behind the other and aligned, at most
 * batch_limit of them, and ahead of them, in the same send, a question. The kernel carries out all
 * of them, whichever fail. Returns 0 when the fate of each is known, -ESTALE when the answer to the
 * question was another, and then no failure was handed on, or another negative errno when it is not
 * known.
 */
int netlink_send_batch(struct netlink *netlink, const struct netlink_question *question,
		       void *messages, size_t length, int64_t deadline, netlink_failure failure,
		       void *data);

/*
 * Sends the messages of one transaction of nfnetlink, its limits included: all of them take effect
 * or none. Returns 0, or a negative errno; *ret_failed is then the place of the message that failed
 * first, 0 where it is the transaction as a whole. *ret_error is always filled.
 */
int netlink_send_transaction(struct netlink *netlink, void *messages, size_t length,
			     int64_t deadline, unsigned int *ret_failed,
			     struct netlink_error *ret_error);

/* Milliseconds on a clock that never jumps. */
int64_t netlink_now(void);
/*
 * Waits until a descriptor is ready for `events` (0), or the deadline has passed (-ETIMEDOUT).
 * With -1 for the descriptor it sleeps until then.
 */
int netlink_wait(int fd, short events, int64_t deadline);
