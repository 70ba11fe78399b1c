// SPDX-License-Identifier: LGPL-2.1-or-later
/* A state as the rules of `ipvsadm --restore`: ipvsadm(8). */
#include "codec/classic/classic.h"
#include "codec/classic/ipvsadm.h"
#include "core/handle.h"
#include "state/rules.h"
#include "state/state.h"

#include <errno.h>
#include <linux/ip_vs.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct writer {
	FILE *file;       /* into the state's text */
	bool failed;      /* a rule did not find its place */
	struct text lost; /* the first thing that rules do not support */
	size_t lost_count;
};

__attribute__((format(printf, 2, 3))) static void lose(struct writer *writer, const char *format,
						       ...)
{
	char what[200];
	va_list arguments;

	if (writer->lost_count++)
		return;
	va_start(arguments, format);
	vsnprintf(what, sizeof(what), format, arguments);
	va_end(arguments);
	text_add(&writer->lost, "%s", what);
}

/* A line of rules has no quotes, and its own name is left out of it. */
static bool is_rule_word(const char *name)
{
	return text_is_word(name) && strcmp(name, "ipvsadm") != 0;
}

/*
 * Whether what is set can be written in a line, as far as the table of options knows: false where the
 * object would become another one. A field without an option is left out.
 */
static bool fields_fit(struct writer *writer, const struct object_class *class,
		       const union object *object, const char *name)
{
	union object defaults;

	object_copy(class, &defaults, object);
	class->set_defaults(&defaults);
	for (unsigned int i = 0; i < class->fields.count; i++) {
		const struct field *field = &class->fields.field[i];
		const struct ipvsadm_option *option = ipvsadm_option_about(class, i);
		bool shown = !field_has_default(&class->fields, i, object, &defaults);

		if (field->identity)
			continue;
		if (!option && shown)
			lose(writer, "%s: its %s", name, field->name);
		if (!option || field->type != FIELD_TEXT || (option->written && !shown) ||
		    is_rule_word((const char *)object + field->offset))
			continue;
		lose(writer, "%s: the name of its %s", name, field->name);
		return false;
	}
	return true;
}

/* Whether ipvsadm has words for all of it. */
static bool service_fits(struct writer *writer, const struct lvsdr_service *service)
{
	bool whole = netmask_to_prefix(service->address.family, service->netmask) ==
		     address_bits(&service->address);
	struct text name = {0};

	service_describe(service, &name);
	if (!service->fwmark && service->protocol != IPPROTO_TCP &&
	    service->protocol != IPPROTO_UDP && service->protocol != IPPROTO_SCTP) {
		lose(writer, "%s: the protocol", name.data);
		return false;
	}
	if (!service->persistence && !whole)
		lose(writer, "%s: a netmask without persistence", name.data);
	if (service->persistence > IPVSADM_LONGEST_TIMEOUT)
		lose(writer, "%s: a persistence of %u seconds, which is not 1 to %u", name.data,
		     service->persistence, IPVSADM_LONGEST_TIMEOUT);
	if (service->flags & IP_VS_SVC_F_ONEPACKET && !service->fwmark &&
	    service->protocol != IPPROTO_UDP)
		lose(writer, "%s: one-packet scheduling of what is not UDP", name.data);
	return fields_fit(writer, &service_class, (const union object *)service, name.data);
}

/* ipvsadm takes one kind of checksum, a port with GUE only, and neither with IP in IP. */
static bool tunnel_fits(const struct lvsdr_dest *dest)
{
	static const uint16_t checksum = IP_VS_TUNNEL_ENCAP_FLAG_CSUM,
			      remote = IP_VS_TUNNEL_ENCAP_FLAG_REMCSUM;

	if (dest->forwarding != LVSDR_FORWARD_TUNNEL ||
	    dest->tunnel_type == IP_VS_CONN_F_TUNNEL_TYPE_IPIP)
		return !dest->tunnel_type && !dest->tunnel_port && !dest->tunnel_flags;
	if (dest->tunnel_type == IP_VS_CONN_F_TUNNEL_TYPE_GUE)
		return dest->tunnel_flags <= remote;
	return dest->tunnel_type == IP_VS_CONN_F_TUNNEL_TYPE_GRE && !dest->tunnel_port &&
	       dest->tunnel_flags <= checksum;
}

static bool dest_fits(struct writer *writer, const struct lvsdr_dest *dest)
{
	const struct lvsdr_service *service = dest->service;
	struct text name = {0};

	dest_class.describe((const union object *)dest, &name);
	if (dest->forwarding == LVSDR_FORWARD_LOCAL || dest->forwarding > LVSDR_FORWARD_DIRECT)
		lose(writer, "%s: the forwarding method", name.data);
	if (!tunnel_fits(dest))
		lose(writer, "%s: attributes of its tunnel", name.data);
	if (dest->upper_threshold > INT32_MAX || dest->lower_threshold > INT32_MAX)
		lose(writer, "%s: thresholds above 2147483647", name.data);
	if (!service->fwmark && dest->forwarding != LVSDR_FORWARD_MASQUERADE &&
	    dest->port != service->port)
		lose(writer, "%s: another port than the service's", name.data);
	return fields_fit(writer, &dest_class, (const union object *)dest, name.data);
}

/* The classic command without its program is a rule. */
static void write_rule(struct writer *writer, const struct object_class *class,
		       const union object *object)
{
	struct text command = {0};

	classic_command(class, NULL, object, &command);
	writer->failed |= fprintf(writer->file, "%s\n", command.data + strlen("ipvsadm ")) < 0;
}

static void write_service(struct writer *writer, const struct state_service *service)
{
	union object dest;

	if (!service_fits(writer, &service->service))
		return;
	write_rule(writer, &service_class, (const union object *)&service->service);
	for (size_t i = 0; i < service->count; i++) {
		dest.dest = service->dests[i];
		dest.dest.service = &service->service;
		if (dest_fits(writer, &dest.dest))
			write_rule(writer, &dest_class, &dest);
	}
}

/* What is not set leaves the kernel's alone. */
static void drop_long_timeouts(struct writer *writer, struct lvsdr_timeouts *timeouts)
{
	const uint32_t seconds[] = {timeouts->tcp, timeouts->tcp_fin, timeouts->udp};

	for (size_t i = 0; i < sizeof(seconds) / sizeof(*seconds); i++) {
		if (!(timeouts->set & 1u << i) || seconds[i] <= IPVSADM_LONGEST_TIMEOUT)
			continue;
		lose(writer, "the timeout %s of %u seconds, which is more than %u",
		     timeouts_class.fields.field[i].name, seconds[i], IPVSADM_LONGEST_TIMEOUT);
		timeouts->set &= ~(1u << i);
	}
}

static bool daemon_fits(struct writer *writer, const union object *daemon)
{
	struct text name = {0};

	sync_daemon_class.describe(daemon, &name);
	return fields_fit(writer, &sync_daemon_class, daemon, name.data);
}

static void write_list(struct writer *writer, const struct state_list *list)
{
	union object object;

	for (size_t i = 0; i < list->count && list->class->in_rules; i++) {
		object_copy(list->class, &object, state_at(list, i));
		if (list->class == &timeouts_class)
			drop_long_timeouts(writer, &object.timeouts);
		if (list->class != &sync_daemon_class || daemon_fits(writer, &object))
			write_rule(writer, list->class, &object);
	}
}

static int report_lost(struct lvsdr_state *state, struct writer *writer)
{
	if (state->parts & LVSDR_STATE_SERVICES && !state->service_count)
		lose(writer, "that there are no services");
	if (state->scope)
		lose(writer, "a scope");
	if (state->parts & LVSDR_STATE_COUNTERS)
		lose(writer, "counters");
	for (size_t i = 0; i < KIND_LISTS; i++)
		if (state->lists[i].count && !object_classes[i]->in_rules)
			lose(writer, "%s", object_classes[i]->list);
	if (!writer->lost_count)
		return 0;
	if (writer->lost_count > 1)
		text_add(&writer->lost, ", and %zu more", writer->lost_count - 1);
	error_set(state->host, 1, OPERATION_WRITE, "all of the state",
		  "rules of ipvsadm do not support: %s; JSON does", writer->lost.data);
	return 1;
}

int rules_write(struct lvsdr_state *state)
{
	struct writer writer = {.file = NULL};
	size_t size;

	writer.file = open_memstream(&state->text, &size);
	writer.failed = !writer.file;
	for (size_t i = 0; !writer.failed && i < KIND_LISTS; i++)
		write_list(&writer, &state->lists[i]);
	for (size_t i = 0; !writer.failed && i < state->service_count; i++)
		write_service(&writer, &state->services[i]);
	if (writer.file)
		writer.failed |= fclose(writer.file) != 0;
	if (!writer.failed)
		return report_lost(state, &writer);
	/* Without memory for the last bytes closing succeeds nevertheless, and leaves no text. */
	free(state->text);
	state->text = NULL;
	return -ENOMEM;
}
