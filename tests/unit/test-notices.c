// SPDX-License-Identifier: LGPL-2.1-or-later
/* What a watch takes from notices of the kernel: of the scope, of others, and damaged ones. */
#include "../check.h"
#include "drivers/notice.h"

#include <arpa/inet.h>
#include <libmnl/libmnl.h>
#include <linux/genetlink.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/rtnetlink.h>

enum {
	SIZE = 256,
	DEVICES = LVSDR_STATE_VIPS | LVSDR_STATE_ARP_POLICIES,
	OF_IPVS = LVSDR_STATE_SERVICES | LVSDR_STATE_TIMEOUTS | LVSDR_STATE_SYSCTLS |
		  LVSDR_STATE_SYNC_DAEMONS
};

struct notice {
	_Alignas(struct nlmsghdr) char buffer[SIZE];
	struct nlmsghdr *message;
};

static void *begin(struct notice *notice, uint16_t type, size_t body)
{
	memset(notice->buffer, 0, SIZE);
	notice->message = mnl_nlmsg_put_header(notice->buffer);
	notice->message->nlmsg_type = type;
	return mnl_nlmsg_put_extra_header(notice->message, body);
}

static void put_ipv4(struct notice *notice, uint16_t type, const char *text)
{
	struct in_addr address;

	assert_int_equal(inet_pton(AF_INET, text, &address), 1);
	mnl_attr_put(notice->message, type, sizeof(address), &address);
}

static void make_address(struct notice *notice, uint16_t type, const char *text)
{
	struct ifaddrmsg *body = begin(notice, type, sizeof(*body));

	body->ifa_family = AF_INET;
	body->ifa_prefixlen = 32;
	put_ipv4(notice, IFA_LOCAL, text);
}

static void make_route(struct notice *notice, uint16_t type, uint8_t table, const char *to,
		       const char *source)
{
	struct rtmsg *body = begin(notice, type, sizeof(*body));

	body->rtm_family = AF_INET;
	body->rtm_dst_len = 32;
	body->rtm_table = table;
	put_ipv4(notice, RTA_DST, to);
	if (source)
		put_ipv4(notice, RTA_PREFSRC, source);
}

static void make_rule(struct notice *notice, uint16_t type, const char *table)
{
	begin(notice, (uint16_t)(NFNL_SUBSYS_NFTABLES << 8 | type), sizeof(struct nfgenmsg));
	mnl_attr_put_strz(notice->message, NFTA_RULE_TABLE, table);
}

static void make_family(struct notice *notice, uint8_t command, const char *name)
{
	struct genlmsghdr *generic = begin(notice, GENL_ID_CTRL, sizeof(*generic));

	generic->cmd = command;
	mnl_attr_put_strz(notice->message, CTRL_ATTR_FAMILY_NAME, name);
	mnl_attr_put_u16(notice->message, CTRL_ATTR_FAMILY_ID, 30);
}

/* Whatever is cut off, the rest tells the same or as much as may be, and nothing of other kinds. */
static void check_cut(enum events_source source, const struct lvsdr_scope *scope,
		      const struct notice *notice, uint32_t possible)
{
	uint32_t length = notice->message->nlmsg_len, parts;

	for (uint32_t cut = NLMSG_HDRLEN; cut < length; cut++) {
		struct nlmsghdr *copy = malloc(cut); /* valgrind sees what is read behind it */

		assert_non_null(copy);
		memcpy(copy, notice->buffer, cut);
		copy->nlmsg_len = cut;
		parts = notice_parts(source, scope, copy);
		assert_int_equal(parts & ~possible, 0);
		free(copy);
	}
}

static void check_rtnl(const struct lvsdr_scope *scope, const struct notice *notice,
		       uint32_t expected)
{
	assert_int_equal(notice_parts(EVENTS_RTNL, scope, notice->message), expected);
	check_cut(EVENTS_RTNL, scope, notice, DEVICES);
}

static void test_network(void **host)
{
	struct lvsdr_scope *scope, *everything;
	struct notice notice;

	assert_int_equal(lvsdr_scope_new(*host, "192.168.1.41", &scope), 0);
	assert_int_equal(lvsdr_scope_new(*host, "everything", &everything), 0);
	for (uint16_t gone = 0; gone <= 1; gone++) {
		begin(&notice, RTM_NEWLINK + gone, sizeof(struct ifinfomsg));
		check_rtnl(scope, &notice, DEVICES);
		make_address(&notice, RTM_NEWADDR + gone, "192.168.1.41");
		check_rtnl(scope, &notice, LVSDR_STATE_VIPS);
		make_address(&notice, RTM_NEWADDR + gone, "192.168.1.42");
		check_rtnl(scope, &notice, 0);
		check_rtnl(everything, &notice, LVSDR_STATE_VIPS);
		make_route(&notice, RTM_NEWROUTE + gone, RT_TABLE_MAIN, "192.168.1.41",
			   "192.168.1.41");
		check_rtnl(scope, &notice, LVSDR_STATE_VIPS);
		make_route(&notice, RTM_NEWROUTE + gone, RT_TABLE_LOCAL, "192.168.1.41",
			   "192.168.1.41");
		check_rtnl(everything, &notice, 0);
		make_route(&notice, RTM_NEWROUTE + gone, RT_TABLE_MAIN, "10.0.0.1", "192.168.1.41");
		check_rtnl(scope, &notice, 0);
		check_rtnl(everything, &notice, LVSDR_STATE_VIPS);
		make_route(&notice, RTM_NEWROUTE + gone, RT_TABLE_MAIN, "192.168.1.41", NULL);
		check_rtnl(everything, &notice, 0);
	}
	begin(&notice, RTM_NEWNEIGH, sizeof(struct ndmsg));
	check_rtnl(everything, &notice, 0);
	lvsdr_scope_free(scope);
	lvsdr_scope_free(everything);
}

static void check_nft(const struct lvsdr_scope *scope, const struct notice *notice,
		      uint32_t expected)
{
	assert_int_equal(notice_parts(EVENTS_NFT, scope, notice->message), expected);
	check_cut(EVENTS_NFT, scope, notice, LVSDR_STATE_MARKS);
}

static void test_marks(void **host)
{
	static const uint16_t types[] = {NFT_MSG_NEWTABLE, NFT_MSG_DELTABLE,  NFT_MSG_DELCHAIN,
					 NFT_MSG_NEWRULE,  NFT_MSG_DELRULE,   NFT_MSG_NEWSET,
					 NFT_MSG_DELSET,   NFT_MSG_NEWSETELEM};
	struct lvsdr_scope *scope;
	struct notice notice;

	assert_int_equal(lvsdr_scope_new(*host, "", &scope), 0);
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++) {
		make_rule(&notice, types[i], "lvsdr");
		check_nft(scope, &notice, LVSDR_STATE_MARKS);
		make_rule(&notice, types[i], "lvsdr2");
		check_nft(scope, &notice, 0);
	}
	make_rule(&notice, NFT_MSG_NEWGEN, "lvsdr");
	check_nft(scope, &notice, 0);
	notice.message->nlmsg_type = NFNL_SUBSYS_CTNETLINK << 8;
	check_nft(scope, &notice, 0);
	lvsdr_scope_free(scope);
}

static void test_families(void **host)
{
	struct lvsdr_scope *scope;
	struct notice notice;

	assert_int_equal(lvsdr_scope_new(*host, "", &scope), 0);
	for (uint8_t command = CTRL_CMD_NEWFAMILY; command <= CTRL_CMD_DELFAMILY; command++) {
		make_family(&notice, command, "IPVS");
		assert_int_equal(notice_parts(EVENTS_NLCTRL, scope, notice.message), OF_IPVS);
		check_cut(EVENTS_NLCTRL, scope, &notice, OF_IPVS);
		make_family(&notice, command, "other");
		assert_int_equal(notice_parts(EVENTS_NLCTRL, scope, notice.message), 0);
	}
	lvsdr_scope_free(scope);
}

/* It is of another part, and it would be a surprise that nobody asked for. */
static void test_groups(void **host)
{
	(void)host;
	assert_int_equal(notice_groups(EVENTS_RTNL, OF_IPVS | LVSDR_STATE_MARKS), 0);
	assert_int_equal(notice_groups(EVENTS_RTNL, LVSDR_STATE_ARP_POLICIES), 1 << RTNLGRP_LINK);
	assert_int_equal(notice_groups(EVENTS_NFT, OF_IPVS | DEVICES), 0);
	assert_int_equal(notice_groups(EVENTS_NFT, LVSDR_STATE_MARKS), 1 << NFNLGRP_NFTABLES);
	assert_int_equal(notice_groups(EVENTS_NLCTRL, DEVICES | LVSDR_STATE_MARKS), 0);
	assert_true(notice_groups(EVENTS_NLCTRL, LVSDR_STATE_SERVICES));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_network, handle_set_up, handle_tear_down),
		cmocka_unit_test_setup_teardown(test_marks, handle_set_up, handle_tear_down),
		cmocka_unit_test_setup_teardown(test_families, handle_set_up, handle_tear_down),
		cmocka_unit_test(test_groups),
	};

	return cmocka_run_group_tests_name("notices", tests, NULL, NULL);
}
