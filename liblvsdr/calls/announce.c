// SPDX-License-Identifier: LGPL-2.1-or-later
#include "codec/packet/packet.h"
#include "core/handle.h"
#include "kernel/network.h"
#include "kernel/wire.h"
#include "model/vip.h"

#include <errno.h>
#include <net/if_arp.h>
#include <unistd.h>

enum { DEFAULT_COUNT = 3, DEFAULT_INTERVAL = 1000 }; /* RFC 4861, section 10 */

static const enum operation operation = OPERATION_ANNOUNCE;

struct find {
	const struct address *address;
	uint32_t index;     /* where it has to be */
	uint32_t elsewhere; /* where it was seen instead, or 0 */
	bool found;
};

static int match(const struct rtnl_address *address, void *data)
{
	struct find *find = data;

	if (!address_equal(&address->address, find->address))
		return 0;
	if (address->index == find->index)
		find->found = true;
	else
		find->elsewhere = address->index;
	return 0;
}

static int check_vip(struct lvsdr *host, const struct lvsdr_vip *vip, uint32_t index,
		     const char *object)
{
	struct find find = {.address = &vip->address, .index = index};
	int error =
		network_read_addresses(host, vip->address.family, operation, object, match, &find);
	struct rtnl_link other;

	if (error || find.found)
		return error;
	if (!find.elsewhere)
		return error_set(host, -ENOENT, operation, object,
				 "this host does not have it; add it first");
	error = network_read_link(host, NULL, find.elsewhere, operation, object, &other);
	return error ? error
		     : error_set(host, -ENOENT, operation, object,
				 "this host has it on %s; only a director announces a VIP, on the "
				 "device that faces the clients",
				 other.name);
}

static int send_ipv4(struct lvsdr *host, int fd, const struct lvsdr_vip *vip, const uint8_t *mac,
		     const char *object)
{
	static const uint16_t forms[] = {ARPOP_REQUEST, ARPOP_REPLY};
	uint8_t frame[PACKET_FRAME_SIZE];
	size_t length;
	int error = 0;

	for (size_t i = 0; !error && i < sizeof(forms) / sizeof(*forms); i++) {
		length = packet_encode_arp_announcement(frame, forms[i], mac, &vip->address);
		error = wire_send(host, fd, frame, length, operation, object);
	}
	return error;
}

static int send_ipv6(struct lvsdr *host, int fd, const struct lvsdr_vip *vip, const uint8_t *mac,
		     const char *object)
{
	uint8_t frame[PACKET_FRAME_SIZE];
	size_t length = packet_encode_advertisement(frame, mac, &vip->address);

	return wire_send(host, fd, frame, length, operation, object);
}

/* The device and the VIP may have changed since the last time. */
static int announce_once(struct lvsdr *host, const struct lvsdr_vip *vip, const char *object)
{
	struct rtnl_link link;
	int fd, error = wire_read_link(host, vip->device, operation, object, &link);

	if (!error)
		error = check_vip(host, vip, link.index, object);
	if (!error)
		error = wire_open(host, &link, 0, operation, object, &fd);
	if (error)
		return error;
	error = vip->address.family == AF_INET6 ? send_ipv6(host, fd, vip, link.mac, object)
						: send_ipv4(host, fd, vip, link.mac, object);
	close(fd);
	return error;
}

int lvsdr_vip_announce(struct lvsdr *host, const struct lvsdr_vip *vip, int32_t count,
		       int32_t interval_milliseconds)
{
	struct text name = {0};
	int error;

	if (!host)
		return -EINVAL;
	if (!vip)
		return error_set(host, -EINVAL, operation, "a VIP", "it is NULL");
	vip_describe(vip, &name);
	if (count < 0 || count > 1000)
		return error_set(host, -EINVAL, operation, name.data,
				 "a count of %d is invalid; it must be 1 to 1000, or 0 for the "
				 "default of %d",
				 count, DEFAULT_COUNT);
	if (interval_milliseconds && (interval_milliseconds < 10 || interval_milliseconds > 60000))
		return error_set(host, -EINVAL, operation, name.data,
				 "an interval of %d milliseconds is invalid; it must be 10 to "
				 "60000, or 0 for the default of %d",
				 interval_milliseconds, DEFAULT_INTERVAL);
	count = count ? count : DEFAULT_COUNT;
	interval_milliseconds = interval_milliseconds ? interval_milliseconds : DEFAULT_INTERVAL;
	error = announce_once(host, vip, name.data);
	for (int32_t i = 1; !error && i < count; i++) {
		netlink_wait(-1, 0, netlink_now() + interval_milliseconds);
		error = announce_once(host, vip, name.data);
		if (error)
			error_append(&host->error, "; %d of %d announcements were sent", i, count);
	}
	return error ? error : count;
}
