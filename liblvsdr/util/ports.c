// SPDX-License-Identifier: LGPL-2.1-or-later
#include "util/ports.h"

#include "util/address.h"

#include <stdio.h>
#include <string.h>

static bool touch(const struct port_range *a, uint16_t first, uint16_t last)
{
	return first <= a->last + 1 && a->first <= last + 1;
}

bool ports_add(struct ports *ports, uint16_t first, uint16_t last)
{
	struct ports merged = {.count = 0};
	struct port_range *range;
	size_t at;

	for (size_t i = 0; i < ports->count; i++) {
		range = &ports->range[i];
		if (touch(range, first, last)) {
			first = range->first < first ? range->first : first;
			last = range->last > last ? range->last : last;
		} else {
			merged.range[merged.count++] = *range;
		}
	}
	if (merged.count == PORTS_MAX)
		return false;
	for (at = merged.count; at > 0 && merged.range[at - 1].first > first; at--)
		merged.range[at] = merged.range[at - 1];
	merged.range[at] = (struct port_range){first, last};
	merged.count++;
	*ports = merged;
	return true;
}

/* "80", "http" or "8000-8010"; a name may have a dash. */
static const char *parse_range(char *text, const char *protocol, struct port_range *ret_range)
{
	char *dash = *text >= '0' && *text <= '9' ? strchr(text, '-') : NULL;
	int32_t first, last;
	const char *wrong;

	if (dash)
		*dash = '\0';
	wrong = port_parse(text, protocol, &first);
	last = first;
	if (!wrong && dash)
		wrong = port_parse(dash + 1, protocol, &last);
	if (!wrong && !first)
		wrong = "port 0 is invalid; leave the ports out for all ports";
	if (!wrong && last < first)
		wrong = "a range of ports ends before it begins";
	if (!wrong)
		*ret_range = (struct port_range){(uint16_t)first, (uint16_t)last};
	return wrong;
}

const char *ports_parse(const char *text, const char *protocol, struct ports *ret_ports)
{
	struct ports ports = {.count = 0};
	struct port_range range;
	const char *wrong;
	char word[64];
	size_t length;

	for (;; text += length + 1) {
		length = strcspn(text, ",");
		if (length >= sizeof(word))
			return port_unknown;
		memcpy(word, text, length);
		word[length] = '\0';
		wrong = parse_range(word, protocol, &range);
		if (wrong)
			return wrong;
		if (!ports_add(&ports, range.first, range.last))
			return "there are more than 15 ports and ranges; use two objects";
		if (!text[length])
			break;
	}
	*ret_ports = ports;
	return NULL;
}

void ports_format(const struct ports *ports, char text[PORTS_TEXT_SIZE])
{
	size_t length = 0;

	*text = '\0';
	for (size_t i = 0; i < ports->count && length < PORTS_TEXT_SIZE; i++) {
		const struct port_range *range = &ports->range[i];

		length += (size_t)snprintf(text + length, PORTS_TEXT_SIZE - length,
					   range->first == range->last ? "%s%u" : "%s%u-%u",
					   i ? "," : "", range->first, range->last);
	}
}

bool ports_equal(const struct ports *a, const struct ports *b)
{
	return a->count == b->count && !memcmp(a->range, b->range, a->count * sizeof(*a->range));
}
