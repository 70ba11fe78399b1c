/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LVSDR_MARK_H
#define LVSDR_MARK_H

/*
 * A packet mark: a rule that sets a firewall mark on packets for a VIP, so that one virtual
 * service (lvsdr_service_new_fwmark()) can have several ports. It has the effect of the command
 * `iptables -t mangle -A PREROUTING -d VIP -i eth0 -p tcp --dport 80 -j MARK --set-mark 8`.
 *
 * The rules are in nf_tables, in a table "lvsdr" of the family ip or ip6, in a chain "marks" that
 * runs before routing (priority mangle, -150), and thus before IPVS reads the mark. Table and
 * chain are created with the first packet mark and removed with the last one. Other tables are
 * never changed, nor are rules in this table that the library does not recognize as packet marks;
 * lvsdr_mark_read_foreign() counts those.
 *
 * Address, protocol, ports and receiving device identify a packet mark. If two of them match the
 * same packet, the one that was added later decides.
 */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct lvsdr;
struct lvsdr_mark;
struct lvsdr_state;
struct lvsdr_plan;

/**
 * lvsdr_mark_new() - create a packet mark object. Local.
 * @host: the handle that reports errors of this object.
 * @protocol: "tcp", "udp" or "sctp".
 * @address: the VIP and its ports: "192.168.1.41:80", "192.168.1.41:80,443,8000-8010",
 *           "[2001:db8::41]:http"; all ports if none is given. Up to 15 ports and ranges from 1 to
 *           65535, in any order; names are looked up in /etc/services.
 * @fwmark: 1 to 4294967295; it replaces any mark that packets had before.
 * @ret_mark: receives the object; free it with lvsdr_mark_free().
 *
 * Packets are marked on all devices unless lvsdr_mark_set_device() selects one.
 *
 * Returns: 0 on success; -EINVAL; -ENOMEM; -EIO if /etc/services could not be read.
 * Since: 0.1
 */
int lvsdr_mark_new(struct lvsdr *host, const char *protocol, const char *address, uint32_t fwmark,
		   struct lvsdr_mark **ret_mark);

/**
 * lvsdr_mark_free() - free the object; the kernel's rule is not affected.
 * @mark: an object or NULL.
 * Since: 0.1
 */
void lvsdr_mark_free(struct lvsdr_mark *mark);

/**
 * lvsdr_mark_get_address() - get the VIP without its ports. Local.
 * @mark: the object.
 * @buffer: receives the text, terminated by a null byte.
 * @size: the buffer's size in bytes; 46 is always enough.
 * Returns: the length of the text; -EINVAL if an argument is NULL or the buffer is too small.
 * Since: 0.1
 */
int lvsdr_mark_get_address(const struct lvsdr_mark *mark, char *buffer, size_t size);

/**
 * lvsdr_mark_get_protocol() - get the protocol. Local.
 * @mark: the object.
 * Returns: "tcp", "udp" or "sctp", static; NULL if @mark is NULL.
 * Since: 0.1
 */
const char *lvsdr_mark_get_protocol(const struct lvsdr_mark *mark);

/**
 * lvsdr_mark_get_ports() - get the ports as numbers, in ascending order: "80,443,8000-8010".
 * Local.
 * @mark: the object.
 * @buffer: receives the text, terminated by a null byte; "" means all ports.
 * @size: the buffer's size in bytes; 192 is always enough.
 * Returns: the length of the text; -EINVAL if an argument is NULL or the buffer is too small.
 * Since: 0.1
 */
int lvsdr_mark_get_ports(const struct lvsdr_mark *mark, char *buffer, size_t size);

/**
 * lvsdr_mark_get_fwmark() - get the firewall mark that packets get. Local.
 * @mark: the object.
 * Returns: the mark; 0 if @mark is NULL.
 * Since: 0.1
 */
uint32_t lvsdr_mark_get_fwmark(const struct lvsdr_mark *mark);

/**
 * lvsdr_mark_set_device() - set the device on which packets are marked. Local.
 * @mark: the object; the device is part of its identity.
 * @device: a name of the device, which need not exist yet. "", the default, means any device.
 * Returns: 0 on success; -EINVAL.
 * Since: 0.1
 */
int lvsdr_mark_set_device(struct lvsdr_mark *mark, const char *device);

/**
 * lvsdr_mark_get_device() - get the device on which packets are marked, "" for any device. Local.
 * @mark: the object.
 * Returns: text borrowed until the object is changed or freed; NULL if @mark is NULL.
 * Since: 0.1
 */
const char *lvsdr_mark_get_device(const struct lvsdr_mark *mark);

/**
 * lvsdr_mark_add() - add a packet mark.
 * @host: the handle to act on.
 * @mark: the settings to apply; not changed.
 *
 * One transaction adds the rule, and the table and the chain if they are missing. This works
 * without IPVS.
 *
 * Privilege: CAP_NET_ADMIN over the network namespace.
 * Returns: 1 if it was added; 0 if it already exists with the same firewall mark; -EEXIST if it
 * already exists with another firewall mark, or a chain of this name exists with another hook;
 * -EOPNOTSUPP if the kernel does not support nf_tables, or this family of it; -EPERM; -EINVAL;
 * -EAGAIN if the rules kept changing; -ETIMEDOUT; -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_mark_add(struct lvsdr *host, const struct lvsdr_mark *mark);

/**
 * lvsdr_mark_update() - change the firewall mark of a packet mark, without a packet in between
 * that gets none. The rule keeps its position.
 * @host: the handle to act on.
 * @mark: names the packet mark, and the firewall mark to apply.
 * Privilege: as lvsdr_mark_add().
 * Returns: 1 if something was changed; 0 if nothing had to change; -ENOENT if there is no such
 * packet mark; other codes as lvsdr_mark_add().
 * Since: 0.1
 */
int lvsdr_mark_update(struct lvsdr *host, const struct lvsdr_mark *mark);

/**
 * lvsdr_mark_remove() - remove a packet mark. With the last one of a family, its chain and its
 * table are removed, unless they contain anything else.
 * @host: the handle to act on.
 * @mark: names the mark.
 * Privilege: as lvsdr_mark_add().
 * Returns: 1 if it was removed; 0 if there was no such packet mark; other codes as
 * lvsdr_mark_add().
 * Since: 0.1
 */
int lvsdr_mark_remove(struct lvsdr *host, const struct lvsdr_mark *mark);

/**
 * lvsdr_mark_read() - read a packet mark from the kernel.
 * @host: the handle to act on.
 * @mark: names the packet mark; changed only on success.
 * Privilege: as lvsdr_mark_add().
 * Returns: 0 on success; -ENOENT if there is no such packet mark; other codes as lvsdr_mark_add().
 * Since: 0.1
 */
int lvsdr_mark_read(struct lvsdr *host, struct lvsdr_mark *mark);

/**
 * lvsdr_mark_read_foreign() - count the rules in the chains "marks" of the tables "lvsdr" that are
 * not packet marks of this library. They are never changed, and prevent that chain and table are
 * removed.
 * @host: the handle to act on.
 * @ret_count: receives the number of rules, of both families.
 * Privilege: as lvsdr_mark_add().
 * Returns: 0 on success; other codes as lvsdr_mark_add().
 * Since: 0.1
 */
int lvsdr_mark_read_foreign(struct lvsdr *host, size_t *ret_count);

/**
 * lvsdr_plan_add_mark() - add a step for lvsdr_mark_add() to a plan.
 * @plan: the plan.
 * @mark: the settings to apply; it is copied.
 * Privilege: as lvsdr_mark_add().
 * Returns: 1 if a step was added; 0 if nothing has to change; other codes as lvsdr_mark_add().
 * Since: 0.1
 */
int lvsdr_plan_add_mark(struct lvsdr_plan *plan, const struct lvsdr_mark *mark);

/**
 * lvsdr_plan_update_mark() - add a step for lvsdr_mark_update() to a plan.
 * @plan: the plan.
 * @mark: the settings to apply; it is copied.
 * Privilege: as lvsdr_mark_update().
 * Returns: as lvsdr_plan_add_mark(); -ENOENT if there is no such packet mark.
 * Since: 0.1
 */
int lvsdr_plan_update_mark(struct lvsdr_plan *plan, const struct lvsdr_mark *mark);

/**
 * lvsdr_plan_remove_mark() - add a step for lvsdr_mark_remove() to a plan.
 * @plan: the plan.
 * @mark: names the packet mark; it is copied.
 * Privilege: as lvsdr_mark_remove().
 * Returns: as lvsdr_plan_add_mark().
 * Since: 0.1
 */
int lvsdr_plan_remove_mark(struct lvsdr_plan *plan, const struct lvsdr_mark *mark);

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

#ifdef __cplusplus
}
#endif

#endif
