/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LVSDR_STATE_H
#define LVSDR_STATE_H

/*
 * A state: a set of objects of one host. It is observed (read from the kernel) or desired (built by
 * hand, or parsed from JSON or ipvsadm rules); lvsdr_plan_between() leads from one to the other.
 *
 * A state knows of which kinds of objects it tells all. What a kind that it does not know of has
 * on the host is never touched for its sake: rules of ipvsadm, say, tell nothing of VIPs.
 *
 * In a desired state every object is complete: what was not set has its default, whatever the
 * kernel has. Timeouts alone are left as the kernel has them where they were not set.
 */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct lvsdr;
struct lvsdr_service;
struct lvsdr_dest;
struct lvsdr_vip;
struct lvsdr_arp_policy;
struct lvsdr_timeouts;
struct lvsdr_sysctl;
struct lvsdr_sync_daemon;
struct lvsdr_mark;
struct lvsdr_scope;
struct lvsdr_state;

/* Kinds of objects, and what is read with them. Values are never renumbered. */
#define LVSDR_STATE_SERVICES     0x1u   /* virtual services and their destinations */
#define LVSDR_STATE_VIPS         0x2u   /* the scope's addresses on devices */
#define LVSDR_STATE_ARP_POLICIES 0x4u   /* arp_ignore and arp_announce of `all` and of devices */
#define LVSDR_STATE_TIMEOUTS     0x8u   /* of the namespace's IPVS */
#define LVSDR_STATE_SYSCTLS      0x10u  /* net.ipv4.vs.* */
#define LVSDR_STATE_SYNC_DAEMONS 0x20u  /* of the namespace's IPVS */
#define LVSDR_STATE_MARKS        0x40u  /* packet marks */
#define LVSDR_STATE_COUNTERS     0x100u /* counters of services and destinations */

/**
 * lvsdr_state_read() - read what a host has.
 * @host: the handle to act on.
 * @scope: what is ours; ARP policies, timeouts, sysctls and sync daemons belong to the host and are
 *         read whole.
 * @parts: a combination of LVSDR_STATE_ values.
 * @ret_state: receives the state; free it with lvsdr_state_free().
 *
 * Consistent: the services are those of two equal dumps, and each list of destinations is one that
 * the kernel had; what changes meanwhile is read again, a few times. Services, addresses and ARP
 * values are read one after the other and are not one moment.
 *
 * Privilege: CAP_NET_ADMIN in the initial user namespace for services, timeouts and sync daemons,
 * over the network namespace for packet marks; none for the rest.
 * Returns: 0; -EINVAL; -EOPNOTSUPP without IPVS, or where socket options, which hold no IPv6, are
 * all that is permitted and something of the scope is IPv6; -EPERM; -EEXIST when an address of the
 * scope stands twice on the host; -EAGAIN when what was read kept changing; -ETIMEDOUT;
 * -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_state_read(struct lvsdr *host, const struct lvsdr_scope *scope, uint32_t parts,
		     struct lvsdr_state **ret_state);

/**
 * lvsdr_state_new() - make an empty desired state, to be filled by hand. Local.
 * @host: the handle that reports errors of this object.
 * @parts: the kinds it tells all of: LVSDR_STATE_ values but for counters. A state made for
 *         LVSDR_STATE_SERVICES and left empty asks for no service in its scope.
 * @ret_state: receives the state; free it with lvsdr_state_free().
 * Returns: 0; -EINVAL; -ENOMEM.
 * Since: 0.1
 */
int lvsdr_state_new(struct lvsdr *host, uint32_t parts, struct lvsdr_state **ret_state);

/**
 * lvsdr_state_add_service() - put a service into a state. Local.
 * @state: the state.
 * @service: the service; copied.
 * Returns: 0; -EEXIST when the state has it; -EINVAL, also when the state was not made for
 * services; -ENOMEM.
 * Since: 0.1
 */
int lvsdr_state_add_service(struct lvsdr_state *state, const struct lvsdr_service *service);

/**
 * lvsdr_state_update_service() - change a service of a state to what was set in @service. Local.
 * @state: the state.
 * @service: names the service; what was not set in it stays; copied.
 * Returns: 0; -ESRCH when the state has no such service; -EINVAL.
 * Since: 0.1
 */
int lvsdr_state_update_service(struct lvsdr_state *state, const struct lvsdr_service *service);

/**
 * lvsdr_state_add_dest() - put a destination into a state. Local.
 * @state: the state.
 * @service: names its service, which the state has already.
 * @dest: the destination; copied.
 * Returns: 0; -ESRCH when the state has no such service; -EEXIST when it has the destination;
 * -EINVAL; -ENOMEM.
 * Since: 0.1
 */
int lvsdr_state_add_dest(struct lvsdr_state *state, const struct lvsdr_service *service,
			 const struct lvsdr_dest *dest);

/**
 * lvsdr_state_update_dest() - change a destination of a state to what was set in @dest. Local.
 * @state: the state.
 * @service: names its service.
 * @dest: names the destination; what was not set in it stays; copied.
 * Returns: 0; -ESRCH when the state has no such service; -ENOENT when it has no such destination;
 * -EINVAL; -ENOMEM.
 * Since: 0.1
 */
int lvsdr_state_update_dest(struct lvsdr_state *state, const struct lvsdr_service *service,
			    const struct lvsdr_dest *dest);

/**
 * lvsdr_state_add_vip() - put a VIP into a state. Local.
 * @state: the state.
 * @vip: the VIP; copied.
 * Returns: 0; -EEXIST when the state has that address; -EINVAL; -ENOMEM.
 * Since: 0.1
 */
int lvsdr_state_add_vip(struct lvsdr_state *state, const struct lvsdr_vip *vip);

/**
 * lvsdr_state_add_arp_policy() - put an ARP policy into a state. Local.
 * @state: the state.
 * @policy: the policy; copied. A policy is reached when the host's values satisfy it, and policies
 *          that are not listed are left alone.
 * Returns: 0; -EEXIST when the state has one for that device; -EINVAL; -ENOMEM.
 * Since: 0.1
 */
int lvsdr_state_add_arp_policy(struct lvsdr_state *state, const struct lvsdr_arp_policy *policy);

/**
 * lvsdr_state_add_sysctl() - put a setting of IPVS into a state. Local.
 * @state: the state.
 * @sysctl: the setting; copied. Settings that are not listed are left alone.
 * Returns: 0; -EEXIST when the state has it; -EINVAL; -ENOMEM.
 * Since: 0.1
 */
int lvsdr_state_add_sysctl(struct lvsdr_state *state, const struct lvsdr_sysctl *sysctl);

/**
 * lvsdr_state_add_sync_daemon() - put a sync daemon into a state. Local.
 * @state: the state.
 * @daemon: the daemon; copied. One that runs and is not listed is stopped only where the scope is
 *          "everything", because no address or mark could own it.
 * Returns: 0; -EEXIST when the state has one with that role; -EINVAL; -ENOMEM.
 * Since: 0.1
 */
int lvsdr_state_add_sync_daemon(struct lvsdr_state *state, const struct lvsdr_sync_daemon *daemon);

/**
 * lvsdr_state_add_mark() - put a packet mark into a state. Local.
 * @state: the state.
 * @mark: the packet mark; copied.
 * Returns: 0; -EEXIST when the state has one for the same packets; -EINVAL; -ENOMEM.
 * Since: 0.1
 */
int lvsdr_state_add_mark(struct lvsdr_state *state, const struct lvsdr_mark *mark);

/**
 * lvsdr_state_set_timeouts() - let a state tell the timeouts of IPVS. Local.
 * @state: the state.
 * @timeouts: the timeouts; copied; what was not set in them is left as the kernel has it.
 * Returns: 0; -EINVAL, also when the state was not made for timeouts.
 * Since: 0.1
 */
int lvsdr_state_set_timeouts(struct lvsdr_state *state, const struct lvsdr_timeouts *timeouts);

/**
 * lvsdr_state_get_timeouts() - the timeouts it tells. Local.
 * @state: the state.
 * Returns: an object borrowed until the state is changed or freed; NULL when it tells none.
 * Since: 0.1
 */
const struct lvsdr_timeouts *lvsdr_state_get_timeouts(const struct lvsdr_state *state);

/**
 * lvsdr_state_from_json() - parse the neutral form (docs/state.schema.json). Local.
 * @host: the handle that reports errors of this object.
 * @text: UTF-8; a member ("services", "vips", "arp_policies" ...) that is missing means that the
 *        state does not tell of that kind. One member has to be there; an empty list says that
 *        none are wanted.
 * @size: its length in bytes.
 * @ret_state: receives the state; free it with lvsdr_state_free().
 * Returns: 0; -EBADMSG, the sentence gives the line of wrong syntax, or the place (a JSON pointer)
 * of a wrong meaning; -EINVAL; -ENOMEM; -EIO where /etc/services could not be read for the name of
 * a mark's port.
 * Since: 0.1
 */
int lvsdr_state_from_json(struct lvsdr *host, const char *text, size_t size,
			  struct lvsdr_state **ret_state);

/**
 * lvsdr_state_to_json() - write the neutral form (docs/state.schema.json). Local.
 * @state: the state.
 * @ret_json: receives UTF-8 text; borrowed until the next call that writes this state, or its end.
 * Returns: 0; -EINVAL; -ENOMEM.
 * Since: 0.1
 */
int lvsdr_state_to_json(struct lvsdr_state *state, const char **ret_json);

/**
 * lvsdr_state_from_rules() - parse rules as `ipvsadm --restore` does. Local, but for
 * /etc/services.
 * @host: the handle that reports errors of this object.
 * @text: lines of ipvsadm's -A, -a, -C, --set and --start-daemon with all their options, short or
 *        long; empty lines and lines that begin with "#" are skipped. docs/rules.md has every
 *        difference from ipvsadm.
 * @size: its length in bytes.
 * @ret_state: receives a state that tells of services, timeouts and sync daemons where a line does
 *             (a line -C alone: no services are wanted); free it with lvsdr_state_free().
 * Returns: 0; -EBADMSG, the sentence gives the line, also when there is no rule at all; -EINVAL; -ENOMEM;
 * -EIO where /etc/services could not be read for the name of a port.
 * Since: 0.1
 */
int lvsdr_state_from_rules(struct lvsdr *host, const char *text, size_t size,
			   struct lvsdr_state **ret_state);

/**
 * lvsdr_state_to_rules() - write rules that `ipvsadm --restore` takes. Local.
 * @state: the state.
 * @ret_rules: receives the text; borrowed until the next call that writes this state, or its end.
 * Returns: 0 when all that the state holds is in them; 1 when rules cannot hold something (VIPs,
 * ARP policies, sysctls, packet marks, counters, a protocol, a flag or a name that ipvsadm has no
 * word for, that there are no services): lvsdr_error_message() tells what was left out; -EINVAL; -ENOMEM.
 * Since: 0.1
 */
int lvsdr_state_to_rules(struct lvsdr_state *state, const char **ret_rules);

/**
 * lvsdr_state_free() - give the state back, and all objects borrowed from it.
 * @state: a state or NULL.
 * Since: 0.1
 */
void lvsdr_state_free(struct lvsdr_state *state);

/**
 * lvsdr_state_get_service_count() - how many services it holds. Local.
 * @state: the state.
 * Returns: the count; 0 when @state is NULL.
 * Since: 0.1
 */
size_t lvsdr_state_get_service_count(const struct lvsdr_state *state);

/**
 * lvsdr_state_get_service() - one service. Local.
 * @state: the state.
 * @index: from 0, in the kernel's order.
 * Returns: an object borrowed until the state is changed or freed; NULL when there is none.
 * Since: 0.1
 */
const struct lvsdr_service *lvsdr_state_get_service(const struct lvsdr_state *state, size_t index);

/**
 * lvsdr_state_get_dest_count() - how many destinations one service has. Local.
 * @state: the state.
 * @service_index: from 0.
 * Returns: the count; 0 when there is no such service.
 * Since: 0.1
 */
size_t lvsdr_state_get_dest_count(const struct lvsdr_state *state, size_t service_index);

/**
 * lvsdr_state_get_dest() - one destination of one service. Local.
 * @state: the state.
 * @service_index: from 0.
 * @index: from 0, in the kernel's order.
 * Returns: an object borrowed until the state is changed or freed; NULL when there is none.
 * Since: 0.1
 */
const struct lvsdr_dest *lvsdr_state_get_dest(const struct lvsdr_state *state, size_t service_index,
					      size_t index);

/**
 * lvsdr_state_get_vip_count() - how many VIPs it holds. Local.
 * @state: the state.
 * Returns: the count; 0 when @state is NULL.
 * Since: 0.1
 */
size_t lvsdr_state_get_vip_count(const struct lvsdr_state *state);

/**
 * lvsdr_state_get_vip() - one VIP. Local.
 * @state: the state.
 * @index: from 0, in the kernel's order.
 * Returns: an object borrowed until the state is changed or freed; NULL when there is none.
 * Since: 0.1
 */
const struct lvsdr_vip *lvsdr_state_get_vip(const struct lvsdr_state *state, size_t index);

/**
 * lvsdr_state_get_arp_policy_count() - how many ARP policies it holds. Local.
 * @state: the state.
 * Returns: the count; 0 when @state is NULL.
 * Since: 0.1
 */
size_t lvsdr_state_get_arp_policy_count(const struct lvsdr_state *state);

/**
 * lvsdr_state_get_arp_policy() - one ARP policy. Local.
 * @state: the state.
 * @index: from 0.
 * Returns: an object borrowed until the state is changed or freed; NULL when there is none.
 * Since: 0.1
 */
const struct lvsdr_arp_policy *lvsdr_state_get_arp_policy(const struct lvsdr_state *state,
							  size_t index);

/**
 * lvsdr_state_get_sysctl_count() - how many settings of IPVS it holds. Local.
 * @state: the state.
 * Returns: the count; 0 when @state is NULL.
 * Since: 0.1
 */
size_t lvsdr_state_get_sysctl_count(const struct lvsdr_state *state);

/**
 * lvsdr_state_get_sysctl() - one setting of IPVS. Local.
 * @state: the state.
 * @index: from 0.
 * Returns: an object borrowed until the state is changed or freed; NULL when there is none.
 * Since: 0.1
 */
const struct lvsdr_sysctl *lvsdr_state_get_sysctl(const struct lvsdr_state *state, size_t index);

/**
 * lvsdr_state_get_sync_daemon_count() - how many sync daemons it holds. Local.
 * @state: the state.
 * Returns: the count; 0 when @state is NULL.
 * Since: 0.1
 */
size_t lvsdr_state_get_sync_daemon_count(const struct lvsdr_state *state);

/**
 * lvsdr_state_get_sync_daemon() - one sync daemon. Local.
 * @state: the state.
 * @index: from 0.
 * Returns: an object borrowed until the state is changed or freed; NULL when there is none.
 * Since: 0.1
 */
const struct lvsdr_sync_daemon *lvsdr_state_get_sync_daemon(const struct lvsdr_state *state,
							    size_t index);

/**
 * lvsdr_state_get_mark_count() - how many packet marks it holds. Local.
 * @state: the state.
 * Returns: the count; 0 when @state is NULL.
 * Since: 0.1
 */
size_t lvsdr_state_get_mark_count(const struct lvsdr_state *state);

/**
 * lvsdr_state_get_mark() - one packet mark. Local.
 * @state: the state.
 * @index: from 0, in the kernel's order, IPv4 first.
 * Returns: an object borrowed until the state is changed or freed; NULL when there is none.
 * Since: 0.1
 */
const struct lvsdr_mark *lvsdr_state_get_mark(const struct lvsdr_state *state, size_t index);

#ifdef __cplusplus
}
#endif

#endif
