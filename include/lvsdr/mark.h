/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LVSDR_MARK_H
#define LVSDR_MARK_H

/*
 * A packet mark: a rule that puts a firewall mark on packets for a VIP, so that one virtual service
 * (lvsdr_service_new_fwmark()) takes several ports. It does what tutorials do with
 * `iptables -t mangle -A PREROUTING -d VIP -i eth0 -p tcp --dport 80 -j MARK --set-mark 8`.
 *
 * The rules live in nf_tables, in a table "lvsdr" of the family ip or ip6, in a chain "marks" that
 * runs before routing (priority mangle, -150), so before IPVS looks at the mark. Table and chain are
 * made with the first mark and removed with the last one. No other table is touched, nor are rules
 * in this one that the library cannot read as marks; lvsdr_mark_read_foreign() counts them.
 *
 * A mark is identified by its address, its protocol, its ports and the interface on which packets
 * arrive. Where two of them match the same packet, the one that was added later has the last word.
 */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct lvsdr;
struct lvsdr_mark;

/**
 * lvsdr_mark_new() - describe a packet mark. Local.
 * @host: the handle that reports errors of this object.
 * @protocol: "tcp", "udp" or "sctp".
 * @address: the VIP and its ports: "192.168.1.41:80", "192.168.1.41:80,443,8000-8010",
 *           "[2001:db8::41]:http"; without a port all of them. Up to 15 ports and ranges from 1 to
 *           65535, in any order; names are looked up in /etc/services.
 * @fwmark: 1 to 4294967295; packets get it whole, whatever mark they had.
 * @ret_mark: receives the object; free it with lvsdr_mark_free().
 *
 * Without lvsdr_mark_set_device() packets are marked on whatever interface they arrive.
 * Returns: 0; -EINVAL; -ENOMEM; -EIO where /etc/services could not be read.
 * Since: 0.1
 */
int lvsdr_mark_new(struct lvsdr *host, const char *protocol, const char *address, uint32_t fwmark,
		   struct lvsdr_mark **ret_mark);

/**
 * lvsdr_mark_free() - give the object back.
 * @mark: an object or NULL.
 * Since: 0.1
 */
void lvsdr_mark_free(struct lvsdr_mark *mark);

/**
 * lvsdr_mark_set_device() - mark only what arrives on one interface. Local.
 * @mark: the object; the interface is part of its identity.
 * @device: a name of the interface, which need not exist yet. "" (the default): any.
 * Returns: 0; -EINVAL.
 * Since: 0.1
 */
int lvsdr_mark_set_device(struct lvsdr_mark *mark, const char *device);

/**
 * lvsdr_mark_get_address() - the VIP without its ports. Local.
 * @mark: the object.
 * @buffer: receives the text with its ending zero.
 * @size: the buffer's size; 46 is always enough.
 * Returns: the text's length; -EINVAL when an argument is NULL or the buffer too small.
 * Since: 0.1
 */
int lvsdr_mark_get_address(const struct lvsdr_mark *mark, char *buffer, size_t size);

/**
 * lvsdr_mark_get_protocol() - the protocol. Local.
 * @mark: the object.
 * Returns: "tcp", "udp" or "sctp", static; NULL when @mark is NULL.
 * Since: 0.1
 */
const char *lvsdr_mark_get_protocol(const struct lvsdr_mark *mark);

/**
 * lvsdr_mark_get_ports() - the ports as numbers, in their order: "80,443,8000-8010". Local.
 * @mark: the object.
 * @buffer: receives the text with its ending zero; "" stands for all ports.
 * @size: the buffer's size; 192 is always enough.
 * Returns: the text's length; -EINVAL when an argument is NULL or the buffer too small.
 * Since: 0.1
 */
int lvsdr_mark_get_ports(const struct lvsdr_mark *mark, char *buffer, size_t size);

/**
 * lvsdr_mark_get_device() - the interface on which packets arrive, "" for any. Local.
 * @mark: the object.
 * Returns: text borrowed until the object is changed or freed; NULL when @mark is NULL.
 * Since: 0.1
 */
const char *lvsdr_mark_get_device(const struct lvsdr_mark *mark);

/**
 * lvsdr_mark_get_fwmark() - the mark that packets get. Local.
 * @mark: the object.
 * Returns: the mark; 0 when @mark is NULL.
 * Since: 0.1
 */
uint32_t lvsdr_mark_get_fwmark(const struct lvsdr_mark *mark);

/**
 * lvsdr_mark_add() - make packets be marked.
 * @host: the handle to act on.
 * @mark: what is wanted; not changed.
 *
 * One transaction makes the table and the chain where they are missing, and the rule. Works without
 * IPVS.
 * Privilege: CAP_NET_ADMIN over the network namespace.
 * Returns: 1 when it was added, 0 when it was there with this mark; -EEXIST when it is there with
 * another one, or when somebody has made a chain of this name at another place; -EOPNOTSUPP when
 * the kernel has no nf_tables or not this family of it; -EPERM; -EINVAL; -EAGAIN when the rules
 * kept changing; -ETIMEDOUT; -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_mark_add(struct lvsdr *host, const struct lvsdr_mark *mark);

/**
 * lvsdr_mark_update() - let the same packets get another mark, from one packet to the next. The
 * rule keeps its place.
 * @host: the handle to act on.
 * @mark: what is wanted.
 * Privilege: as lvsdr_mark_add().
 * Returns: 1 when something changed, 0 when it was so; -ENOENT when there is no such mark; the rest
 * as lvsdr_mark_add().
 * Since: 0.1
 */
int lvsdr_mark_update(struct lvsdr *host, const struct lvsdr_mark *mark);

/**
 * lvsdr_mark_remove() - make packets not be marked any more. With the last mark of a family its
 * chain and its table go, unless somebody has put something else into them.
 * @host: the handle to act on.
 * @mark: names the mark.
 * Privilege: as lvsdr_mark_add().
 * Returns: 1 when it was removed, 0 when it was not there; the rest as lvsdr_mark_add().
 * Since: 0.1
 */
int lvsdr_mark_remove(struct lvsdr *host, const struct lvsdr_mark *mark);

/**
 * lvsdr_mark_read() - fill the object with what the kernel has.
 * @host: the handle to act on.
 * @mark: names the mark; changed only on success.
 * Privilege: as lvsdr_mark_add().
 * Returns: 0; -ENOENT when there is no such mark; the rest as lvsdr_mark_add().
 * Since: 0.1
 */
int lvsdr_mark_read(struct lvsdr *host, struct lvsdr_mark *mark);

/**
 * lvsdr_mark_read_foreign() - count the rules in the chains "marks" of our tables that are no marks
 * of this library. They are never touched, and keep chain and table alive.
 * @host: the handle to act on.
 * @ret_count: receives the count, of both families.
 * Privilege: as lvsdr_mark_add().
 * Returns: 0; the rest as lvsdr_mark_add().
 * Since: 0.1
 */
int lvsdr_mark_read_foreign(struct lvsdr *host, size_t *ret_count);

#ifdef __cplusplus
}
#endif

#endif
