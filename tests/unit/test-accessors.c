/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Each member that has a setter and a getter of its own gives back what it was given, and nothing that was refused. */
#include "../check.h"
#include "accessors.h"

#include <stdbool.h>

/* One of each kind of object. */
struct objects {
	struct lvsdr_arp_policy *arp_policy;
	struct lvsdr_dest *dest;
	struct lvsdr_mark *mark;
	struct lvsdr_service *service;
	struct lvsdr_sync_daemon *sync_daemon;
	struct lvsdr_sysctl *sysctl;
	struct lvsdr_timeouts *timeouts;
	struct lvsdr_vip *vip;
};

static void make_objects(struct lvsdr *host, struct objects *objects)
{
	assert_int_equal(lvsdr_arp_policy_new(host, "eth0", &objects->arp_policy), 0);
	assert_int_equal(lvsdr_dest_new(host, "192.168.1.20", &objects->dest), 0);
	assert_int_equal(lvsdr_mark_new(host, "tcp", "192.168.1.41:80", 7, &objects->mark), 0);
	assert_int_equal(lvsdr_service_new(host, "tcp", "192.168.1.41:80", &objects->service), 0);
	assert_int_equal(lvsdr_sync_daemon_new(host, "master", "lo", &objects->sync_daemon), 0);
	assert_int_equal(lvsdr_sysctl_new(host, "drop_packet", "0", &objects->sysctl), 0);
	assert_int_equal(lvsdr_timeouts_new(host, &objects->timeouts), 0);
	assert_int_equal(lvsdr_vip_new(host, "192.168.1.41", "lo", &objects->vip), 0);
}

static void free_objects(struct objects *objects)
{
	lvsdr_arp_policy_free(objects->arp_policy);
	lvsdr_dest_free(objects->dest);
	lvsdr_mark_free(objects->mark);
	lvsdr_service_free(objects->service);
	lvsdr_sync_daemon_free(objects->sync_daemon);
	lvsdr_sysctl_free(objects->sysctl);
	lvsdr_timeouts_free(objects->timeouts);
	lvsdr_vip_free(objects->vip);
}

/* Of each member at least two different ones are taken. */
static const int64_t numbers[] = {0,     1,      2,       3,        5,          7,
				  16,    24,     100,     512,      1024,       1472,
				  65535, 100000, 2097152, 21474836, 4294967295, -1};
static const char *const texts[] = {"lo",         "eth0",          "lo:1",        "lo:2",
				    "rr",         "sip",           "7",           "8",
				    "192.0.2.1",  "192.168.1.255", "255.0.255.0", "255.0.0.255",
				    "224.0.0.82", "224.0.0.83",    "no word"};

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

/* One member, as the index of a value of its list sees it; a getter that has none gives "". */
struct accessor {
	const char *set, *get;
	size_t values; /* of its list */
	int (*give)(const struct objects *objects, size_t value);
	bool (*has)(const struct objects *objects, size_t value);
	void (*tell)(const struct objects *objects, char text[100]);
};

#define NUMBER(kind, type, set, get)                                                               \
	static int give_##set(const struct objects *objects, size_t value)                         \
	{                                                                                          \
		return set(objects->kind, (type)numbers[value]);                                   \
	}                                                                                          \
	static bool has_##set(const struct objects *objects, size_t value)                         \
	{                                                                                          \
		return get(objects->kind) == (type)numbers[value];                                 \
	}                                                                                          \
	static void tell_##set(const struct objects *objects, char text[100])                      \
	{                                                                                          \
		snprintf(text, 100, "%lld", (long long)get(objects->kind));                        \
	}
#define TEXTS(kind, set, get_into)                                                                 \
	static int give_##set(const struct objects *objects, size_t value)                         \
	{                                                                                          \
		return set(objects->kind, texts[value]);                                           \
	}                                                                                          \
	static void tell_##set(const struct objects *objects, char text[100])                      \
	{                                                                                          \
		get_into;                                                                          \
	}                                                                                          \
	static bool has_##set(const struct objects *objects, size_t value)                         \
	{                                                                                          \
		char text[100] = "";                                                               \
		tell_##set(objects, text);                                                         \
		return !strcmp(text, texts[value]);                                                \
	}
#define TEXT(kind, set, get)   TEXTS(kind, set, snprintf(text, 100, "%s", get(objects->kind)))
#define FILLED(kind, set, get) TEXTS(kind, set, get(objects->kind, text, 100))
ACCESSORS(NUMBER, TEXT, FILLED)

#define NUMBER_LINE(kind, type, set, get)                                                          \
	{#set, #get, COUNT(numbers), give_##set, has_##set, tell_##set},
#define TEXT_LINE(kind, set, get) {#set, #get, COUNT(texts), give_##set, has_##set, tell_##set},
static const struct accessor accessors[] = {ACCESSORS(NUMBER_LINE, TEXT_LINE, TEXT_LINE)};

static bool is_taken(const struct objects *objects, const struct accessor *accessor, size_t value)
{
	char before[100] = "", after[100] = "";
	int result;

	accessor->tell(objects, before);
	result = accessor->give(objects, value);
	accessor->tell(objects, after);
	assert_true(result == 0 || result == -EINVAL);
	if (result ? strcmp(before, after) : !accessor->has(objects, value))
		fail_msg("%s() with value %zu returns %d, and then %s() \"%s\"", accessor->set,
			 value, result, accessor->get, after);
	return !result;
}

static void test_each(void **host)
{
	struct objects objects;
	unsigned int taken;

	make_objects(*host, &objects);
	for (size_t i = 0; i < COUNT(accessors); i++) {
		taken = 0;
		for (size_t value = 0; value < accessors[i].values; value++)
			taken += is_taken(&objects, &accessors[i], value);
		if (taken < 2)
			fail_msg("%s() takes %u of the values: add more to their list",
				 accessors[i].set, taken);
	}
	free_objects(&objects);
	printf("%zu members\n", COUNT(accessors));
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_each)};

	return cmocka_run_group_tests_name("accessors", tests, handle_set_up, handle_tear_down);
}
