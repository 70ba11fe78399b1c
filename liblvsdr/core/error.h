/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "core/operation.h"
#include "transport/netlink.h"

struct lvsdr;

/* The detail of the last failure, without allocation so that it can always be kept. */
struct error {
	int code;
	int kernel_errno;
	char kernel_text[128];
	enum operation operation;
	char object[160];
	char field[64]; /* that is at fault; "" where it is not just one */
	char message[1024];
};

/* What is known of the failure of any request to IPVS, as a hint, or NULL. */
const char *error_ipvs_hint(int result);

/* Keeps the detail "cannot OPERATION OBJECT: ..." and returns `code`. */
__attribute__((format(printf, 5, 6))) int error_set(struct lvsdr *host, int code,
						    enum operation operation, const char *object,
						    const char *format, ...);
/* Names the field at fault of the failure that is kept, and returns the failure's code. */
int error_set_field(struct lvsdr *host, const char *field);
/* Says more about a failure that is kept; what does not fit is cut. */
__attribute__((format(printf, 2, 3))) void error_append(struct error *error, const char *format,
							...);
/* Says of it that the answer was lost; `looking` is why the host could not be read, or NULL. */
void error_append_doubt(struct error *error, const struct error *looking);
/* Keeps what the socket options of IPVS lack for a request; returns -EOPNOTSUPP. */
int error_set_lacking(struct lvsdr *host, enum operation operation, const char *object,
		      const char *lacking);
/*
 * The same for a failed request: `result` is what the transport returned, translated to the closed
 * set of codes. `hint` (or NULL) replaces the general sentence for the errno.
 */
int error_set_kernel(struct lvsdr *host, int result, const struct netlink_error *kernel,
		     enum operation operation, const char *object, const char *hint);
