/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Every attribute both ways: set by the library and told by ipvsadm or /proc, set by ipvsadm and
 * told by the library; and an edit of one keeps all the others.
 */
#include "witness.h"

static struct lvsdr_service *fwmark_service(struct test *test, const char *family, uint32_t fwmark)
{
	struct lvsdr_service *service;

	assert_int_equal(lvsdr_service_new_fwmark(test->host, family, fwmark, &service), 0);
	return service;
}

static struct lvsdr_service *service_of(struct test *test, const char *protocol,
					const char *address)
{
	struct lvsdr_service *service;

	assert_int_equal(lvsdr_service_new(test->host, protocol, address, &service), 0);
	return service;
}

static void add_service(struct test *test, struct lvsdr_service *service)
{
	if (lvsdr_service_add(test->host, service) != 1)
		fail_msg("%s", lvsdr_error_message(test->host));
	assert_int_equal(lvsdr_service_add(test->host, service), 0);
	lvsdr_service_free(service);
}

static void test_services_set_by_us(void **state)
{
	struct test *test = *state;
	struct lvsdr_service *service;

	service = service_of(test, "tcp", "192.168.1.41:80");
	assert_int_equal(lvsdr_service_set_persistence(service, 600), 0);
	assert_int_equal(lvsdr_service_set_persistence_prefix(service, 24), 0);
	assert_int_equal(lvsdr_service_set_scheduler(service, "sh"), 0);
	assert_int_equal(lvsdr_service_set_scheduler_flags(
				 service, LVSDR_SCHEDULER_SH_PORT | LVSDR_SCHEDULER_SH_FALLBACK),
			 0);
	add_service(test, service);
	service = service_of(test, "udp", "[2001:db8::41]:5060");
	assert_int_equal(lvsdr_service_set_persistence(service, 60), 0);
	assert_int_equal(lvsdr_service_set_persistence_prefix(service, 64), 0);
	assert_int_equal(lvsdr_service_set_persistence_engine(service, "sip"), 0);
	assert_int_equal(lvsdr_service_set_one_packet(service, 1), 0);
	add_service(test, service);
	add_service(test, service_of(test, "sctp", "192.168.1.41:9"));
	service = fwmark_service(test, "ipv4", 4294967295);
	assert_int_equal(lvsdr_service_set_persistence(service, 4294967), 0);
	add_service(test, service);
	add_service(test, fwmark_service(test, "ipv6", 7));
	/* ipvsadm prints large marks as negative numbers. */
	check_witness("ipvsadm -Sn | sed \"s/-f -1/-f 4294967295/\"",
		      "-A -f 4294967295 -s wlc -p 4294967\n"
		      "-A -t 192.168.1.41:80 -s sh -p 600 -M 255.255.255.0 -b sh-fallback,sh-port\n"
		      "-A --sctp-service 192.168.1.41:9 -s wlc\n"
		      "-A -u [2001:db8::41]:5060 -s wlc -p 60 -M 64 --pe sip -o\n"
		      "-A -f 7 -6 -s wlc");
	check_witness("grep -c \"FWM  FFFFFFFF wlc persistent\" /proc/net/ip_vs", "1");
}

static void test_services_set_by_ipvsadm(void **state)
{
	struct test *test = *state;
	struct lvsdr_service *service = service_of(test, "tcp", "192.168.1.41:80");

	run("ipvsadm -A -t 192.168.1.41:80 -s mh -p 600 -M 255.255.0.0 -b mh-port;"
	    "ipvsadm -A -u [2001:db8::41]:5060 -s rr -o -p 60 -M 48 --pe sip;"
	    "ipvsadm -A -f 7 -6 -s nq; ipvsadm -A -t 192.168.1.42:80 -p 9 -M 255.0.255.0");
	assert_int_equal(lvsdr_service_read(test->host, service), 0);
	assert_string_equal(lvsdr_service_get_scheduler(service), "mh");
	assert_string_equal(lvsdr_service_get_family(service), "ipv4");
	assert_int_equal(lvsdr_service_get_persistence(service), 600);
	assert_int_equal(lvsdr_service_get_persistence_prefix(service), 16);
	assert_int_equal(lvsdr_service_get_scheduler_flags(service), LVSDR_SCHEDULER_MH_PORT);
	assert_int_equal(lvsdr_service_get_one_packet(service), 0);
	lvsdr_service_free(service);
	service = service_of(test, "udp", "[2001:db8::41]:5060");
	assert_int_equal(lvsdr_service_read(test->host, service), 0);
	assert_int_equal(lvsdr_service_get_persistence_prefix(service), 48);
	assert_string_equal(lvsdr_service_get_persistence_engine(service), "sip");
	assert_int_equal(lvsdr_service_get_one_packet(service), 1);
	lvsdr_service_free(service);
	service = fwmark_service(test, "ipv6", 7);
	assert_int_equal(lvsdr_service_read(test->host, service), 0);
	assert_string_equal(lvsdr_service_get_scheduler(service), "nq");
	assert_string_equal(lvsdr_service_get_family(service), "ipv6");
	assert_int_equal(lvsdr_service_get_persistence(service), 0);
	lvsdr_service_free(service);
	service = service_of(test, "tcp", "192.168.1.42:80");
	assert_int_equal(lvsdr_service_read(test->host, service), 0);
	assert_int_equal(lvsdr_service_get_persistence_prefix(service), -EBADMSG);
	lvsdr_service_free(service);
	service = fwmark_service(test, "ipv4", 7);
	check_refused(test->host, lvsdr_service_read(test->host, service), -ESRCH, "fwmark 7");
	lvsdr_service_free(service);
}

/* Each edit changes one thing; whatever else there is stays. */
static void test_edits_lose_nothing(void **state)
{
	struct test *test = *state;
	struct lvsdr_service *service = service_of(test, "udp", "192.168.1.41:53");
	struct lvsdr_dest *dest = new_dest(test, "192.168.1.20:53");

	run("ipvsadm -A -u 192.168.1.41:53 -s mh -o -p 600 -M 255.0.255.0 --pe sip -b mh-port;"
	    "ipvsadm -a -u 192.168.1.41:53 -r 192.168.1.20:53 -i -w 3 -x 90 -y 20 "
	    "--tun-type gue --tun-port 6080 --tun-remcsum");
	assert_int_equal(lvsdr_service_set_persistence(service, 300), 0);
	assert_int_equal(lvsdr_service_update(test->host, service), 1);
	assert_int_equal(lvsdr_service_update(test->host, service), 0);
	check_witness("ipvsadm -Sn | head -n 1",
		      "-A -u 192.168.1.41:53 -s mh -p 300 -M 255.0.255.0 --pe sip -o -b mh-port");
	assert_int_equal(lvsdr_service_set_one_packet(service, 0), 0);
	assert_int_equal(lvsdr_service_update(test->host, service), 1);
	check_witness("ipvsadm -Sn | head -n 1",
		      "-A -u 192.168.1.41:53 -s mh -p 300 -M 255.0.255.0 --pe sip -b mh-port");
	assert_int_equal(lvsdr_dest_set_weight(dest, 9), 0);
	assert_int_equal(lvsdr_dest_update(test->host, service, dest), 1);
	check_witness("ipvsadm -Sn | tail -n 1", "-a -u 192.168.1.41:53 -r 192.168.1.20:53 -i -w 9 "
						 "--tun-type gue --tun-port 6080 --tun-remcsum");
	check_witness("ipvsadm -Ln --thresholds | tail -n 1 | tr -s \" \"",
		      " -> 192.168.1.20:53 90 20 0 0 ");
	assert_int_equal(lvsdr_dest_set_thresholds(dest, 50, 5), 0);
	assert_int_equal(lvsdr_dest_update(test->host, service, dest), 1);
	check_witness("ipvsadm -Ln --thresholds | tail -n 1 | tr -s \" \"",
		      " -> 192.168.1.20:53 50 5 0 0 ");
	check_witness("ipvsadm -Sn | tail -n 1", "-a -u 192.168.1.41:53 -r 192.168.1.20:53 -i -w 9 "
						 "--tun-type gue --tun-port 6080 --tun-remcsum");
	lvsdr_dest_free(dest);
	lvsdr_service_free(service);
}

static void test_dests(void **state)
{
	struct test *test = *state;
	struct lvsdr_service *service = service_of(test, "tcp", "192.168.1.41:80");
	struct lvsdr_dest *gue = new_dest(test, "192.168.1.20"),
			  *gre = new_dest(test, "192.168.1.21"),
			  *mixed = new_dest(test, "[2001:db8::20]:80"),
			  *limited = new_dest(test, "192.168.1.22");

	assert_int_equal(lvsdr_service_add(test->host, service), 1);
	assert_int_equal(
		lvsdr_dest_set_tunnel(gue, LVSDR_TUNNEL_GUE, 6080, LVSDR_TUNNEL_REMOTE_CHECKSUM),
		0);
	assert_int_equal(lvsdr_dest_set_tunnel(gre, LVSDR_TUNNEL_GRE, 0, LVSDR_TUNNEL_CHECKSUM), 0);
	assert_int_equal(lvsdr_dest_set_tunnel(mixed, LVSDR_TUNNEL_IPIP, 0, 0), 0);
	assert_int_equal(lvsdr_dest_set_thresholds(limited, 100, 0), 0);
	assert_int_equal(lvsdr_dest_set_weight(limited, 2147483647), 0);
	assert_int_equal(lvsdr_dest_add(test->host, service, gue), 1);
	assert_int_equal(lvsdr_dest_add(test->host, service, gre), 1);
	if (lvsdr_dest_add(test->host, service, mixed) != 1) /* another family, in a tunnel */
		fail_msg("%s", lvsdr_error_message(test->host));
	assert_int_equal(lvsdr_dest_add(test->host, service, limited), 1);
	check_witness("ipvsadm -Sn | sort",
		      "-A -t 192.168.1.41:80 -s wlc\n"
		      "-a -t 192.168.1.41:80 -r 192.168.1.20:80 -i -w 1 --tun-type gue --tun-port "
		      "6080 --tun-remcsum\n"
		      "-a -t 192.168.1.41:80 -r 192.168.1.21:80 -i -w 1 --tun-type gre --tun-csum\n"
		      "-a -t 192.168.1.41:80 -r 192.168.1.22:80 -g -w 2147483647\n"
		      "-a -t 192.168.1.41:80 -r [2001:db8::20]:80 -i -w 1 --tun-type ipip");
	check_witness("ipvsadm -Ln --thresholds | grep 192.168.1.22 | tr -s \" \"",
		      " -> 192.168.1.22:80 100 0 0 0 ");
	/* And set by ipvsadm. */
	run("ipvsadm -e -t 192.168.1.41:80 -r 192.168.1.20:80 -i -w 0 -x 7 -y 3 --tun-type gue "
	    "--tun-port 9999 --tun-csum; ipvsadm -e -t 192.168.1.41:80 -r 192.168.1.22:80 -m -w "
	    "65536");
	assert_int_equal(lvsdr_dest_read(test->host, service, gue), 0);
	assert_int_equal(lvsdr_dest_get_weight(gue), 0);
	assert_int_equal(lvsdr_dest_get_upper_threshold(gue), 7);
	assert_int_equal(lvsdr_dest_get_lower_threshold(gue), 3);
	assert_int_equal(lvsdr_dest_get_tunnel_type(gue), LVSDR_TUNNEL_GUE);
	assert_int_equal(lvsdr_dest_get_tunnel_port(gue), 9999);
	assert_int_equal(lvsdr_dest_get_tunnel_flags(gue), LVSDR_TUNNEL_CHECKSUM);
	assert_int_equal(lvsdr_dest_read(test->host, service, limited), 0);
	assert_int_equal(lvsdr_dest_get_weight(limited), 65536);
	assert_int_equal(lvsdr_dest_get_forwarding(limited), LVSDR_FORWARD_MASQUERADE);
	lvsdr_dest_free(limited);
	lvsdr_dest_free(mixed);
	lvsdr_dest_free(gre);
	lvsdr_dest_free(gue);
	lvsdr_service_free(service);
}

static void test_timeouts(void **state)
{
	struct test *test = *state;
	struct lvsdr_timeouts *timeouts;

	assert_int_equal(lvsdr_timeouts_new(test->host, &timeouts), 0);
	run("ipvsadm --set 50 60 70");
	assert_int_equal(lvsdr_timeouts_update(test->host, timeouts), 0); /* nothing was set */
	assert_int_equal(lvsdr_timeouts_set_tcp_fin(timeouts, 61), 0);
	assert_int_equal(lvsdr_timeouts_update(test->host, timeouts), 1);
	assert_int_equal(lvsdr_timeouts_update(test->host, timeouts), 0);
	check_witness("ipvsadm -Ln --timeout", "Timeout (tcp tcpfin udp): 50 61 70");
	assert_int_equal(lvsdr_timeouts_read(test->host, timeouts), 0);
	assert_int_equal(lvsdr_timeouts_get_tcp(timeouts), 50);
	assert_int_equal(lvsdr_timeouts_get_tcp_fin(timeouts), 61);
	assert_int_equal(lvsdr_timeouts_get_udp(timeouts), 70);
	check_refused(test->host, lvsdr_timeouts_set_tcp(timeouts, 0), -EINVAL, "between 1 and");
	check_refused(test->host, lvsdr_timeouts_set_udp(timeouts, 2147484), -EINVAL, "2147483");
	lvsdr_timeouts_free(timeouts);
	lvsdr_timeouts_free(NULL);
}

static void test_refusals(void **state)
{
	struct test *test = *state;
	struct lvsdr_service *service = service_of(test, "tcp", "192.168.1.41:80"), *none = NULL;
	struct lvsdr_dest *dest = new_dest(test, "192.168.1.20");

	check_refused(test->host, lvsdr_service_new_fwmark(test->host, "ipv4", 0, &none), -EINVAL,
		      "no mark");
	check_refused(test->host, lvsdr_service_new_fwmark(test->host, "inet", 7, &none), -EINVAL,
		      "family");
	check_refused(test->host, lvsdr_service_set_persistence(service, 4294968), -EINVAL,
		      "4294967 seconds");
	check_refused(test->host, lvsdr_service_set_persistence_prefix(service, 33), -EINVAL,
		      "between 1 and 32");
	check_refused(test->host, lvsdr_service_set_persistence_engine(service, "0123456789abcdef"),
		      -EINVAL, "15 characters");
	check_refused(test->host, lvsdr_service_set_scheduler_flags(service, 1), -EINVAL, "0x1");
	check_refused(test->host, lvsdr_service_set_one_packet(service, 2), -EINVAL, "neither");
	check_refused(test->host, lvsdr_dest_set_thresholds(dest, 1, 2), -EINVAL,
		      "at most the upper");
	check_refused(test->host, lvsdr_dest_set_tunnel(dest, 3, 0, 0), -EINVAL, "tunnel types");
	check_refused(test->host, lvsdr_dest_set_tunnel(dest, LVSDR_TUNNEL_GUE, 0, 0), -EINVAL,
		      "1 to 65535");
	check_refused(test->host, lvsdr_dest_set_tunnel(dest, LVSDR_TUNNEL_GRE, 1, 0), -EINVAL,
		      "0 for the others");
	check_refused(test->host, lvsdr_dest_set_tunnel(dest, LVSDR_TUNNEL_GRE, 0, 4), -EINVAL,
		      "checksum");
	assert_int_equal(lvsdr_service_set_one_packet(service, 1), 0);
	check_refused(test->host, lvsdr_service_add(test->host, service), -EINVAL, "UDP only");
	assert_int_equal(lvsdr_service_set_one_packet(service, 0), 0);
	assert_int_equal(lvsdr_service_set_persistence_engine(service, "nosuch"), 0);
	assert_int_equal(lvsdr_service_set_persistence(service, 5), 0);
	check_refused(test->host, lvsdr_service_add(test->host, service), -ENOENT, "nosuch");
	check_witness("ipvsadm -Sn", "");
	assert_null(none);
	lvsdr_dest_free(dest);
	lvsdr_service_free(service);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_services_set_by_us, test_set_up,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_services_set_by_ipvsadm, test_set_up,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_edits_lose_nothing, test_set_up,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_dests, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_timeouts, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_refusals, test_set_up, test_tear_down),
	};

	return cmocka_run_group_tests_name("attributes", tests, NULL, NULL);
}
