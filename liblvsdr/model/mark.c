// SPDX-License-Identifier: LGPL-2.1-or-later
#include "core/getter.h"
#include "core/handle.h"
#include "model/object.h"
#include "model/scope.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char *protocol_name(const struct lvsdr_mark *mark)
{
	const char *name = name_of(service_protocols, mark->protocol);

	return name ? name : "";
}

void mark_name(const struct lvsdr_mark *mark, struct text *text)
{
	char address[ADDRESS_TEXT_SIZE], ports[PORTS_TEXT_SIZE];

	address_format(&mark->address, address);
	ports_format(&mark->ports, ports);
	if (*protocol_name(mark))
		text_add(text, "%s ", protocol_name(mark));
	else
		text_add(text, "protocol %u ", mark->protocol);
	if (mark->ports.count)
		text_add(text, mark->address.family == AF_INET6 ? "[%s]:%s" : "%s:%s", address,
			 ports);
	else
		text_add(text, "%s", address);
	if (*mark->device)
		text_add(text, " from %s", mark->device);
}

void mark_comment(const struct lvsdr_mark *mark, char comment[MARK_COMMENT_SIZE])
{
	struct text name = {0};

	mark_name(mark, &name);
	if (name.length >= MARK_COMMENT_SIZE)
		text_cut(&name, MARK_COMMENT_SIZE - 1);
	memcpy(comment, name.data, name.length + 1);
}

void mark_describe(const struct lvsdr_mark *mark, struct text *text)
{
	text_add(text, "packet mark %u on ", mark->fwmark);
	mark_name(mark, text);
}

#define MARK(member, type, ...) FIELD(struct lvsdr_mark, member, type, #member, __VA_ARGS__)

const char *mark_device_wrong(const char *device)
{
	if (strpbrk(device, "*\"'\\"))
		return "nft cannot name a device with a star, quote or backslash";
	return device_wrong(device);
}

static const char *check_device(const char *device)
{
	return *device ? mark_device_wrong(device) : NULL;
}

static const struct field mark_fields[] = {
	[MARK_PROTOCOL] = MARK(protocol, FIELD_U16, .identity = true, .required = true,
			       .open = true, .names = service_protocols),
	[MARK_ADDRESS] = MARK(address, FIELD_ADDRESS, .identity = true, .required = true),
	[MARK_PORTS] = MARK(ports, FIELD_PORTS, .identity = true),
	[MARK_DEVICE] = MARK(device, FIELD_TEXT, .identity = true, .wrong = check_device),
	[MARK_FWMARK] = MARK(fwmark, FIELD_U32, .required = true, FWMARK_RANGE),
};

/* Nothing but the mark itself can be set, and it has no default. */
static void set_defaults(union object *object)
{
	(void)object;
}

static void describe(const union object *object, struct text *text)
{
	mark_describe(&object->mark, text);
}

static bool in_scope(const struct lvsdr_scope *scope, const union object *object)
{
	return scope_holds_address(scope, &object->mark.address) ||
	       scope_holds_fwmark(scope, object->mark.fwmark);
}

const struct object_class mark_class = {
	.name = "packet mark",
	.kind = KIND_MARK,
	.part = LVSDR_STATE_MARKS,
	.list = "marks",
	.fields = {mark_fields, sizeof(mark_fields) / sizeof(*mark_fields),
		   sizeof(struct lvsdr_mark), offsetof(struct lvsdr_mark, set), 0, 0},
	.missing_code = -ENOENT,
	.in_scope = in_scope,
	.set_defaults = set_defaults,
	.describe = describe,
};

static const char *parse(const char *address, struct lvsdr_mark *mark, unsigned int *ret_field)
{
	const char *ports = NULL, *wrong = address_split(address, &mark->address, &ports);

	*ret_field = wrong ? MARK_ADDRESS : MARK_PORTS;
	return wrong || !ports ? wrong : ports_parse(ports, protocol_name(mark), &mark->ports);
}

int lvsdr_mark_new(struct lvsdr *host, const char *protocol, const char *address, uint32_t fwmark,
		   struct lvsdr_mark **ret_mark)
{
	struct lvsdr_mark template = {.set = 0}, *mark;
	unsigned int field;
	const char *wrong;
	int error;

	if (!host)
		return -EINVAL;
	if (!protocol || !address || !ret_mark)
		return error_set(host, -EINVAL, OPERATION_DESCRIBE, "a packet mark",
				 "an argument is NULL");
	error = object_describe_text(&mark_class, host, protocol, &template, MARK_PROTOCOL,
				     protocol);
	if (!error)
		error = object_describe_number(&mark_class, host, address, &template, MARK_FWMARK,
					       fwmark);
	if (error)
		return error;
	wrong = parse(address, &template, &field);
	if (wrong) {
		error_set(host, address_code(wrong), OPERATION_DESCRIBE, address, "%s", wrong);
		return error_set_field(host, mark_fields[field].name);
	}
	mark = malloc(sizeof(*mark));
	if (!mark)
		return error_set(host, -ENOMEM, OPERATION_DESCRIBE, address, "out of memory");
	*mark = template;
	mark->host = handle_ref(host);
	*ret_mark = mark;
	return 0;
}

void lvsdr_mark_free(struct lvsdr_mark *mark)
{
	if (!mark)
		return;
	handle_unref(mark->host);
	free(mark);
}

int lvsdr_mark_set_device(struct lvsdr_mark *mark, const char *device)
{
	return object_set_text(&mark_class, mark, MARK_DEVICE, device);
}

int lvsdr_mark_get_address(const struct lvsdr_mark *mark, char *buffer, size_t size)
{
	return mark ? getter_address(mark->host, "the address", &mark->address, buffer, size)
		    : -EINVAL;
}

const char *lvsdr_mark_get_protocol(const struct lvsdr_mark *mark)
{
	return mark ? protocol_name(mark) : NULL;
}

int lvsdr_mark_get_ports(const struct lvsdr_mark *mark, char *buffer, size_t size)
{
	char text[PORTS_TEXT_SIZE];

	if (!mark)
		return -EINVAL;
	ports_format(&mark->ports, text);
	return getter_text(mark->host, "the ports", text, buffer, size);
}

const char *lvsdr_mark_get_device(const struct lvsdr_mark *mark)
{
	return mark ? mark->device : NULL;
}

uint32_t lvsdr_mark_get_fwmark(const struct lvsdr_mark *mark)
{
	return mark ? mark->fwmark : 0;
}
