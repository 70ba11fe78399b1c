// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What each kind of call needs, as docs/security.md has it: with this alone it works, and with
 * everything but this it is refused, which names what is missing and changes nothing. Then what
 * else a confined process may lack: a writable /proc/sys, /proc, setns().
 */
#include "witness.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { NOTHING = -1 };

static const char *name_of(int capability)
{
	if (capability == CAP_NET_ADMIN)
		return "CAP_NET_ADMIN";
	return capability == CAP_NET_RAW ? "CAP_NET_RAW" : "CAP_SYS_ADMIN";
}

static uint64_t bit(int capability)
{
	return capability == NOTHING ? 0 : UINT64_C(1) << capability;
}

/* Somebody else than root, to whom /proc/sys belongs, with these capabilities and no others. */
static void hold(uint64_t wanted)
{
	struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct data[2];

	assert_int_equal(seteuid(65534), 0);
	assert_int_equal(syscall(SYS_capget, &header, data), 0);
	data[0].effective = data[0].permitted & (uint32_t)wanted;
	data[1].effective = data[1].permitted & (uint32_t)(wanted >> 32);
	assert_int_equal(syscall(SYS_capset, &header, data), 0);
}

static void be_root(void)
{
	assert_int_equal(seteuid(0), 0);
}

/* What a call does, on a handle that has not talked to the kernel yet; its result. */
struct call {
	const char *name;
	int capability;
	const char *desired; /* JSON of a state, to be reached and undone; or: */
	uint32_t part;       /* to be read; or: */
	int (*function)(struct lvsdr *host);
};

static int read_version(struct lvsdr *host)
{
	uint32_t version;

	return lvsdr_read_ipvs_version(host, &version);
}

static int read_features(struct lvsdr *host)
{
	uint32_t features;

	return lvsdr_read_features(host, &features);
}

static int read_connections(struct lvsdr *host)
{
	struct lvsdr_connections *connections;
	int result = lvsdr_connections_open(host, NULL, NULL, &connections);

	if (result < 0)
		return result;
	result = lvsdr_connections_next(connections);
	lvsdr_connections_free(connections);
	return result;
}

static int read_totals(struct lvsdr *host)
{
	int result = lvsdr_totals_read_processors(host, 1, NULL, 0);
	uint64_t total;

	return result < 0 ? result : lvsdr_totals_read(host, &total, 1);
}

static int watch(struct lvsdr *host, uint32_t parts)
{
	struct lvsdr_scope *scope;
	struct lvsdr_watch *watch;
	int result;

	assert_int_equal(lvsdr_scope_new(host, "192.168.1.41", &scope), 0);
	result = lvsdr_watch_open(host, scope, parts, 10, &watch);
	lvsdr_scope_free(scope);
	if (result < 0)
		return result;
	usleep(10000);
	result = lvsdr_watch_read(watch, &parts);
	lvsdr_watch_free(watch);
	return result;
}

static int watch_network(struct lvsdr *host)
{
	return watch(host, LVSDR_STATE_VIPS | LVSDR_STATE_ARP_POLICIES | LVSDR_STATE_SYSCTLS);
}

static int watch_services(struct lvsdr *host)
{
	return watch(host, LVSDR_STATE_SERVICES);
}

static int watch_timeouts(struct lvsdr *host)
{
	return watch(host, LVSDR_STATE_TIMEOUTS);
}

static int watch_marks(struct lvsdr *host)
{
	return watch(host, LVSDR_STATE_MARKS);
}

static int zero_counters(struct lvsdr *host)
{
	return lvsdr_counters_zero(host, NULL);
}

static int announce(struct lvsdr *host)
{
	struct lvsdr_vip *vip;
	int result;

	assert_int_equal(lvsdr_vip_new(host, "192.168.1.50", "wire", &vip), 0);
	result = lvsdr_vip_announce(host, vip, 1, 10);
	lvsdr_vip_free(vip);
	return result;
}

static int probe(struct lvsdr *host)
{
	return lvsdr_address_probe(host, "192.168.1.51", "wire", 10, NULL, 0);
}

static const struct call calls[] = {
	{"read VIPs", NOTHING, NULL, LVSDR_STATE_VIPS, NULL},
	{"read ARP policies", NOTHING, NULL, LVSDR_STATE_ARP_POLICIES, NULL},
	{"read sysctls", NOTHING, NULL, LVSDR_STATE_SYSCTLS, NULL},
	{"read connections", NOTHING, NULL, 0, read_connections},
	{"read totals", NOTHING, NULL, 0, read_totals},
	{"watch the network", NOTHING, NULL, 0, watch_network},
	{"watch services", CAP_NET_ADMIN, NULL, 0, watch_services},
	{"watch timeouts", CAP_NET_ADMIN, NULL, 0, watch_timeouts},
	{"watch marks", CAP_NET_ADMIN, NULL, 0, watch_marks},
	{"read features", NOTHING, NULL, 0, read_features},
	{"read services", CAP_NET_ADMIN, NULL, LVSDR_STATE_SERVICES, NULL},
	{"read timeouts", CAP_NET_ADMIN, NULL, LVSDR_STATE_TIMEOUTS, NULL},
	{"read sync daemons", CAP_NET_ADMIN, NULL, LVSDR_STATE_SYNC_DAEMONS, NULL},
	{"read marks", CAP_NET_ADMIN, NULL, LVSDR_STATE_MARKS, NULL},
	{"read the version", CAP_NET_ADMIN, NULL, 0, read_version},
	{"zero counters", CAP_NET_ADMIN, NULL, 0, zero_counters},
	{"services", CAP_NET_ADMIN,
	 "\"services\": [{\"protocol\": \"tcp\", \"address\": \"192.168.1.41\", \"port\": 80,"
	 " \"destinations\": [{\"address\": \"192.168.1.20\"}]}]",
	 0, NULL},
	{"VIPs", CAP_NET_ADMIN, "\"vips\": [{\"address\": \"192.168.1.41\", \"device\": \"lo\"}]",
	 0, NULL},
	{"ARP policy of all", CAP_NET_ADMIN, "\"arp_policies\": [{\"device\": \"all\"}]", 0, NULL},
	{"ARP policy of a device", CAP_NET_ADMIN, "\"arp_policies\": [{\"device\": \"eth0\"}]", 0,
	 NULL},
	{"timeouts", CAP_NET_ADMIN, "\"timeouts\": {\"tcp\": 901}", 0, NULL},
	{"sysctls", CAP_NET_ADMIN, "\"sysctls\": [{\"name\": \"conntrack\", \"value\": \"1\"}]", 0,
	 NULL},
	{"sync daemons", CAP_NET_ADMIN,
	 "\"sync_daemons\": [{\"role\": \"master\", \"device\": \"wire\", \"sync_id\": 5}]", 0,
	 NULL},
	{"marks", CAP_NET_ADMIN,
	 "\"marks\": [{\"fwmark\": 7, \"address\": \"2001:db8::41\","
	 " \"protocol\": \"tcp\", \"ports\": \"80\"}]",
	 0, NULL},
	{"announce", CAP_NET_RAW, NULL, 0, announce},
	{"probe", CAP_NET_RAW, NULL, 0, probe},
};

static int read_part(struct lvsdr *host, const struct lvsdr_scope *scope, uint32_t part)
{
	struct lvsdr_state *state;
	int result = lvsdr_state_read(host, scope, part, &state);

	if (!result)
		lvsdr_state_free(state);
	return result;
}

static int reach(struct lvsdr *host, const struct lvsdr_scope *scope, const char *desired)
{
	struct lvsdr_state *state;
	struct lvsdr_plan *plan;
	char json[512];
	int result;

	snprintf(json, sizeof(json), "{\"lvsdr_state\": 1, %s}", desired);
	if (lvsdr_state_from_text(host, "json", json, strlen(json), &state))
		fail_msg("%s", lvsdr_error_message(host));
	result = lvsdr_plan_between(host, scope, NULL, state, &plan);
	lvsdr_state_free(state);
	if (result < 0)
		return result;
	assert_true(lvsdr_plan_get_step_count(plan) > 0);
	result = lvsdr_plan_apply(plan);
	if (result > 0)
		result = lvsdr_plan_undo(plan);
	lvsdr_plan_free(plan);
	return result;
}

static int make(struct lvsdr *host, const struct call *call)
{
	struct lvsdr_scope *scope;
	int result;

	if (call->function)
		return call->function(host);
	assert_int_equal(lvsdr_scope_new(host, "everything", &scope), 0);
	result = call->desired ? reach(host, scope, call->desired)
			       : read_part(host, scope, call->part);
	lvsdr_scope_free(scope);
	return result;
}

/* In the thread's own namespace, or in the one named. */
static struct lvsdr *new_handle(const char *netns)
{
	struct lvsdr *host;

	assert_int_equal(lvsdr_new(&host), 0);
	assert_int_equal(lvsdr_set_timeout(host, 60000), 0);
	if (netns)
		assert_int_equal(lvsdr_open_netns(host, netns), 0);
	return host;
}

/* User-mode Linux has nf_tables without the families that marks are of. */
static bool is_lacking(struct lvsdr *host, int result)
{
	return result == -EOPNOTSUPP && strstr(lvsdr_error_message(host), "CONFIG_NF_TABLES_IPV");
}

static void check_works(const char *netns, const struct call *call, uint64_t held)
{
	struct lvsdr *host = new_handle(netns);
	int result;

	hold(held);
	result = make(host, call);
	be_root();
	if (result < 0 && !is_lacking(host, result))
		fail_msg("%s: %s", call->name, lvsdr_error_message(host));
	lvsdr_free(host);
}

static void check_fails(const char *netns, const struct call *call, uint64_t held, int missing)
{
	static const int known[] = {CAP_NET_ADMIN, CAP_NET_RAW, CAP_SYS_ADMIN};
	struct lvsdr *host = new_handle(netns);
	int result;

	hold(held);
	result = make(host, call);
	be_root();
	if (result != -EPERM)
		fail_msg("%s without %s: %d, \"%s\"", call->name, name_of(missing), result,
			 lvsdr_error_message(host));
	check_refused(host, result, -EPERM, name_of(missing));
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (known[i] != missing)
			assert_null(strstr(lvsdr_error_message(host), name_of(known[i])));
	lvsdr_free(host);
}

static void go_to(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	assert_true(fd >= 0);
	assert_int_equal(setns(fd, CLONE_NEWNET), 0);
	close(fd);
}

/* A device of Ethernet with a VIP, for what is sent on the wire. */
static void add_wire(void)
{
	run("ip link add wire type veth peer name other && ip link set wire addrgenmode none && "
	    "ip link set other addrgenmode none && ip link set wire up && ip link set other up && "
	    "ip addr add 192.168.1.50/32 dev wire");
}

static void test_capabilities(void **state)
{
	char *before;

	(void)state;
	add_wire();
	before = snapshot();
	go_to("/run/netns/t");
	for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++) {
		check_works(NULL, &calls[i], bit(calls[i].capability));
		if (calls[i].capability != NOTHING)
			check_fails(NULL, &calls[i], ~bit(calls[i].capability),
				    calls[i].capability);
	}
	go_to("/proc/1/ns/net");
	check_unchanged(before);
}

/* In another namespace each takes CAP_SYS_ADMIN too, and that is what is told. */
static void test_capabilities_elsewhere(void **state)
{
	char *before;

	(void)state;
	add_wire();
	before = snapshot();
	for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++) {
		check_works("t", &calls[i], bit(calls[i].capability) | bit(CAP_SYS_ADMIN));
		check_fails("t", &calls[i], ~bit(CAP_SYS_ADMIN), CAP_SYS_ADMIN);
	}
	check_unchanged(before);
}

/* What is open already needs no entering, and so no CAP_SYS_ADMIN. */
static void test_opened_before(void **state)
{
	struct test *test = *state;
	struct lvsdr_vip *vip = new_vip(test, "192.168.1.41", "lo");
	int result;

	assert_int_equal(lvsdr_vip_read(test->host, vip), -ENOENT);
	hold(bit(CAP_NET_ADMIN));
	result = lvsdr_vip_add(test->host, vip);
	be_root();
	assert_int_equal(result, 1);
	check_witness("ip -o addr show dev lo to 192.168.1.41 | wc -l", "1");
	hold(bit(CAP_NET_ADMIN));
	result = read_connections(test->host);
	be_root();
	check_refused(test->host, result, -EPERM, "CAP_SYS_ADMIN");
	lvsdr_vip_free(vip);
}

/* The namespace of a process takes what reading its memory takes. */
static void test_namespace_of_process(void **state)
{
	struct lvsdr *host = new_handle(NULL);
	int result;

	(void)state;
	hold(~bit(CAP_SYS_PTRACE));
	result = lvsdr_open_netns(host, "/proc/1/ns/net");
	be_root();
	check_refused(host, result, -EPERM, "CAP_SYS_PTRACE");
	hold(bit(CAP_SYS_PTRACE));
	result = lvsdr_open_netns(host, "/proc/1/ns/net");
	be_root();
	assert_int_equal(result, 0);
	lvsdr_free(host);
}

static void test_read_only_sysctls(void **state)
{
	struct test *test = *state;
	struct lvsdr_sysctl *sysctl;

	assert_int_equal(lvsdr_sysctl_new(test->host, "conntrack", "1", &sysctl), 0);
	assert_int_equal(
		system("mount --bind /proc/sys /proc/sys && mount -o remount,ro,bind /proc/sys"),
		0);
	check_refused(test->host, lvsdr_sysctl_update(test->host, sysctl), -EOPNOTSUPP,
		      "/proc/sys is read-only");
	assert_int_equal(system("umount -l /proc/sys"), 0);
	lvsdr_sysctl_free(sysctl);
	check_witness("sysctl -n net.ipv4.vs.conntrack", "0");
}

static void test_no_proc(void **state)
{
	const size_t count = sizeof(calls) / sizeof(*calls);
	struct lvsdr *hosts[sizeof(calls) / sizeof(*calls)];
	int results[sizeof(calls) / sizeof(*calls)];
	char *before = snapshot();

	(void)state;
	for (size_t i = 0; i < count; i++)
		hosts[i] = new_handle(NULL);
	assert_int_equal(umount2("/proc", MNT_DETACH), 0);
	for (size_t i = 0; i < count; i++)
		results[i] = make(hosts[i], &calls[i]);
	assert_int_equal(mount("proc", "/proc", "proc", 0, NULL), 0);
	for (size_t i = 0; i < count; i++) {
		check_refused(hosts[i], results[i], -EIO, "/proc is not mounted");
		lvsdr_free(hosts[i]);
	}
	check_unchanged(before);
}

/* What a filter of system calls refuses, with which errno, and what becomes of every call. */
struct refusal {
	int system_call, number, code;
	const char *words;
};

struct attempt {
	struct lvsdr *host;
	const struct refusal *refusal;
	bool filtered;
	int results[sizeof(calls) / sizeof(*calls)];
	char messages[sizeof(calls) / sizeof(*calls)][512];
};

static bool forbid(const struct refusal *refusal)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned int)refusal->system_call, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (unsigned int)refusal->number),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = {.len = sizeof(code) / sizeof(*code), .filter = code};

	return !prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) &&
	       !prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

/* A filter stays for as long as its thread: this one has it alone. */
static void *try_filtered(void *data)
{
	struct attempt *attempt = data;

	attempt->filtered = forbid(attempt->refusal);
	for (size_t i = 0; i < sizeof(calls) / sizeof(*calls) && attempt->filtered; i++) {
		attempt->results[i] = make(attempt->host, &calls[i]);
		snprintf(attempt->messages[i], sizeof(attempt->messages[i]), "%s",
			 lvsdr_error_message(attempt->host));
	}
	return NULL;
}

static void check_refusal(struct lvsdr *host, const struct refusal *refusal)
{
	struct attempt attempt = {.host = host, .refusal = refusal};
	pthread_t thread;

	assert_int_equal(pthread_create(&thread, NULL, try_filtered, &attempt), 0);
	assert_int_equal(pthread_join(thread, NULL), 0);
	assert_true(attempt.filtered);
	for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++)
		if (attempt.results[i] != refusal->code ||
		    !strstr(attempt.messages[i], refusal->words))
			fail_msg("%s: %d, \"%s\"", calls[i].name, attempt.results[i],
				 attempt.messages[i]);
}

/* Another namespace is entered by a thread and setns(), neither of which may be had. */
static void test_no_way_in(void **state)
{
	static const struct refusal refusals[] = {
		{SYS_setns, EPERM, -EPERM, "forbid setns()"},
		{SYS_setns, ENOSYS, -EPERM, "forbid setns()"},
		{SYS_clone3, EPERM, -EPERM, "forbid setns() or the thread"},
		{SYS_clone3, EAGAIN, -EIO, "no more can be started"},
	};
	struct test *test = *state;
	char *before = snapshot();

	for (size_t i = 0; i < sizeof(refusals) / sizeof(*refusals); i++)
		check_refusal(test->host, &refusals[i]);
	check_unchanged(before);
}

/* Mounts are this program's own, so that a failed test leaves none behind. */
static int keep_mounts_apart(void **state)
{
	(void)state;
	return unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_capabilities, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_capabilities_elsewhere, test_set_up,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_opened_before, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_namespace_of_process, test_set_up,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_read_only_sysctls, test_set_up,
						test_tear_down),
		cmocka_unit_test_setup_teardown(test_no_proc, test_set_up, test_tear_down),
		cmocka_unit_test_setup_teardown(test_no_way_in, test_set_up, test_tear_down),
	};

	return cmocka_run_group_tests_name("capabilities", tests, keep_mounts_apart, NULL);
}
