/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LVSDR_SYSCTL_H
#define LVSDR_SYSCTL_H

/*
 * A setting of IPVS as a whole: net.ipv4.vs.NAME of the network namespace. Which ones there are
 * depends on the kernel (Documentation/networking/ipvs-sysctl.rst); lvsdr_state_read() with
 * LVSDR_STATE_SYSCTLS lists them, but for what can be written only, and a value that is empty or
 * longer than here. They belong to the host: a plan changes those that are listed, and its undo
 * gives the values back.
 *
 * In a namespace that belongs to another user namespace than the initial one the kernel has none.
 */

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct lvsdr;
struct lvsdr_sysctl;

/* Those that matter most to direct routing. */
/* What a client's port that comes again means: 0 the old connection, bit 1 (value 1) a new one where
 * the old one has ended, bit 2 (value 2) also where only its FIN was seen, as in direct routing. */
#define LVSDR_SYSCTL_CONN_REUSE_MODE "conn_reuse_mode"
/* 1: connections to a destination that was removed end at once; 0: their packets are dropped. */
#define LVSDR_SYSCTL_EXPIRE_NODEST_CONN "expire_nodest_conn"
/* 1: persistence templates to a destination with weight 0 end, so that its clients move. */
#define LVSDR_SYSCTL_EXPIRE_QUIESCENT_TEMPLATE "expire_quiescent_template"
/* 1: packets in the middle of an unknown TCP connection are scheduled, for a director that takes
 * over without sync daemon. */
#define LVSDR_SYSCTL_SLOPPY_TCP "sloppy_tcp"
/* The same for SCTP. */
#define LVSDR_SYSCTL_SLOPPY_SCTP "sloppy_sctp"
/* "3 50": a connection is told to the backup at its third packet, and every 50 packets. */
#define LVSDR_SYSCTL_SYNC_THRESHOLD "sync_threshold"
/* A changed timer of a connection is told after so many seconds; 0: by packets only. */
#define LVSDR_SYSCTL_SYNC_REFRESH_PERIOD "sync_refresh_period"
/* 1: only templates of persistent connections are told. */
#define LVSDR_SYSCTL_SYNC_PERSIST_MODE "sync_persist_mode"
/* How many sync threads, each with its own UDP port: 1, 2, 4 ... */
#define LVSDR_SYSCTL_SYNC_PORTS "sync_ports"
/* 1: connection tracking also for IPVS; with direct routing firewalls then drop replies. */
#define LVSDR_SYSCTL_CONNTRACK "conntrack"
/* 1: a director that runs a backup daemon schedules nothing, against loops of two directors. */
#define LVSDR_SYSCTL_BACKUP_ONLY "backup_only"
/* 1: ICMP errors without a connection are scheduled. */
#define LVSDR_SYSCTL_SCHEDULE_ICMP "schedule_icmp"
/* 1: fragmentation needed is told to clients. */
#define LVSDR_SYSCTL_PMTU_DISC "pmtu_disc"
/* 1: the kernel computes rates. */
#define LVSDR_SYSCTL_RUN_ESTIMATION "run_estimation"

/**
 * lvsdr_sysctl_new() - describe a setting. Local.
 * @host: the handle that reports errors of this object.
 * @name: an LVSDR_SYSCTL_ name or any other: 1 to 31 letters, digits and underlines. Copied.
 * @value: a number, or numbers separated by blanks ("3 50"): up to 159 characters. Copied.
 * @ret_sysctl: receives the object; free it with lvsdr_sysctl_free().
 * Returns: 0; -EINVAL; -ENOMEM.
 * Since: 0.1
 */
int lvsdr_sysctl_new(struct lvsdr *host, const char *name, const char *value,
		     struct lvsdr_sysctl **ret_sysctl);

/**
 * lvsdr_sysctl_free() - give the description back; the kernel's value stays.
 * @sysctl: an object or NULL.
 * Since: 0.1
 */
void lvsdr_sysctl_free(struct lvsdr_sysctl *sysctl);

/**
 * lvsdr_sysctl_set_value() - ask for another value. Local.
 * @sysctl: the object.
 * @value: as for lvsdr_sysctl_new(). Copied.
 * Returns: 0; -EINVAL.
 * Since: 0.1
 */
int lvsdr_sysctl_set_value(struct lvsdr_sysctl *sysctl, const char *value);

/**
 * lvsdr_sysctl_get_name() - the name behind net.ipv4.vs. Local.
 * @sysctl: the object.
 * Returns: text borrowed until the object is freed; NULL when @sysctl is NULL.
 * Since: 0.1
 */
const char *lvsdr_sysctl_get_name(const struct lvsdr_sysctl *sysctl);

/**
 * lvsdr_sysctl_get_value() - the value as set, or as read. Local.
 * @sysctl: the object.
 * Returns: text, several numbers separated by one blank; borrowed until the object is changed or
 * freed; NULL when @sysctl is NULL.
 * Since: 0.1
 */
const char *lvsdr_sysctl_get_value(const struct lvsdr_sysctl *sysctl);

/**
 * lvsdr_sysctl_update() - make the kernel have this value.
 * @host: the handle to act on.
 * @sysctl: what is wanted; not changed.
 *
 * Loads the ip_vs module where that is needed.
 * Privilege: CAP_NET_ADMIN in the initial user namespace, or its root; and a writable /proc/sys.
 * Returns: 1 when it was changed, 0 when it was so; -ENOENT when this kernel has no such setting;
 * -EINVAL, also for a value that the kernel refuses; -EOPNOTSUPP without IPVS, or where
 * /proc/sys is read-only; -EPERM; -ETIMEDOUT; -ENOMEM; -EIO.
 * Since: 0.1
 */
int lvsdr_sysctl_update(struct lvsdr *host, const struct lvsdr_sysctl *sysctl);

/**
 * lvsdr_sysctl_read() - fill the object with the kernel's value.
 * @host: the handle to act on.
 * @sysctl: names the setting; changed only on success.
 * Privilege: none.
 * Returns: 0; the rest as lvsdr_sysctl_update().
 * Since: 0.1
 */
int lvsdr_sysctl_read(struct lvsdr *host, struct lvsdr_sysctl *sysctl);

#ifdef __cplusplus
}
#endif

#endif
