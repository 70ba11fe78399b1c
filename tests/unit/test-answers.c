// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Answers that no kernel should give: torn dumps, errors in the midst of them, acknowledgements
 * that are missing or come twice, numbers and lengths that lie. The program has its own sendmsg()
 * and recvmmsg(), behind which an invented kernel answers each request by the next line of a
 * script.
 */
#include "../check.h"
#include "core/handle.h"
#include "codec/ipvs/ipvs.h"
#include "kernel/network_snapshot.h"
#include "kernel/mark_rules.h"
#include "model/object.h"
#include "plain-objects.h"
#include "codec/rtnl/rtnl.h"
#include "state/state.h"

#include <arpa/inet.h>
#include <linux/genetlink.h>
#include <linux/ip_vs.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>
#include <unistd.h>

enum { SIZE = 2048, SHORT = 5 /* milliseconds until a missing answer is given up */ };

/* ---- What the kernel says. */

enum word {
	NOTHING, /* the end of an answer */
	NEXT,    /* what follows is in another datagram */
	MESSAGE, /* something for the handler */
	ACK,     /* value: 0 or a negative errno */
	DONE,    /* the same */
	CLAIM,   /* a message whose header claims `value` bytes */
	BYTES,   /* so many zeros */
	/* Messages of the families. */
	ADDRESS,
	ROUTE,
	SERVICE,
	DEST,
	DAEMON,
	GENERATION,
	FAMILY, /* of generic netlink, with the number `value`; 0: none is told */
};

struct said {
	enum word word;
	int value;
	int number; /* of the request, counted from the first of those that were sent together */
	bool torn;
	bool foreign; /* the datagram is another process's */
	bool cut;     /* the datagram is longer than there is room */
};

#define SAY(...)                                                                                   \
	{                                                                                          \
		.word = __VA_ARGS__                                                                \
	}

enum { MOST = 10, AT_ONCE = 2 /* datagrams for each recvmmsg() */ };

static const struct rtnl_address address = {.index = 2,
					    .address = {AF_INET, {192, 168, 1, 41}},
					    .prefix_length = 32,
					    .valid_lifetime = RTNL_FOREVER,
					    .preferred_lifetime = RTNL_FOREVER};

static struct kernel {
	const struct said *const *script; /* the last line is repeated */
	int asked;                        /* so many requests have come */
	uint32_t first;                   /* number of the last request */
	struct datagram {
		_Alignas(struct nlmsghdr) char data[SIZE];
		size_t length;
		bool foreign, cut;
	} waiting[MOST * 2];
	size_t count, taken;
	bool empty; /* where nothing waits, recvmmsg() brings no datagram instead of failing */
} kernel;

static struct nlmsghdr *put(struct datagram *datagram, uint16_t type, size_t length)
{
	struct nlmsghdr *message = mnl_nlmsg_put_header(datagram->data + datagram->length);

	message->nlmsg_type = type;
	mnl_nlmsg_put_extra_header(message, length);
	return message;
}

static struct nlmsghdr *put_result(struct datagram *datagram, uint16_t type, int result)
{
	struct nlmsghdr *message =
		put(datagram, type, type == NLMSG_ERROR ? sizeof(struct nlmsgerr) : sizeof(result));

	memcpy(mnl_nlmsg_get_payload(message), &result, sizeof(result));
	return message;
}

static struct nlmsghdr *put_claim(struct datagram *datagram, int claimed)
{
	struct nlmsghdr *message = put(datagram, 20, 0);

	datagram->length += message->nlmsg_len;
	message->nlmsg_len = (uint32_t)claimed;
	return message;
}

static struct nlmsghdr *put_generation(struct datagram *datagram)
{
	struct nlmsghdr *message =
		put(datagram, NFNL_SUBSYS_NFTABLES << 8 | NFT_MSG_NEWGEN, sizeof(struct nfgenmsg));

	mnl_attr_put_u32(message, NFTA_GEN_ID, htonl(7));
	return message;
}

static struct nlmsghdr *put_family(struct datagram *datagram, int number)
{
	struct nlmsghdr *message = put(datagram, GENL_ID_CTRL, sizeof(struct genlmsghdr));

	mnl_attr_put_strz(message, CTRL_ATTR_FAMILY_NAME, IPVS_GENL_NAME);
	if (number)
		mnl_attr_put_u16(message, CTRL_ATTR_FAMILY_ID, (uint16_t)number);
	return message;
}

static struct nlmsghdr *encode(struct datagram *datagram, const struct said *said)
{
	void *place = datagram->data + datagram->length;

	switch (said->word) {
	case ACK:
		return put_result(datagram, NLMSG_ERROR, said->value);
	case DONE:
		return put_result(datagram, NLMSG_DONE, said->value);
	case CLAIM:
		return put_claim(datagram, said->value);
	case ADDRESS:
		return rtnl_encode_address(place, &address, RTNL_CREATE);
	case ROUTE:
		return rtnl_encode_host_route(place, &address.address, 2);
	case SERVICE:
		return ipvs_encode_service(place, IPVS_CMD_NEW_SERVICE, 0, &service, true);
	case DEST:
		return ipvs_encode_dest(place, IPVS_CMD_NEW_DEST, &service, &dest, true);
	case DAEMON:
		return ipvs_encode_sync_daemon(
			place, IPVS_CMD_NEW_DAEMON,
			&(struct lvsdr_sync_daemon){.role = 1, .device = "eth0"}, true);
	case GENERATION:
		return put_generation(datagram);
	case FAMILY:
		return put_family(datagram, said->value);
	default:
		return put(datagram, 20, 4);
	}
}

static void say(struct datagram *datagram, const struct said *said)
{
	struct nlmsghdr *message;

	datagram->foreign |= said->foreign;
	datagram->cut |= said->cut;
	if (said->word == BYTES) {
		datagram->length += (size_t)said->value;
		return;
	}
	message = encode(datagram, said);
	message->nlmsg_seq = kernel.first + (uint32_t)said->number;
	message->nlmsg_flags = NLM_F_MULTI | (said->torn ? NLM_F_DUMP_INTR : 0);
	if (said->word != CLAIM)
		datagram->length += NLMSG_ALIGN(message->nlmsg_len);
	assert_true(datagram->length <= SIZE);
}

static void answer_next(void)
{
	const struct said *said = *kernel.script;

	kernel.asked++;
	kernel.script += kernel.script[1] != NULL;
	if (said->word == NOTHING)
		return;
	kernel.waiting[kernel.count++] = (struct datagram){.length = 0};
	for (size_t i = 0; i < MOST && said[i].word != NOTHING; i++) {
		assert_true(kernel.count < MOST * 2);
		if (said[i].word == NEXT)
			kernel.waiting[kernel.count++] = (struct datagram){.length = 0};
		else
			say(&kernel.waiting[kernel.count - 1], &said[i]);
	}
}

ssize_t sendmsg(int fd, const struct msghdr *sent, int flags)
{
	ssize_t length = 0;

	(void)fd;
	(void)flags;
	for (size_t i = 0; i < sent->msg_iovlen; i++)
		length += (ssize_t)sent->msg_iov[i].iov_len;
	kernel.first = ((const struct nlmsghdr *)sent->msg_iov[0].iov_base)->nlmsg_seq;
	if (kernel.taken == kernel.count)
		kernel.taken = kernel.count = 0;
	answer_next();
	return length;
}

static void deliver(const struct datagram *datagram, struct mmsghdr *place)
{
	struct msghdr *message = &place->msg_hdr;

	assert_true(message->msg_iov->iov_len >= datagram->length);
	memcpy(message->msg_iov->iov_base, datagram->data, datagram->length);
	*(struct sockaddr_nl *)message->msg_name = (struct sockaddr_nl){
		.nl_family = AF_NETLINK, .nl_pid = datagram->foreign ? 4711 : 0};
	message->msg_namelen = sizeof(struct sockaddr_nl);
	message->msg_flags = datagram->cut ? MSG_TRUNC : 0;
	place->msg_len = (unsigned int)datagram->length;
}

int recvmmsg(int fd, struct mmsghdr *messages, unsigned int room, int flags,
	     struct timespec *timeout)
{
	unsigned int count;

	(void)fd;
	(void)flags;
	(void)timeout;
	for (count = 0; count < AT_ONCE && count < room && kernel.taken < kernel.count; count++)
		deliver(&kernel.waiting[kernel.taken++], &messages[count]);
	if (!count)
		errno = EAGAIN;
	return count || kernel.empty ? (int)count : -1;
}

#define ANSWER(...) ((const struct said[MOST]){__VA_ARGS__})
#define SCRIPT(...) ((const struct said *const[]){__VA_ARGS__, NULL})

/* A descriptor on which nothing ever comes. */
static int open_silence(void)
{
	int pair[2];

	assert_int_equal(socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, pair), 0);
	close(pair[1]);
	return pair[0];
}

/* ---- One request. */

static const struct request_case {
	const char *name;
	struct said answer[MOST];
	int result;
	int messages;                 /* so many are handed on */
	enum { OPEN, CLOSED } socket; /* given up, when more may come or is missing */
} requests[] = {
	{"answered", {SAY(MESSAGE), SAY(ACK)}, 0, 1, OPEN},
	{"answered in pieces", {SAY(MESSAGE), SAY(NEXT), SAY(ACK)}, 0, 1, OPEN},
	{"acknowledged twice", {SAY(MESSAGE), SAY(ACK), SAY(ACK)}, 0, 1, OPEN},
	{"acknowledged once more in time",
	 {SAY(MESSAGE), SAY(ACK), SAY(NEXT), SAY(ACK, .value = -EBUSY)},
	 0,
	 1,
	 OPEN},
	{"refused, then acknowledged", {SAY(ACK, .value = -EBUSY), SAY(ACK)}, -EBUSY, 0, OPEN},
	{"acknowledged, and no answer", {SAY(ACK)}, -EBADMSG, 0, OPEN},
	{"not acknowledged", {SAY(MESSAGE)}, -ETIMEDOUT, 1, CLOSED},
	{"no answer at all", {SAY(NOTHING)}, -ETIMEDOUT, 0, CLOSED},
	{"others are acknowledged",
	 {SAY(MESSAGE), SAY(ACK, .number = -1), SAY(ACK, .number = 1),
	  SAY(ACK, .number = INT32_MIN)},
	 -ETIMEDOUT,
	 1,
	 CLOSED},
	{"others are answered",
	 {SAY(MESSAGE, .number = -1), SAY(MESSAGE, .number = 1), SAY(MESSAGE), SAY(ACK)},
	 0,
	 1,
	 OPEN},
	{"none but others are answered", {SAY(MESSAGE, .number = 1), SAY(ACK)}, -EBADMSG, 0, OPEN},
	{"ended like a dump", {SAY(MESSAGE), SAY(DONE)}, -EBADMSG, 1, CLOSED},
	{"answered by somebody else",
	 {SAY(MESSAGE, .foreign = true), SAY(ACK), SAY(NEXT), SAY(MESSAGE),
	  SAY(ACK, .value = -EBUSY)},
	 -EBUSY,
	 1,
	 OPEN},
	{"too long", {SAY(MESSAGE), SAY(ACK, .cut = true)}, -EMSGSIZE, 0, CLOSED},
	{"answered behind its end",
	 {SAY(MESSAGE), SAY(ACK), SAY(NEXT), SAY(MESSAGE)},
	 -EBADMSG,
	 1,
	 CLOSED},
	{"torn, which only dumps can be", {SAY(MESSAGE, .torn = true), SAY(ACK)}, 0, 1, OPEN},
};

static const struct request_case dump_requests[] = {
	{"whole",
	 {SAY(MESSAGE), SAY(MESSAGE), SAY(NEXT), SAY(MESSAGE), SAY(NEXT), SAY(DONE)},
	 0,
	 3,
	 OPEN},
	{"empty", {SAY(DONE)}, 0, 0, OPEN},
	{"torn at first", {SAY(MESSAGE, .torn = true), SAY(MESSAGE), SAY(DONE)}, -EAGAIN, 2, OPEN},
	{"torn later",
	 {SAY(MESSAGE), SAY(NEXT), SAY(MESSAGE, .torn = true), SAY(NEXT), SAY(DONE)},
	 -EAGAIN,
	 2,
	 OPEN},
	{"torn at its end", {SAY(MESSAGE), SAY(NEXT), SAY(DONE, .torn = true)}, -EAGAIN, 1, OPEN},
	{"torn, of others",
	 {SAY(MESSAGE, .number = 1, .torn = true), SAY(MESSAGE), SAY(DONE)},
	 0,
	 1,
	 OPEN},
	{"torn, and a failure",
	 {SAY(MESSAGE, .torn = true), SAY(NEXT), SAY(DONE, .value = -ENOMEM)},
	 -ENOMEM,
	 1,
	 OPEN},
	{"an error in its midst",
	 {SAY(MESSAGE), SAY(NEXT), SAY(ACK, .value = -EBUSY)},
	 -EBUSY,
	 1,
	 OPEN},
	{"an error at its end",
	 {SAY(MESSAGE), SAY(NEXT), SAY(DONE, .value = -EBUSY)},
	 -EBUSY,
	 1,
	 OPEN},
	{"an errno that is none", {SAY(MESSAGE), SAY(DONE, .value = INT32_MIN)}, -EBADMSG, 1, OPEN},
	{"acknowledged",
	 {SAY(MESSAGE), SAY(NEXT), SAY(ACK), SAY(NEXT), SAY(DONE)},
	 -EBADMSG,
	 1,
	 CLOSED},
	{"not ended", {SAY(MESSAGE), SAY(NEXT), SAY(MESSAGE)}, -ETIMEDOUT, 2, CLOSED},
	{"ended by somebody else",
	 {SAY(MESSAGE), SAY(NEXT), SAY(MESSAGE, .foreign = true), SAY(DONE), SAY(NEXT),
	  SAY(DONE, .torn = true, .foreign = true), SAY(NEXT), SAY(MESSAGE), SAY(NEXT), SAY(DONE)},
	 0,
	 2,
	 OPEN},
	{"others are ended", {SAY(MESSAGE), SAY(DONE, .number = -1)}, -ETIMEDOUT, 1, CLOSED},
	{"ended twice",
	 {SAY(MESSAGE), SAY(DONE), SAY(NEXT), SAY(DONE, .value = -EBUSY)},
	 0,
	 1,
	 OPEN},
	{"a part of it behind its end",
	 {SAY(MESSAGE), SAY(DONE), SAY(NEXT), SAY(MESSAGE)},
	 -EBADMSG,
	 1,
	 CLOSED},
	{"longer than its datagram",
	 {SAY(MESSAGE), SAY(CLAIM, .value = 17), SAY(NEXT), SAY(DONE)},
	 -EBADMSG,
	 1,
	 CLOSED},
	{"longer than anything",
	 {SAY(CLAIM, .value = -1), SAY(MESSAGE), SAY(NEXT), SAY(DONE)},
	 -EBADMSG,
	 0,
	 CLOSED},
	{"of no length", {SAY(CLAIM), SAY(MESSAGE), SAY(DONE)}, -EBADMSG, 0, CLOSED},
	{"shorter than a header",
	 {SAY(MESSAGE), SAY(CLAIM, .value = 15), SAY(DONE)},
	 -EBADMSG,
	 1,
	 CLOSED},
	{"half a header",
	 {SAY(MESSAGE), SAY(BYTES, .value = 8), SAY(NEXT), SAY(DONE)},
	 -EBADMSG,
	 1,
	 CLOSED},
	{"nothing in a datagram", {SAY(MESSAGE), SAY(NEXT), SAY(NEXT), SAY(DONE)}, 0, 1, OPEN},
};

static int count_message(const struct nlmsghdr *message, void *data)
{
	(void)message;
	++*(int *)data;
	return 0;
}

static int ask(struct netlink *netlink, bool dump, int *ret_count)
{
	_Alignas(struct nlmsghdr) char buffer[SIZE];
	struct nlmsghdr *request = mnl_nlmsg_put_header(buffer);
	struct netlink_error error;

	request->nlmsg_type = 20;
	request->nlmsg_flags = dump ? NLM_F_DUMP : 0;
	*ret_count = 0;
	return netlink_request(netlink, request, netlink_now() + SHORT, count_message, ret_count,
			       &error);
}

/* What is left over of one answer never becomes part of the next. */
static void check_request(const struct request_case *wanted, bool dump)
{
	struct netlink netlink = {.fd = open_silence(), .sequence = UINT32_MAX - 1};
	int count, result;

	kernel = (struct kernel){.script = SCRIPT(wanted->answer, ANSWER(SAY(MESSAGE), SAY(ACK)))};
	result = ask(&netlink, dump, &count);
	if (result != wanted->result || count != wanted->messages ||
	    (netlink.fd < 0) != (wanted->socket == CLOSED))
		fail_msg("%s: %d instead of %d, %d messages instead of %d, and the socket is %s",
			 wanted->name, result, wanted->result, count, wanted->messages,
			 netlink.fd < 0 ? "closed" : "open");
	if (netlink.fd >= 0 && (ask(&netlink, false, &count) || count != 1))
		fail_msg("%s: then %d messages instead of 1", wanted->name, count);
	netlink_close(&netlink);
}

static void test_requests(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(requests) / sizeof(*requests); i++)
		check_request(&requests[i], false);
	for (size_t i = 0; i < sizeof(dump_requests) / sizeof(*dump_requests); i++)
		check_request(&dump_requests[i], true);
}

/* ---- Three requests that were sent together, 1 to 3, behind a question or between limits, 0
 * and 4. */

static const struct group_case {
	const char *name;
	struct said answer[MOST];
	int result;
	int fates[3]; /* of a batch; of a transaction that of the first that failed */
} batches[] = {
	{"done", {SAY(MESSAGE), SAY(ACK), SAY(NEXT), SAY(ACK, .number = 3)}, 0, {0}},
	{"some refused",
	 {SAY(MESSAGE), SAY(ACK, .value = -ENOENT, .number = 1),
	  SAY(ACK, .value = -EEXIST, .number = 3)},
	 0,
	 {-ENOENT, 0, -EEXIST}},
	{"refused twice",
	 {SAY(MESSAGE), SAY(ACK, .value = -ENOENT, .number = 2),
	  SAY(ACK, .value = -ENOENT, .number = 2), SAY(ACK, .number = 3)},
	 0,
	 {0, -ENOENT, 0}},
	{"each acknowledged, and twice",
	 {SAY(MESSAGE), SAY(ACK, .number = 1), SAY(ACK, .number = 2), SAY(ACK, .number = 2),
	  SAY(ACK, .number = 3), SAY(ACK, .number = 3)},
	 0,
	 {0}},
	{"the last one's answer missing",
	 {SAY(MESSAGE), SAY(ACK, .value = -ENOENT, .number = 1), SAY(ACK, .number = 2)},
	 -ETIMEDOUT,
	 {-ENOENT, 0, 0}},
	{"others acknowledged",
	 {SAY(MESSAGE), SAY(ACK, .number = 4), SAY(ACK, .number = -1)},
	 -ETIMEDOUT,
	 {0}},
	{"answered by somebody else",
	 {SAY(MESSAGE, .foreign = true), SAY(ACK, .value = -ENOENT, .number = 1),
	  SAY(ACK, .number = 3), SAY(NEXT), SAY(MESSAGE), SAY(NEXT),
	  SAY(ACK, .value = -EEXIST, .number = 2), SAY(ACK, .number = 3)},
	 0,
	 {0, -EEXIST, 0}},
	{"ended like a dump", {SAY(MESSAGE), SAY(DONE, .number = 3)}, -ETIMEDOUT, {0}},
	{"the question not answered",
	 {SAY(ACK), SAY(ACK, .value = -ENOENT, .number = 1), SAY(ACK, .number = 3)},
	 -ESTALE,
	 {0}},
	{"the question's answer missing",
	 {SAY(ACK, .value = -ENOENT, .number = 1), SAY(ACK, .number = 3)},
	 -EBADMSG,
	 {0}},
	{"the question refused",
	 {SAY(ACK, .value = -ENOENT), SAY(ACK, .value = -ENOENT, .number = 1),
	  SAY(ACK, .number = 3)},
	 -ESTALE,
	 {0}},
	{"cut",
	 {SAY(MESSAGE), SAY(CLAIM, .value = 400), SAY(ACK, .number = 3), SAY(NEXT),
	  SAY(ACK, .number = 3)},
	 -EBADMSG,
	 {0}},
	{"of no length", {SAY(MESSAGE), SAY(CLAIM), SAY(ACK, .number = 3)}, -EBADMSG, {0}},
	{"an errno that is none",
	 {SAY(MESSAGE), SAY(ACK, .value = EBUSY, .number = 1), SAY(ACK, .number = 3)},
	 0,
	 {-EBADMSG}},
};

static const struct group_case transactions[] = {
	{"done", {SAY(ACK, .number = 3)}, 0, {0}},
	{"acknowledged twice",
	 {SAY(ACK, .number = 1), SAY(ACK, .number = 1), SAY(ACK, .number = 3),
	  SAY(ACK, .value = -EBUSY, .number = 3)},
	 0,
	 {0}},
	{"refused",
	 {SAY(ACK, .value = -EEXIST, .number = 1), SAY(NEXT), SAY(ACK, .number = 3)},
	 -EEXIST,
	 {1}},
	{"refused twice",
	 {SAY(ACK, .value = -EEXIST, .number = 1), SAY(ACK, .value = -ENOENT, .number = 1),
	  SAY(ACK, .number = 3)},
	 -EEXIST,
	 {1}},
	{"refused as a whole", {SAY(ACK, .value = -ERESTART)}, -ERESTART, {0}},
	{"refused, and no end", {SAY(ACK, .value = -EEXIST, .number = 1)}, -ETIMEDOUT, {1}},
	{"not acknowledged", {SAY(ACK, .number = 1)}, -ETIMEDOUT, {0}},
	{"others acknowledged", {SAY(ACK, .number = 4), SAY(ACK, .number = -1)}, -ETIMEDOUT, {0}},
	{"answered by somebody else",
	 {SAY(ACK, .value = -EEXIST, .number = 1, .foreign = true), SAY(ACK, .number = 3),
	  SAY(NEXT), SAY(ACK, .value = -EBUSY, .number = 2), SAY(ACK, .number = 3)},
	 -EBUSY,
	 {2}},
	{"ended like a dump", {SAY(DONE, .number = 3)}, -ETIMEDOUT, {0}},
	{"cut",
	 {SAY(CLAIM, .value = 400), SAY(ACK, .number = 3), SAY(NEXT), SAY(ACK, .number = 3)},
	 -EBADMSG,
	 {0}},
	{"of no length", {SAY(CLAIM), SAY(ACK, .number = 3)}, -EBADMSG, {0}},
};

static int confirm(const struct nlmsghdr *message, void *data)
{
	(void)message;
	(void)data;
	return 0;
}

static void take_failure(unsigned int index, int result, const struct netlink_error *error,
			 void *data)
{
	(void)error;
	assert_true(index < 3);
	((int *)data)[index] = result;
}

/* Without anything in them. */
static size_t put_requests(char *buffer, size_t count)
{
	for (size_t i = 0; i < count; i++)
		mnl_nlmsg_put_header(buffer + i * NLMSG_HDRLEN);
	return count * NLMSG_HDRLEN;
}

static int send_batch(struct netlink *netlink, int fates[3])
{
	_Alignas(struct nlmsghdr) char buffer[SIZE], asked[SIZE];
	struct netlink_question question = {mnl_nlmsg_put_header(asked), confirm};

	return netlink_send_batch(netlink, &question, buffer, put_requests(buffer, 3),
				  netlink_now() + SHORT, take_failure, fates);
}

static int send_transaction(struct netlink *netlink, int fates[3])
{
	_Alignas(struct nlmsghdr) char buffer[SIZE];
	struct netlink_error error;

	return netlink_send_transaction(netlink, buffer, put_requests(buffer, 5),
					netlink_now() + SHORT, (unsigned int *)&fates[0], &error);
}

/* What was sent may have been done wherever its end was not seen. */
static void check_group(const struct group_case *wanted,
			int (*send)(struct netlink *netlink, int fates[3]))
{
	struct netlink netlink = {.fd = open_silence()};
	bool unsure = wanted->result == -ETIMEDOUT || wanted->result == -EBADMSG;
	int fates[3] = {0}, result;

	kernel = (struct kernel){.script = SCRIPT(wanted->answer)};
	result = send(&netlink, fates);
	if (result != wanted->result || memcmp(fates, wanted->fates, sizeof(fates)) ||
	    netlink.unsure != unsure)
		fail_msg("%s: %d instead of %d, the three %d, %d, %d, and it is %s", wanted->name,
			 result, wanted->result, fates[0], fates[1], fates[2],
			 netlink.unsure ? "unsure" : "sure");
	netlink_close(&netlink);
}

static void test_groups(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(batches) / sizeof(*batches); i++)
		check_group(&batches[i], send_batch);
	for (size_t i = 0; i < sizeof(transactions) / sizeof(*transactions); i++)
		check_group(&transactions[i], send_transaction);
}

/* ---- Dumps of each family, read by those who need them. */

/* Each has its socket, and IPVS its number. */
static int set_up(void **host)
{
	struct transport *transport;

	if (handle_set_up(host))
		return -1;
	transport = &((struct lvsdr *)*host)->transport;
	transport->ipvs.fd = open_silence();
	transport->rtnl.fd = open_silence();
	transport->nft.fd = open_silence();
	transport->timeout = 1000;
	transport->family.number = 30;
	transport->family.known = netlink_now();
	transport->wanted = transport->chosen = IPVS_NETLINK;
	return 0;
}

static int read_snapshot(struct lvsdr *host)
{
	struct snapshot snapshot = {.family = AF_INET};
	int error = snapshot_read(host, OPERATION_READ, "the routes", &snapshot);

	if (!error) {
		assert_int_equal(snapshot.address_count, 1);
		assert_int_equal(snapshot.route_count, 1);
	}
	snapshot_clear(&snapshot);
	return error;
}

static int read_part(struct lvsdr *host, uint32_t part)
{
	struct lvsdr_state *read = NULL;
	struct lvsdr_scope *scope;
	int error;

	assert_int_equal(lvsdr_scope_new(host, "everything", &scope), 0);
	error = lvsdr_state_read(host, scope, part, &read);
	lvsdr_scope_free(scope);
	if (!error && part == LVSDR_STATE_SERVICES) {
		assert_int_equal(read->service_count, 1);
		assert_int_equal(read->services[0].count, 1);
	}
	if (!error && part == LVSDR_STATE_SYNC_DAEMONS)
		assert_int_equal(read->lists[KIND_SYNC_DAEMON].count, 1);
	lvsdr_state_free(read);
	return error;
}

static int read_services(struct lvsdr *host)
{
	return read_part(host, LVSDR_STATE_SERVICES);
}

static int look_up_and_read(struct lvsdr *host)
{
	host->transport.family.number = 0;
	return read_services(host);
}

static int read_daemons(struct lvsdr *host)
{
	return read_part(host, LVSDR_STATE_SYNC_DAEMONS);
}

static int read_marks(struct lvsdr *host)
{
	return read_part(host, LVSDR_STATE_MARKS);
}

#define ADDRESSES    ANSWER(SAY(ADDRESS), SAY(NEXT), SAY(DONE))
#define ROUTES       ANSWER(SAY(ROUTE), SAY(NEXT), SAY(DONE))
#define SERVICES     ANSWER(SAY(SERVICE), SAY(NEXT), SAY(DONE))
#define DESTS        ANSWER(SAY(DEST), SAY(NEXT), SAY(DONE))
#define GENERATION_7 ANSWER(SAY(GENERATION), SAY(ACK))
#define NO_RULES     ANSWER(SAY(DONE))
#define NO_DEVICE    ANSWER(SAY(ACK, .value = -ENODEV))

static const struct dump_case {
	const char *name;
	int (*read)(struct lvsdr *host);
	const struct said *const *script;
	int asked;
	int result;
} dumps[] = {
	{"network", read_snapshot, SCRIPT(ADDRESSES, ROUTES), 2, 0},
	{"network, torn at first", read_snapshot,
	 SCRIPT(ANSWER(SAY(ADDRESS, .torn = true), SAY(DONE)), ADDRESSES, ROUTES), 3, 0},
	{"network, torn at the ends", read_snapshot,
	 SCRIPT(ANSWER(SAY(ADDRESS), SAY(NEXT), SAY(DONE, .torn = true)), ADDRESSES,
		ANSWER(SAY(ROUTE), SAY(ROUTE), SAY(NEXT), SAY(DONE, .torn = true)), ROUTES,
		ADDRESSES, ROUTES),
	 6, 0},
	{"network, torn each time", read_snapshot,
	 SCRIPT(ANSWER(SAY(ADDRESS), SAY(DONE, .torn = true))), 20, -EAGAIN},
	{"network, an error in its midst", read_snapshot,
	 SCRIPT(ADDRESSES, ANSWER(SAY(ROUTE), SAY(NEXT), SAY(DONE, .value = -ENOMEM))), 2, -ENOMEM},
	{"network, cut", read_snapshot,
	 SCRIPT(ANSWER(SAY(ADDRESS), SAY(CLAIM, .value = 400), SAY(NEXT), SAY(DONE))), 1, -EBADMSG},
	{"network, of others", read_snapshot, SCRIPT(ADDRESSES, ANSWER(SAY(SERVICE), SAY(DONE))), 2,
	 -EBADMSG},

	{"services", read_services, SCRIPT(SERVICES, DESTS, SERVICES), 3, 0},
	{"services, torn at first", read_services,
	 SCRIPT(ANSWER(SAY(SERVICE, .torn = true), SAY(SERVICE), SAY(DONE)), SERVICES, DESTS,
		SERVICES),
	 4, 0},
	{"services, torn destinations", read_services,
	 SCRIPT(SERVICES, ANSWER(SAY(DEST), SAY(DEST), SAY(NEXT), SAY(DONE, .torn = true)), DESTS,
		SERVICES),
	 4, 0},
	{"services, torn at last", read_services,
	 SCRIPT(SERVICES, DESTS, ANSWER(SAY(SERVICE), SAY(DONE, .torn = true)), SERVICES, DESTS,
		SERVICES),
	 6, 0},
	{"services, torn each time", read_services,
	 SCRIPT(ANSWER(SAY(SERVICE), SAY(DONE, .torn = true))), 10, -EAGAIN},
	{"services, an error in their midst", read_services,
	 SCRIPT(ANSWER(SAY(SERVICE), SAY(NEXT), SAY(DONE, .value = -ENOMEM))), 1, -ENOMEM},
	{"services, an error of their destinations", read_services,
	 SCRIPT(SERVICES, ANSWER(SAY(DEST), SAY(NEXT), SAY(ACK, .value = -ENOMEM))), 2, -ENOMEM},

	{"family looked up", look_up_and_read,
	 SCRIPT(ANSWER(SAY(FAMILY, .value = 30), SAY(ACK)), SERVICES, DESTS, SERVICES), 4, 0},
	{"a family without a number", look_up_and_read, SCRIPT(ANSWER(SAY(FAMILY), SAY(ACK))), 1,
	 -EBADMSG},
	{"no family, and acknowledged", look_up_and_read, SCRIPT(ANSWER(SAY(ACK))), 1, -EBADMSG},
	{"a family that is cut", look_up_and_read,
	 SCRIPT(ANSWER(SAY(FAMILY, .value = 30), SAY(CLAIM, .value = 400))), 1, -EBADMSG},
	{"another's family", look_up_and_read,
	 SCRIPT(ANSWER(SAY(FAMILY, .value = 30, .foreign = true), SAY(ACK), SAY(NEXT),
		       SAY(ACK, .value = -ENOENT))),
	 1, -EOPNOTSUPP},

	{"daemons, torn", read_daemons,
	 SCRIPT(ANSWER(SAY(DAEMON), SAY(DONE, .torn = true)), ANSWER(SAY(DAEMON), SAY(DONE)),
		NO_DEVICE),
	 3, 0},
	{"daemons, torn each time", read_daemons,
	 SCRIPT(ANSWER(SAY(DAEMON), SAY(DONE, .torn = true))), 10, -EAGAIN},

	{"marks", read_marks,
	 SCRIPT(GENERATION_7, NO_RULES, GENERATION_7, GENERATION_7, NO_RULES, GENERATION_7), 6, 0},
	{"marks, torn", read_marks,
	 SCRIPT(GENERATION_7, ANSWER(SAY(DONE, .torn = true)), GENERATION_7, NO_RULES, GENERATION_7,
		GENERATION_7, NO_RULES, GENERATION_7),
	 8, 0},
	{"marks, no generation", read_marks, SCRIPT(ANSWER(SAY(ACK))), 1, -EBADMSG},
};

static const char *sentence_of(int result)
{
	switch (result) {
	case -EAGAIN:
		return "try again";
	case -EBADMSG:
		return "could not be decoded";
	case -EOPNOTSUPP:
		return "has no IPVS";
	default:
		return "out of memory";
	}
}

static void test_dumps(void **state)
{
	for (size_t i = 0; i < sizeof(dumps) / sizeof(*dumps); i++) {
		int result;

		kernel = (struct kernel){.script = dumps[i].script};
		assert_int_equal(set_up(state), 0);
		result = dumps[i].read(*state);
		if (result != dumps[i].result || kernel.asked != dumps[i].asked)
			fail_msg("%s: %d instead of %d, after %d requests instead of %d: %s",
				 dumps[i].name, result, dumps[i].result, kernel.asked,
				 dumps[i].asked, lvsdr_error_message(*state));
		if (result)
			check_refused(*state, result, result, sentence_of(result));
		handle_tear_down(state);
	}
}

/* Nobody sees what a dump that failed has brought. */
static void test_handlers(void **state)
{
	_Alignas(struct nlmsghdr) char buffer[RTNL_BUFFER_SIZE];
	struct lvsdr *host;
	struct netlink_error error;
	int count = 0;

	assert_int_equal(set_up(state), 0);
	host = *state;
	kernel = (struct kernel){
		.script = SCRIPT(ANSWER(SAY(ROUTE), SAY(DONE, .value = -EBUSY)),
				 ANSWER(SAY(ROUTE, .torn = true), SAY(ROUTE), SAY(DONE)),
				 ANSWER(SAY(ROUTE), SAY(ROUTE), SAY(NEXT), SAY(ROUTE), SAY(DONE)))};
	assert_int_equal(transport_rtnl(&host->transport,
					rtnl_encode_dump(buffer, RTM_GETROUTE, AF_INET),
					count_message, &count, &error),
			 -EBUSY);
	assert_int_equal(error.number, EBUSY);
	assert_int_equal(count, 0);
	assert_int_equal(transport_rtnl(&host->transport,
					rtnl_encode_dump(buffer, RTM_GETROUTE, AF_INET),
					count_message, &count, &error),
			 0);
	assert_int_equal(count, 3);
	handle_tear_down(state);
}

/* Nothing comes, and the system call does not say so. */
static void test_nothing(void **state)
{
	struct netlink netlink = {.fd = open_silence()};
	int count;

	(void)state;
	kernel = (struct kernel){.script = SCRIPT(ANSWER(SAY(NOTHING))), .empty = true};
	assert_int_equal(ask(&netlink, false, &count), -ETIMEDOUT);
	netlink_close(&netlink);
}

/*
 * No answer comes to any of many requests: two of them are waited for. What is there at once is
 * taken, and a while later all are waited for again.
 */
static void test_silence(void **state)
{
	_Alignas(struct nlmsghdr) char buffer[RTNL_BUFFER_SIZE];
	struct transport *transport;
	struct netlink_error error;
	int64_t start, took;
	int count = 0;

	assert_int_equal(set_up(state), 0);
	transport = &((struct lvsdr *)*state)->transport;
	transport->timeout = 200;
	kernel = (struct kernel){.script = SCRIPT(ANSWER(SAY(NOTHING)))};
	start = netlink_now();
	for (int i = 0; i < 10; i++) {
		assert_int_equal(transport_rtnl(transport,
						rtnl_encode_dump(buffer, RTM_GETROUTE, AF_INET),
						count_message, &count, &error),
				 -ETIMEDOUT);
		if (transport->rtnl.fd < 0)
			transport->rtnl.fd = open_silence();
	}
	took = netlink_now() - start;
	assert_in_range(took, 400, 1500);
	kernel = (struct kernel){.script = SCRIPT(ANSWER(SAY(ROUTE), SAY(DONE)))};
	assert_int_equal(transport_rtnl(transport, rtnl_encode_dump(buffer, RTM_GETROUTE, AF_INET),
					count_message, &count, &error),
			 0);
	assert_int_equal(count, 1);
	transport->missed_at -= 1000;
	kernel = (struct kernel){.script = SCRIPT(ANSWER(SAY(NOTHING)))};
	start = netlink_now();
	assert_int_equal(transport_rtnl(transport, rtnl_encode_dump(buffer, RTM_GETROUTE, AF_INET),
					count_message, &count, &error),
			 -ETIMEDOUT);
	assert_true(netlink_now() - start >= 200);
	handle_tear_down(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing),  cmocka_unit_test(test_silence),
		cmocka_unit_test(test_requests), cmocka_unit_test(test_groups),
		cmocka_unit_test(test_dumps),    cmocka_unit_test(test_handlers),
	};

	return cmocka_run_group_tests_name("answers", tests, NULL, NULL);
}
