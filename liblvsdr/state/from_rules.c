// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * A state from rules as `ipvsadm --restore` reads them: docs/rules.md has what is taken, and every
 * difference from ipvsadm. Options are looked at in their order, as ipvsadm does: what one means
 * may depend on those before it.
 */
#include "core/handle.h"
#include "state/format.h"
#include "state/rules.h"
#include "state/state.h"

#include <ctype.h>
#include <errno.h>
#include <linux/ip_vs.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PERSISTENCE_DEFAULT = 360 }; /* seconds; what ipvsadm takes for a bare -p */

#define BIT(option) (1ull << (option))

enum {
	SERVICES = BIT(SERVICE_FWMARK + 1) - BIT(SERVICE_TCP),
	FORWARDINGS = BIT(MASQUERADING + 1) - BIT(GATEWAYING),
	CHECKSUMS = BIT(TUNNEL_REMCSUM + 1) - BIT(TUNNEL_NOCSUM),
	TUNNEL_OPTIONS = BIT(TUNNEL_REMCSUM + 1) - BIT(TUNNEL_TYPE),
};

/* One line of rules, its service or destination under construction. */
struct rule {
	struct rule_line line;
	unsigned int command;
	uint64_t seen; /* a bit for each option */
	union object service, dest, daemon, timeouts;
	unsigned int timeout_count;
	bool has_port; /* the real server */
	char *scheduler_flags;
	struct field_problem problem;
};

static union object *rule_object(struct rule *rule, const struct object_class *class)
{
	if (class == &service_class)
		return &rule->service;
	return class == &dest_class ? &rule->dest : &rule->daemon;
}

static bool keep_reason(struct rule *rule, const char *field, const char *format, va_list arguments)
{
	struct field_problem *problem = &rule->problem;

	problem->code = -EBADMSG;
	snprintf(problem->field, sizeof(problem->field), "%s", field);
	vsnprintf(problem->reason, sizeof(problem->reason), format, arguments);
	return false;
}

__attribute__((format(printf, 2, 3))) static bool refuse(struct rule *rule, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	keep_reason(rule, "", format, arguments);
	va_end(arguments);
	return false;
}

/* What one field cannot have. */
__attribute__((format(printf, 4, 5))) static bool refuse_field(struct rule *rule,
							       const struct object_class *class,
							       unsigned int field,
							       const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	keep_reason(rule, class->fields.field[field].name, format, arguments);
	va_end(arguments);
	return false;
}

static bool set_text(struct rule *rule, const struct object_class *class, union object *object,
		     unsigned int field, const char *text)
{
	return field_set_text(&class->fields, field, object, text, false, &rule->problem);
}

static bool set_number(struct rule *rule, const struct object_class *class, union object *object,
		       unsigned int field, const char *text)
{
	long long value;
	char *end;

	errno = 0;
	value = strtoll(text, &end, 10);
	if (!isdigit((unsigned char)text[*text == '-']) || *end || errno)
		return refuse_field(rule, class, field, "\"%s\" is not a number", text);
	return field_set_number(&class->fields, field, object, value, false, &rule->problem);
}

/* Where ipvsadm takes less than what a setter does. */
static bool parse_number(struct rule *rule, const struct object_class *class, unsigned int field,
			 const char *text, uint32_t lowest, uint32_t highest, uint32_t *ret_value)
{
	unsigned long value;
	char *end;

	errno = 0;
	value = strtoul(text, &end, 10);
	if (!isdigit((unsigned char)*text) || *end || errno || value < lowest || value > highest)
		return refuse_field(rule, class, field, "\"%s\" is not a number from %u to %u",
				    text, lowest, highest);
	*ret_value = (uint32_t)value;
	return true;
}

static bool parse_address(struct rule *rule, const char *text, const char *protocol,
			  struct address *ret_address, int32_t *ret_port)
{
	const char *part;
	const char *wrong = address_parse_with_port(text, protocol, ret_address, ret_port, &part);

	if (wrong && strchr(text, '$'))
		wrong = "shell variables are not expanded in a rule";
	return !wrong ||
	       field_refuse(&rule->problem, address_code(wrong), part, "\"%s\": %s", text, wrong);
}

/* ---- Options of a service. */

static bool become_ipv6(struct rule *rule)
{
	struct lvsdr_service *service = &rule->service.service;

	if (rule->seen & BIT(NETMASK))
		return refuse(rule, "for IPv6, -M must follow the service, and -6");
	service->address.family = AF_INET6;
	service->netmask = 128;
	return true;
}

static uint8_t protocol_of(unsigned int kind)
{
	if (kind == SERVICE_TCP)
		return IPPROTO_TCP;
	return kind == SERVICE_UDP ? IPPROTO_UDP : IPPROTO_SCTP;
}

static bool parse_service(struct rule *rule, unsigned int kind, const char *text)
{
	struct lvsdr_service *service = &rule->service.service;
	int32_t port;

	service->protocol = protocol_of(kind);
	if (!parse_address(rule, text, name_of(service_protocols, service->protocol),
			   &service->address, &port))
		return false;
	service->port = port < 0 ? 0 : (uint16_t)port;
	return service->address.family == AF_INET6 ? become_ipv6(rule) : true;
}

static bool parse_fwmark(struct rule *rule, const char *text)
{
	rule->service.service.address.family = AF_INET;
	return set_number(rule, &service_class, &rule->service, SERVICE_MARK, text);
}

static bool take_ipv6(struct rule *rule)
{
	return rule->service.service.fwmark
		       ? become_ipv6(rule)
		       : refuse(rule, "-6 belongs to a firewall mark, and must follow -f");
}

static bool parse_persistence(struct rule *rule, const char *text)
{
	struct lvsdr_service *service = &rule->service.service;

	service->persistence = PERSISTENCE_DEFAULT;
	return !text || parse_number(rule, &service_class, SERVICE_PERSISTENCE, text, 1,
				     IPVSADM_LONGEST_TIMEOUT, &service->persistence);
}

static bool parse_netmask(struct rule *rule, const char *text)
{
	if (strchr(text, '.'))
		return set_text(rule, &service_class, &rule->service, SERVICE_NETMASK, text);
	if (rule->service.service.address.family == AF_INET6)
		return set_number(rule, &service_class, &rule->service, SERVICE_NETMASK, text);
	return field_refuse(&rule->problem, -EBADMSG,
			    field_text_name(&service_class.fields.field[SERVICE_NETMASK]),
			    "\"%s\" is not a netmask such as 255.255.255.0; prefix lengths are for "
			    "IPv6, and must follow the service",
			    text);
}

/* Those of one scheduler begin with its name: sh-port. */
static bool parse_flag(struct rule *rule, const char *text)
{
	struct lvsdr_service *service = &rule->service.service;
	int length = (int)strcspn(text, "-");
	uint32_t flag;

	if (!name_find(service_scheduler_flags, text, &flag))
		return refuse_field(rule, &service_class, SERVICE_SCHEDULER_FLAGS,
				    "there is no scheduler flag \"%s\"", text);
	if (strncmp(text, "flag-", strlen("flag-")) != 0 &&
	    (strncmp(text, service->scheduler, (size_t)length) != 0 || service->scheduler[length]))
		return refuse_field(rule, &service_class, SERVICE_SCHEDULER_FLAGS,
				    "\"%s\" is a flag of the scheduler %.*s, not of %s", text,
				    length, text, service->scheduler);
	service->flags |= flag;
	return true;
}

/* Known only at the end of the line: flags may be given before their scheduler. */
static bool finish_service(struct rule *rule)
{
	char *rest;

	if (!rule->scheduler_flags)
		return true;
	for (char *word = strtok_r(rule->scheduler_flags, ",", &rest); word;
	     word = strtok_r(NULL, ",", &rest))
		if (!parse_flag(rule, word))
			return false;
	return true;
}

/* ---- Options of a destination. */

/* For the names of ports; ipvsadm knows none before the service. */
static const char *port_protocol(const struct rule *rule)
{
	const struct lvsdr_service *service = &rule->service.service;

	if (!(rule->seen & SERVICES))
		return "";
	return service->fwmark ? "tcp" : name_of(service_protocols, service->protocol);
}

static bool parse_real_server(struct rule *rule, const char *text)
{
	struct lvsdr_dest *dest = &rule->dest.dest;
	int32_t port;

	if (!parse_address(rule, text, port_protocol(rule), &dest->address, &port))
		return false;
	rule->has_port = port >= 0;
	dest->port = rule->has_port ? (uint16_t)port : rule->service.service.port;
	return true;
}

static bool check_tunnel(struct rule *rule)
{
	const struct lvsdr_dest *dest = &rule->dest.dest;

	if (!(rule->seen & TUNNEL_OPTIONS))
		return true;
	if (dest->forwarding != LVSDR_FORWARD_TUNNEL)
		return refuse(rule, "tunnel options require -i");
	if (dest->tunnel_type == IP_VS_CONN_F_TUNNEL_TYPE_IPIP && rule->seen & CHECKSUMS)
		return refuse_field(rule, &dest_class, DEST_TUNNEL_FLAGS,
				    "a tunnel of the type ipip has no checksum");
	if (dest->tunnel_type == IP_VS_CONN_F_TUNNEL_TYPE_GRE && rule->seen & BIT(TUNNEL_REMCSUM))
		return refuse_field(rule, &dest_class, DEST_TUNNEL_FLAGS,
				    "a tunnel of the type gre has no remote checksum");
	return true;
}

static bool finish_dest(struct rule *rule)
{
	struct lvsdr_dest *dest = &rule->dest.dest;

	if (!(rule->seen & BIT(REAL_SERVER)))
		return refuse(rule, "it has no real server (-r)");
	if (!rule->has_port && dest->forwarding != LVSDR_FORWARD_MASQUERADE)
		dest->port = rule->service.service.port;
	return check_tunnel(rule) && object_agrees(&dest_class, &rule->dest, false, &rule->problem);
}

/* ---- What is neither. */

/* One of "--set TCP TCP-FIN UDP"; 0 leaves the kernel's alone. */
static bool parse_timeout(struct rule *rule, const char *text)
{
	struct lvsdr_timeouts *timeouts = &rule->timeouts.timeouts;
	uint32_t *values[] = {&timeouts->tcp, &timeouts->tcp_fin, &timeouts->udp}, value;

	if (rule->timeout_count == 3)
		return refuse(rule, "--set has more than three numbers");
	if (!parse_number(rule, &timeouts_class, rule->timeout_count, text, 0,
			  IPVSADM_LONGEST_TIMEOUT, &value))
		return false;
	if (value) {
		*values[rule->timeout_count] = value;
		timeouts->set |= 1u << rule->timeout_count;
	}
	rule->timeout_count++;
	return true;
}

/* ---- A line. */

/* Words of what `ipvsadm --list` shows. */
static bool is_listing(const char *word)
{
	static const char *const words[] = {"IP",  "Prot", "->",  "TCP",
					    "UDP", "SCTP", "FWM", "Timeout"};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (!strcmp(word, words[i]))
			return true;
	return false;
}

static bool refuse_word(struct rule *rule, const char *text)
{
	if (rule->command == NO_OPTION && is_listing(text))
		return refuse(rule,
			      "this is a listing of `ipvsadm -L`; `ipvsadm -Sn` writes rules");
	if (!strcmp(text, "\\"))
		return refuse(rule, "a rule is one line; \"\\\" does not continue it");
	if (*text == '#')
		return refuse(rule, "a comment must be on a line of its own");
	return refuse(rule, "\"%s\" is not an option; a rule begins with a command: -A, -a", text);
}

static bool begin_command(struct rule *rule, const struct rule_word *word)
{
	if (!rule_is_command(word->option))
		return refuse(
			rule,
			"\"%s\" does not begin a rule; -A, -a, -C, --set and --start-daemon do",
			word->text);
	rule->command = word->option;
	return word->option != START_DAEMON ||
	       set_text(rule, &sync_daemon_class, &rule->daemon, SYNC_DAEMON_ROLE, word->value);
}

static bool check_repeated(struct rule *rule, const struct rule_word *word)
{
	uint64_t bit = BIT(word->option);

	if (bit & SERVICES && rule->seen & SERVICES)
		return refuse(rule, "it has two services");
	if (bit & FORWARDINGS && rule->seen & FORWARDINGS)
		return refuse(rule, "it has two forwarding methods");
	if (bit & CHECKSUMS && rule->seen & CHECKSUMS)
		return refuse(rule, "it has two kinds of checksum");
	if (bit & rule->seen & ~BIT(IPV6))
		return refuse(rule, "it has \"%s\" twice", word->text);
	return true;
}

static bool check_option(struct rule *rule, const struct rule_word *word)
{
	if (word->value && !rule_may_have_value(word->option))
		return refuse(rule, "\"%s\" takes no value", word->text);
	if (!word->value && rule_takes_value(word->option))
		return refuse(rule, "\"%s\" requires a value", word->text);
	if (rule->command == NO_OPTION)
		return true;
	if (rule_is_command(word->option))
		return refuse(rule, "it has two commands; each must be on a line of its own");
	if (!rule_goes_with(word->option, rule->command))
		return refuse(rule, "\"%s\" does not belong to this command", word->text);
	return check_repeated(rule, word);
}

static bool take_switch(struct rule *rule, unsigned int kind)
{
	struct lvsdr_dest *dest = &rule->dest.dest;

	switch (kind) {
	case IPV6:
		return take_ipv6(rule);
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

/* The value is that of a field. */
static bool take_plain(struct rule *rule, const struct ipvsadm_option *option, const char *text)
{
	const struct field *field = &option->class->fields.field[option->field];
	union object *object = rule_object(rule, option->class);
	uint32_t value;

	if (option->highest && !parse_number(rule, option->class, option->field, text,
					     option->lowest, option->highest, &value))
		return false;
	return field->names || field->type == FIELD_TEXT || field->type == FIELD_ADDRESS
		       ? set_text(rule, option->class, object, option->field, text)
		       : set_number(rule, option->class, object, option->field, text);
}

static bool take_value(struct rule *rule, unsigned int kind, char *value)
{
	switch (kind) {
	case SERVICE_TCP:
	case SERVICE_UDP:
	case SERVICE_SCTP:
		return parse_service(rule, kind, value);
	case SERVICE_FWMARK:
		return parse_fwmark(rule, value);
	case PERSISTENT:
		return parse_persistence(rule, value);
	case NETMASK:
		return parse_netmask(rule, value);
	case SCHEDULER_FLAGS:
		rule->scheduler_flags = value;
		return true;
	case REAL_SERVER:
		return parse_real_server(rule, value);
	default:
		return take_plain(rule, &ipvsadm_options[kind], value);
	}
}

static bool take_word(struct rule *rule, const struct rule_word *word)
{
	bool taken;

	if (word->option == NO_OPTION)
		return rule->command == SET_TIMEOUTS ? parse_timeout(rule, word->value)
						     : refuse_word(rule, word->text);
	if (word->option == UNKNOWN)
		return rule->command == NO_OPTION
			       ? begin_command(rule, word)
			       : refuse(rule, "\"%s\" is not an option of a rule", word->text);
	if (!check_option(rule, word))
		return false;
	if (rule->command == NO_OPTION)
		return begin_command(rule, word);
	taken = rule_may_have_value(word->option) ? take_value(rule, word->option, word->value)
						  : take_switch(rule, word->option);
	rule->seen |= BIT(word->option);
	return taken;
}

static bool finish_rule(struct rule *rule)
{
	if (rule->command == SET_TIMEOUTS)
		return rule->timeout_count == 3 ||
		       refuse(rule, "--set requires three numbers of seconds");
	if (rule->command != ADD_SERVICE && rule->command != ADD_DEST)
		return true;
	if (!(rule->seen & SERVICES))
		return refuse(rule, "it has no service (-t, -u, --sctp-service or -f)");
	return rule->command == ADD_SERVICE ? finish_service(rule) : finish_dest(rule);
}

static bool parse_rule(struct rule *rule)
{
	struct rule_word word;

	service_class.set_defaults(&rule->service);
	dest_class.set_defaults(&rule->dest);
	sync_daemon_class.set_defaults(&rule->daemon);
	timeouts_class.set_defaults(&rule->timeouts);
	memcpy(rule->daemon.sync_daemon.device, "eth0", sizeof("eth0")); /* as ipvsadm has it */
	while (rule_next(&rule->line, &word))
		if (!take_word(rule, &word))
			return false;
	return finish_rule(rule);
}

/* ---- What a line becomes in the state. */

static int keep_dest(struct lvsdr_state *state, struct rule *rule)
{
	struct state_service *service = state_find_service(state, &rule->service.service);

	if (!service) {
		refuse(rule, "no earlier line adds its service");
		return -ESRCH;
	}
	object_set_all(&dest_class, &rule->dest);
	return state_append_dest(service, &rule->dest.dest);
}

static int keep_timeouts(struct lvsdr_state *state, struct rule *rule)
{
	union object *earlier = state_find(state, &timeouts_class, &rule->timeouts);
	uint32_t set = rule->timeouts.timeouts.set;

	if (!earlier)
		return state_append(state, &timeouts_class, &rule->timeouts);
	set |= earlier->timeouts.set;
	fields_merge(&timeouts_class.fields, &rule->timeouts, earlier);
	rule->timeouts.timeouts.set = set;
	rule->timeouts.host = state->host;
	object_copy(&timeouts_class, earlier, &rule->timeouts);
	return 0;
}

static int keep_rule(struct lvsdr_state *state, struct rule *rule)
{
	switch (rule->command) {
	case ADD_SERVICE:
		state->parts |= LVSDR_STATE_SERVICES;
		object_set_all(&service_class, &rule->service);
		return state_append_service(state, &rule->service.service);
	case ADD_DEST:
		return keep_dest(state, rule);
	case CLEAR:
		state->parts |= LVSDR_STATE_SERVICES;
		state_forget_services(state);
		return 0;
	case START_DAEMON:
		state->parts |= LVSDR_STATE_SYNC_DAEMONS;
		object_set_all(&sync_daemon_class, &rule->daemon);
		return state_append(state, &sync_daemon_class, &rule->daemon);
	case SET_TIMEOUTS:
		state->parts |= LVSDR_STATE_TIMEOUTS;
		return keep_timeouts(state, rule);
	default:
		return 0; /* a line without a word, but for "ipvsadm" */
	}
}

static int parse_line(struct lvsdr_state *state, char *line, size_t number)
{
	struct rule rule = {.line.rest = line, .command = NO_OPTION};
	int error = 0;

	if (line[strspn(line, " \t\r")] == '#')
		return 0;
	if (parse_rule(&rule))
		error = keep_rule(state, &rule);
	else
		error = rule.problem.code;
	if (error == -EEXIST)
		refuse(&rule, "an earlier line already adds it");
	if (!error)
		return 0;
	error_set(state->host, error == -ENOMEM ? error : rule.problem.code, OPERATION_READ,
		  "the rules", "line %zu: %s", number,
		  error == -ENOMEM ? "out of memory" : rule.problem.reason);
	return error_set_field(state->host, rule.problem.field);
}

static int parse_lines(struct lvsdr_state *state, char *text)
{
	size_t number = 1;
	int error = 0;

	for (char *line = text, *next; line && !error; line = next, number++) {
		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		error = parse_line(state, line, number);
	}
	if (error || state->parts)
		return error;
	return error_set(state->host, -EBADMSG, OPERATION_READ, "the rules",
			 "there is no rule; a line \"-C\" means that there must be no services");
}

static int read_rules(struct lvsdr_state *state, const char *text, size_t size)
{
	const char *wrong = text_refuse(text, size);
	char *copy;
	int error;

	if (!wrong && memchr(text, '\0', size))
		wrong = "it is not a text";
	if (wrong)
		return error_set(state->host, -EBADMSG, OPERATION_READ, "the rules", "%s", wrong);
	copy = strndup(text, size);
	error = copy ? parse_lines(state, copy)
		     : error_set(state->host, -ENOMEM, OPERATION_READ, "the rules",
				 "out of memory");
	free(copy);
	return error;
}

const struct state_format state_format_rules = {
	.name = "rules", .read = read_rules, .write = rules_write};
