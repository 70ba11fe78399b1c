// SPDX-License-Identifier: LGPL-2.1-or-later
#include "objects/arp_policy.h"

#include "handle.h"
#include "network.h"
#include "plan/call.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define POLICY(member, type, ...) FIELD(struct lvsdr_arp_policy, member, type, #member, __VA_ARGS__)

static const char *check_device(const char *device)
{
	const char *wrong = device_wrong(device);

	if (!wrong && (!strcmp(device, "lo") || !strcmp(device, "default")))
		wrong = "its ARP values do nothing; what counts is \"all\" and the device on the "
			"wire";
	return wrong;
}

static const struct field arp_policy_fields[] = {
	POLICY(device, FIELD_TEXT, .identity = true, .required = true, .wrong = check_device),
	POLICY(arp_ignore, FIELD_S32, .quiet = false),
	POLICY(arp_announce, FIELD_S32, .quiet = false),
};

static void set_defaults(union object *object)
{
	object->arp_policy.arp_ignore = 1;
	object->arp_policy.arp_announce = 2;
}

static bool is_all(const struct lvsdr_arp_policy *policy)
{
	return !strcmp(policy->device, "all");
}

int lvsdr_arp_policy_new(struct lvsdr *host, const char *device,
			 struct lvsdr_arp_policy **ret_policy)
{
	struct lvsdr_arp_policy *policy;
	const char *wrong;

	if (!host)
		return -EINVAL;
	if (!device || !ret_policy)
		return error_set(host, -EINVAL, "describe", "an ARP policy", "an argument is NULL");
	wrong = check_device(device);
	if (wrong)
		return error_set(host, -EINVAL, "describe", device, "%s", wrong);
	policy = calloc(1, sizeof(*policy));
	if (!policy)
		return error_set(host, -ENOMEM, "describe", device, "out of memory");
	policy->host = handle_ref(host);
	policy->arp_ignore = 1;
	policy->arp_announce = 2;
	memcpy(policy->device, device, strlen(device));
	*ret_policy = policy;
	return 0;
}

void lvsdr_arp_policy_free(struct lvsdr_arp_policy *policy)
{
	if (!policy)
		return;
	handle_unref(policy->host);
	free(policy);
}

int lvsdr_arp_policy_set_arp_ignore(struct lvsdr_arp_policy *policy, int32_t arp_ignore)
{
	if (!policy)
		return -EINVAL;
	if (arp_ignore != 0 && arp_ignore != 1 && arp_ignore != 2 && arp_ignore != 8)
		return error_set(policy->host, -EINVAL, "set arp_ignore", policy->device,
				 "%d is none of 0, 1, 2 and 8", arp_ignore);
	policy->arp_ignore = arp_ignore;
	return 0;
}

int lvsdr_arp_policy_set_arp_announce(struct lvsdr_arp_policy *policy, int32_t arp_announce)
{
	if (!policy)
		return -EINVAL;
	if (arp_announce < 0 || arp_announce > 2)
		return error_set(policy->host, -EINVAL, "set announce of", policy->device,
				 "%d is none of 0, 1 and 2", arp_announce);
	policy->arp_announce = arp_announce;
	return 0;
}

const char *lvsdr_arp_policy_get_device(const struct lvsdr_arp_policy *policy)
{
	return policy ? policy->device : NULL;
}

int32_t lvsdr_arp_policy_get_arp_ignore(const struct lvsdr_arp_policy *policy)
{
	return policy ? policy->arp_ignore : -EINVAL;
}

int32_t lvsdr_arp_policy_get_arp_announce(const struct lvsdr_arp_policy *policy)
{
	return policy ? policy->arp_announce : -EINVAL;
}

static void describe(const union object *object, struct text *text)
{
	text_add(text, "ARP policy of %s", object->arp_policy.device);
}

/* In sysctl(8) a dot within a name is a slash: net.ipv4.conf.eth0/100.arp_ignore. */
static void add_sysctl(const char *device, const char *key, int32_t value, struct text *text)
{
	struct text word = {0};

	text_add(&word, "net.ipv4.conf.");
	for (; *device; device++)
		text_add(&word, "%c", *device == '.' ? '/' : *device);
	text_add(&word, ".%s=%d", key, value);
	text_add(text, "%ssysctl -w ", text->length ? "\n" : "");
	text_add_word(text, word.data);
}

static void command(const union object *before, const union object *after, struct text *text)
{
	const struct lvsdr_arp_policy *old = &before->arp_policy, *new = &after->arp_policy;

	if (old->arp_announce != new->arp_announce)
		add_sysctl(new->device, "arp_announce", new->arp_announce, text);
	if (old->arp_ignore != new->arp_ignore)
		add_sysctl(new->device, "arp_ignore", new->arp_ignore, text);
}

static int resolve(struct lvsdr *host, const char *operation, union object *object)
{
	struct text name = {0};

	if (is_all(&object->arp_policy))
		return 0;
	describe(object, &name);
	return network_resolve_device(host, operation, name.data, object->arp_policy.device);
}

static int read_all(struct lvsdr *host, const char *operation, struct lvsdr_arp_policy *ret_policy)
{
	struct lvsdr_arp_policy policy = {.set = ~0u, .device = "all"};
	int error =
		transport_read_sysctl(&host->transport, "conf/all/arp_ignore", &policy.arp_ignore);

	if (!error)
		error = transport_read_sysctl(&host->transport, "conf/all/arp_announce",
					      &policy.arp_announce);
	if (error)
		return error_set_kernel(host, error, NULL, operation, "ARP policy of all", NULL);
	*ret_policy = policy;
	return 0;
}

void arp_policy_from_link(const struct rtnl_link *link, struct lvsdr_arp_policy *ret_policy)
{
	*ret_policy = (struct lvsdr_arp_policy){
		.set = ~0u, .arp_ignore = link->arp_ignore, .arp_announce = link->arp_announce};
	memcpy(ret_policy->device, link->name, sizeof(link->name));
}

static int read_device(struct lvsdr *host, const char *operation, const char *device,
		       struct lvsdr_arp_policy *ret_policy)
{
	struct text name = {0};
	struct rtnl_link link;
	int error;

	text_add(&name, "ARP policy of %s", device);
	error = network_read_link(host, device, 0, operation, name.data, &link);
	if (error)
		return error;
	if (link.arp_ignore < 0 || link.arp_announce < 0)
		return error_set(host, -EOPNOTSUPP, operation, name.data,
				 "the device has no IPv4 settings");
	arp_policy_from_link(&link, ret_policy);
	return 0;
}

/* Always there: 1 or a code. */
static int read_policy(struct lvsdr *host, const char *operation, const union object *identity,
		       union object *ret_found)
{
	const struct lvsdr_arp_policy *policy = &identity->arp_policy;
	struct lvsdr_arp_policy found;
	int error = is_all(policy) ? read_all(host, operation, &found)
				   : read_device(host, operation, policy->device, &found);

	if (error)
		return error;
	ret_found->arp_policy = found;
	return 1;
}

static bool ignore_satisfies(int32_t value, int32_t wanted)
{
	return !wanted || value == wanted || (wanted == 1 && value == 2) || value == 8;
}

static int32_t larger(int32_t a, int32_t b)
{
	return a > b ? a : b;
}

/* What counts is max(all, device): the device's own value rises only where that is too little. */
static int complete(struct lvsdr *host, const union object *found, union object *wanted)
{
	struct lvsdr_arp_policy *policy = &wanted->arp_policy, all = {.arp_ignore = 0};
	const struct lvsdr_arp_policy *own = &found->arp_policy;
	struct text name = {0};
	int32_t ignore, announce;
	int error = is_all(policy) ? 0 : read_all(host, "update", &all);

	if (error)
		return error;
	ignore = larger(all.arp_ignore, own->arp_ignore);
	announce = larger(all.arp_announce, own->arp_announce);
	if (policy->arp_ignore && ignore >= 3 && ignore <= 7) {
		describe(wanted, &name);
		return error_set(host, -EEXIST, "update", name.data,
				 "somebody set arp_ignore to %d, which does not keep a VIP quiet; "
				 "set it to 1 or 0 by hand first",
				 ignore);
	}
	if (ignore_satisfies(ignore, policy->arp_ignore))
		policy->arp_ignore = own->arp_ignore;
	if (announce >= policy->arp_announce)
		policy->arp_announce = own->arp_announce;
	policy->set = ~0u;
	return 0;
}

struct vips {
	json_t *present; /* collects them, or holds those that do not count */
	struct text *text;
	uint32_t loopback;
	size_t count;
};

static bool is_quiet_vip(const struct vips *vips, const struct rtnl_address *address)
{
	return address->index == vips->loopback && address->address.bytes[0] != 127 &&
	       address->prefix_length == 32;
}

static int collect_vip(const struct rtnl_address *address, void *data)
{
	struct vips *vips = data;
	char text[ADDRESS_TEXT_SIZE];

	if (!is_quiet_vip(vips, address))
		return 0;
	address_format(&address->address, text);
	return json_array_append_new(vips->present, json_string(text)) ? -ENOMEM : 0;
}

static int tell_vip(const struct rtnl_address *address, void *data)
{
	struct vips *vips = data;
	char text[ADDRESS_TEXT_SIZE];
	json_t *known;
	size_t i;

	if (!is_quiet_vip(vips, address))
		return 0;
	address_format(&address->address, text);
	json_array_foreach(vips->present, i,
			   known) if (json_is_string(known) &&
				      !strcmp(json_string_value(known), text)) return 0;
	text_add(vips->text, "%s%s", vips->count++ ? ", " : "it still keeps quiet the VIP ", text);
	return 0;
}

static int read_vips(struct lvsdr *host, const char *operation, struct vips *vips,
		     network_address_handler handler)
{
	struct rtnl_link link;
	int error = network_read_link(host, "lo", 0, operation, "the VIPs on lo", &link);

	if (error)
		return error;
	vips->loopback = link.index;
	return network_read_addresses(host, AF_INET, operation, "the VIPs on lo", handler, vips);
}

/* VIPs that were there before the policy never depended on it. */
static int record(struct lvsdr *host, struct step *step)
{
	struct vips vips = {.present = json_array()};
	int error;

	if (!vips.present)
		return error_set(host, -ENOMEM, "plan", "an ARP policy", "out of memory");
	error = read_vips(host, "plan", &vips, collect_vip);
	if (error) {
		json_decref(vips.present);
		return error;
	}
	return step_keep_record(host, step, vips.present);
}

static int hold(struct lvsdr *host, const struct step *step, struct text *text)
{
	struct vips vips = {.present = step_record(step), .text = text};
	int error = read_vips(host, "undo", &vips, tell_vip);

	return error ? error : vips.count > 0;
}

static int write_value(struct lvsdr *host, const char *device, const char *key, int32_t value)
{
	struct text path = {0};

	text_add(&path, "conf/%s/%s", device, key);
	return transport_write_sysctl(&host->transport, path.data, value);
}

static int write_by_netlink(struct lvsdr *host, const char *operation, const char *object,
			    const struct lvsdr_arp_policy *policy)
{
	_Alignas(struct nlmsghdr) char buffer[RTNL_BUFFER_SIZE];
	struct rtnl_link link;
	int error = network_read_link(host, policy->device, 0, operation, object, &link);

	if (error)
		return error;
	return network_request(
		host,
		rtnl_encode_set_arp(buffer, link.index, policy->arp_ignore, policy->arp_announce),
		NULL, NULL, operation, object);
}

static int write_policy(struct lvsdr *host, const char *operation, struct step *step,
			const union object *before, const union object *after)
{
	const struct lvsdr_arp_policy *old = &before->arp_policy, *new = &after->arp_policy;
	struct text name = {0};
	int error = 0;

	(void)step;
	describe(after, &name);
	if (old->arp_announce != new->arp_announce)
		error = write_value(host, new->device, "arp_announce", new->arp_announce);
	if (!error && old->arp_ignore != new->arp_ignore) {
		error = write_value(host, new->device, "arp_ignore", new->arp_ignore);
		if (error && old->arp_announce != new->arp_announce)
			write_value(host, new->device, "arp_announce", old->arp_announce);
	}
	if (!error)
		return 0;
	if (!is_all(new)) /* containers have /proc/sys read-only, but netlink works */
		return write_by_netlink(host, operation, name.data, new);
	return error_set_kernel(host, error == -EROFS ? -EOPNOTSUPP : error, NULL, operation,
				name.data,
				error == -EROFS ? "/proc/sys cannot be written here; name the "
						  "devices on the wire instead of \"all\""
						: NULL);
}

const struct object_class arp_policy_class = {
	.name = "ARP policy",
	.kind = KIND_ARP_POLICY,
	.part = LVSDR_STATE_ARP_POLICIES,
	.list = "arp_policies",
	.fields = {arp_policy_fields, sizeof(arp_policy_fields) / sizeof(*arp_policy_fields),
		   sizeof(struct lvsdr_arp_policy), offsetof(struct lvsdr_arp_policy, set), 0},
	.missing_code = -ENODEV,
	.set_defaults = set_defaults,
	.describe = describe,
	.command = command,
	.resolve = resolve,
	.read = read_policy,
	.complete = complete,
	.record = record,
	.hold = hold,
	.write = write_policy,
};

int lvsdr_arp_policy_update(struct lvsdr *host, const struct lvsdr_arp_policy *policy)
{
	return call_change(host, &arp_policy_class, VERB_UPDATE, policy);
}

int lvsdr_arp_policy_read(struct lvsdr *host, struct lvsdr_arp_policy *policy)
{
	return call_read(host, &arp_policy_class, policy);
}

int lvsdr_plan_update_arp_policy(struct lvsdr_plan *plan, const struct lvsdr_arp_policy *policy)
{
	return call_plan(plan, &arp_policy_class, VERB_UPDATE, policy);
}
