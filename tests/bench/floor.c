/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The floor that benchmarks compare with: the same work without any library. Messages are made
 * before the clock starts; writes go out in sends of 64 KiB with one acknowledgement, reads come in
 * buffers of 32 KiB. Prints microseconds.
 *
 *   floor create SERVICES DESTS SCHEDULER    services, then their destinations
 *   floor read SERVICES DESTS                one dump of services, one of each one's destinations
 *   floor change SERVICES DESTS COUNT        the same, then COUNT weights
 *   floor open COUNT 1                       COUNT sockets, one after the other, of one request each
 *   floor call COUNT 1                       COUNT services added and removed again, one by one
 *   floor get COUNT 1                        COUNT readings of one service
 *   floor run COMMAND...                     a whole process
 */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/genetlink.h>
#include <linux/ip_vs.h>
#include <linux/netlink.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { SEND = 65536, MOST = 256, RECEIVE = 32768 };

struct messages {
	char *data;
	size_t length, room;
};

static int fd;
static uint16_t family;
static char buffer[RECEIVE];

static void die(const char *what)
{
	fprintf(stderr, "floor: %s: %s\n", what, strerror(errno));
	exit(EXIT_FAILURE);
}

static int64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

static void *room(struct messages *messages, size_t length)
{
	void *at;

	if (messages->length + length > messages->room) {
		messages->room = messages->room * 2 + SEND;
		messages->data = realloc(messages->data, messages->room);
		if (!messages->data)
			die("memory");
	}
	at = messages->data + messages->length;
	memset(at, 0, length);
	messages->length += length;
	return at;
}

static size_t begin(struct messages *messages, uint16_t type, uint8_t command, uint16_t flags)
{
	size_t start = messages->length;
	struct nlmsghdr *header = room(messages, NLMSG_LENGTH(GENL_HDRLEN));
	struct genlmsghdr *generic = NLMSG_DATA(header);

	header->nlmsg_type = type;
	header->nlmsg_flags = NLM_F_REQUEST | flags;
	generic->cmd = command;
	generic->version = 1;
	return start;
}

static void end(struct messages *messages, size_t start)
{
	((struct nlmsghdr *)(void *)(messages->data + start))->nlmsg_len =
		(uint32_t)(messages->length - start);
}

static void put(struct messages *messages, uint16_t type, const void *value, uint16_t length)
{
	struct nlattr *attribute = room(messages, NLA_ALIGN(NLA_HDRLEN + length));

	attribute->nla_type = type;
	attribute->nla_len = NLA_HDRLEN + length;
	memcpy(attribute + 1, value, length);
}

static void put16(struct messages *messages, uint16_t type, uint16_t value)
{
	put(messages, type, &value, sizeof(value));
}

static void put32(struct messages *messages, uint16_t type, uint32_t value)
{
	put(messages, type, &value, sizeof(value));
}

static void put_address(struct messages *messages, uint16_t type, uint32_t address)
{
	uint8_t bytes[16] = {0};

	address = htonl(address);
	memcpy(bytes, &address, sizeof(address));
	put(messages, type, bytes, sizeof(bytes));
}

static size_t nest(struct messages *messages, uint16_t type)
{
	size_t start = messages->length;

	((struct nlattr *)room(messages, NLA_HDRLEN))->nla_type = type | NLA_F_NESTED;
	return start;
}

static void close_nest(struct messages *messages, size_t start)
{
	((struct nlattr *)(void *)(messages->data + start))->nla_len =
		(uint16_t)(messages->length - start);
}

/* 10.1.0.0 and on, port 80; and 10.2.0.0 and on. */
static void put_service(struct messages *messages, unsigned int number, const char *scheduler)
{
	struct ip_vs_flags flags = {.mask = ~0u};
	size_t start = nest(messages, IPVS_CMD_ATTR_SERVICE);

	put16(messages, IPVS_SVC_ATTR_AF, AF_INET);
	put16(messages, IPVS_SVC_ATTR_PROTOCOL, IPPROTO_TCP);
	put_address(messages, IPVS_SVC_ATTR_ADDR, 0x0a010000 + number);
	put16(messages, IPVS_SVC_ATTR_PORT, htons(80));
	if (scheduler) {
		put(messages, IPVS_SVC_ATTR_SCHED_NAME, scheduler,
		    (uint16_t)(strlen(scheduler) + 1));
		put(messages, IPVS_SVC_ATTR_FLAGS, &flags, sizeof(flags));
		put32(messages, IPVS_SVC_ATTR_TIMEOUT, 0);
		put32(messages, IPVS_SVC_ATTR_NETMASK, ~0u);
	}
	close_nest(messages, start);
}

static void put_dest(struct messages *messages, unsigned int number, uint32_t weight)
{
	size_t start = nest(messages, IPVS_CMD_ATTR_DEST);

	put16(messages, IPVS_DEST_ATTR_ADDR_FAMILY, AF_INET);
	put_address(messages, IPVS_DEST_ATTR_ADDR, 0x0a020000 + number);
	put16(messages, IPVS_DEST_ATTR_PORT, htons(80));
	put32(messages, IPVS_DEST_ATTR_FWD_METHOD, IP_VS_CONN_F_DROUTE);
	put32(messages, IPVS_DEST_ATTR_WEIGHT, weight);
	put32(messages, IPVS_DEST_ATTR_U_THRESH, 0);
	put32(messages, IPVS_DEST_ATTR_L_THRESH, 0);
	close_nest(messages, start);
}

static void dest_message(struct messages *messages, uint8_t command, unsigned int service,
			 unsigned int number, uint32_t weight)
{
	size_t start = begin(messages, family, command, 0);

	put_service(messages, service, NULL);
	put_dest(messages, number, weight);
	end(messages, start);
}

static void transmit(void *data, size_t length)
{
	if (send(fd, data, length, 0) != (ssize_t)length)
		die("send");
}

/* Until the end of a dump or of a batch; an error ends the program. */
static void drain(void)
{
	for (;;) {
		ssize_t size = recv(fd, buffer, sizeof(buffer), 0);
		const struct nlmsghdr *message = (const void *)buffer;

		if (size < 0)
			die("recv");
		for (; NLMSG_OK(message, (size_t)size); message = NLMSG_NEXT(message, size)) {
			if (message->nlmsg_type == NLMSG_DONE)
				return;
			if (message->nlmsg_type != NLMSG_ERROR)
				continue;
			errno = -((const struct nlmsgerr *)NLMSG_DATA(message))->error;
			if (errno)
				die("the kernel");
			return;
		}
	}
}

static void write_all(const struct messages *messages)
{
	struct nlmsghdr *message = NULL;
	size_t start = 0, at = 0;
	unsigned int count = 0;

	while (at < messages->length) {
		message = (void *)(messages->data + at);
		at += NLMSG_ALIGN(message->nlmsg_len);
		if (at < messages->length && at - start < SEND - 512 && ++count < MOST)
			continue;
		message->nlmsg_flags |= NLM_F_ACK;
		transmit(messages->data + start, at - start);
		drain();
		start = at;
		count = 0;
	}
}

static void open_socket(void)
{
	int size = 1 << 20;

	fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_GENERIC);
	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)))
		die("socket");
}

static void resolve(void)
{
	struct messages messages = {NULL, 0, 0};
	size_t start = begin(&messages, GENL_ID_CTRL, CTRL_CMD_GETFAMILY, 0);
	const struct nlattr *attribute;
	ssize_t size;

	put(&messages, CTRL_ATTR_FAMILY_NAME, IPVS_GENL_NAME, sizeof(IPVS_GENL_NAME));
	end(&messages, start);
	transmit(messages.data, messages.length);
	size = recv(fd, buffer, sizeof(buffer), 0);
	for (size_t at = NLMSG_LENGTH(GENL_HDRLEN); (ssize_t)at < size && !family;
	     at += NLA_ALIGN(attribute->nla_len)) {
		attribute = (const void *)(buffer + at);
		if (attribute->nla_type == CTRL_ATTR_FAMILY_ID)
			memcpy(&family, attribute + 1, sizeof(family));
	}
	if (!family)
		die("no IPVS");
	free(messages.data);
}

static void read_all(struct messages *dumps, unsigned int services)
{
	struct nlmsghdr *message;
	size_t at = 0;

	for (unsigned int i = 0; i <= services; i++) {
		message = (void *)(dumps->data + at);
		transmit(message, message->nlmsg_len);
		drain();
		at += NLMSG_ALIGN(message->nlmsg_len);
	}
}

static void make_dumps(struct messages *dumps, unsigned int services)
{
	end(dumps, begin(dumps, family, IPVS_CMD_GET_SERVICE, NLM_F_DUMP));
	for (unsigned int i = 0; i < services; i++) {
		size_t start = begin(dumps, family, IPVS_CMD_GET_DEST, NLM_F_DUMP);

		put_service(dumps, i, NULL);
		end(dumps, start);
	}
}

static int64_t create(unsigned int services, unsigned int dests, const char *scheduler)
{
	struct messages first = {NULL, 0, 0}, second = {NULL, 0, 0};
	int64_t started;

	for (unsigned int i = 0; i < services; i++) {
		size_t start = begin(&first, family, IPVS_CMD_NEW_SERVICE, 0);

		put_service(&first, i, scheduler);
		end(&first, start);
	}
	for (unsigned int i = 0; i < services; i++)
		for (unsigned int k = 0; k < dests; k++)
			dest_message(&second, IPVS_CMD_NEW_DEST, i, k, 1);
	started = now();
	write_all(&first);
	write_all(&second);
	return now() - started;
}

static int64_t change(unsigned int services, unsigned int dests, unsigned int count)
{
	struct messages dumps = {NULL, 0, 0}, writes = {NULL, 0, 0};
	int64_t started;

	make_dumps(&dumps, services);
	for (unsigned int i = 0; i < count; i++) {
		unsigned int place = (unsigned int)((uint64_t)i * services * dests / count);

		dest_message(&writes, IPVS_CMD_SET_DEST, place / dests, place % dests, 7);
	}
	read_all(&dumps, services); /* the second time counts, as with bench */
	started = now();
	read_all(&dumps, services);
	write_all(&writes);
	return now() - started;
}

/* The first destination of each gets weight 0, and is removed. */
static int64_t remove_gently(unsigned int services)
{
	struct messages weights = {NULL, 0, 0}, removals = {NULL, 0, 0}, additions = {NULL, 0, 0};
	int64_t started, time;

	for (unsigned int i = 0; i < services; i++) {
		dest_message(&weights, IPVS_CMD_SET_DEST, i, 0, 0);
		dest_message(&removals, IPVS_CMD_DEL_DEST, i, 0, 0);
		dest_message(&additions, IPVS_CMD_NEW_DEST, i, 0, 1);
	}
	started = now();
	write_all(&weights);
	write_all(&removals);
	time = now() - started;
	write_all(&additions);
	return time;
}

/* One request with one answer. */
static void ask(const struct messages *messages)
{
	const struct nlmsghdr *message = (const void *)buffer;

	transmit(messages->data, messages->length);
	if (recv(fd, buffer, sizeof(buffer), 0) < 0)
		die("recv");
	if (message->nlmsg_type != NLMSG_ERROR)
		return;
	errno = -((const struct nlmsgerr *)NLMSG_DATA(message))->error;
	if (errno)
		die("the kernel");
}

static int64_t open_sockets(unsigned int count)
{
	struct messages question = {NULL, 0, 0};
	int64_t started;

	end(&question, begin(&question, family, IPVS_CMD_GET_INFO, 0));
	started = now();
	for (unsigned int i = 0; i < count; i++) {
		close(fd);
		family = 0;
		open_socket();
		resolve();
		ask(&question);
	}
	return now() - started;
}

/* A service that nothing else measures. */
static void make_request(struct messages *request, uint8_t command, uint16_t flags)
{
	size_t start = begin(request, family, command, flags);

	put_service(request, 65535, command == IPVS_CMD_NEW_SERVICE ? "rr" : NULL);
	end(request, start);
}

static int64_t call(unsigned int count)
{
	struct messages add = {NULL, 0, 0}, remove = {NULL, 0, 0};
	int64_t started;

	make_request(&add, IPVS_CMD_NEW_SERVICE, NLM_F_ACK);
	make_request(&remove, IPVS_CMD_DEL_SERVICE, NLM_F_ACK);
	started = now();
	for (unsigned int i = 0; i < count; i++) {
		ask(&add);
		ask(&remove);
	}
	return now() - started;
}

static int64_t get(unsigned int count)
{
	struct messages add = {NULL, 0, 0}, get = {NULL, 0, 0}, remove = {NULL, 0, 0};
	int64_t started, time;

	make_request(&add, IPVS_CMD_NEW_SERVICE, NLM_F_ACK);
	make_request(&get, IPVS_CMD_GET_SERVICE, 0);
	make_request(&remove, IPVS_CMD_DEL_SERVICE, NLM_F_ACK);
	ask(&add);
	started = now();
	for (unsigned int i = 0; i < count; i++)
		ask(&get);
	time = now() - started;
	ask(&remove);
	return time;
}

static int64_t run(char **command)
{
	int64_t started = now();
	pid_t child = fork();
	int status;

	if (!child) {
		execvp(command[0], command);
		die(command[0]);
	}
	if (child < 0 || waitpid(child, &status, 0) != child || status)
		die(command[0]);
	return now() - started;
}

static unsigned int number(const char *text)
{
	return (unsigned int)strtoul(text, NULL, 10);
}

int main(int argc, char **argv)
{
	int64_t time;

	if (argc > 2 && !strcmp(argv[1], "run")) {
		printf("%lld\n", (long long)run(argv + 2));
		return EXIT_SUCCESS;
	}
	if (argc < 4)
		return 2;
	open_socket();
	resolve();
	if (!strcmp(argv[1], "create"))
		time = create(number(argv[2]), number(argv[3]), argc > 4 ? argv[4] : "rr");
	else if (!strcmp(argv[1], "drain"))
		time = remove_gently(number(argv[2]));
	else if (!strcmp(argv[1], "open"))
		time = open_sockets(number(argv[2]));
	else if (!strcmp(argv[1], "call"))
		time = call(number(argv[2]));
	else if (!strcmp(argv[1], "get"))
		time = get(number(argv[2]));
	else
		time = change(number(argv[2]), number(argv[3]), argc > 4 ? number(argv[4]) : 0);
	printf("%lld\n", (long long)time);
	return EXIT_SUCCESS;
}
