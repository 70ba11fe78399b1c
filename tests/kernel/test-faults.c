// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Every call that changes the host, with the n-th system call or allocation failing, for every n
 * until none fails any more. Other programs than the library say what the host is like then: as
 * before or as asked, or the sentence tells that something is left; and the same again without a
 * fault ends as asked.
 *
 * test-faults [every=N] [SCENARIO...]: all by default, and one of N faults, from a random one on.
 * Each iteration has a network namespace of its own.
 */
#include "../check.h"
#include "../networks/fault.h"
#include "../random.h"

#include <dlfcn.h>
#include <libgen.h>
#include <limits.h>
#include <sched.h>
#include <stdbool.h>
#include <sys/wait.h>
#include <unistd.h>

static void (*arm)(unsigned int calls, int nth, int error, unsigned int how);
static void (*disarm)(void);
static int (*count)(void);

static struct random numbers;
static uint32_t every = 1;

static int first_place(void)
{
	return 1 + (int)random_below(&numbers, every);
}

/* ---- The objects of all scenarios, made anew with each handle. */

struct world {
	struct lvsdr *host;
	struct lvsdr_service *service;
	struct lvsdr_dest *dest, *second;
	struct lvsdr_timeouts *timeouts;
	struct lvsdr_vip *vip, *full, *moved, *wide;
	struct lvsdr_arp_policy *all, *own;
	struct lvsdr_sysctl *sysctl;
	struct lvsdr_sync_daemon *daemon;
	struct lvsdr_mark *mark;
	struct lvsdr_scope *scope;
	struct lvsdr_plan *plan;
	struct lvsdr_state *state;
};

static void make_vips(struct world *world)
{
	struct lvsdr *host = world->host;

	assert_int_equal(lvsdr_vip_new(host, "192.168.1.41", "lo", &world->vip), 0);
	assert_int_equal(lvsdr_vip_new(host, "192.168.1.41", "eth0", &world->full), 0);
	assert_int_equal(lvsdr_vip_set_label(world->full, "eth0:vip"), 0);
	assert_int_equal(lvsdr_vip_set_host_route(world->full, 1), 0);
	assert_int_equal(lvsdr_vip_new(host, "192.168.1.41", "eth1", &world->moved), 0);
	assert_int_equal(lvsdr_vip_set_metric(world->moved, 77), 0);
	assert_int_equal(lvsdr_vip_new(host, "10.7.0.1", "eth0", &world->wide), 0);
	assert_int_equal(lvsdr_vip_set_prefix_length(world->wide, 24), 0);
}

static void make_world(struct world *world)
{
	struct lvsdr *host;

	memset(world, 0, sizeof(*world));
	assert_int_equal(lvsdr_new(&world->host), 0);
	host = world->host;
	assert_int_equal(lvsdr_set_timeout(host, 1000), 0);
	make_vips(world);
	assert_int_equal(lvsdr_service_new(host, "tcp", "192.168.1.41:80", &world->service), 0);
	assert_int_equal(lvsdr_service_set_scheduler(world->service, "rr"), 0);
	assert_int_equal(lvsdr_dest_new(host, "192.168.1.20", &world->dest), 0);
	assert_int_equal(lvsdr_dest_set_weight(world->dest, 5), 0);
	assert_int_equal(lvsdr_dest_new(host, "192.168.1.21", &world->second), 0);
	assert_int_equal(lvsdr_timeouts_new(host, &world->timeouts), 0);
	assert_int_equal(lvsdr_timeouts_set_udp(world->timeouts, 77), 0);
	assert_int_equal(lvsdr_arp_policy_new(host, "all", &world->all), 0);
	assert_int_equal(lvsdr_arp_policy_new(host, "eth0", &world->own), 0);
	assert_int_equal(lvsdr_sysctl_new(host, "conn_reuse_mode", "0", &world->sysctl), 0);
	assert_int_equal(lvsdr_sync_daemon_new(host, "master", "eth0", &world->daemon), 0);
	assert_int_equal(lvsdr_sync_daemon_set_sync_id(world->daemon, 9), 0);
	assert_int_equal(lvsdr_mark_new(host, "tcp", "192.168.1.41:80", 8, &world->mark), 0);
	assert_int_equal(lvsdr_scope_new(host, "everything", &world->scope), 0);
}

static void free_world(struct world *world)
{
	lvsdr_state_free(world->state);
	lvsdr_plan_free(world->plan);
	lvsdr_scope_free(world->scope);
	lvsdr_mark_free(world->mark);
	lvsdr_sync_daemon_free(world->daemon);
	lvsdr_sysctl_free(world->sysctl);
	lvsdr_arp_policy_free(world->own);
	lvsdr_arp_policy_free(world->all);
	lvsdr_timeouts_free(world->timeouts);
	lvsdr_dest_free(world->second);
	lvsdr_dest_free(world->dest);
	lvsdr_service_free(world->service);
	lvsdr_vip_free(world->wide);
	lvsdr_vip_free(world->moved);
	lvsdr_vip_free(world->full);
	lvsdr_vip_free(world->vip);
	lvsdr_free(world->host);
}

/* ---- The calls. */

#define CALL(name, ...)                                                                            \
	static int name(struct world *world)                                                       \
	{                                                                                          \
		return lvsdr_##name(world->host, __VA_ARGS__);                                     \
	}

CALL(service_add, world->service)
CALL(service_update, world->service)
CALL(service_remove, world->service)
CALL(dest_add, world->service, world->dest)
CALL(dest_update, world->service, world->dest)
CALL(dest_remove, world->service, world->dest)
CALL(timeouts_update, world->timeouts)
CALL(sysctl_update, world->sysctl)
CALL(sync_daemon_add, world->daemon)
CALL(sync_daemon_update, world->daemon)
CALL(sync_daemon_remove, world->daemon)
CALL(mark_add, world->mark)
CALL(mark_update, world->mark)
CALL(mark_remove, world->mark)

static int service_remove_all(struct world *world)
{
	return lvsdr_service_remove_all(world->host);
}

static int vip_add(struct world *world)
{
	return lvsdr_vip_add(world->host, world->vip);
}

static int vip_add_full(struct world *world)
{
	return lvsdr_vip_add(world->host, world->full);
}

static int vip_move(struct world *world)
{
	return lvsdr_vip_update(world->host, world->moved);
}

static int vip_relabel(struct world *world)
{
	return lvsdr_vip_update(world->host, world->full);
}

static int vip_remove(struct world *world)
{
	return lvsdr_vip_remove(world->host, world->full);
}

static int vip_remove_primary(struct world *world)
{
	return lvsdr_vip_remove(world->host, world->wide);
}

static int policy_all(struct world *world)
{
	return lvsdr_arp_policy_update(world->host, world->all);
}

static int policy_own(struct world *world)
{
	return lvsdr_arp_policy_update(world->host, world->own);
}

/* What this kernel has: plans do without the rest. */
static bool ipvs, marks;

static int plan_ipvs(struct world *world, struct lvsdr_plan *plan)
{
	int result;

	if ((result = lvsdr_plan_update_sysctl(plan, world->sysctl)) < 0 ||
	    (result = lvsdr_plan_update_timeouts(plan, world->timeouts)) < 0 ||
	    (result = lvsdr_plan_add_sync_daemon(plan, world->daemon)) < 0 ||
	    (result = lvsdr_plan_add_service(plan, world->service)) < 0 ||
	    (result = lvsdr_plan_add_dest(plan, world->service, world->dest)) < 0)
		return result;
	return lvsdr_plan_add_dest(plan, world->service, world->second);
}

/* One step of each kind, and several of the most common ones. */
static int build_plan(struct world *world)
{
	struct lvsdr_plan *plan;
	int result;

	lvsdr_plan_free(world->plan);
	world->plan = NULL;
	result = lvsdr_plan_new(world->host, &plan);
	if (result)
		return result;
	world->plan = plan;
	if ((result = lvsdr_plan_update_arp_policy(plan, world->all)) < 0 ||
	    (result = lvsdr_plan_remove_vip(plan, world->wide)) < 0 ||
	    (result = lvsdr_plan_update_vip(plan, world->moved)) < 0 ||
	    (result = marks ? lvsdr_plan_add_mark(plan, world->mark) : 0) < 0)
		return result;
	result = ipvs ? plan_ipvs(world, plan) : 0;
	return result < 0 ? result : 0;
}

static int apply_plan(struct world *world)
{
	int result = build_plan(world);

	return result ? result : lvsdr_plan_apply(world->plan);
}

static int apply_all_the_same(struct world *world)
{
	int result = build_plan(world);

	if (!result)
		result = lvsdr_plan_set_keep_going(world->plan, 1);
	return result ? result : lvsdr_plan_apply(world->plan);
}

static int prepare_undo(struct world *world)
{
	return apply_plan(world);
}

static int undo_plan(struct world *world)
{
	return lvsdr_plan_undo(world->plan);
}

static int read_state(struct world *world)
{
	lvsdr_state_free(world->state);
	world->state = NULL;
	return lvsdr_state_read(world->host, world->scope,
				LVSDR_STATE_SERVICES | LVSDR_STATE_VIPS | LVSDR_STATE_ARP_POLICIES |
					LVSDR_STATE_TIMEOUTS | LVSDR_STATE_SYSCTLS |
					LVSDR_STATE_SYNC_DAEMONS,
				&world->state);
}

static const char *rules;

/* What is not as it was when nothing failed is no success. */
static int write_rules(struct world *world)
{
	static char *expected;
	int result = lvsdr_state_to_rules(world->state, &rules);

	if (result < 0)
		return result;
	assert_non_null(rules);
	if (!expected)
		expected = strdup(rules);
	assert_string_equal(rules, expected);
	return result;
}

static int read_whole_state(struct world *world)
{
	static char *expected;
	const char *json;
	int result = read_state(world);

	if (result)
		return result;
	disarm();
	assert_int_equal(lvsdr_state_to_json(world->state, &json), 0);
	if (!expected)
		expected = strdup(json);
	if (strcmp(json, expected))
		fail_msg("what was read is incomplete: %s", json);
	return result;
}

/* ---- */

#define IPVS "exec 2>/dev/null; ipvsadm -Sn; ipvsadm -Ln --timeout; ipvsadm -Ln --daemon;"
#define NETWORK                                                                                    \
	"ip -o -d addr; ip route show table all | sed \"s/ linkdown//\"; grep . "                  \
	"/proc/sys/net/ipv4/conf/*/arp_ignore "                                                    \
	"/proc/sys/net/ipv4/conf/*/arp_announce;"
#define MARKS "nft list ruleset;"
#define SYSCTLS "grep . /proc/sys/net/ipv4/vs/conn_reuse_mode;"
#define EVERYTHING IPVS NETWORK MARKS SYSCTLS

#define SERVICE "ipvsadm -A -t 192.168.1.41:80 -s wlc;"
#define DEST "ipvsadm -a -t 192.168.1.41:80 -r 192.168.1.20 -g -w 1;"
#define DAEMON "ipvsadm --start-daemon master --mcast-interface eth0 --syncid 3;"
#define MARK                                                                                       \
	"nft add table ip lvsdr; "                                                                 \
	"nft add chain ip lvsdr marks \"{ type filter hook prerouting priority mangle; }\";"       \
	"nft add rule ip lvsdr marks ip daddr 192.168.1.41 tcp dport 80 meta mark set 9 "          \
	"comment \\\"tcp 192.168.1.41:80\\\";"
#define VIP                                                                                        \
	"ip addr add 192.168.1.41/32 dev eth0 label eth0:vip;"                                     \
	"ip route add 192.168.1.41/32 dev eth0 scope link src 192.168.1.41;"                       \
	"ip route add 10.9.0.0/16 via 192.168.1.1 src 192.168.1.41;"
#define PRIMARY                                                                                    \
	"ip addr add 10.7.0.1/24 dev eth0; ip addr add 10.7.0.2/24 dev eth0;"                      \
	"ip route add 10.10.0.0/16 via 10.7.0.9;"

static const struct scenario {
	const char *name, *set_up, *witness;
	int (*act)(struct world *world);
	int (*prepare)(struct world *world);
	bool several; /* some of it may stay done when others fail */
} scenarios[] = {
	{"service-add", "", IPVS, service_add, NULL, false},
	{"service-update", SERVICE DEST, IPVS, service_update, NULL, false},
	{"service-remove", SERVICE DEST, IPVS, service_remove, NULL, false},
	{"service-remove-all", SERVICE DEST, IPVS, service_remove_all, NULL, false},
	{"dest-add", SERVICE, IPVS, dest_add, NULL, false},
	{"dest-update", SERVICE DEST, IPVS, dest_update, NULL, false},
	{"dest-remove", SERVICE DEST, IPVS, dest_remove, NULL, false},
	{"timeouts", "", IPVS, timeouts_update, NULL, false},
	{"sysctl", "", SYSCTLS, sysctl_update, NULL, false},
	{"sync-add", "", IPVS, sync_daemon_add, NULL, false},
	{"sync-update", DAEMON, IPVS, sync_daemon_update, NULL, false},
	{"sync-remove", DAEMON, IPVS, sync_daemon_remove, NULL, false},
	{"mark-add", "", MARKS, mark_add, NULL, false},
	{"mark-update", MARK, MARKS, mark_update, NULL, false},
	{"mark-remove", MARK, MARKS, mark_remove, NULL, false},
	{"policy-all", "", NETWORK, policy_all, NULL, false},
	{"policy-own", "", NETWORK, policy_own, NULL, false},
	{"vip-add", "", NETWORK, vip_add, NULL, false},
	{"vip-add-full", "", NETWORK, vip_add_full, NULL, false},
	{"vip-relabel", "ip addr add 192.168.1.41/32 dev eth0;", NETWORK, vip_relabel, NULL, false},
	{"vip-move", VIP, NETWORK, vip_move, NULL, false},
	{"vip-remove", VIP, NETWORK, vip_remove, NULL, false},
	{"vip-remove-primary", PRIMARY, NETWORK, vip_remove_primary, NULL, false},
	{"apply", VIP PRIMARY, EVERYTHING, apply_plan, NULL, false},
	{"apply-keep-going", VIP PRIMARY, EVERYTHING, apply_all_the_same, NULL, true},
	{"undo", VIP PRIMARY, EVERYTHING, undo_plan, prepare_undo, true},
	{"state-read", VIP SERVICE DEST DAEMON, "", read_whole_state, NULL, false},
	{"state-to-rules", SERVICE DEST DAEMON, "", write_rules, read_state, false},
};

static const struct kind {
	const char *name;
	unsigned int calls, how;
	int error;
} kinds[] = {
	{"a call fails", FAULT_SYSTEM_CALLS & ~FAULT_OPTION, 0, 0},
	{"an answer is lost", FAULT_SYSTEM_CALLS & ~FAULT_OPTION, FAULT_AFTER, 0},
	{"all answers are lost from one on", FAULT_SEND | FAULT_RECEIVE | FAULT_READ | FAULT_WRITE,
	 FAULT_AFTER | FAULT_FROM_ON, ECONNRESET},
	{"a call is interrupted after it took effect", FAULT_SEND | FAULT_WRITE | FAULT_RECEIVE,
	 FAULT_AFTER, EINTR},
	{"an allocation fails", FAULT_ALLOCATION, 0, 0},
};

static char *ask(const char *command)
{
	size_t size = 1 << 18;
	char *text = malloc(size);
	FILE *pipe = popen(command, "r");

	assert_non_null(text);
	assert_non_null(pipe);
	text[fread(text, 1, size - 1, pipe)] = '\0';
	pclose(pipe);
	return text;
}

static void run(const char *command)
{
	if (system(command))
		fail_msg("%s", command);
}

static void begin(const struct scenario *scenario, struct world *world)
{
	char line[4096];

	assert_int_equal(unshare(CLONE_NEWNET), 0);
	snprintf(line, sizeof(line),
		 "for all in all default; do echo 1 >/proc/sys/net/ipv6/conf/$all/disable_ipv6; "
		 "done 2>/dev/null; set -e; printf \"link set lo up\\n"
		 "link add eth0 address 02:00:00:00:00:01 type veth "
		 "peer name eth1 address 02:00:00:00:00:02\\n"
		 "addr add 192.168.1.40/24 dev eth0\\nlink set eth0 up\\nlink set eth1 up\\n\" | "
		 "ip -batch -; %s",
		 scenario->set_up);
	run(line);
	make_world(world);
	if (scenario->prepare && scenario->prepare(world) < 0)
		fail_msg("%s: %s", scenario->name, lvsdr_error_message(world->host));
}

static bool is_in_closed_set(int code)
{
	static const int set[] = {EINVAL, ENOMEM,     EEXIST,	 EBUSY,	 ESRCH,	 ENOENT,  ENODEV,
				  EPERM,  EOPNOTSUPP, ETIMEDOUT, EAGAIN, ESTALE, EBADMSG, EIO};

	for (size_t i = 0; i < sizeof(set) / sizeof(*set); i++)
		if (code == -set[i])
			return true;
	return false;
}

static bool tells_what_is_left(const char *sentence)
{
	return strstr(sentence, "failed: ") || strstr(sentence, "is not known") ||
	       strstr(sentence, "may be left");
}

struct place {
	const struct scenario *scenario;
	const struct kind *kind;
	int n;
};

static unsigned int wrong;

__attribute__((format(printf, 2, 3))) static void tell(const struct place *place,
						       const char *format, ...)
{
	va_list arguments;

	wrong++;
	printf("%s, %s, the %dth: ", place->scenario->name, place->kind->name, place->n);
	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	printf("\n");
	fflush(stdout);
}

static void tell_difference(const char *expected, const char *found)
{
	FILE *file = fopen("/tmp/faults.expected", "w");

	fputs(expected, file);
	fclose(file);
	file = fopen("/tmp/faults.found", "w");
	fputs(found, file);
	fclose(file);
	assert_int_not_equal(system("diff /tmp/faults.expected /tmp/faults.found"), -1);
}

static void check_failure(const struct place *place, const struct world *world, int result,
			  const char *sentence, bool as_it_was)
{
	if (!is_in_closed_set(result))
		tell(place, "%d is no code", result);
	if (lvsdr_error_code(world->host) != result || !strstr(sentence, "cannot ") ||
	    strstr(sentence, "cannot set the timeout"))
		tell(place, "%d, but the sentence is \"%s\"", result, sentence);
	if (!as_it_was && !place->scenario->several && !tells_what_is_left(sentence))
		tell(place, "something is left, but the sentence is \"%s\"", sentence);
}

/* With a fault: whether it was reached. */
static bool try_once(const struct place *place, const char *before, const char *asked)
{
	const struct scenario *scenario = place->scenario;
	struct world world;
	char *now, *sentence;
	int result, counted;
	bool left;

	begin(scenario, &world);
	lvsdr_set_timeout(world.host, 0); /* another failure, to be overwritten */
	arm(place->kind->calls, place->n, place->kind->error, place->kind->how);
	result = scenario->act(&world);
	disarm();
	counted = count();
	now = ask(scenario->witness);
	sentence = strdup(lvsdr_error_message(world.host));
	left = strcmp(now, before) != 0 && strcmp(now, asked) != 0;
	if (result < 0)
		check_failure(place, &world, result, sentence, !left);
	if (result < 0 && left && !(place->kind->how & FAULT_FROM_ON) && !scenario->several)
		tell_difference(before, now);
	if (result >= 0 && strcmp(now, asked)) {
		tell(place, "%d, but the host is not as asked", result);
		tell_difference(asked, now);
	}
	if (result < 0) {
		result = scenario->act(&world);
		free(now);
		now = ask(scenario->witness);
		/* What was left is told, and only who has the step can know it later. */
		if (left && place->kind->how & FAULT_FROM_ON)
			;
		else if (result < 0)
			tell(place, "after \"%s\" the retry fails: %s", sentence,
			     lvsdr_error_message(world.host));
		else if (strcmp(now, asked)) {
			tell(place, "after \"%s\" the retry leaves the host not as asked",
			     sentence);
			tell_difference(asked, now);
		}
	}
	free(sentence);
	free(now);
	free_world(&world);
	return counted >= place->n;
}

static void run_scenario(const struct scenario *scenario)
{
	struct place place = {.scenario = scenario};
	struct world world;
	char *before, *asked;
	int tried = 0;

	begin(scenario, &world);
	before = ask(scenario->witness);
	if (scenario->act(&world) < 0)
		fail_msg("%s: %s", scenario->name, lvsdr_error_message(world.host));
	asked = ask(scenario->witness);
	free_world(&world);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		place.kind = &kinds[i];
		for (place.n = first_place(); try_once(&place, before, asked);
		     place.n += (int)every)
			tried++;
	}
	printf("%s: %d faults\n", scenario->name, tried);
	fflush(stdout);
	free(asked);
	free(before);
}

/* ---- Killed, and undone by another process from the record. */

static int apply_and_be_killed(struct world *world, const char *path, int n)
{
	const char *json;
	FILE *file;

	if (build_plan(world) || lvsdr_plan_to_json(world->plan, &json))
		return 1;
	file = fopen(path, "w");
	if (!file || fputs(json, file) < 0 || fclose(file))
		return 1;
	arm(FAULT_SYSTEM_CALLS, (n + 1) / 2, 0, FAULT_KILL | (n % 2 ? 0 : FAULT_AFTER));
	return lvsdr_plan_apply(world->plan) == 1 ? 0 : 1;
}

/* In another process, which may be killed too when `n` is not 0. */
static int undo_record(const char *path, int n)
{
	char *json = ask(path);
	struct lvsdr_plan *plan;
	struct lvsdr *host;
	int result;

	assert_int_equal(lvsdr_new(&host), 0);
	result = lvsdr_plan_from_json(host, json, strlen(json), &plan);
	assert_int_equal(result, 0);
	if (n)
		arm(FAULT_SYSTEM_CALLS, (n + 1) / 2, 0, FAULT_KILL | (n % 2 ? 0 : FAULT_AFTER));
	result = lvsdr_plan_undo(plan);
	disarm();
	if (result < 0)
		printf("%s\n", lvsdr_error_message(host));
	lvsdr_plan_free(plan);
	lvsdr_free(host);
	free(json);
	return result < 0;
}

static int in_child(int (*function)(const char *path, int n), const char *path, int n)
{
	int status;
	pid_t child;

	fflush(stdout);
	child = fork();
	assert_true(child >= 0);
	if (!child) {
		status = function(path, n);
		fflush(stdout);
		_exit(status);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static struct world killed_world;

static int apply_in_child(const char *path, int n)
{
	return apply_and_be_killed(&killed_world, path, n);
}

enum { KILLED = 99 };

static void run_kills(bool undoing)
{
	static const char record[] = "/tmp/faults.record", show[] = "cat /tmp/faults.record";
	struct scenario scenario = {.name = undoing ? "killed-undo" : "killed-apply",
				    .set_up = VIP PRIMARY,
				    .witness = EVERYTHING};
	struct kind kind = {.name = "killed at a call"};
	struct place place = {.scenario = &scenario, .kind = &kind};
	char *before, *now;
	int status = KILLED, tried = 0;

	for (place.n = first_place(); status == KILLED; place.n += (int)every, tried++) {
		begin(&scenario, &killed_world);
		before = ask(EVERYTHING);
		status = in_child(apply_in_child, record, undoing ? 0 : place.n);
		if (undoing && !status)
			status = in_child(undo_record, show, place.n);
		if (status && status != KILLED)
			tell(&place, "the child ends with %d", status);
		if (in_child(undo_record, show, 0))
			tell(&place, "undoing fails");
		now = ask(EVERYTHING);
		if (strcmp(now, before)) {
			tell(&place, "not all is undone");
			tell_difference(before, now);
		}
		free(now);
		free(before);
		free_world(&killed_world);
	}
	printf("%s: %d places\n", scenario.name, tried);
}

/* ---- */

static bool is_chosen(const char *name, char **chosen)
{
	if (!*chosen)
		return true;
	for (; *chosen; chosen++)
		if (!strcmp(name, *chosen))
			return true;
	return false;
}

static bool is_possible(const struct scenario *scenario)
{
	if (!strcmp(scenario->witness, MARKS))
		return marks;
	return ipvs || !strcmp(scenario->witness, NETWORK) ||
	       !strcmp(scenario->witness, EVERYTHING);
}

/* The library that lets calls fail has to be there first. */
static void preload(char **arguments)
{
	char path[PATH_MAX] = "", library[PATH_MAX + 64];
	char *folder;

	if (dlsym(RTLD_DEFAULT, "fault_arm") || getenv("LD_PRELOAD"))
		return;
	assert_true(readlink("/proc/self/exe", path, sizeof(path) - 1) > 0);
	folder = dirname(path);
	if (!strcmp(strrchr(folder, '/') + 1, ".libs")) /* of libtool's */
		folder = dirname(folder);
	snprintf(library, sizeof(library), "%s/../networks/.libs/refuse.so", folder);
	assert_int_equal(setenv("LD_PRELOAD", library, 1), 0);
	execv("/proc/self/exe", arguments);
	fail_msg("exec failed");
}

int main(int number, char **arguments)
{
	char **chosen = arguments + 1;

	preload(arguments);
	unsetenv("LD_PRELOAD");
	numbers = random_start("faults");
	if (number > 1 && sscanf(*chosen, "every=%u", &every) == 1)
		chosen++;
	if (!every)
		return 2;
	*(void **)&arm = dlsym(RTLD_DEFAULT, "fault_arm");
	*(void **)&disarm = dlsym(RTLD_DEFAULT, "fault_disarm");
	*(void **)&count = dlsym(RTLD_DEFAULT, "fault_count");
	if (!arm || !disarm || !count) {
		printf("tests/networks/refuse.so is not preloaded\n");
		return 1;
	}
	assert_int_equal(unshare(CLONE_NEWNET), 0);
	ipvs = !system("ipvsadm -Ln >/dev/null 2>&1");
	marks = !system("nft add table ip lvsdr 2>/dev/null");
	for (size_t i = 0; i < sizeof(scenarios) / sizeof(*scenarios); i++)
		if (is_possible(&scenarios[i]) && is_chosen(scenarios[i].name, chosen))
			run_scenario(&scenarios[i]);
	if (is_chosen("killed-apply", chosen))
		run_kills(false);
	if (is_chosen("killed-undo", chosen))
		run_kills(true);
	printf("%u wrong\n", wrong);
	return wrong > 0;
}
