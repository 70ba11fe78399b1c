/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LVSDR_SCOPE_H
#define LVSDR_SCOPE_H

/*
 * A scope: the virtual addresses and firewall marks that belong to the caller. Calls with a scope
 * neither read nor change anything outside of it. IPVS itself does not record who owns a service.
 *
 * An address in the scope covers its services on all ports and protocols, their destinations, the
 * VIP and its packet marks. A firewall mark covers its service in IPv4 and in IPv6, their
 * destinations, and the packet marks that set it.
 */

#ifdef __cplusplus
extern "C" {
#endif

struct lvsdr;
struct lvsdr_scope;

/**
 * lvsdr_scope_new() - create a scope. Local.
 * @host: the handle that reports errors of this object.
 * @text: the addresses and firewall marks, separated by commas or spaces: "192.168.1.41,
 *        2001:db8::41, fwmark:7". "" is an empty scope. "everything" covers all services, and all
 *        addresses that are certainly VIPs (see below).
 * @ret_scope: receives the scope; free it with lvsdr_scope_free().
 *
 * An address that is listed in a scope is a VIP on any device and with any prefix length. With
 * "everything", an address is a VIP only if the host can do without it: it is a host address (/32
 * or /128) without peer and lifetime, not created by the kernel, neither loopback nor link-local,
 * not the preferred source of any route, and the host has another address of its own: on the same
 * device, or on any device if the VIP is on one without neighbours (lo, dummy0). Addresses that a
 * host got from DHCP, router advertisements or a cloud are thus never considered VIPs. With
 * "everything", lvsdr_plan_between() also reads the addresses that are VIPs in the desired state.
 *
 * Returns: 0 on success; -EINVAL, and the message names the invalid word; -ENOMEM.
 * Since: 0.1
 */
int lvsdr_scope_new(struct lvsdr *host, const char *text, struct lvsdr_scope **ret_scope);

/**
 * lvsdr_scope_free() - free a scope.
 * @scope: a scope or NULL.
 * Since: 0.1
 */
void lvsdr_scope_free(struct lvsdr_scope *scope);

/**
 * lvsdr_scope_add() - add addresses and firewall marks to a scope. Local.
 * @scope: the scope; not changed on failure.
 * @text: as for lvsdr_scope_new().
 * Returns: 0 on success; -EINVAL; -ENOMEM.
 * Since: 0.1
 */
int lvsdr_scope_add(struct lvsdr_scope *scope, const char *text);

#ifdef __cplusplus
}
#endif

#endif
