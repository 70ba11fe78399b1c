// SPDX-License-Identifier: LGPL-2.1-or-later
#include "calls/change.h"
#include "codec/nft/nft.h"
#include "core/handle.h"
#include "kernel/mark-rules.h"
#include "kernel/network.h"
#include "model/scope.h"

#include <errno.h>
#include <net/if.h>
#include <string.h>

#define MARK(member, type, ...) FIELD(struct lvsdr_mark, member, type, #member, __VA_ARGS__)

static const char *check_device(const char *device)
{
	return *device ? nft_device_wrong(device) : NULL;
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

/* As shells and iptables take them, or as nft does. */
static void add_ports(const struct ports *ports, const char *comma, const char *dash,
		      struct text *text)
{
	for (size_t i = 0; i < ports->count; i++) {
		const struct port_range *range = &ports->range[i];

		text_add(text, "%s%u", i ? comma : "", range->first);
		if (range->last != range->first)
			text_add(text, "%s%u", dash, range->last);
	}
}

static const char *protocol_word(const struct lvsdr_mark *mark, char number[8])
{
	const char *name = name_of(service_protocols, mark->protocol);

	snprintf(number, 8, "%u", mark->protocol);
	return name ? name : number;
}

/* Of the match "multiport", in which a range takes two. */
enum { MULTIPORT_PLACES = 15 };

/* The line of the tutorials, which those who know it recognise; "" where it takes several. */
static void add_iptables(const char *change, const struct lvsdr_mark *mark, struct text *text)
{
	char address[ADDRESS_TEXT_SIZE], number[8];
	size_t places = 0;

	for (size_t i = 0; i < mark->ports.count; i++)
		places += mark->ports.range[i].first < mark->ports.range[i].last ? 2 : 1;
	if (places > MULTIPORT_PLACES)
		return;
	address_format(&mark->address, address);
	text_add(text, "# %s -t mangle -%s -d %s ",
		 mark->address.family == AF_INET6 ? "ip6tables" : "iptables", change, address);
	if (*mark->device) {
		text_add(text, "-i ");
		text_add_word(text, mark->device);
		text_add(text, " ");
	}
	text_add(text, "-p %s ", protocol_word(mark, number));
	if (places)
		text_add(text, mark->ports.count > 1 ? "-m multiport --dports " : "--dport ");
	add_ports(&mark->ports, ",", ":", text);
	text_add(text, "%s-j MARK --set-mark %u\n", places ? " " : "", mark->fwmark);
}

static const char *family_word(const struct lvsdr_mark *mark)
{
	return mark->address.family == AF_INET6 ? "ip6" : "ip";
}

static void add_rule(const struct lvsdr_mark *mark, struct text *text)
{
	char address[ADDRESS_TEXT_SIZE], number[8], comment[MARK_COMMENT_SIZE];
	bool several = mark->ports.count > 1;

	address_format(&mark->address, address);
	if (*mark->device)
		text_add(text, "iifname \"%s\" ", mark->device);
	text_add(text, "%s daddr %s ", family_word(mark), address);
	if (mark->ports.count) {
		text_add(text, "%s dport %s", protocol_word(mark, number), several ? "{ " : "");
		add_ports(&mark->ports, ", ", "-", text);
		text_add(text, several ? " } " : " ");
	} else {
		text_add(text, "meta l4proto %s ", protocol_word(mark, number));
	}
	mark_comment(mark, comment);
	text_add(text, "meta mark set %u comment \"%s\"", mark->fwmark, comment);
}

/* nft names a rule by nothing but its handle. */
static void add_handle(const struct lvsdr_mark *mark, struct text *text)
{
	char comment[MARK_COMMENT_SIZE];
	struct text line = {0};

	mark_comment(mark, comment);
	text_add(&line, "comment \"%s\" #", comment);
	text_add(text, "handle $(nft -a list chain %s " NFT_TABLE " " NFT_CHAIN " | grep -F ",
		 family_word(mark));
	text_add_word(text, line.data);
	text_add(text, " | sed 's/.* //')");
}

static void command(const union object *before, const union object *after, struct text *text)
{
	const struct lvsdr_mark *mark = after ? &after->mark : &before->mark;
	const char *family = family_word(mark);
	struct text rule = {0};

	add_iptables(!before  ? "A PREROUTING"
		     : !after ? "D PREROUTING"
			      : "R PREROUTING NUMBER",
		     mark, text);
	if (!before)
		text_add(text,
			 "nft add table %s " NFT_TABLE "\nnft 'add chain %s " NFT_TABLE
			 " " NFT_CHAIN " { type filter hook prerouting priority mangle; }'\n",
			 family, family);
	text_add(text, "nft %s rule %s " NFT_TABLE " " NFT_CHAIN " ",
		 !before  ? "add"
		 : !after ? "delete"
			  : "replace",
		 family);
	if (before)
		add_handle(mark, text);
	if (after) {
		add_rule(mark, &rule);
		text_add(text, before ? " " : "");
		text_add_word(text, rule.data);
	}
}

/* A device of the kernel's own kind of name need not exist yet. */
static int resolve(struct lvsdr *host, const char *operation, union object *object)
{
	char *device = object->mark.device;
	struct text name = {0};
	int error;

	if (!*device)
		return 0;
	mark_describe(&object->mark, &name);
	error = network_resolve_device(host, operation, name.data, device);
	return error == -ENODEV && strlen(device) < IFNAMSIZ ? 0 : error;
}

static int read_mark(struct lvsdr *host, const char *operation, const union object *identity,
		     union object *ret_found)
{
	const struct nft_rule *found;
	struct mark_rules rules;
	struct text name = {0};
	int error;

	mark_describe(&identity->mark, &name);
	error = mark_rules_read(host, identity->mark.address.family, operation, name.data, &rules);
	if (error)
		return error;
	found = mark_rules_find(&rules, &identity->mark);
	if (found)
		ret_found->mark = found->mark;
	mark_rules_clear(&rules);
	return found != NULL;
}

static int write_mark(struct lvsdr *host, const char *operation, struct step *step,
		      const union object *before, const union object *after)
{
	(void)step;
	return mark_rules_change(host, operation, before ? &before->mark : NULL,
				 after ? &after->mark : NULL);
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
	.command = command,
	.resolve = resolve,
	.read = read_mark,
	.write = write_mark,
};

int lvsdr_mark_add(struct lvsdr *host, const struct lvsdr_mark *mark)
{
	return call_change(host, &mark_class, VERB_ADD, mark);
}

int lvsdr_mark_update(struct lvsdr *host, const struct lvsdr_mark *mark)
{
	return call_change(host, &mark_class, VERB_UPDATE, mark);
}

int lvsdr_mark_remove(struct lvsdr *host, const struct lvsdr_mark *mark)
{
	return call_change(host, &mark_class, VERB_REMOVE, mark);
}

int lvsdr_mark_read(struct lvsdr *host, struct lvsdr_mark *mark)
{
	return call_read(host, &mark_class, mark);
}

int lvsdr_mark_read_foreign(struct lvsdr *host, size_t *ret_count)
{
	static const uint8_t families[] = {AF_INET, AF_INET6};
	struct mark_rules rules;
	size_t count = 0;
	int error;

	if (!host)
		return -EINVAL;
	if (!ret_count)
		return error_set(host, -EINVAL, "read", "foreign rules", "an argument is NULL");
	for (size_t i = 0; i < 2; i++) {
		error = mark_rules_read(host, families[i], "read", "foreign rules", &rules);
		if (error)
			return error;
		for (size_t j = 0; j < rules.count; j++)
			count += rules.rule[j].foreign;
		mark_rules_clear(&rules);
	}
	*ret_count = count;
	return 0;
}

int lvsdr_plan_add_mark(struct lvsdr_plan *plan, const struct lvsdr_mark *mark)
{
	return call_plan(plan, &mark_class, VERB_ADD, mark);
}

int lvsdr_plan_update_mark(struct lvsdr_plan *plan, const struct lvsdr_mark *mark)
{
	return call_plan(plan, &mark_class, VERB_UPDATE, mark);
}

int lvsdr_plan_remove_mark(struct lvsdr_plan *plan, const struct lvsdr_mark *mark)
{
	return call_plan(plan, &mark_class, VERB_REMOVE, mark);
}
