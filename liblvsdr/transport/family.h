/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The control plane of generic netlink, by libnl: which number the family IPVS has, whether a
 * number is still its, and what nlctrl, which hands them out, tells of families that come and go.
 * libnl makes and reads the messages. Questions travel by the transport's own socket, one ahead of
 * each batch in the same send; what nlctrl tells unasked comes by a socket of libnl's.
 */

#include "transport/netlink.h"

struct nl_msg;
struct nl_sock;

struct family {
	uint16_t number;        /* 0: to be looked up */
	int64_t known;          /* when it was last known to be IPVS's */
	struct nl_msg *request; /* the last one */
	uint16_t asked;         /* its number, where it is the question whose that is */
	struct nl_sock *events; /* NULL: families come and go unheard */
	bool changed;           /* one of the events was about IPVS, or could not be read */
	bool deaf;              /* there cannot be any, and that is not tried again */
};

void family_close(struct family *family);
/* Finds the number by the name, which loads the module; -EOPNOTSUPP when there is no IPVS. */
int family_look_up(struct family *family, struct netlink *netlink, int64_t deadline,
		   struct netlink_error *ret_error);
/* Whose the number is, which has to be known: confirmed when it is IPVS's. 0 or -ENOMEM. */
int family_question(struct family *family, struct netlink_question *ret_question);
/* A request that reads, and needs what every other needs. */
int family_try(struct family *family, struct netlink *netlink, int64_t deadline,
	       struct netlink_error *ret_error);

/*
 * Opens the socket for events, in the namespace of the calling thread, and begins to listen. Where
 * either fails nothing is lost by it: family_is_unchanged() never says so then. The number has to
 * be looked up once more behind it.
 */
int family_open_events(struct family *family);
int family_listen(struct family *family, struct netlink *netlink, int64_t deadline);
/* Whether IPVS has neither come nor gone since; never waits. */
bool family_is_unchanged(struct family *family);

/* The number of the group in which nlctrl tells what comes and goes. */
int family_find_group(struct family *family, struct netlink *netlink, int64_t deadline,
		      uint32_t *ret_group);
/* Whether such a message is about IPVS, or cannot be read. */
bool family_is_told_of(const struct nlmsghdr *message);
