// SPDX-License-Identifier: LGPL-2.1-or-later
#include "transport/family.h"

#include <errno.h>
#include <linux/genetlink.h>
#include <linux/ip_vs.h>
#include <netlink/genl/genl.h>
#include <netlink/handlers.h>
#include <netlink/msg.h>
#include <netlink/socket.h>
#include <string.h>
#include <unistd.h>

enum {
	REQUEST_SIZE = 64,   /* of a header and one attribute */
	EVENT_SIZE = 8192,   /* the kernel makes none that is longer */
	EVENTS_SIZE = 16384, /* what waits; where it is not enough the number is looked up */
	EVENTS_AT_ONCE = 32, /* so many are read, then the same */
	NLCTRL_VERSION = 1,  /* of its requests */
};

static const char nlctrl[] = "nlctrl", notify[] = "notify";

static void stop_listening(struct family *family)
{
	nl_socket_free(family->events);
	family->events = NULL;
}

void family_close(struct family *family)
{
	nlmsg_free(family->request);
	family->request = NULL;
	stop_listening(family);
}

/* ---- What nlctrl says of a family. */

struct description {
	bool is_ipvs;
	uint16_t number;
	uint32_t notify; /* the number of its group of this name */
};

static void take_group(const struct nlattr *group, struct description *description)
{
	const struct nlattr *attribute;
	bool is_notify = false;
	uint32_t number = 0;
	int left;

	nla_for_each_nested(attribute, group, left) {
		if (nla_type(attribute) == CTRL_ATTR_MCAST_GRP_NAME)
			is_notify = !nla_strcmp(attribute, notify);
		if (nla_type(attribute) == CTRL_ATTR_MCAST_GRP_ID &&
		    nla_len(attribute) == sizeof(number))
			number = nla_get_u32(attribute);
	}
	if (is_notify)
		description->notify = number;
}

/* False where its length is not that of its kind. */
static bool take_attribute(const struct nlattr *attribute, struct description *description)
{
	const struct nlattr *group;
	int left;

	switch (nla_type(attribute)) {
	case CTRL_ATTR_FAMILY_NAME:
		description->is_ipvs = !nla_strcmp(attribute, IPVS_GENL_NAME);
		return true;
	case CTRL_ATTR_FAMILY_ID:
		if (nla_len(attribute) != sizeof(description->number))
			return false;
		description->number = nla_get_u16(attribute);
		return true;
	case CTRL_ATTR_MCAST_GROUPS:
		nla_for_each_nested(group, attribute, left)
			take_group(group, description);
		return true;
	default:
		return true;
	}
}

/*
 * A netlink_handler, whose data is a struct description. genlmsg_parse() would pass over what is
 * no whole attribute, behind which anything may be missing.
 */
static int take_description(const struct nlmsghdr *message, void *data)
{
	const struct genlmsghdr *generic = nlmsg_data(message);
	struct description *description = data;
	const struct nlattr *attribute;
	int left;

	*description = (struct description){.number = 0};
	if (!genlmsg_valid_hdr((struct nlmsghdr *)(uintptr_t)message, 0)) /* it knows no const */
		return -EBADMSG;
	nla_for_each_attr(attribute, genlmsg_attrdata(generic, 0), genlmsg_attrlen(generic, 0),
			  left)
		if (!take_attribute(attribute, description))
			return -EBADMSG;
	return left > 0 ? -EBADMSG : 0;
}

/* ---- Questions. All are made in one message, where that about the number stays. */

/* NULL: out of memory. Who sends it numbers it. */
static struct nl_msg *begin_request(struct family *family, uint16_t number, uint8_t command,
				    uint8_t version)
{
	struct nl_msg *request = family->request;

	if (!request)
		request = family->request = nlmsg_alloc_size(REQUEST_SIZE);
	if (!request)
		return NULL;
	family->asked = 0;
	nlmsg_hdr(request)->nlmsg_len = NLMSG_HDRLEN; /* without what was in it */
	return genlmsg_put(request, NL_AUTO_PORT, NL_AUTO_SEQ, number, 0, 0, command, version)
		       ? request
		       : NULL;
}

static struct nl_msg *begin_look_up(struct family *family)
{
	return begin_request(family, GENL_ID_CTRL, CTRL_CMD_GETFAMILY, NLCTRL_VERSION);
}

static int ask_for(struct family *family, const char *name, struct netlink *netlink,
		   int64_t deadline, struct description *ret_description,
		   struct netlink_error *ret_error)
{
	struct nl_msg *request = begin_look_up(family);

	*ret_error = (struct netlink_error){.number = 0};
	*ret_description = (struct description){.number = 0};
	if (!request || nla_put_string(request, CTRL_ATTR_FAMILY_NAME, name))
		return -ENOMEM;
	return netlink_request(netlink, nlmsg_hdr(request), deadline, take_description,
			       ret_description, ret_error);
}

int family_look_up(struct family *family, struct netlink *netlink, int64_t deadline,
		   struct netlink_error *ret_error)
{
	struct description description;
	int error = ask_for(family, IPVS_GENL_NAME, netlink, deadline, &description, ret_error);

	family->number = 0;
	if (error)
		return error == -ENOENT ? -EOPNOTSUPP : error;
	family->number = description.number;
	return family->number ? 0 : -EBADMSG;
}

int family_try(struct family *family, struct netlink *netlink, int64_t deadline,
	       struct netlink_error *ret_error)
{
	struct nl_msg *request =
		begin_request(family, family->number, IPVS_CMD_GET_INFO, IPVS_GENL_VERSION);

	*ret_error = (struct netlink_error){.number = 0};
	return request ? netlink_request(netlink, nlmsg_hdr(request), deadline, NULL, NULL,
					 ret_error)
		       : -ENOMEM;
}

static int confirm_ipvs(const struct nlmsghdr *message, void *data)
{
	struct description description;

	(void)data;
	return !take_description(message, &description) && description.is_ipvs ? 0 : -ESTALE;
}

static int make_question(struct family *family)
{
	struct nl_msg *question = begin_look_up(family);

	if (!question || nla_put_u16(question, CTRL_ATTR_FAMILY_ID, family->number))
		return -ENOMEM;
	family->asked = family->number;
	return 0;
}

int family_question(struct family *family, struct netlink_question *ret_question)
{
	if (family->asked != family->number && make_question(family))
		return -ENOMEM;
	*ret_question = (struct netlink_question){nlmsg_hdr(family->request), confirm_ipvs};
	ret_question->request->nlmsg_flags = 0; /* of the last time */
	return 0;
}

/* ---- Events. */

/* Members of the group get what any process with CAP_NET_ADMIN sends to it. */
static int skip_others(struct nl_msg *event, void *data)
{
	(void)data;
	return nlmsg_get_src(event)->nl_pid ? NL_SKIP : NL_OK;
}

/* They answer nobody. */
static int take_any_number(struct nl_msg *event, void *data)
{
	(void)event;
	(void)data;
	return NL_OK;
}

bool family_is_told_of(const struct nlmsghdr *message)
{
	struct description description;

	return message->nlmsg_type == GENL_ID_CTRL &&
	       (take_description(message, &description) || description.is_ipvs);
}

static int take_event(struct nl_msg *event, void *data)
{
	struct family *family = data;

	family->changed |= family_is_told_of(nlmsg_hdr(event));
	return NL_OK;
}

/* Takes the descriptor, whatever the result. libnl's own ways of reading print. */
static struct nl_sock *new_socket(int fd, struct family *family)
{
	struct nl_cb *reading = nl_cb_alloc(NL_CB_CUSTOM);
	struct nl_sock *socket = reading ? nl_socket_alloc_cb(reading) : NULL;

	if (!socket || nl_socket_set_fd(socket, NETLINK_GENERIC, fd) < 0) {
		nl_socket_free(socket);
		nl_cb_put(reading);
		close(fd);
		return NULL;
	}
	nl_cb_set(reading, NL_CB_MSG_IN, NL_CB_CUSTOM, skip_others, NULL);
	nl_cb_set(reading, NL_CB_SEQ_CHECK, NL_CB_CUSTOM, take_any_number, NULL);
	nl_cb_set(reading, NL_CB_VALID, NL_CB_CUSTOM, take_event, family);
	nl_cb_put(reading); /* the socket has it */
	return socket;
}

int family_open_events(struct family *family)
{
	int fd = netlink_open_fd(NETLINK_GENERIC);

	if (fd < 0)
		return fd;
	stop_listening(family);
	family->changed = false;
	family->events = new_socket(fd, family);
	return family->events ? 0 : -ENOMEM;
}

int family_find_group(struct family *family, struct netlink *netlink, int64_t deadline,
		      uint32_t *ret_group)
{
	struct description description;
	struct netlink_error kernel;
	int error = ask_for(family, nlctrl, netlink, deadline, &description, &kernel);

	if (error)
		return error;
	*ret_group = description.notify;
	return description.notify ? 0 : -EOPNOTSUPP;
}

static int join(struct family *family, struct netlink *netlink, int64_t deadline)
{
	uint32_t group;
	int error = family_find_group(family, netlink, deadline, &group);

	if (error)
		return error;
	/* Small, so that a handle that rests holds little. */
	return nl_socket_set_msg_buf_size(family->events, EVENT_SIZE) < 0 ||
			       nl_socket_set_buffer_size(family->events, EVENTS_SIZE, EVENTS_SIZE) <
				       0 ||
			       nl_socket_add_membership(family->events, (int)group) < 0
		       ? -EIO
		       : 0;
}

int family_listen(struct family *family, struct netlink *netlink, int64_t deadline)
{
	int error = join(family, netlink, deadline);

	if (error)
		stop_listening(family);
	return error;
}

/* Until there is none, which is -NLE_AGAIN. */
static int read_events(struct family *family)
{
	struct nl_cb *reading = nl_socket_get_cb(family->events);
	int count = 1;

	for (int i = 0; i < EVENTS_AT_ONCE && count > 0; i++)
		count = nl_recvmsgs_report(family->events, reading);
	nl_cb_put(reading);
	return count;
}

/*
 * An overflow is told once, until all that waited has been read: after anything but the end the
 * socket is given up, and the next one begins empty.
 */
bool family_is_unchanged(struct family *family)
{
	bool changed;

	if (!family->events)
		return false;
	if (read_events(family) != -NLE_AGAIN) {
		stop_listening(family);
		return false;
	}
	changed = family->changed;
	family->changed = false;
	return !changed;
}
