// SPDX-License-Identifier: LGPL-2.1-or-later
/* Describing a sync daemon. What plans need of it, and the calls to the kernel:
 * sync_daemon-class.c. */
#include "model/sync_daemon.h"

#include "core/getter.h"
#include "core/handle.h"
#include "model/object.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

const struct name sync_daemon_roles[] = {
	{IP_VS_STATE_MASTER, "master"}, {IP_VS_STATE_BACKUP, "backup"}, {0, NULL}};

int lvsdr_sync_daemon_new(struct lvsdr *host, const char *role, const char *device,
			  struct lvsdr_sync_daemon **ret_daemon)
{
	struct lvsdr_sync_daemon described = {.set = 0}, *daemon;
	int error;

	if (!host)
		return -EINVAL;
	if (!role || !device || !ret_daemon)
		return error_set(host, -EINVAL, "describe", "a sync daemon", "an argument is NULL");
	error = object_describe_text(&sync_daemon_class, host, role, &described, SYNC_DAEMON_ROLE,
				     role);
	if (!error)
		error = object_describe_text(&sync_daemon_class, host, device, &described,
					     SYNC_DAEMON_DEVICE, device);
	if (error)
		return error;
	sync_daemon_set_defaults(&described);
	daemon = malloc(sizeof(*daemon));
	if (!daemon)
		return error_set(host, -ENOMEM, "describe", "a sync daemon", "out of memory");
	*daemon = described;
	daemon->host = handle_ref(host);
	*ret_daemon = daemon;
	return 0;
}

void lvsdr_sync_daemon_free(struct lvsdr_sync_daemon *daemon)
{
	if (!daemon)
		return;
	handle_unref(daemon->host);
	free(daemon);
}

int lvsdr_sync_daemon_set_sync_id(struct lvsdr_sync_daemon *daemon, int32_t sync_id)
{
	return object_set_number(&sync_daemon_class, daemon, SYNC_DAEMON_SYNC_ID, sync_id);
}

int lvsdr_sync_daemon_set_max_length(struct lvsdr_sync_daemon *daemon, int32_t bytes)
{
	return object_set_number(&sync_daemon_class, daemon, SYNC_DAEMON_MAX_LENGTH, bytes);
}

int lvsdr_sync_daemon_set_group(struct lvsdr_sync_daemon *daemon, const char *group)
{
	return object_set_text(&sync_daemon_class, daemon, SYNC_DAEMON_GROUP, group);
}

int lvsdr_sync_daemon_set_port(struct lvsdr_sync_daemon *daemon, int32_t port)
{
	return object_set_number(&sync_daemon_class, daemon, SYNC_DAEMON_PORT, port);
}

int lvsdr_sync_daemon_set_ttl(struct lvsdr_sync_daemon *daemon, int32_t ttl)
{
	return object_set_number(&sync_daemon_class, daemon, SYNC_DAEMON_TTL, ttl);
}

const char *lvsdr_sync_daemon_get_role(const struct lvsdr_sync_daemon *daemon)
{
	return daemon ? name_of(sync_daemon_roles, daemon->role) : NULL;
}

const char *lvsdr_sync_daemon_get_device(const struct lvsdr_sync_daemon *daemon)
{
	return daemon ? daemon->device : NULL;
}

int32_t lvsdr_sync_daemon_get_sync_id(const struct lvsdr_sync_daemon *daemon)
{
	return daemon ? (int32_t)daemon->sync_id : -EINVAL;
}

int32_t lvsdr_sync_daemon_get_max_length(const struct lvsdr_sync_daemon *daemon)
{
	return daemon ? daemon->max_length : -EINVAL;
}

int lvsdr_sync_daemon_get_group(const struct lvsdr_sync_daemon *daemon, char *buffer, size_t size)
{
	return daemon ? getter_address(daemon->host, "the group", &daemon->group, buffer, size)
		      : -EINVAL;
}

int32_t lvsdr_sync_daemon_get_port(const struct lvsdr_sync_daemon *daemon)
{
	return daemon ? daemon->port : -EINVAL;
}

int32_t lvsdr_sync_daemon_get_ttl(const struct lvsdr_sync_daemon *daemon)
{
	return daemon ? daemon->ttl : -EINVAL;
}
