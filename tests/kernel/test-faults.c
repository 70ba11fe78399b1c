// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Every call that changes the host, with the n-th system call or allocation failing, for every n
 * up to the number of them when none fails. Other programs than the library say what the host is
 * like then: as before, or the sentence tells that something is done; and the same
 * again without a fault ends as asked.
 *
 * test-faults [every=N] [SCENARIO...]: all by default, and one of N faults, from a random one on.
 * Each iteration has a network namespace of its own.
 */
#include "../check.h"
#include "../networks/fault.h"
#include "../random.h"
#include "fault-scenarios.h"

#include <dlfcn.h>
#include <libgen.h>
#include <limits.h>
#include <sched.h>
#include <stdbool.h>
#include <sys/wait.h>
#include <unistd.h>

static struct random numbers;
static uint32_t every = 1;

static int first_place(void)
{
	return 1 + (int)random_below(&numbers, every);
}

static const struct kind {
	const char *name;
	unsigned int calls, how;
	int error;
} kinds[] = {
	{"a call fails", FAULT_SYSTEM_CALLS & ~FAULT_OPTION, 0, 0},
	/* What opens something has no effect when it fails. */
	{"an answer is lost", FAULT_SYSTEM_CALLS & ~(FAULT_OPTION | FAULT_OPEN | FAULT_SOCKET),
	 FAULT_AFTER, 0},
	{"all answers are lost from one on",
	 FAULT_SEND | FAULT_RECEIVE | FAULT_READ | FAULT_WRITE | FAULT_IPVS,
	 FAULT_AFTER | FAULT_FROM_ON, ECONNRESET},
	{"a call is interrupted after it took effect",
	 FAULT_SEND | FAULT_WRITE | FAULT_RECEIVE | FAULT_IPVS, FAULT_AFTER, EINTR},
	{"all options are interrupted from one on", FAULT_IPVS, FAULT_FROM_ON, EINTR},
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
		 "done 2>/dev/null; set -e; ip -batch - <<END\nlink set lo up\n"
		 "link add eth0 address 02:00:00:00:00:01 type veth "
		 "peer name eth1 address 02:00:00:00:00:02\n"
		 "addr add 192.168.1.40/24 dev eth0\nlink set eth0 up\nlink set eth1 up\nEND\n%s",
		 scenario->set_up);
	run(line);
	world_make(world);
	if (scenario->by_options)
		assert_int_equal(lvsdr_set_ipvs_interface(world->host, LVSDR_IPVS_SOCKET_OPTIONS),
				 0);
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
		tell(place, "something is done, but the sentence is \"%s\"", sentence);
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
	injector.arm(place->kind->calls, place->n, place->kind->error, place->kind->how);
	result = scenario->act(&world);
	injector.disarm();
	counted = injector.count(place->kind->calls);
	now = ask(scenario->witness);
	sentence = strdup(lvsdr_error_message(world.host));
	left = strcmp(now, before) != 0 && strcmp(now, asked) != 0;
	if (result < 0)
		check_failure(place, &world, result, sentence, !strcmp(now, before));
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
	world_free(&world);
	return counted >= place->n;
}

static void run_scenario(const struct scenario *scenario)
{
	struct place place = {.scenario = scenario};
	int places[sizeof(kinds) / sizeof(*kinds)];
	struct world world;
	char *before, *asked;
	int tried = 0;

	begin(scenario, &world);
	before = ask(scenario->witness);
	injector.arm(FAULT_ALL, INT_MAX, 0, 0);
	if (scenario->act(&world) < 0)
		fail_msg("%s: %s", scenario->name, lvsdr_error_message(world.host));
	injector.disarm();
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		places[i] = injector.count(kinds[i].calls);
	asked = ask(scenario->witness);
	world_free(&world);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		place.kind = &kinds[i];
		for (place.n = first_place(); place.n <= places[i]; place.n += (int)every)
			tried += try_once(&place, before, asked);
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

	if (scenario_build_plan(world) || lvsdr_plan_to_json(world->plan, &json))
		return 1;
	file = fopen(path, "w");
	if (!file || fputs(json, file) < 0 || fclose(file))
		return 1;
	injector.arm(FAULT_SYSTEM_CALLS, (n + 1) / 2, 0, FAULT_KILL | (n % 2 ? 0 : FAULT_AFTER));
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
		injector.arm(FAULT_SYSTEM_CALLS, (n + 1) / 2, 0,
			     FAULT_KILL | (n % 2 ? 0 : FAULT_AFTER));
	result = lvsdr_plan_undo(plan);
	injector.disarm();
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
	struct scenario scenario = *scenario_named("apply");
	struct kind kind = {.name = "killed at a call"};
	struct place place = {.scenario = &scenario, .kind = &kind};
	char *before, *now;
	int status = KILLED, tried = 0;

	scenario.name = undoing ? "killed-undo" : "killed-apply";
	for (place.n = first_place(); status == KILLED; place.n += (int)every, tried++) {
		begin(&scenario, &killed_world);
		before = ask(scenario.witness);
		status = in_child(apply_in_child, record, undoing ? 0 : place.n);
		if (undoing && !status)
			status = in_child(undo_record, show, place.n);
		if (status && status != KILLED)
			tell(&place, "the child ends with %d", status);
		if (in_child(undo_record, show, 0))
			tell(&place, "undoing fails");
		now = ask(scenario.witness);
		if (strcmp(now, before)) {
			tell(&place, "not all is undone");
			tell_difference(before, now);
		}
		free(now);
		free(before);
		world_free(&killed_world);
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
	*(void **)&injector.arm = dlsym(RTLD_DEFAULT, "fault_arm");
	*(void **)&injector.disarm = dlsym(RTLD_DEFAULT, "fault_disarm");
	*(void **)&injector.count = dlsym(RTLD_DEFAULT, "fault_count");
	if (!injector.arm || !injector.disarm || !injector.count) {
		printf("tests/networks/refuse.so is not preloaded\n");
		return 1;
	}
	assert_int_equal(unshare(CLONE_NEWNET), 0);
	scenario_look_around();
	for (size_t i = 0; i < scenario_count; i++)
		if (scenario_is_possible(&scenarios[i]) && is_chosen(scenarios[i].name, chosen))
			run_scenario(&scenarios[i]);
	if (is_chosen("killed-apply", chosen))
		run_kills(false);
	if (is_chosen("killed-undo", chosen))
		run_kills(true);
	printf("%u wrong\n", wrong);
	return wrong > 0;
}
