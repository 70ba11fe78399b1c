/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LVSDR_ARP_POLICY_H
#define LVSDR_ARP_POLICY_H

/*
 * The ARP policy of a real server: how one device, or `all`, handles ARP for the addresses of the
 * host. In direct routing the real servers have the VIP too, and must not answer ARP requests for
 * it.
 *
 * For a packet, max(all, device) is used, with the values of the device on which it arrives or
 * leaves (Documentation/networking/ip-sysctl.rst); the values of `lo` have no effect. An
 * arp_ignore of 1, 2 or 8 and an arp_announce of 2 satisfy the policy. The library only raises
 * these values; it lowers them only to undo a plan.
 *
 * A port of a bridge, bond or team receives no ARP, nor does a VRF: a policy for one is refused,
 * and the message names the right device. ARP that arrives on the parent of VLANs, macvlans or
 * ipvlans reaches these as well: a policy for the parent is refused as long as the parent has no
 * IPv4 address of its own and a device on top of it has one, but does not satisfy the policy yet.
 * lvsdr_set_insist() allows it.
 *
 * With a policy, a device answers for no address of another device. The explanation of the step,
 * and a comment of its command, list the addresses of the host that are affected.
 */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct lvsdr;
struct lvsdr_arp_policy;
struct lvsdr_state;
struct lvsdr_plan;

/**
 * lvsdr_arp_policy_new() - create an ARP policy object with the values that real servers need.
 * Local.
 * @host: the handle that reports errors of this object.
 * @device: a name of the device, or "all". Copied.
 * @ret_policy: receives the object, with arp_ignore 1 and arp_announce 2; free it with
 *              lvsdr_arp_policy_free().
 * Returns: 0 on success; -EINVAL, also for "lo", whose values have no effect; -ENOMEM.
 * Since: 0.1
 */
int lvsdr_arp_policy_new(struct lvsdr *host, const char *device,
			 struct lvsdr_arp_policy **ret_policy);

/**
 * lvsdr_arp_policy_free() - free the object; the kernel's values is not affected.
 * @policy: an object or NULL.
 * Since: 0.1
 */
void lvsdr_arp_policy_free(struct lvsdr_arp_policy *policy);

/**
 * lvsdr_arp_policy_get_device() - get the name of the device, or "all". Local.
 * @policy: the object.
 * Returns: text borrowed until the object is freed; NULL if @policy is NULL.
 * Since: 0.1
 */
const char *lvsdr_arp_policy_get_device(const struct lvsdr_arp_policy *policy);

/**
 * lvsdr_arp_policy_set_arp_ignore() - set the value of arp_ignore. Local.
 * @policy: the object.
 * @arp_ignore: 0 (do not change it), 1 (the default), 2 or 8.
 * Returns: 0 on success; -EINVAL.
 * Since: 0.1
 */
int lvsdr_arp_policy_set_arp_ignore(struct lvsdr_arp_policy *policy, int32_t arp_ignore);

/**
 * lvsdr_arp_policy_get_arp_ignore() - get the value of arp_ignore that was set or read. Local.
 * @policy: the object.
 * Returns: the value; -EINVAL if @policy is NULL.
 * Since: 0.1
 */
int32_t lvsdr_arp_policy_get_arp_ignore(const struct lvsdr_arp_policy *policy);

/**
 * lvsdr_arp_policy_set_arp_announce() - set the value of arp_announce. Local.
 * @policy: the object.
 * @arp_announce: 0 (do not change it), 1 or 2 (the default).
 * Returns: 0 on success; -EINVAL.
 * Since: 0.1
 */
int lvsdr_arp_policy_set_arp_announce(struct lvsdr_arp_policy *policy, int32_t arp_announce);

/**
 * lvsdr_arp_policy_get_arp_announce() - get the value of arp_announce that was set or read. Local.
 * @policy: the object.
 * Returns: the value; -EINVAL if @policy is NULL.
 * Since: 0.1
 */
int32_t lvsdr_arp_policy_get_arp_announce(const struct lvsdr_arp_policy *policy);

/**
 * lvsdr_arp_policy_update() - raise the ARP values of a device until they satisfy a policy.
 * @host: the handle to act on.
 * @policy: the settings to apply; not changed.
 *
 * The values are written through /proc/sys, or by rtnetlink for a single device if /proc/sys
 * cannot be written.
 *
 * Privilege: CAP_NET_ADMIN over the network namespace.
 * Returns: 1 if values were raised, and read back as such; 0 if they already satisfied the policy;
 * -EEXIST if arp_ignore was set to 3 ... 7 by an administrator, which is not overwritten, or a
 * value was changed meanwhile; -ENODEV; -EPERM; -EINVAL, also if no ARP arrives on the device;
 * -EOPNOTSUPP if the values of `all` cannot be written; -EAGAIN; -ETIMEDOUT; -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_arp_policy_update(struct lvsdr *host, const struct lvsdr_arp_policy *policy);

/**
 * lvsdr_arp_policy_read() - read the ARP values of a device from the kernel.
 * @host: the handle to act on.
 * @policy: names the device; changed only on success.
 * Privilege: none (CAP_SYS_ADMIN if another network namespace is entered for it).
 * Returns: 0 on success; -ENODEV; -EPERM; -EINVAL; -ETIMEDOUT; -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_arp_policy_read(struct lvsdr *host, struct lvsdr_arp_policy *policy);

/**
 * lvsdr_plan_update_arp_policy() - add a step for lvsdr_arp_policy_update() to a plan.
 * @plan: the plan.
 * @policy: the settings to apply; it is copied.
 * Privilege: as lvsdr_arp_policy_update().
 * Returns: 1 if a step was added; 0 if the host satisfies the policy; other codes as
 * lvsdr_arp_policy_update().
 * Since: 0.1
 */
int lvsdr_plan_update_arp_policy(struct lvsdr_plan *plan, const struct lvsdr_arp_policy *policy);

/**
 * lvsdr_state_add_arp_policy() - add an ARP policy to a state. Local.
 * @state: the state.
 * @policy: the policy; it is copied. The host agrees with it if its values satisfy it. Policies
 *          that are not listed are not changed.
 * Returns: 0 on success; -EEXIST if the state already has one for that device; -EINVAL; -ENOMEM.
 * Since: 0.1
 */
int lvsdr_state_add_arp_policy(struct lvsdr_state *state, const struct lvsdr_arp_policy *policy);

/**
 * lvsdr_state_get_arp_policy_count() - get the number of ARP policies. Local.
 * @state: the state.
 * Returns: the number; 0 if @state is NULL.
 * Since: 0.1
 */
size_t lvsdr_state_get_arp_policy_count(const struct lvsdr_state *state);

/**
 * lvsdr_state_get_arp_policy() - get one ARP policy. Local.
 * @state: the state.
 * @index: from 0.
 * Returns: an object borrowed until the state is changed or freed; NULL if there is none.
 * Since: 0.1
 */
const struct lvsdr_arp_policy *lvsdr_state_get_arp_policy(const struct lvsdr_state *state,
							  size_t index);

#ifdef __cplusplus
}
#endif

#endif
