// SPDX-License-Identifier: LGPL-2.1-or-later
#include "util/port_names.h"

#include "util/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

/* A line as far as it was read, without its comment. */
struct line {
	size_t length; /* beyond the size of the text: too long */
	bool comment;
	char text[PORT_NAMES_LINE_SIZE];
};

struct wanted {
	const char *name, *protocol;
};

static bool is_blank(char byte)
{
	return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

/* The next word from *at on, empty at the end; its length. */
static size_t take_word(const struct line *line, size_t *at, const char **ret_word)
{
	size_t begin;

	while (*at < line->length && is_blank(line->text[*at]))
		(*at)++;
	begin = *at;
	while (*at < line->length && !is_blank(line->text[*at]))
		(*at)++;
	*ret_word = line->text + begin;
	return *at - begin;
}

static bool is_word(const char *word, size_t length, const char *text)
{
	return length == strlen(text) && !memcmp(word, text, length);
}

/* "80/tcp" */
static bool take_port(const char *word, size_t length, const char *protocol, uint16_t *ret_port)
{
	uint32_t port = 0;
	size_t at;

	for (at = 0; at < length && word[at] >= '0' && word[at] <= '9'; at++) {
		port = port * 10 + (uint32_t)(word[at] - '0');
		if (port > UINT16_MAX)
			return false;
	}
	if (!at || length - at < 2 || word[at++] != '/')
		return false;
	*ret_port = (uint16_t)port;
	return !protocol || is_word(word + at, length - at, protocol);
}

/* Whether the line "NAME PORT/PROTOCOL ALIAS ..." is the one. */
static bool look_at(const struct line *line, const struct wanted *wanted, uint16_t *ret_port)
{
	size_t at = 0, length;
	const char *word;
	uint16_t port;
	bool found;

	if (line->length > sizeof(line->text))
		return false;
	length = take_word(line, &at, &word);
	found = is_word(word, length, wanted->name);
	length = take_word(line, &at, &word);
	if (!take_port(word, length, wanted->protocol, &port))
		return false;
	while (!found && (length = take_word(line, &at, &word)) > 0)
		found = is_word(word, length, wanted->name);
	if (found)
		*ret_port = port;
	return found;
}

static void extend(struct line *line, char byte)
{
	line->comment |= byte == '#';
	if (line->comment || line->length > sizeof(line->text))
		return;
	if (line->length < sizeof(line->text))
		line->text[line->length] = byte;
	line->length++;
}

static int search(int fd, const struct wanted *wanted, uint16_t *ret_port)
{
	struct line line = {.length = 0};
	size_t total = 0;
	char piece[4096];
	int size;

	while ((size = file_read(fd, piece, sizeof(piece))) > 0) {
		for (int i = 0; i < size; i++) {
			if (piece[i] != '\n') {
				extend(&line, piece[i]);
				continue;
			}
			if (look_at(&line, wanted, ret_port))
				return 0;
			line.length = 0;
			line.comment = false;
		}
		total += (size_t)size;
		if (total > PORT_NAMES_FILE_SIZE)
			return -EFBIG;
	}
	if (size < 0)
		return size;
	return look_at(&line, wanted, ret_port) ? 0 : -ENOENT;
}

int port_names_look_up(const char *path, const char *name, const char *protocol, uint16_t *ret_port)
{
	const struct wanted wanted = {name, protocol};
	/* Not to wait, should it be no file. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY), error;

	if (fd < 0)
		return -errno;
	error = search(fd, &wanted, ret_port);
	close(fd);
	return error;
}
