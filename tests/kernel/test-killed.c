// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The process that applies a plan of every kind, or the one that undoes it from its record, is
 * killed before or after each of its system calls; another one undoes it all. Other programs than
 * the library say that the host is as before then, and no record was lost.
 *
 * test-killed [every=N | at=APPLY,UNDO | tries=N] [PART...]: what has a PART in its name, all by
 * default, as everything/lvsdrctl/killed-undo; of the places where a process can be killed one of
 * N, from a random one on, or once at these two, of which 0 is none; or N random places of all.
 * Each trial has a network namespace of its own.
 */
#include "../../tools/lvsdrctl/file.h"
#include "../../tools/lvsdrctl/record.h"
#include "../check.h"
#include "../random.h"
#include "killed-world.h"
#include "killer.h"

#include <dirent.h>
#include <libgen.h>
#include <limits.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/killed.XXXXXX", record[64], desired[64];
static struct random numbers;
static uint32_t every = 1;
static unsigned int wrong;

/* ---- The ways to apply and to undo, each in a process of its own. */

struct way {
	const char *name;
	killer_function *apply, *undo; /* of the world; of nothing */
	int interface;                 /* to IPVS, of the first two */
};

static int interface; /* of the way */

static bool knows_few(void)
{
	return interface == LVSDR_IPVS_SOCKET_OPTIONS;
}

static struct lvsdr *open_host(void)
{
	struct lvsdr *host;

	if (lvsdr_new(&host) || lvsdr_set_ipvs_interface(host, interface))
		_exit(4);
	return host;
}

static int complain(const struct lvsdr *host)
{
	printf("%s\n", lvsdr_error_message(host));
	return 1;
}

static int plan_by_library(struct lvsdr *host, const struct killed_world *world,
			   struct lvsdr_plan **ret_plan)
{
	const char *text = killed_world_desired(world, knows_few());
	struct lvsdr_scope *scope;
	struct lvsdr_state *state;

	int result;

	if (lvsdr_scope_new(host, world->scope, &scope) ||
	    lvsdr_state_from_text(host, "json", text, strlen(text), &state))
		return -1;
	result = lvsdr_plan_between(host, scope, NULL, state, ret_plan);
	if (!result && world->graceful)
		result = lvsdr_plan_make_graceful(*ret_plan, 0, 60000) < 0 ? -1 : 0;
	lvsdr_state_free(state);
	lvsdr_scope_free(scope);
	return result;
}

static int apply_by_library(const void *world)
{
	struct lvsdr *host = open_host();
	struct lvsdr_plan *plan;

	if (plan_by_library(host, world, &plan))
		return complain(host);
	killer_begin(); /* what was before only read */
	if (record_write(host, plan, record, 0))
		return 1;
	return lvsdr_plan_apply(plan) == 1 ? 0 : complain(host);
}

static int undo_by_library(const void *world)
{
	struct lvsdr *host = open_host();
	struct record written;

	(void)world;
	killer_begin();
	if (record_read(host, record, &written))
		return 1;
	return lvsdr_plan_undo(written.plan) < 0 ? complain(host) : 0;
}

/* Next to this program's folder. */
static const char *lvsdrctl(void)
{
	static char path[PATH_MAX + 64];
	char own[PATH_MAX] = "", *place;

	if (readlink("/proc/self/exe", own, sizeof(own) - 1) < 0)
		_exit(5);
	place = dirname(own);
	if (!strcmp(strrchr(place, '/') + 1, ".libs")) /* of libtool's */
		place = dirname(place);
	snprintf(path, sizeof(path), "%s/../../tools/lvsdrctl/lvsdrctl", place);
	return path;
}

static int apply_by_program(const void *argument)
{
	const struct killed_world *world = argument;

	killer_begin();
	if (world->graceful)
		execl(lvsdrctl(), "lvsdrctl", "--scope", world->scope, "--record", record,
		      "--graceful", "60", "--quiet", "apply", desired, NULL);
	execl(lvsdrctl(), "lvsdrctl", "--scope", world->scope, "--record", record, "--allow-empty",
	      "apply", desired, NULL);
	return 6;
}

static int undo_by_program(const void *world)
{
	(void)world;
	killer_begin();
	execl(lvsdrctl(), "lvsdrctl", "undo", record, NULL);
	return 6;
}

static const struct way ways[] = {
	{"netlink", apply_by_library, undo_by_library, LVSDR_IPVS_NETLINK},
	{"options", apply_by_library, undo_by_library, LVSDR_IPVS_SOCKET_OPTIONS},
	{"lvsdrctl", apply_by_program, undo_by_program, LVSDR_IPVS_NETLINK},
};

/* ---- One trial. */

struct trial {
	const struct killed_world *world;
	const struct way *way;
	const char *name; /* of the mode */
	char *before;     /* what other programs say */
	int apply_place, undo_place;
};

__attribute__((format(printf, 2, 3))) static void tell(const struct trial *trial,
						       const char *format, ...)
{
	va_list arguments;

	wrong++;
	printf("%s/%s, %s at=%d,%d: ", trial->world->name, trial->way->name, trial->name,
	       trial->apply_place, trial->undo_place);
	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	printf("\n");
	fflush(stdout);
}

static void write_text(const char *name, const char *text)
{
	char path[96];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "w");
	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static void tell_difference(const struct trial *trial, const char *now)
{
	char line[256];

	tell(trial, "the host is not as before");
	write_text(".before", trial->before);
	write_text(".now", now);
	snprintf(line, sizeof(line), "cd %s && diff .before .now; rm .before .now", folder);
	assert_int_not_equal(system(line), -1);
}

/* The kernel makes the local routes of IPv6 addresses a little later. */
static void check_as_before(const struct trial *trial)
{
	enum { ATTEMPTS = 20, MICROSECONDS = 100000 };
	char *now = killed_world_witness();

	for (int i = 1; i < ATTEMPTS && strcmp(now, trial->before); i++) {
		usleep(MICROSECONDS);
		free(now);
		now = killed_world_witness();
	}
	if (strcmp(now, trial->before))
		tell_difference(trial, now);
	free(now);
}

/* As a text, to be freed. */
static char *read_record(void)
{
	size_t size;
	char *text = file_read(record, &size), *copy = text ? strndup(text, size) : NULL;

	free(text);
	return copy;
}

/* Of a killed process one file may be left that was to become the record. */
static void clear_folder(const struct trial *trial)
{
	struct dirent *entry;
	DIR *all = opendir(folder);
	unsigned int parts = 0;
	char path[512];

	assert_non_null(all);
	while ((entry = readdir(all))) {
		if (*entry->d_name == '.' || !strcmp(entry->d_name, "desired"))
			continue;
		parts += strcmp(entry->d_name, "record") != 0;
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		assert_int_equal(unlink(path), 0);
	}
	closedir(all);
	if (parts > (trial->apply_place ? 1 : 0))
		tell(trial, "%u files are left beside the record", parts);
}

static bool check_status(const struct trial *trial, const char *what, int status, int place)
{
	if (status && (status != KILLER_KILLED || !place))
		tell(trial, "%s ends with %d", what, status);
	return status == KILLER_KILLED;
}

/* With a record, which has to be the same after each undo. */
static bool undo_twice(const struct trial *trial)
{
	char *written = read_record(), *kept;
	bool killed = false;

	if (trial->undo_place)
		killed = check_status(trial, "the first undo",
				      killer_run(trial->way->undo, trial->world, trial->undo_place),
				      trial->undo_place);
	check_status(trial, "the undo", killer_run(trial->way->undo, trial->world, 0), 0);
	kept = read_record();
	if (!written || !kept || strcmp(written, kept))
		tell(trial, "the record is not what it was");
	free(kept);
	free(written);
	return killed;
}

/* Whether the process that was to be killed was. */
static bool try_once(struct trial *trial)
{
	bool killed;

	interface = trial->way->interface;
	write_text("desired", killed_world_desired(trial->world, false));
	killed_world_enter(trial->world, knows_few());
	trial->before = killed_world_witness(); /* each namespace has its own order of services */
	killed = check_status(trial, "apply",
			      killer_run(trial->way->apply, trial->world, trial->apply_place),
			      trial->apply_place);
	if (!access(record, F_OK))
		killed |= undo_twice(trial);
	check_as_before(trial);
	free(trial->before);
	clear_folder(trial);
	return killed;
}

/* ---- The modes: at which places. */

static int given[2]; /* places */

static int try_given(struct trial *trial)
{
	trial->apply_place = given[0];
	trial->undo_place = given[1];
	return try_once(trial);
}

static int first_place(void)
{
	return 1 + (int)random_below(&numbers, every);
}

static int try_all(struct trial *trial, int *place)
{
	int tried = 0;

	for (*place = first_place(); try_once(trial); *place += (int)every)
		tried++;
	*place = 0;
	return tried;
}

static int kill_apply(struct trial *trial)
{
	return try_all(trial, &trial->apply_place);
}

static int kill_undo(struct trial *trial)
{
	return try_all(trial, &trial->undo_place);
}

/* Both at random places: there are too many pairs to try each. */
static int kill_both(struct trial *trial)
{
	enum { PAIRS = 300 };
	int places, tried = 0;

	trial->apply_place = trial->undo_place = INT_MAX;
	try_once(trial);
	places = killer_places();
	for (uint32_t i = 0; i < PAIRS; i += every, tried++) {
		trial->apply_place = 1 + (int)random_below(&numbers, (uint32_t)places);
		trial->undo_place = 1 + (int)random_below(&numbers, (uint32_t)places);
		try_once(trial);
	}
	return tried;
}

static const struct mode {
	const char *name;
	int (*run)(struct trial *trial);
} modes[] = {{"killed-apply", kill_apply}, {"killed-undo", kill_undo}, {"killed-both", kill_both}};

/* ---- */

/* By a part of its name, or by none. */
static bool is_chosen(const char *name, char **chosen)
{
	bool any = *chosen != NULL;

	for (; *chosen; chosen++)
		if (strstr(name, *chosen))
			return true;
	return !any;
}

static void run_mode(struct trial *trial, const struct mode *mode, char **chosen)
{
	char name[128];
	int tried;

	snprintf(name, sizeof(name), "%s/%s/%s", trial->world->name, trial->way->name, mode->name);
	if (!is_chosen(name, chosen))
		return;
	trial->name = mode->name;
	trial->apply_place = trial->undo_place = 0;
	tried = given[0] || given[1] ? try_given(trial) : mode->run(trial);
	printf("%s: killed at %d places\n", name, tried);
	fflush(stdout);
}

static void note_steps(const struct killed_world *world)
{
	struct lvsdr_plan *plan;
	struct lvsdr *host;

	killed_world_enter(world, false);
	host = open_host();
	if (plan_by_library(host, world, &plan))
		fail_msg("%s: %s", world->name, lvsdr_error_message(host));
	for (size_t i = 0; i < lvsdr_plan_get_step_count(plan); i++)
		killed_world_note_step(plan, i);
	lvsdr_plan_free(plan);
	lvsdr_free(host);
}

static void run_world(const struct killed_world *world, char **chosen)
{
	struct trial trial = {.world = world};

	for (size_t i = 0; i < sizeof(ways) / sizeof(*ways); i++) {
		trial.way = &ways[i];
		for (size_t j = 0; j < sizeof(modes) / sizeof(*modes); j++)
			run_mode(&trial, &modes[j], chosen);
	}
}

/* How many places there are is only known by trying: mostly few, seldom more than there are. */
static int random_place(void)
{
	return 1 + (int)random_below(&numbers, 64u << random_below(&numbers, 5));
}

static void try_random(int count)
{
	int killed = 0;

	for (int i = 0; i < count; i++) {
		struct trial trial = {.name = "random"};

		do
			trial.world = &killed_worlds[random_below(&numbers,
								  (uint32_t)killed_world_count)];
		while (!killed_world_is_possible(trial.world));
		trial.way = &RANDOM_OF(&numbers, ways);
		trial.apply_place = random_once_in(&numbers, 2) ? random_place() : 0;
		trial.undo_place =
			trial.apply_place && random_once_in(&numbers, 2) ? 0 : random_place();
		killed += try_once(&trial);
	}
	printf("%d of %d times a process was killed\n", killed, count);
	if (!killed)
		wrong++;
}

int main(int number, char **arguments)
{
	char **chosen = arguments + 1;
	int tries = 0;

	numbers = random_start("killed");
	if (number > 1 && (sscanf(*chosen, "every=%u", &every) == 1 ||
			   sscanf(*chosen, "at=%d,%d", &given[0], &given[1]) == 2 ||
			   sscanf(*chosen, "tries=%d", &tries) == 1))
		chosen++;
	if (!every)
		return 2;
	assert_non_null(mkdtemp(folder));
	snprintf(record, sizeof(record), "%s/record", folder);
	snprintf(desired, sizeof(desired), "%s/desired", folder);
	killed_world_look_around();
	for (int i = 0; i < killed_world_count; i++)
		if (killed_world_is_possible(&killed_worlds[i]))
			note_steps(&killed_worlds[i]);
	if (killed_world_missing_step())
		fail_msg("no plan has each kind of step of a %s", killed_world_missing_step());
	for (int i = 0; i < killed_world_count && !tries; i++)
		if (killed_world_is_possible(&killed_worlds[i]))
			run_world(&killed_worlds[i], chosen);
	if (tries)
		try_random(tries);
	unlink(desired);
	rmdir(folder);
	printf("%u wrong\n", wrong);
	return wrong > 0;
}
