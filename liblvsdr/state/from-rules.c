// SPDX-License-Identifier: LGPL-2.1-or-later
/* A state from what `ipvsadm --save` writes: ipvsadm(8). */
#include "handle.h"
#include "state/rules.h"
#include "state/state.h"

#include <ctype.h>
#include <errno.h>
#include <linux/ip_vs.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
	enum rule_option command;
	bool has_service, has_dest, ipv6;
	uint8_t netmask_family; /* of services that take such a one; 0: none is given */
	union object service, dest, daemon, timeouts;
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

static bool name_service(struct rule *rule)
{
	if (rule->has_service)
		return refuse(rule, "it names two services");
	rule->has_service = true;
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
	return name_service(rule);
}

static bool parse_fwmark(struct rule *rule, const char *text)
{
	struct lvsdr_service *service = &rule->service.service;

	if (!parse_number(rule, text, UINT32_MAX, &service->fwmark))
		return false;
	if (!service->fwmark)
		return refuse(rule, "a firewall mark is a number above 0");
	return name_service(rule);
}

static bool parse_netmask(struct rule *rule, const char *text)
{
	struct address mask;

	rule->netmask_family = AF_INET6;
	if (isdigit((unsigned char)*text) && !strchr(text, '.'))
		return parse_number(rule, text, 128, &rule->service.service.netmask);
	if (address_parse(text, &mask) || mask.family != AF_INET)
		return refuse(rule, "\"%s\" is no netmask", text);
	rule->netmask_family = AF_INET;
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

static bool parse_device(struct rule *rule, const char *name)
{
	char *device = rule->daemon.sync_daemon.device;
	const char *wrong = device_wrong(name);

	if (wrong)
		return refuse(rule, "%s", wrong);
	memset(device, 0, DEVICE_NAME_SIZE);
	memcpy(device, name, strlen(name));
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

static bool parse_dest_number(struct rule *rule, enum rule_option kind, const char *text)
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

static bool begin_command(struct rule *rule, enum rule_option kind)
{
	if (rule->command != UNKNOWN)
		return refuse(rule, "it has two commands");
	rule->command = kind;
	return true;
}

static bool parse_daemon(struct rule *rule, const char *role)
{
	if (!name_find(sync_daemon_roles, role, &rule->daemon.sync_daemon.role))
		return refuse(rule, "a sync daemon is \"master\" or \"backup\", not \"%s\"", role);
	return begin_command(rule, START_DAEMON);
}

static bool parse_group(struct rule *rule, const char *text)
{
	struct address *group = &rule->daemon.sync_daemon.group;

	return !address_parse(text, group) && sync_daemon_group_works(group)
		       ? true
		       : refuse(rule, "\"%s\" is no multicast address", text);
}

static bool parse_daemon_number(struct rule *rule, enum rule_option kind, const char *text)
{
	struct lvsdr_sync_daemon *daemon = &rule->daemon.sync_daemon;
	uint32_t value;

	if (!parse_number(rule, text, kind == MCAST_TTL || kind == SYNC_ID ? UINT8_MAX : UINT16_MAX,
			  &value))
		return false;
	if (kind == MCAST_TTL)
		daemon->ttl = (uint8_t)value;
	else if (kind == MCAST_PORT)
		daemon->port = (uint16_t)value;
	else if (kind == SYNC_MAXLEN)
		daemon->max_length = (uint16_t)value;
	else
		daemon->sync_id = value;
	return true;
}

/* "--set TCP TCP-FIN UDP" */
static bool parse_timeouts(struct rule *rule, const char *text)
{
	struct lvsdr_timeouts *timeouts = &rule->timeouts.timeouts;
	uint32_t *values[] = {&timeouts->tcp, &timeouts->tcp_fin, &timeouts->udp};

	for (size_t i = 0; i < 3; i++, text = next_word(rule))
		if (!text || !parse_number(rule, text, TIMEOUTS_LONGEST, values[i]) || !*values[i])
			return refuse(rule,
				      "after \"--set\" three numbers of seconds are expected");
	if (text)
		return refuse(rule, "after \"--set\" there are more than three numbers");
	return begin_command(rule, SET_TIMEOUTS);
}

static bool take_switch(struct rule *rule, enum rule_option kind)
{
	struct lvsdr_dest *dest = &rule->dest.dest;

	switch (kind) {
	case ADD_SERVICE:
	case ADD_DEST:
		return begin_command(rule, kind);
	case IPV6:
		rule->ipv6 = true;
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

static bool take_value(struct rule *rule, enum rule_option kind, char *value)
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
	case START_DAEMON:
		return parse_daemon(rule, value);
	case SET_TIMEOUTS:
		return parse_timeouts(rule, value);
	case MCAST_INTERFACE:
		return parse_device(rule, value);
	case MCAST_GROUP:
		return parse_group(rule, value);
	case MCAST_PORT:
	case MCAST_TTL:
	case SYNC_ID:
	case SYNC_MAXLEN:
		return parse_daemon_number(rule, kind, value);
	default:
		return parse_dest_number(rule, kind, value);
	}
}

static bool take_word(struct rule *rule, char *word)
{
	const char *value = NULL;
	enum rule_option kind =
		is_option(word) || !strcmp(word, "-6") ? rule_find_option(word, &value) : UNKNOWN;
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
	if (!rule_takes_value(kind))
		return value ? refuse(rule, "\"%s\" takes no value", word)
			     : take_switch(rule, kind);
	if (!value)
		value = next_word(rule);
	return value ? take_value(rule, kind, (char *)value)
		     : refuse(rule, "after \"%s\" a value is missing", word);
}

static bool check_service(struct rule *rule)
{
	struct lvsdr_service *service = &rule->service.service;

	if (!rule->has_service)
		return refuse(rule, "it names no service: -t, -u, --sctp-service or -f");
	if (rule->command == ADD_DEST && !rule->has_dest)
		return refuse(rule, "it names no real server: -r");
	if (service->fwmark)
		service->address.family = rule->ipv6 ? AF_INET6 : AF_INET;
	else if (rule->ipv6 && service->address.family != AF_INET6)
		return refuse(rule, "-6 stands with an IPv4 address");
	if (!rule->netmask_family)
		service->netmask = service->address.family == AF_INET6 ? 128 : 0xffffffff;
	else if (rule->netmask_family != service->address.family)
		return refuse(rule, "-M takes a prefix length for IPv6 and a netmask for IPv4");
	return true;
}

static bool parse_rule(struct rule *rule)
{
	char *word;

	service_class.set_defaults(&rule->service);
	dest_class.set_defaults(&rule->dest);
	sync_daemon_class.set_defaults(&rule->daemon);
	while ((word = next_word(rule)))
		if (!take_word(rule, word))
			return false;
	if (rule->command == UNKNOWN)
		return refuse(rule, "it has no command: -A adds a service, -a a destination");
	if (rule->command == START_DAEMON && !*rule->daemon.sync_daemon.device)
		return refuse(rule, "it names no device: --mcast-interface");
	return rule->command == START_DAEMON || rule->command == SET_TIMEOUTS ||
	       check_service(rule);
}

static int keep_dest(struct lvsdr_state *state, struct rule *rule)
{
	struct state_service *service = state_find_service(state, &rule->service.service);

	if (!service) {
		refuse(rule, "no earlier line adds its service");
		return -ESRCH;
	}
	if (!rule->dest.dest.set)
		rule->dest.dest.port = rule->service.service.port;
	object_set_all(&dest_class, &rule->dest);
	return state_append_dest(service, &rule->dest.dest);
}

static int keep_other(struct lvsdr_state *state, const struct object_class *class,
		      union object *object)
{
	state->parts |= class->part;
	object_set_all(class, object);
	return state_append(state, class, object);
}

static int keep_rule(struct lvsdr_state *state, struct rule *rule)
{
	int error;

	object_set_all(&service_class, &rule->service);
	if (rule->command == ADD_SERVICE)
		error = state_append_service(state, &rule->service.service);
	else if (rule->command == ADD_DEST)
		error = keep_dest(state, rule);
	else if (rule->command == START_DAEMON)
		error = keep_other(state, &sync_daemon_class, &rule->daemon);
	else
		error = keep_other(state, &timeouts_class, &rule->timeouts);
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
