/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LVSDR_ARP_POLICY_H
#define LVSDR_ARP_POLICY_H

/*
 * The ARP policy of a real server: how one device, or `all`, treats ARP for addresses of the host.
 * In direct routing the real servers hold the VIP too and must keep quiet about it.
 *
 * What counts for a packet is max(all, device) of the device it arrives or leaves on
 * (Documentation/networking/ip-sysctl.rst); the values of `lo` do nothing. arp_ignore is satisfied
 * by 1, 2 or 8, arp_announce by 2. The library raises these values and never lowers them, except
 * when a plan is undone.
 *
 * A port of a bridge, bond or team hears no ARP, nor does a VRF: there a policy is refused, and the
 * sentence names the right device. What comes in by the parent of VLANs, macvlans or ipvlans is
 * heard by these as well: a policy of the parent is refused while it has no IPv4 address of its
 * own and one on top of it has, and is not quiet yet. lvsdr_set_insist() lets it through.
 *
 * From then on a device answers for no address that stands on another one: which addresses of the
 * host that concerns is told with the step, in its explanation and as a comment of its command.
 */

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct lvsdr;
struct lvsdr_arp_policy;

/**
 * lvsdr_arp_policy_new() - describe the ARP policy that real servers need. Local.
 * @host: the handle that reports errors of this object.
 * @device: a name of the device, or "all". Copied.
 * @ret_policy: receives the object, with arp_ignore 1 and arp_announce 2; free it with
 *              lvsdr_arp_policy_free().
 *
 * Returns: 0; -EINVAL (also for "lo", whose values do nothing); -ENOMEM.
 * Since: 0.1
 */
int lvsdr_arp_policy_new(struct lvsdr *host, const char *device,
			 struct lvsdr_arp_policy **ret_policy);

/**
 * lvsdr_arp_policy_free() - give the description back; the kernel's values stay.
 * @policy: an object or NULL.
 * Since: 0.1
 */
void lvsdr_arp_policy_free(struct lvsdr_arp_policy *policy);

/**
 * lvsdr_arp_policy_set_arp_ignore() - ask for another value. Local.
 * @policy: the object.
 * @arp_ignore: 0 (leave as it is), 1 (the default), 2 or 8.
 * Returns: 0; -EINVAL.
 * Since: 0.1
 */
int lvsdr_arp_policy_set_arp_ignore(struct lvsdr_arp_policy *policy, int32_t arp_ignore);

/**
 * lvsdr_arp_policy_set_arp_announce() - ask for another value. Local.
 * @policy: the object.
 * @arp_announce: 0 (leave as it is), 1 or 2 (the default).
 * Returns: 0; -EINVAL.
 * Since: 0.1
 */
int lvsdr_arp_policy_set_arp_announce(struct lvsdr_arp_policy *policy, int32_t arp_announce);

/**
 * lvsdr_arp_policy_get_device() - the device's name, or "all". Local.
 * @policy: the object.
 * Returns: text borrowed until the object is freed; NULL when @policy is NULL.
 * Since: 0.1
 */
const char *lvsdr_arp_policy_get_device(const struct lvsdr_arp_policy *policy);

/**
 * lvsdr_arp_policy_get_arp_ignore() - arp_ignore as set, or as read. Local.
 * @policy: the object.
 * Returns: the value; -EINVAL when @policy is NULL.
 * Since: 0.1
 */
int32_t lvsdr_arp_policy_get_arp_ignore(const struct lvsdr_arp_policy *policy);

/**
 * lvsdr_arp_policy_get_arp_announce() - arp_announce as set, or as read. Local.
 * @policy: the object.
 * Returns: the value; -EINVAL when @policy is NULL.
 * Since: 0.1
 */
int32_t lvsdr_arp_policy_get_arp_announce(const struct lvsdr_arp_policy *policy);

/**
 * lvsdr_arp_policy_update() - see that the policy is satisfied.
 * @host: the handle to act on.
 * @policy: what is wanted; not changed.
 *
 * Written through /proc/sys, or by rtnetlink for one device where /proc/sys cannot be written.
 * Privilege: CAP_NET_ADMIN over the network namespace.
 * Returns: 1 when values were raised, and read back as such, 0 when they satisfied already; -EEXIST
 * when an administrator set arp_ignore to 3 ... 7, which is told and not overwritten, or changed a
 * value meanwhile; -ENODEV; -EPERM; -EINVAL, also where no ARP arrives;
 * -EOPNOTSUPP when `all` cannot be written; -EAGAIN; -ETIMEDOUT; -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_arp_policy_update(struct lvsdr *host, const struct lvsdr_arp_policy *policy);

/**
 * lvsdr_arp_policy_read() - fill the object with the device's own values.
 * @host: the handle to act on.
 * @policy: names the device; changed only on success.
 * Privilege: none (CAP_SYS_ADMIN when another namespace is entered for it).
 * Returns: 0; -ENODEV; -EPERM; -EINVAL; -ETIMEDOUT; -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_arp_policy_read(struct lvsdr *host, struct lvsdr_arp_policy *policy);

#ifdef __cplusplus
}
#endif

#endif
