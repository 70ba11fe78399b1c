// SPDX-License-Identifier: LGPL-2.1-or-later
#include "codec/classic/classic.h"

static const char *ipvsadm_forwarding(int32_t forwarding)
{
	return forwarding == LVSDR_FORWARD_MASQUERADE ? "-m"
	       : forwarding == LVSDR_FORWARD_TUNNEL   ? "-i"
						      : "-g";
}

static void command_tunnel(const struct lvsdr_dest *dest, struct text *text)
{
	static const char *const types[] = {"ipip", "gue", "gre"};

	if (dest->forwarding != LVSDR_FORWARD_TUNNEL || !dest->tunnel_type ||
	    dest->tunnel_type >= sizeof(types) / sizeof(*types))
		return;
	text_add(text, " --tun-type %s", types[dest->tunnel_type]);
	if (dest->tunnel_port)
		text_add(text, " --tun-port %u", dest->tunnel_port);
	text_add(text, " %s",
		 dest->tunnel_flags & IP_VS_TUNNEL_ENCAP_FLAG_REMCSUM ? "--tun-remcsum"
		 : dest->tunnel_flags & IP_VS_TUNNEL_ENCAP_FLAG_CSUM  ? "--tun-csum"
								      : "--tun-nocsum");
}

void classic_dest(const union object *before, const union object *after, struct text *text)
{
	const struct lvsdr_dest *dest = &(after ? after : before)->dest;
	char address[ADDRESS_PORT_TEXT_SIZE];

	address_format_with_port(&dest->address, dest->port, address);
	text_add(text, "ipvsadm %s ", !before ? "-a" : after ? "-e" : "-d");
	classic_service_identity(dest->service, text);
	text_add(text, " -r %s", address);
	if (!after)
		return;
	text_add(text, " %s -w %d", ipvsadm_forwarding(dest->forwarding), dest->weight);
	if (dest->upper_threshold || dest->lower_threshold)
		text_add(text, " -x %u -y %u", dest->upper_threshold, dest->lower_threshold);
	command_tunnel(dest, text);
}
