// SPDX-License-Identifier: LGPL-2.1-or-later
/* Virtual services and destinations, with ipvsadm as the witness. */
#include "witness.h"

#define SERVICE "-A -t 192.168.1.41:80 -s rr"

static void test_service_life(void **state)
{
	struct test *test = *state;
	struct lvsdr_service *service = new_service(test, "192.168.1.41:80");

	assert_int_equal(lvsdr_service_add(test->host, service), 1);
	check_witness("ipvsadm -Sn", SERVICE);
	assert_int_equal(lvsdr_service_add(test->host, service), 0);
	lvsdr_service_set_scheduler(service, "wlc");
	check_refused(test->host, lvsdr_service_add(test->host, service), -EEXIST,
		      "cannot add tcp 192.168.1.41:80: it already exists with different settings: "
		      "scheduler rr -> wlc");
	check_witness("ipvsadm -Sn", SERVICE);
	assert_int_equal(lvsdr_service_update(test->host, service), 1);
	assert_int_equal(lvsdr_service_update(test->host, service), 0);
	check_witness("ipvsadm -Sn", "-A -t 192.168.1.41:80 -s wlc");
	assert_int_equal(lvsdr_service_remove(test->host, service), 1);
	assert_int_equal(lvsdr_service_remove(test->host, service), 0);
	check_witness("ipvsadm -Sn", "");
	check_refused(test->host, lvsdr_service_update(test->host, service), -ESRCH,
		      "no such service");
	check_refused(test->host, lvsdr_service_read(test->host, service), -ESRCH,
		      "no such service");
	lvsdr_service_free(service);
}

static void test_families_and_protocols(void **state)
{
	struct test *test = *state;
	struct lvsdr_service *tcp6 = new_service(test, "[2001:db8::41]:80"), *udp;
	struct lvsdr_dest *dest = new_dest(test, "2001:db8::20");

	assert_int_equal(lvsdr_service_new(test->host, "udp", "192.168.1.41:53", &udp), 0);
	assert_int_equal(lvsdr_service_add(test->host, tcp6), 1);
	assert_int_equal(lvsdr_service_add(test->host, udp), 1);
	assert_int_equal(lvsdr_dest_add(test->host, tcp6, dest), 1);
	check_witness("ipvsadm -Sn | sort", "-A -t [2001:db8::41]:80 -s rr\n"
					    "-A -u 192.168.1.41:53 -s wlc\n"
					    "-a -t [2001:db8::41]:80 -r [2001:db8::20]:80 -g -w 1");
	lvsdr_dest_free(dest);
	lvsdr_service_free(udp);
	lvsdr_service_free(tcp6);
}

/* What was set by ipvsadm and not by us stays, whatever we edit. */
static void test_edits_lose_nothing(void **state)
{
	struct test *test = *state;
	struct lvsdr_service *service = new_service(test, "192.168.1.41:80");
	struct lvsdr_dest *dest = new_dest(test, "192.168.1.20");

	run("ipvsadm -A -t 192.168.1.41:80 -s wlc -p 600 -M 255.255.255.0 &&"
	    "ipvsadm -a -t 192.168.1.41:80 -r 192.168.1.20 -i -w 7 -x 20 -y 10 --tun-type gue "
	    "--tun-port 6080 --tun-csum");
	assert_int_equal(lvsdr_service_update(test->host, service), 1);
	lvsdr_dest_set_weight(dest, 3);
	assert_int_equal(lvsdr_dest_update(test->host, service, dest), 1);
	check_witness("ipvsadm -Sn",
		      "-A -t 192.168.1.41:80 -s rr -p 600 -M 255.255.255.0\n"
		      "-a -t 192.168.1.41:80 -r 192.168.1.20:80 -i -w 3 --tun-type gue "
		      "--tun-port 6080 --tun-csum");
	check_witness("ipvsadm -Ln --thresholds | grep 192.168.1.20 | tr -s \" \"",
		      " -> 192.168.1.20:80 20 10 0 0 ");
	lvsdr_dest_free(dest);
	lvsdr_service_free(service);
}

static void test_dest_life(void **state)
{
	struct test *test = *state;
	struct lvsdr_service *service = new_service(test, "192.168.1.41:80");
	struct lvsdr_dest *dest = new_dest(test, "192.168.1.20");

	check_refused(test->host, lvsdr_dest_add(test->host, service, dest), -ESRCH,
		      "no such virtual service");
	assert_int_equal(lvsdr_service_add(test->host, service), 1);
	assert_int_equal(lvsdr_dest_add(test->host, service, dest), 1);
	assert_int_equal(lvsdr_dest_add(test->host, service, dest), 0);
	check_witness("ipvsadm -Sn", SERVICE "\n-a -t 192.168.1.41:80 -r 192.168.1.20:80 -g -w 1");
	lvsdr_dest_set_weight(dest, 5);
	check_refused(test->host, lvsdr_dest_add(test->host, service, dest), -EEXIST,
		      "weight 1 -> 5; use update to change it");
	run("ipvsadm -e -t 192.168.1.41:80 -r 192.168.1.20 -g -w 1 -x 7"); /* what nobody asked for */
	check_refused(test->host, lvsdr_dest_add(test->host, service, dest), -EEXIST,
		      "different settings: weight 1 -> 5; use update");
	lvsdr_dest_set_weight(dest, 1);
	check_refused(
		test->host, lvsdr_dest_add(test->host, service, dest), -EEXIST,
		"different settings: upper_threshold 7 -> 0 by default; set it, and use update");
	run("ipvsadm -e -t 192.168.1.41:80 -r 192.168.1.20 -g -w 1");
	lvsdr_dest_set_weight(dest, 5);
	assert_int_equal(lvsdr_dest_update(test->host, service, dest), 1);
	check_witness("ipvsadm -Sn", SERVICE "\n-a -t 192.168.1.41:80 -r 192.168.1.20:80 -g -w 5");
	assert_int_equal(lvsdr_dest_remove(test->host, service, dest), 1);
	assert_int_equal(lvsdr_dest_remove(test->host, service, dest), 0);
	check_refused(test->host, lvsdr_dest_update(test->host, service, dest), -ENOENT,
		      "no such destination");
	check_refused(test->host, lvsdr_dest_read(test->host, service, dest), -ENOENT,
		      "no such destination");
	check_witness("ipvsadm -Sn", SERVICE);
	lvsdr_service_remove(test->host, service);
	assert_int_equal(lvsdr_dest_remove(test->host, service, dest), 0);
	lvsdr_dest_free(dest);
	lvsdr_service_free(service);
}

static void test_forwarding_methods(void **state)
{
	static const struct {
		int method;
		const char *letters, *rest;
	} methods[] = {{LVSDR_FORWARD_MASQUERADE, "-m", ""},
		       {LVSDR_FORWARD_TUNNEL, "-i", " --tun-type ipip"},
		       {LVSDR_FORWARD_DIRECT, "-g", ""}};
	struct test *test = *state;
	struct lvsdr_service *service = new_service(test, "192.168.1.41:80");
	struct lvsdr_dest *dest = new_dest(test, "192.168.1.20"),
			  *back = new_dest(test, "192.168.1.20");
	char expected[128];

	assert_int_equal(lvsdr_service_add(test->host, service), 1);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(lvsdr_dest_set_forwarding(dest, methods[i].method), 0);
		assert_int_equal(lvsdr_dest_add(test->host, service, dest), 1);
		snprintf(expected, sizeof(expected),
			 SERVICE "\n-a -t 192.168.1.41:80 -r 192.168.1.20:80 %s -w 1%s",
			 methods[i].letters, methods[i].rest);
		check_witness("ipvsadm -Sn", expected);
		assert_int_equal(lvsdr_dest_read(test->host, service, back), 0);
		assert_int_equal(lvsdr_dest_get_forwarding(back), methods[i].method);
		assert_int_equal(lvsdr_dest_remove(test->host, service, dest), 1);
	}
	lvsdr_dest_free(back);
	lvsdr_dest_free(dest);
	lvsdr_service_free(service);
}

static void test_refusals(void **state)
{
	struct test *test = *state;
	struct lvsdr_service *service = new_service(test, "192.168.1.41:80");
	struct lvsdr_service *all_ports = new_service(test, "192.168.1.41:0");
	struct lvsdr_dest *vip = new_dest(test, "192.168.1.41");
	struct lvsdr_dest *other_port = new_dest(test, "192.168.1.20:8080");
	struct lvsdr_dest *other_family = new_dest(test, "2001:db8::20");
	struct lvsdr_dest *multicast = new_dest(test, "224.0.0.1");
	char *before;

	assert_int_equal(lvsdr_service_add(test->host, service), 1);
	before = snapshot();
	check_refused(test->host, lvsdr_service_add(test->host, all_ports), -EINVAL,
		      "which requires persistence");
	check_refused(test->host, lvsdr_dest_add(test->host, service, vip), -EINVAL,
		      "equals the VIP");
	check_refused(test->host, lvsdr_dest_add(test->host, service, other_port), -EINVAL,
		      "direct routing cannot change the port");
	check_refused(test->host, lvsdr_dest_add(test->host, service, other_family), -EINVAL,
		      "different address families");
	check_refused(test->host, lvsdr_dest_add(test->host, service, multicast), -EINVAL,
		      "unicast");
	assert_int_equal(lvsdr_error_kernel_errno(test->host), EINVAL);
	lvsdr_service_set_scheduler(service, "nosuch");
	check_refused(test->host, lvsdr_service_update(test->host, service), -ENOENT,
		      "no scheduler \"nosuch\"");
	assert_string_equal(lvsdr_error_field(test->host), "scheduler");
	assert_int_equal(lvsdr_error_kernel_errno(test->host), ENOENT);
	check_refused(test->host, lvsdr_service_add(test->host, NULL), -EINVAL, "NULL");
	check_unchanged(before);

	/* Who knows better can insist. */
	assert_int_equal(lvsdr_set_insist(test->host, 1), 0);
	assert_int_equal(lvsdr_dest_add(test->host, service, other_port), 1);
	check_witness("grep -c C0A80114:1F90 /proc/net/ip_vs", "1");
	lvsdr_dest_free(multicast);
	lvsdr_dest_free(other_family);
	lvsdr_dest_free(other_port);
	lvsdr_dest_free(vip);
	lvsdr_service_free(all_ports);
	lvsdr_service_free(service);
}

static void test_state(void **state)
{
	struct test *test = *state;
	struct lvsdr_scope *scope = new_scope(test, "everything");
	struct lvsdr_state *read = NULL;
	char text[46];

	run("ipvsadm -A -t 192.168.1.41:80 -s rr && ipvsadm -a -t 192.168.1.41:80 -r 192.168.1.20 "
	    "-g &&"
	    "ipvsadm -a -t 192.168.1.41:80 -r 192.168.1.21 -g -w 9 && ipvsadm -A -f 7 -s wlc");
	assert_int_equal(lvsdr_state_read(test->host, scope, LVSDR_STATE_SERVICES, &read), 0);
	assert_int_equal(lvsdr_state_get_service_count(read), 2);
	for (size_t i = 0; i < 2; i++) {
		const struct lvsdr_service *service = lvsdr_state_get_service(read, i);

		if (lvsdr_service_get_fwmark(service) == 7) {
			assert_int_equal(lvsdr_state_get_dest_count(read, i), 0);
			continue;
		}
		assert_int_equal(lvsdr_state_get_dest_count(read, i), 2);
		lvsdr_dest_get_address(lvsdr_state_get_dest(read, i, 0), text, sizeof(text));
		assert_string_equal(text, "192.168.1.21"); /* the kernel's order: newest first */
		assert_int_equal(lvsdr_dest_get_weight(lvsdr_state_get_dest(read, i, 0)), 9);
	}
	assert_null(lvsdr_state_get_service(read, 2));
	lvsdr_state_free(read);
	check_refused(test->host, lvsdr_state_read(test->host, scope, 0, &read), -EINVAL,
		      "the parts must be");
	check_refused(test->host, lvsdr_state_read(test->host, NULL, LVSDR_STATE_SERVICES, &read),
		      -EINVAL, "a scope is required");
	lvsdr_scope_free(scope);
}

static void test_versions(void **state)
{
	struct test *test = *state;
	uint32_t features = 0, version = 0, buckets = 0;
	char expected[16];

	assert_int_equal(lvsdr_read_features(test->host, &features), 0);
	assert_int_equal(features, LVSDR_FEATURE_IPVS | LVSDR_FEATURE_IPVS_ADMIN |
					   LVSDR_FEATURE_IPV6 | LVSDR_FEATURE_SYSCTL_WRITE);
	assert_int_equal(lvsdr_read_ipvs_version(test->host, &version), 0);
	assert_int_equal(version, 0x010201); /* as /proc/net/ip_vs says */
	check_witness("grep -c \"version 1.2.1\" /proc/net/ip_vs", "1");
	assert_int_equal(lvsdr_read_connection_table_size(test->host, &buckets), 0);
	snprintf(expected, sizeof(expected), "%u", buckets);
	check_witness("sed -n \"s/.*(size=\\([0-9]*\\)).*/\\1/p\" /proc/net/ip_vs", expected);
}

int main(void)
{
	/* These need IPv6, tunnel attributes, and a feature that root only has. */
	static const char *const not_rootless[] = {
		"test_families_and_protocols", "test_edits_lose_nothing", "test_versions", NULL};
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_service_life, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_families_and_protocols, test_set_up,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_edits_lose_nothing, test_set_up,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_dest_life, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_forwarding_methods, test_set_up,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_refusals, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_state, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_versions, test_set_up, test_tear_down),
	};

	return run_group("ipvs", tests, sizeof(tests) / sizeof(*tests), not_rootless);
}
