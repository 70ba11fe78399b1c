// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Writes down what a kernel answers, as inputs for the fuzz targets: record FOLDER. Run by
 * record.sh in the lab. All requests have the sequence number 1, which fuzz-netlink expects.
 */
#include "codec/ipvs/ipvs.h"
#include "codec/rtnl/rtnl.h"

#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/genetlink.h>
#include <linux/ip_vs.h>
#include <linux/rtnetlink.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { BUFFER_SIZE = 65536, LARGEST = 2048, OF_A_KIND = 4 };

static const char *folder;

static void die(const char *what)
{
	perror(what);
	exit(EXIT_FAILURE);
}

static void save(const char *target, const char *kind, int number, const void *data, size_t size)
{
	char path[4096];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder, target);
	mkdir(path, 0777);
	snprintf(path, sizeof(path), "%s/%s/%s-%d", folder, target, kind, number);
	file = fopen(path, "wb");
	if (!file || fwrite(data, 1, size, file) != size || fclose(file))
		die(path);
}

/* Each message for its decoder, and short datagrams as a whole. */
static bool save_datagram(const char *target, const char *kind, int *number, const void *data,
			  int size)
{
	const struct nlmsghdr *message = data;
	bool end = false;
	int left = size;

	if (size <= LARGEST && *number < OF_A_KIND)
		save("netlink", kind, *number, data, (size_t)size);
	for (; mnl_nlmsg_ok(message, left); message = mnl_nlmsg_next(message, &left)) {
		if (message->nlmsg_type == NLMSG_ERROR || message->nlmsg_type == NLMSG_DONE)
			end = true;
		else if (++*number <= OF_A_KIND && message->nlmsg_len <= LARGEST)
			save(target, kind, *number, message, message->nlmsg_len);
	}
	return end;
}

static void ask(struct mnl_socket *socket, struct nlmsghdr *request, uint16_t type, uint16_t flags,
		const char *target, const char *kind)
{
	static char buffer[BUFFER_SIZE];
	bool end = false;
	int number = 0;
	ssize_t size;

	if (type)
		request->nlmsg_type = type;
	request->nlmsg_flags |= NLM_F_REQUEST | flags;
	request->nlmsg_seq = 1;
	if (mnl_socket_sendto(socket, request, request->nlmsg_len) < 0)
		die(kind);
	while (!end) {
		size = mnl_socket_recvfrom(socket, buffer, sizeof(buffer));
		if (size < 0)
			die(kind);
		end = save_datagram(target, kind, &number, buffer, (int)size);
	}
}

static struct mnl_socket *open_socket(int protocol, int details, int capped)
{
	struct mnl_socket *socket = mnl_socket_open(protocol);

	if (!socket || mnl_socket_bind(socket, 0, MNL_SOCKET_AUTOPID) < 0)
		die("netlink");
	mnl_socket_setsockopt(socket, NETLINK_EXT_ACK, &details, sizeof(details));
	mnl_socket_setsockopt(socket, NETLINK_CAP_ACK, &capped, sizeof(capped));
	return socket;
}

static int take_family(const struct nlattr *attribute, void *data)
{
	if (mnl_attr_get_type(attribute) == CTRL_ATTR_FAMILY_ID)
		*(uint16_t *)data = mnl_attr_get_u16(attribute);
	return MNL_CB_OK;
}

static uint16_t find_ipvs(struct mnl_socket *socket)
{
	static char buffer[BUFFER_SIZE];
	struct nlmsghdr *request = ipvs_encode(buffer, CTRL_CMD_GETFAMILY, 0);
	uint16_t family = 0;

	request->nlmsg_type = GENL_ID_CTRL;
	request->nlmsg_flags = NLM_F_REQUEST;
	mnl_attr_put_strz(request, CTRL_ATTR_FAMILY_NAME, IPVS_GENL_NAME);
	if (mnl_socket_sendto(socket, request, request->nlmsg_len) < 0 ||
	    mnl_socket_recvfrom(socket, buffer, sizeof(buffer)) < 0)
		die("IPVS");
	mnl_attr_parse(request, sizeof(struct genlmsghdr), take_family, &family);
	return family;
}

static void record_ipvs(void)
{
	_Alignas(struct nlmsghdr) char buffer[IPVS_REQUEST_SIZE];
	struct lvsdr_service ipv4 = {
		.address = {AF_INET, {192, 168, 1, 41}}, .protocol = IPPROTO_TCP, .port = 80};
	struct lvsdr_service ipv6 = {.address = {.family = AF_INET6}, .fwmark = 8};
	struct lvsdr_service missing = {.address = {AF_INET, {192, 168, 1, 42}},
					.protocol = IPPROTO_TCP};
	struct mnl_socket *socket = open_socket(NETLINK_GENERIC, 1, 1);
	uint16_t family = find_ipvs(socket);

	ask(socket, ipvs_encode(buffer, IPVS_CMD_GET_SERVICE, 0), family, NLM_F_DUMP, "ipvs",
	    "services");
	ask(socket, ipvs_encode_service(buffer, IPVS_CMD_GET_DEST, 0, &ipv4, false), family,
	    NLM_F_DUMP, "ipvs", "dests");
	ask(socket, ipvs_encode_service(buffer, IPVS_CMD_GET_DEST, 0, &ipv6, false), family,
	    NLM_F_DUMP, "ipvs", "dests6");
	ask(socket, ipvs_encode(buffer, IPVS_CMD_GET_CONFIG, 0), family, NLM_F_ACK, "ipvs",
	    "timeouts");
	ask(socket, ipvs_encode(buffer, IPVS_CMD_GET_INFO, 0), family, NLM_F_ACK, "ipvs", "info");
	ask(socket, ipvs_encode_service(buffer, IPVS_CMD_GET_SERVICE, 0, &missing, false), family,
	    NLM_F_ACK, "ipvs", "missing");
	mnl_socket_close(socket);
}

static void record_rtnl(void)
{
	_Alignas(struct nlmsghdr) char buffer[RTNL_BUFFER_SIZE];
	struct mnl_socket *socket = open_socket(NETLINK_ROUTE, 1, 1);

	ask(socket, rtnl_encode_dump(buffer, RTM_GETADDR, 0), 0, 0, "rtnl", "addresses");
	ask(socket, rtnl_encode_dump(buffer, RTM_GETROUTE, AF_INET), 0, 0, "rtnl", "routes");
	ask(socket, rtnl_encode_dump(buffer, RTM_GETROUTE, AF_INET6), 0, 0, "rtnl", "routes6");
	ask(socket, rtnl_encode_get_link(buffer, "lo", 0), 0, NLM_F_ACK, "rtnl", "lo");
	ask(socket, rtnl_encode_get_link(buffer, "eth0", 0), 0, NLM_F_ACK, "rtnl", "eth0");
	ask(socket, rtnl_encode_get_link(buffer, "eth7", 0), 0, NLM_F_ACK, "rtnl", "missing");
	mnl_socket_close(socket);
}

/* The same failure, told with and without its details and the request. */
static void record_errors(void)
{
	_Alignas(struct nlmsghdr) char buffer[RTNL_BUFFER_SIZE];
	/* Not an address of this host, so it cannot be a route's preferred source. */
	const struct address address = {AF_INET, {192, 168, 1, 99}};
	char kind[32];

	for (int i = 0; i < 4; i++) {
		struct mnl_socket *socket = open_socket(NETLINK_ROUTE, i & 1, i >> 1);

		snprintf(kind, sizeof(kind), "error%s%s", i & 1 ? "-details" : "",
			 i >> 1 ? "-capped" : "");
		ask(socket, rtnl_encode_host_route(buffer, &address, 1), 0, NLM_F_ACK, "rtnl",
		    kind);
		mnl_socket_close(socket);
	}
}

int main(int argc, char **argv)
{
	if (argc != 2) {
		fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
		return 2;
	}
	folder = argv[1];
	record_ipvs();
	record_rtnl();
	record_errors();
	return EXIT_SUCCESS;
}
