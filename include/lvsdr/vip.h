/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LVSDR_VIP_H
#define LVSDR_VIP_H

/*
 * A virtual IP address on a device: on the director's wire (eth0, often labelled eth0:0), on a
 * real server's loopback (lo, often lo:0). Two descriptions mean the same VIP when the address,
 * the device, the prefix and the peer agree, as the kernel has it: an address may stand on two
 * devices, or twice on one with two prefixes. Most hosts have it once; there an update moves it from
 * one device or prefix to another, and adding it elsewhere is a conflict that is told
 * (lvsdr_set_insist() lets it through).
 *
 * What belongs to others is never harmed by a VIP that leaves or changes: addresses and routes that
 * the kernel drops along with it are put back, and where that cannot be, the change is refused.
 */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Seconds: a lifetime that does not end. */
#define LVSDR_FOREVER 0xffffffffu

/* lvsdr_vip_set_address_scope(): where an address means something (linux/rtnetlink.h). */
#define LVSDR_ADDRESS_SCOPE_GLOBAL 0 /* everywhere: the default */
#define LVSDR_ADDRESS_SCOPE_SITE   200
#define LVSDR_ADDRESS_SCOPE_LINK   253
#define LVSDR_ADDRESS_SCOPE_HOST   254

/* lvsdr_vip_set_flags(): linux/if_addr.h. */
#define LVSDR_VIP_NODAD         0x0002u /* without duplicate address detection: IPv6's default */
#define LVSDR_VIP_OPTIMISTIC    0x0004u /* IPv6: usable while it is being detected */
#define LVSDR_VIP_HOME          0x0010u /* IPv6: the home address of a mobile host */
#define LVSDR_VIP_MNGTMPADDR    0x0100u /* IPv6: the kernel makes temporary addresses of it */
#define LVSDR_VIP_NOPREFIXROUTE 0x0200u /* without the route to its network */
#define LVSDR_VIP_AUTOJOIN      0x0400u /* the device joins it, for multicast */

struct lvsdr;
struct lvsdr_vip;

/**
 * lvsdr_vip_new() - describe a VIP. Local.
 * @host: the handle that reports errors of this object.
 * @address: "192.168.1.41" or "2001:db8::41"; always a host address (/32, /128) unless
 *           lvsdr_vip_set_prefix_length() says otherwise.
 * @device: a name of the device, such as "eth0" or "lo", or an alternative one. Copied.
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
 * @label: the device's name, a colon and more ("eth0:0"): at most 15 characters; "", the default,
 *         or the device's name: none. Copied.
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
 *             "", the default: none.
 * Returns: 0; -EINVAL.
 * Since: 0.1
 */
int lvsdr_vip_set_broadcast(struct lvsdr_vip *vip, const char *broadcast);

/**
 * lvsdr_vip_set_peer() - make it a point-to-point address. Local.
 * @vip: the object.
 * @peer: the other end's address, of the same family, "" for none (the default); the prefix length
 *        is then that of the peer's network.
 * Returns: 0; -EINVAL.
 * Since: 0.1
 */
int lvsdr_vip_set_peer(struct lvsdr_vip *vip, const char *peer);

/**
 * lvsdr_vip_set_address_scope() - say where the address means something. Local.
 * @vip: the object; IPv4 only, since the scope of an IPv6 address is in the address.
 * @address_scope: an LVSDR_ADDRESS_SCOPE_ value, or another number from 0 to 255. The default is
 *                 LVSDR_ADDRESS_SCOPE_GLOBAL. With LVSDR_ADDRESS_SCOPE_HOST the kernel does not
 *                 choose it as a source for other hosts.
 * Returns: 0; -EINVAL.
 * Since: 0.1
 */
int lvsdr_vip_set_address_scope(struct lvsdr_vip *vip, int32_t address_scope);

/**
 * lvsdr_vip_set_metric() - give the route to its network another metric. Local.
 * @vip: the object.
 * @metric: 0 (the default: the kernel's own) or more; smaller ones are preferred.
 * Returns: 0; -EINVAL when @vip is NULL.
 * Since: 0.1
 */
int lvsdr_vip_set_metric(struct lvsdr_vip *vip, uint32_t metric);

/**
 * lvsdr_vip_set_address_protocol() - note who made the address, for others to see. Local.
 * @vip: the object.
 * @address_protocol: 0 (the default) to 255; 1 to 3 are the kernel's (linux/if_addr.h, IFAPROT_).
 *                    Kernels before Linux 5.18 do not keep it.
 * Returns: 0; -EINVAL.
 * Since: 0.1
 */
int lvsdr_vip_set_address_protocol(struct lvsdr_vip *vip, int32_t address_protocol);

/**
 * lvsdr_vip_set_valid_lifetime() - say for how long the address is there. Local.
 * @vip: the object.
 * @seconds: until the kernel removes it, 1 or more, and at least its preferred lifetime;
 *           LVSDR_FOREVER is the default. That it runs down does not make the VIP another one.
 * Returns: 0; -EINVAL.
 * Since: 0.1
 */
int lvsdr_vip_set_valid_lifetime(struct lvsdr_vip *vip, uint32_t seconds);

/**
 * lvsdr_vip_set_preferred_lifetime() - say for how long the address is preferred. Local.
 * @vip: the object.
 * @seconds: until it is deprecated, at most its valid lifetime, which is set first: then it answers, but
 *           is not chosen as a source any more. LVSDR_FOREVER stands for as long as it is valid, 0 for
 *           deprecated from the start.
 *
 * An IPv6 VIP on any device but lo is deprecated by default. The kernel chooses the source address
 * with the longest prefix (RFC 6724), which is the VIP: a director would speak to its real servers,
 * health checks first, with an address that they hold themselves. LVSDR_FOREVER switches that off.
 * Returns: 0; -EINVAL.
 * Since: 0.1
 */
int lvsdr_vip_set_preferred_lifetime(struct lvsdr_vip *vip, uint32_t seconds);

/**
 * lvsdr_vip_set_flags() - set the address's flags. Local.
 * @vip: the object; IPv4 addresses have LVSDR_VIP_NOPREFIXROUTE and LVSDR_VIP_AUTOJOIN only.
 * @flags: a combination of LVSDR_VIP_ values; the default is LVSDR_VIP_NODAD for IPv6, so that a VIP
 *         can be used at once, and none for IPv4. LVSDR_VIP_NODAD and LVSDR_VIP_OPTIMISTIC matter
 *         when the address is added, and make no difference to one that stands.
 * Returns: 0; -EINVAL.
 * Since: 0.1
 */
int lvsdr_vip_set_flags(struct lvsdr_vip *vip, uint32_t flags);

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
 * lvsdr_vip_get_peer() - the address of the other end. Local.
 * @vip: the object.
 * @buffer: receives the text with its ending zero; "" where there is none.
 * @size: the buffer's size; 46 is always enough.
 * Returns: the text's length, 0 where there is none; -EINVAL when an argument is NULL or the buffer
 * too small.
 * Since: 0.1
 */
int lvsdr_vip_get_peer(const struct lvsdr_vip *vip, char *buffer, size_t size);

/**
 * lvsdr_vip_get_address_scope() - where the address means something. Local.
 * @vip: the object.
 * Returns: 0 to 255, such as an LVSDR_ADDRESS_SCOPE_ value; -EINVAL when @vip is NULL.
 * Since: 0.1
 */
int32_t lvsdr_vip_get_address_scope(const struct lvsdr_vip *vip);

/**
 * lvsdr_vip_get_metric() - the metric of the route to its network. Local.
 * @vip: the object.
 * Returns: the metric; 0 for the kernel's own, or when @vip is NULL.
 * Since: 0.1
 */
uint32_t lvsdr_vip_get_metric(const struct lvsdr_vip *vip);

/**
 * lvsdr_vip_get_address_protocol() - who made the address. Local.
 * @vip: the object.
 * Returns: 0 to 255; -EINVAL when @vip is NULL.
 * Since: 0.1
 */
int32_t lvsdr_vip_get_address_protocol(const struct lvsdr_vip *vip);

/**
 * lvsdr_vip_get_valid_lifetime() - for how long the address is there. Local.
 * @vip: the object.
 * Returns: seconds, or LVSDR_FOREVER; 0 when @vip is NULL.
 * Since: 0.1
 */
uint32_t lvsdr_vip_get_valid_lifetime(const struct lvsdr_vip *vip);

/**
 * lvsdr_vip_get_preferred_lifetime() - for how long it may be chosen as a source. Local.
 * @vip: the object.
 * Returns: seconds, or LVSDR_FOREVER; 0 when it is deprecated, or @vip is NULL.
 * Since: 0.1
 */
uint32_t lvsdr_vip_get_preferred_lifetime(const struct lvsdr_vip *vip);

/**
 * lvsdr_vip_get_flags() - the address's flags. Local.
 * @vip: the object.
 * Returns: a combination of LVSDR_VIP_ values; 0 when @vip is NULL.
 * Since: 0.1
 */
uint32_t lvsdr_vip_get_flags(const struct lvsdr_vip *vip);

/**
 * lvsdr_vip_get_usable() - whether the host can use the address. Local.
 * @vip: the object.
 *
 * One of IPv6 whose duplicate address detection failed, or goes on, is not usable: an update then
 * makes it so.
 * Returns: 0 or 1; -EINVAL when @vip is NULL.
 * Since: 0.1
 */
int lvsdr_vip_get_usable(const struct lvsdr_vip *vip);

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
 * another form or place; -ENODEV; -EPERM; -EINVAL; -EOPNOTSUPP for IPv6 on a kernel without, or where
 * disable_ipv6 switched it off on the device; -EAGAIN; -ETIMEDOUT; -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_vip_add(struct lvsdr *host, const struct lvsdr_vip *vip);

/**
 * lvsdr_vip_update() - give the VIP this form (device, prefix, label, broadcast, host route ...); what
 * was not set stays. The kernel edits lifetimes, metric and flags; for the rest the address is removed
 * and added, and what went with it is put back.
 * @host: the handle to act on.
 * @vip: what is wanted.
 * Privilege: as lvsdr_vip_add().
 * Returns: 1 when something changed, 0 when it was so; -ENOENT when there is no such VIP; -EEXIST when
 * it stands in several places, none of which is meant; -EBUSY when addresses or routes of others
 * cannot stand without its old form: nothing is changed then; the rest as lvsdr_vip_add().
 * Since: 0.1
 */
int lvsdr_vip_update(struct lvsdr *host, const struct lvsdr_vip *vip);

/**
 * lvsdr_vip_remove() - make the namespace not have this VIP.
 * @host: the handle to act on.
 * @vip: names the address and the device it is expected on.
 *
 * Routes that have the address as their preferred source go with it, other people's too; a plan
 * (lvsdr_plan_remove_vip()) records them, and its undo puts them back. All else that the kernel drops
 * along is put back at once: addresses that were secondary to it, and other routes of a device that
 * loses its last address.
 * Privilege: as lvsdr_vip_add().
 * Returns: 1 when it was removed, 0 when it was not there; -EEXIST when it stands on another
 * device or with another prefix; -EBUSY when addresses or routes of others cannot stand without it:
 * nothing is changed then (lvsdr_set_insist() lets it through); -ENODEV; -EPERM; -EINVAL; -EAGAIN;
 * -ETIMEDOUT; -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_vip_remove(struct lvsdr *host, const struct lvsdr_vip *vip);

/**
 * lvsdr_vip_read() - fill the object with what the kernel has.
 * @host: the handle to act on.
 * @vip: names the address, and where it stands in several places also device and prefix; changed
 *       only on success.
 * Privilege: none (CAP_SYS_ADMIN when another namespace is entered for it).
 * Returns: 0; -ENOENT when the address is on no device; -EEXIST when it is on several, and @vip names
 * none of them; -EPERM;
 * -EINVAL; -EAGAIN when the addresses or routes kept changing; -ETIMEDOUT; -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_vip_read(struct lvsdr *host, struct lvsdr_vip *vip);

#ifdef __cplusplus
}
#endif

#endif
