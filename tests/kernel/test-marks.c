// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Packet marks, with nft as the witness. Where nft says that this kernel lacks the families ip and
 * ip6, what is said there is tested instead.
 */
#include "witness.h"

#include <signal.h>
#include <stdbool.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static struct lvsdr_mark *new_mark(struct test *test, const char *protocol, const char *address,
				   uint32_t fwmark, const char *device)
{
	struct lvsdr_mark *mark;

	assert_int_equal(lvsdr_mark_new(test->host, protocol, address, fwmark, &mark), 0);
	assert_int_equal(lvsdr_mark_set_device(mark, device), 0);
	return mark;
}

/* Adds, updates or removes (by the function) a mark that is described in passing. */
static int change(struct test *test,
		  int (*function)(struct lvsdr *host, const struct lvsdr_mark *mark),
		  const char *protocol, const char *address, uint32_t fwmark, const char *device)
{
	struct lvsdr_mark *mark = new_mark(test, protocol, address, fwmark, device);
	int result = function(test->host, mark);

	lvsdr_mark_free(mark);
	return result;
}

static struct lvsdr_state *read_marks(struct test *test, const char *scope)
{
	struct lvsdr_scope *owned = new_scope(test, scope);
	struct lvsdr_state *state = NULL;

	if (lvsdr_state_read(test->host, owned, LVSDR_STATE_MARKS, &state))
		fail_msg("%s", lvsdr_error_message(test->host));
	lvsdr_scope_free(owned);
	return state;
}

static void check_marks(struct test *test, const char *scope, const char *json)
{
	struct lvsdr_state *state = read_marks(test, scope);
	const char *text;

	assert_int_equal(lvsdr_state_to_text(state, "json", &text), 0);
	if (!strstr(text, json))
		fail_msg("%s is not in %s", json, text);
	lvsdr_state_free(state);
}

#define HEAD(family)                                                                               \
	"table " family " lvsdr {\n\tchain marks {\n"                                              \
	"\t\ttype filter hook prerouting priority mangle; policy accept;\n"
#define TAIL "\t}\n}"
#define WEB                                                                                        \
	"\t\tiifname \"eth0\" ip daddr 192.168.1.41 tcp dport 80 meta mark set 0x00000008 "        \
	"comment \"tcp 192.168.1.41:80 from eth0\"\n"

static void test_life(void **state)
{
	struct test *test = *state;
	struct lvsdr_mark *mark = new_mark(test, "tcp", "192.168.1.41:80", 8, "eth0");
	struct lvsdr_mark *other = new_mark(test, "tcp", "192.168.1.41:80", 9, "eth0");

	assert_int_equal(lvsdr_mark_add(test->host, mark), 1);
	check_witness("nft list ruleset", HEAD("ip") WEB TAIL);
	assert_int_equal(lvsdr_mark_add(test->host, mark), 0);
	check_refused(test->host, lvsdr_mark_add(test->host, other), -EEXIST, "fwmark 8 -> 9");
	assert_int_equal(lvsdr_mark_read(test->host, other), 0);
	assert_int_equal(lvsdr_mark_get_fwmark(other), 8);
	check_witness("nft list ruleset", HEAD("ip") WEB TAIL);
	assert_int_equal(lvsdr_mark_remove(test->host, other), 1);
	check_witness("nft list ruleset", "");
	assert_int_equal(lvsdr_mark_remove(test->host, mark), 0);
	check_refused(test->host, lvsdr_mark_read(test->host, mark), -ENOENT, "packet mark");
	check_refused(test->host, lvsdr_mark_update(test->host, mark), -ENOENT, "use add");
	check_witness("nft list ruleset", "");
	lvsdr_mark_free(other);
	lvsdr_mark_free(mark);
}

static const struct {
	const char *protocol, *address, *device, *rule;
} forms[] = {
	{"tcp", "192.168.1.41", "", "ip daddr 192.168.1.41 meta l4proto tcp"},
	{"udp", "192.168.1.41:53", "", "ip daddr 192.168.1.41 udp dport 53"},
	{"sctp", "192.168.1.41:65535", "eth012345678901",
	 "iifname \"eth012345678901\" ip daddr 192.168.1.41 sctp dport 65535"},
	{"tcp", "192.168.1.41:1-65535", "lo",
	 "iifname \"lo\" ip daddr 192.168.1.41 tcp dport 1-65535"},
	{"tcp", "192.168.1.41:443,80", "", "ip daddr 192.168.1.41 tcp dport { 80, 443 }"},
	{"tcp", "192.168.1.41:65000-65535,80,1-2", "",
	 "ip daddr 192.168.1.41 tcp dport { 1-2, 80, 65000-65535 }"},
	{"tcp", "192.168.1.41:1,3,5,7,9,11,13,15,17,19,21,23,25,27,65535", "",
	 "ip daddr 192.168.1.41 tcp dport { 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, "
	 "65535 }"},
	{"tcp", "[2001:db8::41]:80", "", "ip6 daddr 2001:db8::41 tcp dport 80"},
	{"udp", "2001:db8::41", "eth0", "iifname \"eth0\" ip6 daddr 2001:db8::41 meta l4proto udp"},
	{"udp", "[2001:db8::41]:5000-5001,7000-7010", "",
	 "ip6 daddr 2001:db8::41 udp dport { 5000-5001, 7000-7010 }"},
};

enum { FORMS = sizeof(forms) / sizeof(*forms) };

/* nft breaks long sets into lines. */
static void join_lines(char *list)
{
	char *end;

	while ((list = strstr(list, ",\n"))) {
		end = list + strcspn(list, "0123456789");
		list[1] = ' ';
		memmove(list + 2, end, strlen(end) + 1);
	}
}

/* The rules, each as "RULE meta mark set MARK", as nft lists them now. */
static char *list_rules(void)
{
	char *list = ask("nft list ruleset");

	join_lines(list);
	return list;
}

static void check_listed(const char *list, const char *rule, uint32_t fwmark)
{
	char line[300];

	snprintf(line, sizeof(line), "\t\t%s meta mark set 0x%08x ", rule, fwmark);
	if (!strstr(list, line))
		fail_msg("\"%s\" is not in %s", line, list);
}

/* To all forms, with marks that rise or fall from `first`. */
static void change_forms(struct test *test,
			 int (*function)(struct lvsdr *host, const struct lvsdr_mark *mark),
			 uint32_t first, int result)
{
	for (uint32_t i = 0; i < FORMS; i++)
		assert_int_equal(change(test, function, forms[i].protocol, forms[i].address,
					first ^ i, forms[i].device),
				 result);
}

static void check_forms(uint32_t first)
{
	char *list = list_rules();

	for (uint32_t i = 0; i < FORMS; i++)
		check_listed(list, forms[i].rule, first ^ i);
	free(list);
}

static void test_forms(void **state)
{
	struct test *test = *state;

	change_forms(test, lvsdr_mark_add, 0xffffffff, 1);
	check_forms(0xffffffff);
	change_forms(test, lvsdr_mark_add, 0xffffffff, 0);
	change_forms(test, lvsdr_mark_update, 16, 1);
	check_forms(16);
	change_forms(test, lvsdr_mark_update, 16, 0);
	change_forms(test, lvsdr_mark_remove, 16, 1);
	check_witness("nft list ruleset", "");
}

/* The update changes the mark and neither the handle, the place nor the neighbours. */
static void test_update_in_place(void **state)
{
	struct test *test = *state;
	char *before, *after;

	change(test, lvsdr_mark_add, "tcp", "192.168.1.41:80", 8, "");
	change(test, lvsdr_mark_add, "tcp", "192.168.1.41:23,80-90", 9, "");
	change(test, lvsdr_mark_add, "tcp", "192.168.1.42:80", 10, "");
	before = ask("nft -a list ruleset | sed s/0x00000009/0x00000007/");
	assert_int_equal(change(test, lvsdr_mark_update, "tcp", "192.168.1.41:23,80-90", 7, ""), 1);
	assert_int_equal(change(test, lvsdr_mark_update, "tcp", "192.168.1.41:23,80-90", 7, ""), 0);
	after = ask("nft -a list ruleset");
	assert_string_equal(after, before);
	free(after);
	free(before);
}

static const char foreign[] =
	"nft add table ip other && nft add set ip other vips { type ipv4_addr \\; } && "
	"nft add element ip other vips { 192.168.1.41 } && "
	"nft add chain ip other pre { type filter hook prerouting priority -200 \\; } && "
	"nft add rule ip other pre ip daddr @vips counter meta mark set 5 && "
	"nft add table ip6 other && nft add table inet lvsdr && "
	"nft add chain inet lvsdr marks && nft add rule inet lvsdr marks counter";

static const char others[] = "nft -j list table ip other; nft -j list table ip6 other;"
			     "nft -j list table inet lvsdr";

/* Tables of others, one of them with our name in another family, byte for byte with handles. */
static void test_foreign_tables(void **state)
{
	struct test *test = *state;
	char *before, *apart;

	run(foreign);
	before = ask("nft -j list ruleset");
	apart = ask(others);
	change_forms(test, lvsdr_mark_add, 16, 1);
	check_witness(others, apart);
	change_forms(test, lvsdr_mark_update, 32, 1);
	check_witness(others, apart);
	change_forms(test, lvsdr_mark_remove, 32, 1);
	check_witness("nft -j list ruleset", before);
	free(apart);
	free(before);
}

static size_t count_foreign(struct test *test)
{
	size_t count;

	assert_int_equal(lvsdr_mark_read_foreign(test->host, &count), 0);
	return count;
}

/* What somebody puts into our own table stays, and the table with it, until it goes. */
static void test_foreign_rules(void **state)
{
	static const char rules[] =
		"nft \"add table ip lvsdr; add set ip lvsdr ports { type inet_service; };"
		"add chain ip lvsdr marks { type filter hook prerouting priority mangle; };"
		"add rule ip lvsdr marks counter;"
		"add rule ip lvsdr marks ip daddr 192.168.1.41 tcp dport 80 counter meta mark set "
		"8;"
		"add rule ip lvsdr marks ip daddr 192.168.1.41 tcp sport 80 meta mark set 8;"
		"add rule ip lvsdr marks ip daddr 192.168.1.0/24 tcp dport 80 meta mark set 8;"
		"add rule ip lvsdr marks ip daddr != 192.168.1.41 tcp dport 80 meta mark set 8;"
		"add rule ip lvsdr marks ip daddr 192.168.1.41 tcp dport != 80 meta mark set 8;"
		"add rule ip lvsdr marks ip daddr 192.168.1.41 tcp dport @ports meta mark set 8;"
		"add rule ip lvsdr marks ip daddr 192.168.1.41 tcp dport != { 80, 443 } meta mark "
		"set 8;"
		"add rule ip lvsdr marks ip daddr 192.168.1.41 tcp dport 80 meta mark set 8 accept;"
		"add rule ip lvsdr marks ip daddr 192.168.1.41 tcp dport 80 meta mark set meta "
		"mark or 8;"
		"add rule ip lvsdr marks ip daddr 192.168.1.41 tcp dport 80 meta priority set 8;"
		"add rule ip lvsdr marks iifname eth* ip daddr 192.168.1.41 tcp dport 80 meta mark "
		"set 8;"
		"add rule ip lvsdr marks iif lo ip daddr 192.168.1.41 tcp dport 80 meta mark set "
		"8\"";
	enum { COUNT = 13 };
	struct test *test = *state;
	char *before;

	run(rules);
	assert_int_equal(count_foreign(test), COUNT);
	before = ask("nft -j list ruleset");
	check_marks(test, "everything", "\"marks\": []");
	assert_int_equal(change(test, lvsdr_mark_add, "tcp", "192.168.1.41:80,443", 8, ""), 1);
	assert_int_equal(count_foreign(test), COUNT);
	assert_int_equal(change(test, lvsdr_mark_remove, "tcp", "192.168.1.41:80,443", 8, ""), 1);
	check_witness("nft -j list ruleset", before);
	free(before);

	/* Without rules but with a set the chain goes, and the table stays. */
	run("nft flush chain ip lvsdr marks");
	assert_int_equal(change(test, lvsdr_mark_add, "tcp", "192.168.1.41:80", 8, ""), 1);
	assert_int_equal(change(test, lvsdr_mark_remove, "tcp", "192.168.1.41:80", 8, ""), 1);
	check_witness("nft list ruleset",
		      "table ip lvsdr {\n\tset ports {\n\t\ttype inet_service\n\t}\n}");
	run("nft delete set ip lvsdr ports");
	assert_int_equal(change(test, lvsdr_mark_add, "tcp", "192.168.1.41:80", 8, ""), 1);
	assert_int_equal(change(test, lvsdr_mark_remove, "tcp", "192.168.1.41:80", 8, ""), 1);
	check_witness("nft list ruleset", "");
}

/* A chain of our name that does something else is neither used nor changed. */
static void test_foreign_chain(void **state)
{
	struct test *test = *state;
	char *before;

	run("nft add table ip lvsdr && nft add chain ip lvsdr marks "
	    "{ type filter hook input priority 0 \\; }");
	before = ask("nft -j list ruleset");
	check_refused(test->host, change(test, lvsdr_mark_add, "tcp", "192.168.1.41:80", 8, ""),
		      -EEXIST, "created by another program");
	check_witness("nft -j list ruleset", before);
	free(before);
}

/* Rules made by hand that do what ours do are marks; of two for the same packets the last counts.
 */
static void test_rules_by_hand(void **state)
{
	struct test *test = *state;

	run("nft add table ip lvsdr && nft add chain ip lvsdr marks "
	    "{ type filter hook prerouting priority mangle \\; }");
	run("nft add rule ip lvsdr marks ip daddr 192.168.1.41 tcp dport { 443, 80 } meta mark set "
	    "8");
	run("nft add rule ip lvsdr marks ip daddr 192.168.1.41 udp dport { 1-9, 53 } meta mark set "
	    "8");
	run("nft add rule ip lvsdr marks ip daddr 192.168.1.41 tcp dport { 80, 443 } meta mark set "
	    "9");
	assert_int_equal(count_foreign(test), 0);
	assert_int_equal(change(test, lvsdr_mark_add, "tcp", "192.168.1.41:80,443", 9, ""), 0);
	assert_int_equal(change(test, lvsdr_mark_add, "udp", "192.168.1.41:53,1-9", 8, ""), 0);
	check_marks(test, "192.168.1.41", "\"fwmark\": 9");
	assert_int_equal(change(test, lvsdr_mark_update, "tcp", "192.168.1.41:80,443", 7, ""), 1);
	check_witness("nft list ruleset | grep -c tcp.dport", "1");
	run("nft add rule ip lvsdr marks ip daddr 192.168.1.41 tcp dport { 80, 443 } meta mark set "
	    "9");
	assert_int_equal(change(test, lvsdr_mark_remove, "tcp", "192.168.1.41:80,443", 9, ""), 1);
	assert_int_equal(change(test, lvsdr_mark_remove, "udp", "192.168.1.41:53,1-9", 8, ""), 1);
	check_witness("nft list ruleset", "");
}

/* Somebody changes other rules all the time; nothing of either is lost. */
static void test_busy_neighbour(void **state)
{
	static const char ports[] = "192.168.1.41:80,443";
	struct test *test = *state;
	int status;
	pid_t child = fork();

	assert_true(child >= 0);
	if (!child) {
		prctl(PR_SET_PDEATHSIG, SIGKILL); /* also when this test fails */
		execlp("ip", "ip", "netns", "exec", "t", "sh", "-c",
		       "while sleep 0.01 && [ $((i += 1)) -lt 3000 ]; do nft add table ip busy$i; "
		       "done",
		       (char *)NULL);
		_exit(127);
	}
	run("until nft list table ip busy2 >/dev/null 2>&1; do sleep 0.1; done");
	for (int i = 0; i < 20; i++) {
		assert_int_equal(change(test, lvsdr_mark_add, "tcp", ports, 8, ""), 1);
		assert_int_equal(change(test, lvsdr_mark_update, "tcp", ports, 9, ""), 1);
		assert_int_equal(change(test, lvsdr_mark_remove, "tcp", ports, 9, ""), 1);
	}
	run("until nft list table ip busy4 >/dev/null 2>&1; do sleep 0.1; done");
	kill(child, SIGKILL);
	waitpid(child, &status, 0);
	run("sleep 1; i=1; for table in $(nft list tables | grep -o busy[0-9]*$ | sort -V); do "
	    "[ $table = busy$i ] || exit 1; i=$((i + 1)); done; "
	    "! nft list table ip lvsdr 2>/dev/null");
}

#define MARK_JSON(ports, mark)                                                                     \
	"{\"protocol\": \"tcp\", \"address\": \"192.168.1.41\", \"ports\": \"" ports               \
	"\", \"fwmark\": " mark "}"
#define STATE_JSON(marks) "{\"lvsdr_state\": 1, \"marks\": [" marks "]}"

static void check_steps(struct lvsdr_plan *plan, const char *expected)
{
	char text[1000] = "";

	for (size_t i = 0; i < lvsdr_plan_get_step_count(plan); i++) {
		strcat(text, lvsdr_plan_get_step_explanation(plan, i));
		strcat(text, "\n");
	}
	assert_string_equal(text, expected);
}

static void test_states(void **state)
{
	struct test *test = *state;
	struct lvsdr_plan *plan, *again;
	struct lvsdr_state *read;
	const char *json;
	char *before;

	change(test, lvsdr_mark_add, "tcp", "192.168.1.99:80", 99, "");
	change(test, lvsdr_mark_add, "tcp", "192.168.1.41:80", 8, "");
	change(test, lvsdr_mark_add, "tcp", "192.168.1.41:23", 8, "");
	before = ask("nft list ruleset");
	plan = plan_to_json(test, "192.168.1.41",
			    STATE_JSON(MARK_JSON("80", "9") "," MARK_JSON("443", "9")));
	check_steps(plan, "remove the packet mark 8 on tcp 192.168.1.41:23\n"
			  "update the packet mark 9 on tcp 192.168.1.41:80: fwmark 8 -> 9\n"
			  "add the packet mark 9 on tcp 192.168.1.41:443\n");
	assert_int_equal(lvsdr_plan_apply(plan), 1);
	check_witness("nft list ruleset | sed -n \"s/.*daddr \\(.* set [^ ]*\\).*/\\1/p\"",
		      "192.168.1.99 tcp dport 80 meta mark set 0x00000063\n"
		      "192.168.1.41 tcp dport 80 meta mark set 0x00000009\n"
		      "192.168.1.41 tcp dport 443 meta mark set 0x00000009");
	/* What was read and written asks for nothing. */
	read = read_marks(test, "192.168.1.41");
	assert_int_equal(lvsdr_state_get_mark_count(read), 2);
	assert_int_equal(lvsdr_mark_get_fwmark(lvsdr_state_get_mark(read, 1)), 9);
	assert_int_equal(lvsdr_state_to_text(read, "json", &json), 0);
	again = plan_to_json(test, "192.168.1.41", json);
	check_steps(again, "");
	lvsdr_plan_free(again);
	lvsdr_state_free(read);
	assert_int_equal(lvsdr_plan_undo(plan), 1);
	check_witness("nft list ruleset", before);
	lvsdr_plan_free(plan);

	read = read_marks(test, "fwmark:99");
	assert_int_equal(lvsdr_state_get_mark_count(read), 1);
	lvsdr_state_free(read);
	read = read_marks(test, "192.168.1.42");
	assert_int_equal(lvsdr_state_get_mark_count(read), 0);
	lvsdr_state_free(read);
	free(before);
}

/* With services and a VIP: marks come before the VIP, and leave after it and before the service. */
static void test_order(void **state)
{
	static const char wanted[] = "{\"lvsdr_state\": 1, \"marks\": [" MARK_JSON(
		"80",
		"8") "],"
		     "\"services\": [{\"family\": \"ipv4\", \"fwmark\": 8, \"persistence\": 300,"
		     "\"destinations\": [{\"address\": \"192.168.1.20\"}]}],"
		     "\"vips\": [{\"address\": \"192.168.1.41\", \"device\": \"eth0\"}]}";
	static const char nothing[] =
		"{\"lvsdr_state\": 1, \"marks\": [], \"services\": [], \"vips\": []}";
	struct test *test = *state;
	struct lvsdr_plan *plan = plan_to_json(test, "192.168.1.41 fwmark:8", wanted);

	check_steps(plan, "add the service fwmark 8\n"
			  "add the destination fwmark 8 -> 192.168.1.20:0\n"
			  "add the packet mark 8 on tcp 192.168.1.41:80\n"
			  "add the VIP 192.168.1.41/32 on eth0\n");
	assert_int_equal(lvsdr_plan_apply(plan), 1);
	lvsdr_plan_free(plan);
	check_witness("nft list ruleset | grep -c mark.set.0x00000008; ipvsadm -Sn | wc -l",
		      "1\n2");
	plan = plan_to_json(test, "192.168.1.41 fwmark:8", nothing);
	check_steps(plan, "remove the VIP 192.168.1.41/32 on eth0\n"
			  "remove the packet mark 8 on tcp 192.168.1.41:80\n"
			  "remove the destination fwmark 8 -> 192.168.1.20:0\n"
			  "remove the service fwmark 8\n");
	assert_int_equal(lvsdr_plan_apply(plan), 1);
	lvsdr_plan_free(plan);
	check_witness("nft list ruleset; ipvsadm -Sn", "");
}

/* A later step fails: marks that came go, and those that went come back. */
static void test_rollback(void **state)
{
	static const char wanted[] = "{\"lvsdr_state\": 1, \"marks\": [" MARK_JSON(
		"443,1-9",
		"9") "],"
		     "\"vips\": [{\"address\": \"192.168.1.41\", \"device\": \"gone0\"}]}";
	struct test *test = *state;
	struct lvsdr_plan *plan;
	char *before;

	change(test, lvsdr_mark_add, "tcp", "192.168.1.41:80,23", 8, "");
	before = ask("nft list ruleset");
	run("ip link add gone0 type dummy");
	plan = plan_to_json(test, "192.168.1.41", wanted);
	run("ip link del gone0");
	check_refused(test->host, lvsdr_plan_apply(plan), -ENODEV, "there is no device gone0");
	check_witness("nft list ruleset", before);
	lvsdr_plan_free(plan);
	free(before);
}

/* From the written plan; a mark that somebody changed since is left. */
static void test_undo(void **state)
{
	struct test *test = *state;
	struct lvsdr_plan *plan = plan_to_json(
		test, "192.168.1.41", STATE_JSON(MARK_JSON("80", "8") "," MARK_JSON("443", "8")));
	struct lvsdr_plan *written;
	const char *json;
	char *list;

	assert_int_equal(lvsdr_plan_to_json(plan, &json), 0);
	assert_int_equal(lvsdr_plan_apply(plan), 1);
	assert_int_equal(lvsdr_plan_from_json(test->host, json, strlen(json), &written), 0);
	change(test, lvsdr_mark_update, "tcp", "192.168.1.41:443", 7, "");
	check_refused(test->host, lvsdr_plan_undo(written), -EEXIST, "fwmark 8 -> 7");
	check_witness("nft list ruleset | grep -c dport", "1");
	list = list_rules();
	check_listed(list, "ip daddr 192.168.1.41 tcp dport 443", 7);
	free(list);
	lvsdr_plan_free(written);
	lvsdr_plan_free(plan);
}

/* Another scope's mark for the same packets is not overwritten. */
static void test_scopes_meet(void **state)
{
	struct test *test = *state;
	struct lvsdr_plan *plan;
	char *before;

	change(test, lvsdr_mark_add, "tcp", "192.168.1.41:80", 7, "");
	before = ask("nft -j list ruleset");
	plan = plan_to_json(test, "fwmark:8", STATE_JSON(MARK_JSON("80", "8")));
	check_refused(test->host, lvsdr_plan_apply(plan), -EEXIST, "already get the mark 7");
	check_witness("nft -j list ruleset", before);
	lvsdr_plan_free(plan);
	free(before);
}

static void run_commands(struct lvsdr_plan *plan)
{
	FILE *file = fopen("/tmp/marks.sh", "w");

	assert_non_null(file);
	for (size_t i = 0; i < lvsdr_plan_get_step_count(plan); i++)
		fprintf(file, "%s\n", lvsdr_plan_get_step_command(plan, i));
	assert_int_equal(fclose(file), 0);
	run("sh -e /tmp/marks.sh");
}

/*
 * The commands that a step stands for do the same as the step. (nft 1.0.6 ends with a failed
 * assertion when it shall replace a rule by one with a set of ranges; so none is updated here.)
 */
static void test_commands(void **state)
{
	static const char *const states[] = {
		STATE_JSON(MARK_JSON("", "1") "," MARK_JSON("80", "2") "," MARK_JSON(
			"1-9", "3") "," MARK_JSON("23,80", "4") "," MARK_JSON("23,80-90", "9")),
		STATE_JSON(MARK_JSON("", "9") "," MARK_JSON("80", "9") "," MARK_JSON(
			"1-9", "9") "," MARK_JSON("23,80", "9") "," MARK_JSON("23,80-90", "9")),
		STATE_JSON(MARK_JSON("1-9", "9")),
	};
	struct test *test = *state;
	struct lvsdr_plan *plan;
	char *by_hand;

	for (size_t i = 0; i < 3; i++) {
		plan = plan_to_json(test, "192.168.1.41", states[i]);
		assert_true(lvsdr_plan_get_step_count(plan) >= 4);
		run_commands(plan);
		by_hand = ask("nft list ruleset");
		assert_int_equal(lvsdr_plan_undo(plan), 1);
		assert_int_equal(lvsdr_plan_apply(plan), 0); /* all steps are undone */
		lvsdr_plan_free(plan);
		plan = plan_to_json(test, "192.168.1.41", states[i]);
		assert_int_equal(lvsdr_plan_apply(plan), 1);
		check_witness("nft list ruleset", by_hand);
		free(by_hand);
		lvsdr_plan_free(plan);
	}
}

/* Nothing is marked in such a kernel, so reading finds nothing; only making a mark is refused. */
static void test_without_families(void **state)
{
	struct test *test = *state;
	struct lvsdr_state *read;
	struct lvsdr_plan *plan;

	check_refused(test->host, change(test, lvsdr_mark_add, "tcp", "192.168.1.41:80", 8, ""),
		      -EOPNOTSUPP, "nf_tables of this kernel has no family ip;");
	check_refused(test->host,
		      change(test, lvsdr_mark_add, "tcp", "[2001:db8::41]:80,443", 8, ""),
		      -EOPNOTSUPP, "nf_tables of this kernel has no family ip6");
	assert_int_equal(change(test, lvsdr_mark_remove, "tcp", "192.168.1.41:80", 8, ""), 0);
	read = read_marks(test, "everything");
	assert_int_equal(lvsdr_state_get_mark_count(read), 0);
	lvsdr_state_free(read);
	plan = plan_to_json(test, "192.168.1.41", STATE_JSON(MARK_JSON("80,443", "8")));
	check_refused(test->host, lvsdr_plan_apply(plan), -EOPNOTSUPP, "CONFIG_NF_TABLES_IPV4");
	check_witness("nft list ruleset", "");
	lvsdr_plan_free(plan);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, test_set_up, test_tear_down)

int main(void)
{
	const struct CMUnitTest with[] = {
		TEST(test_life),           TEST(test_forms),          TEST(test_update_in_place),
		TEST(test_foreign_tables), TEST(test_foreign_rules),  TEST(test_foreign_chain),
		TEST(test_rules_by_hand),  TEST(test_busy_neighbour), TEST(test_states),
		TEST(test_order),          TEST(test_rollback),       TEST(test_undo),
		TEST(test_scopes_meet),    TEST(test_commands),
	};
	const struct CMUnitTest without[] = {TEST(test_without_families)};

	return system("unshare -n nft add table ip probe 2>/dev/null")
		       ? cmocka_run_group_tests_name("marks, no family", without, NULL, NULL)
		       : cmocka_run_group_tests_name("marks", with, NULL, NULL);
}
