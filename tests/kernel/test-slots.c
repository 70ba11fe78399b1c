// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Which destination each of a thousand clients gets from mh, sh and dh, after changes of all kinds:
 * the kernel's connection table has to say the same as the tables of slots; and as many clients as
 * slots_difference() says have to differ between two of them.
 */
#include "witness.h"
#include "codec/ipvs/slots.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CLIENTS = 1000, SOURCE = 4000, DESTS = 8, FIRST_PORT = 1000, NOBODY = -1 };

/*
 * What is done to a service: "20 21:3 22" adds 192.168.1.20 to 22, one with weight 3; "=22:0"
 * changes a weight, "-22" removes one, "@rr" sets a scheduler.
 */
struct history {
	const char *name, *scheduler; /* with its flags, as ipvsadm has them */
	const char *changes;
	const char *last_weights; /* where they are not the weights: "22:1" */
};

enum {
	MH,
	MH_REVERSED,
	MH_FOUR,
	MH_DRAINED,
	MH_ADDED_WITH_0,
	MH_BACK,
	MH_AGAIN,
	MH_OVER_RR,
	MH_WEIGHTS,
	MH_LARGE,
	MH_HUGE,
	MH_HEAVY_DRAINED,
	MH_FALLBACK,
	MH_FALLBACK_DRAINED,
	MH_FALLBACK_FOUR,
	MH_PORT,
	MH_NONE,
	SH,
	SH_REVERSED,
	SH_DRAINED,
	SH_FOUR,
	SH_WEIGHTS,
	SH_LARGE,
	SH_AGAIN,
	SH_FALLBACK,
	SH_FALLBACK_DRAINED,
	SH_FALLBACK_TWO,
	SH_PORT,
	DH,
	DH_FOUR,
	DH_DRAINED,
	HISTORIES
};

#define FIVE "20 21 22 23 24"
static const struct history histories[HISTORIES] = {
	[MH] = {"mh", "mh", FIVE, ""},
	[MH_REVERSED] = {"mh, the other way round", "mh", "24 23 22 21 20", ""},
	[MH_FOUR] = {"mh of four", "mh", "20 21 23 24", ""},
	[MH_DRAINED] = {"mh with weight 0", "mh", FIVE " =22:0", "22:1"},
	[MH_ADDED_WITH_0] = {"mh, added with weight 0", "mh", "20 21 22:0 23 24", ""},
	[MH_BACK] = {"mh, weight 0 and back", "mh", FIVE " =22:0 =22:1", ""},
	[MH_AGAIN] = {"mh, removed and added", "mh", FIVE " =22:0 -22 22:0", ""},
	[MH_OVER_RR] = {"mh, by another scheduler", "mh", FIVE " =22:0 @rr @mh", "22:1"},
	[MH_WEIGHTS] = {"mh with weights", "mh", "20:2 21:4 22:6 23:2 24:2", ""},
	[MH_LARGE] = {"mh with large weights", "mh", "20:100 21:201 22:100 23:100 24:100", ""},
	[MH_HUGE] = {"mh with huge weights", "mh", "20:2147483647 21:2 22:65535 23:2000000000", ""},
	[MH_HEAVY_DRAINED] = {"mh, heavy, with weight 0", "mh", FIVE " =21:3 =21:0", "21:3"},
	[MH_FALLBACK] = {"mh-fallback", "mh -b mh-fallback", FIVE, ""},
	[MH_FALLBACK_DRAINED] = {"mh-fallback with weight 0", "mh -b mh-fallback",
				 FIVE " =22:0 =21:0", "22:1 21:1"},
	[MH_FALLBACK_FOUR] = {"mh-fallback of four", "mh -b mh-fallback", "20 21 23 24", ""},
	[MH_PORT] = {"mh-port", "mh -b mh-port", FIVE, ""},
	[MH_NONE] = {"mh of weights 0", "mh", "20:0 21:0", ""},
	[SH] = {"sh", "sh", FIVE, ""},
	[SH_REVERSED] = {"sh, the other way round", "sh", "24 23 22 21 20", ""},
	[SH_DRAINED] = {"sh with weight 0", "sh", FIVE " =22:0", ""},
	[SH_FOUR] = {"sh of four", "sh", "20 21 23 24", ""},
	[SH_WEIGHTS] = {"sh with weights", "sh", "20:2 21:4 22:6 23:2 24:2", ""},
	[SH_LARGE] = {"sh with large weights", "sh", "20:100 21:200 22:100 23:100 24:100", ""},
	[SH_AGAIN] = {"sh, removed and added", "sh", FIVE " -22 22", ""},
	[SH_FALLBACK] = {"sh-fallback", "sh -b sh-fallback", FIVE, ""},
	[SH_FALLBACK_DRAINED] = {"sh-fallback with weight 0", "sh -b sh-fallback", FIVE " =22:0",
				 ""},
	[SH_FALLBACK_TWO] = {"sh-fallback with two weights 0", "sh -b sh-fallback",
			     FIVE " =22:0 =20:0", ""},
	[SH_PORT] = {"sh-port", "sh -b sh-port", FIVE, ""},
	[DH] = {"dh", "dh", FIVE, ""},
	[DH_FOUR] = {"dh of four", "dh", "20 21 23 24", ""},
	[DH_DRAINED] = {"dh with weights 0", "dh", FIVE " =23:0 =22:0 =21:0", ""},
};

/* What became of it. */
struct outcome {
	struct lvsdr_service service;
	struct slots_dest dests[DESTS]; /* in the kernel's order */
	size_t count;
	int16_t gets[CLIENTS]; /* a place in the list, or NOBODY */
};

static struct outcome outcomes[HISTORIES];

/* ---- The clients ---- */

/* What all of them send to. */
struct target {
	bool v6;
	uint32_t mark;
	uint16_t port;
	bool each_its_own; /* an address for each: 192.168.2.0 and on; otherwise the VIP */
};

static void send_one(int fd, const struct target *target, uint32_t number)
{
	union {
		struct cmsghdr header;
		char room[CMSG_SPACE(sizeof(struct in6_pktinfo))];
	} control = {.room = {0}};
	struct in6_pktinfo source6 = {.ipi6_ifindex = 0};
	struct in_pktinfo source = {.ipi_ifindex = 0};
	struct sockaddr_in6 to6 = {.sin6_family = AF_INET6, .sin6_port = htons(target->port)};
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(target->port)};
	struct iovec text = {(char[]){"x"}, 1};
	struct msghdr message = {.msg_iov = &text, .msg_iovlen = 1, .msg_control = &control};
	size_t size = target->v6 ? sizeof(source6) : sizeof(source);

	inet_pton(AF_INET6, "2001:db8:9::1:0", &source6.ipi6_addr);
	source6.ipi6_addr.s6_addr[14] = (uint8_t)(number >> 8);
	source6.ipi6_addr.s6_addr[15] = (uint8_t)number;
	source.ipi_spec_dst.s_addr = htonl(0x0a090000 + number);
	inet_pton(AF_INET6, "2001:db8::41", &to6.sin6_addr);
	to.sin_addr.s_addr = htonl(target->each_its_own ? 0xc0a80200 + number : 0xc0a80129);
	message.msg_name = target->v6 ? (void *)&to6 : (void *)&to;
	message.msg_namelen = target->v6 ? sizeof(to6) : sizeof(to);
	message.msg_controllen = CMSG_SPACE(size);
	control.header.cmsg_level = target->v6 ? IPPROTO_IPV6 : IPPROTO_IP;
	control.header.cmsg_type = target->v6 ? IPV6_PKTINFO : IP_PKTINFO;
	control.header.cmsg_len = CMSG_LEN(size);
	memcpy(CMSG_DATA(&control.header), target->v6 ? (void *)&source6 : (void *)&source, size);
	sendmsg(fd, &message, 0); /* whom nobody serves is refused */
}

static int send_all(const struct target *target)
{
	struct sockaddr_in6 any6 = {.sin6_family = AF_INET6, .sin6_port = htons(SOURCE)};
	struct sockaddr_in any = {.sin_family = AF_INET, .sin_port = htons(SOURCE)};
	int home = open("/run/netns/t", O_RDONLY | O_CLOEXEC), fd;

	if (home < 0 || setns(home, CLONE_NEWNET))
		return 1;
	fd = socket(target->v6 ? AF_INET6 : AF_INET, SOCK_DGRAM, 0);
	if (fd < 0 || bind(fd, target->v6 ? (void *)&any6 : (void *)&any,
			   target->v6 ? sizeof(any6) : sizeof(any)))
		return 2;
	if (target->mark &&
	    setsockopt(fd, SOL_SOCKET, SO_MARK, &target->mark, sizeof(target->mark)))
		return 3;
	for (uint32_t i = 0; i < CLIENTS; i++)
		send_one(fd, target, i);
	return 0;
}

static void send_from_all(const struct target *target)
{
	pid_t child = fork();
	int status;

	assert_true(child >= 0);
	if (!child)
		_exit(send_all(target));
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
}

/* ---- What the kernel has ---- */

static const char *destination_of(const struct outcome *outcome, char text[64], unsigned int last)
{
	bool v6 = outcome->service.address.family == AF_INET6;

	snprintf(text, 64, v6 ? "[2001:db8::%x]:53" : "192.168.1.%u:53", last);
	return text;
}

/*
 * One change of a history, as ipvsadm makes it: with direct routing it would give a real server the
 * port of its service, and mh hashes that.
 */
static void change(const struct outcome *outcome, const char *named, const char *word)
{
	unsigned int last = 0;
	char command[256], rip[64];
	int weight = 1;

	if (*word == '@') {
		snprintf(command, sizeof(command), "ipvsadm -E %s -s %s", named, word + 1);
		run(command);
		return;
	}
	assert_true(sscanf(word + !(*word >= '0' && *word <= '9'), "%u:%d", &last, &weight) >= 1);
	destination_of(outcome, rip, last);
	if (*word == '-')
		snprintf(command, sizeof(command), "ipvsadm -d %s -r %s", named, rip);
	else
		snprintf(command, sizeof(command), "ipvsadm -%c %s -r %s -m -w %d",
			 *word == '=' ? 'e' : 'a', named, rip, weight);
	run(command);
}

static void for_words(const char *text, void (*handler)(const char *word, void *data), void *data)
{
	char copy[256], *rest, *word;

	snprintf(copy, sizeof(copy), "%s", text);
	for (word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
		handler(word, data);
}

struct subject {
	struct outcome *outcome;
	const char *named;
};

static void change_by_word(const char *word, void *data)
{
	const struct subject *subject = data;

	change(subject->outcome, subject->named, word);
}

/* The address of a word that the kernel shows: C0A80114:0035, [2001:0db8:...:0014]:0035. */
static void take_address(struct address *address, const char *word)
{
	char text[64];
	unsigned long bits;

	if (*word == '[') {
		snprintf(text, sizeof(text), "%.*s", (int)strcspn(word + 1, "]"), word + 1);
		address->family = AF_INET6;
		assert_int_equal(inet_pton(AF_INET6, text, address->bytes), 1);
		return;
	}
	bits = strtoul(word, NULL, 16);
	address->family = AF_INET;
	for (size_t i = 0; i < 4; i++)
		address->bytes[i] = (uint8_t)(bits >> (24 - 8 * i));
}

/* The list below the line of its service, in the kernel's order. */
static void read_list(struct outcome *outcome, const char *line)
{
	char command[256], word[64], *text, *rest, *at;
	int weight;

	snprintf(command, sizeof(command),
		 "sed -n \"/^%s/,/^[TUF]/p\" /proc/net/ip_vs | sed -n \"s/^  -> //p\"", line);
	text = ask(command);
	for (at = strtok_r(text, "\n", &rest); at; at = strtok_r(NULL, "\n", &rest)) {
		struct slots_dest *dest = &outcome->dests[outcome->count++];

		assert_true(outcome->count <= DESTS);
		assert_int_equal(sscanf(at, "%63s Masq %d", word, &weight), 2);
		take_address(&dest->address, word);
		dest->port = (uint16_t)strtoul(strrchr(word, ':') + 1, NULL, 16);
		dest->weight = dest->last_weight = weight;
	}
	free(text);
}

static unsigned int last_of(const struct slots_dest *dest)
{
	return dest->address.bytes[dest->address.family == AF_INET6 ? 15 : 3];
}

static void know_last_weight(const char *word, void *data)
{
	struct outcome *outcome = data;
	unsigned int last;
	int weight;

	assert_int_equal(sscanf(word, "%u:%d", &last, &weight), 2);
	for (size_t i = 0; i < outcome->count; i++)
		if (last_of(&outcome->dests[i]) == last)
			outcome->dests[i].last_weight = weight;
}

/* The client's number is the end of its address. */
static void read_connections(struct outcome *outcome, const char *pattern)
{
	char command[256], client[64], word[64], *text, *rest, *at;
	unsigned long number;
	struct address to;

	for (size_t i = 0; i < CLIENTS; i++)
		outcome->gets[i] = NOBODY;
	snprintf(command, sizeof(command), "grep \"%s\" /proc/net/ip_vs_conn || true", pattern);
	text = ask(command);
	for (at = strtok_r(text, "\n", &rest); at; at = strtok_r(NULL, "\n", &rest)) {
		assert_int_equal(sscanf(at, "UDP %63s %*s %*s %*s %63s", client, word), 2);
		number = strtoul(client + strlen(client) - 4, NULL, 16);
		assert_true(number < CLIENTS);
		to = (struct address){.family = 0};
		if (strchr(word, ':') && *word != '[') { /* without brackets in that file */
			to.family = AF_INET6;
			assert_int_equal(inet_pton(AF_INET6, word, to.bytes), 1);
		} else {
			take_address(&to, word);
		}
		for (size_t i = 0; i < outcome->count; i++)
			if (address_equal(&to, &outcome->dests[i].address))
				outcome->gets[number] = (int16_t)i;
		assert_int_not_equal(outcome->gets[number], NOBODY);
	}
	free(text);
}

/* ---- The comparison ---- */

static struct address client_address(const struct outcome *outcome, uint32_t number)
{
	struct address address = {.family = outcome->service.address.family};

	if (address.family == AF_INET6)
		inet_pton(AF_INET6, "2001:db8:9::1:0", address.bytes);
	else
		memcpy(address.bytes, (uint8_t[]){10, 9}, 2);
	address.bytes[address.family == AF_INET6 ? 14 : 2] = (uint8_t)(number >> 8);
	address.bytes[address.family == AF_INET6 ? 15 : 3] = (uint8_t)number;
	return address;
}

/* A VIP of its own for each client of a firewall mark. */
static struct address vip_of(const struct outcome *outcome, uint32_t number)
{
	struct address address = {.family = AF_INET, .bytes = {192, 168}};

	if (!outcome->service.fwmark)
		return outcome->service.address;
	address.bytes[2] = (uint8_t)(2 + (number >> 8));
	address.bytes[3] = (uint8_t)number;
	return address;
}

/* Every client has what its slot says, unless that falls back. */
static void check_slots(const struct history *history, const struct outcome *outcome)
{
	bool by_vip = !strcmp(outcome->service.scheduler, "dh");
	uint16_t port = strstr(history->scheduler, "-port") ? SOURCE : 0;
	struct slots slots;

	assert_int_equal(slots_fill(&outcome->service, outcome->dests, outcome->count, &slots), 0);
	for (uint32_t i = 0; i < CLIENTS; i++) {
		struct address address = by_vip ? vip_of(outcome, i) : client_address(outcome, i);
		uint16_t place = slots.dest[slots_of(&outcome->service, &address, port)];
		bool served = place != SLOTS_EMPTY && outcome->dests[place].weight > 0;

		if (!served && strstr(history->scheduler, "fallback"))
			assert_int_not_equal(outcome->gets[i], NOBODY);
		else if (outcome->gets[i] != (served ? place : NOBODY))
			fail_msg("%s: client %u has %d instead of %d", history->name, i,
				 outcome->gets[i], served ? place : NOBODY);
	}
}

static void begin(const struct history *history, struct outcome *outcome)
{
	size_t length = strcspn(history->scheduler, " ");

	memset(outcome, 0, sizeof(*outcome));
	memcpy(outcome->service.scheduler, history->scheduler, length);
	if (strstr(history->scheduler, "fallback"))
		outcome->service.flags |= LVSDR_SCHEDULER_MH_FALLBACK;
	if (strstr(history->scheduler, "-port"))
		outcome->service.flags |= LVSDR_SCHEDULER_MH_PORT;
}

static void carry_out(const struct history *history, struct outcome *outcome, const char *named,
		      const char *line, const char *pattern, const struct target *target)
{
	struct subject subject = {outcome, named};
	char command[256];

	snprintf(command, sizeof(command), "ipvsadm -A %s -s %s", named, history->scheduler);
	run(command);
	for_words(history->changes, change_by_word, &subject);
	read_list(outcome, line);
	for_words(history->last_weights, know_last_weight, outcome);
	send_from_all(target);
	read_connections(outcome, pattern);
	check_slots(history, outcome);
}

/* Each history has a port of its own, so that all clients can be the same. */
static void observe(int which)
{
	struct target target = {.port = (uint16_t)(FIRST_PORT + which)};
	struct outcome *outcome = &outcomes[which];
	char named[64], line[64], pattern[64];

	begin(&histories[which], outcome);
	take_address(&outcome->service.address, "C0A80129");
	snprintf(named, sizeof(named), "-u 192.168.1.41:%d", target.port);
	snprintf(line, sizeof(line), "UDP  C0A80129:%04X ", target.port);
	snprintf(pattern, sizeof(pattern), " C0A80129 %04X ", target.port);
	carry_out(&histories[which], outcome, named, line, pattern, &target);
}

static void make_network(void)
{
	run("ip addr add 192.168.1.41/32 dev lo; ip route add local 10.9.0.0/16 dev lo;"
	    "ip route add local 192.168.0.0/16 dev lo;"
	    "ip addr add 2001:db8::40/64 dev eth0 nodad; ip addr add 2001:db8::41/128 dev lo nodad;"
	    "ip -6 route add local 2001:db8:9::/64 dev lo;"
	    "echo 1 >/proc/sys/net/ipv6/ip_nonlocal_bind");
}

static int counted_difference(const struct outcome *one, const struct outcome *other)
{
	int differ = 0;

	for (size_t i = 0; i < CLIENTS; i++) {
		int a = one->gets[i], b = other->gets[i];

		differ += (a == NOBODY) != (b == NOBODY) ||
			  (a != NOBODY &&
			   !address_equal(&one->dests[a].address, &other->dests[b].address));
	}
	return differ;
}

/* Within four standard deviations of a thousand clients; none is none. */
static void check_pair(int one, int other)
{
	const struct outcome *a = &outcomes[one], *b = &outcomes[other];
	int computed = slots_difference(&a->service, a->dests, a->count, b->dests, b->count);
	int counted = counted_difference(a, b), off = counted - computed;

	printf("%s, and %s: %d of 1000 clients differ, %d are computed\n", histories[one].name,
	       histories[other].name, counted, computed);
	assert_in_range(computed, 0, 1000);
	if (off < 0)
		off++; /* it is rounded up */
	if (off * off > 16 * computed * (1000 - computed) / 1000 + (computed ? 4 : 0))
		fail_msg("too far from each other");
	assert_int_equal(slots_difference(&a->service, b->dests, b->count, a->dests, a->count),
			 computed);
}

static void test_histories(void **state)
{
	static const int pairs[][2] = {
		{MH, MH_REVERSED},
		{MH, MH_FOUR},
		{MH, MH_DRAINED},
		{MH, MH_ADDED_WITH_0},
		{MH, MH_BACK},
		{MH_DRAINED, MH_ADDED_WITH_0},
		{MH_DRAINED, MH_FOUR},
		{MH_FOUR, MH_ADDED_WITH_0},
		{MH_ADDED_WITH_0, MH_AGAIN},
		{MH_DRAINED, MH_OVER_RR},
		{MH, MH_WEIGHTS},
		{MH_WEIGHTS, MH_LARGE},
		{MH, MH_HUGE},
		{MH, MH_NONE},
		{MH_DRAINED, MH_HEAVY_DRAINED},
		{MH_FALLBACK, MH_FALLBACK_DRAINED},
		{MH_FALLBACK_DRAINED, MH_FALLBACK_FOUR},
		{MH_FALLBACK, MH_FALLBACK_FOUR},
		{SH, SH_REVERSED},
		{SH, SH_DRAINED},
		{SH, SH_FOUR},
		{SH, SH_AGAIN},
		{SH, SH_WEIGHTS},
		{SH_WEIGHTS, SH_LARGE},
		{SH_FALLBACK, SH_FALLBACK_DRAINED},
		{SH_FALLBACK_DRAINED, SH_FALLBACK_TWO},
		{SH_FALLBACK, SH_FALLBACK_TWO},
		{DH, DH_FOUR},
		{DH, DH_DRAINED},
	};

	(void)state;
	make_network();
	for (int i = 0; i < HISTORIES; i++)
		observe(i);
	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++)
		check_pair(pairs[i][0], pairs[i][1]);
}

/* All words of an address of IPv6 are hashed. */
static void test_ipv6(void **state)
{
	static const struct history history[] = {
		{"mh of IPv6", "mh", "20:2 21 22 23 =22:0", "22:1"},
		{"sh of IPv6", "sh", "20:2 21 22 23 =22:0", ""},
	};

	(void)state;
	make_network();
	for (int i = 0; i < 2; i++) {
		struct target target = {.v6 = true, .port = (uint16_t)(FIRST_PORT + i)};
		struct outcome outcome;
		char named[64], line[96], pattern[96];

		begin(&history[i], &outcome);
		take_address(&outcome.service.address, "[2001:db8::41]");
		snprintf(named, sizeof(named), "-u [2001:db8::41]:%d", target.port);
		snprintf(line, sizeof(line), "UDP  .2001:0db8.*:0041.:%04X ", target.port);
		snprintf(pattern, sizeof(pattern), ":0041 %04X ", target.port);
		carry_out(&history[i], &outcome, named, line, pattern, &target);
	}
}

/* dh of a firewall mark, whose clients send to many addresses. */
static void test_fwmark(void **state)
{
	static const struct history history = {"dh of a mark", "dh", FIVE " =21:0", ""};
	struct target target = {.mark = 7, .port = 53, .each_its_own = true};
	struct outcome outcome;

	(void)state;
	make_network();
	begin(&history, &outcome);
	outcome.service.fwmark = 7;
	outcome.service.address.family = AF_INET;
	carry_out(&history, &outcome, "-f 7", "FWM  00000007 ", "UDP 0A09", &target);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_histories, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_ipv6, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_fwmark, test_set_up, test_tear_down),
	};

	return cmocka_run_group_tests_name("slots", tests, NULL, NULL);
}
