/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LVSDR_DEST_H
#define LVSDR_DEST_H

/*
 * A destination: one real server of one virtual service. Two objects denote the same destination
 * if service, family, address and port are equal.
 */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct lvsdr;
struct lvsdr_service;
struct lvsdr_dest;
struct lvsdr_state;
struct lvsdr_plan;

/* Forwarding methods, with the kernel's values (linux/ip_vs.h). */
#define LVSDR_FORWARD_MASQUERADE 0 /* network address translation */
#define LVSDR_FORWARD_LOCAL      1 /* to a process on the director */
#define LVSDR_FORWARD_TUNNEL     2 /* encapsulation */
#define LVSDR_FORWARD_DIRECT     3 /* direct routing: the default */
#define LVSDR_FORWARD_BYPASS     4 /* around the service, for transparent caches */

/* Tunnel types, with the kernel's values (linux/ip_vs.h). */
#define LVSDR_TUNNEL_IPIP 0 /* IP in IP: the default */
#define LVSDR_TUNNEL_GUE  1 /* generic UDP encapsulation */
#define LVSDR_TUNNEL_GRE  2

/* Checksums of a tunnel; the default is none. */
#define LVSDR_TUNNEL_CHECKSUM        0x1u
#define LVSDR_TUNNEL_REMOTE_CHECKSUM 0x2u /* remote checksum offload of GUE */

/**
 * lvsdr_dest_new() - create a destination object. Local.
 * @host: the handle that reports errors of this object.
 * @address: "192.168.1.20" (with the port of its service), "192.168.1.20:80", "2001:db8::20",
 *           "[2001:db8::20]:80". Port 0 is a port of its own and does not mean the port of the
 *           service. The port may be a name from /etc/services; the first entry of that name is
 *           used, whatever its protocol.
 * @ret_dest: receives the object; free it with lvsdr_dest_free().
 * Returns: 0 on success; -EINVAL; -ENOMEM; -EIO if /etc/services could not be read.
 * Since: 0.1
 */
int lvsdr_dest_new(struct lvsdr *host, const char *address, struct lvsdr_dest **ret_dest);

/**
 * lvsdr_dest_free() - free the object; the kernel's destination is not affected.
 * @dest: an object or NULL.
 * Since: 0.1
 */
void lvsdr_dest_free(struct lvsdr_dest *dest);

/**
 * lvsdr_dest_get_address() - get the address without its port. Local.
 * @dest: the object.
 * @buffer: receives the text, terminated by a null byte.
 * @size: the buffer's size in bytes; 46 is always enough.
 * Returns: the length of the text; -EINVAL if an argument is NULL or the buffer is too small.
 * Since: 0.1
 */
int lvsdr_dest_get_address(const struct lvsdr_dest *dest, char *buffer, size_t size);

/**
 * lvsdr_dest_get_port() - get the port in host byte order. Local.
 * @dest: the object.
 * Returns: 0 to 65535, always if the destination was read; -ENOENT if none was given, which means
 * the port of the service; -EINVAL if @dest is NULL.
 * Since: 0.1
 */
int32_t lvsdr_dest_get_port(const struct lvsdr_dest *dest);

/**
 * lvsdr_dest_set_weight() - set the weight, the share of new connections. Local.
 * @dest: the object.
 * @weight: 0 (no new connections) to 2147483647; the default is 1.
 * Returns: 0 on success; -EINVAL.
 * Since: 0.1
 */
int lvsdr_dest_set_weight(struct lvsdr_dest *dest, int32_t weight);

/**
 * lvsdr_dest_get_weight() - get the weight. Local.
 * @dest: the object.
 * Returns: 0 to 2147483647; -EINVAL if @dest is NULL.
 * Since: 0.1
 */
int32_t lvsdr_dest_get_weight(const struct lvsdr_dest *dest);

/**
 * lvsdr_dest_set_forwarding() - set the forwarding method. Local.
 * @dest: the object.
 * @forwarding: an LVSDR_FORWARD_ value; the default is LVSDR_FORWARD_DIRECT.
 * Returns: 0 on success; -EINVAL.
 * Since: 0.1
 */
int lvsdr_dest_set_forwarding(struct lvsdr_dest *dest, int32_t forwarding);

/**
 * lvsdr_dest_get_forwarding() - get the forwarding method. Local.
 * @dest: the object.
 * Returns: an LVSDR_FORWARD_ value (or one of a newer kernel); -EINVAL if @dest is NULL.
 * Since: 0.1
 */
int32_t lvsdr_dest_get_forwarding(const struct lvsdr_dest *dest);

/**
 * lvsdr_dest_set_thresholds() - set the connection thresholds. Local.
 * @dest: the object.
 * @upper: the number of connections at which the destination gets no new ones; 0, the default,
 *         means no limit.
 * @lower: the number of connections below which the destination gets new ones again, at most
 *         @upper; 0, the default, means three quarters of @upper.
 * Returns: 0 on success; -EINVAL.
 * Since: 0.1
 */
int lvsdr_dest_set_thresholds(struct lvsdr_dest *dest, uint32_t upper, uint32_t lower);

/**
 * lvsdr_dest_get_upper_threshold() - get the number of connections at which the destination gets
 * no new ones. Local.
 * @dest: the object.
 * Returns: the number; 0 if there is no limit or @dest is NULL.
 * Since: 0.1
 */
uint32_t lvsdr_dest_get_upper_threshold(const struct lvsdr_dest *dest);

/**
 * lvsdr_dest_get_lower_threshold() - get the number of connections below which the destination
 * gets new ones again. Local.
 * @dest: the object.
 * Returns: the number; 0 if @dest is NULL.
 * Since: 0.1
 */
uint32_t lvsdr_dest_get_lower_threshold(const struct lvsdr_dest *dest);

/**
 * lvsdr_dest_set_tunnel() - set the tunnel type, and the forwarding method to
 * LVSDR_FORWARD_TUNNEL. Local.
 * @dest: the object.
 * @type: an LVSDR_TUNNEL_ value; the default is LVSDR_TUNNEL_IPIP.
 * @port: 0 (the default, for types other than GUE) to 65535, in host byte order: the UDP port of
 *        GUE.
 * @flags: a combination of LVSDR_TUNNEL_ flags; the default is none.
 * Returns: 0 on success; -EINVAL.
 * Since: 0.1
 */
int lvsdr_dest_set_tunnel(struct lvsdr_dest *dest, int32_t type, int32_t port, uint32_t flags);

/**
 * lvsdr_dest_get_tunnel_type() - get the tunnel type. Local.
 * @dest: the object.
 * Returns: an LVSDR_TUNNEL_ value (or one of a newer kernel); -EINVAL if @dest is NULL.
 * Since: 0.1
 */
int32_t lvsdr_dest_get_tunnel_type(const struct lvsdr_dest *dest);

/**
 * lvsdr_dest_get_tunnel_port() - get the UDP port of GUE, in host byte order. Local.
 * @dest: the object.
 * Returns: 0 to 65535; -EINVAL if @dest is NULL.
 * Since: 0.1
 */
int32_t lvsdr_dest_get_tunnel_port(const struct lvsdr_dest *dest);

/**
 * lvsdr_dest_get_tunnel_flags() - get the checksum flags of the tunnel. Local.
 * @dest: the object.
 * Returns: a combination of LVSDR_TUNNEL_ flags; 0 if @dest is NULL.
 * Since: 0.1
 */
uint32_t lvsdr_dest_get_tunnel_flags(const struct lvsdr_dest *dest);

/**
 * lvsdr_dest_add() - add a destination to a virtual service.
 * @host: the handle to act on.
 * @service: names the service.
 * @dest: the settings to apply; not changed.
 * Privilege: CAP_NET_ADMIN in the initial user namespace.
 * Returns: 1 if it was added, also if the answer was lost and the destination was found to exist;
 * 0 if it already exists with the same settings; -EEXIST if it already exists with different
 * settings; -ESRCH if there is no such service; -EOPNOTSUPP; -EPERM; -EINVAL if the destination
 * equals the VIP, has another port without masquerading, has another address family, or is
 * rejected by the kernel; -ETIMEDOUT; -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_dest_add(struct lvsdr *host, const struct lvsdr_service *service,
		   const struct lvsdr_dest *dest);

/**
 * lvsdr_dest_update() - change a destination. Only fields that were set (weight, thresholds,
 * tunnel ...) are changed.
 * @host: the handle to act on.
 * @service: names the service.
 * @dest: names the destination, and the settings to apply.
 * Privilege: as lvsdr_dest_add().
 * Returns: 1 if something was changed; 0 if nothing had to change; -ENOENT if there is no such
 * destination; other codes as lvsdr_dest_add().
 * Since: 0.1
 */
int lvsdr_dest_update(struct lvsdr *host, const struct lvsdr_service *service,
		      const struct lvsdr_dest *dest);

/**
 * lvsdr_dest_remove() - remove a destination from a virtual service.
 * @host: the handle to act on.
 * @service: names the service.
 * @dest: names the destination.
 * Privilege: as lvsdr_dest_add().
 * Returns: 1 if it was removed, also if the answer was lost and the destination was found to be
 * gone; 0 if there was no such destination or no such service; other codes as lvsdr_dest_add().
 * Since: 0.1
 */
int lvsdr_dest_remove(struct lvsdr *host, const struct lvsdr_service *service,
		      const struct lvsdr_dest *dest);

/**
 * lvsdr_dest_read() - read a destination from the kernel.
 * @host: the handle to act on.
 * @service: names the service.
 * @dest: names the destination; changed only on success.
 * Privilege: as lvsdr_dest_add().
 * Returns: 0 on success; -ENOENT if the service has no such destination; -ESRCH if there is no
 * such service; -EOPNOTSUPP; -EPERM; -EINVAL; -ETIMEDOUT; -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_dest_read(struct lvsdr *host, const struct lvsdr_service *service,
		    struct lvsdr_dest *dest);

/**
 * lvsdr_plan_add_dest() - add a step for lvsdr_dest_add() to a plan.
 * @plan: the plan.
 * @service: names the service; it is copied.
 * @dest: the settings to apply; it is copied.
 * Privilege: as lvsdr_dest_add().
 * Returns: 1 if a step was added; 0 if nothing has to change; other codes as lvsdr_dest_add().
 * Since: 0.1
 */
int lvsdr_plan_add_dest(struct lvsdr_plan *plan, const struct lvsdr_service *service,
			const struct lvsdr_dest *dest);

/**
 * lvsdr_plan_update_dest() - add a step for lvsdr_dest_update() to a plan.
 * @plan: the plan.
 * @service: names the service; it is copied.
 * @dest: the settings to apply; it is copied.
 * Privilege: as lvsdr_dest_update().
 * Returns: as lvsdr_plan_add_dest(); -ENOENT if there is no such destination.
 * Since: 0.1
 */
int lvsdr_plan_update_dest(struct lvsdr_plan *plan, const struct lvsdr_service *service,
			   const struct lvsdr_dest *dest);

/**
 * lvsdr_plan_remove_dest() - add a step for lvsdr_dest_remove() to a plan.
 * @plan: the plan.
 * @service: names the service; it is copied.
 * @dest: names the destination; it is copied.
 * Privilege: as lvsdr_dest_remove().
 * Returns: as lvsdr_plan_add_dest().
 * Since: 0.1
 */
int lvsdr_plan_remove_dest(struct lvsdr_plan *plan, const struct lvsdr_service *service,
			   const struct lvsdr_dest *dest);

/**
 * lvsdr_state_add_dest() - add a destination to a service of a state. Local.
 * @state: the state.
 * @service: names the service, which the state must already have.
 * @dest: the destination; it is copied.
 * Returns: 0 on success; -ESRCH if the state has no such service; -EEXIST if it already has the
 * destination; -EINVAL; -ENOMEM.
 * Since: 0.1
 */
int lvsdr_state_add_dest(struct lvsdr_state *state, const struct lvsdr_service *service,
			 const struct lvsdr_dest *dest);

/**
 * lvsdr_state_update_dest() - change a destination of a state. Only fields that were set in @dest
 * are changed. Local.
 * @state: the state.
 * @service: names the service.
 * @dest: names the destination, and the settings to apply; it is copied.
 * Returns: 0 on success; -ESRCH if the state has no such service; -ENOENT if it has no such
 * destination; -EINVAL; -ENOMEM.
 * Since: 0.1
 */
int lvsdr_state_update_dest(struct lvsdr_state *state, const struct lvsdr_service *service,
			    const struct lvsdr_dest *dest);

/**
 * lvsdr_state_get_dest_count() - get the number of destinations of a service. Local.
 * @state: the state.
 * @service_index: from 0.
 * Returns: the number; 0 if there is no such service.
 * Since: 0.1
 */
size_t lvsdr_state_get_dest_count(const struct lvsdr_state *state, size_t service_index);

/**
 * lvsdr_state_get_dest() - get one destination of a service. Local.
 * @state: the state.
 * @service_index: from 0.
 * @index: from 0, in the kernel's order.
 * Returns: an object borrowed until the state is changed or freed; NULL if there is none.
 * Since: 0.1
 */
const struct lvsdr_dest *lvsdr_state_get_dest(const struct lvsdr_state *state, size_t service_index,
					      size_t index);

#ifdef __cplusplus
}
#endif

#endif
