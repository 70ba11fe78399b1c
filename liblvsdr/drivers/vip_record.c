// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What goes with a VIP that leaves, as a step keeps it for the undo: the addresses that are
 * secondary to it, and the routes that need it. Devices are kept by number and name, so that one
 * that was made anew is found.
 */
#include "codec/rtnl/object.h"
#include "core/handle.h"
#include "drivers/step.h"
#include "drivers/vip_bystanders.h"
#include "drivers/vip.h"
#include "kernel/network.h"
#include "util/escape.h"

#include <errno.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <string.h>

/* The name that a record has for a device, which is that of one. */
static bool name_device(const json_t *devices, uint32_t index, char device[DEVICE_NAME_SIZE])
{
	char number[16];

	snprintf(number, sizeof(number), "%u", index);
	return escape_from_json(json_object_get(devices, number), device, DEVICE_NAME_SIZE) &&
	       !device_wrong(device);
}

/* ---- Writing. */

struct record {
	struct lvsdr *host;
	enum operation operation;
	const char *object;
	json_t *devices, *addresses, *routes, *shared, *device_routes, *order;
	int error;
};

static int out_of_memory(struct record *record)
{
	return error_set(record->host, -ENOMEM, record->operation, record->object, "out of memory");
}

static bool keep_device(uint32_t *index, void *data)
{
	struct record *record = data;
	struct rtnl_link link;
	char number[16];

	snprintf(number, sizeof(number), "%u", *index);
	if (!*index || json_object_get(record->devices, number))
		return true;
	record->error = network_read_link(record->host, NULL, *index, OPERATION_PLAN,
					  record->object, &link);
	if (!record->error &&
	    json_object_set_new(record->devices, number, escape_to_json(link.name)))
		record->error = out_of_memory(record);
	return !record->error;
}

static int keep_address(struct record *record, const struct rtnl_address *address)
{
	uint32_t index = address->index;
	char device[DEVICE_NAME_SIZE];
	union object object;

	if (!keep_device(&index, record))
		return record->error;
	if (!name_device(record->devices, index, device))
		return out_of_memory(record);
	vip_from_address(address, device, &object.vip);
	return json_array_append_new(record->addresses, object_to_json(&vip_class, &object))
		       ? out_of_memory(record)
		       : 0;
}

static int keep_route(struct record *record, json_t *list, const struct snapshot_route *route)
{
	_Alignas(struct nlmsghdr) uint8_t body[RTNL_BUFFER_SIZE];
	char hex[2 * RTNL_BUFFER_SIZE + 1];
	size_t length;

	memcpy(body, route->body, route->length);
	if (!rtnl_visit_devices(body, route->length, keep_device, record))
		return record->error;
	length = rtnl_add_expiry(body, route->length, route->route.expires);
	for (size_t i = 0; i < length; i++)
		snprintf(hex + 2 * i, 3, "%02x", body[i]);
	return json_array_append_new(list, json_string(hex)) ? out_of_memory(record) : 0;
}

/* Where one that was lost has equal ones, all of them as they followed each other. */
static int keep_order(struct record *record, const struct snapshot *lost,
		      const struct snapshot *all)
{
	struct snapshot equal = {.family = lost->family};
	int error = snapshot_find_equal(all, lost, &equal) ? out_of_memory(record) : 0;
	bool alone = equal.route_count <= lost->route_count && lost->route_count < 2;

	for (size_t i = 0; i < equal.route_count && !alone && !error; i++)
		error = keep_route(record, record->order, &equal.routes[i]);
	snapshot_clear(&equal);
	return error;
}

static int keep_routes(struct record *record, json_t *list, const struct snapshot *kept)
{
	int error = 0;

	for (size_t i = 0; i < kept->route_count && !error; i++)
		error = keep_route(record, list, &kept->routes[i]);
	return error;
}

static int keep_all(struct record *record, const struct vip_losses *losses,
		    const struct snapshot *all)
{
	const struct snapshot *lost = &losses->lost;
	int error = 0;

	for (size_t i = 0; i < lost->address_count && !error; i++)
		error = keep_address(record, &lost->addresses[i]);
	if (!error)
		error = keep_routes(record, record->routes, lost);
	if (!error)
		error = keep_routes(record, record->shared, &losses->shared);
	if (!error)
		error = keep_routes(record, record->device_routes, &losses->device);
	if (!error)
		error = keep_order(record, lost, all);
	return error ? error : keep_order(record, &losses->device, all);
}

static size_t find_in_list(const json_t *list, const json_t *wanted)
{
	size_t place = 0;

	while (place < json_array_size(list) && !json_equal(json_array_get(list, place), wanted))
		place++;
	return place;
}

static int join_lists(json_t *kept, const json_t *added)
{
	for (size_t i = 0; i < json_array_size(added); i++)
		if (find_in_list(kept, json_array_get(added, i)) == json_array_size(kept) &&
		    json_array_append(kept, json_array_get(added, i)))
			return -ENOMEM;
	return 0;
}

/* What was not known before gets its place in front of what it was in front of. */
static int join_orders(json_t *kept, const json_t *added)
{
	size_t next = json_array_size(kept), place;

	for (size_t i = json_array_size(added); i-- > 0; next = place) {
		place = find_in_list(kept, json_array_get(added, i));
		if (place < json_array_size(kept))
			continue;
		place = next;
		if (json_array_insert(kept, place, json_array_get(added, i)))
			return -ENOMEM;
	}
	return 0;
}

static int join_records(struct record *record, json_t *kept)
{
	return json_object_update(json_object_get(kept, "devices"), record->devices) ||
			       join_lists(json_object_get(kept, "addresses"), record->addresses) ||
			       join_lists(json_object_get(kept, "routes"), record->routes) ||
			       join_lists(json_object_get(kept, "shared"), record->shared) ||
			       join_lists(json_object_get(kept, "device_routes"),
					  record->device_routes) ||
			       join_orders(json_object_get(kept, "order"), record->order)
		       ? out_of_memory(record)
		       : 0;
}

int vip_keep_record(struct lvsdr *host, enum operation operation, const char *object,
		    struct step *step, const struct vip_losses *losses, const struct snapshot *all)
{
	struct record record = {.host = host,
				.operation = operation,
				.object = object,
				.devices = json_object(),
				.addresses = json_array(),
				.routes = json_array(),
				.shared = json_array(),
				.device_routes = json_array(),
				.order = json_array()};
	json_t *json =
		json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "devices", record.devices, "addresses",
			  record.addresses, "routes", record.routes, "shared", record.shared,
			  "device_routes", record.device_routes, "order", record.order);
	int error = json ? keep_all(&record, losses, all) : out_of_memory(&record);

	if (!error && step_record(step))
		error = join_records(&record, step_record(step));
	else if (!error &&
		 (losses->lost.address_count || losses->lost.route_count ||
		  json_array_size(record.shared) || json_array_size(record.device_routes)))
		return step_keep_record(host, step, json);
	json_decref(json);
	return error;
}

static void clear_losses(struct vip_losses *losses)
{
	snapshot_clear(&losses->lost);
	snapshot_clear(&losses->shared);
	snapshot_clear(&losses->device);
}

static int find_before(const struct bystanders *bystanders, struct vip_losses *losses)
{
	return bystanders_find(bystanders, &losses->lost) ||
			       bystanders_find_shared(bystanders, &losses->shared)
		       ? -ENOMEM
		       : 0;
}

static int find_after(const struct bystanders *bystanders, struct vip_losses *losses)
{
	return bystanders_find_orphans(bystanders, &losses->lost) ||
			       bystanders_find_shared(bystanders, &losses->shared) ||
			       bystanders_find_device_routes(bystanders, &losses->device)
		       ? -ENOMEM
		       : 0;
}

static int record_settings(struct lvsdr *host, struct step *step, const struct lvsdr_vip *vip,
			   int (*find)(const struct bystanders *bystanders,
				       struct vip_losses *losses))
{
	struct bystanders bystanders = {.host = host, .operation = OPERATION_PLAN};
	struct vip_losses losses = {.lost.family = AF_UNSPEC};
	struct text name = {0};
	int error;

	vip_describe(vip, &name);
	bystanders.object = name.data;
	error = bystanders_read(&bystanders, vip);
	if (!error && find(&bystanders, &losses))
		error = error_set(host, -ENOMEM, OPERATION_PLAN, name.data, "out of memory");
	if (!error)
		error = vip_keep_record(host, OPERATION_PLAN, name.data, step, &losses,
					&bystanders.seen);
	clear_losses(&losses);
	bystanders_clear(&bystanders);
	return error;
}

int vip_record(struct lvsdr *host, struct step *step)
{
	int error = 0;

	if (step->before)
		error = record_settings(host, step, &step->before->vip, find_before);
	if (!error && step->after)
		error = record_settings(host, step, &step->after->vip, find_after);
	return error;
}

/* ---- Reading: a record is trusted as little as any other text. */

struct reader {
	struct lvsdr *host;
	enum operation operation;
	const json_t *devices;
	const struct lvsdr_vip *before; /* what is restored; NULL: nothing */
	struct text *gone;              /* the devices that are not there any more */
	int error;
};

static int refuse(struct reader *reader)
{
	return error_set(reader->host, -EBADMSG, reader->operation, "the record of a VIP",
			 "it is invalid");
}

/* The device's number today, 0 if there is none; both errors and absence are reported. */
static uint32_t find_device(struct reader *reader, const char *name)
{
	struct rtnl_link link;
	int error = network_read_link(reader->host, name, 0, reader->operation,
				      "the record of a VIP", &link);

	if (!error)
		return link.index;
	if (error != -ENODEV)
		reader->error = error;
	else if (!strstr(reader->gone->data, name))
		text_add(reader->gone, "%s is gone with its addresses and routes; ", name);
	return 0;
}

static bool renumber(uint32_t *index, void *data)
{
	struct reader *reader = data;
	char name[DEVICE_NAME_SIZE];

	if (!*index)
		return true;
	if (!name_device(reader->devices, *index, name))
		reader->error = refuse(reader);
	else
		*index = find_device(reader, name);
	return !reader->error && *index;
}

static size_t from_hex(const char *hex, uint8_t *bytes, size_t size)
{
	static const char digits[] = "0123456789abcdef";
	size_t length = hex ? strlen(hex) / 2 : 0;

	if (length > size || (hex && hex[strspn(hex, digits)]))
		return 0;
	for (size_t i = 0; i < length; i++)
		bytes[i] = (uint8_t)((strchr(digits, hex[2 * i]) - digits) << 4 |
				     (strchr(digits, hex[2 * i + 1]) - digits));
	return length;
}

static bool is_named(uint32_t *index, void *devices)
{
	char name[DEVICE_NAME_SIZE];

	return !*index || name_device(devices, *index, name);
}

static bool is_route(const json_t *json, json_t *devices)
{
	_Alignas(struct nlmsghdr) uint8_t body[RTNL_BUFFER_SIZE];
	size_t length = from_hex(json_string_value(json), body, sizeof(body) - NLMSG_HDRLEN);
	struct rtnl_route route;

	return !rtnl_decode_kept_route(body, length, &route) &&
	       rtnl_visit_devices(body, length, is_named, devices);
}

static bool is_address(const json_t *json)
{
	struct field_problem problem;
	union object object;

	return object_from_json(&vip_class, json, NULL, true, &object, &problem);
}

static bool are_devices(json_t *devices)
{
	char device[DEVICE_NAME_SIZE];
	const char *number;
	json_t *name;

	json_object_foreach(devices, number, name) {
		if (!escape_from_json(name, device, sizeof(device)) || device_wrong(device))
			return false;
	}
	return json_is_object(devices);
}

static void check_routes(const json_t *record, const char *name, json_t *devices,
			 struct text *wrong)
{
	const json_t *routes = json_object_get(record, name);

	if (!json_is_array(routes))
		text_add(wrong, "\"%s\" is not a list", name);
	for (size_t i = 0; i < json_array_size(routes) && !wrong->length; i++)
		if (!is_route(json_array_get(routes, i), devices))
			text_add(wrong, "/%s/%zu is not a route on these devices", name, i);
}

bool vip_take_record(const json_t *record, union object *after, struct text *wrong)
{
	const json_t *addresses = json_object_get(record, "addresses");
	json_t *devices = json_object_get(record, "devices");

	(void)after;
	if (!are_devices(devices))
		text_add(wrong, "\"devices\" must be names of devices by their numbers");
	else if (!json_is_array(addresses))
		text_add(wrong, "\"addresses\" is not a list");
	for (size_t i = 0; i < json_array_size(addresses) && !wrong->length; i++)
		if (!is_address(json_array_get(addresses, i)))
			text_add(wrong, "/addresses/%zu is not an address", i);
	if (!wrong->length)
		check_routes(record, "routes", devices, wrong);
	/* Records of older versions do without. */
	if (!wrong->length && json_object_get(record, "shared"))
		check_routes(record, "shared", devices, wrong);
	if (!wrong->length && json_object_get(record, "device_routes"))
		check_routes(record, "device_routes", devices, wrong);
	if (!wrong->length)
		check_routes(record, "order", devices, wrong);
	return !wrong->length;
}

/*
 * When an existing route must end: as it was to end, less what has passed since. Where it ends
 * with the VIP, later or never, that is the VIP's doing.
 */
static uint32_t end_again(const struct reader *reader, uint32_t stands, uint32_t recorded)
{
	if (reader->before && bystanders_end_together(stands, reader->before->valid_lifetime))
		return recorded;
	return recorded && stands && stands < recorded ? stands : recorded;
}

static bool is_own_of_any(const struct snapshot *wanted, const struct rtnl_route *route)
{
	for (size_t i = 0; i < wanted->address_count; i++)
		if (bystanders_is_own(route, &wanted->addresses[i]))
			return true;
	return false;
}

/* Adds it where its device is there, and if it is shared an address whose it is. */
static int read_route(struct reader *reader, const json_t *json, bool shared,
		      struct snapshot *wanted)
{
	_Alignas(struct nlmsghdr) uint8_t body[RTNL_BUFFER_SIZE];
	size_t length = from_hex(json_string_value(json), body, sizeof(body) - NLMSG_HDRLEN);
	struct rtnl_route route;
	uint32_t expires;
	size_t place;

	if (rtnl_decode_kept_route(body, length, &route))
		return refuse(reader);
	length = rtnl_take_expiry(body, length, &expires);
	if (!rtnl_visit_devices(body, length, renumber, reader))
		return reader->error;
	rtnl_decode_kept_route(body, length, &route);
	route.expires = expires;
	place = snapshot_find_route(wanted, body, length);
	if (place != SIZE_MAX)
		route.expires = end_again(reader, wanted->routes[place].route.expires, expires);
	else if (shared && !is_own_of_any(wanted, &route))
		return 0;
	else if (snapshot_add_route(wanted, body, length, &route))
		return error_set(reader->host, -ENOMEM, reader->operation, "the record of a VIP",
				 "out of memory");
	else
		place = wanted->route_count - 1;
	wanted->routes[place].route.expires = route.expires;
	wanted->routes[place].recorded = true;
	return 0;
}

static int read_address(struct reader *reader, const json_t *json, size_t *place,
			struct snapshot *wanted)
{
	struct field_problem problem;
	struct rtnl_address address;
	union object object;
	size_t stands;
	uint32_t index;

	if (!object_from_json(&vip_class, json, NULL, true, &object, &problem))
		return refuse(reader);
	index = find_device(reader, object.vip.device);
	if (!index)
		return reader->error;
	vip_to_address(&object.vip, index, &address);
	stands = snapshot_find_address(wanted, &address, 0);
	if (stands != SIZE_MAX) {
		snapshot_remove_address(wanted, stands);
		*place -= stands < *place;
	}
	return snapshot_insert_address(wanted, (*place)++, &address)
		       ? error_set(reader->host, -ENOMEM, reader->operation, "the record of a VIP",
				   "out of memory")
		       : 0;
}

/* ---- In words. */

enum { FEW = 8 }; /* things that are named each */

/* The VIP's own, which the kernel makes again in most cases. */
static bool is_local_route(const struct rtnl_route *route)
{
	return route->protocol == RTPROT_KERNEL && route->table == RT_TABLE_LOCAL;
}

static bool describe_route(const json_t *json, const struct lvsdr_vip *vip, bool stays,
			   struct text *text)
{
	_Alignas(struct nlmsghdr) uint8_t body[RTNL_BUFFER_SIZE];
	size_t length = from_hex(json_string_value(json), body, sizeof(body) - NLMSG_HDRLEN);
	struct rtnl_route route;

	if (rtnl_decode_kept_route(body, length, &route) || is_local_route(&route) ||
	    (!stays && rtnl_needs_source(&route, &vip->address)))
		return false;
	rtnl_describe_route(&route, text);
	return true;
}

static void list_routes(const json_t *routes, const struct lvsdr_vip *vip, bool stays,
			struct text *text)
{
	size_t told = 0;

	for (size_t i = 0; i < json_array_size(routes); i++) {
		struct text route = {0};

		if (!describe_route(json_array_get(routes, i), vip, stays, &route))
			continue;
		if (told++ < FEW)
			text_add(text, "%s%s", text->length ? ", " : "", route.data);
	}
	if (told > FEW)
		text_add(text, " and %zu more", told - FEW);
}

static void list_addresses(const json_t *addresses, struct text *text)
{
	for (size_t i = 0; i < json_array_size(addresses); i++) {
		const json_t *address = json_array_get(addresses, i);

		text_add(text, "%s%s", i ? ", " : "the address ",
			 json_string_value(json_object_get(address, "address")));
	}
}

/* Routes that speak with the VIP go with it when it goes for good. */
static size_t count_own_routes(const json_t *routes, const struct lvsdr_vip *vip)
{
	size_t all = json_array_size(routes), kept = 0;

	for (size_t i = 0; i < all; i++) {
		struct text route = {0};

		kept += describe_route(json_array_get(routes, i), vip, false, &route);
	}
	return all - kept;
}

void vip_list_record(const struct step *step, bool all, struct text *text)
{
	const json_t *record = step_record(step);

	list_addresses(json_object_get(record, "addresses"), text);
	list_routes(json_object_get(record, "routes"), &step_object(step)->vip, all, text);
}

void vip_describe_record(const struct step *step, struct text *text)
{
	const json_t *routes = json_object_get(step_record(step), "routes");
	struct text kept = {0};
	size_t own;

	if (!step->before)
		return;
	vip_list_record(step, step->after != NULL, &kept);
	if (kept.length)
		text_add(text, "what the kernel removes with it is restored: %s", kept.data);
	own = step->after ? 0 : count_own_routes(routes, &step->before->vip);
	if (own)
		text_add(text, "%salso removed: %zu route%s with this preferred source",
			 kept.length ? "; " : "", own, own == 1 ? "" : "s");
}

/* ---- */

static int read_routes(struct reader *reader, const json_t *record, const char *name, bool shared,
		       struct snapshot *wanted)
{
	const json_t *routes = json_object_get(record, name);
	int error = 0;

	for (size_t i = 0; i < json_array_size(routes) && !error; i++)
		error = read_route(reader, json_array_get(routes, i), shared, wanted);
	return error;
}

static int read_order(struct reader *reader, const json_t *record, struct snapshot *wanted)
{
	struct snapshot order = {.family = wanted->family};
	int error = read_routes(reader, record, "order", false, &order);

	if (!error && snapshot_arrange(wanted, &order))
		error = error_set(reader->host, -ENOMEM, reader->operation, "the record of a VIP",
				  "out of memory");
	snapshot_clear(&order);
	return error;
}

int vip_read_record(struct lvsdr *host, enum operation operation, const struct step *step,
		    size_t place, bool left, struct snapshot *wanted, struct text *gone)
{
	const json_t *record = step_record(step);
	struct reader reader = {.host = host,
				.operation = operation,
				.devices = json_object_get(record, "devices"),
				.before = step->before ? &step->before->vip : NULL,
				.gone = gone};
	const json_t *addresses = json_object_get(record, "addresses");
	int error = 0;

	for (size_t i = 0; i < json_array_size(addresses) && !error; i++)
		error = read_address(&reader, json_array_get(addresses, i), &place, wanted);
	if (!error)
		error = read_routes(&reader, record, "routes", false, wanted);
	if (!error)
		error = read_routes(&reader, record, "shared", true, wanted);
	if (!error && left)
		error = read_routes(&reader, record, "device_routes", false, wanted);
	return error ? error : read_order(&reader, record, wanted);
}
