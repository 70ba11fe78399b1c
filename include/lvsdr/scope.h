/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LVSDR_SCOPE_H
#define LVSDR_SCOPE_H

/*
 * A scope: which virtual addresses and firewall marks are ours. Reading a state and planning change
 * nothing and see nothing outside of it: IPVS itself has no place for an owner's name.
 *
 * An address owns its services on all ports and protocols, their destinations, the VIP and its packet
 * marks; a mark owns its service in IPv4 and in IPv6, its destinations, and the packet marks that set
 * it.
 */

#ifdef __cplusplus
extern "C" {
#endif

struct lvsdr;
struct lvsdr_scope;

/**
 * lvsdr_scope_new() - make a scope. Local.
 * @host: the handle that reports errors of this object.
 * @text: what it owns, separated by commas or spaces: "192.168.1.41, 2001:db8::41, fwmark:7"; ""
 *        owns nothing; "everything" owns all services, and what is a VIP beyond doubt (below).
 * @ret_scope: receives the scope; free it with lvsdr_scope_free().
 *
 * An address that a scope names is a VIP wherever it stands, and with whatever prefix. Under
 * "everything" one is a VIP only when the host can do without it: a host address (/32 or /128) without
 * peer and lifetime that the kernel did not make, neither loopback nor link-local, which no route
 * prefers as its source, while the host has an address of its own besides: on the same device, or on
 * any where the VIP stands on a device that leads nowhere (lo, dummy0). What DHCP, router advertisements
 * and clouds gave to a host is so never taken for a VIP. What lvsdr_plan_between() reads has besides,
 * under "everything", what is a VIP in the desired state.
 * Returns: 0; -EINVAL, the sentence names the word that is wrong; -ENOMEM.
 * Since: 0.1
 */
int lvsdr_scope_new(struct lvsdr *host, const char *text, struct lvsdr_scope **ret_scope);

/**
 * lvsdr_scope_add() - let a scope own more. Local.
 * @scope: the scope; not changed when the text is wrong.
 * @text: as for lvsdr_scope_new().
 * Returns: 0; -EINVAL; -ENOMEM.
 * Since: 0.1
 */
int lvsdr_scope_add(struct lvsdr_scope *scope, const char *text);

/**
 * lvsdr_scope_free() - give the scope back.
 * @scope: a scope or NULL.
 * Since: 0.1
 */
void lvsdr_scope_free(struct lvsdr_scope *scope);

#ifdef __cplusplus
}
#endif

#endif
