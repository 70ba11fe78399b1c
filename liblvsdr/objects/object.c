// SPDX-License-Identifier: LGPL-2.1-or-later
#include "objects/object.h"

#include "handle.h"

#include <errno.h>
#include <string.h>

const struct object_class *const object_classes[KIND_COUNT] = {
	[KIND_ARP_POLICY] = &arp_policy_class,
	[KIND_SYSCTL] = &sysctl_class,
	[KIND_TIMEOUTS] = &timeouts_class,
	[KIND_SYNC_DAEMON] = &sync_daemon_class,
	[KIND_MARK] = &mark_class,
	[KIND_VIP] = &vip_class,
	[KIND_SERVICE] = &service_class,
	[KIND_DEST] = &dest_class,
};

bool object_same_identity(const struct object_class *class, const union object *a,
			  const union object *b)
{
	return fields_equal(&class->fields, a, b, true) &&
	       (!class->of_service ||
		fields_equal(&service_class.fields, a->dest.service, b->dest.service, true));
}

bool object_equal(const struct object_class *class, const union object *found,
		  const union object *wanted)
{
	return object_same_identity(class, found, wanted) &&
	       fields_equal(&class->fields, found, wanted, false);
}

bool object_may_become(const struct object_class *class, const union object *old,
		       const union object *wanted)
{
	return object_same_identity(class, old, wanted) ||
	       (class->may_become && class->may_become(old, wanted));
}

uint32_t object_hash(const struct object_class *class, const union object *object)
{
	uint32_t seed = (uint32_t)(uintptr_t) class;

	if (class->of_service)
		seed = fields_hash(&service_class.fields, object->dest.service, seed);
	return fields_hash(&class->fields, object, seed);
}

static int refuse(const struct object_class *class, struct lvsdr *host, const char *operation,
		  const union object *wanted, const char *wrong)
{
	struct text name = {0};

	class->describe(wanted, &name);
	return error_set(host, -EINVAL, operation, name.data, "%s", wrong);
}

int object_check(const struct object_class *class, struct lvsdr *host, const char *operation,
		 const union object *found, const union object *wanted)
{
	const char *wrong = host->insist || !class->check ? NULL : class->check(wanted);

	if (!wrong || (found && class->check(found) == wrong))
		return 0;
	return refuse(class, host, operation, wanted, wrong);
}

int object_resolve(const struct object_class *class, struct lvsdr *host, const char *operation,
		   union object *object)
{
	return class->resolve ? class->resolve(host, operation, object) : 0;
}

static uint32_t *told(const struct object_class *class, union object *object)
{
	return (uint32_t *)(void *)((char *)object + class->fields.set_offset);
}

void object_set_all(const struct object_class *class, union object *object)
{
	*told(class, object) = ~0u;
}

void object_copy(const struct object_class *class, union object *to, const union object *from)
{
	memcpy(to, from, class->fields.size);
}

static void drop_untold(const struct object_class *class, uint32_t set, json_t *json)
{
	for (size_t i = 0; i < class->fields.count; i++)
		if (!(set & 1u << i))
			json_object_del(json, class->fields.field[i].name);
}

json_t *object_to_json(const struct object_class *class, const union object *object)
{
	json_t *json = json_object();
	union object defaults;

	object_copy(class, &defaults, object);
	class->set_defaults(&defaults);
	if (json && !fields_to_json(&class->fields, object, &defaults, json)) {
		if (class->partial)
			drop_untold(class, *told(class, &defaults), json);
		return json;
	}
	json_decref(json);
	return NULL;
}

bool object_from_json(const struct object_class *class, const json_t *json,
		      const char *const *others, union object *ret_object,
		      struct field_problem *ret_problem)
{
	union object object, defaults;
	uint32_t set;

	memset(&object, 0, sizeof(object));
	if (!fields_from_json(&class->fields, json, others, &object, ret_problem))
		return false;
	object_copy(class, &defaults, &object);
	class->set_defaults(&defaults);
	set = *told(class, &object);
	fields_merge(&class->fields, &object, &defaults);
	if (class->partial)
		*told(class, &object) = set;
	object_copy(class, ret_object, &object);
	return true;
}
