/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LVSDR_SERVICE_H
#define LVSDR_SERVICE_H

/*
 * A virtual service: where clients connect. Two descriptions mean the same service when family,
 * protocol, address and port agree, or family and firewall mark: mark 7 in IPv4 and mark 7 in IPv6
 * are two services.
 *
 * Setting a field is local and checked at once. Fields that were not set have their default in an
 * add and keep the kernel's value in an update.
 */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct lvsdr;
struct lvsdr_service;

/*
 * What a scheduler understands as options, with the kernel's values (linux/ip_vs.h): each scheduler
 * gives its own meaning to three bits.
 */
#define LVSDR_SCHEDULER_FLAG_1      0x0008u
#define LVSDR_SCHEDULER_FLAG_2      0x0010u
#define LVSDR_SCHEDULER_FLAG_3      0x0020u
#define LVSDR_SCHEDULER_SH_FALLBACK 0x0008u /* another server where the chosen one has weight 0 */
#define LVSDR_SCHEDULER_SH_PORT     0x0010u /* the client's port counts too */
#define LVSDR_SCHEDULER_MH_FALLBACK 0x0008u
#define LVSDR_SCHEDULER_MH_PORT     0x0010u

/**
 * lvsdr_service_new() - describe a virtual service. Local.
 * @host: the handle that reports errors of this object.
 * @protocol: "tcp", "udp" or "sctp".
 * @address: "192.168.1.41:80", "[2001:db8::1]:80"; the port may be a name of /etc/services, which
 *           is read for it (nsswitch.conf is not asked). Host names are never resolved.
 * @ret_service: receives the object; free it with lvsdr_service_free().
 *
 * Returns: 0; -EINVAL; -ENOMEM; -EIO where /etc/services could not be read.
 * Since: 0.1
 */
int lvsdr_service_new(struct lvsdr *host, const char *protocol, const char *address,
		      struct lvsdr_service **ret_service);

/**
 * lvsdr_service_new_fwmark() - describe the virtual service of packets with a firewall mark. Local.
 * @host: the handle that reports errors of this object.
 * @family: "ipv4" or "ipv6".
 * @fwmark: 1 to 4294967295, as a packet-mark rule sets it.
 * @ret_service: receives the object; free it with lvsdr_service_free().
 *
 * Returns: 0; -EINVAL; -ENOMEM.
 * Since: 0.1
 */
int lvsdr_service_new_fwmark(struct lvsdr *host, const char *family, uint32_t fwmark,
			     struct lvsdr_service **ret_service);

/**
 * lvsdr_service_free() - give the description back; the kernel's service stays.
 * @service: an object or NULL.
 * Since: 0.1
 */
void lvsdr_service_free(struct lvsdr_service *service);

/**
 * lvsdr_service_set_scheduler() - choose how new connections are spread. Local.
 * @service: the object.
 * @scheduler: "rr", "wlc" (the default), "mh" ...: 1 to 15 characters. Whether this kernel has it
 *             shows when it is applied. Copied.
 *
 * Returns: 0; -EINVAL.
 * Since: 0.1
 */
int lvsdr_service_set_scheduler(struct lvsdr_service *service, const char *scheduler);

/**
 * lvsdr_service_set_scheduler_flags() - set the scheduler's options. Local.
 * @service: the object.
 * @flags: a combination of LVSDR_SCHEDULER_ values; the default is none.
 * Returns: 0; -EINVAL.
 * Since: 0.1
 */
int lvsdr_service_set_scheduler_flags(struct lvsdr_service *service, uint32_t flags);

/**
 * lvsdr_service_set_persistence() - keep a client on its real server. Local.
 * @service: the object.
 * @seconds: how long after a client's last connection, up to 4294967 (the kernel counts in clock
 *           ticks of 32 bits, and cuts off what is longer); 0, the default: not at all.
 * Returns: 0; -EINVAL.
 * Since: 0.1
 */
int lvsdr_service_set_persistence(struct lvsdr_service *service, uint32_t seconds);

/**
 * lvsdr_service_set_persistence_prefix() - let neighbouring clients count as one. Local.
 * @service: the object.
 * @prefix_length: how many bits of the client's address count: 0 (all clients are one) to 32, or 1
 *                 to 128 for IPv6; the default is all. A netmask 255.255.255.0 is 24.
 * Returns: 0; -EINVAL.
 * Since: 0.1
 */
int lvsdr_service_set_persistence_prefix(struct lvsdr_service *service, int32_t prefix_length);

/**
 * lvsdr_service_set_persistence_netmask() - the same by a netmask, which may have holes. Local.
 * @service: the object, of IPv4.
 * @netmask: "255.0.255.0": the bits of the client's address that count; "" leaves it to the prefix.
 * Returns: 0; -EINVAL.
 * Since: 0.1
 */
int lvsdr_service_set_persistence_netmask(struct lvsdr_service *service, const char *netmask);

/**
 * lvsdr_service_set_persistence_engine() - let more than the client's address count. Local.
 * @service: the object.
 * @engine: "sip" (the call id of SIP over UDP), or "" (the default) for none. Copied.
 * Returns: 0; -EINVAL.
 * Since: 0.1
 */
int lvsdr_service_set_persistence_engine(struct lvsdr_service *service, const char *engine);

/**
 * lvsdr_service_set_one_packet() - schedule each packet by itself, for UDP. Local.
 * @service: the object.
 * @one_packet: 1 or 0 (the default).
 * Returns: 0; -EINVAL.
 * Since: 0.1
 */
int lvsdr_service_set_one_packet(struct lvsdr_service *service, int one_packet);

/**
 * lvsdr_service_get_scheduler_flags() - the scheduler's options. Local.
 * @service: the object.
 * Returns: a combination of LVSDR_SCHEDULER_ values; 0 when @service is NULL.
 * Since: 0.1
 */
uint32_t lvsdr_service_get_scheduler_flags(const struct lvsdr_service *service);

/**
 * lvsdr_service_get_persistence() - how long a client keeps its real server. Local.
 * @service: the object.
 * Returns: seconds; 0 when the service is not persistent, or @service is NULL.
 * Since: 0.1
 */
uint32_t lvsdr_service_get_persistence(const struct lvsdr_service *service);

/**
 * lvsdr_service_get_persistence_prefix() - how many bits of a client's address count. Local.
 * @service: the object.
 * Returns: 0 to 128; -EBADMSG for a netmask with holes, which
 * lvsdr_service_get_persistence_netmask() tells; -EINVAL when @service is NULL.
 * Since: 0.1
 */
int32_t lvsdr_service_get_persistence_prefix(const struct lvsdr_service *service);

/**
 * lvsdr_service_get_persistence_netmask() - which bits of a client's address count, where they are
 * no prefix. Local.
 * @service: the object.
 * @buffer: receives the text with its ending zero: "255.0.255.0", or "" where
 *          lvsdr_service_get_persistence_prefix() tells it.
 * @size: the buffer's size; 46 is always enough.
 * Returns: the text's length; -EINVAL when an argument is NULL or the buffer too small.
 * Since: 0.1
 */
int lvsdr_service_get_persistence_netmask(const struct lvsdr_service *service, char *buffer,
					  size_t size);

/**
 * lvsdr_service_get_persistence_engine() - the persistence engine. Local.
 * @service: the object.
 * Returns: text, "" for none; borrowed as long as the object is not changed; NULL when @service is
 * NULL.
 * Since: 0.1
 */
const char *lvsdr_service_get_persistence_engine(const struct lvsdr_service *service);

/**
 * lvsdr_service_get_one_packet() - whether each packet is scheduled by itself. Local.
 * @service: the object.
 * Returns: 1 or 0; -EINVAL when @service is NULL.
 * Since: 0.1
 */
int lvsdr_service_get_one_packet(const struct lvsdr_service *service);

/**
 * lvsdr_service_get_family() - the address family. Local.
 * @service: the object.
 * Returns: "ipv4" or "ipv6", static; NULL when @service is NULL.
 * Since: 0.1
 */
const char *lvsdr_service_get_family(const struct lvsdr_service *service);

/**
 * lvsdr_service_get_protocol() - "tcp", "udp" or "sctp"; "" for a firewall mark and for
 * what else the kernel holds. Local.
 * @service: the object.
 * Returns: static text; NULL when @service is NULL.
 * Since: 0.1
 */
const char *lvsdr_service_get_protocol(const struct lvsdr_service *service);

/**
 * lvsdr_service_get_address() - the address without its port. Local.
 * @service: the object.
 * @buffer: receives the text with its ending zero.
 * @size: the buffer's size; 46 is always enough.
 * Returns: the text's length; -EINVAL when an argument is NULL or the buffer too small.
 * Since: 0.1
 */
int lvsdr_service_get_address(const struct lvsdr_service *service, char *buffer, size_t size);

/**
 * lvsdr_service_get_port() - the port in host byte order. Local.
 * @service: the object.
 * Returns: 0 to 65535; -EINVAL when @service is NULL.
 * Since: 0.1
 */
int32_t lvsdr_service_get_port(const struct lvsdr_service *service);

/**
 * lvsdr_service_get_fwmark() - the firewall mark of a service that has one. Local.
 * @service: the object.
 * Returns: the mark; 0 for a service by address, and when @service is NULL.
 * Since: 0.1
 */
uint32_t lvsdr_service_get_fwmark(const struct lvsdr_service *service);

/**
 * lvsdr_service_get_scheduler() - the scheduler's name. Local.
 * @service: the object.
 * Returns: text borrowed until the object is changed or freed; NULL when @service is NULL.
 * Since: 0.1
 */
const char *lvsdr_service_get_scheduler(const struct lvsdr_service *service);

/**
 * lvsdr_service_add() - make the kernel have this service.
 * @host: the handle to act on.
 * @service: what is wanted; not changed.
 *
 * Privilege: CAP_NET_ADMIN in the initial user namespace, as for all IPVS calls.
 * Returns: 1 when it was added, or the answer was lost and it stands so, 0 when it was there in
 * this form; -EEXIST when it is there in another form; -ENOENT for an unknown scheduler;
 * -EOPNOTSUPP without IPVS; -EPERM; -EINVAL for port 0 (which only persistent services can have);
 * -ETIMEDOUT; -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_service_add(struct lvsdr *host, const struct lvsdr_service *service);

/**
 * lvsdr_service_update() - change the kernel's service to what was set in this object; what was
 * not set stays as the kernel has it.
 * @host: the handle to act on.
 * @service: what is wanted.
 * Privilege: as lvsdr_service_add().
 * Returns: 1 when something changed, 0 when it was so; -ESRCH when there is no such service; the
 * rest as lvsdr_service_add().
 * Since: 0.1
 */
int lvsdr_service_update(struct lvsdr *host, const struct lvsdr_service *service);

/**
 * lvsdr_service_remove() - make the kernel not have this service; its destinations go with it.
 * @host: the handle to act on.
 * @service: names the service; its other fields do not matter.
 * Privilege: as lvsdr_service_add().
 * Returns: 1 when it was removed, or the answer was lost and it is not there, 0 when it was not
 * there; -EOPNOTSUPP; -EPERM; -EINVAL; -ETIMEDOUT; -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_service_remove(struct lvsdr *host, const struct lvsdr_service *service);

/**
 * lvsdr_service_remove_all() - remove every service of the network namespace, whoever made it, with
 * its destinations. Cannot be undone: a plan between two states can.
 * @host: the handle to act on.
 *
 * Privilege: CAP_NET_ADMIN in the initial user namespace.
 * Returns: 0; -EOPNOTSUPP; -EPERM; -EINVAL; -ETIMEDOUT; -EIO.
 * Since: 0.1
 */
int lvsdr_service_remove_all(struct lvsdr *host);

/**
 * lvsdr_service_read() - fill the object with what the kernel has.
 * @host: the handle to act on.
 * @service: names the service; changed only on success.
 * Privilege: as lvsdr_service_add().
 * Returns: 0; -ESRCH; -EOPNOTSUPP; -EPERM; -EINVAL; -ETIMEDOUT; -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_service_read(struct lvsdr *host, struct lvsdr_service *service);

#ifdef __cplusplus
}
#endif

#endif
