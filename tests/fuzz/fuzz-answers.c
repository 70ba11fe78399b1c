// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * A kernel that answers whatever it likes to whole calls: nothing goes out, and the input is what
 * comes in, message by message. The first byte chooses the call. The port of each message, which
 * the kernel sets, and its number, counted from that of the request, say how it comes.
 */
#include "folder.h"
#include "core/handle.h"
#include "states.h"
#include "util/escape.h"

#include <errno.h>
#include <lvsdr/lvsdr.h>
#include <sys/socket.h>

enum {
	APART = 1,              /* it begins another datagram */
	SILENCE = APART << 1,   /* nothing comes behind it, before the next request */
	FOREIGN = SILENCE << 1, /* its datagram is another process's */
	CUT = FOREIGN << 1,     /* there is no room for all of the datagram */
	JOINED = CUT << 1,      /* the datagram goes on, although this ends an answer */
};

static struct kernel {
	const uint8_t *at;
	size_t left;
	uint32_t first; /* number of the last request */
	bool silent;
} kernel;

ssize_t sendmsg(int fd, const struct msghdr *sent, int flags)
{
	ssize_t length = 0;

	(void)fd;
	(void)flags;
	for (size_t i = 0; i < sent->msg_iovlen; i++) {
		free(fuzz_copy(sent->msg_iov[i].iov_base, sent->msg_iov[i].iov_len));
		length += (ssize_t)sent->msg_iov[i].iov_len;
	}
	kernel.first = ((const struct nlmsghdr *)sent->msg_iov[0].iov_base)->nlmsg_seq;
	kernel.silent = false;
	return length;
}

/* So much is there of the next message, whatever it claims. */
static size_t next_length(struct nlmsghdr *message)
{
	size_t whole;

	if (kernel.left < sizeof(*message))
		return 0;
	memcpy(message, kernel.at, sizeof(*message));
	whole = NLMSG_ALIGN((size_t)message->nlmsg_len);
	if (message->nlmsg_len < sizeof(*message))
		return sizeof(*message);
	return whole <= kernel.left ? whole : kernel.left;
}

static bool ends_datagram(const struct nlmsghdr *message)
{
	bool ends = message->nlmsg_type == NLMSG_ERROR || message->nlmsg_type == NLMSG_DONE;

	return message->nlmsg_pid & SILENCE || (ends && !(message->nlmsg_pid & JOINED));
}

static size_t fill(char *buffer, size_t room, uint32_t *ret_how)
{
	struct nlmsghdr message;
	size_t length, filled = 0;

	for (*ret_how = 0; !kernel.silent; *ret_how |= message.nlmsg_pid) {
		length = next_length(&message);
		if (!length || length > room - filled || (filled && message.nlmsg_pid & APART))
			break;
		memcpy(buffer + filled, kernel.at, length);
		kernel.at += length;
		kernel.left -= length;
		kernel.silent = message.nlmsg_pid & SILENCE;
		*ret_how |= message.nlmsg_pid;
		message.nlmsg_seq += kernel.first;
		memcpy(buffer + filled, &message, sizeof(message));
		filled += length;
		if (ends_datagram(&message))
			break;
	}
	return filled;
}

int recvmmsg(int fd, struct mmsghdr *messages, unsigned int room, int flags,
	     struct timespec *timeout)
{
	struct msghdr *head = &messages->msg_hdr;
	uint32_t how;
	size_t length = fill(head->msg_iov->iov_base, head->msg_iov->iov_len, &how);

	(void)fd;
	(void)room;
	(void)flags;
	(void)timeout;
	if (!length) {
		errno = EAGAIN;
		return -1;
	}
	*(struct sockaddr_nl *)head->msg_name =
		(struct sockaddr_nl){.nl_family = AF_NETLINK, .nl_pid = how & FOREIGN ? 4711 : 0};
	head->msg_namelen = sizeof(struct sockaddr_nl);
	head->msg_flags = how & CUT ? MSG_TRUNC : 0;
	messages->msg_len = (unsigned int)length;
	return 1;
}

/* ---- The calls. */

static const char desired[] =
	"{\"lvsdr_state\": 1,"
	" \"services\": [{\"protocol\": \"tcp\", \"address\": \"192.168.1.41\", \"port\": 80,"
	"  \"scheduler\": \"wrr\", \"destinations\": [{\"address\": \"192.168.1.20\"}]}],"
	" \"vips\": [{\"address\": \"192.168.1.41\", \"device\": \"eth0\", \"host_route\": true},"
	"  {\"address\": \"2001:db8:1::41\", \"device\": \"eth0\", \"metric\": 70}],"
	" \"sync_daemons\": [{\"role\": \"master\", \"device\": \"eth0\"}],"
	" \"timeouts\": {\"tcp\": 600},"
	" \"marks\": [{\"protocol\": \"tcp\", \"address\": \"192.168.1.41\","
	"  \"ports\": \"80,443\", \"fwmark\": 8}]}";

enum {
	PARTS = LVSDR_STATE_SERVICES | LVSDR_STATE_VIPS | LVSDR_STATE_TIMEOUTS |
		LVSDR_STATE_SYNC_DAEMONS | LVSDR_STATE_MARKS,
};

/* A code of the closed set, and a sentence that can be shown. */
static int check(const struct lvsdr *host, int result)
{
	static const int codes[] = {EINVAL, ENOMEM,     EEXIST,    EBUSY,  ESRCH,  ENOENT,  ENODEV,
				    EPERM,  EOPNOTSUPP, ETIMEDOUT, EAGAIN, ESTALE, EBADMSG, EIO};
	size_t length;

	if (result >= 0)
		return result;
	for (size_t i = 0; codes[i] != -result; i++)
		fuzz_expect(i + 1 < sizeof(codes) / sizeof(*codes));
	fuzz_expect(lvsdr_error_code(host) == result && *lvsdr_error_operation(host) &&
		    *lvsdr_error_object(host) && *lvsdr_error_message(host));
	for (const char *at = lvsdr_error_message(host); *at; at += length) {
		length = escape_shown(at);
		fuzz_expect(length > 0);
	}
	return result;
}

static void read_state(struct lvsdr *host, uint32_t parts)
{
	struct lvsdr_scope *scope;
	struct lvsdr_state *state;

	fuzz_expect(!lvsdr_scope_new(host, "everything", &scope));
	if (!check(host, lvsdr_state_read(host, scope, parts, &state))) {
		states_check_formats(host, state);
		lvsdr_state_free(state);
	}
	lvsdr_scope_free(scope);
}

static void apply(struct lvsdr *host, struct lvsdr_plan *plan)
{
	const char *json;

	if (!check(host, lvsdr_plan_apply(plan)))
		check(host, lvsdr_plan_undo(plan));
	for (size_t i = 0; i < lvsdr_plan_get_step_count(plan); i++) {
		fuzz_expect(lvsdr_plan_get_step_command(plan, i) != NULL);
		fuzz_expect(lvsdr_plan_get_step_explanation(plan, i) != NULL);
	}
	check(host, lvsdr_plan_to_json(plan, &json));
	lvsdr_plan_free(plan);
}

/* From what the kernel says to what is desired, and back. */
static void reach(struct lvsdr *host, const struct lvsdr_state *state)
{
	struct lvsdr_scope *scope;
	struct lvsdr_plan *plan;

	fuzz_expect(!lvsdr_scope_new(host, "192.168.1.41,2001:db8:1::41,fwmark:8", &scope));
	if (!check(host, lvsdr_plan_between(host, scope, NULL, state, &plan)))
		apply(host, plan);
	lvsdr_scope_free(scope);
}

static void plan_removal(struct lvsdr *host, const struct lvsdr_state *state)
{
	struct lvsdr_plan *plan;

	fuzz_expect(!lvsdr_plan_new(host, &plan));
	check(host, lvsdr_plan_remove_vip(plan, lvsdr_state_get_vip(state, 0)));
	check(host, lvsdr_plan_remove_vip(plan, lvsdr_state_get_vip(state, 1)));
	apply(host, plan);
}

static void call(struct lvsdr *host, struct lvsdr_state *state, uint8_t which)
{
	const struct lvsdr_service *service = lvsdr_state_get_service(state, 0);
	const struct lvsdr_dest *dest = lvsdr_state_get_dest(state, 0, 0);
	const struct lvsdr_vip *vip = lvsdr_state_get_vip(state, which & 1);
	const struct lvsdr_mark *mark = lvsdr_state_get_mark(state, 0);
	const struct lvsdr_sync_daemon *daemon = lvsdr_state_get_sync_daemon(state, 0);
	size_t count;

	switch (which >> 1) {
	case 0:
		read_state(host, which ? PARTS | LVSDR_STATE_COUNTERS : PARTS);
		break;
	case 1:
		read_state(host, which & 1 ? LVSDR_STATE_VIPS : LVSDR_STATE_ARP_POLICIES);
		break;
	case 2:
		read_state(host, which & 1 ? LVSDR_STATE_MARKS : LVSDR_STATE_SERVICES);
		break;
	case 3:
		if (which & 1)
			plan_removal(host, state);
		else
			reach(host, state);
		break;
	case 4:
		check(host, lvsdr_vip_add(host, vip));
		break;
	case 5:
		check(host, lvsdr_vip_update(host, vip));
		break;
	case 6:
		check(host, lvsdr_vip_remove(host, vip));
		break;
	case 7:
		check(host, which & 1 ? lvsdr_service_add(host, service)
				      : lvsdr_service_update(host, service));
		break;
	case 8:
		check(host, which & 1 ? lvsdr_service_remove(host, service)
				      : lvsdr_service_remove_all(host));
		break;
	case 9:
		check(host, which & 1 ? lvsdr_dest_add(host, service, dest)
				      : lvsdr_dest_remove(host, service, dest));
		break;
	case 10:
		check(host, which & 1 ? lvsdr_mark_add(host, mark) : lvsdr_mark_remove(host, mark));
		break;
	case 11:
		check(host, which & 1 ? lvsdr_sync_daemon_add(host, daemon)
				      : lvsdr_sync_daemon_remove(host, daemon));
		break;
	default:
		check(host, lvsdr_mark_read_foreign(host, &count));
	}
}

/* The host's own /proc/sys is left alone, and nothing is asked of IPVS by other means. */
static struct lvsdr *open_host(void)
{
	struct lvsdr *host;

	fuzz_expect(!lvsdr_new(&host));
	host->transport.sysctl_fd = folder_open();
	host->transport.wanted = IPVS_NETLINK;
	host->transport.timeout = 0;
	return host;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct lvsdr *host = open_host();
	struct lvsdr_state *state;

	if (size) {
		fuzz_expect(!lvsdr_state_from_text(host, "json", desired, strlen(desired), &state));
		kernel = (struct kernel){.at = data + 1, .left = size - 1};
		call(host, state, data[0]);
		lvsdr_state_free(state);
	}
	lvsdr_free(host);
	return 0;
}
