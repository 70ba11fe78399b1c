// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The second opinion of libnl on what IPVS is asked: each message that the codec makes of random
 * objects is built once more, by genlmsg_put() and nla_put(), and has to have the same bytes.
 */
#include "../check.h"
#include "any-object.h"
#include "codec/ipvs/encoding.h"
#include "codec/ipvs/ipvs.h"
#include "libnl-opinion.h"

enum { OBJECTS = 10000 };

static struct {
	unsigned long messages, bytes;
	unsigned long of[__IPVS_CMD_MAX]; /* each command */
} told;

/* ---- Both. */

/* The codec gets a buffer full of what must not travel. */
static void *dirty_buffer(void)
{
	static _Alignas(struct nlmsghdr) char buffer[IPVS_REQUEST_SIZE];

	memset(buffer, (int)random_next(&numbers) | 1, sizeof(buffer));
	return buffer;
}

static void show(const char *who, const struct nlmsghdr *message)
{
	const uint8_t *bytes = (const uint8_t *)message;

	printf("%s:", who);
	for (uint32_t i = 0; i < message->nlmsg_len; i++)
		printf("%s%02x", i % 16 ? " " : "\n    ", bytes[i]);
	putchar('\n');
}

/* Takes libnl's message, and gives it back. */
static void check_same(const struct nlmsghdr *ours, struct nl_msg *other, uint8_t command)
{
	const struct nlmsghdr *theirs = nlmsg_hdr(other);

	if (ours->nlmsg_len != theirs->nlmsg_len || memcmp(ours, theirs, ours->nlmsg_len)) {
		show("the codec", ours);
		show("libnl", theirs);
		fail_msg("LVSDR_SEED=%llu, message %lu, command %d",
			 (unsigned long long)numbers.seed, told.messages, command);
	}
	told.messages++;
	told.bytes += ours->nlmsg_len;
	told.of[command]++;
	nlmsg_free(other);
}

static void check_service(const union object *object)
{
	static const struct {
		uint8_t command;
		uint16_t flags;
	} named[] = {{IPVS_CMD_GET_SERVICE, 0},
		     {IPVS_CMD_GET_DEST, NLM_F_DUMP},
		     {IPVS_CMD_DEL_SERVICE, 0},
		     {IPVS_CMD_ZERO, 0}};
	const struct ipvs_encoding *encoding = ipvs_encoding_of(&service_class);
	struct nl_msg *other;

	for (size_t i = 0; i < sizeof(named) / sizeof(*named); i++) {
		other = opinion_begin(named[i].command, named[i].flags);
		opinion_put_service(other, &object->service, false);
		check_same(ipvs_encode_service(dirty_buffer(), named[i].command, named[i].flags,
					       &object->service, false),
			   other, named[i].command);
	}
	other = opinion_begin(IPVS_CMD_NEW_SERVICE, 0);
	opinion_put_service(other, &object->service, true);
	check_same(encoding->encode(dirty_buffer(), NULL, object), other, IPVS_CMD_NEW_SERVICE);
	other = opinion_begin(IPVS_CMD_SET_SERVICE, 0);
	opinion_put_service(other, &object->service, true);
	check_same(encoding->encode(dirty_buffer(), object, object), other, IPVS_CMD_SET_SERVICE);
	other = opinion_begin(IPVS_CMD_DEL_SERVICE, 0);
	opinion_put_service(other, &object->service, false);
	check_same(encoding->encode(dirty_buffer(), object, NULL), other, IPVS_CMD_DEL_SERVICE);
}

static void check_dest(const union object *object, const struct lvsdr_service *service)
{
	static const uint8_t commands[VERB_COUNT] = {IPVS_CMD_NEW_DEST, IPVS_CMD_SET_DEST,
						     IPVS_CMD_DEL_DEST};
	const struct ipvs_encoding *encoding = ipvs_encoding_of(&dest_class);
	union object dest;

	object_copy(&dest_class, &dest, object);
	dest.dest.service = service;
	for (enum verb verb = 0; verb < VERB_COUNT; verb++) {
		struct nl_msg *other = opinion_begin(commands[verb], 0);

		opinion_put_service(other, service, false);
		opinion_put_dest(other, &dest.dest, verb != VERB_REMOVE);
		check_same(encoding->encode(dirty_buffer(), verb == VERB_ADD ? NULL : &dest,
					    verb == VERB_REMOVE ? NULL : &dest),
			   other, commands[verb]);
	}
}

/* What no setter takes is left to the kernel: 0 is none. */
static void leave_out_some(struct lvsdr_sync_daemon *daemon)
{
	if (random_once_in(&numbers, 4))
		daemon->max_length = 0;
	if (random_once_in(&numbers, 4))
		daemon->port = 0;
	if (random_once_in(&numbers, 4))
		daemon->ttl = 0;
	if (random_once_in(&numbers, 4))
		daemon->group = (struct address){.family = 0};
}

static void check_sync_daemon(const union object *object)
{
	for (int whole = 0; whole < 2; whole++) {
		uint8_t command = whole ? IPVS_CMD_NEW_DAEMON : IPVS_CMD_DEL_DAEMON;
		struct nl_msg *other = opinion_begin(command, 0);

		opinion_put_sync_daemon(other, &object->sync_daemon, whole);
		check_same(ipvs_encode_sync_daemon(dirty_buffer(), command, &object->sync_daemon,
						   whole),
			   other, command);
	}
}

static void check_timeouts(const union object *object)
{
	struct nl_msg *other = opinion_begin(IPVS_CMD_SET_CONFIG, 0);

	opinion_put_timeouts(other, &object->timeouts);
	check_same(ipvs_encoding_of(&timeouts_class)->encode(dirty_buffer(), object, object), other,
		   IPVS_CMD_SET_CONFIG);
}

/* ---- */

static void test_objects(void **state)
{
	union object service, dest, daemon, timeouts;

	(void)state;
	numbers = random_start("libnl");
	for (int i = 0; i < OBJECTS; i++) {
		make_object(&service_class, &service);
		make_object(&dest_class, &dest);
		make_object(&sync_daemon_class, &daemon);
		make_object(&timeouts_class, &timeouts);
		leave_out_some(&daemon.sync_daemon);
		check_service(&service);
		check_dest(&dest, &service.service);
		check_sync_daemon(&daemon);
		check_timeouts(&timeouts);
	}
	printf("libnl: %d objects of each of 4 kinds: %lu messages of %lu bytes are the same\n",
	       OBJECTS, told.messages, told.bytes);
}

/* Without an object. */
static void test_commands(void **state)
{
	static const uint8_t asking[] = {IPVS_CMD_GET_SERVICE, IPVS_CMD_GET_DAEMON},
			     plain[] = {IPVS_CMD_GET_CONFIG, IPVS_CMD_GET_INFO, IPVS_CMD_ZERO,
					IPVS_CMD_FLUSH};

	(void)state;
	for (size_t i = 0; i < sizeof(asking); i++)
		check_same(ipvs_encode(dirty_buffer(), asking[i], NLM_F_DUMP),
			   opinion_begin(asking[i], NLM_F_DUMP), asking[i]);
	for (size_t i = 0; i < sizeof(plain); i++)
		check_same(ipvs_encode(dirty_buffer(), plain[i], 0), opinion_begin(plain[i], 0),
			   plain[i]);
}

/* There is no command that was left out; IPVS_CMD_SET_INFO is an answer. */
static void test_all_commands(void **state)
{
	(void)state;
	for (int command = IPVS_CMD_UNSPEC + 1; command < __IPVS_CMD_MAX; command++)
		if (!told.of[command] && command != IPVS_CMD_SET_INFO)
			fail_msg("command %d was not looked at", command);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_objects),
		cmocka_unit_test(test_commands),
		cmocka_unit_test(test_all_commands),
	};

	return cmocka_run_group_tests_name("libnl", tests, NULL, NULL);
}
