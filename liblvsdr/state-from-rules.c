// SPDX-License-Identifier: LGPL-2.1-or-later
/* A state from what `ipvsadm --save` writes: ipvsadm(8). */
#include "handle.h"
#include "state.h"

#include <ctype.h>
#include <errno.h>
#include <linux/ip_vs.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Its options, by their short and long names. */

enum option_kind {
	ADD_SERVICE,
	ADD_DEST,
	SERVICE_TCP,
	SERVICE_UDP,
	SERVICE_SCTP,
	SERVICE_FWMARK,
	IPV6,
	SCHEDULER,
	PERSISTENT,
	NETMASK,
	ENGINE,
	ONE_PACKET,
	SCHEDULER_FLAGS,
	REAL_SERVER,
	GATEWAYING,
	TUNNELING,
	MASQUERADING,
	TUNNEL_TYPE,
	TUNNEL_PORT,
	TUNNEL_NOCSUM,
	TUNNEL_CSUM,
	TUNNEL_REMCSUM,
	WEIGHT,
	UPPER_THRESHOLD,
	LOWER_THRESHOLD,
	UNKNOWN,
};

enum value { NO_VALUE, VALUE, OPTIONAL_VALUE };

static const struct option {
	char letter;
	const char *name;
	enum value value;
} options[UNKNOWN] = {
	[ADD_SERVICE] = {'A', "add-service", NO_VALUE},
	[ADD_DEST] = {'a', "add-server", NO_VALUE},
	[SERVICE_TCP] = {'t', "tcp-service", VALUE},
	[SERVICE_UDP] = {'u', "udp-service", VALUE},
	[SERVICE_SCTP] = {0, "sctp-service", VALUE},
	[SERVICE_FWMARK] = {'f', "fwmark-service", VALUE},
	[IPV6] = {'6', "ipv6", NO_VALUE},
	[SCHEDULER] = {'s', "scheduler", VALUE},
	[PERSISTENT] = {'p', "persistent", OPTIONAL_VALUE},
	[NETMASK] = {'M', "netmask", VALUE},
	[ENGINE] = {0, "pe", VALUE},
	[ONE_PACKET] = {'o', "ops", NO_VALUE},
	[SCHEDULER_FLAGS] = {'b', "sched-flags", VALUE},
	[REAL_SERVER] = {'r', "real-server", VALUE},
	[GATEWAYING] = {'g', "gatewaying", NO_VALUE},
	[TUNNELING] = {'i', "ipip", NO_VALUE},
	[MASQUERADING] = {'m', "masquerading", NO_VALUE},
	[TUNNEL_TYPE] = {0, "tun-type", VALUE},
	[TUNNEL_PORT] = {0, "tun-port", VALUE},
	[TUNNEL_NOCSUM] = {0, "tun-nocsum", NO_VALUE},
	[TUNNEL_CSUM] = {0, "tun-csum", NO_VALUE},
	[TUNNEL_REMCSUM] = {0, "tun-remcsum", NO_VALUE},
	[WEIGHT] = {'w', "weight", VALUE},
	[UPPER_THRESHOLD] = {'x', "u-threshold", VALUE},
	[LOWER_THRESHOLD] = {'y', "l-threshold", VALUE},
};

static const struct name scheduler_flags[] = {
	{IP_VS_SVC_F_SCHED1, "flag-1"},	 {IP_VS_SVC_F_SCHED2, "flag-2"},
	{IP_VS_SVC_F_SCHED3, "flag-3"},	 {IP_VS_SVC_F_SCHED1, "sh-fallback"},
	{IP_VS_SVC_F_SCHED2, "sh-port"}, {IP_VS_SVC_F_SCHED1, "mh-fallback"},
	{IP_VS_SVC_F_SCHED2, "mh-port"}, {0, NULL}};

static const struct name tunnel_types[] = {{IP_VS_CONN_F_TUNNEL_TYPE_IPIP, "ipip"},
					   {IP_VS_CONN_F_TUNNEL_TYPE_GUE, "gue"},
					   {IP_VS_CONN_F_TUNNEL_TYPE_GRE, "gre"},
					   {0, NULL}};

enum { PERSISTENCE_DEFAULT = 300 }; /* seconds; what ipvsadm takes for a bare -p */

/* One line of rules, its service or destination under construction. */
struct rule {
	char *rest; /* of the line */
	enum option_kind command;
	bool has_service, has_dest, has_netmask, has_scheduler_flags;
	union object service, dest;
	char reason[160];
};

__attribute__((format(printf, 2, 3))) static bool refuse(struct rule *rule, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(rule->reason, sizeof(rule->reason), format, arguments);
	va_end(arguments);
	return false;
}

static char *next_word(struct rule *rule)
{
	char *word = rule->rest + strspn(rule->rest, " \t");

	if (!*word)
		return NULL;
	rule->rest = word + strcspn(word, " \t");
	if (*rule->rest)
		*rule->rest++ = '\0';
	return word;
}

static bool is_option(const char *text)
{
	return text[0] == '-' && text[1] && !isdigit((unsigned char)text[1]);
}

/* An option, and its value where it stands in the same word: "-w5", "--weight=5". */
static enum option_kind find_option(const char *word, const char **ret_value)
{
	size_t length = strcspn(word, "=");

	for (enum option_kind kind = 0; kind < UNKNOWN; kind++) {
		const struct option *option = &options[kind];

		if (word[1] == '-' && length == strlen(option->name) + 2 &&
		    !strncmp(word + 2, option->name, length - 2)) {
			*ret_value = word[length] ? word + length + 1 : NULL;
			return kind;
		}
		if (word[1] != '-' && option->letter && word[1] == option->letter &&
		    (!word[2] || option->value != NO_VALUE)) {
			*ret_value = word[2] ? word + 2 : NULL;
			return kind;
		}
	}
	return UNKNOWN;
}

static bool parse_number(struct rule *rule, const char *text, uint32_t highest, uint32_t *ret_value)
{
	unsigned long value;
	char *end;

	errno = 0;
	value = strtoul(text, &end, 10);
	if (!isdigit((unsigned char)*text) || *end || errno || value > highest)
		return refuse(rule, "\"%s\" is not a number from 0 to %u", text, highest);
	*ret_value = (uint32_t)value;
	return true;
}

static bool parse_service(struct rule *rule, uint16_t protocol, const char *name, const char *text)
{
	struct lvsdr_service *service = &rule->service.service;
	const char *wrong;
	int32_t port;

	wrong = address_parse_with_port(text, name, &service->address, &port);
	if (wrong)
		return refuse(rule, "\"%s\": %s", text, wrong);
	service->protocol = protocol;
	service->port = port < 0 ? 0 : (uint16_t)port;
	rule->has_service = true;
	return true;
}

static bool parse_fwmark(struct rule *rule, const char *text)
{
	struct lvsdr_service *service = &rule->service.service;

	if (!parse_number(rule, text, UINT32_MAX, &service->fwmark))
		return false;
	if (!service->fwmark)
		return refuse(rule, "a firewall mark is a number above 0");
	if (!service->address.family)
		service->address.family = AF_INET;
	rule->has_service = true;
	return true;
}

static bool parse_netmask(struct rule *rule, const char *text)
{
	struct address mask;

	rule->has_netmask = true;
	if (isdigit((unsigned char)*text) && !strchr(text, '.'))
		return parse_number(rule, text, 128, &rule->service.service.netmask);
	if (address_parse(text, &mask) || mask.family != AF_INET)
		return refuse(rule, "\"%s\" is no netmask", text);
	memcpy(&rule->service.service.netmask, mask.bytes, 4);
	return true;
}

static bool parse_text(struct rule *rule, const char *text, char *at, size_t size)
{
	if (!*text || strlen(text) >= size)
		return refuse(rule, "\"%s\" has not 1 to %zu characters", text, size - 1);
	memset(at, 0, size);
	memcpy(at, text, strlen(text));
	return true;
}

static bool parse_flags(struct rule *rule, char *text)
{
	uint32_t flag;
	char *rest;

	for (char *word = strtok_r(text, ",", &rest); word; word = strtok_r(NULL, ",", &rest)) {
		if (!name_find(scheduler_flags, word, &flag))
			return refuse(rule, "there is no scheduler flag \"%s\"", word);
		rule->service.service.flags |= flag;
	}
	return true;
}

static bool parse_real_server(struct rule *rule, const char *text)
{
	const char *wrong;
	int32_t port;

	wrong = address_parse_with_port(text, NULL, &rule->dest.dest.address, &port);
	if (wrong)
		return refuse(rule, "\"%s\": %s", text, wrong);
	rule->dest.dest.set = port >= 0;
	rule->dest.dest.port = port < 0 ? 0 : (uint16_t)port;
	rule->has_dest = true;
	return true;
}

static bool parse_tunnel_type(struct rule *rule, const char *text)
{
	uint32_t type;

	if (!name_find(tunnel_types, text, &type))
		return refuse(rule, "there is no tunnel type \"%s\"", text);
	rule->dest.dest.tunnel_type = (uint8_t)type;
	return true;
}

static bool parse_dest_number(struct rule *rule, enum option_kind kind, const char *text)
{
	struct lvsdr_dest *dest = &rule->dest.dest;
	uint32_t value;

	if (!parse_number(rule, text,
			  kind == TUNNEL_PORT ? UINT16_MAX
			  : kind == WEIGHT    ? INT32_MAX
					      : UINT32_MAX,
			  &value))
		return false;
	if (kind == WEIGHT)
		dest->weight = (int32_t)value;
	else if (kind == UPPER_THRESHOLD)
		dest->upper_threshold = value;
	else if (kind == LOWER_THRESHOLD)
		dest->lower_threshold = value;
	else
		dest->tunnel_port = (uint16_t)value;
	return true;
}

static bool parse_persistence(struct rule *rule, const char *text)
{
	struct lvsdr_service *service = &rule->service.service;

	service->flags |= IP_VS_SVC_F_PERSISTENT;
	service->timeout = PERSISTENCE_DEFAULT;
	return !text || parse_number(rule, text, UINT32_MAX, &service->timeout);
}

static bool take_switch(struct rule *rule, enum option_kind kind)
{
	struct lvsdr_dest *dest = &rule->dest.dest;

	switch (kind) {
	case ADD_SERVICE:
	case ADD_DEST:
		if (rule->command != UNKNOWN)
			return refuse(rule, "it has two commands");
		rule->command = kind;
		break;
	case IPV6:
		rule->service.service.address.family = AF_INET6;
		break;
	case ONE_PACKET:
		rule->service.service.flags |= IP_VS_SVC_F_ONEPACKET;
		break;
	case GATEWAYING:
		dest->forwarding = LVSDR_FORWARD_DIRECT;
		break;
	case TUNNELING:
		dest->forwarding = LVSDR_FORWARD_TUNNEL;
		break;
	case MASQUERADING:
		dest->forwarding = LVSDR_FORWARD_MASQUERADE;
		break;
	case TUNNEL_NOCSUM:
		dest->tunnel_flags = IP_VS_TUNNEL_ENCAP_FLAG_NOCSUM;
		break;
	case TUNNEL_CSUM:
		dest->tunnel_flags = IP_VS_TUNNEL_ENCAP_FLAG_CSUM;
		break;
	default:
		dest->tunnel_flags = IP_VS_TUNNEL_ENCAP_FLAG_REMCSUM;
	}
	return true;
}

static bool take_value(struct rule *rule, enum option_kind kind, char *value)
{
	struct lvsdr_service *service = &rule->service.service;

	switch (kind) {
	case SERVICE_TCP:
		return parse_service(rule, IPPROTO_TCP, "tcp", value);
	case SERVICE_UDP:
		return parse_service(rule, IPPROTO_UDP, "udp", value);
	case SERVICE_SCTP:
		return parse_service(rule, IPPROTO_SCTP, "sctp", value);
	case SERVICE_FWMARK:
		return parse_fwmark(rule, value);
	case SCHEDULER:
		return parse_text(rule, value, service->scheduler, sizeof(service->scheduler));
	case ENGINE:
		return parse_text(rule, value, service->persistence_engine,
				  sizeof(service->persistence_engine));
	case NETMASK:
		return parse_netmask(rule, value);
	case SCHEDULER_FLAGS:
		return parse_flags(rule, value);
	case REAL_SERVER:
		return parse_real_server(rule, value);
	case TUNNEL_TYPE:
		return parse_tunnel_type(rule, value);
	default:
		return parse_dest_number(rule, kind, value);
	}
}

static bool take_word(struct rule *rule, char *word)
{
	const char *value = NULL;
	enum option_kind kind =
		is_option(word) || !strcmp(word, "-6") ? find_option(word, &value) : UNKNOWN;
	const char *rest;

	if (kind == UNKNOWN)
		return refuse(rule,
			      "\"%s\" does not describe a state: -A and -a with their "
			      "options do",
			      word);
	rest = rule->rest + strspn(rule->rest, " \t");
	if (kind == PERSISTENT)
		return parse_persistence(rule, value			       ? value
					       : isdigit((unsigned char)*rest) ? next_word(rule)
									       : NULL);
	if (options[kind].value == NO_VALUE)
		return value ? refuse(rule, "\"%s\" takes no value", word)
			     : take_switch(rule, kind);
	if (!value)
		value = next_word(rule);
	return value ? take_value(rule, kind, (char *)value)
		     : refuse(rule, "after \"%s\" a value is missing", word);
}

static bool parse_rule(struct rule *rule)
{
	char *word;

	service_class.set_defaults(&rule->service);
	dest_class.set_defaults(&rule->dest);
	while ((word = next_word(rule)))
		if (!take_word(rule, word))
			return false;
	if (rule->command == UNKNOWN)
		return refuse(rule, "it has no command: -A adds a service, -a a destination");
	if (!rule->has_service)
		return refuse(rule, "it names no service: -t, -u, --sctp-service or -f");
	if (rule->command == ADD_DEST && !rule->has_dest)
		return refuse(rule, "it names no real server: -r");
	if (!rule->has_netmask)
		rule->service.service.netmask =
			rule->service.service.address.family == AF_INET6 ? 128 : 0xffffffff;
	return true;
}

static int keep_rule(struct lvsdr_state *state, struct rule *rule)
{
	struct state_service *service;
	int error;

	rule->service.service.set = ~0u;
	if (rule->command == ADD_SERVICE) {
		error = state_append_service(state, &rule->service.service);
	} else {
		service = state_find_service(state, &rule->service.service);
		if (!service) {
			refuse(rule, "no earlier line adds its service");
			return -ESRCH;
		}
		if (!rule->dest.dest.set)
			rule->dest.dest.port = rule->service.service.port;
		rule->dest.dest.set = ~0u;
		error = state_append_dest(service, &rule->dest.dest);
	}
	if (error == -EEXIST)
		refuse(rule, "an earlier line adds it already");
	return error;
}

static int parse_line(struct lvsdr_state *state, char *line, size_t number)
{
	struct rule rule = {.rest = line + strspn(line, " \t"), .command = UNKNOWN};
	int error = 0;

	if (!*rule.rest || *rule.rest == '#')
		return 0;
	if (!strncmp(rule.rest, "ipvsadm ", 8))
		rule.rest += 8;
	if (!parse_rule(&rule) || (error = keep_rule(state, &rule)))
		return error_set(state->host, error == -ENOMEM ? error : -EBADMSG, "read",
				 "the rules", "line %zu: %s", number,
				 error == -ENOMEM ? "out of memory" : rule.reason);
	return 0;
}

static int parse_lines(struct lvsdr_state *state, char *text)
{
	size_t number = 1;
	int error = 0;

	for (char *line = text, *next; line && !error; line = next, number++) {
		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		line[strcspn(line, "\r")] = '\0';
		error = parse_line(state, line, number);
	}
	return error;
}

int lvsdr_state_from_rules(struct lvsdr *host, const char *text, size_t size,
			   struct lvsdr_state **ret_state)
{
	struct lvsdr_state *state;
	char *copy;
	int error;

	if (!host)
		return -EINVAL;
	if (!text || !ret_state)
		return error_set(host, -EINVAL, "read", "the rules", "an argument is NULL");
	if (memchr(text, '\0', size))
		return error_set(host, -EBADMSG, "read", "the rules", "they are no text");
	state = state_make(host, LVSDR_STATE_SERVICES);
	copy = strndup(text, size);
	error = state && copy ? parse_lines(state, copy)
			      : error_set(host, -ENOMEM, "read", "the rules", "out of memory");
	free(copy);
	if (error)
		lvsdr_state_free(state);
	else
		*ret_state = state;
	return error;
}
