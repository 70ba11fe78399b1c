// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * Written plans: what is taken is written, and read back as the same, and so it is when it was made
 * graceful. The input is the array of steps alone: the rest says which boot and namespace it is for,
 * and has to be ours. One that begins with "{" is what a graceful plan has before its steps, and them:
 * {"flags": 0, "milliseconds": 1000}, "steps": [...]
 */
#include "plan/plan.h"
#include "states.h"

#include <errno.h>
#include <lvsdr/drain.h>

/* What stands before and behind the steps: a plan without any, graceful or not. */
static char *write_empty(struct lvsdr *host, bool graceful, char **ret_tail)
{
	static const char steps[] = "\"steps\": []", no_steps[] = "\"graceful\": []";
	const char *member = graceful ? no_steps : steps, *json, *place;
	struct lvsdr_plan *plan;
	size_t size;
	char *text;

	fuzz_expect(!lvsdr_plan_new(host, &plan) && !lvsdr_plan_to_json(plan, &json));
	place = strstr(json, steps);
	fuzz_expect(place != NULL);
	size = strlen(json) + strlen(member) + 1;
	text = malloc(size);
	fuzz_expect(text != NULL);
	snprintf(text, size, "%.*s%s%s", (int)(place - json), json, member, place + strlen(steps));
	lvsdr_plan_free(plan);
	*ret_tail = strstr(text, "[]");
	fuzz_expect(*ret_tail != NULL);
	**ret_tail = '\0';
	*ret_tail += 2;
	return text;
}

static char *write_whole(struct lvsdr *host, const uint8_t *steps, size_t size, size_t *ret_size)
{
	char *tail, *head = write_empty(host, size && *steps == '{', &tail), *text;
	size_t before = strlen(head), behind = strlen(tail);

	*ret_size = before + size + behind;
	text = malloc(*ret_size);
	fuzz_expect(text != NULL);
	memcpy(text, head, before);
	memcpy(text + before, steps, size);
	memcpy(text + before + size, tail, behind);
	free(head);
	return text;
}

static void look(struct lvsdr_plan *plan)
{
	for (size_t i = 0; i < lvsdr_plan_get_step_count(plan); i++) {
		fuzz_expect(lvsdr_plan_get_step_command(plan, i) != NULL);
		fuzz_expect(lvsdr_plan_get_step_explanation(plan, i) != NULL);
		lvsdr_plan_get_step_before(plan, i);
		lvsdr_plan_get_step_after(plan, i);
	}
}

static void check_form(const struct object_class *class, const union object *one,
		       const union object *other)
{
	fuzz_expect(!one == !other);
	if (!one)
		return;
	states_equal_objects(class, one, other);
	if (class->owner)
		fuzz_expect(fields_equal(&service_class.fields, one->dest.service,
					 other->dest.service, true));
}

static void check_step(const struct step *one, const struct step *other)
{
	json_t *record = step_record(one);

	fuzz_expect(one->class == other->class && one->stage == other->stage &&
		    one->drains == other->drains);
	check_form(one->class, one->before, other->before);
	check_form(one->class, one->after, other->after);
	fuzz_expect(record ? json_equal(record, step_record(other)) : !step_record(other));
}

static void check_again(struct lvsdr *host, struct lvsdr_plan *plan)
{
	struct lvsdr_plan *again;
	const char *first, *second;

	fuzz_expect(!lvsdr_plan_to_json(plan, &first));
	fuzz_expect(!lvsdr_plan_from_json(host, first, strlen(first), &again));
	fuzz_expect(!lvsdr_plan_to_json(again, &second));
	fuzz_expect(!strcmp(first, second) && plan->count == again->count);
	for (size_t i = 0; i < plan->count; i++)
		check_step(&plan->steps[i], &again->steps[i]);
	lvsdr_plan_free(again);
}

/* No step is lost, and what drains is removed with weight 0, all in one place. */
static void check_drains(const struct lvsdr_plan *plan, size_t before, bool any)
{
	size_t drains = 0, places = 0;

	for (size_t i = 0; i < plan->count; i++) {
		const struct step *step = &plan->steps[i];

		fuzz_expect(!i || step->stage >= step[-1].stage);
		fuzz_expect(!step->drains || (!step->after && !step->before->dest.weight));
		drains += step->drains;
		places += step->drains && !(i && step[-1].drains);
	}
	fuzz_expect(plan->count >= before && any == (drains > 0) && places <= 1);
	fuzz_expect(lvsdr_plan_get_draining(plan, NULL, NULL, NULL) == (int)drains);
}

static void check_graceful(struct lvsdr *host, struct lvsdr_plan *plan)
{
	const uint32_t flags =
		LVSDR_DRAIN_CUT_TEMPLATES | LVSDR_DRAIN_SET_FALLBACK | LVSDR_DRAIN_CUT_HASHED;
	bool was = plan->draining.graceful;
	size_t before = plan->count;
	int result = lvsdr_plan_make_graceful(plan, flags, 1000);

	if (was) {
		fuzz_expect(result == -EINVAL);
		return;
	}
	fuzz_expect(result == 0 || result == 1);
	check_drains(plan, before, result);
	look(plan);
	check_again(host, plan);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct lvsdr_plan *plan;
	struct lvsdr *host;
	size_t length;
	char *text;

	fuzz_expect(!lvsdr_new(&host));
	text = write_whole(host, data, size, &length);
	if (!lvsdr_plan_from_json(host, text, length, &plan)) {
		look(plan);
		check_again(host, plan);
		check_graceful(host, plan);
		lvsdr_plan_free(plan);
	}
	free(text);
	lvsdr_free(host);
	return 0;
}
