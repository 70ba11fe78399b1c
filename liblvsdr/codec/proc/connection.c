// SPDX-License-Identifier: LGPL-2.1-or-later
#include "codec/proc/connection.h"

#include "util/hex.h"

#include <errno.h>
#include <string.h>

/* What is left of a line. */
struct rest {
	const char *at, *end;
};

/* The next word, which ends with a space or the line; empty at the end. */
static struct rest take_word(struct rest *rest)
{
	struct rest word;

	while (rest->at < rest->end && *rest->at == ' ')
		rest->at++;
	word.at = rest->at;
	while (rest->at < rest->end && *rest->at != ' ')
		rest->at++;
	word.end = rest->at;
	return word;
}

static size_t length_of(struct rest word)
{
	return (size_t)(word.end - word.at);
}

static int take_text(struct rest word, char *text, size_t size)
{
	size_t length = length_of(word);

	if (!length || length >= size || memchr(word.at, '\0', length))
		return -EBADMSG;
	memcpy(text, word.at, length);
	text[length] = '\0';
	return 0;
}

/* Exactly so many hexadecimal digits. */
static int take_hex(struct rest word, size_t digits, uint32_t *ret_value)
{
	uint32_t value = 0;

	if (length_of(word) != digits)
		return -EBADMSG;
	for (; word.at < word.end; word.at++) {
		if (hex_digit(*word.at) < 0)
			return -EBADMSG;
		value = value << 4 | (uint32_t)hex_digit(*word.at);
	}
	*ret_value = value;
	return 0;
}

static int take_port(struct rest word, uint16_t *ret_port)
{
	uint32_t value;
	int error = take_hex(word, 4, &value);

	if (!error)
		*ret_port = (uint16_t)value;
	return error;
}

/* "C0A80129", or "2001:0db8:0001:0000:0000:0000:0000:0041" with or without brackets. */
static int take_address(struct rest word, struct address *ret_address)
{
	struct address address = {.family = AF_INET};
	uint32_t value = 0;
	int error;

	if (length_of(word) == 8) {
		error = take_hex(word, 8, &value);
		for (size_t i = 0; i < 4; i++)
			address.bytes[i] = (uint8_t)(value >> (24 - 8 * i));
		*ret_address = address;
		return error;
	}
	if (length_of(word) == 41 && *word.at == '[' && word.end[-1] == ']') {
		word.at++;
		word.end--;
	}
	if (length_of(word) != 39)
		return -EBADMSG;
	address.family = AF_INET6;
	for (size_t i = 0; i < 8; i++, word.at += 5) {
		if (take_hex((struct rest){word.at, word.at + 4}, 4, &value) ||
		    (i < 7 && word.at[4] != ':'))
			return -EBADMSG;
		address.bytes[2 * i] = (uint8_t)(value >> 8);
		address.bytes[2 * i + 1] = (uint8_t)value;
	}
	*ret_address = address;
	return 0;
}

/* Of a connection that has just expired older kernels print a negative number as a huge one. */
static int take_expiry(struct rest word, uint32_t *ret_seconds)
{
	uint64_t value = 0;

	if (!length_of(word) || length_of(word) > 20)
		return -EBADMSG;
	for (; word.at < word.end; word.at++) {
		if (*word.at < '0' || *word.at > '9')
			return -EBADMSG;
		value = value * 10 + (uint64_t)(*word.at - '0');
	}
	*ret_seconds = value > UINT32_MAX / 1000 ? 0 : (uint32_t)value;
	return 0;
}

/* What the engine knows the client by is the rest of the line, whatever is in it. */
static int take_engine(struct rest rest, struct connection *connection)
{
	struct rest word = take_word(&rest);

	if (!length_of(word))
		return 0;
	if (rest.at < rest.end)
		rest.at++;
	return take_text(word, connection->engine, sizeof(connection->engine)) ||
			       (rest.at < rest.end &&
				take_text(rest, connection->data, sizeof(connection->data)))
		       ? -EBADMSG
		       : 0;
}

static void to_small_letters(char *text)
{
	for (; *text; text++)
		if (*text >= 'A' && *text <= 'Z')
			*text += 'a' - 'A';
}

/* A template of a firewall mark has the mark in the first bytes of the address, and protocol 0. */
static void finish(struct connection *connection)
{
	const uint8_t *mark = connection->virtual.bytes;

	to_small_letters(connection->protocol);
	connection->template =
		!connection->client_port &&
		(!strcmp(connection->state, "NONE") || !strncmp(connection->state, "ASSURED", 7));
	if (!connection->template || strcmp(connection->protocol, "ip"))
		return;
	connection->fwmark = (uint32_t)mark[0] << 24 | (uint32_t)mark[1] << 16 |
			     (uint32_t)mark[2] << 8 | mark[3];
	connection->virtual = (struct address){.family = 0};
}

int connection_decode(const char *line, size_t length, struct connection *ret_connection)
{
	struct rest rest = {line, line + length};
	struct connection found = {.expiry = 0};

	if (take_text(take_word(&rest), found.protocol, sizeof(found.protocol)) ||
	    take_address(take_word(&rest), &found.client) ||
	    take_port(take_word(&rest), &found.client_port) ||
	    take_address(take_word(&rest), &found.virtual) ||
	    take_port(take_word(&rest), &found.virtual_port) ||
	    take_address(take_word(&rest), &found.dest) ||
	    take_port(take_word(&rest), &found.dest_port) ||
	    take_text(take_word(&rest), found.state, sizeof(found.state)) ||
	    take_expiry(take_word(&rest), &found.expiry) || take_engine(rest, &found))
		return -EBADMSG;
	finish(&found);
	*ret_connection = found;
	return 0;
}

char *connection_lines_room(struct connection_lines *lines, size_t *ret_room)
{
	size_t length = lines->end - lines->begin;

	if (lines->begin) {
		memmove(lines->buffer, lines->buffer + lines->begin, length);
		lines->begin = 0;
		lines->end = length;
	}
	if (length == sizeof(lines->buffer)) {
		lines->skipping = true;
		lines->end = 0;
	}
	*ret_room = sizeof(lines->buffer) - lines->end;
	return lines->buffer + lines->end;
}

void connection_lines_add(struct connection_lines *lines, size_t size)
{
	lines->end += size;
	lines->last = !size;
}

static bool take_line(struct connection_lines *lines, struct rest *ret_line)
{
	const char *start = lines->buffer + lines->begin;
	const char *end = memchr(start, '\n', lines->end - lines->begin);

	if (!end)
		return false;
	*ret_line = (struct rest){start, end};
	lines->begin = (size_t)(end + 1 - lines->buffer);
	return true;
}

int connection_lines_next(struct connection_lines *lines, struct connection *ret_connection)
{
	bool skipped = lines->skipping, title = !lines->past_title;
	struct rest line;
	int error;

	if (take_line(lines, &line)) {
		lines->skipping = false;
		lines->past_title = true;
		if (title && !skipped)
			return connection_lines_next(lines, ret_connection);
		error = skipped ? -EBADMSG
				: connection_decode(line.at, length_of(line), ret_connection);
		return error ? error : 1;
	}
	/* The kernel writes whole lines: what is left at the end was cut. */
	if (!lines->last || (!skipped && lines->begin == lines->end))
		return 0;
	lines->skipping = false;
	lines->begin = lines->end;
	return -EBADMSG;
}
