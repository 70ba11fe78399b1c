// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Records of lvsdrctl on the disk: byte for byte what the plan says, however the kernel takes what
 * is written, and the old one or the new one, whatever comes in between. The program has its own
 * pwrite(), write() and file_move(), which go by a script.
 */
#include "../../tools/lvsdrctl/file.h"
#include "../../tools/lvsdrctl/record.h"
#include "../check.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static char folder[] = "/tmp/record.XXXXXX", path[64], other[64];

/*
 * What becomes of one write after the other: "a" all of it, "h" half, "1" a byte; the same in
 * capitals ("A", "H", "B" for a byte), but its answer is EINTR; "i" nothing, and EINTR; "f" no
 * room. Behind the end all is "a".
 */
static const char *writes = "";
static int written;

static ssize_t take(int fd, const void *bytes, size_t length, off_t offset)
{
	char how = *writes ? *writes++ : 'a';
	ssize_t result;

	written++;
	if (how == 'i' || how == 'f') {
		errno = how == 'i' ? EINTR : ENOSPC;
		return -1;
	}
	if (length > 1 && strchr("hH", how))
		length /= 2;
	if (strchr("1B", how))
		length = 1;
	result = offset < 0 ? syscall(SYS_write, fd, bytes, length)
			    : syscall(SYS_pwrite64, fd, bytes, length, offset);
	if (!strchr("AHB", how))
		return result;
	errno = EINTR;
	return -1;
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset)
{
	return take(fd, bytes, length, offset);
}

ssize_t write(int fd, const void *bytes, size_t length)
{
	return take(fd, bytes, length, -1);
}

/* Somebody else, in the moment before a file gets its name. */
static void (*in_between)(void);
static int no_flags; /* as some file systems */

int file_move(const char *from, const char *to, unsigned int flags)
{
	if (no_flags && flags) {
		errno = EINVAL;
		return -1;
	}
	if (in_between)
		in_between();
	in_between = NULL;
	return (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, flags);
}

/* ---- */

static struct lvsdr_plan *make_plan(struct lvsdr *host, int services)
{
	struct lvsdr_state *observed, *desired;
	struct lvsdr_scope *scope;
	struct lvsdr_plan *plan;
	char rules[4096] = "-C\n";

	for (int i = 1; i <= services; i++)
		snprintf(rules + strlen(rules), sizeof(rules) - strlen(rules),
			 "-A -t 192.168.1.41:%d\n", i);
	assert_int_equal(lvsdr_scope_new(host, "192.168.1.41", &scope), 0);
	assert_int_equal(lvsdr_state_new(host, LVSDR_STATE_SERVICES, &observed), 0);
	assert_int_equal(lvsdr_state_from_text(host, "rules", rules, strlen(rules), &desired), 0);
	assert_int_equal(lvsdr_plan_between(host, scope, observed, desired, &plan), 0);
	lvsdr_state_free(desired);
	lvsdr_state_free(observed);
	lvsdr_scope_free(scope);
	return plan;
}

/* The plan's text, to be freed. */
static char *write_plan(struct lvsdr_plan *plan)
{
	const char *borrowed;
	char *json;

	assert_int_equal(lvsdr_plan_to_json(plan, &borrowed), 0);
	json = strdup(borrowed);
	assert_non_null(json);
	return json;
}

static void put(const char *place, const char *text)
{
	FILE *file = fopen(place, "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static void check_file(const char *place, const char *expected)
{
	size_t size;
	char *text = file_read(place, &size);

	assert_non_null(text);
	assert_int_equal(size, strlen(expected));
	assert_memory_equal(text, expected, size);
	free(text);
}

/* So many files in the folder, which are then taken away. */
static void clear_folder(int expected)
{
	DIR *all = opendir(folder);
	struct dirent *entry;
	int count = 0;

	assert_non_null(all);
	while ((entry = readdir(all))) {
		if (*entry->d_name == '.')
			continue;
		assert_int_equal(unlinkat(dirfd(all), entry->d_name, 0), 0);
		count++;
	}
	closedir(all);
	assert_int_equal(count, expected);
}

static void test_bytes(void **host)
{
	static const char *const scripts[] = {"",          "A",        "h",        "H",    "1",
					      "B",         "i",        "hA",       "HhHh", "iHiAi",
					      "1B1B1BhHA", "hhhhhhhh", "HHHHHHHHA"};
	struct lvsdr_plan *plan = make_plan(*host, 20);
	char *json = write_plan(plan);

	for (size_t i = 0; i < sizeof(scripts) / sizeof(*scripts); i++) {
		writes = scripts[i];
		written = 0;
		assert_int_equal(record_write(*host, plan, path, 0), 0);
		assert_true(written > 0);
		assert_string_equal(writes, "");
		check_file(path, json);
		clear_folder(1);
	}
	free(json);
	lvsdr_plan_free(plan);
}

static void test_no_room(void **host)
{
	struct lvsdr_plan *plan = make_plan(*host, 3);

	put(path, "somebody's");
	writes = "hf";
	assert_int_equal(record_write(*host, plan, path, 1), -1);
	check_file(path, "somebody's");
	clear_folder(1);
	lvsdr_plan_free(plan);
}

static void put_other(void)
{
	put(other, "another one");
	assert_int_equal(rename(other, path), 0);
}

static void test_in_between(void **host)
{
	struct lvsdr_plan *plan = make_plan(*host, 1);

	in_between = put_other;
	assert_int_equal(record_write(*host, plan, path, 0), -1);
	check_file(path, "another one");
	clear_folder(1);
	lvsdr_plan_free(plan);
}

/* A record of another layout than a plan is written in, so that there is something to write. */
static void read_changed(struct lvsdr *host, struct record *ret_record, char **ret_json)
{
	struct lvsdr_plan *plan = make_plan(host, 2);
	char *text;

	*ret_json = write_plan(plan);
	assert_true(asprintf(&text, "\n%s", *ret_json) > 0);
	put(path, text);
	assert_int_equal(chmod(path, 0640), 0);
	assert_int_equal(record_read(host, path, ret_record), 0);
	free(text);
	lvsdr_plan_free(plan);
}

static void test_complete(void **host)
{
	struct record record;
	struct stat status;
	char *json;

	for (no_flags = 0; no_flags < 2; no_flags++) {
		read_changed(*host, &record, &json);
		assert_int_equal(record_complete(*host, &record), 0);
		check_file(path, json);
		assert_int_equal(stat(path, &status), 0);
		assert_int_equal(status.st_mode, S_IFREG | 0640);
		record_clear(&record);

		assert_int_equal(record_read(*host, path, &record), 0);
		written = 0;
		assert_int_equal(record_complete(*host, &record), 0);
		assert_int_equal(written, 0); /* nothing is new */
		record_clear(&record);
		free(json);
		clear_folder(1);
	}
	no_flags = 0;
}

static void test_complete_another(void **host)
{
	struct record record;
	char *json;

	read_changed(*host, &record, &json);
	put_other();
	assert_int_equal(record_complete(*host, &record), -1);
	check_file(path, "another one");
	record_clear(&record);
	free(json);

	read_changed(*host, &record, &json);
	in_between = put_other;
	assert_int_equal(record_complete(*host, &record), -1);
	check_file(path, "another one");
	clear_folder(1);
	record_clear(&record);
	free(json);
}

static void test_complete_no_file(void **host)
{
	struct record record;
	char *json;

	read_changed(*host, &record, &json);
	assert_int_equal(rename(path, other), 0);
	assert_int_equal(record_complete(*host, &record), -1);
	assert_int_equal(symlink(other, path), 0);
	assert_int_equal(record_complete(*host, &record), -1);
	clear_folder(2);
	record_clear(&record);
	free(json);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_bytes, handle_set_up, handle_tear_down),
		cmocka_unit_test_setup_teardown(test_no_room, handle_set_up, handle_tear_down),
		cmocka_unit_test_setup_teardown(test_in_between, handle_set_up, handle_tear_down),
		cmocka_unit_test_setup_teardown(test_complete, handle_set_up, handle_tear_down),
		cmocka_unit_test_setup_teardown(test_complete_another, handle_set_up,
						handle_tear_down),
		cmocka_unit_test_setup_teardown(test_complete_no_file, handle_set_up,
						handle_tear_down),
	};
	int failed;

	if (!mkdtemp(folder))
		return 1;
	snprintf(path, sizeof(path), "%s/record", folder);
	snprintf(other, sizeof(other), "%s/other", folder);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	return rmdir(folder) || failed;
}
