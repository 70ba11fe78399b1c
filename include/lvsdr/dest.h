/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LVSDR_DEST_H
#define LVSDR_DEST_H

/*
 * A destination: one real server of one virtual service. Two descriptions mean the same
 * destination when service, family, address and port agree.
 */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct lvsdr;
struct lvsdr_service;
struct lvsdr_dest;

/* Forwarding methods, with the kernel's values (linux/ip_vs.h). */
#define LVSDR_FORWARD_MASQUERADE 0 /* network address translation */
#define LVSDR_FORWARD_LOCAL      1 /* a local process */
#define LVSDR_FORWARD_TUNNEL     2 /* encapsulation */
#define LVSDR_FORWARD_DIRECT     3 /* direct routing: the default */
#define LVSDR_FORWARD_BYPASS     4 /* past the service, for transparent caches */

/* How packets are encapsulated, with the kernel's values (linux/ip_vs.h). */
#define LVSDR_TUNNEL_IPIP 0 /* IP in IP: the default */
#define LVSDR_TUNNEL_GUE  1 /* generic UDP encapsulation */
#define LVSDR_TUNNEL_GRE  2

/* Checksums of an encapsulation; the default is none. */
#define LVSDR_TUNNEL_CHECKSUM        0x1u
#define LVSDR_TUNNEL_REMOTE_CHECKSUM 0x2u /* remote checksum offload, of GUE */

/**
 * lvsdr_dest_new() - describe a destination. Local.
 * @host: the handle that reports errors of this object.
 * @address: "192.168.1.20" (the port of its service), "192.168.1.20:80", "2001:db8::20",
 *           "[2001:db8::20]:80". A port of 0 is no other way to leave it out. It may be a name of
 *           /etc/services, whatever its protocol there: the first one counts.
 * @ret_dest: receives the object; free it with lvsdr_dest_free().
 *
 * Returns: 0; -EINVAL; -ENOMEM; -EIO where /etc/services could not be read.
 * Since: 0.1
 */
int lvsdr_dest_new(struct lvsdr *host, const char *address, struct lvsdr_dest **ret_dest);

/**
 * lvsdr_dest_free() - give the description back; the kernel's destination stays.
 * @dest: an object or NULL.
 * Since: 0.1
 */
void lvsdr_dest_free(struct lvsdr_dest *dest);

/**
 * lvsdr_dest_set_weight() - set the share of new connections. Local.
 * @dest: the object.
 * @weight: 0 (no new connections) to 2147483647; the default is 1.
 * Returns: 0; -EINVAL.
 * Since: 0.1
 */
int lvsdr_dest_set_weight(struct lvsdr_dest *dest, int32_t weight);

/**
 * lvsdr_dest_set_forwarding() - choose how packets reach the real server. Local.
 * @dest: the object.
 * @forwarding: an LVSDR_FORWARD_ value; the default is LVSDR_FORWARD_DIRECT.
 * Returns: 0; -EINVAL.
 * Since: 0.1
 */
int lvsdr_dest_set_forwarding(struct lvsdr_dest *dest, int32_t forwarding);

/**
 * lvsdr_dest_set_thresholds() - limit the connections of a real server. Local.
 * @dest: the object.
 * @upper: with so many connections it gets no new ones; 0, the default: no limit.
 * @lower: until there are fewer than these; at most @upper; 0: three quarters of @upper.
 * Returns: 0; -EINVAL.
 * Since: 0.1
 */
int lvsdr_dest_set_thresholds(struct lvsdr_dest *dest, uint32_t upper, uint32_t lower);

/**
 * lvsdr_dest_set_tunnel() - choose the encapsulation, and LVSDR_FORWARD_TUNNEL with it. Local.
 * @dest: the object.
 * @type: an LVSDR_TUNNEL_ value.
 * @port: the UDP port of GUE, in host byte order; 0 for the others.
 * @flags: a combination of the checksum flags.
 * Returns: 0; -EINVAL.
 * Since: 0.1
 */
int lvsdr_dest_set_tunnel(struct lvsdr_dest *dest, int32_t type, int32_t port, uint32_t flags);

/**
 * lvsdr_dest_get_upper_threshold() - with how many connections it gets no new ones. Local.
 * @dest: the object.
 * Returns: the number; 0: no limit, or @dest is NULL.
 * Since: 0.1
 */
uint32_t lvsdr_dest_get_upper_threshold(const struct lvsdr_dest *dest);

/**
 * lvsdr_dest_get_lower_threshold() - below how many connections it gets new ones again. Local.
 * @dest: the object.
 * Returns: the number; 0 when @dest is NULL.
 * Since: 0.1
 */
uint32_t lvsdr_dest_get_lower_threshold(const struct lvsdr_dest *dest);

/**
 * lvsdr_dest_get_tunnel_type() - the encapsulation. Local.
 * @dest: the object.
 * Returns: an LVSDR_TUNNEL_ value (or one of a newer kernel); -EINVAL when @dest is NULL.
 * Since: 0.1
 */
int32_t lvsdr_dest_get_tunnel_type(const struct lvsdr_dest *dest);

/**
 * lvsdr_dest_get_tunnel_port() - the UDP port of GUE, in host byte order. Local.
 * @dest: the object.
 * Returns: 0 to 65535; -EINVAL when @dest is NULL.
 * Since: 0.1
 */
int32_t lvsdr_dest_get_tunnel_port(const struct lvsdr_dest *dest);

/**
 * lvsdr_dest_get_tunnel_flags() - the checksums of the encapsulation. Local.
 * @dest: the object.
 * Returns: a combination of flags; 0 when @dest is NULL.
 * Since: 0.1
 */
uint32_t lvsdr_dest_get_tunnel_flags(const struct lvsdr_dest *dest);

/**
 * lvsdr_dest_get_address() - the address without its port. Local.
 * @dest: the object.
 * @buffer: receives the text with its ending zero.
 * @size: the buffer's size; 46 is always enough.
 * Returns: the text's length; -EINVAL when an argument is NULL or the buffer too small.
 * Since: 0.1
 */
int lvsdr_dest_get_address(const struct lvsdr_dest *dest, char *buffer, size_t size);

/**
 * lvsdr_dest_get_port() - the port in host byte order. Local.
 * @dest: the object.
 * Returns: 0 to 65535, also of whatever was read; -ENOENT while none was given: that of the
 * service; -EINVAL when @dest is NULL.
 * Since: 0.1
 */
int32_t lvsdr_dest_get_port(const struct lvsdr_dest *dest);

/**
 * lvsdr_dest_get_weight() - the weight. Local.
 * @dest: the object.
 * Returns: 0 to 2147483647; -EINVAL when @dest is NULL.
 * Since: 0.1
 */
int32_t lvsdr_dest_get_weight(const struct lvsdr_dest *dest);

/**
 * lvsdr_dest_get_forwarding() - the forwarding method. Local.
 * @dest: the object.
 * Returns: an LVSDR_FORWARD_ value (or one of a newer kernel); -EINVAL when @dest is NULL.
 * Since: 0.1
 */
int32_t lvsdr_dest_get_forwarding(const struct lvsdr_dest *dest);

/**
 * lvsdr_dest_add() - make a service have this destination.
 * @host: the handle to act on.
 * @service: names the service.
 * @dest: what is wanted; not changed.
 *
 * Privilege: CAP_NET_ADMIN in the initial user namespace.
 * Returns: 1 when it was added, or the answer was lost and it stands so, 0 when it was there in
 * this form; -EEXIST when it is there in another form; -ESRCH when there is no such service;
 * -EOPNOTSUPP; -EPERM; -EINVAL for a destination that equals the VIP, is on another port without
 * masquerading, is of another family, or that the kernel rejects; -ETIMEDOUT; -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_dest_add(struct lvsdr *host, const struct lvsdr_service *service,
		   const struct lvsdr_dest *dest);

/**
 * lvsdr_dest_update() - change the kernel's destination to what was set in this object; what was
 * not set (weight, thresholds, tunnel ...) stays as the kernel has it.
 * @host: the handle to act on.
 * @service: names the service.
 * @dest: what is wanted.
 * Privilege: as lvsdr_dest_add().
 * Returns: 1 when something changed, 0 when it was so; -ENOENT when there is no such destination;
 * the rest as lvsdr_dest_add().
 * Since: 0.1
 */
int lvsdr_dest_update(struct lvsdr *host, const struct lvsdr_service *service,
		      const struct lvsdr_dest *dest);

/**
 * lvsdr_dest_remove() - make a service not have this destination.
 * @host: the handle to act on.
 * @service: names the service.
 * @dest: names the destination.
 * Privilege: as lvsdr_dest_add().
 * Returns: 1 when it was removed, or the answer was lost and it is not there, 0 when it, or its
 * service, was not there; the rest as lvsdr_dest_add().
 * Since: 0.1
 */
int lvsdr_dest_remove(struct lvsdr *host, const struct lvsdr_service *service,
		      const struct lvsdr_dest *dest);

/**
 * lvsdr_dest_read() - fill the object with what the kernel has.
 * @host: the handle to act on.
 * @service: names the service.
 * @dest: names the destination; changed only on success.
 * Privilege: as lvsdr_dest_add().
 * Returns: 0; -ENOENT when the service has no such destination; -ESRCH when there is no such
 * service; -EOPNOTSUPP; -EPERM; -EINVAL; -ETIMEDOUT; -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_dest_read(struct lvsdr *host, const struct lvsdr_service *service,
		    struct lvsdr_dest *dest);

#ifdef __cplusplus
}
#endif

#endif
