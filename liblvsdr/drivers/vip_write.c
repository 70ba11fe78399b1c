// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Changing a VIP. What the kernel drops along with an address is found by comparing
 * before and after, and restored; if that is impossible, the complete change is undone.
 */
#include "codec/rtnl/object.h"
#include "core/handle.h"
#include "drivers/step.h"
#include "drivers/vip_bystanders.h"
#include "drivers/vip.h"
#include "kernel/network.h"

#include <errno.h>
#include <lvsdr/error.h>
#include <libmnl/libmnl.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>
#include <string.h>

struct change {
	struct lvsdr *host;
	enum operation operation;
	struct step *step;
	const struct lvsdr_vip *before, *after; /* NULL: missing */
	struct rtnl_address old, new;           /* the same for the kernel */
	struct rtnl_address stands;             /* what is in the place of the old address */
	bool undo;
	struct text name;
	struct snapshot seen; /* before anything was changed */
};

static const char *object_of(const struct change *change)
{
	return change->name.data;
}

static const struct lvsdr_vip *named_vip(const struct change *change)
{
	return &step_object(change->step)->vip;
}

/* ---- Single requests. */

static bool is_switched_off(struct change *change, uint32_t index)
{
	struct error kept = change->host->error;
	struct rtnl_link link;
	bool off = !network_read_link(change->host, NULL, index, change->operation,
				      object_of(change), &link) &&
		   link.disable_ipv6 > 0;

	change->host->error = kept;
	return off;
}

/* The address with other settings may be in its place. */
static int check_address(struct change *change, const struct rtnl_address *address)
{
	struct snapshot now = {.family = change->seen.family};
	int error = snapshot_read(change->host, change->operation, object_of(change), &now);
	bool stands = !error && snapshot_find_address(&now, address, 0) != SIZE_MAX;

	snapshot_clear(&now);
	return error || stands
		       ? error
		       : error_set(change->host, -EEXIST, change->operation, object_of(change),
				   "it already exists with different settings");
}

static int send_address(struct change *change, const struct rtnl_address *address,
			enum rtnl_put put)
{
	_Alignas(struct nlmsghdr) char buffer[RTNL_BUFFER_SIZE];
	struct netlink_error kernel;
	int error = change->undo && put == RTNL_CREATE
			    ? network_add_again(change->host, address, &kernel)
			    : transport_rtnl(&change->host->transport,
					     rtnl_encode_address(buffer, address, put), NULL, NULL,
					     &kernel);

	if (error == -EEXIST && change->undo) /* an earlier attempt may have got so far */
		return check_address(change, address);
	if (error == -EACCES && address->address.family == AF_INET6 &&
	    is_switched_off(change, address->index))
		return error_set(
			change->host, -EOPNOTSUPP, change->operation, object_of(change),
			"IPv6 is disabled on %s: /proc/sys/net/ipv6/conf/%s/disable_ipv6 is 1",
			change->after->device, change->after->device);
	return error ? error_set_kernel(change->host, error, &kernel, change->operation,
					object_of(change), NULL)
		     : 0;
}

/* One that is not there any more is as good as removed. */
static int remove_address(struct change *change, const struct rtnl_address *address)
{
	_Alignas(struct nlmsghdr) char buffer[RTNL_BUFFER_SIZE];
	struct netlink_error kernel;
	int error =
		transport_rtnl(&change->host->transport,
			       rtnl_encode_address_removal(buffer, address), NULL, NULL, &kernel);

	return !error || error == -EADDRNOTAVAIL
		       ? 0
		       : error_set_kernel(change->host, error, &kernel, change->operation,
					  object_of(change), NULL);
}

/* The kernel takes one route to an address, whoever it is from. */
static int check_host_route(struct change *change, const struct text *name)
{
	struct snapshot now = {.family = change->seen.family};
	int error = snapshot_read(change->host, change->operation, object_of(change), &now);
	bool stands = false;

	for (size_t i = 0; i < now.route_count && !error; i++)
		stands |= now.routes[i].route.index ==
			  change->new.index &&vip_is_host_route(&now.routes[i].route,
								&change->new.address);
	snapshot_clear(&now);
	if (error || stands)
		return error;
	return error_set(change->host, -EEXIST, change->operation, name->data,
			 "another route to the address exists; remove that first, or do not set "
			 "the host route");
}

static int add_host_route(struct change *change)
{
	_Alignas(struct nlmsghdr) char buffer[RTNL_BUFFER_SIZE];
	struct netlink_error kernel;
	struct text name = change->name;
	int error = network_add_route(
		change->host,
		rtnl_encode_host_route(buffer, &change->new.address, change->new.index),
		&change->new.address, &kernel);

	if (!error)
		return 0;
	text_add(&name, " (host route)");
	if (error == -EEXIST)
		return check_host_route(change, &name);
	return error_set_kernel(change->host, error, &kernel, change->operation, name.data, NULL);
}

static int remove_route(struct change *change, const struct snapshot_route *route)
{
	_Alignas(struct nlmsghdr) char buffer[RTNL_BUFFER_SIZE];
	struct netlink_error kernel;
	struct text name = {0};
	int error =
		transport_rtnl(&change->host->transport,
			       rtnl_encode_kept_route_removal(buffer, route->body, route->length),
			       NULL, NULL, &kernel);

	if (!error || error == -ESRCH)
		return 0;
	rtnl_describe_route(&route->route, &name);
	return error_set_kernel(change->host, error, &kernel, change->operation, name.data, NULL);
}

/* ---- From the old settings to the new ones. */

static bool is_one_place(const struct change *change)
{
	const struct rtnl_address *old = &change->old, *new = &change->new;

	return old->index == new->index &&
	       old->prefix_length == new->prefix_length &&address_equal(&old->peer, &new->peer);
}

struct edited {
	const struct change *change;
	bool done;
};

static int take_edited(const struct rtnl_address *address, void *data)
{
	struct edited *edited = data;
	const struct change *change = edited->change;
	struct lvsdr_vip found;

	if (address->index != change->new.index)
		return 0;
	vip_from_address(address, change->after->device, &found);
	found.host_route = change->after->host_route;
	edited->done |= object_equal(&vip_class, (const union object *)&found,
				     (const union object *)change->after);
	return 0;
}

/* The kernel edits some attributes in place, and silently ignores the others. */
static int edit(struct change *change, bool *ret_done)
{
	struct edited edited = {.change = change};
	int error = send_address(change, &change->new, RTNL_REPLACE);

	if (!error)
		error = network_read_addresses(change->host, change->seen.family, change->operation,
					       object_of(change), take_edited, &edited);
	*ret_done = edited.done;
	return error;
}

/* IPv4 may have both for a moment, so that the VIP is never missing. */
static bool can_have_both(const struct change *change)
{
	return !is_one_place(change) &&
	       (change->seen.family == AF_INET || change->old.index != change->new.index);
}

static bool can_edit(const struct change *change)
{
	return is_one_place(change) && change->before->usable && network_can_edit(&change->old) &&
	       network_can_edit(&change->new);
}

static int exchange(struct change *change)
{
	bool done = false, both = can_have_both(change);
	int error = can_edit(change) ? edit(change, &done) : 0;

	if (error || done)
		return error;
	if (both)
		error = send_address(change, &change->new, RTNL_CREATE);
	if (!error)
		error = remove_address(change, &change->old);
	return error || both ? error : send_address(change, &change->new, RTNL_CREATE);
}

static bool keeps_host_route(const struct change *change)
{
	return change->before && change->after && change->before->host_route &&
	       change->after->host_route && change->old.index == change->new.index;
}

static bool is_old_host_route(const struct change *change, const struct rtnl_route *route)
{
	return change->before && change->before->host_route && !keeps_host_route(change) &&
	       route->index == change->old.index && vip_is_host_route(route, &change->old.address);
}

/* It goes with the address in most cases, but not where the address stays elsewhere. */
static int remove_host_route(struct change *change)
{
	const struct snapshot *seen = &change->seen;
	int error = 0;

	for (size_t i = 0; i < seen->route_count && !error; i++)
		if (is_old_host_route(change, &seen->routes[i].route))
			error = remove_route(change, &seen->routes[i]);
	return error;
}

/*
 * The host route first: a step that is stopped after that is seen as half-done, and of a route of
 * IPv6 whose address was removed nobody can say whose it was.
 */
static int change_address(struct change *change)
{
	int error = remove_host_route(change);

	if (error)
		return error;
	if (change->before && change->after)
		return exchange(change);
	return change->before ? remove_address(change, &change->old)
			      : send_address(change, &change->new, RTNL_CREATE);
}

/* ---- What has to exist afterwards. */

/* Of IPv6 a route belongs to all addresses of its network, and to none of them. */
static bool is_of_some(const struct snapshot *wanted, const struct rtnl_route *route,
		       const struct address *but)
{
	if (wanted->family != AF_INET6 || route->table == RT_TABLE_LOCAL)
		return false;
	for (size_t i = 0; i < wanted->address_count; i++)
		if (bystanders_is_own(route, &wanted->addresses[i]) &&
		    !(but && address_equal(&wanted->addresses[i].address, but)))
			return true;
	return false;
}

static bool is_of_others(const struct snapshot *wanted, const struct rtnl_route *route)
{
	return is_of_some(wanted, route, NULL);
}

/* Half-way between both settings an address has a metric or flags of either. */
static bool was_made(const struct change *change, const struct rtnl_route *route)
{
	return bystanders_is_own(route, &change->old) || bystanders_is_own(route, &change->stands);
}

static bool is_own_route(const struct change *change, const struct snapshot *wanted,
			 const struct rtnl_route *route)
{
	if (is_old_host_route(change, route) ||
	    (was_made(change, route) && !is_of_others(wanted, route)))
		return true;
	return !change->after && rtnl_needs_source(route, &change->old.address);
}

static int copy_routes(const struct change *change, struct snapshot *wanted)
{
	const struct snapshot *seen = &change->seen;
	int error = 0;

	for (size_t i = 0; i < seen->route_count && !error; i++)
		if (!change->before || !is_own_route(change, wanted, &seen->routes[i].route))
			error = snapshot_add_route(wanted, seen->routes[i].body,
						   seen->routes[i].length, &seen->routes[i].route);
	return error;
}

static int copy_others(const struct change *change, struct snapshot *wanted)
{
	const struct snapshot *seen = &change->seen;
	size_t old = change->before ? snapshot_find_address(seen, &change->old, 0) : SIZE_MAX;
	size_t new = change->after ? snapshot_find_address(seen, &change->new, 0) : SIZE_MAX;
	int error = 0;

	for (size_t i = 0; i < seen->address_count && !error; i++)
		if (i != old && i != new)
			error = snapshot_insert_address(wanted, wanted->address_count,
							&seen->addresses[i]);
	return error;
}

static bool stays_in_place(const struct change *change)
{
	return change->before && change->after && !change->undo &&
	       snapshot_same_network(&change->old, &change->new);
}

/*
 * The new address takes the place of the old one, so that it is the primary address of its network if
 * that was; but that of another network has no claim to it. In an undo what the step recorded
 * follows it. *ret_place is behind it.
 */
static int copy_addresses(const struct change *change, struct snapshot *wanted, size_t *ret_place)
{
	size_t old = stays_in_place(change) ? snapshot_find_address(&change->seen, &change->old, 0)
					    : SIZE_MAX;
	int error = copy_others(change, wanted);

	*ret_place = old < wanted->address_count ? old : wanted->address_count;
	if (!error && change->after)
		error = snapshot_insert_address(wanted, (*ret_place)++, &change->new);
	return error;
}

/* Until when those that stay need the route; 0: forever. */
static uint32_t longest_need(const struct snapshot *wanted, const struct rtnl_route *route)
{
	uint32_t longest = 0;

	for (size_t i = 0; i < wanted->address_count; i++) {
		const struct rtnl_address *address = &wanted->addresses[i];

		if (!bystanders_is_own(route, address))
			continue;
		if (address->valid_lifetime == RTNL_FOREVER)
			return 0;
		if (address->valid_lifetime > longest)
			longest = address->valid_lifetime;
	}
	return longest;
}

/*
 * The route to a network of IPv6 ends when the address says so that came last. It shall not end
 * before the new settings. After an undo it ends with the old ones, or not with the new ones; when it
 * ended at another time the record knows that.
 */
static void set_expiry(const struct change *change, const struct snapshot *wanted,
		       struct rtnl_route *route)
{
	bool comes = change->after && bystanders_is_own(route, &change->new);
	uint32_t valid = change->new.valid_lifetime, end = valid == RTNL_FOREVER ? 0 : valid;
	size_t old =
		change->before ? snapshot_find_address(&change->seen, &change->old, 0) : SIZE_MAX;

	if (!is_of_others(wanted, route))
		return;
	if (comes && (change->undo || (route->expires && (!end || end > route->expires))))
		route->expires = end;
	else if (change->undo && route->expires && old != SIZE_MAX &&
		 bystanders_is_own(route, &change->old) &&
		 bystanders_end_together(route->expires,
					 change->seen.addresses[old].valid_lifetime))
		route->expires = longest_need(wanted, route);
}

static int restore_lost(struct change *change, const struct snapshot *wanted)
{
	struct text left = {0};
	int result =
		snapshot_restore(change->host, change->operation, object_of(change), wanted, &left);

	if (result >= 0 || !left.length)
		return result;
	if (change->undo)
		return error_set(
			change->host, -EIO, change->operation, object_of(change),
			"not everything can be restored, and the rest remains to be undone: %s",
			left.data);
	if (result != -EBUSY)
		return error_set_kernel(change->host, result, NULL, change->operation,
					object_of(change), left.data);
	return error_set(change->host, -EBUSY, change->operation, object_of(change),
			 "the kernel also removes what cannot exist without it: %s; change that "
			 "first, or see lvsdr_set_insist()",
			 left.data);
}

/* What goes with the VIP itself, now or when it will have been undone. */
static bool is_own(const struct change *change, const struct snapshot *wanted,
		   const struct rtnl_route *route)
{
	const struct address *address = &named_vip(change)->address;

	if ((change->before && bystanders_is_own(route, &change->old)) ||
	    (change->after && bystanders_is_own(route, &change->new)))
		return !is_of_some(wanted, route, address);
	if (change->undo && !change->after && rtnl_needs_source(route, address))
		return true;
	return vip_is_host_route(route, address) && !(change->after && change->after->host_route);
}

/* What is not there and not the VIP's own is kept with the step, for a later attempt. */
static void keep_lost(struct change *change, const struct snapshot *wanted)
{
	struct snapshot lost = {.family = wanted->family};
	struct vip_losses others = {.lost.family = wanted->family};
	int error = snapshot_find_lost(change->host, change->operation, object_of(change), wanted,
				       &lost);

	for (size_t i = 0; i < lost.address_count && !error; i++)
		if (!address_equal(&lost.addresses[i].address, &named_vip(change)->address))
			error = snapshot_insert_address(&others.lost, others.lost.address_count,
							&lost.addresses[i]);
	for (size_t i = 0; i < lost.route_count && !error; i++)
		if (!is_own(change, wanted, &lost.routes[i].route))
			error = snapshot_add_route(&others.lost, lost.routes[i].body,
						   lost.routes[i].length, &lost.routes[i].route);
	if (!error)
		vip_keep_record(change->host, change->operation, object_of(change), change->step,
				&others, wanted);
	snapshot_clear(&others.lost);
	snapshot_clear(&lost);
}

static int finish_change(struct change *change, const struct snapshot *wanted)
{
	int result = restore_lost(change, wanted);

	if (result == -EBUSY && change->host->insist) {
		keep_lost(change, wanted);
		result = 0;
	}
	if (result >= 0 && change->after && change->after->host_route)
		result = add_host_route(change);
	return result < 0 ? result : 0;
}

/* Whether what an undo takes away has gone already, as where another one was stopped half-way. */
static bool has_left(const struct change *change)
{
	return change->before && snapshot_find_address(&change->seen, &change->old, 0) == SIZE_MAX;
}

/* What a step keeps comes back with the VIP. */
static int build_wanted(struct change *change, struct snapshot *wanted)
{
	struct text gone = {0};
	size_t place;
	int error = copy_addresses(change, wanted, &place);

	if (!error)
		error = copy_routes(change, wanted);
	if (error)
		return error_set(change->host, -ENOMEM, change->operation, object_of(change),
				 "out of memory");
	if (change->undo)
		error = vip_read_record(change->host, change->operation, change->step, place,
					has_left(change), wanted, &gone);
	for (size_t i = 0; i < wanted->route_count; i++)
		if (!wanted->routes[i].recorded)
			set_expiry(change, wanted, &wanted->routes[i].route);
	if (gone.length)
		step_set_note(change->step, gone.data);
	return error;
}

/* ---- What the kernel leaves. */

/* Where an address manages its network without a route, the kernel takes it for somebody's. */
static bool has_manager(const struct snapshot *wanted, const struct rtnl_address *old)
{
	for (size_t i = 0; i < wanted->address_count; i++)
		if (wanted->addresses[i].flags & IFA_F_NOPREFIXROUTE &&
		    snapshot_same_network(&wanted->addresses[i], old))
			return true;
	return false;
}

static bool stays_behind(const struct change *change, const struct snapshot *wanted,
			 const struct snapshot_route *route)
{
	size_t place = snapshot_find_address(&change->seen, &change->old, 0);

	if (route->route.table == RT_TABLE_LOCAL || !was_made(change, &route->route) ||
	    snapshot_has_route(wanted, route->body, route->length) ||
	    is_of_others(wanted, &route->route))
		return false;
	if (change->undo)
		return true;
	return place != SIZE_MAX && !has_manager(wanted, &change->old) &&
	       (!route->route.expires ||
		bystanders_end_together(route->route.expires,
					change->seen.addresses[place].valid_lifetime));
}

/*
 * With an address of IPv6 the kernel leaves the route to its network when its lifetime was running,
 * when other addresses of the network have routes with another metric, or none.
 */
static int remove_left(struct change *change, const struct snapshot *wanted)
{
	struct snapshot now = {.family = wanted->family};
	int error;

	if (!change->before || wanted->family != AF_INET6)
		return 0;
	error = snapshot_read(change->host, change->operation, object_of(change), &now);
	for (size_t i = 0; i < now.route_count && !error; i++)
		if (stays_behind(change, wanted, &now.routes[i]))
			error = remove_route(change, &now.routes[i]);
	snapshot_clear(&now);
	return error;
}

/* ---- Going back. */

/* Less by the time that an attempt takes, and no more. */
static bool runs_on(uint32_t now, uint32_t before)
{
	return now == before || (now <= before && before - now <= 10);
}

static bool same_settings(const struct rtnl_address *now, const struct rtnl_address *before)
{
	struct lvsdr_vip found, wanted;

	vip_from_address(now, "", &found);
	vip_from_address(before, "", &wanted);
	return object_equal(&vip_class, (const union object *)&found,
			    (const union object *)&wanted) &&
	       !((now->flags ^ before->flags) & IFA_F_NODAD) &&
	       runs_on(now->valid_lifetime, before->valid_lifetime) &&
	       runs_on(now->preferred_lifetime, before->preferred_lifetime);
}

/* The answer to adding it may have been lost; one of IPv6 stays without its source. */
static bool is_new_host_route(const struct change *change, const struct rtnl_route *route)
{
	return change->after->host_route &&
	       route->index == change->new.index &&vip_is_host_route(route, &change->new.address);
}

/* A route that the kernel may leave when an address of IPv6 goes. */
static bool was_brought(const struct change *change, const struct snapshot_route *route)
{
	bool made = route->route.table != RT_TABLE_LOCAL &&
		    bystanders_is_own(&route->route, &change->new);

	return change->new.address.family == AF_INET6 &&
	       (made || is_new_host_route(change, &route->route)) &&
	       !snapshot_has_route(&change->seen, route->body, route->length);
}

/* In its place the old address may exist: unchanged, or edited. */
static int take_new_away(struct change *change)
{
	struct snapshot now = {.family = change->seen.family};
	size_t stood = snapshot_find_address(&change->seen, &change->new, 0);
	int error = snapshot_read(change->host, change->operation, object_of(change), &now);
	size_t stands = error ? SIZE_MAX : snapshot_find_address(&now, &change->new, 0);

	if (stands != SIZE_MAX &&
	    (stood == SIZE_MAX ||
	     !same_settings(&now.addresses[stands], &change->seen.addresses[stood])))
		error = remove_address(change, &change->new);
	for (size_t i = 0; i < now.route_count && !error; i++)
		if (was_brought(change, &now.routes[i]))
			error = remove_route(change, &now.routes[i]);
	snapshot_clear(&now);
	return error;
}

/* Keeps the first failure, and adds what else went wrong. */
static void go_back(struct change *change)
{
	struct error first = change->host->error, away;
	struct text left = {0}, others = {0};
	int stays = change->after ? take_new_away(change) : 0, error;

	if (stays < 0) /* a refusal is worth a second attempt, as in snapshot_restore() */
		stays = take_new_away(change);
	away = change->host->error;
	error = snapshot_restore(change->host, change->operation, object_of(change), &change->seen,
				 &left);
	if (stays < 0)
		error_append(&first, "; and restoring it failed: %s", away.message);
	if (error < 0) {
		error_append(&first, "; and restoring it failed: %s",
			     left.length ? left.data : change->host->error.message);
		if (!left.length) /* nobody could look */
			vip_list_record(change->step, true, &others);
		if (others.length)
			error_append(&first, "; what the kernel removed with it may be missing: %s",
				     others.data);
	}
	if (stays < 0 || error < 0)
		keep_lost(change, &change->seen);
	change->host->error = first;
}

/* ---- */

static int find_index(struct change *change, const struct lvsdr_vip *vip,
		      struct rtnl_address *ret_address)
{
	struct rtnl_link link;
	int error = network_read_link(change->host, vip->device, 0, change->operation,
				      object_of(change), &link);

	if (!error)
		vip_to_address(vip, link.index, ret_address);
	return error;
}

static int prepare(struct change *change)
{
	int error = change->before ? find_index(change, change->before, &change->old) : 0;

	if (error == -ENODEV && change->undo) { /* gone with its device */
		change->before = NULL;
		error = 0;
	}
	return error || !change->after ? error : find_index(change, change->after, &change->new);
}

static void name_causes(const struct change *change, struct snapshot *snapshot)
{
	snapshot->cause_count = 0;
	if (change->before)
		snapshot->causes[snapshot->cause_count++] = change->old;
	if (change->after)
		snapshot->causes[snapshot->cause_count++] = change->new;
}

static int look_around(struct change *change)
{
	int error =
		snapshot_read(change->host, change->operation, object_of(change), &change->seen);
	size_t place = error || !change->before
			       ? SIZE_MAX
			       : snapshot_find_address(&change->seen, &change->old, 0);

	change->stands = place == SIZE_MAX ? change->old : change->seen.addresses[place];
	name_causes(change, &change->seen);
	return error;
}

/* The same after an undo, which names it where that has not been done. */
static void keep_for_later(struct change *change, const struct snapshot *wanted, bool named)
{
	struct error first = change->host->error;
	struct text left = {0};

	keep_lost(change, wanted);
	if (!named)
		vip_list_record(change->step, true, &left);
	if (left.length)
		error_append(&first, "; what the kernel removed with it is not restored either: %s",
			     left.data);
	change->host->error = first;
}

static int change_among_others(struct change *change)
{
	struct snapshot wanted = {.family = change->seen.family};
	int moved, error;

	error = look_around(change);
	name_causes(change, &wanted);
	if (!error)
		error = build_wanted(change, &wanted);
	if (!error) {
		moved = change_address(change);
		error = moved ? moved : remove_left(change, &wanted);
		if (!error)
			error = finish_change(change, &wanted);
		/* Undoing goes as far as it can, and can be repeated. */
		if (error && (moved || !change->undo))
			go_back(change);
		if (error && change->undo)
			keep_for_later(change, &wanted, !moved);
	}
	snapshot_clear(&wanted);
	snapshot_clear(&change->seen);
	return error;
}

/* With nothing there before, nothing can go but what was just added. */
static bool goes_alone(const struct change *change)
{
	return !change->before && !step_record(change->step) && !change->after->host_route &&
	       !(change->undo && network_adds_twice(&change->new));
}

int vip_write(struct lvsdr *host, enum operation operation, struct step *step,
	      const union object *before, const union object *after)
{
	struct change change = {.host = host,
				.operation = operation,
				.step = step,
				.before = before ? &before->vip : NULL,
				.after = after ? &after->vip : NULL,
				.undo = after == step->before};
	const struct lvsdr_vip *named = change.after ? change.after : change.before;
	int error;

	vip_describe(named, &change.name);
	change.seen.family = named->address.family;
	error = prepare(&change);
	if (!error && !change.before && !change.after)
		error = -ENODEV;
	if (error)
		return error;
	return goes_alone(&change) ? send_address(&change, &change.new, RTNL_CREATE)
				   : change_among_others(&change);
}

int vip_restore_record(struct lvsdr *host, struct step *step)
{
	struct change change = {
		.host = host, .operation = OPERATION_UNDO, .step = step, .undo = true};
	struct snapshot wanted = {.family = step_object(step)->vip.address.family};
	int result;

	change.before = step->after ? &step->after->vip : NULL;
	change.after = step->before ? &step->before->vip : NULL;
	change.seen.family = wanted.family;
	vip_describe(&step_object(step)->vip, &change.name);
	result = prepare(&change);
	if (!result)
		result = look_around(&change);
	name_causes(&change, &wanted);
	if (!result)
		result = build_wanted(&change, &wanted);
	if (!result)
		result = remove_left(&change, &wanted);
	if (!result)
		result = restore_lost(&change, &wanted);
	if (result < 0)
		keep_for_later(&change, &wanted, true);
	snapshot_clear(&wanted);
	snapshot_clear(&change.seen);
	return result;
}
