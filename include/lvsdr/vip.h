/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LVSDR_VIP_H
#define LVSDR_VIP_H

/*
 * A virtual IP address on a device: on the director on the device of the network (eth0, often
 * labelled eth0:0), on a real server on the loopback device (lo, often lo:0). Two objects denote
 * the same VIP if address, device, prefix length and peer are equal, as in the kernel: a host can
 * have an address on two devices, or twice on one device with different prefix lengths. Most hosts
 * have it once. On those an update moves it to another device or prefix length, and adding it a
 * second time fails with -EEXIST (unless lvsdr_set_insist() is set).
 *
 * Removing or changing a VIP does not affect addresses and routes of others: those that the kernel
 * removes together with it are restored. If they cannot be restored, the change is refused.
 */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* An unlimited lifetime, in place of seconds. */
#define LVSDR_FOREVER 0xffffffffu

/* Address scopes, with the kernel's values (linux/rtnetlink.h). */
#define LVSDR_ADDRESS_SCOPE_GLOBAL 0 /* valid everywhere: the default */
#define LVSDR_ADDRESS_SCOPE_SITE   200
#define LVSDR_ADDRESS_SCOPE_LINK   253
#define LVSDR_ADDRESS_SCOPE_HOST   254

/* Address flags, with the kernel's values (linux/if_addr.h). */
#define LVSDR_VIP_NODAD         0x0002u /* no duplicate address detection: the default for IPv6 */
#define LVSDR_VIP_OPTIMISTIC    0x0004u /* IPv6: usable during duplicate address detection */
#define LVSDR_VIP_HOME          0x0010u /* IPv6: the home address of a mobile host */
#define LVSDR_VIP_MNGTMPADDR    0x0100u /* IPv6: the kernel derives temporary addresses from it */
#define LVSDR_VIP_NOPREFIXROUTE 0x0200u /* no route to its network */
#define LVSDR_VIP_AUTOJOIN      0x0400u /* the device joins the multicast group */

struct lvsdr;
struct lvsdr_vip;
struct lvsdr_state;
struct lvsdr_plan;

/**
 * lvsdr_vip_new() - create a VIP object. Local.
 * @host: the handle that reports errors of this object.
 * @address: "192.168.1.41" or "2001:db8::41". It is a host address (/32, /128) unless
 *           lvsdr_vip_set_prefix_length() sets another prefix length.
 * @device: the name of the device, such as "eth0" or "lo", or an alternative name of it. Copied.
 * @ret_vip: receives the object; free it with lvsdr_vip_free().
 * Returns: 0 on success; -EINVAL; -ENOMEM.
 * Since: 0.1
 */
int lvsdr_vip_new(struct lvsdr *host, const char *address, const char *device,
		  struct lvsdr_vip **ret_vip);

/**
 * lvsdr_vip_free() - free the object; the kernel's address is not affected.
 * @vip: an object or NULL.
 * Since: 0.1
 */
void lvsdr_vip_free(struct lvsdr_vip *vip);

/**
 * lvsdr_vip_get_address() - get the address without its prefix length. Local.
 * @vip: the object.
 * @buffer: receives the text, terminated by a null byte.
 * @size: the buffer's size in bytes; 46 is always enough.
 * Returns: the length of the text; -EINVAL if an argument is NULL or the buffer is too small.
 * Since: 0.1
 */
int lvsdr_vip_get_address(const struct lvsdr_vip *vip, char *buffer, size_t size);

/**
 * lvsdr_vip_get_usable() - get whether the host can use the address. Local.
 * @vip: the object.
 *
 * An IPv6 address is not usable while duplicate address detection is in progress, and after it has
 * failed. An update makes it usable.
 *
 * Returns: 0 or 1; -EINVAL if @vip is NULL.
 * Since: 0.1
 */
int lvsdr_vip_get_usable(const struct lvsdr_vip *vip);

/**
 * lvsdr_vip_get_device() - get the name of the device. Local.
 * @vip: the object.
 * Returns: text borrowed until the object is changed or freed; NULL if @vip is NULL.
 * Since: 0.1
 */
const char *lvsdr_vip_get_device(const struct lvsdr_vip *vip);

/**
 * lvsdr_vip_set_label() - set the label, a name that old tools show as a device. Local.
 * @vip: the object; IPv4 only, because the kernel has no labels for IPv6.
 * @label: the name of the device, a colon and more ("eth0:0"), at most 15 characters. "", the
 *         default, and the name of the device mean no label. Copied.
 * Returns: 0 on success; -EINVAL.
 * Since: 0.1
 */
int lvsdr_vip_set_label(struct lvsdr_vip *vip, const char *label);

/**
 * lvsdr_vip_get_label() - get the label. Local.
 * @vip: the object.
 * Returns: text, "" if there is none; borrowed until the object is changed or freed; NULL if @vip
 * is NULL.
 * Since: 0.1
 */
const char *lvsdr_vip_get_label(const struct lvsdr_vip *vip);

/**
 * lvsdr_vip_set_prefix_length() - set a prefix length other than /32 or /128. Local.
 * @vip: the object.
 * @prefix_length: 1 to 32 for IPv4, 1 to 128 for IPv6. Adding a VIP with any other length than 32
 *                 or 128 fails unless lvsdr_set_insist() is set: on lo it makes the whole network
 *                 local.
 * Returns: 0 on success; -EINVAL.
 * Since: 0.1
 */
int lvsdr_vip_set_prefix_length(struct lvsdr_vip *vip, int32_t prefix_length);

/**
 * lvsdr_vip_get_prefix_length() - get the prefix length. Local.
 * @vip: the object.
 * Returns: 0 to 128; -EINVAL if @vip is NULL.
 * Since: 0.1
 */
int32_t lvsdr_vip_get_prefix_length(const struct lvsdr_vip *vip);

/**
 * lvsdr_vip_set_peer() - set the peer of a point-to-point address. Local.
 * @vip: the object.
 * @peer: the address of the other end, of the same family; "", the default, means none. With a
 *        peer, the prefix length is that of the peer's network.
 * Returns: 0 on success; -EINVAL.
 * Since: 0.1
 */
int lvsdr_vip_set_peer(struct lvsdr_vip *vip, const char *peer);

/**
 * lvsdr_vip_get_peer() - get the address of the peer. Local.
 * @vip: the object.
 * @buffer: receives the text, terminated by a null byte; "" if there is none.
 * @size: the buffer's size in bytes; 46 is always enough.
 * Returns: the length of the text, 0 if there is none; -EINVAL if an argument is NULL or the
 * buffer is too small.
 * Since: 0.1
 */
int lvsdr_vip_get_peer(const struct lvsdr_vip *vip, char *buffer, size_t size);

/**
 * lvsdr_vip_set_broadcast() - set the broadcast address. Local.
 * @vip: the object; IPv4 only.
 * @broadcast: an IPv4 address. Tutorials set it to the VIP itself, which has no effect. "", the
 *             default, means none.
 * Returns: 0 on success; -EINVAL.
 * Since: 0.1
 */
int lvsdr_vip_set_broadcast(struct lvsdr_vip *vip, const char *broadcast);

/**
 * lvsdr_vip_get_broadcast() - get the broadcast address. Local.
 * @vip: the object.
 * @buffer: receives the text, terminated by a null byte; "" if there is none.
 * @size: the buffer's size in bytes; 46 is always enough.
 * Returns: the length of the text, 0 if there is none; -EINVAL if an argument is NULL or the
 * buffer is too small.
 * Since: 0.1
 */
int lvsdr_vip_get_broadcast(const struct lvsdr_vip *vip, char *buffer, size_t size);

/**
 * lvsdr_vip_set_address_scope() - set the scope in which the address is valid. Local.
 * @vip: the object; IPv4 only, because the scope of an IPv6 address is part of the address.
 * @address_scope: an LVSDR_ADDRESS_SCOPE_ value, or another number from 0 to 255. The default is
 *                 LVSDR_ADDRESS_SCOPE_GLOBAL. The kernel does not select an address with
 *                 LVSDR_ADDRESS_SCOPE_HOST as the source for other hosts.
 * Returns: 0 on success; -EINVAL.
 * Since: 0.1
 */
int lvsdr_vip_set_address_scope(struct lvsdr_vip *vip, int32_t address_scope);

/**
 * lvsdr_vip_get_address_scope() - get the scope in which the address is valid. Local.
 * @vip: the object.
 * Returns: 0 to 255, such as an LVSDR_ADDRESS_SCOPE_ value; -EINVAL if @vip is NULL.
 * Since: 0.1
 */
int32_t lvsdr_vip_get_address_scope(const struct lvsdr_vip *vip);

/**
 * lvsdr_vip_set_metric() - set the metric of the route to the address's network. Local.
 * @vip: the object.
 * @metric: 0 (the default: the kernel's own metric) or more; smaller ones are preferred.
 * Returns: 0 on success; -EINVAL if @vip is NULL.
 * Since: 0.1
 */
int lvsdr_vip_set_metric(struct lvsdr_vip *vip, uint32_t metric);

/**
 * lvsdr_vip_get_metric() - get the metric of the route to the address's network. Local.
 * @vip: the object.
 * Returns: the metric; 0 if it is the kernel's own or @vip is NULL.
 * Since: 0.1
 */
uint32_t lvsdr_vip_get_metric(const struct lvsdr_vip *vip);

/**
 * lvsdr_vip_set_address_protocol() - set the number that tells other programs who added the
 * address. Local.
 * @vip: the object.
 * @address_protocol: 0 (the default) to 255; 1 to 3 are the kernel's (linux/if_addr.h, IFAPROT_).
 *                    Kernels before Linux 5.18 do not store it.
 * Returns: 0 on success; -EINVAL.
 * Since: 0.1
 */
int lvsdr_vip_set_address_protocol(struct lvsdr_vip *vip, int32_t address_protocol);

/**
 * lvsdr_vip_get_address_protocol() - get the number that says who added the address. Local.
 * @vip: the object.
 * Returns: 0 to 255; -EINVAL if @vip is NULL.
 * Since: 0.1
 */
int32_t lvsdr_vip_get_address_protocol(const struct lvsdr_vip *vip);

/**
 * lvsdr_vip_set_valid_lifetime() - set how long the address is valid. Local.
 * @vip: the object.
 * @seconds: the time until the kernel removes it, 1 or more, and at least the preferred lifetime;
 *           the default is LVSDR_FOREVER. VIPs whose lifetimes differ only by the time that has
 *           passed are equal.
 * Returns: 0 on success; -EINVAL.
 * Since: 0.1
 */
int lvsdr_vip_set_valid_lifetime(struct lvsdr_vip *vip, uint32_t seconds);

/**
 * lvsdr_vip_get_valid_lifetime() - get how long the address is valid. Local.
 * @vip: the object.
 * Returns: seconds, or LVSDR_FOREVER; 0 if @vip is NULL.
 * Since: 0.1
 */
uint32_t lvsdr_vip_get_valid_lifetime(const struct lvsdr_vip *vip);

/**
 * lvsdr_vip_set_preferred_lifetime() - set how long the address is preferred as a source. Local.
 * @vip: the object.
 * @seconds: the time until the address is deprecated, at most the valid lifetime, which must be
 *           set first. A deprecated address is still answered, but no longer selected as a source.
 *           LVSDR_FOREVER means as long as it is valid; 0 means deprecated from the start.
 *
 * An IPv6 VIP on any device except lo is deprecated by default. The kernel selects the source
 * address with the longest prefix (RFC 6724), which would be the VIP: a director would contact its
 * real servers, for example in health checks, from an address that they have themselves.
 * LVSDR_FOREVER disables this.
 *
 * Returns: 0 on success; -EINVAL.
 * Since: 0.1
 */
int lvsdr_vip_set_preferred_lifetime(struct lvsdr_vip *vip, uint32_t seconds);

/**
 * lvsdr_vip_get_preferred_lifetime() - get how long the address is preferred as a source. Local.
 * @vip: the object.
 * Returns: seconds, or LVSDR_FOREVER; 0 if it is deprecated or @vip is NULL.
 * Since: 0.1
 */
uint32_t lvsdr_vip_get_preferred_lifetime(const struct lvsdr_vip *vip);

/**
 * lvsdr_vip_set_flags() - set the flags of the address. Local.
 * @vip: the object.
 * @flags: a combination of LVSDR_VIP_ values; IPv4 addresses support only LVSDR_VIP_NOPREFIXROUTE
 *         and LVSDR_VIP_AUTOJOIN. The default is LVSDR_VIP_NODAD for IPv6, so that a VIP can be used
 *         immediately, and none for IPv4. LVSDR_VIP_NODAD and LVSDR_VIP_OPTIMISTIC only have an
 *         effect when the address is added; they are not compared with those of an existing address.
 * Returns: 0 on success; -EINVAL.
 * Since: 0.1
 */
int lvsdr_vip_set_flags(struct lvsdr_vip *vip, uint32_t flags);

/**
 * lvsdr_vip_get_flags() - get the flags of the address. Local.
 * @vip: the object.
 * Returns: a combination of LVSDR_VIP_ values; 0 if @vip is NULL.
 * Since: 0.1
 */
uint32_t lvsdr_vip_get_flags(const struct lvsdr_vip *vip);

/**
 * lvsdr_vip_set_host_route() - set whether a route to the VIP on its device is added too. Local.
 * @vip: the object.
 * @host_route: 0 (the default) or 1. The route has the VIP as its preferred source, so that it is
 *              removed with the address. Tutorials add it, but it has no effect while the VIP is a
 *              local address.
 * Returns: 0 on success; -EINVAL.
 * Since: 0.1
 */
int lvsdr_vip_set_host_route(struct lvsdr_vip *vip, int host_route);

/**
 * lvsdr_vip_get_host_route() - get whether the VIP has its host route. Local.
 * @vip: the object.
 * Returns: 0 or 1; -EINVAL if @vip is NULL.
 * Since: 0.1
 */
int lvsdr_vip_get_host_route(const struct lvsdr_vip *vip);

/**
 * lvsdr_vip_add() - add a VIP to its device. On a real server, set the ARP policy first: the VIP
 * must never be answered in ARP, not even briefly.
 * @host: the handle to act on.
 * @vip: the settings to apply; not changed.
 *
 * This works without IPVS. IPv6 VIPs are added without duplicate address detection, so that they
 * can be used immediately.
 *
 * Privilege: CAP_NET_ADMIN over the network namespace.
 * Returns: 1 if it was added; 0 if it already exists with the same settings; -EEXIST if it already
 * exists with different settings, on another device or with another prefix length; -ENODEV;
 * -EPERM; -EINVAL; -EOPNOTSUPP for an IPv6 VIP if the kernel has no IPv6, or disable_ipv6 is set
 * for the device; -EAGAIN; -ETIMEDOUT; -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_vip_add(struct lvsdr *host, const struct lvsdr_vip *vip);

/**
 * lvsdr_vip_update() - change a VIP (device, prefix length, label, broadcast, host route ...).
 * Only fields that were set are changed. The kernel changes lifetimes, metric and flags in place;
 * for other fields the address is removed and added again, and what the kernel removed with it is
 * restored.
 * @host: the handle to act on.
 * @vip: names the VIP, and the settings to apply.
 * Privilege: as lvsdr_vip_add().
 * Returns: 1 if something was changed; 0 if nothing had to change; -ENOENT if there is no such
 * VIP; -EEXIST if the host has it more than once, and @vip names none of them; -EBUSY if addresses
 * or routes of others cannot exist without the old address, and nothing is changed; other codes as
 * lvsdr_vip_add().
 * Since: 0.1
 */
int lvsdr_vip_update(struct lvsdr *host, const struct lvsdr_vip *vip);

/**
 * lvsdr_vip_remove() - remove a VIP from its device.
 * @host: the handle to act on.
 * @vip: names the address, and the device it is expected on.
 *
 * Routes that have the address as their preferred source are removed with it, including those of
 * other programs; a plan (lvsdr_plan_remove_vip()) records them, and its undo restores them.
 * Everything else that the kernel removes with the address is restored immediately: its secondary
 * addresses, and other routes of a device that loses its last address.
 *
 * Privilege: as lvsdr_vip_add().
 * Returns: 1 if it was removed; 0 if there was no such VIP; -EEXIST if it is on another device or
 * has another prefix length; -EBUSY if addresses or routes of others cannot exist without it, and
 * nothing is changed (unless lvsdr_set_insist() is set); -ENODEV; -EPERM; -EINVAL; -EAGAIN;
 * -ETIMEDOUT; -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_vip_remove(struct lvsdr *host, const struct lvsdr_vip *vip);

/**
 * lvsdr_vip_read() - read a VIP from the kernel.
 * @host: the handle to act on.
 * @vip: names the address, and also device and prefix length if the host has it more than once;
 *       changed only on success.
 * Privilege: none (CAP_SYS_ADMIN if another network namespace is entered for it).
 * Returns: 0 on success; -ENOENT if no device has the address; -EEXIST if the host has it more
 * than once, and @vip names none of them; -EPERM; -EINVAL; -EAGAIN if addresses or routes kept
 * changing; -ETIMEDOUT; -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_vip_read(struct lvsdr *host, struct lvsdr_vip *vip);

/**
 * lvsdr_plan_add_vip() - add a step for lvsdr_vip_add() to a plan.
 * @plan: the plan.
 * @vip: the settings to apply; it is copied.
 * Privilege: as lvsdr_vip_add().
 * Returns: 1 if a step was added; 0 if nothing has to change; other codes as lvsdr_vip_add().
 * Since: 0.1
 */
int lvsdr_plan_add_vip(struct lvsdr_plan *plan, const struct lvsdr_vip *vip);

/**
 * lvsdr_plan_update_vip() - add a step for lvsdr_vip_update() to a plan.
 * @plan: the plan.
 * @vip: the settings to apply; it is copied.
 * Privilege: as lvsdr_vip_update().
 * Returns: as lvsdr_plan_add_vip(); -ENOENT if there is no such VIP.
 * Since: 0.1
 */
int lvsdr_plan_update_vip(struct lvsdr_plan *plan, const struct lvsdr_vip *vip);

/**
 * lvsdr_plan_remove_vip() - add a step for lvsdr_vip_remove() to a plan. The step records the
 * routes that are removed with the address.
 * @plan: the plan.
 * @vip: names the VIP; it is copied.
 * Privilege: as lvsdr_vip_remove().
 * Returns: as lvsdr_plan_add_vip().
 * Since: 0.1
 */
int lvsdr_plan_remove_vip(struct lvsdr_plan *plan, const struct lvsdr_vip *vip);

/**
 * lvsdr_state_add_vip() - add a VIP to a state. Local.
 * @state: the state.
 * @vip: the VIP; it is copied.
 * Returns: 0 on success; -EEXIST if the state already has that address; -EINVAL; -ENOMEM.
 * Since: 0.1
 */
int lvsdr_state_add_vip(struct lvsdr_state *state, const struct lvsdr_vip *vip);

/**
 * lvsdr_state_get_vip_count() - get the number of VIPs. Local.
 * @state: the state.
 * Returns: the number; 0 if @state is NULL.
 * Since: 0.1
 */
size_t lvsdr_state_get_vip_count(const struct lvsdr_state *state);

/**
 * lvsdr_state_get_vip() - get one VIP. Local.
 * @state: the state.
 * @index: from 0, in the kernel's order.
 * Returns: an object borrowed until the state is changed or freed; NULL if there is none.
 * Since: 0.1
 */
const struct lvsdr_vip *lvsdr_state_get_vip(const struct lvsdr_state *state, size_t index);

#ifdef __cplusplus
}
#endif

#endif
