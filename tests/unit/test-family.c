// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The number of IPVS in generic netlink is looked up once, and again only where nlctrl told of
 * IPVS, or may have told what was not heard. The program has its own system calls, behind which an
 * invented kernel answers by libnl; membership of the group is the real kernel's.
 */
#include "../check.h"
#include "codec/ipvs/ipvs.h"
#include "transport/transport.h"

#include <linux/genetlink.h>
#include <linux/ip_vs.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { SIZE = 4096, NUMBER = 30, NOTIFY = 16, MOST = 100 };

/* ---- The kernel. */

struct datagram {
	_Alignas(struct nlmsghdr) char data[SIZE];
	size_t length;
	uint32_t port; /* whose it is */
	int error;     /* instead of it */
};

static struct {
	uint16_t ipvs;     /* its number, or 0 */
	const char *group; /* of nlctrl; NULL: it has none */
	int number_type;   /* of the attribute */
	bool wide_numbers;
	bool lacks; /* IPVS has nothing of what it is asked for */
	bool refuses_members;
	int asked_for_ipvs, asked_for_nlctrl, asked_whose, acknowledged_whose, requests;
	struct datagram answer;
	struct datagram events[MOST];
	unsigned int count, read;
} kernel;

static void put(struct datagram *datagram, struct nl_msg *message)
{
	const struct nlmsghdr *header = nlmsg_hdr(message);

	assert_true(datagram->length + NLMSG_ALIGN(header->nlmsg_len) <= SIZE);
	memcpy(datagram->data + datagram->length, header, header->nlmsg_len);
	datagram->length += NLMSG_ALIGN(header->nlmsg_len);
	nlmsg_free(message);
}

static struct nl_msg *begin(uint32_t sequence, int type, uint8_t command)
{
	struct nl_msg *message = nlmsg_alloc_size(SIZE);

	assert_non_null(message);
	assert_non_null(genlmsg_put(message, 4711, sequence, type, 0, 0, command, 2));
	return message;
}

static struct nl_msg *describe(uint32_t sequence, uint8_t command, const char *name,
			       uint16_t number)
{
	struct nl_msg *message = begin(sequence, GENL_ID_CTRL, command);

	assert_int_equal(nla_put_string(message, CTRL_ATTR_FAMILY_NAME, name), 0);
	if (kernel.wide_numbers)
		assert_int_equal(nla_put_u32(message, CTRL_ATTR_FAMILY_ID, number), 0);
	else
		assert_int_equal(nla_put_u16(message, kernel.number_type, number), 0);
	return message;
}

static void put_group(struct nl_msg *message, const char *name, uint32_t number)
{
	struct nlattr *list = nla_nest_start(message, CTRL_ATTR_MCAST_GROUPS);
	struct nlattr *group = nla_nest_start(message, 1);

	assert_int_equal(nla_put_u32(message, CTRL_ATTR_MCAST_GRP_ID, number), 0);
	assert_int_equal(nla_put_string(message, CTRL_ATTR_MCAST_GRP_NAME, name), 0);
	nla_nest_end(message, group);
	nla_nest_end(message, list);
}

static void put_result(uint32_t sequence, int result)
{
	struct nl_msg *message = nlmsg_alloc_size(SIZE);
	struct nlmsgerr error = {.error = result};

	assert_non_null(message);
	assert_non_null(nlmsg_put(message, 4711, sequence, NLMSG_ERROR, 0, 0));
	assert_int_equal(nlmsg_append(message, &error, sizeof(error), 0), 0);
	put(&kernel.answer, message);
}

static int answer_by_name(uint32_t sequence, const char *name)
{
	struct nl_msg *message;

	if (!strcmp(name, "nlctrl")) {
		kernel.asked_for_nlctrl++;
		message = describe(sequence, CTRL_CMD_NEWFAMILY, name, GENL_ID_CTRL);
		if (kernel.group)
			put_group(message, kernel.group, NOTIFY);
		put(&kernel.answer, message);
		return 0;
	}
	assert_string_equal(name, "IPVS");
	kernel.asked_for_ipvs++;
	if (!kernel.ipvs)
		return -ENOENT;
	put(&kernel.answer, describe(sequence, CTRL_CMD_NEWFAMILY, name, kernel.ipvs));
	return 0;
}

static int answer_nlctrl(struct nlmsghdr *request)
{
	struct nlattr *attributes[CTRL_ATTR_MAX + 1];
	uint16_t number;

	assert_int_equal(genlmsg_parse(request, 0, attributes, CTRL_ATTR_MAX, NULL), 0);
	assert_int_equal(genlmsg_hdr(request)->cmd, CTRL_CMD_GETFAMILY);
	if (attributes[CTRL_ATTR_FAMILY_NAME])
		return answer_by_name(request->nlmsg_seq,
				      nla_get_string(attributes[CTRL_ATTR_FAMILY_NAME]));
	assert_non_null(attributes[CTRL_ATTR_FAMILY_ID]);
	kernel.asked_whose++;
	kernel.acknowledged_whose += request->nlmsg_flags & NLM_F_ACK ? 1 : 0;
	number = nla_get_u16(attributes[CTRL_ATTR_FAMILY_ID]);
	if (!kernel.ipvs || number != kernel.ipvs)
		return -ENOENT;
	put(&kernel.answer, describe(request->nlmsg_seq, CTRL_CMD_NEWFAMILY, "IPVS", number));
	return 0;
}

static void answer(struct nlmsghdr *request)
{
	int result;

	if (request->nlmsg_type == GENL_ID_CTRL) {
		result = answer_nlctrl(request);
	} else {
		kernel.requests++;
		result = kernel.ipvs && request->nlmsg_type == kernel.ipvs && !kernel.lacks
				 ? 0
				 : -ENOENT;
	}
	if (result || request->nlmsg_flags & NLM_F_ACK)
		put_result(request->nlmsg_seq, result);
}

ssize_t sendmsg(int fd, const struct msghdr *sent, int flags)
{
	_Alignas(struct nlmsghdr) char copy[SIZE];
	ssize_t total = 0;

	(void)fd;
	(void)flags;
	kernel.answer = (struct datagram){.length = 0};
	for (size_t i = 0; i < sent->msg_iovlen; i++) {
		int left = (int)sent->msg_iov[i].iov_len;
		struct nlmsghdr *message = (void *)copy;

		assert_in_range(left, 0, SIZE);
		memcpy(copy, sent->msg_iov[i].iov_base, (size_t)left);
		for (; nlmsg_ok(message, left); message = nlmsg_next(message, &left))
			answer(message);
		total += (ssize_t)sent->msg_iov[i].iov_len;
	}
	return total;
}

static ssize_t deliver(const struct datagram *datagram, struct msghdr *place)
{
	struct sockaddr_nl *sender = place->msg_name;
	size_t room = place->msg_iov->iov_len;

	if (datagram->error) {
		errno = datagram->error;
		return -1;
	}
	/* What is longer than all is not looked at. */
	memcpy(place->msg_iov->iov_base, datagram->data, room < SIZE ? room : SIZE);
	*sender = (struct sockaddr_nl){.nl_family = AF_NETLINK, .nl_pid = datagram->port};
	place->msg_namelen = sizeof(*sender);
	place->msg_flags = datagram->length > room ? MSG_TRUNC : 0;
	return (ssize_t)datagram->length;
}

int recvmmsg(int fd, struct mmsghdr *messages, unsigned int room, int flags,
	     struct timespec *timeout)
{
	(void)fd;
	(void)flags;
	(void)timeout;
	assert_true(room > 0);
	assert_true(kernel.answer.length > 0);
	messages->msg_len = (unsigned int)deliver(&kernel.answer, &messages->msg_hdr);
	return 1;
}

/* By which libnl reads events. */
ssize_t recvmsg(int fd, struct msghdr *message, int flags)
{
	(void)fd;
	assert_false(flags & MSG_PEEK);
	if (kernel.read < kernel.count)
		return deliver(&kernel.events[kernel.read++], message);
	errno = EAGAIN;
	return -1;
}

int setsockopt(int fd, int level, int name, const void *value, socklen_t length)
{
	if (level == SOL_NETLINK && name == NETLINK_ADD_MEMBERSHIP && kernel.refuses_members) {
		errno = EPERM;
		return -1;
	}
	return (int)syscall(SYS_setsockopt, fd, level, name, value, length);
}

/* ---- What it tells unasked. */

static struct datagram *next_event(void)
{
	assert_true(kernel.count < MOST);
	kernel.events[kernel.count] = (struct datagram){.length = 0};
	return &kernel.events[kernel.count++];
}

static void tell(uint8_t command, const char *name)
{
	put(next_event(), describe(0, command, name, NUMBER));
}

static void tell_of_psample(void)
{
	tell(CTRL_CMD_NEWFAMILY, "psample");
	tell(CTRL_CMD_DELFAMILY, "psample");
	tell(CTRL_CMD_NEWFAMILY, "IPVS2");
}

static void tell_arrival(void)
{
	tell(CTRL_CMD_NEWFAMILY, "IPVS");
}

static void tell_departure(void)
{
	tell(CTRL_CMD_DELFAMILY, "IPVS");
}

static void tell_among_others(void)
{
	tell_of_psample();
	tell_departure();
	tell_of_psample();
}

/* Two in one datagram, of which the second counts. */
static void tell_together(void)
{
	struct datagram *event = next_event();

	put(event, describe(0, CTRL_CMD_NEWFAMILY, "psample", 40));
	put(event, describe(0, CTRL_CMD_DELFAMILY, "IPVS", NUMBER));
}

static void tell_foreign(void)
{
	tell_departure();
	kernel.events[kernel.count - 1].port = 4712;
}

static void tell_overflow(void)
{
	next_event()->error = ENOBUFS;
}

static void tell_too_much(void)
{
	for (int i = 0; i < MOST; i++)
		tell(CTRL_CMD_NEWFAMILY, "psample");
}

static void tell_too_long(void)
{
	struct datagram *event = next_event();

	put(event, describe(0, CTRL_CMD_NEWFAMILY, "psample", 40));
	event->length = 2 * SIZE + 1; /* more than is asked for */
}

static void tell_nothing(void)
{
	next_event();
}

static void tell_half_a_header(void)
{
	next_event()->length = 8;
}

static void tell_half_an_attribute(void)
{
	struct nlmsghdr *message;

	tell(CTRL_CMD_NEWFAMILY, "psample");
	message = (void *)kernel.events[kernel.count - 1].data;
	message->nlmsg_len -= 5;
	kernel.events[kernel.count - 1].length = message->nlmsg_len;
}

static void tell_long_name(void)
{
	tell(CTRL_CMD_NEWFAMILY, "seventeen-letters");
}

static void tell_other_kind(void)
{
	struct nlmsghdr *message;

	tell_departure();
	message = (void *)kernel.events[kernel.count - 1].data;
	message->nlmsg_type = NUMBER + 1;
}

/* ---- A handle that has rested. */

static void open_transport(struct transport *transport)
{
	memset(&kernel, 0, sizeof(kernel));
	kernel.ipvs = NUMBER;
	kernel.group = "notify";
	kernel.number_type = CTRL_ATTR_FAMILY_ID;
	transport_init(transport);
	transport->wanted = IPVS_NETLINK;
	transport->timeout = 100;
}

static int request(struct transport *transport)
{
	_Alignas(struct nlmsghdr) char buffer[IPVS_REQUEST_SIZE];
	struct netlink_error error;

	return transport_ipvs(transport, ipvs_encode(buffer, IPVS_CMD_GET_INFO, 0), NULL, NULL,
			      &error);
}

static void rest(struct transport *transport)
{
	transport->family.known -= 5000;
}

static void check_asked(const char *when, int for_ipvs, int for_nlctrl)
{
	if (kernel.asked_for_ipvs != for_ipvs || kernel.asked_for_nlctrl != for_nlctrl)
		fail_msg("%s: IPVS was looked up %d times instead of %d, nlctrl %d instead of %d",
			 when, kernel.asked_for_ipvs, for_ipvs, kernel.asked_for_nlctrl,
			 for_nlctrl);
}

/* It has rested once, and listens. */
static void open_listening(struct transport *transport)
{
	open_transport(transport);
	assert_int_equal(request(transport), 0);
	assert_int_equal(request(transport), 0);
	check_asked("at first", 1, 0);
	assert_null(transport->family.events);
	rest(transport);
	assert_int_equal(request(transport), 0);
	check_asked("after the first rest", 2, 1);
	assert_non_null(transport->family.events);
}

static const struct event_case {
	const char *name;
	void (*tell)(void);
	bool looked_up, anew; /* the socket is another then */
} events[] = {
	{"nothing", NULL, false, false},
	{"others", tell_of_psample, false, false},
	{"another process", tell_foreign, false, false},
	{"another kind of message", tell_other_kind, false, false},
	{"arrival", tell_arrival, true, false},
	{"departure", tell_departure, true, false},
	{"among others", tell_among_others, true, false},
	{"two in a datagram", tell_together, true, false},
	{"half an attribute", tell_half_an_attribute, true, false},
	{"a name that is too long", tell_long_name, false, false},
	{"overflow", tell_overflow, true, true},
	{"too much at once", tell_too_much, true, true},
	{"a datagram that is too long", tell_too_long, true, true},
	{"an empty datagram", tell_nothing, true, true},
	{"half a header", tell_half_a_header, true, true},
};

static void check_event(const struct event_case *wanted)
{
	struct transport transport;

	open_listening(&transport);
	if (wanted->tell)
		wanted->tell();
	assert_int_equal(request(&transport), 0);
	check_asked("without a rest", 2, 1); /* not even a system call more */
	assert_int_equal(kernel.read, 0);
	rest(&transport);
	assert_int_equal(request(&transport), 0);
	check_asked(wanted->name, 2 + wanted->looked_up, 1 + wanted->anew);
	/* What was heard is not heard twice. */
	kernel.count = kernel.read = 0;
	rest(&transport);
	assert_int_equal(request(&transport), 0);
	check_asked(wanted->name, 2 + wanted->looked_up, 1 + wanted->anew);
	assert_int_equal(kernel.asked_whose, 0);
	transport_close(&transport);
}

static void test_events(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(events) / sizeof(*events); i++)
		check_event(&events[i]);
}

/* ---- The module goes and comes back. */

static void test_reloaded(void **state)
{
	struct transport transport;

	(void)state;
	open_listening(&transport);
	/* Within a second nobody listens: the answer tells, and the question that goes with it. */
	kernel.ipvs = NUMBER + 1;
	tell_departure();
	tell_arrival();
	assert_int_equal(request(&transport), 0);
	assert_int_equal(kernel.asked_whose, 1);
	check_asked("when it was gone", 3, 1);
	/* What was told of it meanwhile makes it be looked up once more, and no more. */
	rest(&transport);
	assert_int_equal(request(&transport), 0);
	check_asked("after that", 4, 1);
	rest(&transport);
	assert_int_equal(request(&transport), 0);
	check_asked("in the end", 4, 1);
	kernel.ipvs = 0;
	tell_departure();
	rest(&transport);
	assert_int_equal(request(&transport), -EOPNOTSUPP);
	check_asked("when there is none", 5, 1);
	transport_close(&transport);
}

static void test_batches(void **state)
{
	_Alignas(struct nlmsghdr) char buffer[IPVS_REQUEST_SIZE];
	struct nlmsghdr *message = ipvs_encode(buffer, IPVS_CMD_FLUSH, 0);
	struct transport transport;

	(void)state;
	open_listening(&transport);
	for (int i = 1; i < 4; i++) {
		assert_int_equal(
			transport_ipvs_batch(&transport, message, message->nlmsg_len, NULL, NULL),
			0);
		assert_int_equal(kernel.asked_whose, i);
	}
	check_asked("with batches", 2, 1);
	/* A question that goes alone has to be acknowledged; one ahead of others is not. */
	assert_int_equal(kernel.acknowledged_whose, 0);
	kernel.lacks = true;
	assert_int_equal(request(&transport), -ENOENT);
	kernel.lacks = false;
	assert_int_equal(kernel.acknowledged_whose, 1);
	assert_int_equal(transport_ipvs_batch(&transport, message, message->nlmsg_len, NULL, NULL),
			 0);
	assert_int_equal(kernel.acknowledged_whose, 1);
	/* After a look-up by the name that is not what goes ahead. */
	tell_arrival();
	rest(&transport);
	assert_int_equal(transport_ipvs_batch(&transport, message, message->nlmsg_len, NULL, NULL),
			 0);
	check_asked("after all", 3, 1);
	assert_int_equal(kernel.asked_whose, 6);
	transport_close(&transport);
}

/* ---- Where nothing is to be heard, the number is looked up after each rest. */

static void check_deaf(const char *name, const char *group, bool refuses_members)
{
	struct transport transport;

	open_transport(&transport);
	kernel.group = group;
	kernel.refuses_members = refuses_members;
	assert_int_equal(request(&transport), 0);
	for (int i = 1; i < 4; i++) {
		rest(&transport);
		assert_int_equal(request(&transport), 0);
		check_asked(name, 1 + i, 1);
		assert_null(transport.family.events);
	}
	transport_close(&transport);
}

static void test_deaf(void **state)
{
	(void)state;
	check_deaf("no group", NULL, false);
	check_deaf("another group", "notify2", false);
	check_deaf("no members", "notify", true);
}

/* ---- What nlctrl says of IPVS and does not hold. */

static void test_bad_descriptions(void **state)
{
	struct transport transport;

	(void)state;
	open_transport(&transport);
	kernel.number_type = CTRL_ATTR_MAXATTR; /* no number */
	assert_int_equal(request(&transport), -EBADMSG);
	kernel.number_type = CTRL_ATTR_FAMILY_NAME; /* a name without an end */
	assert_int_equal(request(&transport), -EBADMSG);
	kernel.number_type = CTRL_ATTR_FAMILY_ID;
	kernel.wide_numbers = true;
	assert_int_equal(request(&transport), -EBADMSG);
	kernel.wide_numbers = false;
	assert_int_equal(request(&transport), 0);
	transport_close(&transport);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_events),           cmocka_unit_test(test_reloaded),
		cmocka_unit_test(test_batches),          cmocka_unit_test(test_deaf),
		cmocka_unit_test(test_bad_descriptions),
	};

	return cmocka_run_group_tests_name("family", tests, NULL, NULL);
}
