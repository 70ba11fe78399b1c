// SPDX-License-Identifier: LGPL-2.1-or-later
#include "core/getter.h"
#include "core/handle.h"
#include "model/object.h"
#include "model/scope.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

const struct name sync_daemon_roles[] = {
	{IP_VS_STATE_MASTER, "master"}, {IP_VS_STATE_BACKUP, "backup"}, {0, NULL}};

#define DAEMON(member, type, ...)                                                                  \
	FIELD(struct lvsdr_sync_daemon, member, type, #member, __VA_ARGS__)

static const char *check_group(const struct address *address)
{
	bool multicast = address->family == AF_INET6 ? address->bytes[0] == 0xff
						     : address->bytes[0] >> 4 == 14;

	return multicast ? NULL : "it is not a multicast address, such as 224.0.0.81 or ff02::81";
}

static const struct field daemon_fields[] = {
	[SYNC_DAEMON_ROLE] = DAEMON(role, FIELD_U32, .identity = true, .required = true,
				    .names = sync_daemon_roles),
	[SYNC_DAEMON_DEVICE] = DAEMON(device, FIELD_TEXT, .required = true, .wrong = device_wrong),
	[SYNC_DAEMON_SYNC_ID] = DAEMON(sync_id, FIELD_U32, .omit_default = true, .highest = 255),
	[SYNC_DAEMON_MAX_LENGTH] =
		DAEMON(max_length, FIELD_U16, .omit_default = true, .zero_is_any = true),
	[SYNC_DAEMON_GROUP] =
		DAEMON(group, FIELD_ADDRESS, .omit_default = true, .wrong_address = check_group),
	[SYNC_DAEMON_PORT] =
		DAEMON(port, FIELD_U16, .omit_default = true, .lowest = 1, .highest = UINT16_MAX),
	[SYNC_DAEMON_TTL] =
		DAEMON(ttl, FIELD_U8, .omit_default = true, .lowest = 1, .highest = UINT8_MAX),
};

static void set_defaults(union object *object)
{
	sync_daemon_set_defaults(&object->sync_daemon);
}

static void describe(const union object *object, struct text *text)
{
	text_add(text, "%s sync daemon",
		 name_of(sync_daemon_roles, object->sync_daemon.role)
			 ? name_of(sync_daemon_roles, object->sync_daemon.role)
			 : "unknown");
}

/* What the kernel would silently correct (net/netfilter/ipvs/ip_vs_sync.c), so that a plan
 * would find something to do forever. */
static const char *check(const union object *object, unsigned int *ret_field)
{
	const struct lvsdr_sync_daemon *daemon = &object->sync_daemon;
	uint16_t headers = daemon->group.family == AF_INET6 ? 48 : 28; /* of IP and UDP */

	*ret_field = SYNC_DAEMON_MAX_LENGTH;
	if (!daemon->max_length)
		return NULL;
	if (daemon->role == IP_VS_STATE_MASTER && daemon->max_length > 1500 - headers)
		return "the messages of a master have at most 1472 bytes, or 1452 over IPv6; 0 "
		       "selects the largest size";
	if (daemon->role == IP_VS_STATE_BACKUP && daemon->max_length < 1024)
		return "a backup accepts messages of at least 1024 bytes; 0 selects the largest "
		       "size";
	return NULL;
}

/* A daemon has no address that a scope could own: it is removed only where everything is ours. */
static bool in_scope(const struct lvsdr_scope *scope, const union object *object)
{
	(void)object;
	return scope_holds_everything(scope);
}

const struct object_class sync_daemon_class = {
	.name = "sync daemon",
	.kind = KIND_SYNC_DAEMON,
	.part = LVSDR_STATE_SYNC_DAEMONS,
	.list = "sync_daemons",
	.in_rules = true,
	.fields = {daemon_fields, sizeof(daemon_fields) / sizeof(*daemon_fields),
		   sizeof(struct lvsdr_sync_daemon), offsetof(struct lvsdr_sync_daemon, set), 0, 0},
	.missing_code = -ENOENT,
	.of_host = true,
	.in_scope = in_scope,
	.set_defaults = set_defaults,
	.describe = describe,
	.check = check,
};

int lvsdr_sync_daemon_new(struct lvsdr *host, const char *role, const char *device,
			  struct lvsdr_sync_daemon **ret_daemon)
{
	struct lvsdr_sync_daemon described = {.set = 0}, *daemon;
	int error;

	if (!host)
		return -EINVAL;
	if (!role || !device || !ret_daemon)
		return error_set(host, -EINVAL, OPERATION_DESCRIBE, "a sync daemon",
				 "an argument is NULL");
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
		return error_set(host, -ENOMEM, OPERATION_DESCRIBE, "a sync daemon",
				 "out of memory");
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
