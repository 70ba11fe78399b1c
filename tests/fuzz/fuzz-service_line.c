// SPDX-License-Identifier: LGPL-2.1-or-later
/* One line of /proc/net/ip_vs. */
#include "fuzz.h"
#include "codec/proc/service_line.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *line = fuzz_copy(data, size);
	struct lvsdr_service service;

	if (service_line_decode(line, size, &service))
		fuzz_expect(service.fwmark || service.address.family == AF_INET ||
			    service.address.family == AF_INET6);
	free(line);
	return 0;
}
