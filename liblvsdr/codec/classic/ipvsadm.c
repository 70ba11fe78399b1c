// SPDX-License-Identifier: LGPL-2.1-or-later
#include "codec/classic/ipvsadm.h"

#define OPTION(letter_, name_, ...)                                                                \
	{                                                                                          \
		.letter = letter_, .name = name_, .value = __VA_ARGS__                             \
	}
#define OF_BOTH        .commands = 1u << ADD_SERVICE | 1u << ADD_DEST
#define OF_SERVICE(of) .commands = 1u << ADD_SERVICE, .class = &service_class, .field = SERVICE_##of
#define OF_DEST(of)    .commands = 1u << ADD_DEST, .class = &dest_class, .field = DEST_##of
#define OF_DAEMON(of)                                                                              \
	.commands = 1u << START_DAEMON, .class = &sync_daemon_class, .field = SYNC_DAEMON_##of

const struct ipvsadm_option ipvsadm_options[] = {
	[ADD_SERVICE] = OPTION('A', "add-service", NO_VALUE),
	[ADD_DEST] = OPTION('a', "add-server", NO_VALUE),
	[CLEAR] = OPTION('C', "clear", NO_VALUE),
	[START_DAEMON] = OPTION(0, "start-daemon", VALUE),
	[SET_TIMEOUTS] = OPTION(0, "set", NO_VALUE),
	[SERVICE_TCP] = OPTION('t', "tcp-service", VALUE, OF_BOTH),
	[SERVICE_UDP] = OPTION('u', "udp-service", VALUE, OF_BOTH),
	[SERVICE_SCTP] = OPTION(0, "sctp-service", VALUE, OF_BOTH),
	[SERVICE_FWMARK] = OPTION('f', "fwmark-service", VALUE, OF_BOTH),
	[IPV6] = OPTION('6', "ipv6", NO_VALUE, OF_BOTH),
	[PERSISTENT] = OPTION('p', "persistent", OPTIONAL_VALUE, OF_SERVICE(PERSISTENCE)),
	[NETMASK] = OPTION('M', "netmask", VALUE, OF_SERVICE(NETMASK)),
	[ONE_PACKET] = OPTION('o', "ops", NO_VALUE, OF_SERVICE(ONE_PACKET)),
	[SCHEDULER_FLAGS] = OPTION('b', "sched-flags", VALUE, OF_SERVICE(SCHEDULER_FLAGS)),
	[REAL_SERVER] = OPTION('r', "real-server", VALUE, .commands = 1u << ADD_DEST),
	[GATEWAYING] = OPTION('g', "gatewaying", NO_VALUE, OF_DEST(FORWARDING)),
	[TUNNELING] = OPTION('i', "ipip", NO_VALUE, OF_DEST(FORWARDING)),
	[MASQUERADING] = OPTION('m', "masquerading", NO_VALUE, OF_DEST(FORWARDING)),
	[TUNNEL_TYPE] = OPTION(0, "tun-type", VALUE, OF_DEST(TUNNEL_TYPE), .plain = true),
	[TUNNEL_PORT] = OPTION(0, "tun-port", VALUE, OF_DEST(TUNNEL_PORT), .plain = true,
			       .lowest = 1, .highest = UINT16_MAX),
	[TUNNEL_NOCSUM] = OPTION(0, "tun-nocsum", NO_VALUE, OF_DEST(TUNNEL_FLAGS)),
	[TUNNEL_CSUM] = OPTION(0, "tun-csum", NO_VALUE, OF_DEST(TUNNEL_FLAGS)),
	[TUNNEL_REMCSUM] = OPTION(0, "tun-remcsum", NO_VALUE, OF_DEST(TUNNEL_FLAGS)),
	[OTHER_OPTIONS] = OPTION('s', "scheduler", VALUE, OF_SERVICE(SCHEDULER), .plain = true),
	OPTION(0, "pe", VALUE, OF_SERVICE(ENGINE), .plain = true, .written = true),
	OPTION('w', "weight", VALUE, OF_DEST(WEIGHT), .plain = true),
	OPTION('x', "u-threshold", VALUE, OF_DEST(UPPER), .plain = true),
	OPTION('y', "l-threshold", VALUE, OF_DEST(LOWER), .plain = true),
	OPTION(0, "mcast-interface", VALUE, OF_DAEMON(DEVICE), .plain = true),
	OPTION(0, "syncid", VALUE, OF_DAEMON(SYNC_ID), .plain = true),
	OPTION(0, "mcast-group", VALUE, OF_DAEMON(GROUP), .plain = true),
	OPTION(0, "mcast-port", VALUE, OF_DAEMON(PORT), .plain = true),
	OPTION(0, "mcast-ttl", VALUE, OF_DAEMON(TTL), .plain = true),
	/* The headers of IP and UDP are taken off. */
	OPTION(0, "sync-maxlen", VALUE, OF_DAEMON(MAX_LENGTH), .plain = true, .lowest = 1,
	       .highest = UINT16_MAX - 20 - 8, .written = true),
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
