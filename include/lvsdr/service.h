/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LVSDR_SERVICE_H
#define LVSDR_SERVICE_H

/*
 * A virtual service: the address that clients connect to. Two objects denote the same service if
 * family, protocol, address and port are equal, or family and firewall mark: mark 7 in IPv4 and
 * mark 7 in IPv6 are two services.
 *
 * Setting a field costs no system call, and the value is checked immediately. A field that was not
 * set has its default value in an add, and keeps the kernel's value in an update.
 */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct lvsdr;
struct lvsdr_service;
struct lvsdr_state;
struct lvsdr_plan;

/*
 * Scheduler flags, with the kernel's values (linux/ip_vs.h): three bits, whose meaning depends on
 * the scheduler.
 */
#define LVSDR_SCHEDULER_FLAG_1      0x0008u
#define LVSDR_SCHEDULER_FLAG_2      0x0010u
#define LVSDR_SCHEDULER_FLAG_3      0x0020u
#define LVSDR_SCHEDULER_SH_FALLBACK 0x0008u /* another server if the selected one has weight 0 */
#define LVSDR_SCHEDULER_SH_PORT     0x0010u /* the client's port is hashed too */
#define LVSDR_SCHEDULER_MH_FALLBACK 0x0008u
#define LVSDR_SCHEDULER_MH_PORT     0x0010u

/**
 * lvsdr_service_new() - create a virtual service object. Local.
 * @host: the handle that reports errors of this object.
 * @protocol: "tcp", "udp" or "sctp".
 * @address: "192.168.1.41:80", "[2001:db8::1]:80". The port may be a name from /etc/services,
 *           which is read for it; nsswitch.conf is not used. Host names are never resolved.
 * @ret_service: receives the object; free it with lvsdr_service_free().
 * Returns: 0 on success; -EINVAL; -ENOMEM; -EIO if /etc/services could not be read.
 * Since: 0.1
 */
int lvsdr_service_new(struct lvsdr *host, const char *protocol, const char *address,
		      struct lvsdr_service **ret_service);

/**
 * lvsdr_service_new_fwmark() - create a virtual service object for packets with a firewall mark.
 * Local.
 * @host: the handle that reports errors of this object.
 * @family: "ipv4" or "ipv6".
 * @fwmark: 1 to 4294967295, as set by a packet mark.
 * @ret_service: receives the object; free it with lvsdr_service_free().
 * Returns: 0 on success; -EINVAL; -ENOMEM.
 * Since: 0.1
 */
int lvsdr_service_new_fwmark(struct lvsdr *host, const char *family, uint32_t fwmark,
			     struct lvsdr_service **ret_service);

/**
 * lvsdr_service_free() - free the object; the kernel's service is not affected.
 * @service: an object or NULL.
 * Since: 0.1
 */
void lvsdr_service_free(struct lvsdr_service *service);

/**
 * lvsdr_service_get_family() - get the address family. Local.
 * @service: the object.
 * Returns: "ipv4" or "ipv6", static; NULL if @service is NULL.
 * Since: 0.1
 */
const char *lvsdr_service_get_family(const struct lvsdr_service *service);

/**
 * lvsdr_service_get_protocol() - get the protocol. Local.
 * @service: the object.
 * Returns: "tcp", "udp" or "sctp", static; "" for a firewall mark and for any other protocol that
 * was read from the kernel; NULL if @service is NULL.
 * Since: 0.1
 */
const char *lvsdr_service_get_protocol(const struct lvsdr_service *service);

/**
 * lvsdr_service_get_address() - get the address without its port. Local.
 * @service: the object.
 * @buffer: receives the text, terminated by a null byte.
 * @size: the buffer's size in bytes; 46 is always enough.
 * Returns: the length of the text, which is 0 for a firewall mark; -EINVAL if an argument is NULL or
 * the buffer is too small.
 * Since: 0.1
 */
int lvsdr_service_get_address(const struct lvsdr_service *service, char *buffer, size_t size);

/**
 * lvsdr_service_get_port() - get the port in host byte order. Local.
 * @service: the object.
 * Returns: 0 to 65535; -EINVAL if @service is NULL.
 * Since: 0.1
 */
int32_t lvsdr_service_get_port(const struct lvsdr_service *service);

/**
 * lvsdr_service_get_fwmark() - get the firewall mark. Local.
 * @service: the object.
 * Returns: the mark; 0 if the service has an address instead, or @service is NULL.
 * Since: 0.1
 */
uint32_t lvsdr_service_get_fwmark(const struct lvsdr_service *service);

/**
 * lvsdr_service_set_scheduler() - set the scheduler of new connections. Local.
 * @service: the object.
 * @scheduler: "rr", "wlc" (the default), "mh" ..., 1 to 15 characters. Availability is checked when
 *             the service is added or updated, or the plan is applied. Copied.
 * Returns: 0 on success; -EINVAL.
 * Since: 0.1
 */
int lvsdr_service_set_scheduler(struct lvsdr_service *service, const char *scheduler);

/**
 * lvsdr_service_get_scheduler() - get the name of the scheduler. Local.
 * @service: the object.
 * Returns: text borrowed until the object is changed or freed; NULL if @service is NULL.
 * Since: 0.1
 */
const char *lvsdr_service_get_scheduler(const struct lvsdr_service *service);

/**
 * lvsdr_service_set_scheduler_flags() - set the scheduler flags. Local.
 * @service: the object.
 * @flags: a combination of LVSDR_SCHEDULER_ values; the default is none.
 * Returns: 0 on success; -EINVAL.
 * Since: 0.1
 */
int lvsdr_service_set_scheduler_flags(struct lvsdr_service *service, uint32_t flags);

/**
 * lvsdr_service_get_scheduler_flags() - get the scheduler flags. Local.
 * @service: the object.
 * Returns: a combination of LVSDR_SCHEDULER_ values; 0 if @service is NULL.
 * Since: 0.1
 */
uint32_t lvsdr_service_get_scheduler_flags(const struct lvsdr_service *service);

/**
 * lvsdr_service_set_persistence() - set how long a client keeps its real server. Local.
 * @service: the object.
 * @seconds: the time after the client's last connection: 0 (the default: no persistence) to
 *           4294967. The kernel counts clock ticks in 32 bits, and would truncate longer times.
 * Returns: 0 on success; -EINVAL.
 * Since: 0.1
 */
int lvsdr_service_set_persistence(struct lvsdr_service *service, uint32_t seconds);

/**
 * lvsdr_service_get_persistence() - get how long a client keeps its real server. Local.
 * @service: the object.
 * Returns: seconds; 0 if the service is not persistent or @service is NULL.
 * Since: 0.1
 */
uint32_t lvsdr_service_get_persistence(const struct lvsdr_service *service);

/**
 * lvsdr_service_set_persistence_prefix() - set the prefix length that groups clients for
 * persistence. Local.
 * @service: the object.
 * @prefix_length: the number of bits of the client's address that are compared: 0 (all clients are
 *                 one) to 32, or 1 to 128 for IPv6. The default is all bits. A netmask of
 *                 255.255.255.0 is 24.
 * Returns: 0 on success; -EINVAL.
 * Since: 0.1
 */
int lvsdr_service_set_persistence_prefix(struct lvsdr_service *service, int32_t prefix_length);

/**
 * lvsdr_service_get_persistence_prefix() - get the prefix length that groups clients for
 * persistence. Local.
 * @service: the object.
 * Returns: 0 to 128; -EBADMSG if the netmask is not contiguous, see
 * lvsdr_service_get_persistence_netmask(); -EINVAL if @service is NULL.
 * Since: 0.1
 */
int32_t lvsdr_service_get_persistence_prefix(const struct lvsdr_service *service);

/**
 * lvsdr_service_set_persistence_netmask() - set the netmask that groups clients for persistence;
 * it need not be contiguous. Local.
 * @service: the object, which must be an IPv4 service.
 * @netmask: the bits of the client's address that are compared: "255.0.255.0"; "", the
 *           default, selects the prefix length instead.
 * Returns: 0 on success; -EINVAL.
 * Since: 0.1
 */
int lvsdr_service_set_persistence_netmask(struct lvsdr_service *service, const char *netmask);

/**
 * lvsdr_service_get_persistence_netmask() - get the netmask that groups clients for persistence,
 * if it is not contiguous. Local.
 * @service: the object.
 * @buffer: receives the text, terminated by a null byte: "255.0.255.0", or "" if
 *          lvsdr_service_get_persistence_prefix() returns the value.
 * @size: the buffer's size in bytes; 46 is always enough.
 * Returns: the length of the text; -EINVAL if an argument is NULL or the buffer is too small.
 * Since: 0.1
 */
int lvsdr_service_get_persistence_netmask(const struct lvsdr_service *service, char *buffer,
					  size_t size);

/**
 * lvsdr_service_set_persistence_engine() - set the persistence engine, which compares more than
 * the client's address. Local.
 * @service: the object.
 * @engine: "sip" (the Call-ID of SIP over UDP), or "" (the default) for none. Copied.
 * Returns: 0 on success; -EINVAL.
 * Since: 0.1
 */
int lvsdr_service_set_persistence_engine(struct lvsdr_service *service, const char *engine);

/**
 * lvsdr_service_get_persistence_engine() - get the persistence engine. Local.
 * @service: the object.
 * Returns: text, "" for none; borrowed until the object is changed or freed; NULL if @service is
 * NULL.
 * Since: 0.1
 */
const char *lvsdr_service_get_persistence_engine(const struct lvsdr_service *service);

/**
 * lvsdr_service_set_one_packet() - set whether each UDP packet is scheduled by itself. Local.
 * @service: the object.
 * @one_packet: 1 or 0 (the default).
 * Returns: 0 on success; -EINVAL.
 * Since: 0.1
 */
int lvsdr_service_set_one_packet(struct lvsdr_service *service, int one_packet);

/**
 * lvsdr_service_get_one_packet() - get whether each UDP packet is scheduled by itself. Local.
 * @service: the object.
 * Returns: 1 or 0; -EINVAL if @service is NULL.
 * Since: 0.1
 */
int lvsdr_service_get_one_packet(const struct lvsdr_service *service);

/**
 * lvsdr_service_add() - add a virtual service.
 * @host: the handle to act on.
 * @service: the settings to apply; not changed.
 * Privilege: CAP_NET_ADMIN in the initial user namespace (see lvsdr_set_ipvs_interface()).
 * Returns: 1 if it was added, also if the answer was lost and the service was found to exist; 0 if
 * it already exists with the same settings; -EEXIST if it already exists with different settings;
 * -ENOENT if the scheduler is unknown; -EOPNOTSUPP if IPVS is not available; -EPERM; -EINVAL, also
 * for port 0 without persistence; -ETIMEDOUT; -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_service_add(struct lvsdr *host, const struct lvsdr_service *service);

/**
 * lvsdr_service_update() - change a virtual service. Only fields that were set are changed.
 * @host: the handle to act on.
 * @service: names the service, and the settings to apply.
 * Privilege: as lvsdr_service_add().
 * Returns: 1 if something was changed; 0 if nothing had to change; -ESRCH if there is no such
 * service; other codes as lvsdr_service_add().
 * Since: 0.1
 */
int lvsdr_service_update(struct lvsdr *host, const struct lvsdr_service *service);

/**
 * lvsdr_service_remove() - remove a virtual service with its destinations.
 * @host: the handle to act on.
 * @service: names the service; its other fields are ignored.
 * Privilege: as lvsdr_service_add().
 * Returns: 1 if it was removed, also if the answer was lost and the service was found to be gone;
 * 0 if there was no such service; -EOPNOTSUPP; -EPERM; -EINVAL; -ETIMEDOUT; -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_service_remove(struct lvsdr *host, const struct lvsdr_service *service);

/**
 * lvsdr_service_remove_all() - remove all services of the network namespace with their
 * destinations, including those of other programs. This cannot be undone; a plan between two
 * states can.
 * @host: the handle to act on.
 * Privilege: CAP_NET_ADMIN in the initial user namespace.
 * Returns: 0 on success; -EOPNOTSUPP; -EPERM; -EINVAL; -ETIMEDOUT; -EIO.
 * Since: 0.1
 */
int lvsdr_service_remove_all(struct lvsdr *host);

/**
 * lvsdr_service_read() - read a virtual service from the kernel.
 * @host: the handle to act on.
 * @service: names the service; changed only on success.
 * Privilege: as lvsdr_service_add().
 * Returns: 0 on success; -ESRCH if there is no such service; -EOPNOTSUPP; -EPERM; -EINVAL;
 * -ETIMEDOUT; -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_service_read(struct lvsdr *host, struct lvsdr_service *service);

/**
 * lvsdr_plan_add_service() - add a step for lvsdr_service_add() to a plan. The call reads from the
 * kernel, but changes nothing.
 * @plan: the plan. An object that an earlier step changes is considered changed.
 * @service: the settings to apply; it is copied.
 * Privilege: as lvsdr_service_add().
 * Returns: 1 if a step was added; 0 if nothing has to change; other codes as lvsdr_service_add().
 * Since: 0.1
 */
int lvsdr_plan_add_service(struct lvsdr_plan *plan, const struct lvsdr_service *service);

/**
 * lvsdr_plan_update_service() - add a step for lvsdr_service_update() to a plan.
 * @plan: the plan.
 * @service: the settings to apply; it is copied.
 * Privilege: as lvsdr_service_update().
 * Returns: as lvsdr_plan_add_service(); -ESRCH if there is no such service.
 * Since: 0.1
 */
int lvsdr_plan_update_service(struct lvsdr_plan *plan, const struct lvsdr_service *service);

/**
 * lvsdr_plan_remove_service() - add steps for lvsdr_service_remove() to a plan: one for each
 * destination, which the kernel removes with the service, then one for the service.
 * @plan: the plan.
 * @service: names the service; it is copied.
 * Privilege: as lvsdr_service_remove().
 * Returns: as lvsdr_plan_add_service().
 * Since: 0.1
 */
int lvsdr_plan_remove_service(struct lvsdr_plan *plan, const struct lvsdr_service *service);

/**
 * lvsdr_state_add_service() - add a service to a state. Local.
 * @state: the state.
 * @service: the service; it is copied.
 * Returns: 0 on success; -EEXIST if the state already has it; -EINVAL, also if the state was not
 * created for services; -ENOMEM.
 * Since: 0.1
 */
int lvsdr_state_add_service(struct lvsdr_state *state, const struct lvsdr_service *service);

/**
 * lvsdr_state_update_service() - change a service of a state. Only fields that were set in
 * @service are changed. Local.
 * @state: the state.
 * @service: names the service, and the settings to apply; it is copied.
 * Returns: 0 on success; -ESRCH if the state has no such service; -EINVAL.
 * Since: 0.1
 */
int lvsdr_state_update_service(struct lvsdr_state *state, const struct lvsdr_service *service);

/**
 * lvsdr_state_get_service_count() - get the number of services. Local.
 * @state: the state.
 * Returns: the number; 0 if @state is NULL.
 * Since: 0.1
 */
size_t lvsdr_state_get_service_count(const struct lvsdr_state *state);

/**
 * lvsdr_state_get_service() - get one service. Local.
 * @state: the state.
 * @index: from 0. What was read has the order of ipvsadm, by firewall mark, family, protocol, address
 * and port; a state made by hand that in which they were added.
 * Returns: an object borrowed until the state is changed or freed; NULL if there is none.
 * Since: 0.1
 */
const struct lvsdr_service *lvsdr_state_get_service(const struct lvsdr_state *state, size_t index);

#ifdef __cplusplus
}
#endif

#endif
