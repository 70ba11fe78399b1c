// SPDX-License-Identifier: LGPL-2.1-or-later
#include "codec/proc/totals.h"
#include "core/handle.h"
#include "model/counters.h"
#include "util/array.h"
#include "util/file.h"

#include <errno.h>
#include <lvsdr/totals.h>
#include <stdlib.h>
#include <string.h>

static const enum operation operation = OPERATION_READ;
static const char object[] = "the totals";

static int report(struct lvsdr *host, int result)
{
	const char *hint = error_ipvs_hint(result);

	if (result == -EIO)
		hint = "IPVS was unloaded while they were read";
	if (result == -EBADMSG)
		hint = "/proc/net/ip_vs_stats or a file beside it is not as any known kernel "
		       "writes it";
	return error_set_kernel(host, result, NULL, operation, object, hint);
}

/* What a file begins with, up to `size` bytes; the descriptor, or a code, is closed. */
static int read_start(int fd, char *text, size_t size)
{
	size_t length = 0;
	int result = fd;

	while (result >= 0 && length < size) {
		result = file_read(fd, text + length, size - length);
		if (result <= 0)
			break;
		length += (size_t)result;
	}
	if (fd >= 0)
		transport_close_file(fd);
	return result < 0 ? result : (int)length;
}

static int read_counters(struct transport *transport, uint64_t *values)
{
	char text[4096]; /* of which the kernel writes an eighth */
	int length =
		read_start(transport_open_ipvs_file(transport, "ip_vs_stats"), text, sizeof(text));

	return length < 0 ? length : totals_decode(text, (size_t)length, values);
}

/* More of its first line is not needed, and the kernel writes no more than is asked for. */
static int read_table_size(struct transport *transport, uint64_t *ret_size)
{
	char text[128];
	int length = read_start(transport_open_ipvs_file(transport, "ip_vs"), text, sizeof(text));

	return length < 0 ? length : totals_decode_table_size(text, (size_t)length, ret_size);
}

static int read_connections(struct transport *transport, uint64_t *ret_connections)
{
	char text[128];
	int length = read_start(transport_open_newer_ipvs_file(transport, "ip_vs_status"), text,
				sizeof(text));

	if (length == -ENOENT || length == -EACCES) {
		*ret_connections = UINT64_MAX;
		return 0;
	}
	return length < 0 ? length
			  : totals_decode_connections(text, (size_t)length, ret_connections);
}

int lvsdr_totals_read(struct lvsdr *host, uint64_t *values, size_t count)
{
	uint64_t totals[LVSDR_TOTAL_COUNT];
	int result;

	if (!host)
		return -EINVAL;
	if (!values)
		return error_set(host, -EINVAL, operation, object, "an argument is NULL");
	result = read_counters(&host->transport, totals);
	if (!result)
		result = read_table_size(&host->transport,
					 &totals[LVSDR_TOTAL_CONNECTION_TABLE_SIZE]);
	if (!result)
		result = read_connections(&host->transport,
					  &totals[LVSDR_TOTAL_CURRENT_CONNECTIONS]);
	if (result)
		return report(host, result);
	if (count > LVSDR_TOTAL_COUNT)
		count = LVSDR_TOTAL_COUNT;
	memcpy(values, totals, count * sizeof(*values));
	return (int)count;
}

/* The whole file, which the caller frees: its length, or a code. */
static int read_whole(struct transport *transport, const char *name, char **ret_text)
{
	int fd = transport_open_ipvs_file(transport, name);
	size_t length = 0, room = 0;
	char *text = NULL;
	int result = fd;

	while (result >= 0) {
		result = array_grow(&text, length + 4096, &room, 1);
		if (!result)
			result = file_read(fd, text + length, room - length);
		if (result <= 0)
			break;
		length += (size_t)result;
	}
	if (fd >= 0)
		transport_close_file(fd);
	if (result < 0) {
		free(text);
		return result;
	}
	*ret_text = text;
	return (int)length;
}

int lvsdr_totals_read_processors(struct lvsdr *host, uint32_t columns, uint64_t *values,
				 size_t count)
{
	char *text;
	int result;

	if (!host)
		return -EINVAL;
	if (!values && count)
		return error_set(host, -EINVAL, operation, object, "an argument is NULL");
	if (!columns || columns > LVSDR_TOTAL_COUNT)
		return error_set(host, -EINVAL, operation, object,
				 "the number of columns must be 1 to %d", LVSDR_TOTAL_COUNT);
	result = read_whole(&host->transport, "ip_vs_stats_percpu", &text);
	if (result >= 0) {
		result = totals_decode_processors(text, (size_t)result, columns, values, count);
		free(text);
	}
	return result < 0 ? report(host, result) : result;
}

const char *lvsdr_totals_get_name(int32_t total)
{
	if (total == LVSDR_TOTAL_CONNECTION_TABLE_SIZE)
		return "connection_table_size";
	if (total == LVSDR_TOTAL_CURRENT_CONNECTIONS)
		return "current_connections";
	return total >= 0 && total < TOTALS_COUNTED ? counter_names[total] : NULL;
}
