/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LVSDR_ERROR_H
#define LVSDR_ERROR_H

/*
 * Codes, and the detail of the last failure.
 *
 * The closed set of codes (negative errno values of <errno.h>):
 *
 *   -EINVAL      an argument is wrong, or a value that a text gives, or asks for what cannot work
 *                (lvsdr_set_insist())
 *   -ENOMEM      out of memory
 *   -EEXIST      it stands already, in another form; the sentence says what differs
 *   -EBUSY       what somebody else has needs it; the sentence names that
 *   -ESRCH       no such virtual service
 *   -ENOENT      something else that was named is missing (destination, scheduler, VIP, namespace)
 *   -ENODEV      no such network device
 *   -EPERM       a privilege is missing; the sentence names it
 *   -EOPNOTSUPP  this kernel cannot do it (IPVS is not there, for one)
 *   -ETIMEDOUT   the kernel did not answer within lvsdr_set_timeout()
 *   -EAGAIN      what was read kept changing
 *   -ESTALE      a written plan belongs to another boot or another network namespace
 *   -EBADMSG     a text does not have the form of what it shall be, or a kernel message could not be
 *                understood
 *   -EIO         an errno of the kernel that is none of the above; see lvsdr_error_kernel_errno()
 *
 * A call that fails writes the detail; a call that succeeds leaves it alone. Texts are borrowed
 * and valid until the next failure on the same handle.
 */

#ifdef __cplusplus
extern "C" {
#endif

struct lvsdr;

/**
 * lvsdr_error_code() - the code of the last failure on this handle. Local.
 * @host: the handle.
 * Returns: a negative code, or 0 when nothing has failed yet or @host is NULL.
 * Since: 0.1
 */
int lvsdr_error_code(const struct lvsdr *host);

/**
 * lvsdr_error_message() - one sentence: what is wrong with which object, and what to do. Local.
 * @host: the handle.
 * Returns: UTF-8 text, "" when nothing has failed yet; borrowed until the next failure.
 * Since: 0.1
 */
const char *lvsdr_error_message(const struct lvsdr *host);

/**
 * lvsdr_error_operation() - what was attempted: "add", "update", "remove", "read", "set" ... Local.
 * @host: the handle.
 * Returns: text, "" when nothing has failed yet; borrowed until the next failure.
 * Since: 0.1
 */
const char *lvsdr_error_operation(const struct lvsdr *host);

/**
 * lvsdr_error_object() - what it was attempted on: "tcp 192.168.1.41:80 -> 192.168.1.20:80". Local.
 * @host: the handle.
 * Returns: text, "" when nothing has failed yet; borrowed until the next failure.
 * Since: 0.1
 */
const char *lvsdr_error_object(const struct lvsdr *host);

/**
 * lvsdr_error_kernel_errno() - the errno that the kernel gave, untranslated. Local.
 * @host: the handle.
 * Returns: a positive errno, or 0 when the failure was not the kernel's.
 * Since: 0.1
 */
int lvsdr_error_kernel_errno(const struct lvsdr *host);

/**
 * lvsdr_error_kernel_text() - the kernel's own text (netlink extended acknowledgement). Local.
 * @host: the handle.
 * Returns: text, "" where the kernel gave none; borrowed until the next failure.
 * Since: 0.1
 */
const char *lvsdr_error_kernel_text(const struct lvsdr *host);

#ifdef __cplusplus
}
#endif

#endif
