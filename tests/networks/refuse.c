// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Preloaded into a program that uses the library: counts the requests that change addresses,
 * routes, devices and /proc/sys, and lets the kernel refuse those that it is told to. The request
 * travels, and the kernel answers: without CAP_NET_ADMIN, or because a length in it is wrong. Only
 * what goes to /proc/sys is refused here, since root's writes there are not.
 *
 * What is not refused may fail in other ways: fault.h.
 *
 * A program that does not call refuse_arm() is told by LVSDR_REFUSE="FIRST LAST INVALID".
 */
#include "fault.h"

#include <errno.h>
#include <linux/capability.h>
#include <linux/rtnetlink.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { WRONG_LENGTH = 200, MOST_BYTES = 1 << 16 };

/* What the tests call. */
void refuse_arm(int first, int last, int invalid);
int refuse_count(void);
const char *refuse_log(void);

static struct {
	int count, first, last; /* requests from first to last are refused; 0, 0: none */
	bool invalid;           /* by a wrong length where there is one, else by permission */
	char log[4096];         /* a letter for each request, "!" after a refused one */
	size_t length;
} refuse;

void refuse_arm(int first, int last, int invalid)
{
	memset(&refuse, 0, sizeof(refuse));
	refuse.first = first;
	refuse.last = last;
	refuse.invalid = invalid;
}

__attribute__((constructor)) static void arm_by_environment(void)
{
	const char *words = getenv("LVSDR_REFUSE");
	int first, last, invalid;

	if (words && sscanf(words, "%d %d %d", &first, &last, &invalid) == 3)
		refuse_arm(first, last, invalid);
}

int refuse_count(void)
{
	return refuse.count;
}

const char *refuse_log(void)
{
	return refuse.log;
}

static void note(char letter)
{
	if (refuse.length + 1 < sizeof(refuse.log))
		refuse.log[refuse.length++] = letter;
}

static bool counts(char letter)
{
	bool refused;

	refuse.count++;
	refused = refuse.first && refuse.count >= refuse.first && refuse.count <= refuse.last;
	note(letter);
	if (refused)
		note('!');
	return refused;
}

static char letter_of(uint16_t type)
{
	switch (type) {
	case RTM_NEWADDR:
		return 'A';
	case RTM_DELADDR:
		return 'a';
	case RTM_NEWROUTE:
		return 'R';
	case RTM_DELROUTE:
		return 'r';
	case RTM_SETLINK:
	case RTM_NEWLINK:
		return 'L';
	default:
		return 0;
	}
}

static bool is_rtnetlink(int fd)
{
	int domain = 0, protocol = -1;
	socklen_t size = sizeof(int);

	return !fault_ask(fd, SOL_SOCKET, SO_DOMAIN, &domain, &size) && domain == AF_NETLINK &&
	       !fault_ask(fd, SOL_SOCKET, SO_PROTOCOL, &protocol, &size) &&
	       protocol == NETLINK_ROUTE;
}

/*
 * A length that is looked at before anything else. Deleting an address of IPv4 or a route of IPv6
 * with one would be answered as if there were none.
 */
static bool make_invalid(struct nlmsghdr *message)
{
	struct ifaddrmsg *address = NLMSG_DATA(message);
	struct rtmsg *route = NLMSG_DATA(message);

	switch (message->nlmsg_type) {
	case RTM_DELADDR:
		if (address->ifa_family != AF_INET6)
			return false;
		/* fall through */
	case RTM_NEWADDR:
		address->ifa_prefixlen = WRONG_LENGTH;
		return true;
	case RTM_DELROUTE:
		if (route->rtm_family != AF_INET)
			return false;
		/* fall through */
	case RTM_NEWROUTE:
		route->rtm_dst_len = WRONG_LENGTH;
		return true;
	default:
		return false;
	}
}

/* Of several messages in one send only those that are refused get a wrong length. */
static bool go_through(void *data, size_t length)
{
	struct nlmsghdr *message = data;
	bool without_permission = false;
	unsigned int left = (unsigned int)length;

	for (; NLMSG_OK(message, left); message = NLMSG_NEXT(message, left)) {
		char letter = letter_of(message->nlmsg_type);

		if (letter && counts(letter) && !(refuse.invalid && make_invalid(message)))
			without_permission = true;
	}
	return without_permission;
}

static void set_permission(bool permitted)
{
	static struct __user_cap_data_struct all[2];
	struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct less[2];

	if (permitted) {
		syscall(SYS_capset, &header, all);
		return;
	}
	syscall(SYS_capget, &header, all);
	memcpy(less, all, sizeof(less));
	less[0].effective &= ~(1u << CAP_NET_ADMIN);
	syscall(SYS_capset, &header, less);
}

/* The bytes of all pieces, in a place where they can be changed. */
static size_t copy_pieces(const struct msghdr *message, char *copy, size_t size)
{
	size_t length = 0;

	for (size_t i = 0; i < message->msg_iovlen; i++) {
		const struct iovec *piece = &message->msg_iov[i];

		if (piece->iov_len > size - length)
			return 0;
		memcpy(copy + length, piece->iov_base, piece->iov_len);
		length += piece->iov_len;
	}
	return length;
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags)
{
	static _Alignas(struct nlmsghdr) char copy[MOST_BYTES];
	struct msghdr changed = *message;
	struct iovec piece = {.iov_base = copy};
	bool without_permission;
	ssize_t result;
	int error;

	piece.iov_len = is_rtnetlink(fd) ? copy_pieces(message, copy, sizeof(copy)) : 0;
	if (!piece.iov_len)
		return fault_sendmsg(fd, message, flags);
	changed.msg_iov = &piece;
	changed.msg_iovlen = 1;
	without_permission = go_through(copy, piece.iov_len);
	if (without_permission)
		set_permission(false);
	result = fault_sendmsg(fd, &changed, flags);
	error = errno;
	if (without_permission)
		set_permission(true);
	errno = error;
	return result;
}

ssize_t send(int fd, const void *data, size_t length, int flags)
{
	struct iovec piece = {.iov_base = (void *)(uintptr_t)data, .iov_len = length};
	struct msghdr message = {.msg_iov = &piece, .msg_iovlen = 1};

	return sendmsg(fd, &message, flags);
}

static bool is_sysctl(int fd)
{
	static const char folder[] = "/proc/sys/net/";
	char link[64], path[256];
	ssize_t length;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	length = readlink(link, path, sizeof(path) - 1);
	if (length < 0)
		return false;
	path[length] = '\0';
	return !strncmp(path, folder, sizeof(folder) - 1);
}

ssize_t write(int fd, const void *data, size_t length)
{
	if (!is_sysctl(fd) || !counts('S'))
		return fault_write(fd, data, length);
	errno = EACCES;
	return -1;
}
