// SPDX-License-Identifier: LGPL-2.1-or-later
#include "codec/proc/service_line.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static bool decode_fwmark(const char *word, struct lvsdr_service *service)
{
	service->address.family = AF_INET;
	return sscanf(word, "%8" SCNx32, &service->fwmark) == 1 && service->fwmark;
}

static bool decode_address(const char *word, struct lvsdr_service *service)
{
	unsigned int bytes[4], port;
	char text[ADDRESS_TEXT_SIZE];

	if (sscanf(word, "[%45[0-9a-fA-F:.]]:%4x", text, &port) == 2) {
		service->port = (uint16_t)port;
		return !address_parse(text, &service->address);
	}
	if (sscanf(word, "%2x%2x%2x%2x:%4x", &bytes[0], &bytes[1], &bytes[2], &bytes[3], &port) !=
	    5)
		return false;
	service->address.family = AF_INET;
	for (size_t i = 0; i < 4; i++)
		service->address.bytes[i] = (uint8_t)bytes[i];
	service->port = (uint16_t)port;
	return true;
}

/* "TCP  C0A80129:0050 rr ", "TCP  [2001:...]:0050 rr ", "FWM  00000007 rr"; the others are titles,
 * and destinations, which are indented. */
bool service_line_decode(const char *line, size_t length, struct lvsdr_service *ret_service)
{
	char copy[128], protocol[8], word[64];

	if (!length || *line == ' ')
		return false;
	if (length >= sizeof(copy))
		length = sizeof(copy) - 1;
	memcpy(copy, line, length);
	copy[length] = '\0';
	memset(ret_service, 0, sizeof(*ret_service));
	if (sscanf(copy, "%7s %63s", protocol, word) != 2)
		return false;
	return strcmp(protocol, "FWM") ? decode_address(word, ret_service)
				       : decode_fwmark(word, ret_service);
}
