/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Rules as people have them, each file of tests/kernel/rules given to `ipvsadm --restore` and to
 * the library: both take or refuse it, and the same table comes of it, but for what
 * rules.differences lists. A program of its own instead of a shell's lines, since user-mode Linux
 * forks slowly.
 */
#include "witness.h"

#include <dirent.h>
#include <fcntl.h>
#include <sched.h>
#include <spawn.h>
#include <stdbool.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { MOST_FILES = 1000, OUTPUT_SIZE = 1 << 16 };

/* What a file does with the one and the other. */
struct outcome {
	const char *name;
	char path[512];
	char theirs[512], ours[512]; /* what was said; "": it was taken */
	char held[OUTPUT_SIZE], found[OUTPUT_SIZE];
};

static struct lvsdr *host;
static struct lvsdr_scope *everything;

/* ---- ipvsadm, without a shell. */

/* What it prints, on both streams or, with an input, in errors only. */
static void ipvsadm(const char *input, char *text, size_t size, const char *const *words)
{
	posix_spawn_file_actions_t files;
	int pipes[2], status;
	size_t length = 0;
	ssize_t got;
	pid_t child;

	assert_int_equal(pipe(pipes), 0);
	assert_int_equal(posix_spawn_file_actions_init(&files), 0);
	posix_spawn_file_actions_addclose(&files, pipes[0]);
	posix_spawn_file_actions_addopen(&files, 0, input ? input : "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&files, pipes[1], 2);
	if (input)
		posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
	else
		posix_spawn_file_actions_adddup2(&files, pipes[1], 1);
	posix_spawn_file_actions_addclose(&files, pipes[1]);
	assert_int_equal(posix_spawnp(&child, "ipvsadm", &files, NULL, (char *const *)(void *)words,
				      environ),
			 0);
	posix_spawn_file_actions_destroy(&files);
	close(pipes[1]);
	while ((got = read(pipes[0], text + length, size - 1 - length)) > 0)
		length += (size_t)got;
	text[length] = '\0';
	close(pipes[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	/* After a line that the kernel refuses it goes on, and its status is that of the last. */
	if (!length && status && input)
		snprintf(text, size, "status %d", status);
}

static void add_listing(char *text, const char *const *words)
{
	size_t length = strlen(text);

	ipvsadm(NULL, text + length, OUTPUT_SIZE - length, words);
}

static bool is_about(const char *path, const char *word)
{
	char text[4096];
	FILE *file = fopen(path, "r");
	size_t length;

	assert_non_null(file);
	length = fread(text, 1, sizeof(text), file);
	fclose(file);
	return memmem(text, length, word, strlen(word)) != NULL;
}

/* What saved rules do not tell is asked for where a file is about it. */
static void read_table(const char *path, char *text)
{
	*text = '\0';
	add_listing(text, (const char *const[]){"ipvsadm", "-Sn", NULL});
	if (is_about(path, "threshold") || is_about(path, " -x") || is_about(path, " -y"))
		add_listing(text, (const char *const[]){"ipvsadm", "-ln", "--thresholds", NULL});
	if (is_about(path, "--set"))
		add_listing(text, (const char *const[]){"ipvsadm", "-l", "--timeout", NULL});
	if (is_about(path, "daemon"))
		add_listing(text, (const char *const[]){"ipvsadm", "-l", "--daemon", NULL});
}

/* ---- The library. */

/* 0, or a code with its sentence in the handle. A second plan finds nothing to do. */
static int reach(struct lvsdr_state *state)
{
	struct lvsdr_plan *plan;
	int result = lvsdr_plan_between(host, everything, NULL, state, &plan);

	if (result < 0)
		return result;
	result = lvsdr_plan_apply(plan);
	lvsdr_plan_free(plan);
	if (result < 0)
		return result;
	assert_int_equal(lvsdr_plan_between(host, everything, NULL, state, &plan), 0);
	if (lvsdr_plan_get_step_count(plan))
		fail_msg("there is still: %s", lvsdr_plan_get_step_command(plan, 0));
	lvsdr_plan_free(plan);
	return 0;
}

static int apply_rules(const char *text, size_t size)
{
	struct lvsdr_state *state;
	int result = lvsdr_state_from_text(host, "rules", text, size, &state);

	if (result < 0)
		return result;
	result = reach(state);
	lvsdr_state_free(state);
	return result;
}

static int apply_file(const char *path)
{
	char text[4096];
	FILE *file = fopen(path, "r");
	size_t length;

	assert_non_null(file);
	length = fread(text, 1, sizeof(text), file);
	fclose(file);
	return apply_rules(text, length);
}

static bool is_table_empty(void)
{
	char text[4096];
	FILE *file = fopen("/proc/thread-self/net/ip_vs", "r");
	unsigned int lines = 0;

	assert_non_null(file);
	while (fgets(text, sizeof(text), file))
		lines++;
	fclose(file);
	return lines == 3; /* the heading */
}

static void clear_table(void)
{
	static const char nothing[] =
		"{\"lvsdr_state\": 1, \"services\": [], \"sync_daemons\": [],"
		" \"timeouts\": {\"tcp\": 900, \"tcp_fin\": 120, \"udp\": 300}}";
	struct lvsdr_state *state;

	assert_int_equal(lvsdr_state_from_text(host, "json", nothing, strlen(nothing), &state), 0);
	if (reach(state))
		fail_msg("%s", lvsdr_error_message(host));
	lvsdr_state_free(state);
	assert_true(is_table_empty());
}

/* ---- Both. */

static void check_refused_whole(struct outcome *outcome)
{
	if (!is_table_empty())
		fail_msg("%s is refused, and leaves %s", outcome->name, outcome->found);
	if (!is_about(outcome->path, "--set") && !is_about(outcome->path, "daemon"))
		return;
	clear_table();
	read_table(outcome->path, outcome->held);
	assert_string_equal(outcome->found, outcome->held);
}

/* What ipvsadm made the kernel hold, and saves, the library restores. */
static void check_restored(struct outcome *outcome)
{
	static char again[OUTPUT_SIZE];
	char *end = outcome->held;

	clear_table();
	while (*end == '-')
		end = strchr(end, '\n') + 1;
	*end = '\0';
	if (!*outcome->held || strstr(outcome->held, "-f -"))
		return; /* a mark above 31 bits is saved as a negative one, which nobody takes */
	if (apply_rules(outcome->held, strlen(outcome->held)) < 0)
		fail_msg("%s, as ipvsadm saves it: %s", outcome->name, lvsdr_error_message(host));
	ipvsadm(NULL, again, sizeof(again), (const char *const[]){"ipvsadm", "-Sn", NULL});
	assert_string_equal(again, outcome->held);
}

static const char *try_both(struct outcome *outcome)
{
	clear_table();
	ipvsadm(outcome->path, outcome->theirs, sizeof(outcome->theirs),
		(const char *const[]){"ipvsadm", "-R", NULL});
	if (!*outcome->theirs)
		read_table(outcome->path, outcome->held);
	clear_table();
	if (apply_file(outcome->path) < 0)
		snprintf(outcome->ours, sizeof(outcome->ours), "%s", lvsdr_error_message(host));
	if (!*outcome->theirs || *outcome->ours)
		read_table(outcome->path, outcome->found);
	if (*outcome->ours)
		return *outcome->theirs ? "refuses refuses" : "takes refuses";
	if (*outcome->theirs)
		return "refuses takes";
	return strcmp(outcome->held, outcome->found) ? "takes otherwise" : "takes takes";
}

/* "NAME | IPVSADM | LIBLVSDR | REASON": what both do, where that is not the same, or NULL. */
static const char *listed_difference(const char *name)
{
	static char line[512];
	char file_name[128], theirs[16], ours[16];
	FILE *file = fopen(RULES ".differences", "r");
	const char *found = NULL;

	assert_non_null(file);
	while (!found && fgets(line, sizeof(line), file)) {
		if (sscanf(line, "%127s | %15s | %15s |", file_name, theirs, ours) != 3 ||
		    strcmp(file_name, name))
			continue;
		snprintf(line, sizeof(line), "%s %s", theirs, ours);
		found = line;
	}
	fclose(file);
	return found;
}

/* Newer kernels refuse what older ones hold. */
static bool is_refused_by_kernel(const char *expected, const char *both, const char *said)
{
	return expected && !strcmp(expected, "refuses takes") && !strcmp(both, "refuses refuses") &&
	       strstr(said,
		      "the kernel rejects it: newer kernels accept thresholds up to 2147483647");
}

static void test_file(void **state)
{
	static struct outcome outcome;
	const char *expected = listed_difference(*state), *both;

	memset(&outcome, 0, sizeof(outcome));
	outcome.name = *state;
	snprintf(outcome.path, sizeof(outcome.path), RULES "/%s", outcome.name);
	both = try_both(&outcome);
	if (is_refused_by_kernel(expected, both, outcome.ours))
		expected = both;
	if (expected ? strcmp(both, expected)
		     : strcmp(both, "takes takes") && strcmp(both, "refuses refuses"))
		fail_msg("ipvsadm and the library: %s instead of %s\nipvsadm: %s\n%s\nliblvsdr: "
			 "%s\n%s",
			 both, expected ? expected : "the same", outcome.theirs, outcome.held,
			 outcome.ours, outcome.found);
	if (*outcome.ours)
		check_refused_whole(&outcome);
	else if (!*outcome.theirs)
		check_restored(&outcome);
}

/* Each difference is of a file that is there. */
static void test_listed_differences(void **state)
{
	FILE *file = fopen(RULES ".differences", "r");
	char line[512], name[128], path[512];

	(void)state;
	assert_non_null(file);
	while (fgets(line, sizeof(line), file)) {
		if (*line == '#' || sscanf(line, "%127s", name) != 1)
			continue;
		snprintf(path, sizeof(path), RULES "/%s", name);
		if (access(path, R_OK))
			fail_msg("%s is listed and is not there", name);
	}
	fclose(file);
}

static int is_file(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static int set_up(void **state)
{
	struct test *test;
	int result = test_set_up(state), space;

	if (result)
		return result;
	test = *state;
	host = test->host;
	space = open("/run/netns/t", O_RDONLY | O_CLOEXEC);
	result = space < 0 ? -1 : setns(space, CLONE_NEWNET);
	return result ? result : lvsdr_scope_new(host, "everything", &everything);
}

static int tear_down(void **state)
{
	lvsdr_scope_free(everything);
	return test_tear_down(state);
}

/* test-rules [PATTERN]: the files that match */
int main(int argc, char **argv)
{
	static struct CMUnitTest tests[MOST_FILES + 1] = {
		cmocka_unit_test(test_listed_differences)};
	struct dirent **files;
	int count = scandir(RULES, &files, is_file, alphasort), failed;
	void *group;

	if (count < 0 || count > MOST_FILES)
		return 1;
	for (int i = 0; i < count; i++)
		tests[i + 1] = (struct CMUnitTest){files[i]->d_name, test_file, NULL, NULL,
						   files[i]->d_name};
	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	/* The state of a group would take the place of the tests' own. */
	if (set_up(&group))
		return 1;
	failed = _cmocka_run_group_tests("rules", tests, (size_t)count + 1, NULL, NULL);
	return tear_down(&group) || failed;
}
