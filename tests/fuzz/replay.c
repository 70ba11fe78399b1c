// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Feeds a fuzz target with a folder of inputs, each whole and cut at many lengths, where there is
 * no libFuzzer. Sanitizers and valgrind are the judges.
 */
#include "fuzz.h"

#include <dirent.h>
#include <stdio.h>

enum { CUTS = 128 }; /* of an input; of a short one all */

static uint8_t *read_file(const char *path, size_t *ret_size)
{
	FILE *file = fopen(path, "rb");
	uint8_t *data = NULL;
	long size;

	if (!file)
		return NULL;
	if (!fseek(file, 0, SEEK_END) && (size = ftell(file)) >= 0 && !fseek(file, 0, SEEK_SET) &&
	    (data = malloc((size_t)size + 1)))
		*ret_size = fread(data, 1, (size_t)size, file);
	fclose(file);
	return data;
}

static int feed_file(const char *folder, const char *name)
{
	char path[4096];
	uint8_t *data, *copy;
	size_t size = 0;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	data = read_file(path, &size);
	if (!data) {
		perror(path);
		return -1;
	}
	for (size_t left = 0; left <= size; left += 1 + size / CUTS) {
		copy = fuzz_copy(data, size - left);
		LLVMFuzzerTestOneInput(copy, size - left);
		free(copy);
	}
	free(data);
	return 0;
}

int main(int argc, char **argv)
{
	DIR *folder = argc == 2 ? opendir(argv[1]) : NULL;
	struct dirent *entry;
	int count = 0, bad = 0;

	if (!folder) {
		fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
		return 2;
	}
	while ((entry = readdir(folder))) {
		if (entry->d_name[0] == '.')
			continue;
		bad |= feed_file(argv[1], entry->d_name);
		count++;
	}
	closedir(folder);
	printf("%d inputs\n", count);
	return bad || !count;
}
