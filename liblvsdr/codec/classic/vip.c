// SPDX-License-Identifier: LGPL-2.1-or-later
#include "codec/classic/classic.h"

static void add_lifetime(const char *word, uint32_t lifetime, struct text *text)
{
	if (lifetime != LVSDR_FOREVER)
		text_add(text, " %s %u", word, lifetime);
}

static void add_scope(uint8_t scope, struct text *text)
{
	const char *name = name_of(vip_scope_names, scope);

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
	for (const struct name *flag = vip_flag_names; flag->name; flag++)
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
	text_add(text, " proto static scope link src %s", address);
}

void classic_vip(const union object *before, const union object *after, struct text *text)
{
	if (before) {
		text_add(text, "ip addr del ");
		add_place(&before->vip, text);
		text_add(text, "%s", after ? "\n" : "");
	}
	if (after)
		command_add(&after->vip, text);
}
