// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The tables of mh, sh and dh: as Linux 6.1 had them, of which its connection table told, and how
 * much two of them differ.
 */
#include "../check.h"
#include "codec/ipvs/slots.h"

enum { FIVE = 5 };

static struct lvsdr_service service_of(const char *scheduler, uint32_t flags)
{
	struct lvsdr_service service = {.flags = flags, .address = {AF_INET, {192, 168, 1, 41}}};

	strcpy(service.scheduler, scheduler);
	return service;
}

static struct slots_dest dest_of(uint8_t last, int32_t weight)
{
	return (struct slots_dest){{AF_INET, {192, 168, 1, last}}, 53, weight, weight};
}

/* 192.168.1.20 and on, added in this order: the kernel's list begins with the last one. */
static void make_list(const int32_t weights[], size_t count, struct slots_dest *dests)
{
	for (size_t i = 0; i < count; i++)
		dests[count - 1 - i] = dest_of((uint8_t)(20 + i), weights[i]);
}

/* What 10.9.0.1 to 10.9.0.64 got, from port 4000: the last digit of the real server, or nothing. */
static const struct {
	const char *scheduler;
	uint32_t flags;
	int32_t weights[FIVE];
	int32_t last_weight; /* of 192.168.1.22 */
	const char *gets;
} recorded[] = {
	{"mh",
	 0,
	 {1, 1, 1, 1, 1},
	 1,
	 "0323012310030044422003234313044420311443421431301342424002220410"},
	{"mh",
	 0,
	 {1, 2, 1, 1, 1},
	 1,
	 "0323012310030141422003234313144420311443411431301341424002220410"},
	{"mh",
	 0,
	 {100, 201, 100, 100, 100},
	 100,
	 "0323112310130141422003234313144420311443411431301341424002220410"},
	{"mh",
	 0,
	 {1000, 1, 1, 1, 1},
	 1,
	 "0000000000000000400000000000000000001000000000300000000000000000"},
	{"mh",
	 0,
	 {1, 1, 0, 1, 1},
	 1,
	 "03-301-3100300444--003-343130444-03114434-143130134-4-400---0410"},
	{"mh",
	 0,
	 {1, 1, 0, 1, 1},
	 0,
	 "0333014310030044401003434313044400311443411431301341404000010410"},
	{"mh",
	 LVSDR_SCHEDULER_MH_PORT,
	 {1, 1, 1, 1, 1},
	 1,
	 "4141042123013223040311032314234122241142430023403233042121042314"},
	{"sh",
	 0,
	 {1, 1, 1, 1, 1},
	 1,
	 "0314132414102424202030303131314141424242024303021303041314241424"},
	{"sh",
	 0,
	 {1, 2, 1, 1, 1},
	 1,
	 "2430314212131010414103030424213131121210103141420313142121310114"},
	{"sh",
	 0,
	 {100, 200, 100, 100, 100},
	 100,
	 "2434324324343243243432434324324343243433432434324324343243432432"},
	{"sh",
	 0,
	 {1, 1, 0, 1, 1},
	 1,
	 "031413-41410-4-4-0-0303031313141414-4-4-0-43030-1303041314-414-4"},
	{"sh",
	 LVSDR_SCHEDULER_SH_PORT,
	 {1, 1, 1, 1, 1},
	 1,
	 "0303131414132424102420302031304131324141024202020303031313141414"},
};

static void test_recorded(void **state)
{
	struct slots_dest dests[FIVE];
	struct slots slots;

	(void)state;
	for (size_t i = 0; i < sizeof(recorded) / sizeof(*recorded); i++) {
		struct lvsdr_service service = service_of(recorded[i].scheduler, recorded[i].flags);
		bool with_port = recorded[i].flags & LVSDR_SCHEDULER_MH_PORT;
		char gets[65] = "";

		make_list(recorded[i].weights, FIVE, dests);
		dests[2].last_weight = recorded[i].last_weight;
		assert_int_equal(slots_fill(&service, dests, FIVE, &slots), 0);
		for (uint8_t k = 0; k < 64; k++) {
			struct address client = {AF_INET, {10, 9, 0, (uint8_t)(k + 1)}};
			uint16_t place =
				slots.dest[slots_of(&service, &client, with_port ? 4000 : 0)];

			gets[k] = '-';
			if (dests[place].weight > 0)
				gets[k] = (char)('0' + dests[place].address.bytes[3] - 20);
		}
		assert_string_equal(gets, recorded[i].gets);
	}
}

/* dh goes by the VIP; the kernel sent all clients of these to 21, 23 and 24. */
static void test_dh(void **state)
{
	static const int32_t ones[FIVE] = {1, 1, 1, 1, 1};
	struct lvsdr_service service = service_of("dh", 0);
	struct address other = {AF_INET, {192, 168, 1, 42}};
	struct slots_dest dests[FIVE], four[4], drained[FIVE];
	struct slots slots;

	(void)state;
	make_list(ones, FIVE, dests);
	make_list(ones, 4, four);
	assert_int_equal(slots_fill(&service, dests, FIVE, &slots), 0);
	assert_int_equal(
		dests[slots.dest[slots_of(&service, &service.address, 0)]].address.bytes[3], 21);
	assert_int_equal(dests[slots.dest[slots_of(&service, &other, 0)]].address.bytes[3], 24);
	assert_int_equal(slots_fill(&service, four, 4, &slots), 0);
	assert_int_equal(four[slots.dest[slots_of(&service, &service.address, 0)]].address.bytes[3],
			 23);
	/* Those of one VIP have one slot; those of a mark have all. */
	memcpy(drained, dests, sizeof(drained));
	drained[2].weight = 0;
	assert_int_equal(slots_difference(&service, dests, FIVE, drained, FIVE), 0);
	drained[3].weight = 0;
	assert_int_equal(slots_difference(&service, dests, FIVE, drained, FIVE), 1000);
	drained[2].weight = 1;
	service.fwmark = 7;
	assert_int_equal(slots_difference(&service, dests, FIVE, drained, FIVE), 200);
}

/* Each destination has its share of the slots of mh, with 1, and with as many as there are slots. */
static void test_shares(void **state)
{
	struct lvsdr_service service = service_of("mh", 0);
	struct slots_dest *dests = calloc(SLOTS_MH + 1, sizeof(*dests));
	struct slots slots;
	uint32_t shares[SLOTS_MH];

	(void)state;
	assert_non_null(dests);
	for (uint32_t i = 0; i <= SLOTS_MH; i++) {
		dests[i] = dest_of(0, 1);
		dests[i].address.bytes[2] = (uint8_t)(i >> 8);
		dests[i].address.bytes[3] = (uint8_t)i;
	}
	for (size_t count = 1; count <= SLOTS_MH; count += count < 100 ? 33 : 1331) {
		memset(shares, 0, sizeof(shares));
		assert_int_equal(slots_fill(&service, dests, count, &slots), 0);
		assert_int_equal(slots.count, SLOTS_MH);
		for (size_t i = 0; i < SLOTS_MH; i++)
			shares[slots.dest[i]]++;
		for (size_t i = 0; i < count; i++)
			assert_in_range(shares[i], SLOTS_MH / count, SLOTS_MH / count + 1);
	}
	assert_int_equal(slots_fill(&service, dests, SLOTS_MH, &slots), 0);
	assert_int_equal(slots_fill(&service, dests, SLOTS_MH + 1, &slots), -EINVAL);
	assert_int_equal(slots_difference(&service, dests, 3, dests, SLOTS_MH + 1), -EINVAL);
	assert_int_equal(slots_difference(&service, dests, SLOTS_MH, dests, SLOTS_MH), 0);
	assert_int_equal(slots_difference(&service, dests, SLOTS_MH, dests, 0), 1000);
	/* Of sh only the first have slots, whatever is behind them. */
	strcpy(service.scheduler, "sh");
	assert_int_equal(slots_difference(&service, dests, SLOTS_MH + 1, dests, SLOTS_SH), 0);
	assert_int_equal(slots_difference(&service, dests, 255, dests, SLOTS_SH), 4);
	free(dests);
}

static void test_empty(void **state)
{
	static const char *const schedulers[] = {"mh", "sh", "dh"};
	struct slots_dest none = dest_of(20, 0), one = dest_of(20, 1);
	struct slots slots;

	(void)state;
	for (size_t i = 0; i < sizeof(schedulers) / sizeof(*schedulers); i++) {
		for (uint32_t flags = 0; flags < LVSDR_SCHEDULER_FLAG_3; flags += 8) {
			struct lvsdr_service service = service_of(schedulers[i], flags);

			assert_int_equal(slots_fill(&service, NULL, 0, &slots), 0);
			assert_int_equal(slots.dest[0], SLOTS_EMPTY);
			assert_int_equal(slots_difference(&service, NULL, 0, NULL, 0), 0);
			assert_int_equal(slots_difference(&service, &none, 1, NULL, 0), 0);
			assert_int_equal(slots_difference(&service, &none, 1, &none, 1), 0);
			assert_int_equal(slots_difference(&service, &none, 1, &one, 1), 1000);
			assert_int_equal(slots_difference(&service, &one, 1, NULL, 0), 1000);
			assert_int_equal(slots_difference(&service, &one, 1, &one, 1), 0);
		}
	}
}

static void test_other_schedulers(void **state)
{
	static const char *const schedulers[] = {"rr", "wlc", "lblc", "none", "mhx", ""};
	struct slots_dest one = dest_of(20, 1);
	struct slots slots;

	(void)state;
	for (size_t i = 0; i < sizeof(schedulers) / sizeof(*schedulers); i++) {
		struct lvsdr_service service = service_of(schedulers[i], 0);

		assert_int_equal(slots_fill(&service, &one, 1, &slots), -EINVAL);
		assert_int_equal(slots_difference(&service, &one, 1, &one, 1), -EINVAL);
	}
}

/* Any weights: none is too large, and what is not above 0 is 0. */
static void test_weights(void **state)
{
	static const int32_t weights[] = {INT32_MIN, -1, 0, 1, 63, 64, 65535, INT32_MAX};
	enum { WEIGHTS = sizeof(weights) / sizeof(*weights) };
	struct slots slots;

	(void)state;
	for (size_t i = 0; i < WEIGHTS * WEIGHTS; i++) {
		int32_t a = weights[i / WEIGHTS], b = weights[i % WEIGHTS];
		struct lvsdr_service service = service_of("mh", 0);
		struct slots_dest dests[] = {dest_of(20, a), dest_of(21, b)};
		size_t had[2] = {0, 0};

		assert_int_equal(slots_fill(&service, dests, 2, &slots), 0);
		for (size_t k = 0; k < SLOTS_MH; k++)
			if (slots.dest[k] != SLOTS_EMPTY)
				had[slots.dest[k]]++;
		assert_int_equal(had[0] > 0, a > 0);
		assert_int_equal(had[1] > 0, b > 0);
		assert_int_equal(had[0] + had[1], a > 0 || b > 0 ? SLOTS_MH : 0);
		assert_true(a <= b || had[0] >= had[1]);
		strcpy(service.scheduler, "sh");
		assert_int_equal(slots_fill(&service, dests, 2, &slots), 0);
		assert_int_equal(slots.dest[0], 0);
		assert_int_equal(slots.dest[1], a <= 1);
	}
}

/* What Linux 6.1 did with a thousand clients, and how many differed there. */
static const struct {
	const char *scheduler;
	uint32_t flags;
	int32_t weights[FIVE];
	bool drained; /* and 192.168.1.22 had weight 1 before */
	int differed;
} pairs[] = {
	{"mh", 0, {1, 1, 0, 1, 1}, true, 194},
	{"mh", 0, {1, 2, 1, 1, 1}, false, 121},
	{"mh", 0, {1, 3, 1, 1, 1}, false, 219},
	{"mh", 0, {64, 1, 1, 1, 1}, false, 671},
	{"mh", 0, {3, 3, 3, 3, 3}, false, 0},
	{"mh", LVSDR_SCHEDULER_MH_FALLBACK, {1, 1, 0, 1, 1}, true, 194},
	{"mh", LVSDR_SCHEDULER_MH_FALLBACK, {1, 1, 0, 1, 1}, false, 196},
	{"sh", 0, {1, 1, 0, 1, 1}, true, 197},
	{"sh", 0, {1, 2, 1, 1, 1}, false, 796},
	{"sh", 0, {1, 3, 1, 1, 1}, false, 792},
	{"sh", 0, {64, 1, 1, 1, 1}, false, 797},
	{"sh", 0, {3, 3, 3, 3, 3}, false, 798},
	{"sh", LVSDR_SCHEDULER_SH_FALLBACK, {1, 1, 0, 1, 1}, true, 197},
};

static void test_differences(void **state)
{
	static const int32_t ones[FIVE] = {1, 1, 1, 1, 1};
	struct slots_dest dests[FIVE], others[FIVE];

	(void)state;
	make_list(ones, FIVE, dests);
	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
		struct lvsdr_service service = service_of(pairs[i].scheduler, pairs[i].flags);
		int differ;

		make_list(pairs[i].weights, FIVE, others);
		if (pairs[i].drained)
			others[2].last_weight = 1;
		differ = slots_difference(&service, dests, FIVE, others, FIVE);
		/* Of a thousand clients, by chance. */
		if (pairs[i].differed)
			assert_in_range(differ, pairs[i].differed - 50, pairs[i].differed + 50);
		else
			assert_int_equal(differ, 0);
		assert_int_equal(slots_difference(&service, others, FIVE, dests, FIVE), differ);
	}
}

/* All four words of an address of IPv6 are hashed, as one. */
static void test_ipv6(void **state)
{
	static const char *const schedulers[] = {"mh", "sh", "dh"};
	struct address v6 = {AF_INET6,
			     {0x01, 0x02, 0x03, 0x04, 0x10, 0x20, 0x30, 0x40, 0x80, 0x80, 0x80,
			      0x80, 0x08, 0, 0x08, 0}};
	struct address v4 = {AF_INET, {0x99, 0xa2, 0xbb, 0xc4}};

	(void)state;
	for (size_t i = 0; i < sizeof(schedulers) / sizeof(*schedulers); i++) {
		struct lvsdr_service service = service_of(schedulers[i], 0), service6 = service;

		service6.address.family = AF_INET6;
		assert_int_equal(slots_of(&service6, &v6, 80), slots_of(&service, &v4, 80));
		assert_int_not_equal(slots_of(&service, &v6, 80), slots_of(&service, &v4, 80));
	}
}

static void check_difference(const struct lvsdr_service *service, const struct slots_dest *one,
			     const struct slots_dest *other, size_t other_count, int least,
			     int most)
{
	int differ = slots_difference(service, one, FIVE, other, other_count);

	assert_in_range(differ, least, most);
	assert_int_equal(slots_difference(service, other, other_count, one, FIVE), differ);
}

/* Linux 6.1 sent the clients of a drained real server, half each, to the first and the second. */
static void test_sh_fallback(void **state)
{
	static const int32_t ones[FIVE] = {1, 1, 1, 1, 1};
	struct lvsdr_service service = service_of("sh", LVSDR_SCHEDULER_SH_FALLBACK);
	struct slots_dest one[FIVE], other[FIVE];

	(void)state;
	make_list(ones, FIVE, one);
	one[2].weight = 0;
	make_list(ones, FIVE, other);
	other[2].weight = other[1].weight = 0;
	/* Then 23 had weight 0 too, and its clients went to 21: 495 instead of 298. */
	check_difference(&service, one, other, FIVE, 190, 210);
	/* Of 20 or 21 it is its own clients, and the half of those of 22 that it had. */
	memcpy(other, one, sizeof(other));
	other[4].weight = 0;
	check_difference(&service, one, other, FIVE, 290, 310);
	memcpy(other, one, sizeof(other));
	other[3].weight = 0;
	check_difference(&service, one, other, FIVE, 290, 310);
}

/* With fallback, who is not served by one real server is served by another one. */
static void test_fallback(void **state)
{
	static const int32_t ones[FIVE] = {1, 1, 1, 1, 1};
	struct lvsdr_service service = service_of("mh", LVSDR_SCHEDULER_MH_FALLBACK);
	struct slots_dest dests[FIVE], one[FIVE], other[FIVE];

	(void)state;
	make_list(ones, FIVE, dests);
	memcpy(one, dests, sizeof(one));
	memcpy(other, dests, sizeof(other));
	for (size_t i = 1; i < FIVE; i++)
		one[i].weight = other[i - 1].weight = 0;
	/* All have one real server in each of the lists: not the same one. */
	check_difference(&service, one, other, FIVE, 1000, 1000);
	/* Among two, half of those whom another served come to the right one by chance. */
	other[0].weight = 1;
	check_difference(&service, one, other, FIVE, 490, 510);
	/* Linux 6.1: 143 of a thousand, between a weight of 0 and no such real server. */
	memcpy(one, dests, sizeof(one));
	one[2].weight = 0;
	memcpy(other, dests, 2 * sizeof(*other));
	memcpy(other + 2, dests + 3, 2 * sizeof(*other));
	check_difference(&service, one, other, 4, 110, 190);
	/* 224, if another one has weight 0 too. */
	memcpy(other, one, sizeof(other));
	other[1].weight = 0;
	check_difference(&service, one, other, FIVE, 200, 280);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_recorded),         cmocka_unit_test(test_dh),
		cmocka_unit_test(test_shares),           cmocka_unit_test(test_empty),
		cmocka_unit_test(test_other_schedulers), cmocka_unit_test(test_weights),
		cmocka_unit_test(test_differences),      cmocka_unit_test(test_fallback),
		cmocka_unit_test(test_sh_fallback),      cmocka_unit_test(test_ipv6),
	};

	return cmocka_run_group_tests_name("slots", tests, NULL, NULL);
}
