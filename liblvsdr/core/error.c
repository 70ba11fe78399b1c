// SPDX-License-Identifier: LGPL-2.1-or-later
#include "core/error.h"

#include "core/handle.h"
#include "util/escape.h"

#include <errno.h>
#include <lvsdr/error.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char no_ipvs[] =
	"this kernel has no IPVS; if it is a module, `modprobe ip_vs` loads it";

static int keep(struct lvsdr *host, int code, enum operation operation, const char *object,
		const char *format, va_list arguments)
{
	struct error *error = &host->error;
	size_t length;

	error->code = code;
	error->kernel_errno = 0;
	error->kernel_text[0] = '\0';
	error->operation = operation;
	error->field[0] = '\0';
	snprintf(error->object, sizeof(error->object), "%s", *object ? object : "\"\"");
	escape_text(error->object, sizeof(error->object));
	length = (size_t)snprintf(error->message, sizeof(error->message),
				  "cannot %s %s: ", operation_word(operation), error->object);
	vsnprintf(error->message + length, sizeof(error->message) - length, format, arguments);
	escape_text(error->message, sizeof(error->message));
	return code;
}

int error_set(struct lvsdr *host, int code, enum operation operation, const char *object,
	      const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	keep(host, code, operation, object, format, arguments);
	va_end(arguments);
	return code;
}

int error_set_field(struct lvsdr *host, const char *field)
{
	struct error *error = &host->error;

	snprintf(error->field, sizeof(error->field), "%s", field);
	escape_text(error->field, sizeof(error->field));
	return error->code;
}

void error_append(struct error *error, const char *format, ...)
{
	size_t length = strlen(error->message);
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(error->message + length, sizeof(error->message) - length, format, arguments);
	va_end(arguments);
	escape_text(error->message, sizeof(error->message));
}

void error_append_doubt(struct error *error, const struct error *looking)
{
	error_append(error, "; it is not known whether it was done%s%s", looking ? ": " : "",
		     looking ? looking->message : "");
}

int error_set_lacking(struct lvsdr *host, enum operation operation, const char *object,
		      const char *lacking)
{
	return error_set(host, -EOPNOTSUPP, operation, object,
			 "%s; netlink does, for the root of the initial user namespace", lacking);
}

const char *error_ipvs_hint(int result)
{
	return result == -EOPNOTSUPP ? no_ipvs : NULL;
}

/* What is outside the closed set becomes -EIO, with the raw errno in the detail. */
static const struct {
	int number;
	const char *sentence;
} known[] = {
	{EINVAL, "the kernel rejects the request as invalid"},
	{ENOMEM, "out of memory"},
	{EEXIST, "it already exists"},
	{ESRCH, "there is no such virtual service; add it first"},
	{ENOENT, "it does not exist"},
	{ENODEV, "there is no such network device; `ip link` lists those that exist"},
	{EPERM, "the capability CAP_NET_ADMIN is required (for IPVS in the initial user "
		"namespace); run it as root"},
	{EOPNOTSUPP, "this kernel does not support it"},
	{ETIMEDOUT, "the kernel did not answer in time; see lvsdr_set_timeout()"},
	{EAGAIN, "the kernel's data kept changing; try again"},
	{EBADMSG, "the kernel's answer could not be decoded"},
};

/* What is reported by another number, with the reason if the caller knows no better one. */
static const struct {
	int from, to;
	const char *hint;
} renamed[] = {
	{NETNS_REFUSED, EPERM,
	 "entering its network namespace requires the capability CAP_SYS_ADMIN, here and in the "
	 "user namespace that owns it, and no filter may forbid setns() or the thread for it"},
	{NETNS_NO_THREAD, EIO,
	 "entering its network namespace requires a thread, and no more can be started; raise the "
	 "limit (ulimit -u, or TasksMax= of a unit)"},
	{EACCES, EPERM,
	 "the capability CAP_NET_ADMIN is required, and rules (Landlock, SELinux, AppArmor) must "
	 "allow it; run it as root"},
	{EROFS, EOPNOTSUPP,
	 "/proc/sys is read-only here; the container or unit must leave it writable"},
	{ENOPROTOOPT, EOPNOTSUPP, "IPVS is being unloaded"},
	{EBADF, EINVAL, "its handle has been freed"},
	{ENOTDIR, EIO, "/proc is not mounted, and the kernel cannot be reached without it"},
};

int error_set_kernel(struct lvsdr *host, int result, const struct netlink_error *kernel,
		     enum operation operation, const char *object, const char *hint)
{
	const char *sentence = NULL;
	int number = -result, code = -EIO;

	for (size_t i = 0; i < sizeof(renamed) / sizeof(*renamed); i++) {
		if (renamed[i].from != number)
			continue;
		number = renamed[i].to;
		if (!hint)
			hint = renamed[i].hint;
		break;
	}
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		if (known[i].number != number)
			continue;
		code = -number;
		sentence = known[i].sentence;
	}
	if (hint)
		sentence = hint;
	if (sentence)
		error_set(host, code, operation, object, "%s", sentence);
	else
		error_set(host, code, operation, object, "the kernel says: %s", strerror(number));
	host->error.kernel_errno = kernel ? kernel->number : 0;
	if (kernel)
		snprintf(host->error.kernel_text, sizeof(host->error.kernel_text), "%s",
			 kernel->text);
	escape_text(host->error.kernel_text, sizeof(host->error.kernel_text));
	return code;
}

int lvsdr_error_code(const struct lvsdr *host)
{
	return host ? host->error.code : 0;
}

const char *lvsdr_error_message(const struct lvsdr *host)
{
	return host ? host->error.message : "";
}

const char *lvsdr_error_operation(const struct lvsdr *host)
{
	return operation_word(host ? host->error.operation : OPERATION_NONE);
}

const char *lvsdr_error_object(const struct lvsdr *host)
{
	return host ? host->error.object : "";
}

const char *lvsdr_error_field(const struct lvsdr *host)
{
	return host ? host->error.field : "";
}

int lvsdr_error_kernel_errno(const struct lvsdr *host)
{
	return host ? host->error.kernel_errno : 0;
}

const char *lvsdr_error_kernel_text(const struct lvsdr *host)
{
	return host ? host->error.kernel_text : "";
}
