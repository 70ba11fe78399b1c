// SPDX-License-Identifier: LGPL-2.1-or-later
#include "codec/classic/ipvsadm.h"

#define SERVICE        (1u << ADD_SERVICE)
#define DEST           (1u << ADD_DEST)
#define DAEMON         (1u << START_DAEMON)
#define OF_SERVICE(of) SERVICE, &service_class, SERVICE_##of
#define OF_DEST(of)    DEST, &dest_class, DEST_##of
#define OF_DAEMON(of)  DAEMON, &sync_daemon_class, SYNC_DAEMON_##of

const struct ipvsadm_option ipvsadm_options[] = {
	[ADD_SERVICE] = {'A', "add-service"},
	[ADD_DEST] = {'a', "add-server"},
	[CLEAR] = {'C', "clear"},
	[START_DAEMON] = {0, "start-daemon", VALUE},
	[SET_TIMEOUTS] = {0, "set"},
	[SERVICE_TCP] = {'t', "tcp-service", VALUE, SERVICE | DEST},
	[SERVICE_UDP] = {'u', "udp-service", VALUE, SERVICE | DEST},
	[SERVICE_SCTP] = {0, "sctp-service", VALUE, SERVICE | DEST},
	[SERVICE_FWMARK] = {'f', "fwmark-service", VALUE, SERVICE | DEST},
	[IPV6] = {'6', "ipv6", NO_VALUE, SERVICE | DEST},
	[PERSISTENT] = {'p', "persistent", OPTIONAL_VALUE, OF_SERVICE(PERSISTENCE)},
	[NETMASK] = {'M', "netmask", VALUE, OF_SERVICE(NETMASK)},
	[ONE_PACKET] = {'o', "ops", NO_VALUE, OF_SERVICE(ONE_PACKET)},
	[SCHEDULER_FLAGS] = {'b', "sched-flags", VALUE, OF_SERVICE(SCHEDULER_FLAGS)},
	[REAL_SERVER] = {'r', "real-server", VALUE, DEST},
	[GATEWAYING] = {'g', "gatewaying", NO_VALUE, OF_DEST(FORWARDING)},
	[TUNNELING] = {'i', "ipip", NO_VALUE, OF_DEST(FORWARDING)},
	[MASQUERADING] = {'m', "masquerading", NO_VALUE, OF_DEST(FORWARDING)},
	[TUNNEL_TYPE] = {0, "tun-type", VALUE, OF_DEST(TUNNEL_TYPE), .plain = true},
	[TUNNEL_PORT] = {0, "tun-port", VALUE, OF_DEST(TUNNEL_PORT), .plain = true, 1, UINT16_MAX},
	[TUNNEL_NOCSUM] = {0, "tun-nocsum", NO_VALUE, OF_DEST(TUNNEL_FLAGS)},
	[TUNNEL_CSUM] = {0, "tun-csum", NO_VALUE, OF_DEST(TUNNEL_FLAGS)},
	[TUNNEL_REMCSUM] = {0, "tun-remcsum", NO_VALUE, OF_DEST(TUNNEL_FLAGS)},
	[OTHER_OPTIONS] = {'s', "scheduler", VALUE, OF_SERVICE(SCHEDULER), .plain = true},
	{0, "pe", VALUE, OF_SERVICE(ENGINE), .plain = true, .written = true},
	{'w', "weight", VALUE, OF_DEST(WEIGHT), .plain = true},
	{'x', "u-threshold", VALUE, OF_DEST(UPPER), .plain = true},
	{'y', "l-threshold", VALUE, OF_DEST(LOWER), .plain = true},
	{0, "mcast-interface", VALUE, OF_DAEMON(DEVICE), .plain = true},
	{0, "syncid", VALUE, OF_DAEMON(SYNC_ID), .plain = true},
	{0, "mcast-group", VALUE, OF_DAEMON(GROUP), .plain = true},
	{0, "mcast-port", VALUE, OF_DAEMON(PORT), .plain = true},
	{0, "mcast-ttl", VALUE, OF_DAEMON(TTL), .plain = true},
	/* The headers of IP and UDP are taken off. */
	{0, "sync-maxlen", VALUE, OF_DAEMON(MAX_LENGTH), .plain = true, 1, UINT16_MAX - 20 - 8,
	 .written = true},
};

const unsigned int ipvsadm_option_count = sizeof(ipvsadm_options) / sizeof(*ipvsadm_options);

const struct ipvsadm_option *ipvsadm_option_about(const struct object_class *class,
						  unsigned int field)
{
	for (unsigned int i = 0; i < ipvsadm_option_count; i++)
		if (ipvsadm_options[i].class == class && ipvsadm_options[i].field == field)
			return &ipvsadm_options[i];
	return NULL;
}

void ipvsadm_add_options(const struct object_class *class, const union object *object,
			 struct text *text)
{
	union object defaults;

	object_copy(class, &defaults, object);
	class->set_defaults(&defaults);
	for (unsigned int i = 0; i < ipvsadm_option_count; i++) {
		const struct ipvsadm_option *option = &ipvsadm_options[i];
		struct text value = {0};

		if (option->class != class || !option->written ||
		    field_has_default(&class->fields, option->field, object, &defaults))
			continue;
		field_describe(&class->fields, option->field, object, &value);
		text_add(text, " --%s ", option->name);
		text_add_word(text, value.data);
	}
}
