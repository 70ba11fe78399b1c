// SPDX-License-Identifier: LGPL-2.1-or-later
/* What plans need to know of VIPs; reading, recording and writing them is in files of their own. */
#include "handle.h"
#include "network.h"
#include "objects/scope.h"
#include "plan/call.h"

#include <errno.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <string.h>

#define VIP(member, type, ...) FIELD(struct lvsdr_vip, member, type, #member, __VA_ARGS__)

static const struct name address_scopes[] = {{RT_SCOPE_UNIVERSE, "global"},
					     {RT_SCOPE_SITE, "site"},
					     {RT_SCOPE_LINK, "link"},
					     {RT_SCOPE_HOST, "host"},
					     {0, NULL}};

static const struct name flag_names[] = {{LVSDR_VIP_NODAD, "nodad"},
					 {LVSDR_VIP_OPTIMISTIC, "optimistic"},
					 {LVSDR_VIP_HOME, "home"},
					 {LVSDR_VIP_MNGTMPADDR, "mngtmpaddr"},
					 {LVSDR_VIP_NOPREFIXROUTE, "noprefixroute"},
					 {LVSDR_VIP_AUTOJOIN, "autojoin"},
					 {0, NULL}};

static const struct name lifetimes[] = {{LVSDR_FOREVER, "forever"}, {0, NULL}};

static const struct field vip_fields[] = {
	[VIP_ADDRESS] = VIP(address, FIELD_ADDRESS, .identity = true, .required = true),
	[VIP_DEVICE] = VIP(device, FIELD_TEXT, .identity = true, .movable = true, .required = true,
			   .wrong = device_wrong),
	[VIP_PREFIX_LENGTH] =
		VIP(prefix_length, FIELD_U8, .identity = true, .movable = true, .quiet = true),
	[VIP_PEER] = VIP(peer, FIELD_ADDRESS, .identity = true, .movable = true, .quiet = true),
	[VIP_LABEL] = VIP(label, FIELD_TEXT, .quiet = true),
	[VIP_BROADCAST] = VIP(broadcast, FIELD_ADDRESS, .quiet = true),
	[VIP_ADDRESS_SCOPE] = VIP(address_scope, FIELD_U8, .quiet = true, .some_named = true,
				  .names = address_scopes),
	[VIP_METRIC] = VIP(metric, FIELD_U32, .quiet = true),
	[VIP_ADDRESS_PROTOCOL] = VIP(address_protocol, FIELD_U8, .quiet = true),
	[VIP_VALID_LIFETIME] = VIP(valid_lifetime, FIELD_U32, .quiet = true, .some_named = true,
				   .names = lifetimes, .runs_down = true),
	[VIP_PREFERRED_LIFETIME] = VIP(preferred_lifetime, FIELD_U32, .quiet = true,
				       .some_named = true, .names = lifetimes, .runs_down = true),
	/* How an address came into being matters no more once it is there. */
	[VIP_FLAGS] = VIP(flags, FIELD_FLAGS, .quiet = true, .open = true, .names = flag_names,
			  .not_compared = LVSDR_VIP_NODAD | LVSDR_VIP_OPTIMISTIC),
	[VIP_USABLE] = VIP(usable, FIELD_BOOL, .quiet = true),
	[VIP_HOST_ROUTE] = VIP(host_route, FIELD_BOOL, .quiet = true),
};

static void set_defaults(union object *object)
{
	vip_set_defaults(&object->vip);
}

static void describe(const union object *object, struct text *text)
{
	vip_describe(&object->vip, text);
}

/* ---- As commands. */

static void add_lifetime(const char *word, uint32_t lifetime, struct text *text)
{
	if (lifetime != LVSDR_FOREVER)
		text_add(text, " %s %u", word, lifetime);
}

static void add_attributes(const struct lvsdr_vip *vip, struct text *text)
{
	if (vip->address_scope != vip_default_scope(&vip->address))
		text_add(text, " scope %s", name_of(address_scopes, vip->address_scope));
	if (vip->metric)
		text_add(text, " metric %u", vip->metric);
	if (vip->address_protocol)
		text_add(text, " proto %u", vip->address_protocol);
	for (const struct name *flag = flag_names; flag->name; flag++)
		if (vip->flags & flag->value)
			text_add(text, " %s", flag->name);
	add_lifetime("valid_lft", vip->valid_lifetime, text);
	add_lifetime("preferred_lft", vip->preferred_lifetime, text);
}

static void add_place(const struct lvsdr_vip *vip, struct text *text)
{
	char address[ADDRESS_TEXT_SIZE], peer[ADDRESS_TEXT_SIZE];

	address_format(&vip->address, address);
	address_format(&vip->peer, peer);
	if (vip->peer.family)
		text_add(text, "%s peer %s/%u dev %s", address, peer, vip->prefix_length,
			 vip->device);
	else
		text_add(text, "%s/%u dev %s", address, vip->prefix_length, vip->device);
}

static void command_add(const struct lvsdr_vip *vip, struct text *text)
{
	char address[ADDRESS_TEXT_SIZE], broadcast[ADDRESS_TEXT_SIZE];

	text_add(text, "ip addr add ");
	add_place(vip, text);
	if (vip->broadcast.family) {
		address_format(&vip->broadcast, broadcast);
		text_add(text, " broadcast %s", broadcast);
	}
	if (*vip->label)
		text_add(text, " label %s", vip->label);
	add_attributes(vip, text);
	if (!vip->host_route)
		return;
	address_format(&vip->address, address);
	text_add(text, "\nip route add %s/%u dev %s scope link src %s", address,
		 address_bits(&vip->address), vip->device, address);
}

static void command(const union object *before, const union object *after, struct text *text)
{
	if (before) {
		text_add(text, "ip addr del ");
		add_place(&before->vip, text);
		text_add(text, "%s", after ? "\n" : "");
	}
	if (after)
		command_add(&after->vip, text);
}

/* ---- */

static const char *check(const union object *object)
{
	const struct lvsdr_vip *vip = &object->vip;

	if (!vip->usable)
		return "whether it is usable is seen, not asked for";
	if (vip->preferred_lifetime > vip->valid_lifetime)
		return "it cannot be preferred for longer than it is valid";
	if (vip->address.family == AF_INET && vip->valid_lifetime == LVSDR_FOREVER &&
	    vip->preferred_lifetime && vip->preferred_lifetime != LVSDR_FOREVER)
		return "the kernel forgets for how long an IPv4 address is preferred that is valid "
		       "for ever; give it a valid lifetime too";
	if (vip->prefix_length == address_bits(&vip->address) || vip->peer.family)
		return NULL;
	return vip->address.family == AF_INET6
		       ? "a VIP is a host address: with a wider prefix the kernel takes the whole "
			 "network for its own; use /128"
		       : "a VIP is a host address: with a wider prefix the kernel takes the whole "
			 "network for its own; use /32";
}

static int resolve(struct lvsdr *host, const char *operation, union object *object)
{
	struct text name = {0};

	vip_describe(&object->vip, &name);
	return network_resolve_device(host, operation, name.data, object->vip.device);
}

static int check_remove(struct lvsdr *host, const union object *wanted, const union object *found)
{
	struct text name = {0};

	if (!strcmp(wanted->vip.device, found->vip.device) &&
	    wanted->vip.prefix_length == found->vip.prefix_length)
		return 0;
	vip_describe(&wanted->vip, &name);
	return error_set(host, -EEXIST, "remove", name.data,
			 "it stands on %s with prefix /%u; name that one to remove it",
			 found->vip.device, found->vip.prefix_length);
}

static bool may_become(const union object *old, const union object *wanted)
{
	return address_equal(&old->vip.address, &wanted->vip.address) &&
	       (!address_is_link_local(&old->vip.address) ||
		!strcmp(old->vip.device, wanted->vip.device));
}

static bool is_gone(struct lvsdr *host, const union object *object)
{
	struct error kept = host->error;
	struct rtnl_link link;
	int error =
		network_read_link(host, object->vip.device, 0, "undo", object->vip.device, &link);

	host->error = kept;
	return error == -ENODEV;
}

static bool in_scope(const struct lvsdr_scope *scope, const union object *object)
{
	return scope_holds_address(scope, &object->vip.address);
}

const struct object_class vip_class = {
	.name = "VIP",
	.kind = KIND_VIP,
	.part = LVSDR_STATE_VIPS,
	.list = "vips",
	.fields = {vip_fields, sizeof(vip_fields) / sizeof(*vip_fields), sizeof(struct lvsdr_vip),
		   offsetof(struct lvsdr_vip, set), 0},
	.missing_code = -ENOENT,
	.in_scope = in_scope,
	.set_defaults = set_defaults,
	.describe = describe,
	.command = command,
	.check = check,
	.resolve = resolve,
	.read = vip_read,
	.check_remove = check_remove,
	.record = vip_record,
	.tell_record = vip_tell_record,
	.put_back = vip_put_back,
	.is_gone = is_gone,
	.may_become = may_become,
	.write = vip_write,
};

int lvsdr_vip_add(struct lvsdr *host, const struct lvsdr_vip *vip)
{
	return call_change(host, &vip_class, VERB_ADD, vip);
}

int lvsdr_vip_update(struct lvsdr *host, const struct lvsdr_vip *vip)
{
	return call_change(host, &vip_class, VERB_UPDATE, vip);
}

int lvsdr_vip_remove(struct lvsdr *host, const struct lvsdr_vip *vip)
{
	return call_change(host, &vip_class, VERB_REMOVE, vip);
}

int lvsdr_vip_read(struct lvsdr *host, struct lvsdr_vip *vip)
{
	return call_read(host, &vip_class, vip);
}

int lvsdr_plan_add_vip(struct lvsdr_plan *plan, const struct lvsdr_vip *vip)
{
	return call_plan(plan, &vip_class, VERB_ADD, vip);
}

int lvsdr_plan_update_vip(struct lvsdr_plan *plan, const struct lvsdr_vip *vip)
{
	return call_plan(plan, &vip_class, VERB_UPDATE, vip);
}

int lvsdr_plan_remove_vip(struct lvsdr_plan *plan, const struct lvsdr_vip *vip)
{
	return call_plan(plan, &vip_class, VERB_REMOVE, vip);
}
