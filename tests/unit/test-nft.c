// SPDX-License-Identifier: LGPL-2.1-or-later
/* The nf_tables codec: the bytes of nft itself, and messages that are damaged or somebody else's.
 */
#include "../check.h"
#include "nft-recorded.h"
#include "codec/nft/nft.h"
#include "model/object.h"

#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>

enum { RULES = sizeof(sent_rules) / sizeof(*sent_rules) };

/* What the recorded rules say. */
static const struct lvsdr_mark marks[RULES] = {
	{.address = {AF_INET, {192, 168, 1, 41}},
	 .protocol = 6,
	 .ports = {1, {{80, 80}}},
	 .device = "eth0",
	 .fwmark = 8},
	{.address = {AF_INET, {192, 168, 1, 41}},
	 .protocol = 6,
	 .ports = {3, {{80, 80}, {443, 443}, {8000, 8010}}},
	 .fwmark = 8},
	{.address = {AF_INET6, {0x20, 1, 0xd, 0xb8, [15] = 0x41}},
	 .protocol = 17,
	 .ports = {1, {{8000, 8010}}},
	 .fwmark = 4294967295},
	{.address = {AF_INET6, {0x20, 1, 0xd, 0xb8, [15] = 0x41}}, .protocol = 132, .fwmark = 1},
};

static void *from_hex(const char *hex, size_t *ret_length)
{
	size_t length = strlen(hex) / 2;
	uint8_t *bytes = malloc(length);
	unsigned int byte;

	assert_non_null(bytes);
	for (size_t i = 0; i < length; i++) {
		assert_int_equal(sscanf(hex + 2 * i, "%2x", &byte), 1);
		bytes[i] = (uint8_t)byte;
	}
	*ret_length = length;
	return bytes;
}

/* Message `index` of a batch, which has that type and, from its body on, these bytes. */
static void check_message(const struct nft_batch *batch, size_t index, uint16_t type,
			  const char *hex)
{
	const struct nlmsghdr *message = (const void *)batch->buffer;
	size_t length;
	void *expected = from_hex(hex, &length);

	while (index--)
		message = (const void *)((const char *)message + message->nlmsg_len);
	assert_true((const char *)message < batch->buffer + batch->length);
	assert_int_equal(message->nlmsg_type, NFNL_SUBSYS_NFTABLES << 8 | type);
	assert_int_equal(message->nlmsg_len, NLMSG_HDRLEN + length);
	assert_memory_equal(NLMSG_DATA(message), expected, length);
	free(expected);
}

static void test_sent_as_by_nft(void **state)
{
	struct nft_batch batch;

	(void)state;
	for (size_t i = 0; i < RULES; i++) {
		size_t at = marks[i].ports.count > 1 ? 5 : 3;

		assert_int_equal(nft_batch_begin(&batch, 6, 1), 0);
		nft_batch_make_chain(&batch, marks[i].address.family);
		nft_batch_put_rule(&batch, &marks[i], 0);
		check_message(&batch, at, NFT_MSG_NEWRULE, sent_rules[i]);
		if (i == 0)
			check_message(&batch, 2, NFT_MSG_NEWCHAIN, sent_chain);
		if (at == 5) {
			check_message(&batch, 3, NFT_MSG_NEWSET, sent_set);
			check_message(&batch, 4, NFT_MSG_NEWSETELEM, sent_elements);
		}
		nft_batch_clear(&batch);
	}
}

static void test_longest_messages_fit(void **state)
{
	struct lvsdr_mark mark = marks[2];
	struct nft_batch batch;
	const struct nlmsghdr *message;

	(void)state;
	memcpy(mark.device, "eth012345678901", IFNAMSIZ);
	mark.ports.count = 0;
	for (uint16_t i = 0; i < PORTS_MAX; i++)
		assert_true(ports_add(&mark.ports, (uint16_t)(60000 + 10 * i),
				      (uint16_t)(60005 + 10 * i)));
	assert_int_equal(nft_batch_begin(&batch, 3, 1), 0);
	nft_batch_put_rule(&batch, &mark, 1);
	for (size_t at = 0; at < batch.length; at += message->nlmsg_len) {
		message = (const void *)(batch.buffer + at);
		assert_in_range(message->nlmsg_len, NLMSG_HDRLEN, NFT_MESSAGE_SIZE);
	}
	nft_batch_clear(&batch);
}

static struct nlmsghdr *listed(const char *hex)
{
	size_t length;

	return from_hex(hex, &length);
}

static void check_mark(const struct lvsdr_mark *found, const struct lvsdr_mark *expected)
{
	assert_true(fields_equal(&mark_class.fields, found, expected, true));
	assert_true(fields_equal(&mark_class.fields, found, expected, false));
}

static void test_listed_by_the_kernel(void **state)
{
	static const uint64_t handles[RULES] = {2, 4, 2, 3};
	struct nft_elements elements = {.count = 0};
	struct nlmsghdr *message;
	struct nft_rule rule;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		message = listed(listed_elements[i]);
		assert_int_equal(nft_decode_elements(message, &elements), 1);
		free(message);
	}
	for (size_t i = 0; i < RULES; i++) {
		message = listed(listed_rules[i]);
		assert_int_equal(nft_decode_rule(message, &rule), 1);
		assert_false(rule.foreign);
		assert_int_equal(rule.handle, handles[i]);
		assert_string_equal(rule.set, i == 1 ? "__set0" : "");
		if (*rule.set)
			assert_true(nft_ports_of(&elements, &rule.mark.ports));
		check_mark(&rule.mark, &marks[i]);
		free(message);
	}
}

/* Replaces the first of these bytes in a message. */
static void patch(struct nlmsghdr *message, const char *old_hex, const char *new_hex)
{
	size_t length, same;
	char *old = from_hex(old_hex, &length), *new = from_hex(new_hex, &same);
	char *at = memmem(message, message->nlmsg_len, old, length);

	assert_non_null(at);
	assert_int_equal(length, same);
	memcpy(at, new, length);
	free(old);
	free(new);
}

/* Changes by which a rule is no mark any more, or not in our chain. */
static void test_foreign_rules(void **state)
{
	static const struct {
		size_t rule;
		const char *old, *new;
		int result;
	} changes[] = {
		{0, "6c76736472", "6c76736473", 0},             /* table lvsds */
		{0, "6d61726b73", "6d61726b74", 0},             /* chain markt */
		{0, "0800020000000000", "0800020000000001", 1}, /* interface != */
		{0, "657468300000", "657468300030", 1},         /* what follows is no zero */
		{0, "0800030000000010", "080003000000000c", 1}, /* source address */
		{0, "0800020000000010", "0800020000000011", 1}, /* no protocol */
		{0, "0800030000000002", "0800030000000000", 1}, /* source port */
		{0, "0800020000000003", "0800020000000004", 1}, /* no mark */
		{0, "0600010000500000", "0600010000000000", 1}, /* port 0 */
		{0, "0800010008000000", "0800010000000000", 1}, /* mark 0 */
		{0, "696d6d6564696174", "696d6d6564696174", 2}, /* nothing: still a mark */
		{1, "0800050000000000", "0800050000000001", 1}, /* not in the set */
		{1, "5f5f7365743000", "6e616d65643000", 1},     /* a set with a name */
		{2, "0800020000000005", "0800020000000003", 1}, /* two upper limits */
		{2, "060001001f4a", "060001001f40", 1},         /* a range of one */
	};
	struct nlmsghdr *message;
	struct nft_rule rule;

	(void)state;
	for (size_t i = 0; i < sizeof(changes) / sizeof(*changes); i++) {
		message = listed(listed_rules[changes[i].rule]);
		patch(message, changes[i].old, changes[i].new);
		if (changes[i].result == 0) {
			assert_int_equal(nft_decode_rule(message, &rule), 0);
		} else {
			assert_int_equal(nft_decode_rule(message, &rule), 1);
			if (rule.foreign != (changes[i].result == 1))
				fail_msg("change %zu is taken for %s", i,
					 rule.foreign ? "foreign" : "a mark");
		}
		free(message);
	}
}

static void add(struct nft_elements *elements, uint16_t port, bool end)
{
	elements->element[elements->count++] = (struct nft_element){port, end};
}

static void test_sets_of_ports(void **state)
{
	struct nft_elements elements = {.count = 0};
	char text[PORTS_TEXT_SIZE];
	struct ports ports;

	(void)state;
	assert_false(nft_ports_of(&elements, &ports));
	add(&elements, 443, false); /* a set of single ports */
	add(&elements, 80, false);
	assert_true(nft_ports_of(&elements, &ports));
	ports_format(&ports, text);
	assert_string_equal(text, "80,443");
	add(&elements, 444, true);
	add(&elements, 0, true);
	assert_false(nft_ports_of(&elements, &ports));
	add(&elements, 81, true);
	add(&elements, 65535, false); /* the last one has no end */
	assert_true(nft_ports_of(&elements, &ports));
	ports_format(&ports, text);
	assert_string_equal(text, "80,443,65535");
	add(&elements, 90, true);
	assert_false(nft_ports_of(&elements, &ports));
}

/* Only ports of which one belongs to a range need ends, and a set that knows of them. */
static void test_single_ports_have_no_end(void **state)
{
	struct nft_elements elements = {.count = 0};
	struct lvsdr_mark mark = marks[1];
	struct nft_batch batch;
	const struct nlmsghdr *message;

	(void)state;
	mark.ports.count = 2;
	assert_int_equal(nft_batch_begin(&batch, 6, 1), 0);
	nft_batch_put_rule(&batch, &mark, 0);
	message = (const void *)batch.buffer;
	for (int i = 0; i < 2; i++)
		message = (const void *)((const char *)message + message->nlmsg_len);
	assert_int_equal(nft_decode_elements(message, &elements), 1);
	assert_int_equal(elements.count, 2);
	assert_int_equal(elements.element[0].port, 80);
	assert_false(elements.element[0].end || elements.element[1].end);
	nft_batch_clear(&batch);
}

/* Without it the rule could not be changed; of several the last counts. */
static void test_handle(void **state)
{
	static const struct {
		struct nlattr header;
		uint32_t half;
	} handle = {{sizeof(handle), NFTA_RULE_HANDLE}, 1};
	struct nlmsghdr *message = listed(listed_rules[0]);
	struct nft_rule rule;

	(void)state;
	message = realloc(message, message->nlmsg_len + sizeof(handle));
	assert_non_null(message);
	memcpy((char *)message + message->nlmsg_len, &handle, sizeof(handle));
	message->nlmsg_len += (uint32_t)sizeof(handle);
	assert_int_equal(nft_decode_rule(message, &rule), -EBADMSG);
	message->nlmsg_len -= (uint32_t)sizeof(handle);
	assert_int_equal(nft_decode_rule(message, &rule), 1);
	patch(message, "0c000300", "0c003300"); /* a type that is not looked at */
	assert_int_equal(nft_decode_rule(message, &rule), -EBADMSG);
	free(message);
}

static void decode_all(const struct nlmsghdr *message)
{
	struct nft_elements elements = {.count = 0};
	struct nft_rule rule;
	struct ports ports;
	uint32_t generation;

	nft_decode_generation(message, &generation);
	nft_decode_rule(message, &rule);
	for (int i = 0; i < 40 && nft_decode_elements(message, &elements) == 1; i++)
		nft_ports_of(&elements, &ports);
}

/* Every shorter length, and every byte changed; sanitizers and valgrind are the judges. */
static void torture(const char *hex)
{
	struct nlmsghdr *message = listed(hex), *copy;

	for (uint32_t length = NLMSG_HDRLEN; length <= message->nlmsg_len; length++) {
		copy = malloc(length);
		assert_non_null(copy);
		memcpy(copy, message, length);
		copy->nlmsg_len = length;
		decode_all(copy);
		free(copy);
	}
	for (uint32_t at = NLMSG_HDRLEN; at < message->nlmsg_len; at++)
		for (int bit = 0; bit < 9; bit++) {
			uint8_t change = (uint8_t)(bit == 8 ? 0xff : 1 << bit);

			((uint8_t *)message)[at] ^= change;
			decode_all(message);
			((uint8_t *)message)[at] ^= change;
		}
	free(message);
}

static void test_damaged_messages(void **state)
{
	(void)state;
	for (size_t i = 0; i < RULES; i++)
		torture(listed_rules[i]);
	for (size_t i = 0; i < 2; i++)
		torture(listed_elements[i]);
	torture("2c0000000f0a00000000000000000000000000020800010000000002"
		"0800020000001433080003006e667400");
}

static void test_generation(void **state)
{
	struct nlmsghdr *message = listed("2c0000000f0a000000000000000000000000000208000100a0000002"
					  "0800020000001433080003006e667400");
	uint32_t generation;

	(void)state;
	assert_int_equal(nft_decode_generation(message, &generation), 0);
	assert_int_equal(generation, 0xa0000002);
	message->nlmsg_len = 20;
	assert_int_equal(nft_decode_generation(message, &generation), -EBADMSG);
	free(message);
}

static void test_ports(void **state)
{
	static const struct {
		const char *text, *form;
	} cases[] = {
		{"80", "80"},
		{"443,80", "80,443"},
		{"80,80,81,82", "80-82"},
		{"8000-8010,8005-8020,7999", "7999-8020"},
		{"1-65535", "1-65535"},
		{"65535,65533", "65533,65535"},
		{"http,domain", "53,80"},
		{"1,3,5,7,9,11,13,15,17,19,21,23,25,27,29",
		 "1,3,5,7,9,11,13,15,17,19,21,23,25,27,29"},
		{"1,3,5,7,9,11,13,15,17,19,21,23,25,27,29,31", NULL},
		{"", NULL},
		{"80,", NULL},
		{"0", NULL},
		{"0-80", NULL},
		{"80-", NULL},
		{"90-80", NULL},
		{"65536", NULL},
		{"80 ", NULL},
		{"-80", NULL},
		{"nosuchport", NULL},
	};
	char text[PORTS_TEXT_SIZE];
	struct ports ports;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const char *wrong = ports_parse(cases[i].text, "tcp", &ports);

		if (!wrong != !!cases[i].form)
			fail_msg("\"%s\": %s", cases[i].text, wrong ? wrong : "taken");
		if (wrong)
			continue;
		ports_format(&ports, text);
		assert_string_equal(text, cases[i].form);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ports),
		cmocka_unit_test(test_longest_messages_fit),
		cmocka_unit_test(test_sets_of_ports),
		cmocka_unit_test(test_single_ports_have_no_end),
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
		cmocka_unit_test(test_sent_as_by_nft),
		cmocka_unit_test(test_listed_by_the_kernel),
		cmocka_unit_test(test_foreign_rules),
		cmocka_unit_test(test_handle),
		cmocka_unit_test(test_generation),
		cmocka_unit_test(test_damaged_messages),
#endif
	};

	return cmocka_run_group_tests_name("nft", tests, NULL, NULL);
}
