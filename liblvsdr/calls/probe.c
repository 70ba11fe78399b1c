// SPDX-License-Identifier: LGPL-2.1-or-later
#include "codec/packet/packet.h"
#include "core/handle.h"
#include "kernel/network.h"
#include "kernel/wire.h"
#include "transport/packet_socket.h"
#include "util/device.h"
#include "util/text.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { QUESTIONS = 3, DEFAULT_WAIT = 1000, RECEIVE_SIZE = 2048 };

static const enum operation operation = OPERATION_PROBE;

struct probe {
	struct lvsdr *host;
	const char *object;
	struct address address;
	struct rtnl_link link;
	struct address source; /* IPv6 only */
	int fd;
	size_t count;
	uint8_t macs[LVSDR_PROBE_MAX][ETH_ALEN];
};

/* Preferably the link-local address, which every host on the wire can answer to. */
static int take_source(const struct rtnl_address *address, void *data)
{
	struct probe *probe = data;
	const uint8_t *bytes = address->address.bytes;
	bool link_local = bytes[0] == 0xfe && (bytes[1] & 0xc0) == 0x80;

	if (address->index == probe->link.index &&
	    !address_equal(&address->address, &probe->address) &&
	    (link_local || !probe->source.family))
		probe->source = address->address;
	return 0;
}

static int find_source(struct probe *probe)
{
	int error = network_read_addresses(probe->host, AF_INET6, operation, probe->object,
					   take_source, probe);

	if (error || probe->source.family)
		return error;
	return error_set(probe->host, -EINVAL, operation, probe->object,
			 "%s has no IPv6 address to send from; IPv6 may be disabled on it",
			 probe->link.name);
}

static int ask(const struct probe *probe)
{
	uint8_t frame[PACKET_FRAME_SIZE];
	size_t length = probe->address.family == AF_INET6
				? packet_encode_solicitation(frame, probe->link.mac, &probe->source,
							     &probe->address)
				: packet_encode_arp_probe(frame, probe->link.mac, &probe->address);

	return wire_send(probe->host, probe->fd, frame, length, operation, probe->object);
}

static void take_frame(struct probe *probe, const uint8_t *frame, size_t length)
{
	struct claim claim;
	int error = probe->address.family == AF_INET6
			    ? packet_decode_advertisement(frame, length, &claim)
			    : packet_decode_arp(frame, length, &claim);

	if (error || !address_equal(&claim.address, &probe->address))
		return;
	for (size_t i = 0; i < probe->count; i++)
		if (!memcmp(probe->macs[i], claim.mac, ETH_ALEN))
			return;
	if (probe->count < LVSDR_PROBE_MAX)
		memcpy(probe->macs[probe->count++], claim.mac, ETH_ALEN);
}

static int listen_until(struct probe *probe, int64_t deadline)
{
	uint8_t frame[RECEIVE_SIZE];
	int length;

	while ((length = packet_socket_receive(probe->fd, frame, sizeof(frame), deadline)) >= 0)
		take_frame(probe, frame, (size_t)length);
	return length == -ETIMEDOUT ? 0
				    : error_set_kernel(probe->host, length, NULL, operation,
						       probe->object, NULL);
}

static int run(struct probe *probe, const char *device, int32_t wait)
{
	struct lvsdr *host = probe->host;
	int64_t start;
	int error = wire_read_link(host, device, operation, probe->object, &probe->link);

	if (!error && probe->address.family == AF_INET6)
		error = find_source(probe);
	if (!error)
		error = wire_open(host, &probe->link, probe->address.family, operation,
				  probe->object, &probe->fd);
	if (error)
		return error;
	start = netlink_now();
	for (int i = 1; !error && i <= QUESTIONS; i++) {
		error = ask(probe);
		if (!error)
			error = listen_until(probe, start + (int64_t)wait * i / QUESTIONS);
	}
	close(probe->fd);
	return error;
}

int lvsdr_address_probe(struct lvsdr *host, const char *address, const char *device,
			int32_t wait_milliseconds, uint8_t *ret_macs, size_t size)
{
	struct probe probe = {.host = host};
	struct text name = {0};
	const char *wrong, *field;
	int error;

	if (!host)
		return -EINVAL;
	if (!address || !device || (!ret_macs && size))
		return error_set(host, -EINVAL, operation, "an address", "an argument is NULL");
	wrong = address_parse(address, &probe.address);
	field = wrong ? "address" : "device";
	if (!wrong)
		wrong = device_wrong(device);
	if (!wrong)
		field = "";
	if (!wrong && wait_milliseconds && (wait_milliseconds < 10 || wait_milliseconds > 60000))
		wrong = "the time to wait must be 10 to 60000 milliseconds, or 0 for the default";
	if (wrong) {
		error_set(host, -EINVAL, operation, address, "%s", wrong);
		return error_set_field(host, field);
	}
	text_add(&name, "%s on %s", address, device);
	probe.object = name.data;
	error = run(&probe, device, wait_milliseconds ? wait_milliseconds : DEFAULT_WAIT);
	if (error)
		return error;
	if (size > probe.count * ETH_ALEN)
		size = probe.count * ETH_ALEN;
	if (size)
		memcpy(ret_macs, probe.macs, size - size % ETH_ALEN);
	return (int)probe.count;
}
