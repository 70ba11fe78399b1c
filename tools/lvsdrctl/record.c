// SPDX-License-Identifier: LGPL-2.1-or-later
#include "record.h"
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int write_plan(struct lvsdr *host, struct lvsdr_plan *plan, const struct file_place *place)
{
	const char *json;

	if (lvsdr_plan_to_json(plan, &json) < 0)
		return file_complain(place->path, lvsdr_error_message(host));
	if (!file_write(place, json))
		return 0;
	return file_complain(place->path, NULL);
}

/* A plan without steps and an empty file may be overwritten; nothing else without the option. */
static int may_overwrite(struct lvsdr *host, const char *path)
{
	struct lvsdr_plan *plan;
	size_t size;
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC), empty = 0;
	FILE *file = fd < 0 ? NULL : fdopen(fd, "r");
	char *json = file ? file_read_stream(file, &size) : NULL;

	if (!json)
		file_complain(path, NULL);
	if (file)
		fclose(file);
	if (!json)
		return 0;
	if (!size) {
		empty = 1;
	} else if (lvsdr_plan_from_json(host, json, size, &plan) >= 0) {
		empty = !lvsdr_plan_get_step_count(plan);
		lvsdr_plan_free(plan);
	}
	free(json);
	if (!empty)
		file_complain(path,
			      "it is not empty, and an undo may need it: name another file, or use "
			      "--overwrite-record");
	return empty;
}

/* 1 if a record may replace the file, 0 if there is no file, or -1. */
static int check_place(struct lvsdr *host, const char *path, int overwrite)
{
	struct stat status;

	if (lstat(path, &status)) {
		if (errno == ENOENT)
			return 0;
		return file_complain(path, NULL);
	}
	if (file_check_kind(path, &status))
		return -1;
	return overwrite || may_overwrite(host, path) ? 1 : -1;
}

int record_write(struct lvsdr *host, struct lvsdr_plan *plan, const char *path, int overwrite)
{
	struct file_place place = {.path = path};

	if (!lvsdr_plan_get_step_count(plan))
		return 0;
	place.replace = check_place(host, path, overwrite);
	return place.replace < 0 ? -1 : write_plan(host, plan, &place);
}

static int read_text(const char *path, struct record *record)
{
	FILE *file = strcmp(path, "-") ? fopen(path, "r") : stdin;

	record->text = file && !fstat(fileno(file), &record->file)
			       ? file_read_stream(file, &record->size)
			       : NULL;
	if (!record->text)
		file_complain(path, NULL);
	if (file && file != stdin)
		fclose(file);
	return record->text ? 0 : -1;
}

int record_read(struct lvsdr *host, const char *path, struct record *ret_record)
{
	*ret_record = (struct record){.path = path};
	if (read_text(path, ret_record))
		return -1;
	if (lvsdr_plan_from_json(host, ret_record->text, ret_record->size, &ret_record->plan) >= 0)
		return 0;
	fprintf(stderr, "lvsdrctl: %s\n", lvsdr_error_message(host));
	record_clear(ret_record);
	return -1;
}

static int check_old(const struct record *record)
{
	struct stat status;

	if (lstat(record->path, &status))
		return file_complain(record->path, NULL);
	if (file_check_kind(record->path, &status))
		return -1;
	return file_is_same(&status, &record->file)
		       ? 0
		       : file_complain(record->path,
				       "it was replaced by another file since it was read");
}

int record_complete(struct lvsdr *host, const struct record *record)
{
	struct file_place place = {.path = record->path, .replace = 1, .old = &record->file};
	const char *json;

	if (lvsdr_plan_to_json(record->plan, &json) < 0)
		return file_complain(record->path, lvsdr_error_message(host));
	if (strlen(json) == record->size && !memcmp(json, record->text, record->size))
		return 0;
	if (!check_old(record) && !write_plan(host, record->plan, &place))
		return 0;
	return file_complain(record->path, "what this undo could not restore is not recorded");
}

void record_clear(struct record *record)
{
	lvsdr_plan_free(record->plan);
	free(record->text);
}
