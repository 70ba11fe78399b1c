// SPDX-License-Identifier: LGPL-2.1-or-later
/* The files of /proc/net with totals: as kernels write them, cut, and hostile. */
#include "../check.h"
#include "codec/proc/totals.h"

#include <lvsdr/totals.h>

#define TITLES                                                                                     \
	"   Total Incoming Outgoing         Incoming         Outgoing\n"                           \
	"   Conns  Packets  Packets            Bytes            Bytes\n"
#define RATES " Conns/s   Pkts/s   Pkts/s          Bytes/s          Bytes/s\n"
/* Numbers as wide as a kernel can have them: the columns grow. */
static const char stats[] =
	TITLES "     12C 1FFFFFFFF        0 FEDCBA9876543210                0\n"
	       "\n" RATES "       A       14        0             7D0FF                0\n";

#define CPU_TITLES                                                                                 \
	"       Total Incoming Outgoing         Incoming         Outgoing\n"                       \
	"CPU    Conns  Packets  Packets            Bytes            Bytes\n"
#define CPU_END                                                                                    \
	"  ~        6        8        A                C                E\n"                       \
	"\n"                                                                                       \
	"     Conns/s   Pkts/s   Pkts/s          Bytes/s          Bytes/s\n"                       \
	"           1        2        3                4                5\n"
static const char percpu[] =
	CPU_TITLES "  0        1        2        3                4                5\n"
		   "  B        5        6        7                8       1000000009\n" CPU_END;

static const char status[] = "Conns:\t9401\n"
			     "Conn buckets:\t524288 (19 bits, lfactor -5)\n"
			     "Conn buckets empty:\t505633 (96%)\n";
static const char ip_vs[] = "IP Virtual Server version 1.2.1 (size=4096)\n"
			    "Prot LocalAddress:Port Scheduler Flags\n";

/* In heap memory of just its size, so that sanitizers see what is read behind the end. */
static char *copy_of(const char *text, size_t length)
{
	char *copy = malloc(length ? length : 1);

	assert_non_null(copy);
	memcpy(copy, text, length);
	return copy;
}

static int decode(const char *text, size_t length, uint64_t *values)
{
	char *copy = copy_of(text, length);
	int result = totals_decode(copy, length, values);

	free(copy);
	return result;
}

static int decode_processors(const char *text, size_t length, size_t columns, uint64_t *values,
			     size_t count)
{
	char *copy = copy_of(text, length);
	int result = totals_decode_processors(copy, length, columns, values, count);

	free(copy);
	return result;
}

static int decode_table_size(const char *text, size_t length, uint64_t *ret_size)
{
	char *copy = copy_of(text, length);
	int result = totals_decode_table_size(copy, length, ret_size);

	free(copy);
	return result;
}

static int decode_connections(const char *text, size_t length, uint64_t *ret_connections)
{
	char *copy = copy_of(text, length);
	int result = totals_decode_connections(copy, length, ret_connections);

	free(copy);
	return result;
}

static void test_totals(void **state)
{
	static const uint64_t expected[TOTALS_COUNTED] = {
		0x12c, 0x1ffffffff, 0, 0xfedcba9876543210, 0, 10, 20, 0, 0x7d0ff, 0};
	uint64_t values[TOTALS_COUNTED];

	(void)state;
	assert_int_equal(decode(stats, strlen(stats), values), 0);
	assert_memory_equal(values, expected, sizeof(expected));
}

/* What comes in other files, or is cut, or is no number, is never half of an answer. */
static void test_wrong_totals(void **state)
{
	static const char *const wrong[] = {
		"",
		"\n",
		TITLES,
		TITLES "0 0 0 0 0\n",
		TITLES "0 0 0 0 0\n\n" RATES "0 0 0 0\n",
		TITLES "0 0 0 0 0\n\n" RATES "0 0 0 0 0 0\n",
		TITLES "0 0 0 0 -1\n\n" RATES "0 0 0 0 0\n",
		TITLES "0 0 0 0 0x1\n\n" RATES "0 0 0 0 0\n",
		TITLES "0 0 0 0 12345678901234567\n\n" RATES "0 0 0 0 0\n",
		TITLES "0 0 0 0\t0\n\n" RATES "0 0 0 0 0\n",
	};
	uint64_t values[TOTALS_COUNTED], untouched[TOTALS_COUNTED];

	(void)state;
	memset(untouched, 0x55, sizeof(untouched));
	memcpy(values, untouched, sizeof(values));
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		assert_int_equal(decode(wrong[i], strlen(wrong[i]), values), -EBADMSG);
	for (size_t length = 0; length < strlen(stats); length++)
		assert_int_equal(decode(stats, length, values), -EBADMSG);
	assert_int_equal(decode(status, strlen(status), values), -EBADMSG);
	assert_memory_equal(values, untouched, sizeof(untouched));
}

static void test_processors(void **state)
{
	uint64_t values[12 * LVSDR_TOTAL_COUNT];

	(void)state;
	assert_int_equal(decode_processors(percpu, strlen(percpu), 1, NULL, 0), 12);
	assert_int_equal(decode_processors(percpu, strlen(percpu), LVSDR_TOTAL_COUNT, values,
					   12 * LVSDR_TOTAL_COUNT),
			 12);
	for (size_t i = 0; i < 12 * LVSDR_TOTAL_COUNT; i++) {
		size_t row = i / LVSDR_TOTAL_COUNT, column = i % LVSDR_TOTAL_COUNT;
		uint64_t expected = column + (row ? 5 : 1);

		if (row == 11 && column == 4)
			expected = 0x1000000009;
		if ((row && row != 11) || column >= TOTALS_COUNTERS)
			expected = UINT64_MAX;
		assert_true(values[i] == expected);
	}
}

/* What does not fit is left out, and nothing is written behind what was given. */
static void test_room(void **state)
{
	uint64_t values[8];

	(void)state;
	for (size_t count = 0; count < 8; count++) {
		memset(values, 0x55, sizeof(values));
		assert_int_equal(decode_processors(percpu, strlen(percpu), 2, values, count), 12);
		for (size_t i = count; i < 8; i++)
			assert_true(values[i] == 0x5555555555555555);
		for (size_t i = 0; i < count; i++)
			assert_true(values[i] ==
				    (i < 2 && count > 1 ? (uint64_t)i + 1 : UINT64_MAX));
	}
}

static void test_wrong_processors(void **state)
{
	static const char *const wrong[] = {
		"",
		CPU_TITLES,
		CPU_TITLES CPU_END,
		/* Twice, backwards, and more than any kernel has. */
		CPU_TITLES "  0 1 2 3 4 5\n  0 1 2 3 4 5\n" CPU_END,
		CPU_TITLES "  1 1 2 3 4 5\n  0 1 2 3 4 5\n" CPU_END,
		CPU_TITLES "10000 1 2 3 4 5\n" CPU_END,
		CPU_TITLES "FFFFFFFFFFFFFFFF 1 2 3 4 5\n" CPU_END,
		/* The sum is missing, and so may be processors. */
		CPU_TITLES "  0 1 2 3 4 5\n",
		CPU_TITLES "  0 1 2 3 4 5\n\n 1 2 3 4 5\n",
	};
	size_t end = (size_t)(strstr(percpu, "\n\n") - percpu);
	uint64_t values[64], untouched[64];

	(void)state;
	memset(untouched, 0x55, sizeof(untouched));
	memcpy(values, untouched, sizeof(values));
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		assert_int_equal(decode_processors(wrong[i], strlen(wrong[i]), 5, values, 64),
				 -EBADMSG);
	for (size_t length = 0; length <= end; length++)
		assert_int_equal(decode_processors(percpu, length, 5, values, 64), -EBADMSG);
	assert_memory_equal(values, untouched, sizeof(untouched));
	assert_int_equal(decode_processors(percpu, end + 1, 5, values, 64), 12);
}

/* More processors than are made today. */
static void test_many_processors(void **state)
{
	enum { PROCESSORS = 8192 };
	uint64_t *values = calloc(PROCESSORS, 5 * sizeof(*values));
	char *text = malloc(PROCESSORS * 80 + 4096);
	size_t length = 0;

	(void)state;
	assert_non_null(text);
	assert_non_null(values);
	length += (size_t)sprintf(text, CPU_TITLES);
	for (unsigned int i = 0; i < PROCESSORS; i++)
		length += (size_t)sprintf(text + length, "%3X %8X %8X %8X %16X %16X\n", i, i, i + 1,
					  i + 2, i + 3, i + 4);
	length += (size_t)sprintf(text + length, CPU_END);
	assert_int_equal(decode_processors(text, length, 5, values, PROCESSORS * 5), PROCESSORS);
	for (size_t i = 0; i < PROCESSORS * (size_t)5; i++)
		assert_int_equal(values[i], i / 5 + i % 5);
	free(values);
	free(text);
}

static void test_first_lines(void **state)
{
	static const char *const wrong[] = {
		"",
		"\n",
		"IP Virtual Server version 1.2.1\n",
		"IP Virtual Server version 1.2.1 (size=)\n",
		"IP Virtual Server version 1.2.1 (size=4096\n",
		"IP Virtual Server version 1.2.1 (size=4096) \n",
		"IP Virtual Server version 1.2.1 (size=-1)\n",
		"IP Virtual Server version 1.2.1 (size=11111111111)\n",
		"Conns:\t\n",
		"Conns:\t-1\n",
		"Conns:\t1 2\n",
		"Conns: 1\n",
		"Services:\t12\n",
	};
	uint64_t number = 0;

	(void)state;
	assert_int_equal(decode_table_size(ip_vs, strlen(ip_vs), &number), 0);
	assert_int_equal(number, 4096);
	assert_int_equal(decode_connections(status, strlen(status), &number), 0);
	assert_int_equal(number, 9401);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		assert_int_equal(decode_table_size(wrong[i], strlen(wrong[i]), &number), -EBADMSG);
		assert_int_equal(decode_connections(wrong[i], strlen(wrong[i]), &number), -EBADMSG);
	}
	for (size_t length = 0; length <= strcspn(ip_vs, "\n"); length++)
		assert_int_equal(decode_table_size(ip_vs, length, &number), -EBADMSG);
	for (size_t length = 0; length <= strcspn(status, "\n"); length++)
		assert_int_equal(decode_connections(status, length, &number), -EBADMSG);
	assert_int_equal(number, 9401);
}

/* Every byte changed: sanitizers and valgrind are the judges. */
static void test_damaged(void **state)
{
	char copy[sizeof(percpu)];
	uint64_t values[64], number;

	(void)state;
	for (size_t i = 0; i < sizeof(copy) - 1; i++) {
		for (int byte = 0; byte < 256; byte += 7) {
			memcpy(copy, percpu, sizeof(copy));
			copy[i] = (char)byte;
			decode_processors(copy, sizeof(copy) - 1, 5, values, 64);
			decode(copy, sizeof(copy) - 1, values);
			decode_table_size(copy, sizeof(copy) - 1, &number);
		}
	}
}

static void test_wrong_calls(void **state)
{
	static const char *const names[LVSDR_TOTAL_COUNT] = {
		[LVSDR_TOTAL_CONNECTIONS] = "connections",
		[LVSDR_TOTAL_INCOMING_PACKETS] = "incoming_packets",
		[LVSDR_TOTAL_OUTGOING_PACKETS] = "outgoing_packets",
		[LVSDR_TOTAL_INCOMING_BYTES] = "incoming_bytes",
		[LVSDR_TOTAL_OUTGOING_BYTES] = "outgoing_bytes",
		[LVSDR_TOTAL_CONNECTION_RATE] = "connection_rate",
		[LVSDR_TOTAL_INCOMING_PACKET_RATE] = "incoming_packet_rate",
		[LVSDR_TOTAL_OUTGOING_PACKET_RATE] = "outgoing_packet_rate",
		[LVSDR_TOTAL_INCOMING_BYTE_RATE] = "incoming_byte_rate",
		[LVSDR_TOTAL_OUTGOING_BYTE_RATE] = "outgoing_byte_rate",
		[LVSDR_TOTAL_CONNECTION_TABLE_SIZE] = "connection_table_size",
		[LVSDR_TOTAL_CURRENT_CONNECTIONS] = "current_connections"};
	struct lvsdr *host;

	(void)state;
	assert_int_equal(lvsdr_totals_read(NULL, NULL, 0), -EINVAL);
	assert_int_equal(lvsdr_totals_read_processors(NULL, 1, NULL, 0), -EINVAL);
	assert_int_equal(lvsdr_new(&host), 0);
	assert_int_equal(lvsdr_totals_read(host, NULL, 1), -EINVAL);
	assert_int_equal(lvsdr_totals_read_processors(host, 1, NULL, 1), -EINVAL);
	assert_int_equal(lvsdr_totals_read_processors(host, 0, NULL, 0), -EINVAL);
	assert_int_equal(lvsdr_totals_read_processors(host, LVSDR_TOTAL_COUNT + 1, NULL, 0),
			 -EINVAL);
	assert_string_equal(lvsdr_error_message(host),
			    "cannot read the totals: the number of columns must be 1 to 12");
	lvsdr_free(host);
	for (int32_t i = 0; i < LVSDR_TOTAL_COUNT; i++)
		assert_string_equal(lvsdr_totals_get_name(i), names[i]);
	assert_null(lvsdr_totals_get_name(-1));
	assert_null(lvsdr_totals_get_name(LVSDR_TOTAL_COUNT));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_totals),           cmocka_unit_test(test_wrong_totals),
		cmocka_unit_test(test_processors),       cmocka_unit_test(test_room),
		cmocka_unit_test(test_wrong_processors), cmocka_unit_test(test_many_processors),
		cmocka_unit_test(test_first_lines),      cmocka_unit_test(test_damaged),
		cmocka_unit_test(test_wrong_calls),
	};

	return cmocka_run_group_tests_name("totals", tests, NULL, NULL);
}
