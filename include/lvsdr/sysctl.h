/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LVSDR_SYSCTL_H
#define LVSDR_SYSCTL_H

/*
 * A sysctl of IPVS: net.ipv4.vs.NAME of the network namespace. Which ones exist depends on the
 * kernel (Documentation/networking/ipvs-sysctl.rst). lvsdr_state_read() with LVSDR_STATE_SYSCTLS
 * lists them, except those that can only be written, and values that are empty or too long. They
 * belong to the host: a plan changes those that are listed in the desired state, and its undo
 * restores their values.
 *
 * In a network namespace that belongs to another user namespace than the initial one, the kernel
 * has none.
 */

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct lvsdr;
struct lvsdr_sysctl;
struct lvsdr_state;
struct lvsdr_plan;

/* The sysctls that are most important for direct routing. */
/* What a packet from a client port that is used again belongs to: 0: the old connection; bit 1 (value
 * 1): a new one if the old one has ended; bit 2 (value 2): also if only its FIN was seen, as in
 * direct routing. */
#define LVSDR_SYSCTL_CONN_REUSE_MODE "conn_reuse_mode"
/* 1: connections to a removed destination end immediately; 0: their packets are dropped. */
#define LVSDR_SYSCTL_EXPIRE_NODEST_CONN "expire_nodest_conn"
/* 1: persistence templates of a destination with weight 0 end; its clients get another one. */
#define LVSDR_SYSCTL_EXPIRE_QUIESCENT_TEMPLATE "expire_quiescent_template"
/* 1: packets in the middle of an unknown TCP connection are scheduled, for a director that takes
 * over without a sync daemon. */
#define LVSDR_SYSCTL_SLOPPY_TCP "sloppy_tcp"
/* The same for SCTP. */
#define LVSDR_SYSCTL_SLOPPY_SCTP "sloppy_sctp"
/* "3 50": a connection is sent to the backup after its third packet, and every 50 packets. */
#define LVSDR_SYSCTL_SYNC_THRESHOLD "sync_threshold"
/* Seconds after which the changed timer of a connection is sent; 0: by packets only. */
#define LVSDR_SYSCTL_SYNC_REFRESH_PERIOD "sync_refresh_period"
/* 1: only templates of persistent connections are sent. */
#define LVSDR_SYSCTL_SYNC_PERSIST_MODE "sync_persist_mode"
/* The number of sync threads, each with its own UDP port: 1, 2, 4 ... */
#define LVSDR_SYSCTL_SYNC_PORTS "sync_ports"
/* 1: connection tracking for IPVS too; with direct routing, firewalls then drop replies. */
#define LVSDR_SYSCTL_CONNTRACK "conntrack"
/* 1: a director with a backup daemon schedules nothing, to avoid loops between two directors. */
#define LVSDR_SYSCTL_BACKUP_ONLY "backup_only"
/* 1: ICMP errors that belong to no connection are scheduled. */
#define LVSDR_SYSCTL_SCHEDULE_ICMP "schedule_icmp"
/* 1: clients get "fragmentation needed" messages. */
#define LVSDR_SYSCTL_PMTU_DISC "pmtu_disc"
/* 1: the kernel computes rates. */
#define LVSDR_SYSCTL_RUN_ESTIMATION "run_estimation"

/**
 * lvsdr_sysctl_new() - create a sysctl object. Local.
 * @host: the handle that reports errors of this object.
 * @name: an LVSDR_SYSCTL_ name or any other: 1 to 31 letters, digits and underscores. Copied.
 * @value: a number, or numbers separated by spaces ("3 50"), up to 159 characters. Copied.
 * @ret_sysctl: receives the object; free it with lvsdr_sysctl_free().
 * Returns: 0 on success; -EINVAL; -ENOMEM.
 * Since: 0.1
 */
int lvsdr_sysctl_new(struct lvsdr *host, const char *name, const char *value,
		     struct lvsdr_sysctl **ret_sysctl);

/**
 * lvsdr_sysctl_free() - free the object; the kernel's value is not affected.
 * @sysctl: an object or NULL.
 * Since: 0.1
 */
void lvsdr_sysctl_free(struct lvsdr_sysctl *sysctl);

/**
 * lvsdr_sysctl_get_name() - get the name without net.ipv4.vs. Local.
 * @sysctl: the object.
 * Returns: text borrowed until the object is freed; NULL if @sysctl is NULL.
 * Since: 0.1
 */
const char *lvsdr_sysctl_get_name(const struct lvsdr_sysctl *sysctl);

/**
 * lvsdr_sysctl_set_value() - set the value. Local.
 * @sysctl: the object.
 * @value: as for lvsdr_sysctl_new(). Copied.
 * Returns: 0 on success; -EINVAL.
 * Since: 0.1
 */
int lvsdr_sysctl_set_value(struct lvsdr_sysctl *sysctl, const char *value);

/**
 * lvsdr_sysctl_get_value() - get the value that was set or read. Local.
 * @sysctl: the object.
 * Returns: text, several numbers separated by one space; borrowed until the object is changed or
 * freed; NULL if @sysctl is NULL.
 * Since: 0.1
 */
const char *lvsdr_sysctl_get_value(const struct lvsdr_sysctl *sysctl);

/**
 * lvsdr_sysctl_update() - change the value of a sysctl.
 * @host: the handle to act on.
 * @sysctl: names the sysctl, and the value to apply; not changed.
 *
 * The ip_vs module is loaded if necessary.
 *
 * Privilege: CAP_NET_ADMIN in the initial user namespace, or its root; and a writable /proc/sys.
 * Returns: 1 if it was changed; 0 if nothing had to change; -ENOENT if the kernel has no such
 * sysctl; -EINVAL, also if the kernel rejects the value; -EOPNOTSUPP if IPVS is not available or
 * /proc/sys is read-only; -EPERM; -ETIMEDOUT; -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_sysctl_update(struct lvsdr *host, const struct lvsdr_sysctl *sysctl);

/**
 * lvsdr_sysctl_read() - read the value of a sysctl from the kernel.
 * @host: the handle to act on.
 * @sysctl: names the sysctl; changed only on success.
 * Privilege: none.
 * Returns: 0 on success; other codes as lvsdr_sysctl_update().
 * Since: 0.1
 */
int lvsdr_sysctl_read(struct lvsdr *host, struct lvsdr_sysctl *sysctl);

/**
 * lvsdr_plan_update_sysctl() - add a step for lvsdr_sysctl_update() to a plan.
 * @plan: the plan.
 * @sysctl: names the sysctl, and the value to apply; it is copied.
 * Privilege: as lvsdr_sysctl_update().
 * Returns: 1 if a step was added; 0 if nothing has to change; other codes as
 * lvsdr_sysctl_update().
 * Since: 0.1
 */
int lvsdr_plan_update_sysctl(struct lvsdr_plan *plan, const struct lvsdr_sysctl *sysctl);

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

#ifdef __cplusplus
}
#endif

#endif
