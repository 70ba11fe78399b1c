// SPDX-License-Identifier: LGPL-2.1-or-later
#include "codec/classic/classic.h"
#include "codec/classic/ipvsadm.h"

static const char *ipvsadm_forwarding(int32_t forwarding)
{
	if (forwarding == LVSDR_FORWARD_MASQUERADE)
		return "-m";
	return forwarding == LVSDR_FORWARD_TUNNEL ? "-i" : "-g";
}

static const char *ipvsadm_checksum(uint32_t tunnel_flags)
{
	if (tunnel_flags & IP_VS_TUNNEL_ENCAP_FLAG_REMCSUM)
		return "--tun-remcsum";
	return tunnel_flags & IP_VS_TUNNEL_ENCAP_FLAG_CSUM ? "--tun-csum" : "--tun-nocsum";
}

static void command_tunnel(const struct lvsdr_dest *dest, struct text *text)
{
	const char *type = name_of(dest_tunnel_types, dest->tunnel_type);

	if (dest->forwarding != LVSDR_FORWARD_TUNNEL || !dest->tunnel_type || !type)
		return;
	text_add(text, " --tun-type %s", type);
	if (dest->tunnel_port)
		text_add(text, " --tun-port %u", dest->tunnel_port);
	text_add(text, " %s", ipvsadm_checksum(dest->tunnel_flags));
}

void classic_dest(const union object *before, const union object *after, struct text *text)
{
	static const char *const options[VERB_COUNT] = {"-a", "-e", "-d"};
	const struct lvsdr_dest *dest = &(after ? after : before)->dest;
	char address[ADDRESS_PORT_TEXT_SIZE];

	address_format_with_port(&dest->address, dest->port, address);
	text_add(text, "ipvsadm %s ", options[verb_of(before, after)]);
	classic_service_identity(dest->service, text);
	text_add(text, " -r %s", address);
	if (!after)
		return;
	text_add(text, " %s -w %d", ipvsadm_forwarding(dest->forwarding), dest->weight);
	if (dest->upper_threshold || dest->lower_threshold)
		text_add(text, " -x %u -y %u", dest->upper_threshold, dest->lower_threshold);
	command_tunnel(dest, text);
	ipvsadm_add_options(&dest_class, after, text);
}
