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

void family_close(struct family *family)
{
	nlmsg_free(family->question);
	family->question = NULL;
	nl_socket_free(family->events);
	family->events = NULL;
}

/* ---- What nlctrl says of a family. */

struct description {
	bool is_ipvs;
	uint16_t number;
	uint32_t notify; /* the number of its group of this name */
};

/* With bounds: what has another length is none. */
static const struct nla_policy family_policy[CTRL_ATTR_MAX + 1] = {
	[CTRL_ATTR_FAMILY_ID] = {.type = NLA_U16, .maxlen = sizeof(uint16_t)},
	[CTRL_ATTR_FAMILY_NAME] = {.type = NLA_STRING, .maxlen = GENL_NAMSIZ},
};

static const struct nla_policy group_policy[CTRL_ATTR_MCAST_GRP_MAX + 1] = {
	[CTRL_ATTR_MCAST_GRP_NAME] = {.type = NLA_STRING, .maxlen = GENL_NAMSIZ},
	[CTRL_ATTR_MCAST_GRP_ID] = {.type = NLA_U32, .maxlen = sizeof(uint32_t)},
};

/* libnl passes over what is no whole attribute, behind which anything may be missing. */
static bool are_whole(const struct nlmsghdr *message)
{
	const struct genlmsghdr *generic = nlmsg_data(message);
	const struct nlattr *attribute;
	int left;

	nla_for_each_attr(attribute, genlmsg_attrdata(generic, 0), genlmsg_attrlen(generic, 0),
			  left);
	return left <= 0;
}

static uint32_t find_notify(struct nlattr *groups)
{
	struct nlattr *group, *attributes[CTRL_ATTR_MCAST_GRP_MAX + 1];
	int left;

	nla_for_each_nested(group, groups, left)
	{
		if (nla_parse_nested(attributes, CTRL_ATTR_MCAST_GRP_MAX, group, group_policy) < 0)
			return 0;
		if (attributes[CTRL_ATTR_MCAST_GRP_NAME] && attributes[CTRL_ATTR_MCAST_GRP_ID] &&
		    !strcmp(nla_get_string(attributes[CTRL_ATTR_MCAST_GRP_NAME]), notify))
			return nla_get_u32(attributes[CTRL_ATTR_MCAST_GRP_ID]);
	}
	return 0;
}

/* A netlink_handler, whose data is a struct description. */
static int take_description(const struct nlmsghdr *message, void *data)
{
	/* It is only read, but libnl has no const. */
	struct nlmsghdr *header = (struct nlmsghdr *)(uintptr_t)message;
	struct nlattr *attributes[CTRL_ATTR_MAX + 1];
	struct description *description = data;

	if (genlmsg_parse(header, 0, attributes, CTRL_ATTR_MAX, family_policy) < 0 ||
	    !are_whole(message))
		return -EBADMSG;
	*description = (struct description){.number = 0};
	if (attributes[CTRL_ATTR_FAMILY_NAME])
		description->is_ipvs =
			!strcmp(nla_get_string(attributes[CTRL_ATTR_FAMILY_NAME]), IPVS_GENL_NAME);
	if (attributes[CTRL_ATTR_FAMILY_ID])
		description->number = nla_get_u16(attributes[CTRL_ATTR_FAMILY_ID]);
	if (attributes[CTRL_ATTR_MCAST_GROUPS])
		description->notify = find_notify(attributes[CTRL_ATTR_MCAST_GROUPS]);
	return 0;
}

/* ---- Questions. */

/* NULL: out of memory. Who sends it numbers it. */
static struct nl_msg *new_request(uint16_t number, uint8_t command, uint8_t version)
{
	struct nl_msg *request = nlmsg_alloc_size(REQUEST_SIZE);

	if (request &&
	    !genlmsg_put(request, NL_AUTO_PORT, NL_AUTO_SEQ, number, 0, 0, command, version)) {
		nlmsg_free(request);
		return NULL;
	}
	return request;
}

static int ask(struct netlink *netlink, const char *name, int64_t deadline,
	       struct description *ret_description, struct netlink_error *ret_error)
{
	struct nl_msg *request = new_request(GENL_ID_CTRL, CTRL_CMD_GETFAMILY, NLCTRL_VERSION);
	int error = -ENOMEM;

	*ret_error = (struct netlink_error){.number = 0};
	*ret_description = (struct description){.number = 0};
	if (request && !nla_put_string(request, CTRL_ATTR_FAMILY_NAME, name))
		error = netlink_request(netlink, nlmsg_hdr(request), deadline, take_description,
					ret_description, ret_error);
	nlmsg_free(request);
	return error;
}

int family_look_up(struct family *family, struct netlink *netlink, int64_t deadline,
		   struct netlink_error *ret_error)
{
	struct description description;
	int error = ask(netlink, IPVS_GENL_NAME, deadline, &description, ret_error);

	family->number = 0;
	if (error)
		return error == -ENOENT ? -EOPNOTSUPP : error;
	return description.number ? family_set_number(family, description.number) : -EBADMSG;
}

int family_set_number(struct family *family, uint16_t number)
{
	struct nl_msg *question = new_request(GENL_ID_CTRL, CTRL_CMD_GETFAMILY, NLCTRL_VERSION);

	if (!question || nla_put_u16(question, CTRL_ATTR_FAMILY_ID, number)) {
		nlmsg_free(question);
		return -ENOMEM;
	}
	nlmsg_free(family->question);
	family->question = question;
	family->number = number;
	return 0;
}

static int confirm_ipvs(const struct nlmsghdr *message, void *data)
{
	struct description description;

	(void)data;
	return !take_description(message, &description) && description.is_ipvs ? 0 : -ESTALE;
}

struct netlink_question family_question(struct family *family)
{
	struct nlmsghdr *request = nlmsg_hdr(family->question);

	request->nlmsg_flags = 0; /* of the last time */
	return (struct netlink_question){request, confirm_ipvs};
}

int family_try(const struct family *family, struct netlink *netlink, int64_t deadline,
	       struct netlink_error *ret_error)
{
	struct nl_msg *request = new_request(family->number, IPVS_CMD_GET_INFO, IPVS_GENL_VERSION);
	int error = -ENOMEM;

	*ret_error = (struct netlink_error){.number = 0};
	if (request)
		error = netlink_request(netlink, nlmsg_hdr(request), deadline, NULL, NULL,
					ret_error);
	nlmsg_free(request);
	return error;
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

static int take_event(struct nl_msg *event, void *data)
{
	const struct nlmsghdr *message = nlmsg_hdr(event);
	struct family *family = data;
	struct description description;

	if (message->nlmsg_type == GENL_ID_CTRL)
		family->changed |= take_description(message, &description) || description.is_ipvs;
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

static void stop_listening(struct family *family)
{
	nl_socket_free(family->events);
	family->events = NULL;
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

static int join(struct family *family, struct netlink *netlink, int64_t deadline)
{
	struct description description;
	struct netlink_error kernel;
	int error = ask(netlink, nlctrl, deadline, &description, &kernel);

	if (error)
		return error;
	if (!description.notify)
		return -EOPNOTSUPP;
	/* Small, so that a handle that rests holds little. */
	return nl_socket_set_msg_buf_size(family->events, EVENT_SIZE) < 0 ||
			       nl_socket_set_buffer_size(family->events, EVENTS_SIZE, EVENTS_SIZE) <
				       0 ||
			       nl_socket_add_membership(family->events, (int)description.notify) < 0
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
