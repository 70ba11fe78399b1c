/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LVSDR_STATE_H
#define LVSDR_STATE_H

/*
 * A state: a set of objects of one host. It is either observed (read from the kernel) or desired
 * (built by the caller, or parsed from JSON or from rules of ipvsadm). lvsdr_plan_between() plans
 * the changes from one to the other.
 *
 * A state lists the kinds of objects that it describes completely. Objects of other kinds are
 * never changed because of it: rules of ipvsadm, for example, do not describe VIPs.
 *
 * Every object of a desired state is complete: fields that were not set have their default values,
 * whatever the values of the kernel are. Only timeouts that were not set are left as they are in
 * the kernel.
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

/* Parts of a state: kinds of objects, and their counters. Values are never renumbered. */
#define LVSDR_STATE_SERVICES     0x1u   /* virtual services and their destinations */
#define LVSDR_STATE_VIPS         0x2u   /* the addresses of the scope on devices */
#define LVSDR_STATE_ARP_POLICIES 0x4u   /* arp_ignore and arp_announce of `all` and of devices */
#define LVSDR_STATE_TIMEOUTS     0x8u   /* of IPVS in the network namespace */
#define LVSDR_STATE_SYSCTLS      0x10u  /* net.ipv4.vs.* */
#define LVSDR_STATE_SYNC_DAEMONS 0x20u  /* of IPVS in the network namespace */
#define LVSDR_STATE_MARKS        0x40u  /* packet marks */
#define LVSDR_STATE_COUNTERS     0x100u /* counters of services and destinations */

/**
 * lvsdr_state_new() - create an empty desired state. Local.
 * @host: the handle that reports errors of this object.
 * @parts: the kinds of objects that it describes completely: LVSDR_STATE_ values, without
 *         LVSDR_STATE_COUNTERS. A state with LVSDR_STATE_SERVICES and no services requests that
 *         there are none in the scope.
 * @ret_state: receives the state; free it with lvsdr_state_free().
 * Returns: 0 on success; -EINVAL; -ENOMEM.
 * Since: 0.1
 */
int lvsdr_state_new(struct lvsdr *host, uint32_t parts, struct lvsdr_state **ret_state);

/**
 * lvsdr_state_read() - read the state of a host.
 * @host: the handle to act on.
 * @scope: the addresses and firewall marks to read. ARP policies, timeouts, sysctls and sync
 *         daemons belong to the host and are all read.
 * @parts: a combination of LVSDR_STATE_ values.
 * @ret_state: receives the state; free it with lvsdr_state_free().
 *
 * The services are consistent: they are the same in two successive dumps, and each list of
 * destinations is one that the kernel had. If something changes meanwhile, it is read again, a few
 * times. Services, addresses and ARP values are read one after the other, and may be from
 * different moments.
 *
 * Privilege: CAP_NET_ADMIN in the initial user namespace for services, timeouts and sync daemons,
 * CAP_NET_ADMIN over the network namespace for packet marks; none for the rest.
 * Returns: 0 on success; -EINVAL; -EOPNOTSUPP if IPVS is not available, or only socket options are
 * permitted, which do not support IPv6, and the scope contains IPv6; -EPERM; -EEXIST if the host
 * has an address of the scope twice; -EAGAIN if the kernel's data kept changing; -ETIMEDOUT;
 * -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_state_read(struct lvsdr *host, const struct lvsdr_scope *scope, uint32_t parts,
		     struct lvsdr_state **ret_state);

/**
 * lvsdr_state_from_json() - create a desired state from JSON (docs/state.schema.json). Local.
 * @host: the handle that reports errors of this object.
 * @text: UTF-8. A member ("services", "vips", "arp_policies" ...) that is missing means that the
 *        state does not describe that kind of object; an empty list means that there must be none.
 *        At least one member is required.
 * @size: the length in bytes of @text.
 * @ret_state: receives the state; free it with lvsdr_state_free().
 * Returns: 0 on success; -EBADMSG if the format is wrong, and the message contains the line of a
 * syntax error or the place (a JSON pointer) of any other; -EINVAL if a value is invalid; -ENOMEM;
 * -EIO if /etc/services could not be read for the name of a packet mark's port.
 * Since: 0.1
 */
int lvsdr_state_from_json(struct lvsdr *host, const char *text, size_t size,
			  struct lvsdr_state **ret_state);

/**
 * lvsdr_state_from_rules() - create a desired state from rules, as `ipvsadm --restore` reads them.
 * Local, but for /etc/services.
 * @host: the handle that reports errors of this object.
 * @text: lines with the options -A, -a, -C, --set and --start-daemon of ipvsadm and all options
 *        that belong to these, short or long. Empty lines and lines that begin with "#" are
 *        skipped. docs/rules.md lists every difference from ipvsadm.
 * @size: the length in bytes of @text.
 * @ret_state: receives a state that describes services, timeouts and sync daemons if a line is
 *             about them (a line -C alone means that there must be no services); free it with
 *             lvsdr_state_free().
 * Returns: 0 on success; -EBADMSG if the format is wrong, and the message contains the line, also
 * if there is no rule at all; -EINVAL if a value is invalid; -ENOMEM; -EIO if /etc/services could
 * not be read for the name of a port.
 * Since: 0.1
 */
int lvsdr_state_from_rules(struct lvsdr *host, const char *text, size_t size,
			   struct lvsdr_state **ret_state);

/**
 * lvsdr_state_free() - free the state, and all objects borrowed from it.
 * @state: a state or NULL.
 * Since: 0.1
 */
void lvsdr_state_free(struct lvsdr_state *state);

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
 * @index: from 0, in the kernel's order.
 * Returns: an object borrowed until the state is changed or freed; NULL if there is none.
 * Since: 0.1
 */
const struct lvsdr_service *lvsdr_state_get_service(const struct lvsdr_state *state, size_t index);

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

/**
 * lvsdr_state_set_timeouts() - set the timeouts of a state. Local.
 * @state: the state.
 * @timeouts: the timeouts; they are copied. Timeouts that were not set in them are not changed.
 * Returns: 0 on success; -EINVAL, also if the state was not created for timeouts.
 * Since: 0.1
 */
int lvsdr_state_set_timeouts(struct lvsdr_state *state, const struct lvsdr_timeouts *timeouts);

/**
 * lvsdr_state_get_timeouts() - get the timeouts of a state. Local.
 * @state: the state.
 * Returns: an object borrowed until the state is changed or freed; NULL if the state has no
 * timeouts.
 * Since: 0.1
 */
const struct lvsdr_timeouts *lvsdr_state_get_timeouts(const struct lvsdr_state *state);

/**
 * lvsdr_state_add_sysctl() - add a sysctl to a state. Local.
 * @state: the state.
 * @sysctl: the sysctl; it is copied. Sysctls that are not listed are not changed.
 * Returns: 0 on success; -EEXIST if the state already has it; -EINVAL; -ENOMEM.
 * Since: 0.1
 */
int lvsdr_state_add_sysctl(struct lvsdr_state *state, const struct lvsdr_sysctl *sysctl);

/**
 * lvsdr_state_get_sysctl_count() - get the number of sysctls. Local.
 * @state: the state.
 * Returns: the number; 0 if @state is NULL.
 * Since: 0.1
 */
size_t lvsdr_state_get_sysctl_count(const struct lvsdr_state *state);

/**
 * lvsdr_state_get_sysctl() - get one sysctl. Local.
 * @state: the state.
 * @index: from 0.
 * Returns: an object borrowed until the state is changed or freed; NULL if there is none.
 * Since: 0.1
 */
const struct lvsdr_sysctl *lvsdr_state_get_sysctl(const struct lvsdr_state *state, size_t index);

/**
 * lvsdr_state_add_sync_daemon() - add a sync daemon to a state. Local.
 * @state: the state.
 * @daemon: the daemon; it is copied. A running daemon that is not listed is stopped only if the
 *          scope is "everything", because no address or mark covers it.
 * Returns: 0 on success; -EEXIST if the state already has one of that role; -EINVAL; -ENOMEM.
 * Since: 0.1
 */
int lvsdr_state_add_sync_daemon(struct lvsdr_state *state, const struct lvsdr_sync_daemon *daemon);

/**
 * lvsdr_state_get_sync_daemon_count() - get the number of sync daemons. Local.
 * @state: the state.
 * Returns: the number; 0 if @state is NULL.
 * Since: 0.1
 */
size_t lvsdr_state_get_sync_daemon_count(const struct lvsdr_state *state);

/**
 * lvsdr_state_get_sync_daemon() - get one sync daemon. Local.
 * @state: the state.
 * @index: from 0.
 * Returns: an object borrowed until the state is changed or freed; NULL if there is none.
 * Since: 0.1
 */
const struct lvsdr_sync_daemon *lvsdr_state_get_sync_daemon(const struct lvsdr_state *state,
							    size_t index);

/**
 * lvsdr_state_add_mark() - add a packet mark to a state. Local.
 * @state: the state.
 * @mark: the packet mark; it is copied.
 * Returns: 0 on success; -EEXIST if the state already has one for the same packets; -EINVAL;
 * -ENOMEM.
 * Since: 0.1
 */
int lvsdr_state_add_mark(struct lvsdr_state *state, const struct lvsdr_mark *mark);

/**
 * lvsdr_state_get_mark_count() - get the number of packet marks. Local.
 * @state: the state.
 * Returns: the number; 0 if @state is NULL.
 * Since: 0.1
 */
size_t lvsdr_state_get_mark_count(const struct lvsdr_state *state);

/**
 * lvsdr_state_get_mark() - get one packet mark. Local.
 * @state: the state.
 * @index: from 0, in the kernel's order, IPv4 first.
 * Returns: an object borrowed until the state is changed or freed; NULL if there is none.
 * Since: 0.1
 */
const struct lvsdr_mark *lvsdr_state_get_mark(const struct lvsdr_state *state, size_t index);

/**
 * lvsdr_state_to_json() - write a state as JSON (docs/state.schema.json). Local.
 * @state: the state.
 * @ret_json: receives UTF-8 text; borrowed until the next call that writes this state, or the
 *            state is freed.
 * Returns: 0 on success; -EINVAL; -ENOMEM.
 * Since: 0.1
 */
int lvsdr_state_to_json(struct lvsdr_state *state, const char **ret_json);

/**
 * lvsdr_state_to_rules() - write a state as rules for `ipvsadm --restore`. Local.
 * @state: the state.
 * @ret_rules: receives the text; borrowed until the next call that writes this state, or the state
 *             is freed.
 * Returns: 0 if the rules are complete; 1 if something was left out that rules do not support
 * (VIPs, ARP policies, sysctls, packet marks, counters, a protocol, flag or name that ipvsadm does
 * not know, or the fact that there are no services), and lvsdr_error_message() lists it; -EINVAL;
 * -ENOMEM.
 * Since: 0.1
 */
int lvsdr_state_to_rules(struct lvsdr_state *state, const char **ret_rules);

#ifdef __cplusplus
}
#endif

#endif
