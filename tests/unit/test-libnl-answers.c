// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The second opinion of libnl on what IPVS answers: random answers, built by libnl as the kernel
 * builds them, and worse ones, and those that the fuzz targets know. Each is read by the codec and
 * by nla_parse(): both have the same values, or both refuse it.
 */
#include "../check.h"
#include "../fuzz/fuzz.h"
#include "../random.h"
#include "codec/ipvs/attribute.h"
#include "codec/ipvs/ipvs.h"
#include "libnl-opinion.h"

#include <dirent.h>
#include <linux/ip_vs.h>
#include <netlink/genl/genl.h>

enum { ANSWERS = 10000, SIZE = 4096, BIGGEST = 65536 };

static struct random numbers;

static struct {
	unsigned long answers, services, dests, by_layout, daemons, timeouts, infos, refused;
	unsigned long files;
} told;

/* ---- Both read. */

static void differ(const char *what, const struct nlmsghdr *message)
{
	const uint8_t *bytes = (const uint8_t *)message;

	for (uint32_t i = 0; i < message->nlmsg_len; i++)
		printf("%02x%s", bytes[i], i % 16 == 15 ? "\n" : " ");
	fail_msg("LVSDR_SEED=%llu, answer %lu: %s is another", (unsigned long long)numbers.seed,
		 told.answers, what);
}

static void check_service(struct nlmsghdr *message, bool counted)
{
	struct counters counters = {.value = {0}}, other_counters = {.value = {0}};
	struct lvsdr_service service, other;
	bool taken = !ipvs_decode_service(message, &service, counted ? &counters : NULL);

	if (taken != opinion_of_service(message, &other, counted ? &other_counters : NULL))
		differ("whether a service is refused", message);
	told.refused += !taken;
	if (!taken)
		return;
	told.services++;
	if (memcmp(&service, &other, sizeof(service)))
		differ("a service", message);
	if (memcmp(&counters, &other_counters, sizeof(counters)))
		differ("a service's counters", message);
}

static void check_dest(struct nlmsghdr *message, uint8_t family, struct layout *layout,
		       bool counted)
{
	const struct lvsdr_service service = {.address.family = family};
	struct counters counters = {.value = {0}}, other_counters = {.value = {0}};
	struct lvsdr_dest dest, other;
	struct lvsdr_dest scratch;
	bool by_layout = layout && layout->length &&
			 layout_get(layout, message,
				    (void *[]){&scratch, counted ? &(struct counters){} : NULL});
	bool taken =
		!ipvs_decode_dest(message, &service, layout, &dest, counted ? &counters : NULL);

	if (taken != opinion_of_dest(message, family, &other, counted ? &other_counters : NULL))
		differ("whether a destination is refused", message);
	told.refused += !taken;
	if (!taken)
		return;
	told.dests++;
	told.by_layout += by_layout;
	if (memcmp(&dest, &other, sizeof(dest)))
		differ("a destination", message);
	if (memcmp(&counters, &other_counters, sizeof(counters)))
		differ("a destination's counters", message);
}

static void check_daemon(struct nlmsghdr *message)
{
	struct lvsdr_sync_daemon daemon, other;
	bool taken = !ipvs_decode_sync_daemon(message, &daemon);

	if (taken != opinion_of_daemon(message, &other))
		differ("whether a sync daemon is refused", message);
	told.refused += !taken;
	told.daemons += taken;
	if (taken && memcmp(&daemon, &other, sizeof(daemon)))
		differ("a sync daemon", message);
}

static void check_timeouts(struct nlmsghdr *message)
{
	struct lvsdr_timeouts timeouts = {.set = 0}, other;
	bool taken = !ipvs_decode_timeouts(message, &timeouts);

	if (taken != opinion_of_timeouts(message, &other))
		differ("whether timeouts are refused", message);
	told.refused += !taken;
	told.timeouts += taken;
	if (taken && memcmp(&timeouts, &other, sizeof(timeouts)))
		differ("a timeout", message);
}

static void check_info(struct nlmsghdr *message)
{
	uint32_t version, size;
	struct ipvs_info info;
	bool taken = !ipvs_decode_info(message, &info);

	if (taken != opinion_of_info(message, &version, &size))
		differ("whether IPVS's version is refused", message);
	told.refused += !taken;
	told.infos += taken;
	if (taken && (info.version != version || info.connection_table_size != size))
		differ("IPVS's version", message);
}

/* The layouts go on from answer to answer: with counters and without. */
static void check_answer(struct nlmsghdr *message, struct layout *layouts)
{
	check_service(message, true);
	check_service(message, false);
	check_dest(message, AF_INET, NULL, true);
	check_dest(message, AF_INET6, NULL, false);
	check_dest(message, AF_INET, &layouts[0], true);
	check_dest(message, AF_INET, &layouts[1], false);
	check_daemon(message);
	check_timeouts(message);
	check_info(message);
	told.answers++;
}

/* ---- As the kernel builds them (net/netfilter/ipvs/ip_vs_ctl.c). */

static void need(int result)
{
	assert_int_equal(result, 0);
}

static struct nl_msg *begin(uint8_t command)
{
	struct nl_msg *message = nlmsg_alloc_size(SIZE);

	assert_non_null(message);
	assert_non_null(genlmsg_put(message, 4711, random_next(&numbers), 28, 0, NLM_F_MULTI,
				    command, IPVS_GENL_VERSION));
	return message;
}

/* Kernels mark no nest of these; others may. One kernel does the same all the time. */
static bool marks_nests;

static struct nlattr *begin_nest(struct nl_msg *message, int type)
{
	struct nlattr *nest = nla_nest_start(message, type);

	assert_non_null(nest);
	if (!marks_nests)
		nest->nla_type &= NLA_TYPE_MASK;
	return nest;
}

static uint64_t some_number(void)
{
	uint64_t number = (uint64_t)random_next(&numbers) << 32 | random_next(&numbers);

	return number >> random_below(&numbers, 64);
}

static void put_u8(struct nl_msg *message, int type)
{
	need(nla_put_u8(message, type, (uint8_t)some_number()));
}

static void put_u16(struct nl_msg *message, int type)
{
	need(nla_put_u16(message, type, (uint16_t)some_number()));
}

static void put_u32(struct nl_msg *message, int type)
{
	need(nla_put_u32(message, type, (uint32_t)some_number()));
}

static void put_bytes(struct nl_msg *message, int type, int length)
{
	uint32_t bytes[16];

	for (size_t i = 0; i < sizeof(bytes) / sizeof(*bytes); i++)
		bytes[i] = random_next(&numbers);
	assert_in_range(length, 0, sizeof(bytes));
	need(nla_put(message, type, length, bytes));
}

static void put_stats(struct nl_msg *message, int type, bool wide)
{
	struct nlattr *nest = begin_nest(message, type);

	for (int stat = IPVS_STATS_ATTR_CONNS; stat <= IPVS_STATS_ATTR_OUTBPS; stat++)
		if (wide || stat == IPVS_STATS_ATTR_INBYTES || stat == IPVS_STATS_ATTR_OUTBYTES) {
			need(nla_put(message, IPVS_STATS_ATTR_PAD, 0, NULL));
			need(nla_put_u64(message, stat, some_number()));
		} else {
			put_u32(message, stat);
		}
	need(nla_nest_end(message, nest));
}

static const uint16_t families[] = {AF_INET, AF_INET6};

static struct nl_msg *some_service(void)
{
	static const char *const schedulers[] = {"rr", "wlc", "mh", "none", "fifteen-letters"};
	const struct ip_vs_flags flags = {.flags = random_next(&numbers), .mask = ~0u};
	struct nl_msg *message = begin(IPVS_CMD_NEW_SERVICE);
	struct nlattr *nest = begin_nest(message, IPVS_CMD_ATTR_SERVICE);

	need(nla_put_u16(message, IPVS_SVC_ATTR_AF, RANDOM_OF(&numbers, families)));
	if (random_once_in(&numbers, 3)) {
		put_u32(message, IPVS_SVC_ATTR_FWMARK);
	} else {
		put_u16(message, IPVS_SVC_ATTR_PROTOCOL);
		put_bytes(message, IPVS_SVC_ATTR_ADDR, 16);
		put_u16(message, IPVS_SVC_ATTR_PORT);
	}
	need(nla_put_string(message, IPVS_SVC_ATTR_SCHED_NAME, RANDOM_OF(&numbers, schedulers)));
	if (random_once_in(&numbers, 3))
		need(nla_put_string(message, IPVS_SVC_ATTR_PE_NAME, "sip"));
	need(nla_put(message, IPVS_SVC_ATTR_FLAGS, sizeof(flags), &flags));
	put_u32(message, IPVS_SVC_ATTR_TIMEOUT);
	put_u32(message, IPVS_SVC_ATTR_NETMASK);
	put_stats(message, IPVS_SVC_ATTR_STATS, false);
	if (!random_once_in(&numbers, 4))
		put_stats(message, IPVS_SVC_ATTR_STATS64, true);
	need(nla_nest_end(message, nest));
	return message;
}

static struct nl_msg *some_dest(void)
{
	struct nl_msg *message = begin(IPVS_CMD_NEW_DEST);
	struct nlattr *nest = begin_nest(message, IPVS_CMD_ATTR_DEST);

	put_bytes(message, IPVS_DEST_ATTR_ADDR, 16);
	put_u16(message, IPVS_DEST_ATTR_PORT);
	put_u32(message, IPVS_DEST_ATTR_FWD_METHOD);
	put_u32(message, IPVS_DEST_ATTR_WEIGHT);
	put_u8(message, IPVS_DEST_ATTR_TUN_TYPE);
	put_u16(message, IPVS_DEST_ATTR_TUN_PORT);
	put_u16(message, IPVS_DEST_ATTR_TUN_FLAGS);
	for (int type = IPVS_DEST_ATTR_U_THRESH; type <= IPVS_DEST_ATTR_PERSIST_CONNS; type++)
		put_u32(message, type);
	need(nla_put_u16(message, IPVS_DEST_ATTR_ADDR_FAMILY, RANDOM_OF(&numbers, families)));
	put_stats(message, IPVS_DEST_ATTR_STATS, false);
	if (!random_once_in(&numbers, 4))
		put_stats(message, IPVS_DEST_ATTR_STATS64, true);
	need(nla_nest_end(message, nest));
	return message;
}

static struct nl_msg *some_daemon(void)
{
	struct nl_msg *message = begin(IPVS_CMD_NEW_DAEMON);
	struct nlattr *nest = begin_nest(message, IPVS_CMD_ATTR_DAEMON);

	need(nla_put_u32(message, IPVS_DAEMON_ATTR_STATE, random_below(&numbers, 3)));
	need(nla_put_string(message, IPVS_DAEMON_ATTR_MCAST_IFN,
			    random_once_in(&numbers, 9) ? "no/device" : "eth0"));
	put_u32(message, IPVS_DAEMON_ATTR_SYNC_ID);
	put_u16(message, IPVS_DAEMON_ATTR_SYNC_MAXLEN);
	put_u16(message, IPVS_DAEMON_ATTR_MCAST_PORT);
	put_u8(message, IPVS_DAEMON_ATTR_MCAST_TTL);
	if (random_once_in(&numbers, 2))
		put_bytes(message, IPVS_DAEMON_ATTR_MCAST_GROUP6, 16);
	else
		put_bytes(message, IPVS_DAEMON_ATTR_MCAST_GROUP, 4);
	need(nla_nest_end(message, nest));
	return message;
}

static struct nl_msg *some_timeouts(void)
{
	struct nl_msg *message = begin(IPVS_CMD_SET_CONFIG);

	put_u32(message, IPVS_CMD_ATTR_TIMEOUT_TCP);
	put_u32(message, IPVS_CMD_ATTR_TIMEOUT_TCP_FIN);
	put_u32(message, IPVS_CMD_ATTR_TIMEOUT_UDP);
	return message;
}

static struct nl_msg *some_info(void)
{
	struct nl_msg *message = begin(IPVS_CMD_SET_INFO);

	put_u32(message, IPVS_INFO_ATTR_VERSION);
	put_u32(message, IPVS_INFO_ATTR_CONN_TAB_SIZE);
	return message;
}

/* ---- As no kernel builds them: any type, often, in any order and of any length. */

static void put_anything(struct nl_msg *message, int deeper)
{
	int type = (int)random_below(&numbers, 18);
	static const uint8_t lengths[] = {0, 1, 2, 3, 4, 4, 7, 8, 8, 9, 16, 16, 17, 40};
	struct nlattr *nest;

	if (!deeper || random_once_in(&numbers, 2)) {
		put_bytes(message, type, RANDOM_OF(&numbers, lengths));
		return;
	}
	nest = begin_nest(message, type);
	for (uint32_t i = random_below(&numbers, 8); i; i--)
		put_anything(message, deeper - 1);
	assert_true(nla_nest_end_keep_empty(message, nest) >= 0);
}

static struct nl_msg *some_anything(void)
{
	struct nl_msg *message = begin((uint8_t)random_below(&numbers, 20));

	for (uint32_t i = random_below(&numbers, 4); i; i--)
		put_anything(message, 2);
	return message;
}

/* An attribute more in the nest of an answer, which then ends with it. */
static void add_to_nest(struct nl_msg *message)
{
	struct nlattr *nest = nlmsg_attrdata(nlmsg_hdr(message), GENL_HDRLEN);
	uint32_t before = nlmsg_hdr(message)->nlmsg_len;

	put_anything(message, 1);
	nest->nla_len = (uint16_t)(nest->nla_len + nlmsg_hdr(message)->nlmsg_len - before);
}

/* Some byte is another, or the end is missing. */
static void damage(struct nlmsghdr *message)
{
	uint32_t body = message->nlmsg_len - NLMSG_HDRLEN, at;

	if (random_once_in(&numbers, 4)) {
		message->nlmsg_len = NLMSG_HDRLEN + random_below(&numbers, body + 1);
		return;
	}
	at = NLMSG_HDRLEN + random_below(&numbers, body);
	((uint8_t *)message)[at] ^= (uint8_t)(1 + random_below(&numbers, 255));
}

/* In memory of just its size. */
static struct nlmsghdr *copy_of(const struct nlmsghdr *message)
{
	return fuzz_copy(message, message->nlmsg_len);
}

static void test_random_answers(void **state)
{
	static struct nl_msg *(*const makers[])(void) = {
		some_service,  some_dest, some_dest,     some_dest,    some_daemon,
		some_timeouts, some_info, some_anything, some_anything};
	struct layout layouts[2] = {{.length = 0}, {.length = 0}};

	(void)state;
	numbers = random_start("libnl-answers");
	for (int i = 0; i < ANSWERS; i++) {
		struct nl_msg *made = RANDOM_OF(&numbers, makers)();
		struct nlmsghdr *message;

		if (random_once_in(&numbers, 50))
			marks_nests = !marks_nests;
		if (random_once_in(&numbers, 8) && nlmsg_hdr(made)->nlmsg_len > 60)
			add_to_nest(made);
		if (random_once_in(&numbers, 4))
			damage(nlmsg_hdr(made));
		message = copy_of(nlmsg_hdr(made));
		check_answer(message, layouts);
		free(message);
		nlmsg_free(made);
	}
}

/* ---- Those of the fuzz targets, among which are all that kernels have given. */

static void feed(const struct nlmsghdr *message, void *user)
{
	struct nlmsghdr *copy = copy_of(message);

	check_answer(copy, user);
	free(copy);
}

static void check_file(const char *folder, const char *name, long skip)
{
	static _Alignas(struct nlmsghdr) uint8_t data[BIGGEST];
	struct layout layouts[2] = {{.length = 0}, {.length = 0}};
	char path[4096];
	size_t size;
	FILE *file;

	snprintf(path, sizeof(path), CORPUS "/%s/%s", folder, name);
	file = fopen(path, "rb");
	assert_non_null(file);
	assert_int_equal(fseek(file, skip, SEEK_SET), 0);
	size = fread(data, 1, sizeof(data), file);
	fclose(file);
	assert_in_range(size, 0, sizeof(data) - 1);
	fuzz_messages(data, size, feed, layouts);
	told.files++;
}

/* `skip` bytes of each file are no message. */
static void check_corpus(const char *name, long skip)
{
	struct dirent *entry;
	DIR *folder;
	char path[4096];

	snprintf(path, sizeof(path), CORPUS "/%s", name);
	folder = opendir(path);
	assert_non_null(folder);
	while ((entry = readdir(folder)))
		if (entry->d_name[0] != '.')
			check_file(name, entry->d_name, skip);
	closedir(folder);
}

static void test_corpora(void **state)
{
	(void)state;
	check_corpus("ipvs", 0);
	check_corpus("netlink", 0);
	check_corpus("answers", 1);
}

static void test_counts(void **state)
{
	(void)state;
	printf("libnl-answers: %lu answers, of them %d at random, the others from %lu files; read "
	       "alike, of the nine readings of each: %lu services, %lu destinations (%lu by a "
	       "layout), %lu sync daemons, %lu "
	       "timeouts, %lu versions; refused by both: %lu\n",
	       told.answers, ANSWERS, told.files, told.services, told.dests, told.by_layout,
	       told.daemons, told.timeouts, told.infos, told.refused);
	assert_in_range(told.files, 100, 10000);
	assert_in_range(told.services, 1000, SIZE_MAX);
	assert_in_range(told.dests, 1000, SIZE_MAX);
	assert_in_range(told.by_layout, 1000, SIZE_MAX);
	assert_in_range(told.daemons, 100, SIZE_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_random_answers),
		cmocka_unit_test(test_corpora),
		cmocka_unit_test(test_counts),
	};

	return cmocka_run_group_tests_name("libnl-answers", tests, NULL, NULL);
}
