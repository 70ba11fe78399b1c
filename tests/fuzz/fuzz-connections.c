// SPDX-License-Identifier: LGPL-2.1-or-later
/* The text of the connection table, in pieces whose sizes the first byte gives. */
#include "fuzz.h"
#include "ipvs/connection.h"

static void drain(struct connection_lines *lines)
{
	struct connection connection;
	int result;

	while ((result = connection_lines_next(lines, &connection))) {
		if (result < 0)
			continue;
		fuzz_expect(strnlen(connection.protocol, sizeof(connection.protocol)) <
			    sizeof(connection.protocol));
		fuzz_expect(strnlen(connection.data, sizeof(connection.data)) <
			    sizeof(connection.data));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct connection_lines *lines = calloc(1, sizeof(*lines));
	size_t piece = size ? (size_t)data[0] + 1 : 1, room, length;
	struct connection connection;
	char *place;

	fuzz_expect(lines != NULL);
	connection_decode((const char *)data, size, &connection);
	do {
		place = connection_lines_room(lines, &room);
		fuzz_expect(room > 0);
		length = piece < size ? piece : size;
		length = length < room ? length : room;
		memcpy(place, data, length);
		connection_lines_add(lines, length);
		data += length;
		size -= length;
		drain(lines);
	} while (length);
	free(lines);
	return 0;
}
