// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What a step of an ARP policy means for the host's addresses: which of them it silences, and
 * which come to rely on it.
 */
#include "core/handle.h"
#include "drivers/arp_devices.h"
#include "drivers/arp_policy.h"
#include "kernel/network.h"
#include "util/escape.h"

#include <errno.h>
#include <string.h>

enum { MOST_TOLD = 8 };

struct addresses {
	const struct arp_devices *devices;
	const struct lvsdr_arp_policy *before, *after, *all; /* `all` as it is now */
	json_t *list; /* collects, or has what does not count */
	struct text *text;
	size_t count;
};

static bool is_loopback(const struct rtnl_address *address)
{
	return address->address.bytes[0] == 127;
}

/* ---- Which rely on it: VIPs on a device that hears no ARP itself, or that is another one. */

static bool depends_on_policy(const struct addresses *addresses, const struct rtnl_address *address)
{
	const struct arp_device *device = arp_devices_find(addresses->devices, address->index);

	if (!device || is_loopback(address) || address->prefix_length != 32)
		return false;
	return arp_policy_is_all(addresses->after)
		       ? !arp_device_has_arp(device)
		       : strcmp(device->link.name, addresses->after->device) != 0;
}

static int collect_quiet(const struct rtnl_address *address, void *data)
{
	struct addresses *addresses = data;
	char text[ADDRESS_TEXT_SIZE];

	if (!depends_on_policy(addresses, address))
		return 0;
	address_format(&address->address, text);
	return json_array_append_new(addresses->list, json_string(text)) ? -ENOMEM : 0;
}

static bool is_listed(const json_t *list, const char *text)
{
	const char *listed;

	for (size_t i = 0; i < json_array_size(list); i++) {
		listed = json_string_value(json_array_get(list, i));
		if (listed && !strcmp(listed, text))
			return true;
	}
	return false;
}

static int list_dependent(const struct rtnl_address *address, void *data)
{
	struct addresses *addresses = data;
	char text[ADDRESS_TEXT_SIZE];

	if (!depends_on_policy(addresses, address))
		return 0;
	address_format(&address->address, text);
	if (!is_listed(addresses->list, text))
		text_add(addresses->text, "%s%s",
			 addresses->count++ ? ", " : "it is still needed for the VIP ", text);
	return 0;
}

/* ---- Which it silences. */

static int32_t counting(const struct lvsdr_arp_policy *all, int32_t own)
{
	return all->arp_ignore > own ? all->arp_ignore : own;
}

/* Whether a device stops answering for an address that is on the device `home`. */
static bool falls_silent(const struct addresses *addresses, const struct arp_device *device,
			 uint32_t home)
{
	bool all = arp_policy_is_all(addresses->after);
	int32_t before, after;

	if (!arp_device_has_arp(device) || !(device->link.flags & IFF_UP) ||
	    arp_device_owner(addresses->devices, device) ||
	    (!all && strcmp(device->link.name, addresses->after->device) != 0))
		return false;
	before = all ? counting(addresses->before, device->link.arp_ignore)
		     : counting(addresses->all, addresses->before->arp_ignore);
	after = all ? counting(addresses->after, device->link.arp_ignore)
		    : counting(addresses->all, addresses->after->arp_ignore);
	if (after == 8)
		return before != 8 && (!before || device->link.index == home);
	return after > 0 && !before && device->link.index != home;
}

static int collect_silent(const struct rtnl_address *address, void *data)
{
	struct addresses *addresses = data;
	const struct arp_device *home = arp_devices_find(addresses->devices, address->index);
	char text[ADDRESS_TEXT_SIZE];
	struct text entry = {0};
	bool silent = false;

	for (size_t i = 0; i < addresses->devices->count && home && !is_loopback(address); i++)
		silent = silent ||
			 falls_silent(addresses, &addresses->devices->device[i], address->index);
	if (!silent)
		return 0;
	address_format(&address->address, text);
	text_add(&entry, "%s (%s)", text, home->link.name);
	return json_array_append_new(addresses->list, escape_to_json(entry.data)) ? -ENOMEM : 0;
}

void arp_policy_describe_record(const struct step *step, struct text *text)
{
	const json_t *list = json_object_get(step_record(step), "silenced");
	const struct lvsdr_arp_policy *after = &step->after->arp_policy;
	size_t count = json_array_size(list);
	const char *entry;

	if (!count)
		return;
	if (after->arp_ignore == 8)
		text_add(text, "%s no longer answers for any address, such as ",
			 arp_policy_is_all(after) ? "the host" : after->device);
	else
		text_add(text,
			 "from then on, %s answers only for its own addresses, and no longer for ",
			 arp_policy_is_all(after) ? "each device" : after->device);
	for (size_t i = 0; i < count && i < MOST_TOLD; i++) {
		entry = json_string_value(json_array_get(list, i));
		text_add(text, "%s%s", i ? ", " : "", entry ? entry : "?");
	}
	if (count > MOST_TOLD)
		text_add(text, " and %zu more", count - MOST_TOLD);
}

/* ---- Both. */

static int read_addresses(struct lvsdr *host, enum operation operation, struct addresses *addresses,
			  network_address_handler handler)
{
	return network_read_addresses(host, AF_INET, operation, "the host's addresses", handler,
				      addresses);
}

/* VIPs that were there before the policy never relied on it. */
static int fill(struct lvsdr *host, struct addresses *addresses, json_t *record)
{
	const struct lvsdr_arp_policy *after = addresses->after;
	json_t *vips = json_array(), *silenced = json_array();
	int error =
		json_object_set_new(record, "vips", vips) |
				json_object_set_new(record, "silenced", silenced) |
				json_object_set_new(record, "asked_ignore",
						    json_integer(after->asked_ignore)) |
				json_object_set_new(record, "asked_announce",
						    json_integer(after->asked_announce))
			? error_set(host, -ENOMEM, OPERATION_PLAN, "an ARP policy", "out of memory")
			: 0;

	addresses->list = vips;
	if (!error)
		error = read_addresses(host, OPERATION_PLAN, addresses, collect_quiet);
	addresses->list = silenced;
	return error ? error : read_addresses(host, OPERATION_PLAN, addresses, collect_silent);
}

int arp_policy_record(struct lvsdr *host, struct step *step)
{
	struct addresses addresses = {.before = &step->before->arp_policy,
				      .after = &step->after->arp_policy};
	struct lvsdr_arp_policy all;
	struct arp_devices devices;
	json_t *record;
	int error = arp_policy_read_all(host, OPERATION_PLAN, &all);

	if (!error)
		error = arp_devices_read(host, OPERATION_PLAN, "the devices", NULL, &devices);
	if (error)
		return error;
	addresses.all = &all;
	addresses.devices = &devices;
	record = json_object();
	error = record ? fill(host, &addresses, record)
		       : error_set(host, -ENOMEM, OPERATION_PLAN, "an ARP policy", "out of memory");
	arp_devices_clear(&devices);
	if (!error)
		return step_keep_record(host, step, record);
	json_decref(record);
	return error;
}

static bool are_texts(const json_t *list)
{
	for (size_t i = 0; i < json_array_size(list); i++)
		if (!json_is_string(json_array_get(list, i)))
			return false;
	return json_is_array(list);
}

static bool is_between(const json_t *json, json_int_t highest)
{
	return json_is_integer(json) && json_integer_value(json) >= 0 &&
	       json_integer_value(json) <= highest;
}

bool arp_policy_take_record(const json_t *record, union object *after, struct text *wrong)
{
	const json_t *ignore = json_object_get(record, "asked_ignore");
	const json_t *announce = json_object_get(record, "asked_announce");

	if (!are_texts(json_object_get(record, "vips")) ||
	    !are_texts(json_object_get(record, "silenced")))
		text_add(wrong, "\"vips\" and \"silenced\" must be lists of texts");
	else if (!is_between(ignore, 8) || !is_between(announce, 2))
		text_add(wrong, "\"asked_ignore\" must be 0 to 8, and \"asked_announce\" 0 to 2");
	else if (after) {
		after->arp_policy.asked_ignore = (int32_t)json_integer_value(ignore);
		after->arp_policy.asked_announce = (int32_t)json_integer_value(announce);
	}
	return !wrong->length;
}

int arp_policy_refuse_undo(struct lvsdr *host, const struct step *step, struct text *text)
{
	struct arp_devices devices;
	struct addresses addresses = {.after = &step->after->arp_policy,
				      .devices = &devices,
				      .list = json_object_get(step_record(step), "vips"),
				      .text = text};
	int error = arp_devices_read(host, OPERATION_UNDO, "the devices", NULL, &devices);

	if (error)
		return error;
	error = read_addresses(host, OPERATION_UNDO, &addresses, list_dependent);
	arp_devices_clear(&devices);
	return error ? error : addresses.count > 0;
}
