// SPDX-License-Identifier: LGPL-2.1-or-later
#include "codec/rtnl/object.h"

#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <string.h>

/* Those that are somebody's wish; the others are the kernel's report. */
enum {
	WISHED_FLAGS = LVSDR_VIP_NODAD | LVSDR_VIP_OPTIMISTIC | LVSDR_VIP_HOME |
		       LVSDR_VIP_MNGTMPADDR | LVSDR_VIP_NOPREFIXROUTE | LVSDR_VIP_AUTOJOIN
};

void vip_from_address(const struct rtnl_address *address, const char *device,
		      struct lvsdr_vip *ret_vip)
{
	memset(ret_vip, 0, sizeof(*ret_vip));
	ret_vip->set = ~0u;
	ret_vip->address = address->address;
	ret_vip->peer = address->peer;
	ret_vip->broadcast = address->broadcast;
	ret_vip->prefix_length = address->prefix_length;
	ret_vip->address_scope = address->scope;
	ret_vip->metric = address->metric;
	ret_vip->address_protocol = address->protocol;
	ret_vip->valid_lifetime = address->valid_lifetime;
	ret_vip->preferred_lifetime = address->preferred_lifetime;
	ret_vip->flags = address->flags & WISHED_FLAGS;
	ret_vip->usable = !(address->flags & (IFA_F_TENTATIVE | IFA_F_DADFAILED)) ||
			  address->flags & IFA_F_OPTIMISTIC;
	memcpy(ret_vip->device, device, strlen(device));
	if (strcmp(address->label, device))
		memcpy(ret_vip->label, address->label, sizeof(ret_vip->label));
}

void vip_to_address(const struct lvsdr_vip *vip, uint32_t index, struct rtnl_address *ret_address)
{
	*ret_address = (struct rtnl_address){.index = index,
					     .address = vip->address,
					     .peer = vip->peer,
					     .broadcast = vip->broadcast,
					     .prefix_length = vip->prefix_length,
					     .scope = vip->address_scope,
					     .protocol = vip->address_protocol,
					     .flags = vip->flags,
					     .metric = vip->metric,
					     .valid_lifetime = vip->valid_lifetime,
					     .preferred_lifetime = vip->preferred_lifetime};
	memcpy(ret_address->label, vip->label, sizeof(vip->label));
}

bool vip_is_host_route(const struct rtnl_route *route, const struct address *address)
{
	return route->table == RT_TABLE_MAIN && route->prefix_length == address_bits(address) &&
	       address_equal(&route->destination, address) &&
	       address_equal(&route->preferred_source, address);
}

void arp_policy_from_link(const struct rtnl_link *link, struct lvsdr_arp_policy *ret_policy)
{
	*ret_policy = (struct lvsdr_arp_policy){
		.set = ~0u, .arp_ignore = link->arp_ignore, .arp_announce = link->arp_announce};
	memcpy(ret_policy->device, link->name, sizeof(link->name));
}
