// SPDX-License-Identifier: LGPL-2.1-or-later
/* Names of services, in files of any content; the C library's look at /etc/services is the witness.
 */
#include "../check.h"

#include "util/port_names.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/lvsdr-port-names-XXXXXX", path[sizeof(folder) + sizeof("/file")];

static int set_up(void **state)
{
	(void)state;
	if (!mkdtemp(folder))
		return -1;
	snprintf(path, sizeof(path), "%s/file", folder);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	unlink(path);
	return rmdir(folder);
}

static void put(const char *text, size_t size)
{
	FILE *file = fopen(path, "we");

	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, size, file), size);
	assert_int_equal(fclose(file), 0);
}

/* The port, or a negative errno. */
static int look_up(const char *name, const char *protocol)
{
	uint16_t port = 0;
	int error = port_names_look_up(path, name, protocol, &port);

	return error ? error : port;
}

static const char file[] = "# a comment: commented 1/tcp\n"
			   "\n"
			   "http\t\t80/tcp\t\twww www-http\t# WorldWideWeb: later 2/tcp\n"
			   "http 8080/tcp\n"
			   "domain 53/tcp\n"
			   "domain 53/udp dns\r\n"
			   "\t indented 7/udp\n"
			   "highest 65535/tcp\n"
			   "beyond 65536/tcp\n"
			   "far-beyond 4294967376/tcp\n"
			   "farthest 99999999999999999999999999/tcp\n"
			   "negative -1/tcp\n"
			   "signed +1/tcp\n"
			   "hexadecimal 0x50/tcp\n"
			   "without-port /tcp\n"
			   "without-protocol 81/\n"
			   "without-slash 82 tcp\n"
			   "with-blank 83 /tcp\n"
			   "without-all\n"
			   "twice//84/tcp\n"
			   "nothing 85/tcp#alias\n"
			   "zero\0hidden 86/tcp\n"
			   "only-udp 87/udp other\n"
			   "only-udp 88/tcp\n"
			   "\xff\xfe 89/sctp\n"
			   "last 90/sctp final";

static void test_lines(void **state)
{
	static const struct {
		const char *name, *protocol;
		int port;
	} cases[] = {
		{"http", "tcp", 80},
		{"www", "tcp", 80},
		{"www-http", "tcp", 80},
		{"http", NULL, 80},
		{"http", "udp", -ENOENT},
		{"HTTP", "tcp", -ENOENT},
		{"htt", "tcp", -ENOENT},
		{"httpd", "tcp", -ENOENT},
		{"http ", "tcp", -ENOENT},
		{"http\t\t80/tcp", "tcp", -ENOENT},
		{"80/tcp", "tcp", -ENOENT},
		{"", "tcp", -ENOENT},
		{"", NULL, -ENOENT},
		{"#", NULL, -ENOENT},
		{"commented", NULL, -ENOENT},
		{"comment:", NULL, -ENOENT},
		{"later", NULL, -ENOENT},
		{"WorldWideWeb:", NULL, -ENOENT},
		{"domain", "tcp", 53},
		{"dns", "tcp", -ENOENT},
		{"dns", "udp", 53},
		{"dns", NULL, 53},
		{"indented", "udp", 7},
		{"highest", "tcp", 65535},
		{"beyond", NULL, -ENOENT},
		{"far-beyond", NULL, -ENOENT},
		{"farthest", NULL, -ENOENT},
		{"negative", NULL, -ENOENT},
		{"signed", NULL, -ENOENT},
		{"hexadecimal", NULL, -ENOENT},
		{"without-port", NULL, -ENOENT},
		{"without-protocol", NULL, -ENOENT},
		{"without-slash", NULL, -ENOENT},
		{"with-blank", NULL, -ENOENT},
		{"without-all", NULL, -ENOENT},
		{"twice", NULL, -ENOENT},
		{"nothing", "tcp", 85},
		{"nothing", "tc", -ENOENT},
		{"alias", NULL, -ENOENT},
		{"#alias", NULL, -ENOENT},
		{"zero", NULL, -ENOENT},
		{"only-udp", "tcp", 88},
		{"only-udp", NULL, 87},
		{"other", "tcp", -ENOENT},
		{"\xff\xfe", "sctp", 89},
		{"last", "sctp", 90},
		{"final", "sctp", 90},
		{"fina", "sctp", -ENOENT},
	};

	(void)state;
	put(file, sizeof(file) - 1);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		if (look_up(cases[i].name, cases[i].protocol) != cases[i].port)
			fail_msg("\"%s\" of %s: %d instead of %d", cases[i].name,
				 cases[i].protocol ? cases[i].protocol : "any",
				 look_up(cases[i].name, cases[i].protocol), cases[i].port);
}

/* The end of a name that does not fit is no name; a comment does not count. */
static void test_long_lines(void **state)
{
	char text[4 * PORT_NAMES_LINE_SIZE], *end;
	char alias[PORT_NAMES_LINE_SIZE];

	(void)state;
	for (size_t length = PORT_NAMES_LINE_SIZE - 3; length < PORT_NAMES_LINE_SIZE + 3;
	     length++) {
		size_t begin = strlen("first 80/tcp "), cut = PORT_NAMES_LINE_SIZE - begin;

		memset(text, 'x', sizeof(text));
		memcpy(text, "first 80/tcp ", begin);
		end = text + length;
		end += sprintf(end, "#%0500d\nnext 81/tcp\n", 0);
		put(text, (size_t)(end - text));
		memset(alias, 'x', sizeof(alias));
		alias[length < PORT_NAMES_LINE_SIZE ? length - begin : cut] = '\0';
		assert_int_equal(look_up("first", "tcp"),
				 length > PORT_NAMES_LINE_SIZE ? -ENOENT : 80);
		assert_int_equal(look_up(alias, "tcp"),
				 length > PORT_NAMES_LINE_SIZE ? -ENOENT : 80);
		assert_int_equal(look_up("next", "tcp"), 81);
	}
}

/* Wherever the file ends, or a piece of it that is read, nothing but its names is found. */
static void test_pieces(void **state)
{
	enum { PIECE = 4096 };
	static char text[2 * PIECE];
	static const char lines[] = "\nbefore 1/tcp\nhere 2/tcp there\nafter 3/tcp\n";

	(void)state;
	for (size_t at = PIECE - sizeof(lines) - 1; at < PIECE + 2; at++) {
		memset(text, '\n', sizeof(text));
		memcpy(text + at, lines, sizeof(lines) - 1);
		put(text, sizeof(text));
		assert_int_equal(look_up("before", "tcp"), 1);
		assert_int_equal(look_up("here", "tcp"), 2);
		assert_int_equal(look_up("there", "tcp"), 2);
		assert_int_equal(look_up("after", "tcp"), 3);
		assert_int_equal(look_up("ere", NULL), -ENOENT);
	}
	for (size_t size = 0; size < sizeof(file); size++) {
		put(file, size);
		assert_int_equal(look_up("no-such-name", NULL), -ENOENT);
	}
}

static void test_other_files(void **state)
{
	enum { CHUNK = 1 << 20 };
	char *blank = malloc(CHUNK);
	FILE *large;
	uint16_t port;

	(void)state;
	unlink(path);
	assert_int_equal(look_up("http", "tcp"), -ENOENT);
	assert_int_equal(mkfifo(path, 0600), 0); /* nobody writes to it */
	assert_int_equal(look_up("http", "tcp"), -ENOENT);
	unlink(path);
	assert_int_equal(port_names_look_up(folder, "http", "tcp", &port), -EISDIR);
	assert_int_equal(port_names_look_up("/dev/zero", "http", "tcp", &port), -EFBIG);
	assert_non_null(blank);
	memset(blank, '\n', CHUNK);
	large = fopen(path, "we");
	assert_non_null(large);
	fputs("first 1/tcp\n", large);
	for (size_t size = 0; size <= PORT_NAMES_FILE_SIZE; size += CHUNK)
		fwrite(blank, 1, CHUNK, large);
	fputs("last 2/tcp\n", large);
	assert_int_equal(fclose(large), 0);
	free(blank);
	assert_int_equal(look_up("first", "tcp"), 1);
	assert_int_equal(look_up("last", "tcp"), -EFBIG);
}

static void check_with_library(const char *name)
{
	static const char *const protocols[] = {"tcp", "udp", "sctp", NULL};

	for (size_t i = 0; i < sizeof(protocols) / sizeof(*protocols); i++) {
		const struct servent *entry = getservbyname(name, protocols[i]);
		int expected = entry ? ntohs((uint16_t)entry->s_port) : -ENOENT;
		uint16_t port = 0;
		int error = port_names_look_up("/etc/services", name, protocols[i], &port);

		if ((error ? error : port) != expected)
			fail_msg("\"%s\" of %s: %d instead of %d", name,
				 protocols[i] ? protocols[i] : "any", error ? error : port,
				 expected);
	}
}

/* Each name and alias of this host's file. */
static void test_beside_library(void **state)
{
	enum { MOST = 4000 };
	char *names[MOST];
	const struct servent *entry;
	size_t count = 0;

	(void)state;
	setservent(1);
	while ((entry = getservent()) && count < MOST) {
		names[count++] = strdup(entry->s_name);
		for (char **alias = entry->s_aliases; *alias && count < MOST; alias++)
			names[count++] = strdup(*alias);
	}
	endservent();
	assert_true(count > 0);
	for (size_t i = 0; i < count; i++) {
		assert_non_null(names[i]);
		check_with_library(names[i]);
		free(names[i]);
	}
	check_with_library("no-such-name");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines),          cmocka_unit_test(test_long_lines),
		cmocka_unit_test(test_pieces),         cmocka_unit_test(test_other_files),
		cmocka_unit_test(test_beside_library),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
