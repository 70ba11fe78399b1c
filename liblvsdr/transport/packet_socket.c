// SPDX-License-Identifier: LGPL-2.1-or-later
#include "transport/packet_socket.h"

#include "transport/netlink.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/filter.h>
#include <netinet/icmp6.h>
#include <netpacket/packet.h>
#include <net/ethernet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

/* On a director most frames are IPv6 packets of clients: they do not get as far as to us. */
static int keep_advertisements(int fd)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 20), /* the next header */
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, IPPROTO_ICMPV6, 0, 3),
		BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 54), /* the type of the message */
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ND_NEIGHBOR_ADVERT, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, UINT16_MAX),
		BPF_STMT(BPF_RET | BPF_K, 0),
	};
	struct sock_fprog program = {.len = sizeof(code) / sizeof(*code), .filter = code};

	return setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof(program)) ? -errno : 0;
}

int packet_socket_open(uint32_t index, uint16_t protocol, int *ret_fd)
{
	struct sockaddr_ll address = {.sll_family = AF_PACKET,
				      .sll_protocol = htons(protocol),
				      .sll_ifindex = (int)index};
	/* It hears nothing before it is bound. */
	int fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	int error;

	if (fd < 0)
		return -errno;
	error = protocol == ETHERTYPE_IPV6 ? keep_advertisements(fd) : 0;
	if (!error && bind(fd, (struct sockaddr *)&address, sizeof(address)))
		error = -errno;
	if (error)
		close(fd);
	else
		*ret_fd = fd;
	return error;
}

int packet_socket_send(int fd, const void *frame, size_t length, int64_t deadline)
{
	int error = 0;

	while (!error && send(fd, frame, length, MSG_NOSIGNAL) < 0) {
		if (errno == EAGAIN)
			error = netlink_wait(fd, POLLOUT, deadline);
		else if (errno == ENOBUFS) /* the device's queue is full: poll() is blind for it */
			netlink_wait(-1, 0, netlink_now() + 1);
		else if (errno != EINTR)
			error = -errno;
		if (!error && netlink_now() >= deadline)
			error = -ETIMEDOUT;
	}
	return error;
}

int packet_socket_receive(int fd, void *buffer, size_t size, int64_t deadline)
{
	struct sockaddr_ll from;
	socklen_t from_size;
	ssize_t length;
	int error;

	for (;;) {
		/* Also while frames keep coming. */
		error = netlink_wait(fd, POLLIN, deadline);
		if (error || netlink_now() >= deadline)
			return error ? error : -ETIMEDOUT;
		from_size = sizeof(from);
		length = recvfrom(fd, buffer, size, 0, (struct sockaddr *)&from, &from_size);
		if (length < 0 && errno != EAGAIN && errno != EINTR)
			return -errno;
		if (length >= 0 &&
		    (from.sll_pkttype == PACKET_HOST || from.sll_pkttype == PACKET_BROADCAST ||
		     from.sll_pkttype == PACKET_MULTICAST))
			return (int)length;
	}
}
