// SPDX-License-Identifier: LGPL-2.1-or-later
#include "model/object.h"

#include "core/handle.h"

#include <errno.h>
#include <string.h>

enum operation verb_operation(enum verb verb)
{
	static const enum operation operations[VERB_COUNT] = {OPERATION_ADD, OPERATION_UPDATE,
							      OPERATION_REMOVE};

	return operations[verb];
}

enum verb verb_of(const union object *before, const union object *after)
{
	if (!before)
		return VERB_ADD;
	return after ? VERB_UPDATE : VERB_REMOVE;
}

bool object_same_identity(const struct object_class *class, const union object *a,
			  const union object *b)
{
	return fields_equal(&class->fields, a, b, true) &&
	       (!class->owner ||
		fields_equal(&class->owner->fields, a->dest.service, b->dest.service, true));
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

	if (class->owner)
		seed = fields_hash(&class->owner->fields, object->dest.service, seed);
	return fields_hash(&class->fields, object, seed);
}

static int refuse(const struct object_class *class, struct lvsdr *host, enum operation operation,
		  const union object *wanted, unsigned int field, const char *wrong)
{
	struct text name = {0};

	class->describe(wanted, &name);
	error_set(host, -EINVAL, operation, name.data, "%s", wrong);
	return error_set_field(host, field == NO_FIELD ? "" : class->fields.field[field].name);
}

int object_check(const struct object_class *class, struct lvsdr *host, enum operation operation,
		 const union object *found, const union object *wanted)
{
	unsigned int field = NO_FIELD, same;
	const char *wrong = host->insist || !class->check ? NULL : class->check(wanted, &field);

	if (!wrong || (found && class->check(found, &same) == wrong))
		return 0;
	return refuse(class, host, operation, wanted, field, wrong);
}

static uint32_t *set_bits(const struct object_class *class, void *object)
{
	return (uint32_t *)(void *)((char *)object + class->fields.set_offset);
}

static int refuse_set(const struct object_class *class, const union object *object,
		      const struct field_problem *problem)
{
	struct text name = {0};

	text_add(&name, "%s of ", problem->field);
	class->describe(object, &name);
	error_set(object->host, problem->code, OPERATION_SET, name.data, "%s", problem->reason);
	return error_set_field(object->host, problem->field);
}

static bool agrees(const struct object_class *class, const union object *object, unsigned int field,
		   bool observed, struct field_problem *problem)
{
	struct text wrong = {0};

	return !class->agree || class->agree(object, field, observed, &wrong) ||
	       field_refuse(problem, -EINVAL, class->fields.field[field].name, "%s", wrong.data);
}

bool object_agrees(const struct object_class *class, const union object *object, bool observed,
		   struct field_problem *ret_problem)
{
	uint32_t set =
		*(const uint32_t *)(const void *)((const char *)object + class->fields.set_offset);

	for (unsigned int i = 0; i < class->fields.count; i++)
		if (set & 1u << i && !agrees(class, object, i, observed, ret_problem))
			return false;
	return true;
}

int object_set_numbers(const struct object_class *class, void *object,
		       const struct field_value *values, size_t count)
{
	struct field_problem problem;
	union object changed;
	bool good = true;

	if (!object)
		return -EINVAL;
	object_copy(class, &changed, object);
	for (size_t i = 0; i < count && good; i++)
		good = field_set_number(&class->fields, values[i].field, &changed, values[i].number,
					false, &problem);
	for (size_t i = 0; i < count && good; i++)
		good = agrees(class, &changed, values[i].field, false, &problem);
	if (!good)
		return refuse_set(class, object, &problem);
	object_copy(class, object, &changed);
	return 0;
}

int object_set_number(const struct object_class *class, void *object, unsigned int field,
		      int64_t number)
{
	return object_set_numbers(class, object, &(struct field_value){field, number}, 1);
}

int object_set_text(const struct object_class *class, void *object, unsigned int field,
		    const char *text)
{
	struct field_problem problem;
	union object changed;

	if (!object)
		return -EINVAL;
	object_copy(class, &changed, object);
	if (!text)
		field_refuse(&problem, -EINVAL, field_text_name(&class->fields.field[field]),
			     "it is NULL");
	else if (field_set_text(&class->fields, field, &changed, text, false, &problem) &&
		 agrees(class, &changed, field, false, &problem)) {
		object_copy(class, object, &changed);
		return 0;
	}
	return refuse_set(class, object, &problem);
}

static int refuse_description(struct lvsdr *host, const char *what,
			      const struct field_problem *problem)
{
	error_set(host, problem->code, OPERATION_DESCRIBE, what, "%s", problem->reason);
	return error_set_field(host, problem->field);
}

int object_describe_number(const struct object_class *class, struct lvsdr *host, const char *what,
			   void *object, unsigned int field, int64_t number)
{
	struct field_problem problem;

	return field_set_number(&class->fields, field, object, number, false, &problem)
		       ? 0
		       : refuse_description(host, what, &problem);
}

int object_describe_text(const struct object_class *class, struct lvsdr *host, const char *what,
			 void *object, unsigned int field, const char *text)
{
	struct field_problem problem;

	return field_set_text(&class->fields, field, object, text, false, &problem)
		       ? 0
		       : refuse_description(host, what, &problem);
}

void object_set_all(const struct object_class *class, union object *object)
{
	*set_bits(class, object) = ~0u;
}

void object_copy(const struct object_class *class, union object *to, const union object *from)
{
	memcpy(to, from, class->fields.size);
}

static void drop_unset(const struct object_class *class, uint32_t set, json_t *json)
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
			drop_unset(class, *set_bits(class, &defaults), json);
		return json;
	}
	json_decref(json);
	return NULL;
}

bool object_from_json(const struct object_class *class, const json_t *json,
		      const char *const *others, bool observed, union object *ret_object,
		      struct field_problem *ret_problem)
{
	union object object, defaults;
	uint32_t set;

	memset(&object, 0, sizeof(object));
	if (!fields_from_json(&class->fields, json, others, observed, &object, ret_problem))
		return false;
	set = *set_bits(class, &object);
	object_copy(class, &defaults, &object);
	class->set_defaults(&defaults);
	fields_merge(&class->fields, &object, &defaults);
	*set_bits(class, &object) = set;
	if (!object_agrees(class, &object, observed, ret_problem))
		return false;
	if (!class->partial)
		object_set_all(class, &object);
	object_copy(class, ret_object, &object);
	return true;
}
