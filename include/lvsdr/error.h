/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LVSDR_ERROR_H
#define LVSDR_ERROR_H

/*
 * Error codes, and the details of the last failure.
 *
 * The closed set of codes (negative errno values of <errno.h>):
 *
 *   -EINVAL      an argument or a value in a text is invalid, or the request cannot work (see
 *                lvsdr_set_insist())
 *   -ENOMEM      out of memory
 *   -EEXIST      the object already exists with different settings; the message lists the
 *                differences
 *   -EBUSY       addresses or routes of others depend on it, and the message names them; or
 *                connections are left at the deadline of a graceful plan
 *   -ESRCH       no such virtual service
 *   -ENOENT      no such destination, scheduler, VIP, network namespace or other named object
 *   -ENODEV      no such network device
 *   -EPERM       a privilege is missing; the message names it
 *   -EOPNOTSUPP  the kernel does not support it (for example, IPVS is not available)
 *   -ETIMEDOUT   the kernel did not answer within lvsdr_set_timeout()
 *   -EAGAIN      the kernel's data kept changing while it was read
 *   -ESTALE      a record belongs to another boot or another network namespace
 *   -EBADMSG     a text does not have the expected format, or a message of the kernel could not be
 *                decoded
 *   -EIO         any other errno of the kernel; see lvsdr_error_kernel_errno()
 *
 * A call that fails sets the details; a call that succeeds does not change them. Texts are
 * borrowed and valid until the next failure on the same handle.
 */

#ifdef __cplusplus
extern "C" {
#endif

struct lvsdr;

/**
 * lvsdr_error_code() - get the code of the last failure on a handle. Local.
 * @host: the handle.
 * Returns: a negative code; 0 if nothing has failed yet or @host is NULL.
 * Since: 0.1
 */
int lvsdr_error_code(const struct lvsdr *host);

/**
 * lvsdr_error_message() - get a sentence that says what failed on which object, why, and what to
 * do. Local.
 * @host: the handle.
 * Returns: UTF-8 text, "" if nothing has failed yet; borrowed until the next failure.
 * Since: 0.1
 */
const char *lvsdr_error_message(const struct lvsdr *host);

/**
 * lvsdr_error_operation() - get the operation that failed. Local.
 * @host: the handle.
 *
 * The closed set of operations: "create" (a plan or a state), "describe" (an object), "set", "get",
 * "open", "read", "write" (a text), "add", "update", "remove", "plan", "apply", "undo", "drain",
 * "count", "zero", "announce", "probe", "watch".
 *
 * Returns: static text, "" if nothing has failed yet.
 * Since: 0.1
 */
const char *lvsdr_error_operation(const struct lvsdr *host);

/**
 * lvsdr_error_object() - get the object of the operation that failed: "tcp 192.168.1.41:80 ->
 * 192.168.1.20:80". Local.
 * @host: the handle.
 * Returns: text, "" if nothing has failed yet; borrowed until the next failure.
 * Since: 0.1
 */
const char *lvsdr_error_object(const struct lvsdr *host);

/**
 * lvsdr_error_field() - get the field that is at fault: "weight". Local.
 * @host: the handle.
 *
 * The name is that of the getter and of the member in JSON; for a JSON text with a wrong member it
 * is the name of that member.
 *
 * Returns: text, "" if no single field is at fault or nothing has failed yet; borrowed until the
 * next failure.
 * Since: 0.1
 */
const char *lvsdr_error_field(const struct lvsdr *host);

/**
 * lvsdr_error_kernel_errno() - get the errno that the kernel returned, untranslated. Local.
 * @host: the handle.
 * Returns: a positive errno; 0 if the failure did not come from the kernel.
 * Since: 0.1
 */
int lvsdr_error_kernel_errno(const struct lvsdr *host);

/**
 * lvsdr_error_kernel_text() - get the kernel's own error text (netlink extended acknowledgement).
 * Local.
 * @host: the handle.
 * Returns: text, "" if the kernel gave none; borrowed until the next failure.
 * Since: 0.1
 */
const char *lvsdr_error_kernel_text(const struct lvsdr *host);

#ifdef __cplusplus
}
#endif

#endif
