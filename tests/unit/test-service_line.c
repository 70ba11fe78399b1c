// SPDX-License-Identifier: LGPL-2.1-or-later
/* Lines of /proc/net/ip_vs: which are services, and whose. */
#include "../check.h"

#include "codec/proc/service_line.h"

/* In heap memory of just its size, so that sanitizers see what is read behind the end. */
static bool decode(const char *line, size_t length, struct lvsdr_service *service)
{
	char *copy = malloc(length ? length : 1);
	bool result;

	assert_non_null(copy);
	memcpy(copy, line, length);
	result = service_line_decode(copy, length, service);
	free(copy);
	return result;
}

static void is_service(const char *line, const char *address, uint16_t port, uint32_t fwmark)
{
	struct lvsdr_service service;
	char text[ADDRESS_TEXT_SIZE] = "";

	assert_true(decode(line, strlen(line), &service));
	if (!service.fwmark)
		address_format(&service.address, text);
	assert_string_equal(text, address);
	assert_int_equal(service.port, port);
	assert_int_equal(service.fwmark, fwmark);
}

static void test_services(void **state)
{
	(void)state;
	is_service("TCP  C0A80129:0050 rr persistent 600 FFFFFFFF", "192.168.1.41", 80, 0);
	is_service("UDP  [2001:0db8:0000:0000:0000:0000:0000:0041]:0035 wlc ops ", "2001:db8::41",
		   53, 0);
	is_service("FWM  FFFFFFFF sh ", "", 0, 4294967295u);
}

static void test_other_lines(void **state)
{
	static const char *const lines[] = {"",
					    "IP Virtual Server version 1.2.1 (size=4096)",
					    "Prot LocalAddress:Port Scheduler Flags",
					    "  -> RemoteAddress:Port Forward Weight ActiveConn",
					    "  -> C0A80114:0050      Route   1      0          0",
					    "TCP  C0A80129 rr",
					    "TCP  [2001:db8::zz]:0050 rr",
					    "FWM  00000000 rr"};
	struct lvsdr_service service;

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		assert_false(decode(lines[i], strlen(lines[i]), &service));
}

/* Cut at every length, and every byte changed: sanitizers and valgrind are the judges. */
static void test_damaged_lines(void **state)
{
	static const char line[] = "UDP  [2001:0db8:0000:0000:0000:0000:0000:0041]:0035 wlc ops ";
	struct lvsdr_service service;
	char copy[sizeof(line)];

	(void)state;
	for (size_t length = 0; length < sizeof(line); length++)
		decode(line, length, &service);
	for (size_t i = 0; i < sizeof(line); i++) {
		for (int byte = 0; byte < 256; byte++) {
			memcpy(copy, line, sizeof(copy));
			copy[i] = (char)byte;
			decode(copy, sizeof(copy), &service);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_services),
		cmocka_unit_test(test_other_lines),
		cmocka_unit_test(test_damaged_lines),
	};

	return cmocka_run_group_tests_name("lines of services", tests, NULL, NULL);
}
