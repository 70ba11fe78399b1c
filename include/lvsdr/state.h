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
struct lvsdr_scope;
struct lvsdr_state;

/* Parts of a state: kinds of objects, and their counters. Values are never renumbered. */
#define LVSDR_STATE_SERVICES     0x1u   /* virtual services and their destinations */
#define LVSDR_STATE_VIPS         0x2u   /* the addresses of the scope on devices */
#define LVSDR_STATE_ARP_POLICIES 0x4u   /* arp_ignore and arp_announce of `all` and of devices */
#define LVSDR_STATE_TIMEOUTS     0x8u   /* of IPVS in the network namespace */
#define LVSDR_STATE_SYSCTLS      0x10u  /* the sysctls in net.ipv4.vs */
#define LVSDR_STATE_SYNC_DAEMONS 0x20u  /* of IPVS in the network namespace */
#define LVSDR_STATE_MARKS        0x40u  /* packet marks */
#define LVSDR_STATE_COUNTERS     0x100u /* counters of services and destinations */

/**
 * lvsdr_part_name() - name a part of a state. Local.
 * @part: an LVSDR_STATE_ value.
 * Returns: the name of its member in JSON, such as "arp_policies", or "counters", static; NULL if
 * there is no such part.
 * Since: 0.1
 */
const char *lvsdr_part_name(uint32_t part);

/**
 * lvsdr_state_new() - create an empty desired state. Local.
 * @host: the handle that reports errors of this object.
 * @parts: the kinds of objects that it describes completely: a combination of LVSDR_STATE_ values,
 *         without LVSDR_STATE_COUNTERS. A state with LVSDR_STATE_SERVICES and no services requests that
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
 * lvsdr_format_name() - name the formats in which a state can be a text. Local.
 * @index: from 0.
 * Returns: "json" (docs/json.md, docs/state.schema.json), "rules", as `ipvsadm --restore` reads
 * them (docs/rules.md), and so on, static; NULL if there are no more.
 * Since: 0.1
 */
const char *lvsdr_format_name(size_t index);

/**
 * lvsdr_state_from_text() - create a desired state from a text. Local, but for /etc/services.
 * @host: the handle that reports errors of this object.
 * @format: a name from lvsdr_format_name(), such as "json"; NULL: JSON if the text begins with "{",
 *          rules if not.
 * @text: a text in UTF-8. What it does not mention is not part of the state: a member of JSON
 *        ("services", "vips", "arp_policies" ...) that is missing means that the state does not
 *        describe that kind of object, and an empty list that there must be none; rules describe
 *        services, timeouts and sync daemons if a line is about them, and a line -C alone means that
 *        there must be no services. Something must be described.
 * @size: the length in bytes of @text.
 * @ret_state: receives the state; free it with lvsdr_state_free().
 * Returns: 0 on success; -EBADMSG if the text does not have the format, and the message contains
 * the line of the error or its place in JSON (a JSON pointer); -EINVAL if a value is invalid, or
 * there is no such format; -ENOMEM; -EIO if /etc/services could not be read for the name of a port.
 * Since: 0.1
 */
int lvsdr_state_from_text(struct lvsdr *host, const char *format, const char *text, size_t size,
			  struct lvsdr_state **ret_state);

/**
 * lvsdr_state_get_parts() - get the kinds of objects that a state describes completely. Local.
 * @state: the state.
 * Returns: a combination of LVSDR_STATE_ values, without LVSDR_STATE_COUNTERS; 0 if @state is NULL.
 * Since: 0.1
 */
uint32_t lvsdr_state_get_parts(const struct lvsdr_state *state);

/**
 * lvsdr_state_set_scope() - set the scope that a state is meant for, so that one text has both. It is
 * the member "scope" of the state in JSON, and the scope of lvsdr_plan_between() if that is given none.
 * It is not part of what the state says of the host, and lvsdr_state_read() does not set it. Local.
 * @state: the state; not changed on failure.
 * @scope: as for lvsdr_scope_new(), or NULL, the default: it has none. Copied.
 * Returns: 0 on success; -EINVAL; -ENOMEM.
 * Since: 0.1
 */
int lvsdr_state_set_scope(struct lvsdr_state *state, const char *scope);

/**
 * lvsdr_state_get_scope() - get the scope that a state is meant for. Local.
 * @state: the state.
 * Returns: text, as it was set; borrowed until it is set again or the state is freed; NULL if there is
 * none.
 * Since: 0.1
 */
const char *lvsdr_state_get_scope(const struct lvsdr_state *state);

/**
 * lvsdr_state_free() - free the state, and all objects borrowed from it.
 * @state: a state or NULL.
 * Since: 0.1
 */
void lvsdr_state_free(struct lvsdr_state *state);

/**
 * lvsdr_state_to_text() - write a state as a text. Local.
 * @state: the state.
 * @format: a name from lvsdr_format_name(), such as "json".
 * @ret_text: receives UTF-8 text; borrowed until the next call that writes this state, or the state
 *            is freed.
 * Returns: 0 if the text is complete, which JSON always is; 1 if something was left out that the
 * format does not support, and lvsdr_error_message() lists it (rules do not support VIPs, ARP
 * policies, sysctls, packet marks, counters, a protocol, flag or name that ipvsadm does not know,
 * or the fact that there are no services); -EINVAL; -ENOMEM.
 * Since: 0.1
 */
int lvsdr_state_to_text(struct lvsdr_state *state, const char *format, const char **ret_text);

#ifdef __cplusplus
}
#endif

#endif
