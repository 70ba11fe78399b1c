/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* States by hand, as JSON and as rules: what is written is read back, what is wrong is told where.
 */
#include "../check.h"

static struct lvsdr_state *from_json(struct lvsdr *host, const char *text)
{
	struct lvsdr_state *state = NULL;

	if (lvsdr_state_from_text(host, "json", text, strlen(text), &state))
		fail_msg("%s", lvsdr_error_message(host));
	return state;
}

static struct lvsdr_state *from_rules(struct lvsdr *host, const char *text)
{
	struct lvsdr_state *state = NULL;

	if (lvsdr_state_from_text(host, "rules", text, strlen(text), &state))
		fail_msg("%s", lvsdr_error_message(host));
	return state;
}

static const char full[] =
	"{\"lvsdr_state\": 1, \"observed\": true,"
	" \"arp_policies\": [{\"device\": \"all\", \"arp_ignore\": 8, \"arp_announce\": 1}],"
	" \"timeouts\": {\"tcp\": 1, \"tcp_fin\": 2, \"udp\": 3},"
	" \"services\": ["
	"  {\"protocol\": \"udp\", \"address\": \"2001:db8::41\", \"port\": 53, \"scheduler\": "
	"\"rr\","
	"   \"one_packet\": true, \"other_flags\": [2147483648], \"persistence\": 4294967295,"
	"   \"persistence_prefix\": 64,"
	"   \"persistence_engine\": \"sip\","
	"   \"counters\": {\"connections\": \"18446744073709551615\", \"incoming_bytes\": "
	"9007199254740993},"
	"   \"destinations\": ["
	"    {\"address\": \"192.168.1.20\", \"port\": 0, \"forwarding\": \"tunnel\", \"weight\": "
	"2147483647,"
	"     \"upper_threshold\": 4294967295, \"lower_threshold\": 1, \"tunnel_type\": \"gre\","
	"     \"tunnel_port\": 65535, \"tunnel_flags\": [\"csum\", \"remcsum\", 8],"
	"     \"counters\": {\"persistent_connections\": \"9007199254740995\"}},"
	"    {\"address\": \"2001:db8::20\", \"forwarding\": 7}]},"
	"  {\"protocol\": 255, \"address\": \"192.168.1.41\", \"port\": 80,"
	"   \"persistence_netmask\": \"255.0.255.0\"},"
	"  {\"family\": \"ipv6\", \"fwmark\": 4294967295}],"
	" \"marks\": [{\"protocol\": \"sctp\", \"address\": \"2001:db8::41\", \"ports\": "
	"\"9,7-8,1\","
	"   \"device\": \"eth7\", \"fwmark\": 4294967294}],"
	" \"vips\": [{\"address\": \"192.168.1.41\", \"device\": \"eth0\", \"prefix_length\": 24,"
	"   \"label\": \"eth0:0\", \"broadcast\": \"192.168.1.255\", \"host_route\": true}]}";

/* Every field with a value that is not its default; equal after another round. */
static void test_json_round_trip(void **host)
{
	struct lvsdr_state *state = from_json(*host, full), *again;
	const char *first, *second;
	uint64_t counters[LVSDR_COUNTER_COUNT];
	static const char *const kept[] = {"18446744073709551615",
					   "9007199254740993",
					   "9007199254740995",
					   "\"gre\"",
					   "2147483648",
					   "4294967295",
					   "\"255.0.255.0\"",
					   "\"remcsum\"",
					   "\"observed\": true",
					   "\"eth0:0\"",
					   "\"host_route\": true",
					   "\"persistence_prefix\": 64",
					   "\"1,7-9\"",
					   "\"eth7\"",
					   "4294967294"};

	assert_int_equal(lvsdr_state_to_text(state, "json", &first), 0);
	for (size_t i = 0; i < sizeof(kept) / sizeof(*kept); i++)
		if (!strstr(first, kept[i]))
			fail_msg("%s is missing in %s", kept[i], first);
	again = from_json(*host, first);
	assert_int_equal(lvsdr_state_to_text(again, "json", &second), 0);
	assert_string_equal(first, second);
	assert_int_equal(lvsdr_service_get_counters(lvsdr_state_get_service(again, 0), counters,
						    LVSDR_COUNTER_COUNT + 1),
			 LVSDR_COUNTER_COUNT);
	assert_true(counters[LVSDR_COUNTER_CONNECTIONS] == UINT64_MAX);
	assert_true(counters[LVSDR_COUNTER_INCOMING_BYTES] == 9007199254740993);
	assert_int_equal(lvsdr_dest_get_counters(lvsdr_state_get_dest(again, 0, 0), counters,
						 LVSDR_COUNTER_COUNT),
			 LVSDR_COUNTER_COUNT);
	assert_true(counters[LVSDR_COUNTER_PERSISTENT_CONNECTIONS] == 9007199254740995);
	assert_int_equal(lvsdr_service_get_counters(lvsdr_state_get_service(again, 1), counters, 1),
			 0);
	lvsdr_state_free(again);
	lvsdr_state_free(state);
}

static void test_json_defaults(void **host)
{
	struct lvsdr_state *state = from_json(
		*host, "{\"lvsdr_state\": 1, \"services\": [{\"protocol\": \"tcp\", \"address\": "
		       "\"192.168.1.41\", \"port\": 80, \"destinations\": [{\"address\": "
		       "\"192.168.1.20\"}]}]}");

	assert_string_equal(lvsdr_service_get_scheduler(lvsdr_state_get_service(state, 0)), "wlc");
	assert_int_equal(lvsdr_dest_get_port(lvsdr_state_get_dest(state, 0, 0)), 80);
	assert_int_equal(lvsdr_dest_get_weight(lvsdr_state_get_dest(state, 0, 0)), 1);
	assert_int_equal(lvsdr_dest_get_forwarding(lvsdr_state_get_dest(state, 0, 0)),
			 LVSDR_FORWARD_DIRECT);
	lvsdr_state_free(state);
}

#define SERVICE          "{\"protocol\": \"tcp\", \"address\": \"192.168.1.41\", \"port\": 80"
#define IN_SERVICE(text) "{\"lvsdr_state\": 1, \"services\": [" SERVICE ", " text "}]}"
#define IN_DEST(text)                                                                              \
	IN_SERVICE("\"destinations\": [{\"address\": \"192.168.1.20\"}, {\"address\": "            \
		   "\"192.168.1.21\", " text "}]")

#define MARK "{\"protocol\": \"tcp\", \"address\": \"192.168.1.41\", \"fwmark\": 8}"

struct refusal {
	const char *text, *words;
};

static void refuse_all(struct lvsdr *host, const char *format, const struct refusal *refusals,
		       size_t count, int code)
{
	struct lvsdr_state *state = NULL;

	for (size_t i = 0; i < count; i++)
		check_refused(host,
			      lvsdr_state_from_text(host, format, refusals[i].text,
						    strlen(refusals[i].text), &state),
			      code, refusals[i].words);
	assert_null(state);
}

static void test_json_refusals(void **host)
{
	static const struct refusal form[] = {
		{"", "it is empty"},
		{" \t\r\n", "it is empty"},
		{"\xef\xbb\xbf{\"lvsdr_state\": 1}", "byte order mark"},
		{"{\"lvsdr_state\": 1}", "it describes nothing"},
		{"{\"lvsdr_state\": 1, \"observed\": true}", "it describes nothing"},
		{"{\n\"lvsdr_state\": 1,\n?", "line 3"},
		{"{\"lvsdr_state\": 1, \"lvsdr_state\": 1}", "line 1"},
		{"[]", "/lvsdr_state"},
		{"{\"lvsdr_state\": 2}", "/lvsdr_state"},
		{"{\"lvsdr_state\": 1, \"service\": []}", "/service: there is no such member"},
		{"{\"lvsdr_state\": 1, \"services\": {}}", "/services: a list"},
		{"{\"lvsdr_state\": 1, \"services\": [1]}", "/services/0: an object"},
		{"{\"lvsdr_state\": 1, \"services\": [{}]}", "/services/0/protocol: it is missing"},
		{"{\"lvsdr_state\": 1, \"services\": [" SERVICE "}, " SERVICE "}]}",
		 "/services/1: the state already contains it"},
		{"{\"lvsdr_state\": 1, \"marks\": [" MARK ", " MARK "]}",
		 "/marks/1: the state already contains it"},
		{"{\"lvsdr_state\": 1, \"marks\": [{\"protocol\": \"tcp\"}]}", "/marks/0/address"},
		{"{\"lvsdr_state\": 1, \"marks\": [{\"ports\": 80}]}", "/marks/0/ports: a text"},
		{IN_SERVICE("\"fwmark\": 7"), "/services/0/protocol"},
		{IN_SERVICE("\"scheduler\": 7"), "/services/0/scheduler: a text"},
		{IN_SERVICE("\"scheduler_flags\": \"sh-port\""), "a list of names is expected"},
		{IN_SERVICE("\"scheduler_flags\": [true]"), "a list of names is expected"},
		{IN_SERVICE("\"other_flags\": [\"x\"]"), "a list of numbers is expected"},
		{IN_SERVICE("\"persistence_netmask\": 24"),
		 "/services/0/persistence_netmask: a text of fewer"},
		{IN_SERVICE("\"persistence_prefix\": \"24\""),
		 "/services/0/persistence_prefix: a number is expected"},
		{IN_SERVICE("\"persistence_prefix\": 24, \"persistence_netmask\": \"255.0.0.0\""),
		 "persistence_netmask: persistence_prefix already sets it"},
		{IN_SERVICE("\"flags\": []"), "/services/0/flags: there is no such member"},
		{IN_DEST("\"weight\": 1.5"), "/services/0/destinations/1/weight"},
		{IN_DEST("\"counters\": 1, \"wieght\": 1"), "/wieght: there is no such member"},
		{IN_SERVICE("\"counters\": {\"connections\": \"-1\"}"), "/services/0/counters"},
		{IN_SERVICE("\"counters\": []"), "/services/0/counters: an object"},
		{IN_SERVICE("\"destinations\": [{\"address\": \"1.2.3.4\"}, {\"address\": "
			    "\"1.2.3.4\", \"port\": 80}]"),
		 "/services/0/destinations/1: the state already contains it"},
		{"{\"lvsdr_state\": 1, \"vips\": [{\"address\": \"192.168.1.41\"}]}",
		 "/vips/0/device: it is missing"},
		{"{\"lvsdr_state\": 1, \"vips\": [{\"address\": \"192.168.1.41\", \"device\": "
		 "\"lo\", \"host_route\": 1}]}",
		 "/vips/0/host_route: true or false"},
	};
	static const struct refusal values[] = {
		{"{\"lvsdr_state\": 1, \"vips\": [{\"address\": \"10.0.0.1/32\"}]}",
		 "without a prefix length"},
		{"{\"lvsdr_state\": 1, \"vips\": [{\"address\": \"fe80::1%eth0\"}]}",
		 "without a zone"},
		{"{\"lvsdr_state\": 1, \"vips\": [{\"address\": \"[fd00::1]\"}]}",
		 "brackets belong"},
		{"{\"lvsdr_state\": 1, \"marks\": [{\"ports\": \"80-\"}]}",
		 "/marks/0/ports: \"80-\""},
		{"{\"lvsdr_state\": 1, \"services\": [{\"family\": 77, \"fwmark\": 7}]}",
		 "/services/0/family: 77 is not one"},
		{"{\"lvsdr_state\": 1, \"services\": [{\"protocol\": \"tcp\", \"address\": \"\"}]}",
		 "/services/0/address: \"\": it is empty"},
		{IN_SERVICE("\"scheduler\": \"0123456789abcdef\""), "/services/0/scheduler"},
		{IN_SERVICE("\"scheduler_flags\": [\"sh_port\"]"),
		 "/services/0/scheduler_flags: \"sh_port\" is not one of \"flag-1\""},
		{IN_SERVICE("\"other_flags\": [1]"), "bits that are not defined"},
		{IN_SERVICE("\"persistence\": -1"), "/services/0/persistence: -1 is not between"},
		{IN_SERVICE("\"persistence_netmask\": \"web\""), "/services/0/persistence_netmask"},
		{IN_DEST("\"weight\": 2147483648"), "/services/0/destinations/1/weight"},
		{IN_DEST("\"port\": 65536"), "/services/0/destinations/1/port"},
		{IN_DEST("\"forwarding\": \"nat\""), "/services/0/destinations/1/forwarding"},
		{IN_SERVICE("\"destinations\": [{\"address\": \"web1\"}]"),
		 "/services/0/destinations/0/address"},
	};
	refuse_all(*host, "json", form, sizeof(form) / sizeof(*form), -EBADMSG);
	refuse_all(*host, "json", values, sizeof(values) / sizeof(*values), -EINVAL);
}

static void test_parts(void **host)
{
	struct lvsdr_state *state;

	assert_string_equal(lvsdr_part_name(LVSDR_STATE_SERVICES), "services");
	assert_string_equal(lvsdr_part_name(LVSDR_STATE_ARP_POLICIES), "arp_policies");
	assert_string_equal(lvsdr_part_name(LVSDR_STATE_MARKS), "marks");
	assert_string_equal(lvsdr_part_name(LVSDR_STATE_COUNTERS), "counters");
	assert_null(lvsdr_part_name(0));
	assert_null(lvsdr_part_name(LVSDR_STATE_SERVICES | LVSDR_STATE_VIPS));
	assert_null(lvsdr_part_name(0x80000000));
	assert_int_equal(lvsdr_state_new(*host, LVSDR_STATE_VIPS | LVSDR_STATE_MARKS, &state), 0);
	assert_int_equal(lvsdr_state_get_parts(state), LVSDR_STATE_VIPS | LVSDR_STATE_MARKS);
	assert_int_equal(lvsdr_state_get_parts(NULL), 0);
	lvsdr_state_free(state);
}

static void test_formats(void **host)
{
	static const char json[] = " \n{\"lvsdr_state\": 1, \"services\": []}", rules[] = "\t-C";
	struct lvsdr_state *state = NULL;
	const char *text;
	size_t last = 0;

	assert_string_equal(lvsdr_format_name(0), "json");
	while (lvsdr_format_name(last + 1))
		last++;
	assert_string_equal(lvsdr_format_name(last), "rules");
	assert_null(lvsdr_format_name(SIZE_MAX));
	check_refused(*host, lvsdr_state_from_text(*host, "poem", rules, strlen(rules), &state),
		      -EINVAL, "there is no format \"poem\"; there are: json,");
	check_refused(*host, lvsdr_state_from_text(*host, "json", rules, strlen(rules), &state),
		      -EBADMSG, "line 1");
	check_refused(*host, lvsdr_state_from_text(*host, "rules", json, strlen(json), &state),
		      -EBADMSG, "line 2");
	check_refused(*host, lvsdr_state_from_text(*host, NULL, NULL, 0, &state), -EINVAL, "NULL");
	check_refused(*host, lvsdr_state_from_text(*host, NULL, rules, strlen(rules), NULL),
		      -EINVAL, "NULL");
	check_refused(*host, lvsdr_state_from_text(*host, NULL, "", 0, &state), -EBADMSG,
		      "it is empty");
	assert_null(state);
	assert_int_equal(lvsdr_state_from_text(*host, NULL, json, strlen(json), &state), 0);
	check_refused(*host, lvsdr_state_to_text(state, "poem", &text), -EINVAL,
		      "there is no format \"poem\"; there are: json,");
	check_refused(*host, lvsdr_state_to_text(state, NULL, &text), -EINVAL, "NULL");
	assert_int_equal(lvsdr_state_to_text(NULL, "json", &text), -EINVAL);
	lvsdr_state_free(state);
	assert_int_equal(lvsdr_state_from_text(*host, NULL, rules, strlen(rules), &state), 0);
	lvsdr_state_free(state);
}

static void check_format(struct lvsdr *host, const char *format, struct lvsdr_state *state)
{
	struct lvsdr_state *again;
	char *first, *json;
	const char *text;
	int lost;

	assert_int_equal(lvsdr_state_to_text(state, "json", &text), 0);
	assert_non_null(json = strdup(text));
	lost = lvsdr_state_to_text(state, format, &text);
	assert_true(lost >= 0 && lvsdr_state_to_text(state, "json", &text) == 0);
	assert_true(lvsdr_state_to_text(state, format, &text) == lost);
	assert_non_null(first = strdup(text));
	if (lost == 0) {
		if (lvsdr_state_from_text(host, format, first, strlen(first), &again))
			fail_msg("%s: %s", format, lvsdr_error_message(host));
		assert_int_equal(lvsdr_state_to_text(again, format, &text), 0);
		assert_string_equal(text, first);
		assert_int_equal(lvsdr_state_to_text(again, "json", &text), 0);
		assert_string_equal(text, json);
		lvsdr_state_free(again);
	}
	lvsdr_state_free(state);
	free(first);
	free(json);
}

/* What a format holds comes back, where nothing was left out. */
static void test_each_format(void **host)
{
	static const char some[] = "-A -t 192.168.1.41:80 -s rr -p 300\n"
				   "-a -t 192.168.1.41:80 -r 192.168.1.20 -w 3 -x 100 -y 50\n"
				   "-A -f 7 -6 -s mh -b mh-port\n--set 900 120 300\n";
	const char *format;

	for (size_t i = 0; (format = lvsdr_format_name(i)); i++) {
		check_format(*host, format, from_json(*host, full));
		check_format(*host, format, from_rules(*host, some));
	}
}

static void test_rules(void **host)
{
	static const char rules[] =
		"# written by hand\n\n"
		"-A -t 192.168.1.41:http -s rr\r\n"
		"  --add-server --tcp-service=192.168.1.41:80 --real-server 192.168.1.20 "
		"--weight=3\n"
		"-a -t 192.168.1.41:80 -r 192.168.1.21:8080 -m -x 100 -y50\n"
		"-A --udp-service [2001:db8::41]:53 -s mh -b mh-port,mh-fallback -p -M 64\n"
		"ipvsadm -A -f 7 -6 --pe sip -p 10\n"
		"-a -f 7 -6 -r [2001:db8::20]:0 -i --tun-type gue --tun-port 6080 --tun-csum -w 0";
	static const char written[] =
		"-A -t 192.168.1.41:80 -s rr\n"
		"-a -t 192.168.1.41:80 -r 192.168.1.20:80 -g -w 3\n"
		"-a -t 192.168.1.41:80 -r 192.168.1.21:8080 -m -w 1 -x 100 -y 50\n"
		"-A -u [2001:db8::41]:53 -s mh -p 360 -M 64 -b flag-1,flag-2\n"
		"-A -f 7 -6 -s wlc -p 10 --pe sip\n"
		"-a -f 7 -6 -r [2001:db8::20]:0 -i -w 0 --tun-type gue --tun-port 6080 "
		"--tun-csum\n";
	struct lvsdr_state *state = from_rules(*host, rules), *again;
	const char *text;

	assert_int_equal(lvsdr_state_to_text(state, "rules", &text), 0);
	assert_string_equal(text, written);
	again = from_rules(*host, text);
	assert_int_equal(lvsdr_state_to_text(again, "rules", &text), 0);
	assert_string_equal(text, written);
	lvsdr_state_free(again);
	lvsdr_state_free(state);
}

static void test_rules_refusals(void **host)
{
	static const struct refusal form[] = {
		{"", "it is empty"},
		{" \r\n\t\n", "it is empty"},
		{"# -A -t 192.168.1.41:80\n", "there is no rule; a line \"-C\""},
		{"\xef\xbb\xbf-A -t 192.168.1.41:80", "byte order mark"},
		{"\xff\xfe-", "UTF-16"},
		{"\n-E -t 1.2.3.4:80\n", "line 2: \"-E\" does not begin a rule"},
		{"--delete-service", "\"--delete-service\" does not begin a rule"},
		{"-A -t 192.168.1.41:80 -s", "\"-s\" requires a value"},
		{"-A -s rr", "it has no service"},
		{"-t 192.168.1.41:80 -A", "\"-t\" does not begin a rule"},
		{"-A -a -t 192.168.1.41:80", "two commands"},
		{"-A -t 1.2.3.4:80\r-A -t 1.2.3.4:81\r", "two commands"},
		{"-a -t 192.168.1.41:80 -r 192.168.1.20", "no earlier line adds its service"},
		{"-A -t 192.168.1.41:80\n-a -t 192.168.1.41:80", "line 2: it has no real server"},
		{"-A -t 192.168.1.41:80\n-A -t 192.168.1.41:80", "line 2: an earlier line"},
		{"-A -t 1.2.3.4:80\n-a -t 1.2.3.4:80 -r 1.1.1.1 -g -m", "two forwarding methods"},
		{"-A -t 1.2.3.4:80\n-a -t 1.2.3.4:80 -r 1.1.1.1 -w 1 -w 1", "it has \"-w\" twice"},
		{"-A -t 1.2.3.4:80\n-a -t 1.2.3.4:80 -r 1.1.1.1 --tun-type gre", "require -i"},
		{"-A -t 1.2.3.4:80\n-a -t 1.2.3.4:80 -r 1.1.1.1 -s rr", "\"-s\" does not belong"},
		{"-A -t 1.2.3.4:80 -r 1.1.1.1", "\"-r\" does not belong"},
		{"-A -t 1.2.3.4:80 -f 8", "it has two services"},
		{"-A -t [fd00::1]:80 -6", "-6 belongs to a firewall mark"},
		{"-A -6 -f 8", "-6 belongs to a firewall mark"},
		{"-A -f 8 -p -M 64 -6", "prefix lengths are for IPv6"},
		{"-A -f 8 -p -M 255.255.255.0 -6", "-M must follow the service"},
		{"-A -f 8 -p -M 24", "\"24\" is not a netmask such as"},
		{"-A -f 8 -p 0", "\"0\" is not a number from 1 to 2678400"},
		{"-A -t 1.2.3.4:80 -b nosuch", "no scheduler flag \"nosuch\""},
		{"-A -t 1.2.3.4:80 -b sh-port", "a flag of the scheduler sh, not of wlc"},
		{"-A -t 1.2.3.4:80 --schedulers rr", "\"--schedulers\" is not an option of a rule"},
		{"-A -t 1.2.3.4:80 --ops=yes", "\"--ops\" takes no value"},
		{"-A -t 1.2.3.4:80 rr", "\"rr\" is not an option"},
		{"-A -t 1.2.3.4:80 \\", "\"\\\" does not continue it"},
		{"-A -t 1.2.3.4:80 # web", "a comment must be on a line of its own"},
		{"TCP  192.168.1.41:80 rr", "`ipvsadm -Sn` writes rules"},
		{"-A -t 1.2.3.4:80\n-a -t 1.2.3.4:80 -r 1.1.1.1 -i --tun-csum", "type ipip"},
		{"--set 900 120", "three numbers"},
		{"--set 900 120 300 1", "more than three numbers"},
		{"--set 0 0 2678401", "\"2678401\" is not a number from 0 to 2678400"},
	};
	static const struct refusal values[] = {
		{"-A -t web:80", "line 1: \"web:80\": it is not an IPv4"},
		{"-A -t 192.168.1.41:nosuchport", "neither a number nor a name"},
		{"-A -t $VIP:80", "shell variables are not expanded"},
		{"-A -t 192.168.1.41/32:80", "without a prefix length"},
		{"-A -t [fe80::1%eth0]:80", "without a zone"},
		{"-A -t [192.168.1.41]:80", "brackets are for IPv6 addresses"},
		{"-A -t 192.168.001.041:80", "without leading zeros"},
		{"-A -f 0", "marks are 1 to 4294967295"},
		{"-A -t 1.2.3.4:80\n-a -t 1.2.3.4:80 -r 1.1.1.1 -w 2147483648", "2147483648"},
		{"-A -t 1.2.3.4:80\n-a -t 1.2.3.4:80 -r 1.1.1.1 -w -1",
		 "-1 is not between 0 and 2147483647"},
		{"-A -t 1.2.3.4:80 -s 0123456789abcdef", "characters"},
		{"-A -t 1.2.3.4:80\n-a -t 1.2.3.4:80 -r 1.1.1.1 -i --tun-port 9",
		 "the tunnel's port is 9"},
		{"-A -t 1.2.3.4:80\n-a -t 1.2.3.4:80 -r 1.1.1.1 -i --tun-type gue",
		 "1 to 65535 for GUE"},
		{"-A -f 8 -6 -p -M 255.255.255.0", "only IPv4 has dotted netmasks"},
		{"--start-daemon both", "not one of \"master\", \"backup\""},
	};
	struct lvsdr_state *state = NULL;

	refuse_all(*host, "rules", form, sizeof(form) / sizeof(*form), -EBADMSG);
	refuse_all(*host, "rules", values, sizeof(values) / sizeof(*values), -EINVAL);
	check_refused(*host, lvsdr_state_from_text(*host, "rules", "-C\0", 3, &state), -EBADMSG,
		      "it is not a text");
	assert_null(state);
}

static void check_rules(struct lvsdr *host, const char *rules, const char *written)
{
	struct lvsdr_state *state = from_rules(host, rules);
	const char *text;

	assert_int_equal(lvsdr_state_to_text(state, "rules", &text), 0);
	assert_string_equal(text, written);
	lvsdr_state_free(state);
}

/* Forms that ipvsadm takes too; tests/kernel/rules.sh has many more, beside ipvsadm itself. */
static void test_rules_forms(void **host)
{
	check_rules(*host, "-At 1.2.3.4:80 -p -bsh-port -ssh\n-at 1.2.3.4:80 -r 1.1.1.1 -gw=3 --",
		    "-A -t 1.2.3.4:80 -s sh -p 360 -b flag-2\n"
		    "-a -t 1.2.3.4:80 -r 1.1.1.1:80 -g -w 3\n");
	check_rules(*host, "ipvsadm\n-A ipvsadm -u 1.2.3.4:domain -p ipvsadm -o\r\n",
		    "-A -u 1.2.3.4:53 -s wlc -p 360 -o\n");
	check_rules(*host, "-A -f 7 -M255.0.255.0 -p=2678400",
		    "-A -f 7 -s wlc -p 2678400 -M 255.0.255.0\n");
	check_rules(*host, "-A -t 1.2.3.4:80\n-a -r 1.1.1.1 -t 1.2.3.4:80 -m",
		    "-A -t 1.2.3.4:80 -s wlc\n-a -t 1.2.3.4:80 -r 1.1.1.1:0 -m -w 1\n");
	check_rules(*host, "-A -f 1\n-A -f 2\n-C\n-A -f 2", "-A -f 2 -s wlc\n");
	check_rules(*host, "--set 900 0 300\n--set 0 0 30", "--set 900 0 30\n");
	check_rules(
		*host, "--start-daemon=master --syncid 7",
		"--start-daemon master --mcast-interface eth0 --syncid 7 --mcast-group 224.0.0.81 "
		"--mcast-port 8848 --mcast-ttl 1\n");
}

/* A state tells of what its lines are about, and of nothing else. */
static void test_rules_parts(void **host)
{
	struct lvsdr_state *state = from_rules(*host, "--set 0 0 30");
	const char *json;

	assert_int_equal(lvsdr_state_to_text(state, "json", &json), 0);
	assert_null(strstr(json, "services"));
	assert_null(strstr(json, "tcp"));
	assert_non_null(strstr(json, "\"udp\": 30"));
	assert_int_equal(lvsdr_timeouts_get_udp(lvsdr_state_get_timeouts(state)), 30);
	assert_int_equal(lvsdr_timeouts_get_tcp(lvsdr_state_get_timeouts(state)), -ENOENT);
	lvsdr_state_free(state);
	state = from_rules(*host, "-C");
	assert_int_equal(lvsdr_state_to_text(state, "json", &json), 0);
	assert_non_null(strstr(json, "\"services\": []"));
	lvsdr_state_free(state);
}

/* What rules cannot hold is told, and is not written as something else. */
static void test_rules_losses(void **host)
{
	struct lvsdr_state *state = from_json(*host, full);
	const char *text;

	assert_int_equal(lvsdr_state_to_text(state, "rules", &text), 1);
	assert_non_null(strstr(lvsdr_error_message(*host), "persistence of 4294967295 seconds"));
	assert_null(strstr(text, "192.168.1.41")); /* its protocol is 255 */
	lvsdr_state_free(state);
}

/* What ipvsadm would refuse, or make into something else. */
static void test_rules_that_ipvsadm_does_not_take(void **host)
{
	static const struct {
		const char *members, *dest, *words;
	} lost[] = {
		{"\"persistence\": 2678401", "", "not 1 to 2678400"},
		{"\"one_packet\": true", "", "one-packet"},
		{"\"scheduler\": \"rr\"",
		 "\"forwarding\": \"tunnel\", \"tunnel_flags\": [\"csum\"]", "tunnel"},
		{"\"scheduler\": \"rr\"",
		 "\"forwarding\": \"tunnel\", \"tunnel_type\": \"gre\", \"tunnel_flags\": "
		 "[\"remcsum\"]",
		 "tunnel"},
		{"\"scheduler\": \"rr\"",
		 "\"forwarding\": \"tunnel\", \"tunnel_type\": \"gre\", \"tunnel_port\": 5",
		 "tunnel"},
		{"\"scheduler\": \"rr\"",
		 "\"forwarding\": \"tunnel\", \"tunnel_type\": \"gue\", \"tunnel_port\": 5, "
		 "\"tunnel_flags\": [\"csum\", \"remcsum\"]",
		 "tunnel"},
		{"\"scheduler\": \"rr\"", "\"tunnel_port\": 5", "tunnel"},
		{"\"scheduler\": \"rr\"", "\"upper_threshold\": 2147483648", "thresholds"},
		{"\"other_flags\": [1]", "", "its other_flags"},
		{"\"scheduler\": \"rr\"", "\"port\": 8080", "another port"},
		{"\"scheduler\": \"rr\"", "\"port\": 8080, \"forwarding\": \"tunnel\"",
		 "another port"},
		{"\"scheduler\": \"rr\"", "\"forwarding\": \"local\"", "method"},
		{"\"scheduler\": \"a b\"", "", "the name of its scheduler"},
		{"\"scheduler\": \"\"", "", "the name of its scheduler"},
		{"\"scheduler\": \"ipvsadm\"", "", "the name of its scheduler"},
		{"\"persistence\": 300, \"persistence_engine\": \"a$b\"", "",
		 "the name of its persistence_engine"},
	};
	struct lvsdr_state *state;
	const char *text;
	char json[512];

	for (size_t i = 0; i < sizeof(lost) / sizeof(*lost); i++) {
		snprintf(json, sizeof(json),
			 "{\"lvsdr_state\": 1, \"observed\": true, \"services\": [{\"protocol\": "
			 "\"tcp\", \"address\": \"192.168.1.41\", \"port\": 80, %s, "
			 "\"destinations\": [{\"address\": \"192.168.1.20\"%s%s}]}]}",
			 lost[i].members, *lost[i].dest ? ", " : "", lost[i].dest);
		state = from_json(*host, json);
		if (lvsdr_state_to_text(state, "rules", &text) != 1 ||
		    !strstr(lvsdr_error_message(*host), lost[i].words))
			fail_msg("%s: %s", json, lvsdr_error_message(*host));
		lvsdr_state_free(state);
	}
}

/* A timeout that ipvsadm does not take is left to the kernel, and told. */
static void test_rules_and_long_timeouts(void **host)
{
	struct lvsdr_state *state = from_json(
		*host, "{\"lvsdr_state\": 1, \"timeouts\": {\"tcp\": 2678401, \"udp\": 2678400}}");
	const char *text;

	assert_int_equal(lvsdr_state_to_text(state, "rules", &text), 1);
	assert_string_equal(text, "--set 0 0 2678400\n");
	assert_non_null(strstr(lvsdr_error_message(*host), "tcp of 2678401 seconds"));
	lvsdr_state_free(state);
}

/* A line has no quotes: a device that would need them is told, and not written as another one. */
static void test_rules_and_odd_devices(void **host)
{
	static const char *const devices[] = {"eth$0", "e'th", "eth\\\\", "eth\\u0017", "ipvsadm"};
	struct lvsdr_state *state;
	const char *text;
	char json[128];

	for (size_t i = 0; i < sizeof(devices) / sizeof(*devices); i++) {
		snprintf(json, sizeof(json),
			 "{\"lvsdr_state\": 1, \"sync_daemons\": [{\"role\": \"master\", "
			 "\"device\": \"%s\"}]}",
			 devices[i]);
		state = from_json(*host, json);
		assert_int_equal(lvsdr_state_to_text(state, "rules", &text), 1);
		assert_string_equal(text, "");
		assert_non_null(strstr(lvsdr_error_message(*host), "the name of its device"));
		lvsdr_state_free(state);
	}
	check_rules(*host, "--start-daemon master --mcast-interface br-\xc3\xa9.7",
		    "--start-daemon master --mcast-interface br-\xc3\xa9.7 --syncid 0 "
		    "--mcast-group 224.0.0.81 --mcast-port 8848 --mcast-ttl 1\n");
}

static void test_by_hand(void **host)
{
	struct lvsdr_state *state;
	struct lvsdr_service *service;
	struct lvsdr_dest *dest;
	struct lvsdr_vip *vip;
	struct lvsdr_arp_policy *policy;

	assert_int_equal(lvsdr_state_new(*host, LVSDR_STATE_SERVICES, &state), 0);
	assert_int_equal(lvsdr_service_new(*host, "tcp", "192.168.1.41:80", &service), 0);
	assert_int_equal(lvsdr_dest_new(*host, "192.168.1.20", &dest), 0);
	assert_int_equal(lvsdr_vip_new(*host, "192.168.1.41", "lo", &vip), 0);
	assert_int_equal(lvsdr_arp_policy_new(*host, "all", &policy), 0);
	check_refused(*host, lvsdr_state_add_dest(state, service, dest), -ESRCH, "no such service");
	check_refused(*host, lvsdr_state_update_service(state, service), -ESRCH, "no such service");
	assert_int_equal(lvsdr_state_add_service(state, service), 0);
	check_refused(*host, lvsdr_state_add_service(state, service), -EEXIST, "already");
	check_refused(*host, lvsdr_state_update_dest(state, service, dest), -ENOENT,
		      "no such destination");
	assert_int_equal(lvsdr_state_add_dest(state, service, dest), 0);
	check_refused(*host, lvsdr_state_add_dest(state, service, dest), -EEXIST, "already");
	assert_int_equal(lvsdr_dest_set_weight(dest, 9), 0);
	assert_int_equal(lvsdr_state_update_dest(state, service, dest), 0);
	assert_int_equal(lvsdr_dest_get_weight(lvsdr_state_get_dest(state, 0, 0)), 9);
	assert_int_equal(lvsdr_service_set_scheduler(service, "rr"), 0);
	assert_int_equal(lvsdr_state_update_service(state, service), 0);
	assert_string_equal(lvsdr_service_get_scheduler(lvsdr_state_get_service(state, 0)), "rr");
	check_refused(*host, lvsdr_state_add_vip(state, vip), -EINVAL, "not created for this kind");
	check_refused(*host, lvsdr_state_add_arp_policy(state, policy), -EINVAL, "not created");
	check_refused(*host, lvsdr_state_new(*host, 0, &state), -EINVAL, "the parts must be");
	lvsdr_arp_policy_free(policy);
	lvsdr_vip_free(vip);
	lvsdr_dest_free(dest);
	lvsdr_service_free(service);
	lvsdr_state_free(state);
}

/* A host has one set of timeouts: what is set last counts. */
static void test_timeouts_by_hand(void **host)
{
	struct lvsdr_timeouts *timeouts;
	struct lvsdr_state *state;
	const char *json;

	assert_int_equal(lvsdr_state_new(*host, LVSDR_STATE_TIMEOUTS, &state), 0);
	assert_int_equal(lvsdr_timeouts_new(*host, &timeouts), 0);
	for (int32_t seconds = 7; seconds < 9; seconds++) {
		assert_int_equal(lvsdr_timeouts_set_udp(timeouts, seconds), 0);
		assert_int_equal(lvsdr_state_set_timeouts(state, timeouts), 0);
	}
	assert_int_equal(lvsdr_state_to_text(state, "json", &json), 0);
	assert_non_null(strstr(json, "\"udp\": 8"));
	assert_null(strstr(json, "\"udp\": 7"));
	lvsdr_timeouts_free(timeouts);
	lvsdr_state_free(state);
}

/* A plan needs to know of what it may change. */
static void test_plans_refused(void **host)
{
	static const char vips[] = "{\"lvsdr_state\": 1, \"vips\": [{\"address\": "
				   "\"192.168.1.41\", \"device\": \"lo\"}]}";
	struct lvsdr_state *observed, *desired;
	struct lvsdr_plan *plan = NULL;
	struct lvsdr_scope *ours, *others;

	assert_int_equal(lvsdr_scope_new(*host, "192.168.1.41", &ours), 0);
	assert_int_equal(lvsdr_scope_new(*host, "192.168.1.51", &others), 0);
	assert_int_equal(lvsdr_state_from_text(*host, "json", vips, strlen(vips), &desired), 0);
	assert_int_equal(lvsdr_state_new(*host, LVSDR_STATE_SERVICES, &observed), 0);
	check_refused(*host, lvsdr_plan_between(*host, ours, observed, desired, &plan), -EINVAL,
		      "was not read for");
	lvsdr_state_free(observed);
	assert_int_equal(lvsdr_state_new(*host, LVSDR_STATE_VIPS, &observed), 0);
	check_refused(*host, lvsdr_plan_between(*host, others, observed, desired, &plan), -EINVAL,
		      "outside of the scope");
	assert_null(plan);
	lvsdr_state_free(observed);
	lvsdr_state_free(desired);
	lvsdr_scope_free(others);
	lvsdr_scope_free(ours);
}

/* What is set is changed, also a single flag; all else stays. */
static void test_update_service(void **host)
{
	struct lvsdr_service *service, *change;
	const struct lvsdr_service *updated;
	struct lvsdr_state *state;

	assert_int_equal(lvsdr_state_new(*host, LVSDR_STATE_SERVICES, &state), 0);
	assert_int_equal(lvsdr_service_new(*host, "udp", "192.168.1.41:53", &service), 0);
	assert_int_equal(lvsdr_service_set_scheduler(service, "sh"), 0);
	assert_int_equal(lvsdr_service_set_one_packet(service, 1), 0);
	assert_int_equal(lvsdr_state_add_service(state, service), 0);
	assert_int_equal(lvsdr_service_new(*host, "udp", "192.168.1.41:53", &change), 0);
	assert_int_equal(lvsdr_service_set_persistence(change, 60), 0);
	assert_int_equal(lvsdr_state_update_service(state, change), 0);
	updated = lvsdr_state_get_service(state, 0);
	assert_int_equal(lvsdr_service_get_persistence(updated), 60);
	assert_int_equal(lvsdr_service_get_one_packet(updated), 1);
	assert_string_equal(lvsdr_service_get_scheduler(updated), "sh");
	assert_int_equal(lvsdr_service_set_persistence(change, 0), 0);
	assert_int_equal(lvsdr_state_update_service(state, change), 0);
	assert_int_equal(lvsdr_service_get_persistence(updated), 0);
	assert_int_equal(lvsdr_service_get_one_packet(updated), 1);
	lvsdr_service_free(change);
	lvsdr_service_free(service);
	lvsdr_state_free(state);
}

/* Thousands of destinations in one service, found again whatever their order. */
static void test_many(void **host)
{
	struct lvsdr_service *service;
	struct lvsdr_state *state;
	struct lvsdr_dest *dest;
	char address[32];

	assert_int_equal(lvsdr_state_new(*host, LVSDR_STATE_SERVICES, &state), 0);
	assert_int_equal(lvsdr_service_new(*host, "tcp", "192.168.1.41:80", &service), 0);
	assert_int_equal(lvsdr_state_add_service(state, service), 0);
	for (unsigned int i = 0; i < 10000; i++) {
		unsigned int number = i % 5000 * 7919 % 5000;

		snprintf(address, sizeof(address), "10.0.%u.%u", number / 256, number % 256);
		assert_int_equal(lvsdr_dest_new(*host, address, &dest), 0);
		assert_int_equal(lvsdr_state_add_dest(state, service, dest),
				 i < 5000 ? 0 : -EEXIST);
		lvsdr_dest_free(dest);
	}
	assert_int_equal(lvsdr_state_get_dest_count(state, 0), 5000);
	lvsdr_service_free(service);
	lvsdr_state_free(state);
}

static void test_scopes(void **host)
{
	static const char *const bad[] = {"192.168.1.41:80",   "web",
					  "fwmark:0",          "fwmark:x",
					  "fwmark:4294967296", "192.168.1.41, every thing"};
	struct lvsdr_scope *scope = NULL;

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		check_refused(*host, lvsdr_scope_new(*host, bad[i], &scope), -EINVAL, "\": ");
	assert_null(scope);
	check_refused(*host, lvsdr_scope_new(*host, NULL, &scope), -EINVAL, "everything");
	assert_int_equal(lvsdr_scope_new(*host, " 192.168.1.41,2001:db8::41\tfwmark:7 ", &scope),
			 0);
	assert_int_equal(lvsdr_scope_add(scope, ""), 0);
	assert_int_equal(lvsdr_scope_add(scope, "192.168.1.41 everything"), 0);
	lvsdr_scope_free(scope);
	lvsdr_scope_free(NULL);
}

/* The scope of a state: in JSON and by hand, and what a plan makes of it. */
static void test_scope_of_a_state(void **host)
{
	static const char json[] = "{\"lvsdr_state\": 1, \"scope\": \"192.168.1.41, fwmark:7\", "
				   "\"services\": []}";
	struct lvsdr_state *state = NULL, *observed = NULL;
	struct lvsdr_plan *plan = NULL;
	const char *text;

	assert_int_equal(lvsdr_state_from_text(*host, NULL, json, strlen(json), &state), 0);
	assert_string_equal(lvsdr_state_get_scope(state), "192.168.1.41, fwmark:7");
	check_refused(*host, lvsdr_state_set_scope(state, "192.168.1.41, web"), -EINVAL,
		      "cannot set the scope of a state: \"web\": it is neither an address");
	assert_string_equal(lvsdr_state_get_scope(state), "192.168.1.41, fwmark:7");
	assert_int_equal(lvsdr_state_to_text(state, "json", &text), 0);
	assert_non_null(strstr(text, "\"scope\": \"192.168.1.41, fwmark:7\""));
	assert_int_equal(lvsdr_state_to_text(state, "rules", &text), 1);
	assert_non_null(strstr(lvsdr_error_message(*host), "and 1 more"));

	assert_int_equal(lvsdr_state_new(*host, LVSDR_STATE_SERVICES, &observed), 0);
	assert_null(lvsdr_state_get_scope(observed));
	assert_int_equal(lvsdr_plan_between(*host, NULL, observed, state, &plan), 0);
	lvsdr_plan_free(plan);
	plan = NULL;
	assert_int_equal(lvsdr_state_set_scope(state, NULL), 0);
	assert_null(lvsdr_state_get_scope(state));
	check_refused(*host, lvsdr_plan_between(*host, NULL, observed, state, &plan), -EINVAL,
		      "no scope is given, and the desired state has none");
	assert_null(plan);
	assert_int_equal(lvsdr_state_to_text(state, "json", &text), 0);
	assert_null(strstr(text, "scope"));
	assert_int_equal(lvsdr_state_set_scope(state, ""), 0);
	assert_string_equal(lvsdr_state_get_scope(state), "");
	assert_int_equal(lvsdr_state_set_scope(NULL, ""), -EINVAL);
	assert_null(lvsdr_state_get_scope(NULL));
	lvsdr_state_free(observed);
	lvsdr_state_free(state);
}

/* An object outside of the scope that the desired state has itself is refused like any other. */
static void test_scope_that_does_not_fit(void **host)
{
	static const char *const bad[][2] = {
		{"\"web\"", "/scope: \"web\": it is neither an address"},
		{"7", "/scope: a text is expected"},
		{"[\"192.168.1.41\"]", "/scope: a text is expected"},
		{"null", "/scope: a text is expected"},
		{"\"fwmark:0\"", "/scope: \"fwmark:0\": a firewall mark is a number"},
	};
	static const char outside[] =
		"{\"lvsdr_state\": 1, \"scope\": \"192.168.1.41\", \"services\": [{\"protocol\": "
		"\"tcp\", \"address\": \"192.168.1.42\", \"port\": 80}]}";
	struct lvsdr_state *state = NULL, *observed = NULL;
	struct lvsdr_plan *plan = NULL;
	char json[128];

	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		snprintf(json, sizeof(json),
			 "{\"lvsdr_state\": 1, \"scope\": %s, \"services\": []}", bad[i][0]);
		check_refused(*host, lvsdr_state_from_text(*host, NULL, json, strlen(json), &state),
			      strstr(bad[i][1], "expected") ? -EBADMSG : -EINVAL, bad[i][1]);
		assert_string_equal(lvsdr_error_field(*host), "scope");
	}
	assert_null(state);
	assert_int_equal(lvsdr_state_from_text(*host, NULL, outside, strlen(outside), &state), 0);
	assert_int_equal(lvsdr_state_new(*host, LVSDR_STATE_SERVICES, &observed), 0);
	check_refused(*host, lvsdr_plan_between(*host, NULL, observed, state, &plan), -EINVAL,
		      "outside of the scope");
	lvsdr_state_free(observed);
	lvsdr_state_free(state);
}

static int make_host(void **state)
{
	return lvsdr_new((struct lvsdr **)state);
}

static int free_host(void **state)
{
	lvsdr_free(*state);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_json_round_trip),
		cmocka_unit_test(test_json_defaults),
		cmocka_unit_test(test_json_refusals),
		cmocka_unit_test(test_parts),
		cmocka_unit_test(test_formats),
		cmocka_unit_test(test_each_format),
		cmocka_unit_test(test_parts),
		cmocka_unit_test(test_formats),
		cmocka_unit_test(test_each_format),
		cmocka_unit_test(test_rules),
		cmocka_unit_test(test_rules_refusals),
		cmocka_unit_test(test_rules_forms),
		cmocka_unit_test(test_rules_parts),
		cmocka_unit_test(test_rules_losses),
		cmocka_unit_test(test_by_hand),
		cmocka_unit_test(test_timeouts_by_hand),
		cmocka_unit_test(test_plans_refused),
		cmocka_unit_test(test_update_service),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_scopes),
		cmocka_unit_test(test_scope_of_a_state),
		cmocka_unit_test(test_scope_that_does_not_fit),
		cmocka_unit_test(test_rules_that_ipvsadm_does_not_take),
		cmocka_unit_test(test_rules_and_odd_devices),
		cmocka_unit_test(test_rules_and_long_timeouts),
	};

	return cmocka_run_group_tests_name("states", tests, make_host, free_host);
}
