// SPDX-License-Identifier: LGPL-2.1-or-later
/* Describing a sync daemon. What plans need of it, and the calls to the kernel:
 * sync_daemon-class.c. */
#include "objects/sync_daemon.h"

#include "handle.h"
#include "objects/object.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

const struct name sync_daemon_roles[] = {
	{IP_VS_STATE_MASTER, "master"}, {IP_VS_STATE_BACKUP, "backup"}, {0, NULL}};

int lvsdr_sync_daemon_new(struct lvsdr *host, const char *role, const char *device,
			  struct lvsdr_sync_daemon **ret_daemon)
{
	struct lvsdr_sync_daemon described = {.set = 1u << SYNC_DAEMON_DEVICE}, *daemon;
	const char *wrong;

	if (!host)
		return -EINVAL;
	if (!role || !device || !ret_daemon)
		return error_set(host, -EINVAL, "describe", "a sync daemon", "an argument is NULL");
	if (!name_find(sync_daemon_roles, role, &described.role))
		return error_set(host, -EINVAL, "describe", role,
				 "a sync daemon is \"master\" or \"backup\"");
	wrong = device_wrong(device);
	if (wrong)
		return error_set(host, -EINVAL, "describe", device, "%s", wrong);
	memcpy(described.device, device, strlen(device));
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

/* Checks a number and notes that its field is set. */
static int set(struct lvsdr_sync_daemon *daemon, enum sync_daemon_field field, const char *name,
	       int32_t value, int32_t lowest, int32_t highest)
{
	if (value < lowest || value > highest)
		return error_set(daemon->host, -EINVAL, "set", name, "%d is not between %d and %d",
				 value, lowest, highest);
	daemon->set |= 1u << field;
	return 0;
}

int lvsdr_sync_daemon_set_sync_id(struct lvsdr_sync_daemon *daemon, int32_t sync_id)
{
	int error =
		daemon ? set(daemon, SYNC_DAEMON_SYNC_ID, "the sync id", sync_id, 0, 255) : -EINVAL;

	if (!error)
		daemon->sync_id = (uint32_t)sync_id;
	return error;
}

int lvsdr_sync_daemon_set_max_length(struct lvsdr_sync_daemon *daemon, int32_t bytes)
{
	int error = daemon ? set(daemon, SYNC_DAEMON_MAX_LENGTH, "the length of messages", bytes, 0,
				 UINT16_MAX)
			   : -EINVAL;

	if (!error)
		daemon->max_length = (uint16_t)bytes;
	return error;
}

bool sync_daemon_group_works(const struct address *group)
{
	return group->family == AF_INET6 ? group->bytes[0] == 0xff
					 : group->bytes[0] >= 224 && group->bytes[0] < 240;
}

int lvsdr_sync_daemon_set_group(struct lvsdr_sync_daemon *daemon, const char *group)
{
	struct address address;

	if (!daemon)
		return -EINVAL;
	if (!group || address_parse(group, &address) || !sync_daemon_group_works(&address))
		return error_set(daemon->host, -EINVAL, "set", "the multicast group",
				 "\"%s\" is no multicast address, such as 224.0.0.81 or ff02::81",
				 group ? group : "NULL");
	daemon->group = address;
	daemon->set |= 1u << SYNC_DAEMON_GROUP;
	return 0;
}

int lvsdr_sync_daemon_set_port(struct lvsdr_sync_daemon *daemon, int32_t port)
{
	int error = daemon ? set(daemon, SYNC_DAEMON_PORT, "the UDP port", port, 1, UINT16_MAX)
			   : -EINVAL;

	if (!error)
		daemon->port = (uint16_t)port;
	return error;
}

int lvsdr_sync_daemon_set_ttl(struct lvsdr_sync_daemon *daemon, int32_t ttl)
{
	int error = daemon ? set(daemon, SYNC_DAEMON_TTL, "the TTL", ttl, 1, UINT8_MAX) : -EINVAL;

	if (!error)
		daemon->ttl = (uint8_t)ttl;
	return error;
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
	return address_copy_text(daemon ? &daemon->group : NULL, buffer, size);
}

int32_t lvsdr_sync_daemon_get_port(const struct lvsdr_sync_daemon *daemon)
{
	return daemon ? daemon->port : -EINVAL;
}

int32_t lvsdr_sync_daemon_get_ttl(const struct lvsdr_sync_daemon *daemon)
{
	return daemon ? daemon->ttl : -EINVAL;
}
