// SPDX-License-Identifier: LGPL-2.1-or-later
#include "codec/classic/classic.h"
#include "codec/nft/nft.h"

#include <stdio.h>
#include <string.h>

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

void classic_mark(const union object *before, const union object *after, struct text *text)
{
	static const char *const of_iptables[VERB_COUNT] = {"A PREROUTING", "R PREROUTING NUMBER",
							    "D PREROUTING"};
	static const char *const of_nft[VERB_COUNT] = {"add", "replace", "delete"};
	const struct lvsdr_mark *mark = after ? &after->mark : &before->mark;
	const char *family = family_word(mark);
	enum verb verb = verb_of(before, after);
	struct text rule = {0};

	add_iptables(of_iptables[verb], mark, text);
	if (!before)
		text_add(text,
			 "nft add table %s " NFT_TABLE "\nnft 'add chain %s " NFT_TABLE
			 " " NFT_CHAIN " { type filter hook prerouting priority mangle; }'\n",
			 family, family);
	text_add(text, "nft %s rule %s " NFT_TABLE " " NFT_CHAIN " ", of_nft[verb], family);
	if (before)
		add_handle(mark, text);
	if (after) {
		add_rule(mark, &rule);
		text_add(text, before ? " " : "");
		text_add_word(text, rule.data);
	}
}
