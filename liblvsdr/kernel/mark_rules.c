// SPDX-License-Identifier: LGPL-2.1-or-later
#include "kernel/mark_rules.h"

#include "core/handle.h"
#include "model/object.h"
#include "util/array.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Any program's change of any rule starts a new generation; most are made in a moment. */
enum { ATTEMPTS = 20 };

/* The places of these messages in a transaction that makes our chain. */
enum { MAKES_TABLE = 1, MAKES_CHAIN = 2 };

static const char no_nft[] =
	"this kernel has no nf_tables; if it is a module, `modprobe nf_tables` loads it";

static const char no_ipv4[] =
	"nf_tables of this kernel has no family ip; use a kernel with CONFIG_NF_TABLES_IPV4, or "
	"set the mark by other means (iptables-legacy)";

static const char no_ipv6[] =
	"nf_tables of this kernel has no family ip6; use a kernel with CONFIG_NF_TABLES_IPV6, or "
	"set the mark by other means (ip6tables-legacy)";

static int take_generation(const struct nlmsghdr *message, void *data)
{
	return nft_decode_generation(message, data);
}

static int take_rule(const struct nlmsghdr *message, void *data)
{
	struct mark_rules *rules = data;
	struct nft_rule rule;
	int result = nft_decode_rule(message, &rule);

	if (result <= 0)
		return result;
	if (array_grow(&rules->rule, rules->count + 1, &rules->room, sizeof(rule)))
		return -ENOMEM;
	rules->rule[rules->count++] = rule;
	return 0;
}

struct take_elements {
	struct nft_elements elements;
	bool foreign;
};

static int take_elements(const struct nlmsghdr *message, void *data)
{
	struct take_elements *take = data;
	int result = nft_decode_elements(message, &take->elements);

	if (!result)
		take->foreign = true;
	return result < 0 ? result : 0;
}

static int read_generation(struct lvsdr *host, uint32_t *ret_generation,
			   struct netlink_error *kernel)
{
	_Alignas(struct nlmsghdr) char buffer[NFT_MESSAGE_SIZE];

	return transport_nft(&host->transport, nft_encode_get_generation(buffer), take_generation,
			     ret_generation, kernel);
}

/* Reads the ports that the rule keeps in a set. */
static int read_set(struct lvsdr *host, struct nft_rule *rule, struct netlink_error *kernel)
{
	_Alignas(struct nlmsghdr) char buffer[NFT_MESSAGE_SIZE];
	struct take_elements take = {.foreign = false};
	uint8_t family = rule->mark.address.family;
	int error =
		transport_nft(&host->transport, nft_encode_dump_elements(buffer, family, rule->set),
			      take_elements, &take, kernel);

	if (error)
		return error == -ENOENT ? -EAGAIN : error; /* it has gone with its rule */
	rule->foreign = take.foreign || !nft_ports_of(&take.elements, &rule->mark.ports);
	return 0;
}

/* -EAGAIN when something changed meanwhile. */
static int read_once(struct lvsdr *host, uint8_t family, struct mark_rules *rules,
		     struct netlink_error *kernel)
{
	_Alignas(struct nlmsghdr) char buffer[NFT_MESSAGE_SIZE];
	uint32_t now;
	int error;

	rules->count = 0;
	error = read_generation(host, &rules->generation, kernel);
	if (!error)
		error = transport_nft(&host->transport, nft_encode_dump_rules(buffer, family),
				      take_rule, rules, kernel);
	for (size_t i = 0; !error && i < rules->count; i++)
		if (*rules->rule[i].set)
			error = read_set(host, &rules->rule[i], kernel);
	if (!error)
		error = read_generation(host, &now, kernel);
	if (!error && now != rules->generation)
		error = -EAGAIN;
	return error;
}

int mark_rules_read(struct lvsdr *host, uint8_t family, enum operation operation,
		    const char *object, struct mark_rules *ret_rules)
{
	struct mark_rules rules = {.rule = NULL};
	struct netlink_error kernel;
	int error = -EAGAIN;

	for (int i = 0; i < ATTEMPTS && error == -EAGAIN; i++)
		error = read_once(host, family, &rules, &kernel);
	if (error) {
		mark_rules_clear(&rules);
		return error_set_kernel(host, error, &kernel, operation, object,
					error == -EOPNOTSUPP ? no_nft : NULL);
	}
	*ret_rules = rules;
	return 0;
}

void mark_rules_clear(struct mark_rules *rules)
{
	free(rules->rule);
	*rules = (struct mark_rules){.rule = NULL};
}

static bool is_same(const struct nft_rule *rule, const struct lvsdr_mark *mark)
{
	return !rule->foreign && fields_equal(&mark_class.fields, &rule->mark, mark, true);
}

const struct nft_rule *mark_rules_find(const struct mark_rules *rules,
				       const struct lvsdr_mark *mark)
{
	for (size_t i = rules->count; i-- > 0;)
		if (is_same(&rules->rule[i], mark))
			return &rules->rule[i];
	return NULL;
}

static size_t delete_rules(struct nft_batch *batch, const struct mark_rules *rules,
			   const struct lvsdr_mark *mark, const struct nft_rule *spared)
{
	size_t left = 0;

	for (size_t i = 0; i < rules->count; i++) {
		if (&rules->rule[i] == spared || !is_same(&rules->rule[i], mark))
			left++;
		else
			nft_batch_delete_rule(batch, mark->address.family, rules->rule[i].handle);
	}
	return left;
}

/* What a change needs: `levels` of table and chain may go with the last rule. */
static int make_batch(struct nft_batch *batch, const struct mark_rules *rules,
		      const struct nft_rule *found, const struct lvsdr_mark *before,
		      const struct lvsdr_mark *after, int levels)
{
	const struct lvsdr_mark *mark = after ? after : before;
	uint8_t family = mark->address.family;
	int error = nft_batch_begin(batch, rules->count + 6, rules->generation);
	size_t left;

	if (error)
		return error;
	if (after && !found)
		nft_batch_make_chain(batch, family);
	if (after)
		nft_batch_put_rule(batch, after, found ? found->handle : 0);
	left = delete_rules(batch, rules, mark, after ? found : NULL);
	if (!left && !after && levels > 0)
		nft_batch_delete_chain(batch, family);
	if (!left && !after && levels > 1)
		nft_batch_delete_table(batch, family);
	nft_batch_end(batch);
	return 0;
}

/* Why there could be no chain, with the code; or NULL, which leaves the code alone. */
static const char *explain_no_chain(unsigned int failed, uint8_t family, int *error)
{
	bool missing = *error == -ENOENT || *error == -EAFNOSUPPORT || *error == -EOPNOTSUPP;

	/* For a chain that exists elsewhere Linux 6.1 says EEXIST, and 6.18 EOPNOTSUPP. */
	if (failed == MAKES_CHAIN && (*error == -EEXIST || *error == -EOPNOTSUPP)) {
		*error = -EEXIST;
		return "a chain \"" NFT_CHAIN "\" in the table \"" NFT_TABLE
		       "\" already exists, but not at prerouting with the priority mangle; it was "
		       "created by another program";
	}
	if (!missing || (failed != MAKES_TABLE && failed != MAKES_CHAIN))
		return NULL;
	*error = -EOPNOTSUPP;
	return family == AF_INET6 ? no_ipv6 : no_ipv4;
}

static int report(struct lvsdr *host, int error, unsigned int failed,
		  const struct netlink_error *kernel, enum operation operation,
		  const struct lvsdr_mark *mark, bool makes_chain)
{
	const char *hint =
		makes_chain ? explain_no_chain(failed, mark->address.family, &error) : NULL;
	struct text name = {0};

	if (!hint && error == -EOPNOTSUPP)
		hint = no_nft;
	mark_describe(mark, &name);
	return error_set_kernel(host, error, kernel, operation, name.data, hint);
}

/* Whether what was found is what the change starts from. */
static bool starts_from(const struct nft_rule *found, const struct lvsdr_mark *before)
{
	return found && before ? found->mark.fwmark == before->fwmark : !found == !before;
}

static int refuse_changed(struct lvsdr *host, enum operation operation,
			  const struct lvsdr_mark *mark, const struct nft_rule *found)
{
	struct text name = {0};

	mark_describe(mark, &name);
	if (found)
		return error_set(host, -EEXIST, operation, name.data,
				 "these packets already get the mark %u, which is outside of the "
				 "scope or was set at the same moment",
				 found->mark.fwmark);
	return error_set(host, -ENOENT, operation, name.data,
			 "another program removed it at the same moment");
}

/* One attempt: 0, -ERESTART or -EBUSY when another one may help, or what was reported. */
static int change_once(struct lvsdr *host, enum operation operation,
		       const struct lvsdr_mark *before, const struct lvsdr_mark *after, int levels)
{
	const struct lvsdr_mark *mark = after ? after : before;
	struct nft_batch batch = {.buffer = NULL};
	struct text name = {0};
	struct mark_rules rules;
	const struct nft_rule *found;
	struct netlink_error kernel = {0};
	unsigned int failed = 0;
	int error;

	mark_describe(mark, &name);
	error = mark_rules_read(host, mark->address.family, operation, name.data, &rules);
	if (error)
		return error;
	found = mark_rules_find(&rules, mark);
	if (starts_from(found, before)) {
		error = make_batch(&batch, &rules, found, before, after, levels);
		if (!error)
			error = transport_nft_transaction(&host->transport, batch.buffer,
							  batch.length, &failed, &kernel);
		nft_batch_clear(&batch);
		if (error && error != -ERESTART && (error != -EBUSY || !levels))
			error = report(host, error, failed, &kernel, operation, mark, !found);
	} else {
		error = refuse_changed(host, operation, mark, found);
	}
	mark_rules_clear(&rules);
	return error;
}

int mark_rules_change(struct lvsdr *host, enum operation operation, const struct lvsdr_mark *before,
		      const struct lvsdr_mark *after)
{
	int error = -ERESTART, levels = after ? 0 : 2;
	struct text name = {0};

	for (int i = 0; i < ATTEMPTS && (error == -ERESTART || error == -EBUSY); i++) {
		error = change_once(host, operation, before, after, levels);
		levels -= error == -EBUSY;
	}
	if (error != -ERESTART && error != -EBUSY)
		return error;
	mark_describe(after ? after : before, &name);
	return error_set(host, -EAGAIN, operation, name.data,
			 "the rules of nf_tables kept changing; try again");
}
