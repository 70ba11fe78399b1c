// SPDX-License-Identifier: LGPL-2.1-or-later
/* What plans need to know of VIPs; reading, recording and writing them is in files of their own. */
#include "calls/change.h"
#include "core/handle.h"
#include "kernel/network.h"
#include "model/scope.h"

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

static const char *check_address(const struct address *address)
{
	struct in6_addr in6 = address_to_in6(address);

	if (address->family == AF_INET)
		return !address->bytes[0]	   ? "0.0.0.0/8 is no host's address"
		       : address->bytes[0] == 127  ? "127.0.0.0/8 is every host's own"
		       : address->bytes[0] >= 240  ? "240.0.0.0/4 is no host's address"
		       : address->bytes[0] >= 0xe0 ? "it is a multicast address"
						   : NULL;
	return IN6_IS_ADDR_UNSPECIFIED(&in6) ? ":: is no host's address"
	       : IN6_IS_ADDR_LOOPBACK(&in6)  ? "::1 is every host's own"
	       : IN6_IS_ADDR_MULTICAST(&in6) ? "it is a multicast address"
	       : IN6_IS_ADDR_V4MAPPED(&in6)
		       ? "it is an IPv4 address in IPv6's clothes: write it as such"
		       : NULL;
}

static const struct field vip_fields[] = {
	[VIP_ADDRESS] = VIP(address, FIELD_ADDRESS, .identity = true, .required = true,
			    .wrong_address = check_address),
	[VIP_DEVICE] = VIP(device, FIELD_TEXT, .identity = true, .movable = true, .required = true,
			   .wrong = device_wrong),
	[VIP_PREFIX_LENGTH] = VIP(prefix_length, FIELD_U8, .identity = true, .movable = true,
				  .quiet = true, .lowest = 1, .highest = 128, .open = true),
	[VIP_PEER] = VIP(peer, FIELD_ADDRESS, .identity = true, .movable = true, .quiet = true),
	[VIP_LABEL] = VIP(label, FIELD_TEXT, .quiet = true),
	[VIP_BROADCAST] = VIP(broadcast, FIELD_ADDRESS, .quiet = true),
	[VIP_ADDRESS_SCOPE] = VIP(address_scope, FIELD_U8, .quiet = true, .names = address_scopes,
				  .some_named = true),
	[VIP_METRIC] = VIP(metric, FIELD_U32, .quiet = true),
	[VIP_ADDRESS_PROTOCOL] = VIP(address_protocol, FIELD_U8, .quiet = true),
	[VIP_VALID_LIFETIME] = VIP(valid_lifetime, FIELD_U32, .quiet = true, .names = lifetimes,
				   .some_named = true, .runs_down = true, .lowest = 1,
				   .highest = LVSDR_FOREVER, .open = true),
	[VIP_PREFERRED_LIFETIME] = VIP(preferred_lifetime, FIELD_U32, .quiet = true,
				       .names = lifetimes, .some_named = true, .runs_down = true),
	/* How an address came into being matters no more once it is there. */
	[VIP_FLAGS] = VIP(flags, FIELD_FLAGS, .quiet = true, .names = flag_names,
			  .not_compared = LVSDR_VIP_NODAD | LVSDR_VIP_OPTIMISTIC),
	[VIP_USABLE] = VIP(usable, FIELD_BOOL, .quiet = true, .seen_only = true),
	[VIP_HOST_ROUTE] = VIP(host_route, FIELD_BOOL, .quiet = true, .made_last = true),
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

static void add_scope(uint8_t scope, struct text *text)
{
	const char *name = name_of(address_scopes, scope);

	if (name)
		text_add(text, " scope %s", name);
	else
		text_add(text, " scope %u", scope);
}

static void add_attributes(const struct lvsdr_vip *vip, struct text *text)
{
	if (vip->address_scope != vip_default_scope(&vip->address))
		add_scope(vip->address_scope, text);
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
		text_add(text, "%s peer %s/%u dev ", address, peer, vip->prefix_length);
	else
		text_add(text, "%s/%u dev ", address, vip->prefix_length);
	text_add_word(text, vip->device);
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
	if (*vip->label) {
		text_add(text, " label ");
		text_add_word(text, vip->label);
	}
	add_attributes(vip, text);
	if (!vip->host_route)
		return;
	address_format(&vip->address, address);
	text_add(text, "\nip route add %s/%u dev ", address, address_bits(&vip->address));
	text_add_word(text, vip->device);
	text_add(text, " scope link src %s", address);
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

static void agree_label(const struct lvsdr_vip *vip, struct text *wrong)
{
	size_t length = strlen(vip->device);

	if (!*vip->label)
		return;
	if (vip->address.family == AF_INET6)
		text_add(wrong, "the kernel has no labels for IPv6 addresses");
	else if (strncmp(vip->label, vip->device, length) ||
		 (vip->label[length] && vip->label[length] != ':'))
		text_add(wrong, "\"%s\" is neither \"%s\" nor starts with \"%s:\"", vip->label,
			 vip->device, vip->device);
}

static void agree_other(const struct address *other, const struct lvsdr_vip *vip,
			struct text *wrong)
{
	if (other->family && other->family != vip->address.family)
		text_add(wrong, "it is not of the family of the VIP");
}

static void agree_lifetimes(const struct lvsdr_vip *vip, struct text *wrong)
{
	uint32_t valid = vip->valid_lifetime, preferred = vip->preferred_lifetime;

	if (!preferred || preferred == LVSDR_FOREVER)
		return;
	if (preferred > valid)
		text_add(wrong, "it cannot be preferred for %u seconds and valid for %u", preferred,
			 valid);
	else if (vip->address.family == AF_INET && valid == LVSDR_FOREVER)
		text_add(wrong, "the kernel forgets for how long an IPv4 address is preferred that "
				"is valid for ever; give it a valid lifetime first");
}

/* What no kernel holds either. */
static void agree_by_family(const struct lvsdr_vip *vip, unsigned int field, struct text *wrong)
{
	if (field == VIP_PREFIX_LENGTH && vip->prefix_length > address_bits(&vip->address))
		text_add(wrong, "%u is not between 1 and %u", vip->prefix_length,
			 address_bits(&vip->address));
	else if (field == VIP_PEER)
		agree_other(&vip->peer, vip, wrong);
	else if (field == VIP_BROADCAST && vip->broadcast.family && vip->address.family == AF_INET6)
		text_add(wrong, "IPv6 has no broadcast");
	else if (field == VIP_BROADCAST)
		agree_other(&vip->broadcast, vip, wrong);
}

static bool agree(const union object *object, unsigned int field, bool held, struct text *wrong)
{
	const struct lvsdr_vip *vip = &object->vip;
	bool ipv4 = vip->address.family == AF_INET;

	agree_by_family(vip, field, wrong);
	if (held)
		return !wrong->length;
	if (field == VIP_LABEL)
		agree_label(vip, wrong);
	else if (field == VIP_VALID_LIFETIME || field == VIP_PREFERRED_LIFETIME)
		agree_lifetimes(vip, wrong);
	else if (field == VIP_ADDRESS_SCOPE && !ipv4 &&
		 vip->address_scope != vip_default_scope(&vip->address))
		text_add(wrong, "the scope of an IPv6 address is in the address itself");
	else if (field == VIP_FLAGS && ipv4 &&
		 vip->flags & ~(LVSDR_VIP_NOPREFIXROUTE | LVSDR_VIP_AUTOJOIN))
		text_add(wrong, "an IPv4 address has only \"noprefixroute\" and \"autojoin\"");
	return !wrong->length;
}

static const char *check(const union object *object)
{
	const struct lvsdr_vip *vip = &object->vip;

	if (!vip->usable)
		return "whether it is usable is seen, not asked for";
	if (vip->flags & LVSDR_VIP_MNGTMPADDR && vip->prefix_length != 64)
		return "temporary addresses are made in a network of prefix /64 only";
	if (vip->prefix_length == address_bits(&vip->address) || vip->peer.family)
		return NULL;
	return vip->address.family == AF_INET6
		       ? "a VIP is a host address: with a wider prefix the kernel takes the whole "
			 "network for its own; use /128"
		       : "a VIP is a host address: with a wider prefix the kernel takes the whole "
			 "network for its own; use /32";
}

/* What says nothing becomes nothing, as the kernel will tell it. */
static int resolve(struct lvsdr *host, const char *operation, union object *object)
{
	struct lvsdr_vip *vip = &object->vip;
	struct text name = {0};
	int error;

	vip_describe(vip, &name);
	error = network_resolve_device(host, operation, name.data, vip->device);
	if (!strcmp(vip->label, vip->device))
		memset(vip->label, 0, sizeof(vip->label));
	if (address_equal(&vip->peer, &vip->address))
		vip->peer = (struct address){.family = 0};
	/* Who wants it looked for on the wire first waits for that. */
	if (vip->address.family == AF_INET6 && !(vip->flags & LVSDR_VIP_NODAD))
		vip->usable = FIELD_WHATEVER;
	if (vip->preferred_lifetime > vip->valid_lifetime)
		vip->preferred_lifetime = vip->valid_lifetime;
	if (vip->address.family == AF_INET && vip->valid_lifetime == LVSDR_FOREVER &&
	    vip->preferred_lifetime)
		vip->preferred_lifetime = LVSDR_FOREVER;
	return error;
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
		   offsetof(struct lvsdr_vip, set), 0, 0},
	.missing_code = -ENOENT,
	.in_scope = in_scope,
	.set_defaults = set_defaults,
	.describe = describe,
	.command = command,
	.agree = agree,
	.check = check,
	.resolve = resolve,
	.read = vip_read,
	.check_remove = check_remove,
	.record = vip_record,
	.take_record = vip_take_record,
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
