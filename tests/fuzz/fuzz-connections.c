// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * The text of the connection table. In pieces whose sizes the first byte gives it is the same as at
 * once.
 */
#include "fuzz.h"
#include "codec/proc/connection.h"

/* What was found so far. */
struct found {
	uint32_t hash;
	size_t connections, others;
};

static void note(struct found *found, const void *data, size_t size)
{
	for (size_t i = 0; i < size; i++)
		found->hash = (found->hash ^ ((const uint8_t *)data)[i]) * 16777619u;
}

static void take(struct found *found, const struct connection *connection)
{
	fuzz_expect(strnlen(connection->protocol, sizeof(connection->protocol)) <
		    sizeof(connection->protocol));
	fuzz_expect(strnlen(connection->data, sizeof(connection->data)) < sizeof(connection->data));
	note(found, connection->protocol, strlen(connection->protocol));
	note(found, connection->client.bytes, sizeof(connection->client.bytes));
	note(found, connection->virtual.bytes, sizeof(connection->virtual.bytes));
	note(found, connection->dest.bytes, sizeof(connection->dest.bytes));
	note(found, &connection->fwmark, sizeof(connection->fwmark));
	note(found, &connection->expiry, sizeof(connection->expiry));
	note(found, connection->data, strlen(connection->data));
	found->connections++;
}

static void drain(struct connection_lines *lines, struct found *found)
{
	struct connection connection;
	int result;

	while ((result = connection_lines_next(lines, &connection))) {
		if (result < 0)
			found->others++;
		else
			take(found, &connection);
	}
}

static struct found read_in_pieces(const uint8_t *data, size_t size, size_t piece)
{
	struct connection_lines *lines = calloc(1, sizeof(*lines));
	struct found found = {.hash = 0};
	size_t room, length;
	char *place;

	fuzz_expect(lines != NULL);
	do {
		place = connection_lines_room(lines, &room);
		fuzz_expect(room > 0);
		length = piece < size ? piece : size;
		length = length < room ? length : room;
		memcpy(place, data, length);
		connection_lines_add(lines, length);
		data += length;
		size -= length;
		drain(lines, &found);
	} while (length);
	free(lines);
	return found;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct found whole = read_in_pieces(data, size, SIZE_MAX);
	struct found pieces = read_in_pieces(data, size, size ? (size_t)data[0] + 1 : 1);
	struct connection connection;

	fuzz_expect(whole.hash == pieces.hash && whole.connections == pieces.connections &&
		    whole.others == pieces.others);
	connection_decode((const char *)data, size, &connection);
	return 0;
}
