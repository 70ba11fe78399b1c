/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The module ip_vs is unloaded and loaded again under an open handle. Its family gets another
 * number each time; when all others have had their turn the old one comes again, for it or for
 * somebody else's.
 */
#include "witness.h"

#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* ---- The modules. Their files are open: to look for them takes longer than to load them. */

static int ipvs_file, rr_file, other_file;

static char *output_of(const char *command)
{
	char *text = calloc(1, 65536);
	FILE *pipe = popen(command, "r");

	assert_non_null(text);
	assert_non_null(pipe);
	text[fread(text, 1, 65535, pipe)] = '\0';
	assert_int_equal(pclose(pipe), 0);
	return text;
}

static int open_module(const char *name)
{
	char command[64], *path;
	int fd;

	snprintf(command, sizeof(command), "modinfo -n %s | tr -d \"\\n\"", name);
	path = output_of(command);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	free(path);
	assert_true(fd >= 0);
	return fd;
}

static bool load_module(int fd)
{
	return !syscall(SYS_finit_module, fd, "", 0) || errno == EEXIST;
}

static bool unload_module(const char *name)
{
	return !syscall(SYS_delete_module, name, O_NONBLOCK) || errno == ENOENT;
}

static bool try_unload(void)
{
	return unload_module("ip_vs_rr") && unload_module("ip_vs");
}

/* A namespace that was deleted keeps it for a moment. */
static void unload(void)
{
	for (int i = 0; i < 1000; i++) {
		if (try_unload())
			return;
		usleep(10000);
	}
	fail_msg("ip_vs cannot be unloaded: %s", strerror(errno));
}

static void load(void)
{
	if (!load_module(ipvs_file) || !load_module(rr_file))
		fail_msg("ip_vs cannot be loaded: %s", strerror(errno));
}

static const char block[] = "mkdir -p /etc/modprobe.d; echo install ip_vs /bin/false "
			    ">/etc/modprobe.d/test-reload.conf",
		  unblock[] = "rm -f /etc/modprobe.d/test-reload.conf";

/* 0 when there is no such family. */
static int number_of(const char *family)
{
	char command[128], *text;
	int number;

	snprintf(command, sizeof(command),
		 "genl ctrl list | awk \"f { print \\$2; exit } /Name: %s\\$/ { f = 1 }\"", family);
	text = output_of(command);
	number = (int)strtol(text, NULL, 16);
	free(text);
	return number;
}

static int64_t milliseconds(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static int set_up_group(void **state)
{
	char *schedulers = output_of("lsmod | awk \"/^ip_vs_/ { print \\$1 }\"");

	(void)state;
	assert_int_equal(system(unblock), 0);
	ipvs_file = open_module("ip_vs");
	rr_file = open_module("ip_vs_rr");
	other_file = open_module("psample");
	for (char *name = strtok(schedulers, "\n"); name; name = strtok(NULL, "\n"))
		assert_true(unload_module(name));
	free(schedulers);
	return 0;
}

/* Other tests may not wait for a scheduler to be loaded. */
static int tear_down_group(void **state)
{
	(void)state;
	close(other_file);
	close(rr_file);
	close(ipvs_file);
	return system("modprobe -a ip_vs ip_vs_rr ip_vs_wrr ip_vs_lc ip_vs_wlc ip_vs_lblc "
		      "ip_vs_lblcr ip_vs_dh ip_vs_sh ip_vs_sed ip_vs_nq ip_vs_fo ip_vs_ovf "
		      "ip_vs_mh ip_vs_pe_sip");
}

/* ---- What is called, and what it is to lead to. */

struct scene {
	struct test *test;
	struct lvsdr *host; /* the one under which the module goes away */
	struct lvsdr_service *web, *other;
	struct lvsdr_dest *rs1, *rs2;
	struct lvsdr_scope *all;
};

static struct lvsdr *open_host(int ipvs_interface)
{
	struct lvsdr *host;

	assert_int_equal(lvsdr_new(&host), 0);
	assert_int_equal(lvsdr_open_netns(host, "t"), 0);
	assert_int_equal(lvsdr_set_ipvs_interface(host, ipvs_interface), 0);
	return host;
}

static struct scene scene_open(struct test *test, int ipvs_interface)
{
	struct scene scene = {.test = test};

	scene.host = open_host(ipvs_interface);
	scene.web = new_service(test, "192.168.1.41:80");
	scene.other = new_service(test, "192.168.1.42:80");
	scene.rs1 = new_dest(test, "192.168.1.20");
	scene.rs2 = new_dest(test, "192.168.1.21");
	scene.all = new_scope(test, "everything");
	return scene;
}

static void scene_close(struct scene *scene)
{
	lvsdr_scope_free(scene->all);
	lvsdr_dest_free(scene->rs2);
	lvsdr_dest_free(scene->rs1);
	lvsdr_service_free(scene->other);
	lvsdr_service_free(scene->web);
	lvsdr_free(scene->host);
}

static void make_web(struct scene *scene)
{
	struct lvsdr *maker = open_host(LVSDR_IPVS_AUTOMATIC);

	assert_int_equal(lvsdr_service_add(maker, scene->web), 1);
	assert_int_equal(lvsdr_dest_add(maker, scene->web, scene->rs1), 1);
	lvsdr_free(maker);
}

static const char stop_all[] = "ipvsadm -C; ipvsadm --stop-daemon backup 2>/dev/null; true";

static int read_version(struct scene *scene)
{
	uint32_t version;

	return lvsdr_read_ipvs_version(scene->host, &version);
}

/* The handle knows the number, and has just used it. */
static void touch(struct scene *scene)
{
	assert_int_equal(read_version(scene), 0);
}

static int add_service(struct scene *scene)
{
	return lvsdr_service_add(scene->host, scene->other);
}

static int update_service(struct scene *scene)
{
	struct lvsdr_service *service = new_service(scene->test, "192.168.1.41:80");
	int result;

	assert_int_equal(lvsdr_service_set_persistence(service, 600), 0);
	result = lvsdr_service_update(scene->host, service);
	lvsdr_service_free(service);
	return result;
}

static int remove_service(struct scene *scene)
{
	return lvsdr_service_remove(scene->host, scene->web);
}

static int read_service(struct scene *scene)
{
	struct lvsdr_service *service = new_service(scene->test, "192.168.1.41:80");
	int result = lvsdr_service_read(scene->host, service);

	lvsdr_service_free(service);
	return result;
}

static int remove_all(struct scene *scene)
{
	return lvsdr_service_remove_all(scene->host);
}

static int zero_counters(struct scene *scene)
{
	return lvsdr_counters_zero(scene->host, scene->web);
}

static int add_dest(struct scene *scene)
{
	return lvsdr_dest_add(scene->host, scene->web, scene->rs2);
}

static int update_dest(struct scene *scene)
{
	struct lvsdr_dest *dest = new_dest(scene->test, "192.168.1.20");
	int result;

	assert_int_equal(lvsdr_dest_set_weight(dest, 5), 0);
	result = lvsdr_dest_update(scene->host, scene->web, dest);
	lvsdr_dest_free(dest);
	return result;
}

static int remove_dest(struct scene *scene)
{
	return lvsdr_dest_remove(scene->host, scene->web, scene->rs1);
}

static int read_dest(struct scene *scene)
{
	struct lvsdr_dest *dest = new_dest(scene->test, "192.168.1.20");
	int result = lvsdr_dest_read(scene->host, scene->web, dest);

	lvsdr_dest_free(dest);
	return result;
}

static int drain(struct scene *scene)
{
	return lvsdr_dest_drain(scene->host, scene->web, scene->rs1, 0, 0, NULL, NULL, NULL);
}

/* How many services there are. */
static int read_state_of(struct scene *scene, uint32_t parts)
{
	struct lvsdr_state *state;
	int result = lvsdr_state_read(scene->host, scene->all, parts, &state);

	if (result)
		return result;
	result = (int)lvsdr_state_get_service_count(state);
	lvsdr_state_free(state);
	return result;
}

static int read_state(struct scene *scene)
{
	return read_state_of(scene, LVSDR_STATE_SERVICES);
}

static int read_counters(struct scene *scene)
{
	return read_state_of(scene, LVSDR_STATE_SERVICES | LVSDR_STATE_COUNTERS);
}

static int read_whole_state(struct scene *scene)
{
	return read_state_of(scene, LVSDR_STATE_SERVICES | LVSDR_STATE_TIMEOUTS |
					    LVSDR_STATE_SYSCTLS | LVSDR_STATE_SYNC_DAEMONS);
}

static int read_timeouts(struct scene *scene)
{
	struct lvsdr_timeouts *timeouts;
	int result;

	assert_int_equal(lvsdr_timeouts_new(scene->test->host, &timeouts), 0);
	result = lvsdr_timeouts_read(scene->host, timeouts);
	lvsdr_timeouts_free(timeouts);
	return result;
}

static int update_timeouts(struct scene *scene)
{
	struct lvsdr_timeouts *timeouts;
	int result;

	assert_int_equal(lvsdr_timeouts_new(scene->test->host, &timeouts), 0);
	assert_int_equal(lvsdr_timeouts_set_tcp(timeouts, 333), 0);
	result = lvsdr_timeouts_update(scene->host, timeouts);
	lvsdr_timeouts_free(timeouts);
	return result;
}

static int call_daemon(struct scene *scene, int (*call)(struct lvsdr *, struct lvsdr_sync_daemon *))
{
	struct lvsdr_sync_daemon *daemon;
	int result;

	assert_int_equal(lvsdr_sync_daemon_new(scene->test->host, "backup", "eth0", &daemon), 0);
	result = call(scene->host, daemon);
	lvsdr_sync_daemon_free(daemon);
	return result;
}

static int add_daemon_of(struct lvsdr *host, struct lvsdr_sync_daemon *daemon)
{
	return lvsdr_sync_daemon_add(host, daemon);
}

static int remove_daemon_of(struct lvsdr *host, struct lvsdr_sync_daemon *daemon)
{
	return lvsdr_sync_daemon_remove(host, daemon);
}

static int add_daemon(struct scene *scene)
{
	return call_daemon(scene, add_daemon_of);
}

static int remove_daemon(struct scene *scene)
{
	return call_daemon(scene, remove_daemon_of);
}

static int read_daemon(struct scene *scene)
{
	return call_daemon(scene, lvsdr_sync_daemon_read);
}

static int call_sysctl(struct scene *scene, int (*call)(struct lvsdr *, struct lvsdr_sysctl *))
{
	struct lvsdr_sysctl *sysctl;
	int result;

	assert_int_equal(lvsdr_sysctl_new(scene->test->host, "expire_nodest_conn", "1", &sysctl),
			 0);
	result = call(scene->host, sysctl);
	lvsdr_sysctl_free(sysctl);
	return result;
}

static int update_sysctl_of(struct lvsdr *host, struct lvsdr_sysctl *sysctl)
{
	return lvsdr_sysctl_update(host, sysctl);
}

static int update_sysctl(struct scene *scene)
{
	return call_sysctl(scene, update_sysctl_of);
}

static int read_sysctl(struct scene *scene)
{
	return call_sysctl(scene, lvsdr_sysctl_read);
}

static int count_connections(struct scene *scene)
{
	uint64_t values[LVSDR_CONNECTIONS_COUNT];

	return lvsdr_connections_count(scene->host, NULL, NULL, values, LVSDR_CONNECTIONS_COUNT);
}

/* Plans and applies: `web` with both real servers, and nothing else. */
static int plan_and_apply(struct scene *scene)
{
	struct lvsdr_state *desired;
	struct lvsdr_plan *plan;
	int result;

	assert_int_equal(lvsdr_state_new(scene->test->host, LVSDR_STATE_SERVICES, &desired), 0);
	assert_int_equal(lvsdr_state_add_service(desired, scene->web), 0);
	assert_int_equal(lvsdr_state_add_dest(desired, scene->web, scene->rs1), 0);
	assert_int_equal(lvsdr_state_add_dest(desired, scene->web, scene->rs2), 0);
	result = lvsdr_plan_between(scene->host, scene->all, NULL, desired, &plan);
	if (!result) {
		result = lvsdr_plan_apply(plan);
		lvsdr_plan_free(plan);
	}
	lvsdr_state_free(desired);
	return result;
}

#define WEB      "-A -t 192.168.1.41:80 -s rr"
#define WEB_RS1  "\n-a -t 192.168.1.41:80 -r 192.168.1.20:80 -g -w 1"
#define WEB_RS2  "\n-a -t 192.168.1.41:80 -r 192.168.1.21:80 -g -w 1"
#define SERVICES "ipvsadm -Sn | sort"
#define DAEMONS  "ipvsadm -L --daemon | cut -c 1-11"
#define NODEST   "sysctl -n net.ipv4.vs.expire_nodest_conn"

static const struct call {
	const char *name;
	int (*make)(struct scene *scene);
	const char *prepare; /* beside `web` with one real server */
	int result;
	const char *witness, *expected;
	int fresh; /* the result where nothing was made */
} calls[] = {
	{"add a service", add_service, NULL, 1, SERVICES,
	 WEB "\n-A -t 192.168.1.42:80 -s rr" WEB_RS1, 1},
	{"update a service", update_service, NULL, 1, SERVICES, WEB " -p 600" WEB_RS1, -ESRCH},
	{"remove a service", remove_service, NULL, 1, SERVICES, "", 0},
	{"read a service", read_service, NULL, 0, SERVICES, WEB WEB_RS1, -ESRCH},
	{"remove all services", remove_all, NULL, 0, SERVICES, "", 0},
	{"zero counters", zero_counters, NULL, 0, SERVICES, WEB WEB_RS1, -ESRCH},
	{"add a destination", add_dest, NULL, 1, SERVICES, WEB WEB_RS1 WEB_RS2, -ESRCH},
	{"update a destination", update_dest, NULL, 1, "ipvsadm -Sn | grep -c -e \"-w 5\"", "1",
	 -ESRCH},
	{"remove a destination", remove_dest, NULL, 1, SERVICES, WEB, 0},
	{"read a destination", read_dest, NULL, 0, SERVICES, WEB WEB_RS1, -ESRCH},
	{"drain", drain, NULL, 1, SERVICES, WEB, 1},
	{"read the state", read_state, NULL, 1, SERVICES, WEB WEB_RS1, 0},
	{"read the counters", read_counters, NULL, 1, SERVICES, WEB WEB_RS1, 0},
	{"read the whole state", read_whole_state, NULL, 1, SERVICES, WEB WEB_RS1, 0},
	{"read the timeouts", read_timeouts, NULL, 0, SERVICES, WEB WEB_RS1, 0},
	{"update the timeouts", update_timeouts, NULL, 1, "ipvsadm -L --timeout",
	 "Timeout (tcp tcpfin udp): 333 120 300", 1},
	{"add a sync daemon", add_daemon, NULL, 1, DAEMONS, "backup sync", 1},
	{"remove a sync daemon", remove_daemon,
	 "ipvsadm --start-daemon backup --mcast-interface eth0", 1, DAEMONS, "", 0},
	{"read a sync daemon", read_daemon, "ipvsadm --start-daemon backup --mcast-interface eth0",
	 0, DAEMONS, "backup sync", -ENOENT},
	{"update a sysctl", update_sysctl, NULL, 1, NODEST, "1", 1},
	{"read a sysctl", read_sysctl, NULL, 0, NODEST, "0", 0},
	{"count connections", count_connections, NULL, LVSDR_CONNECTIONS_COUNT, SERVICES,
	 WEB WEB_RS1, LVSDR_CONNECTIONS_COUNT},
	{"plan and apply", plan_and_apply, NULL, 1, SERVICES, WEB WEB_RS1 WEB_RS2, 1},
	{"read the version", read_version, NULL, 0, SERVICES, WEB WEB_RS1, 0},
};

enum { CALLS = sizeof(calls) / sizeof(*calls) };

static void check_call(struct scene *scene, const struct call *call, int expected)
{
	int result = call->make(scene);

	if (result != expected)
		fail_msg("%s: %d instead of %d (\"%s\")", call->name, result, expected,
			 lvsdr_error_message(scene->host));
}

/* ---- It is unloaded, loaded again, and somebody has made services before the call comes. */

static void check_reloaded(struct test *test, int ipvs_interface)
{
	struct scene scene = scene_open(test, ipvs_interface);
	int number = number_of("IPVS"), soon = 0;
	int64_t touched;

	for (size_t i = 0; i < CALLS; i++) {
		touch(&scene);
		touched = milliseconds();
		unload();
		load();
		make_web(&scene);
		if (calls[i].prepare)
			run(calls[i].prepare);
		soon += milliseconds() - touched < 1000;
		check_call(&scene, &calls[i], calls[i].result);
		check_witness(calls[i].witness, calls[i].expected);
		run(stop_all);
	}
	assert_int_not_equal(number_of("IPVS"), number);
	printf("%d of %d calls came within a second\n", soon, CALLS);
	scene_close(&scene);
}

static void test_reloaded(void **state)
{
	check_reloaded(*state, LVSDR_IPVS_AUTOMATIC);
}

static void test_reloaded_options(void **state)
{
	check_reloaded(*state, LVSDR_IPVS_SOCKET_OPTIONS);
}

/* ---- The same under a handle that rests between its calls, and so listens to nlctrl. */

enum { REST = 1100 /* milliseconds */ };

static void rest(void)
{
	usleep(REST * 1000);
}

/* So many of its sockets are members of groups. */
static int count_listeners(void)
{
	char *text = output_of("ip netns exec t awk \"\\$2 == 16 && \\$4 != \\\"00000000\\\"\" "
			       "/proc/net/netlink | wc -l");
	int count = (int)strtol(text, NULL, 10);

	free(text);
	return count;
}

static void test_rested(void **state)
{
	struct scene scene = scene_open(*state, LVSDR_IPVS_AUTOMATIC);
	int before = count_listeners();

	touch(&scene);
	assert_int_equal(count_listeners(), before);
	rest();
	touch(&scene);
	assert_int_equal(count_listeners(), before + 1);
	for (size_t i = 0; i < CALLS; i += 2) {
		unload();
		/* More comes and goes than it hears. */
		for (int k = 0; k < 50 && i % 6 == 0; k++) {
			assert_true(load_module(other_file));
			assert_true(unload_module("psample"));
		}
		load();
		make_web(&scene);
		if (calls[i].prepare)
			run(calls[i].prepare);
		rest();
		check_call(&scene, &calls[i], calls[i].result);
		check_witness(calls[i].witness, calls[i].expected);
		run(stop_all);
		assert_int_equal(count_listeners(), before + 1);
	}
	/* Nobody loads it but the call. */
	unload();
	rest();
	check_call(&scene, &calls[0], calls[0].fresh);
	run(stop_all);
	scene_close(&scene);
	assert_int_equal(count_listeners(), before);
}

/* ---- It is unloaded, and the call itself loads it. */

static void check_unloaded(struct test *test, int ipvs_interface)
{
	struct scene scene = scene_open(test, ipvs_interface);

	for (size_t i = 0; i < CALLS; i++) {
		touch(&scene);
		unload();
		check_call(&scene, &calls[i], calls[i].fresh);
		run(stop_all);
	}
	scene_close(&scene);
}

static void test_unloaded(void **state)
{
	check_unloaded(*state, LVSDR_IPVS_AUTOMATIC);
}

static void test_unloaded_options(void **state)
{
	check_unloaded(*state, LVSDR_IPVS_SOCKET_OPTIONS);
}

/* ---- It is unloaded, and nothing can load it; then somebody does. */

static void check_gone(struct test *test, int ipvs_interface)
{
	struct scene scene = scene_open(test, ipvs_interface);

	touch(&scene);
	unload();
	assert_int_equal(system(block), 0);
	for (size_t i = 0; i < CALLS; i++) {
		check_call(&scene, &calls[i], -EOPNOTSUPP);
		check_refused(scene.host, -EOPNOTSUPP, -EOPNOTSUPP, "modprobe ip_vs");
	}
	check_witness("cat /proc/net/ip_vs 2>/dev/null; true", "");
	assert_int_equal(system(unblock), 0);
	load();
	make_web(&scene);
	check_call(&scene, &calls[0], 1);
	check_witness(SERVICES, calls[0].expected);
	run(stop_all);
	scene_close(&scene);
}

static void test_gone(void **state)
{
	check_gone(*state, LVSDR_IPVS_AUTOMATIC);
}

static void test_gone_options(void **state)
{
	check_gone(*state, LVSDR_IPVS_SOCKET_OPTIONS);
}

/* ---- Plans that were made, or half carried out, before. */

static struct lvsdr_plan *new_plan(struct scene *scene)
{
	struct lvsdr_plan *plan;

	assert_int_equal(lvsdr_plan_new(scene->host, &plan), 0);
	return plan;
}

static void test_plan_made_before(void **state)
{
	struct scene scene = scene_open(*state, LVSDR_IPVS_AUTOMATIC);
	struct lvsdr_plan *plan;

	/* What it was made on is there again. */
	make_web(&scene);
	plan = new_plan(&scene);
	assert_int_equal(lvsdr_plan_add_dest(plan, scene.web, scene.rs2), 1);
	run(stop_all);
	unload();
	load();
	make_web(&scene);
	assert_int_equal(lvsdr_plan_apply(plan), 1);
	check_witness(SERVICES, WEB WEB_RS1 WEB_RS2);
	/* It is not. */
	lvsdr_plan_free(plan);
	plan = new_plan(&scene);
	assert_int_equal(lvsdr_plan_remove_dest(plan, scene.web, scene.rs2), 1);
	assert_int_equal(lvsdr_plan_add_service(plan, scene.other), 1);
	assert_int_equal(lvsdr_plan_update_dest(plan, scene.web, scene.rs1), 0);
	run(stop_all);
	unload();
	load();
	assert_int_equal(lvsdr_plan_apply(plan), 1);
	check_witness(SERVICES, "-A -t 192.168.1.42:80 -s rr");
	run(stop_all);
	lvsdr_plan_free(plan);
	scene_close(&scene);
}

static void test_undo_of_what_was_done_before(void **state)
{
	struct scene scene = scene_open(*state, LVSDR_IPVS_AUTOMATIC);
	struct lvsdr_plan *plan;

	/* What was removed comes back, what was added is gone already. */
	make_web(&scene);
	plan = new_plan(&scene);
	assert_int_equal(lvsdr_plan_remove_service(plan, scene.web), 1);
	assert_int_equal(lvsdr_plan_add_service(plan, scene.other), 1);
	assert_int_equal(lvsdr_plan_apply(plan), 1);
	run(stop_all);
	touch(&scene);
	unload();
	load();
	assert_int_equal(lvsdr_plan_undo(plan), 1);
	check_witness(SERVICES, WEB WEB_RS1);
	/* Nobody is there to ask: nothing is said to be undone. */
	assert_int_equal(lvsdr_plan_apply(plan), 0);
	run(stop_all);
	unload();
	assert_int_equal(system(block), 0);
	check_refused(scene.host, lvsdr_plan_undo(plan), -EOPNOTSUPP, "modprobe ip_vs");
	for (size_t i = 0; i < lvsdr_plan_get_step_count(plan); i++)
		assert_int_not_equal(lvsdr_plan_get_step_status(plan, i), LVSDR_STEP_UNDONE);
	assert_int_equal(system(unblock), 0);
	load();
	assert_int_equal(lvsdr_plan_undo(plan), 1);
	check_witness(SERVICES, WEB WEB_RS1);
	run(stop_all);
	lvsdr_plan_free(plan);
	scene_close(&scene);
}

/* The first slice went to the old module. */
static void test_between_slices(void **state)
{
	struct scene scene = scene_open(*state, LVSDR_IPVS_AUTOMATIC);
	struct lvsdr_plan *plan;
	size_t left;

	for (int there = 0; there < 3; there++) {
		plan = new_plan(&scene);
		assert_int_equal(lvsdr_plan_add_service(plan, scene.web), 1);
		assert_int_equal(lvsdr_plan_add_dest(plan, scene.web, scene.rs1), 1);
		assert_int_equal(lvsdr_plan_apply_for(plan, 0, &left), 1);
		assert_int_equal(left, 1);
		run(stop_all);
		unload();
		if (there == 0) { /* IPVS says that there is no such service */
			load();
			check_refused(scene.host, lvsdr_plan_apply_for(plan, 0, &left), -ESRCH,
				      "no such virtual service");
		} else if (there == 1) { /* nobody says anything */
			assert_int_equal(system(block), 0);
			check_refused(scene.host, lvsdr_plan_apply_for(plan, 0, &left), -EOPNOTSUPP,
				      "modprobe ip_vs");
			assert_int_equal(lvsdr_plan_get_step_status(plan, 1), LVSDR_STEP_FAILED);
			assert_int_equal(system(unblock), 0);
			load();
		} else { /* somebody has made it again */
			load();
			make_web(&scene);
			assert_int_equal(lvsdr_dest_remove(scene.host, scene.web, scene.rs1), 1);
			assert_int_equal(lvsdr_plan_apply_for(plan, 0, &left), 1);
		}
		check_witness(SERVICES, there == 2 ? WEB WEB_RS1 : "");
		run(stop_all);
		lvsdr_plan_free(plan);
	}
	scene_close(&scene);
}

/* ---- The table of connections is open meanwhile. */

static void test_connections_open(void **state)
{
	struct scene scene = scene_open(*state, LVSDR_IPVS_AUTOMATIC);
	struct lvsdr_connections *connections;

	touch(&scene);
	assert_int_equal(lvsdr_connections_open(scene.host, NULL, NULL, &connections), 0);
	unload();
	load();
	check_refused(scene.host, lvsdr_connections_next(connections), -EIO, "unloaded");
	lvsdr_connections_free(connections);
	assert_int_equal(count_connections(&scene), LVSDR_CONNECTIONS_COUNT);
	scene_close(&scene);
}

/* ---- The interface is chosen anew, with a number that is out of date. */

static void test_interface_chosen_anew(void **state)
{
	struct scene scene = scene_open(*state, LVSDR_IPVS_AUTOMATIC);

	touch(&scene);
	unload();
	load();
	make_web(&scene);
	assert_int_equal(lvsdr_set_ipvs_interface(scene.host, LVSDR_IPVS_AUTOMATIC), 0);
	assert_int_equal(read_service(&scene), 0);
	run(stop_all);
	scene_close(&scene);
}

/* ---- Somebody unloads and loads it all the time. */

/* With pauses of all lengths, so that neither side starves the other. */
static _Noreturn void reload_for_ever(volatile int *unloads)
{
	for (unsigned int i = 0;; i++) {
		*unloads += try_unload();
		usleep(i % 7 * 1000);
		load_module(ipvs_file);
		usleep(i % 5 * 5000);
	}
}

/* 1 when the service was added and removed, and only then gone; 0 when there was no IPVS. */
static int come_and_go(struct scene *scene)
{
	int result = lvsdr_service_add(scene->host, scene->other);

	if (result == -EOPNOTSUPP)
		return 0;
	/* What is there keeps the module from being unloaded. */
	if (result == 1 && !lvsdr_service_add(scene->host, scene->other) &&
	    read_state(scene) == 1 && lvsdr_service_remove(scene->host, scene->other) == 1) {
		result = lvsdr_service_remove(scene->host, scene->other);
		if (!result || result == -EOPNOTSUPP)
			result = read_state(scene);
		if (!result || result == -EOPNOTSUPP)
			return 1;
	}
	printf("%d: %s\n", result, lvsdr_error_message(scene->host));
	return -1;
}

/* Without a scheduler, whose module a kernel in the middle of this would wait for. */
static void test_at_any_moment(void **state)
{
	struct scene scene = scene_open(*state, LVSDR_IPVS_AUTOMATIC);
	volatile int *unloads = mmap(NULL, sizeof(*unloads), PROT_READ | PROT_WRITE,
				     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int count[2] = {0, 0}, result;
	pid_t child;

	assert_ptr_not_equal(unloads, MAP_FAILED);
	assert_int_equal(lvsdr_service_set_scheduler(scene.other, "none"), 0);
	assert_int_equal(system(block), 0);
	child = fork();
	assert_true(child >= 0);
	if (!child)
		reload_for_ever(unloads);
	do {
		result = come_and_go(&scene);
		if (result >= 0)
			count[result]++;
	} while (result >= 0 && (count[1] < 10 || *unloads < 30));
	kill(child, SIGKILL);
	assert_int_equal(waitpid(child, NULL, 0), child);
	assert_int_equal(system(unblock), 0);
	load();
	printf("%d unloads: %d times added and removed, %d times there was no IPVS\n", *unloads,
	       count[1], count[0]);
	assert_true(result >= 0);
	assert_int_equal(munmap((void *)unloads, sizeof(*unloads)), 0);
	check_witness(SERVICES, "");
	scene_close(&scene);
}

/* ---- After all other numbers have had their turn, from 16 to 1023. */

/* Until the next family gets `number`. */
static void hand_out_until(int number)
{
	int left;

	for (;;) {
		assert_true(load_module(other_file));
		left = (number - 1 - number_of("psample") + 1008) % 1008;
		if (!left)
			return;
		/* Some are taken: the last steps are made one by one. */
		for (int i = 0; i < (left > 40 ? left - 30 : 1); i++) {
			assert_true(unload_module("psample"));
			assert_true(load_module(other_file));
		}
	}
}

/* The number that this scene's handle knows: it is not the first one after a turn, of which some
 * are taken. */
static int known_number(struct scene *scene)
{
	unload();
	assert_true(load_module(other_file));
	assert_true(unload_module("psample"));
	load();
	touch(scene);
	return number_of("IPVS");
}

static void check_calls(struct scene *scene)
{
	for (size_t i = 0; i < CALLS; i++) {
		make_web(scene);
		if (calls[i].prepare)
			run(calls[i].prepare);
		check_call(scene, &calls[i], calls[i].result);
		check_witness(calls[i].witness, calls[i].expected);
		run(stop_all);
		run("ipvsadm --set 900 120 300; sysctl -qw net.ipv4.vs.expire_nodest_conn=0");
	}
}

/* In one turn of the numbers, because it takes a thousand modules: the first handle's becomes that
 * of IPVS again, and the second one's that of somebody else. */
static void test_numbers_again(void **state)
{
	struct scene first = scene_open(*state, LVSDR_IPVS_AUTOMATIC);
	struct scene second = scene_open(*state, LVSDR_IPVS_AUTOMATIC);
	int number = known_number(&first), next = known_number(&second);

	unload();
	hand_out_until(number);
	load();
	assert_int_equal(number_of("IPVS"), number);
	check_calls(&first);
	unload();
	hand_out_until(next);
	assert_true(unload_module("psample"));
	assert_true(load_module(other_file));
	load();
	assert_int_equal(number_of("psample"), next);
	check_calls(&second);
	assert_true(unload_module("psample"));
	scene_close(&first);
	scene_close(&second);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, test_set_up, test_tear_down)

#define GROUP(name, tests) cmocka_run_group_tests_name(name, tests, set_up_group, tear_down_group)

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		TEST(test_reloaded),         TEST(test_rested),
		TEST(test_unloaded),         TEST(test_gone),
		TEST(test_plan_made_before), TEST(test_undo_of_what_was_done_before),
		TEST(test_between_slices),   TEST(test_connections_open),
		TEST(test_at_any_moment),    TEST(test_interface_chosen_anew),
	};
	const struct CMUnitTest options[] = {
		TEST(test_reloaded_options),
		TEST(test_unloaded_options),
		TEST(test_gone_options),
	};
	/* A thousand modules are loaded: half a minute, and in an emulated machine ten. */
	const struct CMUnitTest numbers[] = {TEST(test_numbers_again)};
	const char *kernel = getenv("LVSDR_LAB_KERNEL");

	if (!kernel || !strcmp(kernel, "host"))
		return 77; /* a machine's own modules are left alone */
	if (argc > 1 && !strcmp(argv[1], "numbers"))
		return GROUP("numbers that come again", numbers);
	if (argc > 1 && !strcmp(argv[1], "options"))
		return GROUP("ip_vs reloaded, asked by its options", options);
	return GROUP("ip_vs reloaded", tests);
}
