/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LVSDR_VIP_H
#define LVSDR_VIP_H

/*
 * A virtual IP address on a device: on the director's wire (eth0, often labelled eth0:0), on a
 * real server's loopback (lo, often lo:0). Two descriptions mean the same VIP when the address
 * agrees; the same address with another prefix, device or label is a conflict that is told.
 */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct lvsdr;
struct lvsdr_vip;

/**
 * lvsdr_vip_new() - describe a VIP. Local.
 * @host: the handle that reports errors of this object.
 * @address: "192.168.1.41" or "2001:db8::41"; always a host address (/32, /128) unless
 *           lvsdr_vip_set_prefix_length() says otherwise.
 * @device: the device's name, such as "eth0" or "lo": 1 to 15 characters. Copied.
 * @ret_vip: receives the object; free it with lvsdr_vip_free().
 *
 * Returns: 0; -EINVAL; -ENOMEM.
 * Since: 0.1
 */
int lvsdr_vip_new(struct lvsdr *host, const char *address, const char *device,
		  struct lvsdr_vip **ret_vip);

/**
 * lvsdr_vip_free() - give the description back; the kernel's address stays.
 * @vip: an object or NULL.
 * Since: 0.1
 */
void lvsdr_vip_free(struct lvsdr_vip *vip);

/**
 * lvsdr_vip_set_label() - give the address a name that old tools show as a device. Local.
 * @vip: the object; IPv4 only, since the kernel has no labels for IPv6.
 * @label: the device's name, or the name, a colon and more ("eth0:0"): at most 15 characters.
 *         The default is the device's name. Copied.
 * Returns: 0; -EINVAL.
 * Since: 0.1
 */
int lvsdr_vip_set_label(struct lvsdr_vip *vip, const char *label);

/**
 * lvsdr_vip_set_prefix_length() - another prefix than /32 or /128. Local.
 * @vip: the object.
 * @prefix_length: 1 to 32 for IPv4, 1 to 128 for IPv6. Adding anything but 32 or 128 is refused
 *                 unless lvsdr_set_insist(): on lo it makes the whole network local.
 * Returns: 0; -EINVAL.
 * Since: 0.1
 */
int lvsdr_vip_set_prefix_length(struct lvsdr_vip *vip, int32_t prefix_length);

/**
 * lvsdr_vip_set_broadcast() - give the address a broadcast address. Local.
 * @vip: the object; IPv4 only.
 * @broadcast: an IPv4 address; the tutorials give the VIP itself, which is harmless and useless.
 *             The default is none.
 * Returns: 0; -EINVAL.
 * Since: 0.1
 */
int lvsdr_vip_set_broadcast(struct lvsdr_vip *vip, const char *broadcast);

/**
 * lvsdr_vip_set_host_route() - also add a route to the VIP on its device. Local.
 * @vip: the object.
 * @host_route: 0 (the default) or 1. The route has the VIP as its preferred source, so that it
 *              leaves with the address. It does nothing while the VIP is local; tutorials ask
 *              for it.
 * Returns: 0; -EINVAL.
 * Since: 0.1
 */
int lvsdr_vip_set_host_route(struct lvsdr_vip *vip, int host_route);

/**
 * lvsdr_vip_get_address() - the address without its prefix. Local.
 * @vip: the object.
 * @buffer: receives the text with its ending zero.
 * @size: the buffer's size; 46 is always enough.
 * Returns: the text's length; -EINVAL when an argument is NULL or the buffer too small.
 * Since: 0.1
 */
int lvsdr_vip_get_address(const struct lvsdr_vip *vip, char *buffer, size_t size);

/**
 * lvsdr_vip_get_prefix_length() - the prefix length. Local.
 * @vip: the object.
 * Returns: 0 to 128; -EINVAL when @vip is NULL.
 * Since: 0.1
 */
int32_t lvsdr_vip_get_prefix_length(const struct lvsdr_vip *vip);

/**
 * lvsdr_vip_get_broadcast() - the broadcast address. Local.
 * @vip: the object.
 * @buffer: receives the text with its ending zero; "" where there is none.
 * @size: the buffer's size; 46 is always enough.
 * Returns: the text's length, 0 where there is none; -EINVAL when an argument is NULL or the buffer
 * too small.
 * Since: 0.1
 */
int lvsdr_vip_get_broadcast(const struct lvsdr_vip *vip, char *buffer, size_t size);

/**
 * lvsdr_vip_get_device() - the device's name. Local.
 * @vip: the object.
 * Returns: text borrowed until the object is changed or freed; NULL when @vip is NULL.
 * Since: 0.1
 */
const char *lvsdr_vip_get_device(const struct lvsdr_vip *vip);

/**
 * lvsdr_vip_get_label() - the label, "" where there is none. Local.
 * @vip: the object.
 * Returns: text borrowed until the object is changed or freed; NULL when @vip is NULL.
 * Since: 0.1
 */
const char *lvsdr_vip_get_label(const struct lvsdr_vip *vip);

/**
 * lvsdr_vip_get_host_route() - whether the VIP has its host route. Local.
 * @vip: the object.
 * Returns: 0 or 1; -EINVAL when @vip is NULL.
 * Since: 0.1
 */
int lvsdr_vip_get_host_route(const struct lvsdr_vip *vip);

/**
 * lvsdr_vip_add() - make the namespace have this VIP. On a real server set the ARP policy first:
 * the VIP must never be answered for, not even for a moment.
 * @host: the handle to act on.
 * @vip: what is wanted; not changed.
 *
 * Works without IPVS. IPv6 VIPs are added without duplicate address detection, so that they can be
 * used at once.
 * Privilege: CAP_NET_ADMIN over the network namespace.
 * Returns: 1 when it was added, 0 when it was there in this form; -EEXIST when it is there in
 * another form; -ENODEV; -EPERM; -EINVAL; -EOPNOTSUPP for IPv6 on a kernel without; -ETIMEDOUT;
 * -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_vip_add(struct lvsdr *host, const struct lvsdr_vip *vip);

/**
 * lvsdr_vip_update() - give the VIP this form (device, prefix, label, broadcast, host route); what
 * was not set stays. The kernel cannot edit an address: it is removed and added, and routes that
 * had it as preferred source are put back.
 * @host: the handle to act on.
 * @vip: what is wanted.
 * Privilege: as lvsdr_vip_add().
 * Returns: 1 when something changed, 0 when it was so; -ENOENT when there is no such VIP; the rest
 * as lvsdr_vip_add().
 * Since: 0.1
 */
int lvsdr_vip_update(struct lvsdr *host, const struct lvsdr_vip *vip);

/**
 * lvsdr_vip_remove() - make the namespace not have this VIP.
 * @host: the handle to act on.
 * @vip: names the address and the device it is expected on.
 *
 * The kernel also removes every route that has the address as its preferred source, other
 * people's too; a plan (lvsdr_plan_remove_vip()) records them, and its undo puts them back.
 * Privilege: as lvsdr_vip_add().
 * Returns: 1 when it was removed, 0 when it was not there; -EEXIST when it stands on another
 * device or with another prefix; -ENODEV; -EPERM; -EINVAL; -ETIMEDOUT; -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_vip_remove(struct lvsdr *host, const struct lvsdr_vip *vip);

/**
 * lvsdr_vip_read() - fill the object with what the kernel has.
 * @host: the handle to act on.
 * @vip: names the address; changed only on success.
 * Privilege: none (CAP_SYS_ADMIN when another namespace is entered for it).
 * Returns: 0; -ENOENT when the address is on no device; -EEXIST when it is on several; -EPERM;
 * -EINVAL; -ETIMEDOUT; -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_vip_read(struct lvsdr *host, struct lvsdr_vip *vip);

#ifdef __cplusplus
}
#endif

#endif
