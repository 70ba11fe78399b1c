// SPDX-License-Identifier: LGPL-2.1-or-later
/* The text of the connection table: good, hostile, cut, and a million lines of it. */
#include "../check.h"
#include "codec/proc/connection.h"

#define TITLE "Pro FromIP   FPrt ToIP     TPrt DestIP   DPrt State       Expires PEName PEData\n"
#define V6    "2001:0db8:0001:0000:0000:0000:0000:"

static struct connection decode(const char *line)
{
	struct connection connection;

	if (connection_decode(line, strlen(line), &connection))
		fail_msg("\"%s\" is not understood", line);
	return connection;
}

static void check_address(const struct address *address, const char *expected)
{
	char text[ADDRESS_TEXT_SIZE];

	address_format(address, text);
	assert_string_equal(text, expected);
}

static void test_connection(void **state)
{
	struct connection found =
		decode("TCP C0A80164 D136 C0A80129 0050 C0A80114 1F90 FIN_WAIT        117");

	(void)state;
	assert_string_equal(found.protocol, "tcp");
	check_address(&found.client, "192.168.1.100");
	assert_int_equal(found.client_port, 0xd136);
	check_address(&found.virtual, "192.168.1.41");
	assert_int_equal(found.virtual_port, 80);
	check_address(&found.dest, "192.168.1.20");
	assert_int_equal(found.dest_port, 8080);
	assert_string_equal(found.state, "FIN_WAIT");
	assert_int_equal(found.expiry, 117);
	assert_false(found.template);
	assert_int_equal(found.fwmark, 0);
	assert_string_equal(found.engine, "");
	assert_string_equal(found.data, "");
}

static void test_ipv6(void **state)
{
	struct connection found =
		decode("TCP " V6 "0100 A32E [" V6 "0041] 0050 " V6 "0020 0050 ESTABLISHED     899");

	(void)state;
	check_address(&found.client, "2001:db8:1::100");
	check_address(&found.virtual, "2001:db8:1::41");
	check_address(&found.dest, "2001:db8:1::20");
	assert_int_equal(found.client_port, 0xa32e);
	found = decode("UDP " V6 "0100 A32E " V6 "0041 0035 C0A80114 0035 UDP     899");
	check_address(&found.dest, "192.168.1.20"); /* a tunnel */
}

static void test_templates(void **state)
{
	struct connection found =
		decode("UDP C0A80164 0000 C0A80129 0035 C0A80114 0035 NONE            299");

	(void)state;
	assert_true(found.template);
	assert_true(decode("TCP C0A80164 0000 C0A80129 FFFF C0A80114 FFFF ASSURED 9").template);
	assert_false(decode("TCP C0A80164 D136 C0A80129 0050 C0A80114 0050 NONE 9").template);
	/* Whoever sends from port 0 makes no template. */
	assert_false(decode("UDP C0A80164 0000 C0A80129 0035 C0A80114 0035 UDP 299").template);
	assert_false(decode("TCP C0A80164 0000 C0A80129 0035 C0A80114 0035 SYN_RECV 9").template);
	found = decode("IP  C0A80164 0000 80000008 0000 C0A80114 0000 ASSURED         298");
	assert_true(found.template);
	assert_true(found.fwmark == 0x80000008u);
	assert_int_equal(found.virtual.family, 0);
	found = decode("IP  " V6 "0100 0000 0000:0009:0000:0000:0000:0000:0000:0000 0000 " V6
		       "0020 0000 NONE            298");
	assert_int_equal(found.fwmark, 9);
	assert_int_equal(found.virtual.family, 0);
	assert_int_equal(found.client.family, AF_INET6);
}

static void test_engine(void **state)
{
	char line[1024] = "UDP C0A80164 0000 C0A80129 13C4 C0A80114 13C4 NONE 299 sip ";
	struct connection found;
	size_t length = strlen(line);

	(void)state;
	strcpy(line + length, "abc-12~3@host");
	found = decode(line);
	assert_string_equal(found.engine, "sip");
	assert_string_equal(found.data, "abc-12~3@host");
	strcpy(line + length, "  two  words ");
	assert_string_equal(decode(line).data, "  two  words ");
	line[length] = '\0';
	assert_string_equal(decode(line).data, "");
	memset(line + length, 'x', IP_VS_PEDATA_MAXLEN + 1);
	line[length + IP_VS_PEDATA_MAXLEN] = '\0';
	assert_int_equal(strlen(decode(line).data), IP_VS_PEDATA_MAXLEN);
	line[length + IP_VS_PEDATA_MAXLEN] = 'x';
	assert_int_equal(connection_decode(line, length + IP_VS_PEDATA_MAXLEN + 1, &found),
			 -EBADMSG);
}

static void test_odd_numbers(void **state)
{
	struct connection found;

	(void)state;
	/* A connection that is just ending, as older kernels print it. */
	assert_int_equal(decode("TCP C0A80164 D136 C0A80129 0050 C0A80114 0050 CLOSE "
				"18446744073709551")
				 .expiry,
			 0);
	assert_int_equal(
		decode("TCP C0A80164 D136 C0A80129 0050 C0A80114 0050 CLOSE 4294967").expiry,
		4294967);
	found = decode("TCP 0A9FafF0 D136 C0A80129 0050 C0A80114 0050 CLOSE 1");
	check_address(&found.client, "10.159.175.240");
	assert_string_equal(decode("IP_50 C0A80164 D136 C0A80129 0050 C0A80114 0050 NEWER 1").state,
			    "NEWER");
}

static const char *const wrong[] = {
	"",
	" ",
	"TCP",
	"TCP C0A80164 D136 C0A80129 0050 C0A80114 0050 FIN_WAIT",
	"TCP C0A80164 D136 C0A80129 0050 C0A80114 0050 FIN_WAIT -1",
	"TCP C0A80164 D136 C0A80129 0050 C0A80114 0050 FIN_WAIT 1x",
	"TCP C0A80164 D136 C0A80129 0050 C0A80114 0050 FIN_WAIT 111111111111111111111",
	"TCP C0A8016G D136 C0A80129 0050 C0A80114 0050 FIN_WAIT 117",
	"TCP C0A8016 D136 C0A80129 0050 C0A80114 0050 FIN_WAIT 117",
	"TCP C0A801644 D136 C0A80129 0050 C0A80114 0050 FIN_WAIT 117",
	"TCP C0A80164 D13 C0A80129 0050 C0A80114 0050 FIN_WAIT 117",
	"TCP C0A80164 D1366 C0A80129 0050 C0A80114 0050 FIN_WAIT 117",
	"TCP C0A80164 D136 C0A80129 0050 C0A80114 0050 A_STATE_OF_ANY_LENGTH 117",
	"A_PROTOCOL_OF_ANY_LENGTH C0A80164 D136 C0A80129 0050 C0A80114 0050 NONE 117",
	"TCP C0A80164 D136 C0A80129 0050 C0A80114 0050 NONE 117 an_engine_of_length x",
	"TCP " V6 "010 A32E " V6 "0041 0050 " V6 "0020 0050 NONE 1",
	"TCP " V6 "0100 A32E " V6 "00411 0050 " V6 "0020 0050 NONE 1",
	"TCP " V6 "0100 A32E 2001:0db8:0001:0000:0000:0000:0000-0041 0050 " V6 "0020 0050 NONE 1",
	"TCP " V6 "0100 A32E [" V6 "0041 0050 " V6 "0020 0050 NONE 1",
};

static void test_wrong_lines(void **state)
{
	struct connection untouched, found;

	(void)state;
	memset(&untouched, 0x55, sizeof(untouched));
	found = untouched;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		if (connection_decode(wrong[i], strlen(wrong[i]), &found) != -EBADMSG)
			fail_msg("\"%s\" is accepted", wrong[i]);
	assert_int_equal(connection_decode("TCP\0 C0A80164 D136 C0A80129 0050 C0A80114 0050 NONE 1",
					   53, &found),
			 -EBADMSG);
	assert_memory_equal(&found, &untouched, sizeof(found));
}

/* Every shorter length, and every byte changed; sanitizers and valgrind are the judges. */
static void test_damaged_lines(void **state)
{
	static const char line[] = "UDP " V6 "0100 0000 " V6 "0041 13C4 " V6
				   "0020 13C4 NONE            299 sip abc@host";
	struct connection found;
	char *copy;

	(void)state;
	for (size_t length = 0; length < sizeof(line); length++) {
		copy = malloc(length + 1); /* never 0 */
		assert_non_null(copy);
		memcpy(copy + 1, line, length);
		connection_decode(copy + 1, length, &found);
		free(copy);
	}
	copy = malloc(sizeof(line) - 1);
	assert_non_null(copy);
	for (size_t at = 0; at < sizeof(line) - 1; at++) {
		for (int value = 0; value < 256; value++) {
			memcpy(copy, line, sizeof(line) - 1);
			copy[at] = (char)value;
			connection_decode(copy, sizeof(line) - 1, &found);
		}
	}
	free(copy);
}

/* A text that comes in pieces of `piece` bytes. */
struct source {
	const char *text;
	size_t length, at, piece;
};

/* The next connection, or 0 at the end. */
static int next(struct connection_lines *lines, struct source *source, struct connection *found)
{
	size_t room, size;
	char *place;
	int result;

	while (!(result = connection_lines_next(lines, found)) && !lines->last) {
		place = connection_lines_room(lines, &room);
		assert_true(room > 0);
		size = source->length - source->at;
		size = size < source->piece ? size : source->piece;
		size = size < room ? size : room;
		memcpy(place, source->text + source->at, size);
		source->at += size;
		connection_lines_add(lines, size);
	}
	return result;
}

static void test_pieces(void **state)
{
	static const char text[] =
		TITLE "TCP C0A80164 0001 C0A80129 0050 C0A80114 0050 FIN_WAIT        117\n"
		      "rubbish\n"
		      "TCP C0A80164 0002 C0A80129 0050 C0A80114 0050 FIN_WAIT        117\n";
	struct connection_lines *lines = malloc(sizeof(*lines));
	struct connection found;

	(void)state;
	assert_non_null(lines);
	for (size_t piece = 1; piece <= sizeof(text); piece++) {
		struct source source = {text, sizeof(text) - 1, 0, piece};

		memset(lines, 0, sizeof(*lines));
		assert_int_equal(next(lines, &source, &found), 1);
		assert_int_equal(found.client_port, 1);
		assert_int_equal(next(lines, &source, &found), -EBADMSG);
		assert_int_equal(next(lines, &source, &found), 1);
		assert_int_equal(found.client_port, 2);
		assert_int_equal(next(lines, &source, &found), 0);
		assert_int_equal(next(lines, &source, &found), 0);
	}
	free(lines);
}

/* Each cut is told once, wherever it is; before the end of the title there is nothing to lose. */
static void test_cut(void **state)
{
	static const char text[] =
		TITLE "TCP C0A80164 0001 C0A80129 0050 C0A80114 0050 FIN_WAIT        117\n";
	struct connection_lines *lines = malloc(sizeof(*lines));
	struct connection found;

	(void)state;
	assert_non_null(lines);
	for (size_t length = 1; length < sizeof(text); length++) {
		struct source source = {text, length, 0, 4096};
		int whole = text[length - 1] == '\n';

		memset(lines, 0, sizeof(*lines));
		if (length == sizeof(text) - 1)
			assert_int_equal(next(lines, &source, &found), 1);
		else if (!whole)
			assert_int_equal(next(lines, &source, &found), -EBADMSG);
		assert_int_equal(next(lines, &source, &found), 0);
	}
	free(lines);
}

static void test_endless_line(void **state)
{
	static const char tail[] =
		"\nTCP C0A80164 0002 C0A80129 0050 C0A80114 0050 FIN_WAIT        117\n";
	size_t size = 100000, length = size + sizeof(tail) - 1;
	struct connection_lines *lines = calloc(1, sizeof(*lines));
	char *text = malloc(length);
	struct source source = {text, length, 0, 4096}, endless = {text, size, 0, 4096};
	struct connection found;

	(void)state;
	assert_non_null(lines);
	assert_non_null(text);
	memset(text, 'x', size);
	memcpy(text, TITLE, strlen(TITLE));
	memcpy(text + size, tail, sizeof(tail) - 1);
	assert_int_equal(next(lines, &source, &found), -EBADMSG);
	assert_int_equal(next(lines, &source, &found), 1);
	assert_int_equal(found.client_port, 2);
	assert_int_equal(next(lines, &source, &found), 0);
	memset(lines, 0, sizeof(*lines));
	assert_int_equal(next(lines, &endless, &found), -EBADMSG);
	assert_int_equal(next(lines, &endless, &found), 0);
	free(text);
	free(lines);
}

/* The memory is that of `lines`, however long the table. */
static void test_million(void **state)
{
	struct connection_lines *lines = calloc(1, sizeof(*lines));
	uint32_t made = 0, seen = 0;
	struct connection found;
	char line[128];
	size_t length, room;

	(void)state;
	assert_non_null(lines);
	connection_lines_room(lines, &room);
	memcpy(lines->buffer, TITLE, strlen(TITLE));
	connection_lines_add(lines, strlen(TITLE));
	while (made < 1000000) {
		for (int i = 0; i < 50 && made < 1000000; i++, made++) {
			length = (size_t)snprintf(line, sizeof(line),
						  "TCP %08X %04X C0A80129 0050 C0A80114 0050 "
						  "%-11s %7u\n",
						  made, made & 0xffff, "ESTABLISHED", made % 900);
			memcpy(connection_lines_room(lines, &room), line, length);
			assert_true(room >= length);
			connection_lines_add(lines, length);
		}
		while (connection_lines_next(lines, &found) == 1) {
			assert_int_equal(found.client_port, seen & 0xffff);
			assert_int_equal(found.client.bytes[1], seen >> 16);
			assert_int_equal(found.expiry, seen % 900);
			seen++;
		}
	}
	connection_lines_add(lines, 0);
	assert_int_equal(connection_lines_next(lines, &found), 0);
	assert_int_equal(seen, made);
	free(lines);
}

static void test_without_connection(void **state)
{
	(void)state;
	assert_int_equal(lvsdr_connections_next(NULL), -EINVAL);
	assert_string_equal(lvsdr_connections_get_protocol(NULL), "");
	assert_string_equal(lvsdr_connections_get_state(NULL), "");
	assert_int_equal(lvsdr_connections_get_client_port(NULL), -EINVAL);
	assert_int_equal(lvsdr_connections_get_template(NULL), 0);
	assert_int_equal(lvsdr_connections_open(NULL, NULL, NULL, NULL), -EINVAL);
	assert_int_equal(lvsdr_connections_count(NULL, NULL, NULL, NULL, 0), -EINVAL);
	lvsdr_connections_free(NULL);
	for (int32_t i = 0; i < LVSDR_CONNECTIONS_COUNT; i++)
		assert_non_null(lvsdr_connections_get_state_name(i));
	assert_null(lvsdr_connections_get_state_name(LVSDR_CONNECTIONS_COUNT));
	assert_null(lvsdr_connections_get_state_name(-1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_connection),    cmocka_unit_test(test_ipv6),
		cmocka_unit_test(test_templates),     cmocka_unit_test(test_engine),
		cmocka_unit_test(test_odd_numbers),   cmocka_unit_test(test_wrong_lines),
		cmocka_unit_test(test_damaged_lines), cmocka_unit_test(test_pieces),
		cmocka_unit_test(test_cut),           cmocka_unit_test(test_endless_line),
		cmocka_unit_test(test_million),       cmocka_unit_test(test_without_connection),
	};

	return cmocka_run_group_tests_name("connections", tests, NULL, NULL);
}
