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
#include "fault-plans.h"
#include "fault-scenarios.h"
#include "shell.h"

#include <dirent.h>
#include <dlfcn.h>
#include <libgen.h>
#include <limits.h>
#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
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
	{"a call fails", FAULT_SYSTEM_CALLS, 0, 0},
	/* What opens something has no effect when it fails. */
	{"an answer is lost", FAULT_SYSTEM_CALLS & ~(FAULT_OPEN | FAULT_SOCKET | FAULT_ENTER),
	 FAULT_AFTER, 0},
	{"all answers are lost from one on",
	 FAULT_SEND | FAULT_RECEIVE | FAULT_READ | FAULT_WRITE | FAULT_IPVS,
	 FAULT_AFTER | FAULT_FROM_ON, ECONNRESET},
	{"a call is interrupted after it took effect",
	 FAULT_SEND | FAULT_WRITE | FAULT_RECEIVE | FAULT_IPVS, FAULT_AFTER, EINTR},
	{"all options are interrupted from one on", FAULT_IPVS, FAULT_FROM_ON, EINTR},
	{"an allocation fails", FAULT_ALLOCATION, 0, 0},
	{"all allocations fail from one on", FAULT_ALLOCATION, FAULT_FROM_ON, 0},
	{"all calls fail from one on", FAULT_SYSTEM_CALLS, FAULT_FROM_ON, 0},
	{"a call is interrupted", FAULT_SYSTEM_CALLS & ~(FAULT_OPEN | FAULT_SOCKET), 0, EINTR},
	{"all calls are interrupted from one on", FAULT_SYSTEM_CALLS, FAULT_FROM_ON, EINTR},
	{"a call would block", FAULT_SEND | FAULT_RECEIVE | FAULT_POLL | FAULT_ENTER, 0, EAGAIN},
	{"a call is forbidden", FAULT_SYSTEM_CALLS, 0, EPERM},
	{"memory for a call is missing", FAULT_SYSTEM_CALLS, 0, ENOMEM},
	{"a part is read or written", FAULT_READ | FAULT_WRITE, FAULT_SHORT, 0},
};

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
	shell_run(line);
	world_make(world);
	if (scenario->by_options)
		assert_int_equal(lvsdr_set_ipvs_interface(world->host, LVSDR_IPVS_SOCKET_OPTIONS),
				 0);
	if (scenario->prepare && scenario->prepare(world) < 0)
		fail_msg("%s: %s", scenario->name, lvsdr_error_message(world->host));
}

static bool is_in_closed_set(int code)
{
	static const int set[] = {EINVAL, ENOMEM,     EEXIST,    EBUSY,  ESRCH,  ENOENT,  ENODEV,
				  EPERM,  EOPNOTSUPP, ETIMEDOUT, EAGAIN, ESTALE, EBADMSG, EIO};

	for (size_t i = 0; i < sizeof(set) / sizeof(*set); i++)
		if (code == -set[i])
			return true;
	return false;
}

static bool tells_what_is_left(const char *sentence)
{
	return strstr(sentence, "failed: ") || strstr(sentence, "is not known") ||
	       strstr(sentence, "may remain") || strstr(sentence, "may still be") ||
	       strstr(sentence, "could not be restored");
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

/* What a scenario is when nothing fails. */
struct expected {
	char *before, *asked, *told;
};

static void check_success(const struct place *place, const struct world *world, const char *after,
			  const char *now, const struct expected *expected)
{
	if (strcmp(now, expected->asked)) {
		tell(place, "%s, but the host is not as asked", after);
		tell_difference(expected->asked, now);
	}
	if (strcmp(world->told, expected->told)) {
		tell(place, "%s, but what was told is not what there is", after);
		tell_difference(expected->told, world->told);
	}
}

/* The same once more; what was left before is told, and only who has the step can know it later. */
static void try_again(const struct place *place, struct world *world, bool left,
		      const struct expected *expected)
{
	char *sentence = strdup(lvsdr_error_message(world->host)), *now, *after = NULL;
	int result;

	*world->told = '\0';
	result = place->scenario->act(world);
	now = shell_ask(place->scenario->witness);
	if (asprintf(&after, "after \"%s\" the retry ends with %d", sentence, result) < 0)
		fail_msg("out of memory");
	if (left && place->kind->how & FAULT_FROM_ON)
		;
	else if (result < 0)
		tell(place, "%s: %s", after, lvsdr_error_message(world->host));
	else
		check_success(place, world, after, now, expected);
	free(after);
	free(now);
	free(sentence);
}

static int count_descriptors(void)
{
	DIR *list = opendir("/proc/self/fd");
	int count = 0;

	assert_non_null(list);
	while (readdir(list))
		count++;
	closedir(list);
	return count;
}

static void act_with_fault(const struct place *place, struct world *world,
			   const struct expected *expected)
{
	const struct scenario *scenario = place->scenario;
	unsigned int before = wrong;
	char *now, words[32];
	int result;
	bool left;

	lvsdr_set_timeout(world->host, 0); /* another failure, to be overwritten */
	injector.arm(place->kind->calls, place->n, place->kind->error, place->kind->how);
	result = scenario->act(world);
	injector.disarm();
	now = shell_ask(scenario->witness);
	left = strcmp(now, expected->before) != 0 && strcmp(now, expected->asked) != 0;
	snprintf(words, sizeof(words), "it ends with %d", result);
	if (result < 0)
		check_failure(place, world, result, lvsdr_error_message(world->host),
			      !strcmp(now, expected->before));
	if (wrong > before)
		tell_difference(expected->before, now);
	if (result >= 0)
		check_success(place, world, words, now, expected);
	free(now);
	if (result < 0)
		try_again(place, world, left, expected);
}

static void try_once(const struct place *place, const struct expected *expected)
{
	long pieces = injector.pieces();
	int descriptors = count_descriptors();
	struct world world;

	begin(place->scenario, &world);
	act_with_fault(place, &world, expected);
	world_free(&world);
	if (injector.pieces() != pieces)
		tell(place, "%ld pieces of memory are not given back", injector.pieces() - pieces);
	if (count_descriptors() != descriptors)
		tell(place, "%d descriptors are left open", count_descriptors() - descriptors);
}

static void run_scenario(const struct scenario *scenario)
{
	struct place place = {.scenario = scenario};
	int places[sizeof(kinds) / sizeof(*kinds)];
	struct expected expected;
	struct world world;
	int tried = 0;

	begin(scenario, &world);
	expected.before = shell_ask(scenario->witness);
	injector.arm(FAULT_ALL, INT_MAX, 0, 0);
	if (scenario->act(&world) < 0)
		fail_msg("%s: %s", scenario->name, lvsdr_error_message(world.host));
	injector.disarm();
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		places[i] = injector.count(kinds[i].calls);
	expected.asked = shell_ask(scenario->witness);
	expected.told = strdup(world.told);
	world_free(&world);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		place.kind = &kinds[i];
		for (place.n = first_place(); place.n <= places[i]; place.n += (int)every, tried++)
			try_once(&place, &expected);
	}
	printf("%s: %d faults\n", scenario->name, tried);
	fflush(stdout);
	free(expected.told);
	free(expected.asked);
	free(expected.before);
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

static void *do_nothing(void *argument)
{
	return argument;
}

/* The C library keeps what the first thread needs for the next one. */
static void warm_up(void)
{
	pthread_t thread;

	assert_int_equal(pthread_create(&thread, NULL, do_nothing, NULL), 0);
	pthread_join(thread, NULL);
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
	*(void **)&injector.pieces = dlsym(RTLD_DEFAULT, "fault_pieces");
	if (!injector.arm || !injector.disarm || !injector.count || !injector.pieces) {
		printf("tests/networks/refuse.so is not preloaded\n");
		return 1;
	}
	assert_int_equal(unshare(CLONE_NEWNET), 0);
	scenario_look_around();
	warm_up();
	for (size_t i = 0; i < scenario_count; i++)
		if (scenario_is_possible(&scenarios[i]) && is_chosen(scenarios[i].name, chosen))
			run_scenario(&scenarios[i]);
	printf("%u wrong\n", wrong);
	return wrong > 0;
}
