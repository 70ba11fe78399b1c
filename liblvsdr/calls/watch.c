// SPDX-License-Identifier: LGPL-2.1-or-later
#include "core/handle.h"
#include "drivers/look.h"
#include "drivers/notice.h"

#include <errno.h>
#include <lvsdr/watch.h>
#include <stdlib.h>
#include <string.h>

static const enum operation operation = OPERATION_WATCH;
static const char object[] = "the state";

struct lvsdr_watch {
	struct lvsdr *host;
	struct lvsdr_scope *scope;
	uint32_t parts;
	int32_t interval;
	int64_t next;   /* when all is to be looked at again */
	uint32_t told;  /* for the next call that succeeds */
	uint32_t looks; /* parts that are looked at */
	/*
	 * Parts that were told, and may have been read by the caller since they were looked at. They
	 * are looked at once more, so that what is compared from then on is what the caller knows.
	 */
	uint32_t unsettled;
	uint32_t writes[HANDLE_PARTS]; /* of the handle, at the last look at each part */
	struct look look;
	struct events events;
};

/* ---- Opening. */

static int check(struct lvsdr *host, const struct lvsdr_scope *scope, uint32_t parts,
		 int32_t milliseconds, struct lvsdr_watch *const *ret_watch)
{
	if (!host)
		return -EINVAL;
	if (!scope || !ret_watch)
		return error_set(host, -EINVAL, operation, object, "an argument is NULL");
	if (!parts || parts & ~state_kinds())
		return error_set(host, -EINVAL, operation, object,
				 "the parts must be a combination of LVSDR_STATE_ values, without "
				 "LVSDR_STATE_COUNTERS");
	if (milliseconds < 10 || milliseconds > 3600000) {
		error_set(host, -EINVAL, operation, object,
			  "the interval of %d milliseconds is not between 10 and 3600000",
			  milliseconds);
		return error_set_field(host, "interval_milliseconds");
	}
	return 0;
}

static const char *why_not_heard(enum events_source source, int error)
{
	if (source == EVENTS_NFT && error == -EOPNOTSUPP)
		return "this kernel has no nf_tables; if it is a module, `modprobe nf_tables` "
		       "loads it";
	return NULL;
}

static int report(struct lvsdr *host, int error, const char *hint)
{
	return error ? error_set_kernel(host, error, NULL, operation, object, hint) : 0;
}

static int listen_to(struct lvsdr_watch *watch, enum events_source source)
{
	struct lvsdr *host = watch->host;
	uint64_t groups = notice_groups(source, watch->parts);
	int error = groups ? transport_listen(&host->transport, &watch->events, source, groups) : 0;

	return report(host, error, why_not_heard(source, error));
}

/* When to look again: now if something is unsettled, but not where it could not be read. */
static int64_t next_time(const struct lvsdr_watch *watch, int64_t now, int error)
{
	if (error)
		return now + watch->interval;
	if (!watch->looks)
		return 0;
	return watch->unsettled ? now : watch->next;
}

static int set_timer(struct lvsdr_watch *watch, int64_t now, int error)
{
	int result = events_wake_at(&watch->events, next_time(watch, now, error));

	return error ? error : report(watch->host, result, NULL);
}

/* First all listen, and then everything is looked at: what comes between both is told. */
static int begin(struct lvsdr_watch *watch, const struct lvsdr_scope *scope)
{
	struct lvsdr *host = watch->host;
	int error = scope_copy(host, scope, &watch->scope);
	int64_t now = netlink_now();
	uint32_t seen = 0;

	if (!error)
		error = events_open(&watch->events);
	if (error)
		return report(host, error, NULL);
	for (int source = 0; source < EVENTS_SOURCES && !error; source++)
		error = listen_to(watch, (enum events_source)source);
	look_init(&watch->look, host, watch->scope);
	memcpy(watch->writes, host->writes, sizeof(watch->writes));
	watch->next = now + watch->interval;
	if (!error)
		error = look_at(&watch->look, watch->looks, &seen);
	return error ? error : set_timer(watch, now, 0);
}

int lvsdr_watch_open(struct lvsdr *host, const struct lvsdr_scope *scope, uint32_t parts,
		     int32_t interval_milliseconds, struct lvsdr_watch **ret_watch)
{
	struct lvsdr_watch *watch;
	int error = check(host, scope, parts, interval_milliseconds, ret_watch);

	if (error)
		return error;
	watch = calloc(1, sizeof(*watch));
	if (!watch)
		return error_set(host, -ENOMEM, operation, object, "out of memory");
	watch->host = handle_ref(host);
	watch->parts = parts;
	watch->looks = parts & look_parts();
	watch->interval = interval_milliseconds;
	events_init(&watch->events);
	error = begin(watch, scope);
	if (error)
		lvsdr_watch_free(watch);
	else
		*ret_watch = watch;
	return error;
}

void lvsdr_watch_free(struct lvsdr_watch *watch)
{
	if (!watch)
		return;
	events_close(&watch->events);
	look_clear(&watch->look);
	lvsdr_scope_free(watch->scope);
	handle_unref(watch->host);
	free(watch);
}

int lvsdr_watch_get_fd(const struct lvsdr_watch *watch)
{
	return watch ? watch->events.fd : -EINVAL;
}

/* ---- Reading. */

static void take(enum events_source source, const struct nlmsghdr *message, void *data)
{
	struct lvsdr_watch *watch = data;

	watch->told |= notice_parts(source, watch->scope, message) & watch->parts;
}

static int hear(struct lvsdr_watch *watch)
{
	bool lost;
	int error = events_read(&watch->events, take, watch, &lost);

	if (lost)
		watch->told |= watch->parts;
	return report(watch->host, error, NULL);
}

/*
 * The parts that the handle has written since the last look. What was seen before it may be there
 * again, by another program, and the caller believes what it wrote.
 */
static uint32_t written(struct lvsdr_watch *watch, uint32_t parts)
{
	uint32_t written = 0;

	for (int i = 0; i < HANDLE_PARTS; i++) {
		if (!(parts >> i & 1) || watch->writes[i] == watch->host->writes[i])
			continue;
		watch->writes[i] = watch->host->writes[i];
		written |= 1u << i;
	}
	return written;
}

static int look(struct lvsdr_watch *watch, int64_t now)
{
	uint32_t parts = (watch->told | watch->unsettled) & watch->looks;
	int error;

	if (now >= watch->next) {
		parts = watch->looks;
		watch->next = now + watch->interval;
	}
	if (!parts)
		return 0;
	watch->told |= written(watch, parts);
	error = look_at(&watch->look, parts, &watch->told);
	if (!error)
		watch->unsettled &= ~parts;
	return error;
}

int lvsdr_watch_read(struct lvsdr_watch *watch, uint32_t *ret_parts)
{
	int64_t now = netlink_now();
	int error;

	if (!watch)
		return -EINVAL;
	if (!ret_parts)
		return error_set(watch->host, -EINVAL, operation, object, "an argument is NULL");
	if (watch->host->transport.closed)
		return report(watch->host, -EBADF, NULL);
	error = hear(watch);
	if (!error)
		error = look(watch, now);
	if (!error)
		watch->unsettled |= watch->told & watch->looks;
	error = set_timer(watch, now, error);
	if (error)
		return error;
	*ret_parts = watch->told;
	watch->told = 0;
	return *ret_parts != 0;
}
