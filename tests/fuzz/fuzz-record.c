// SPDX-License-Identifier: LGPL-2.1-or-later
/*
 * What a written step keeps for its undo, as JSON: what a driver takes it can put into words.
 */
#include "fuzz.h"
#include "model/arp_policy.h"
#include "model/object.h"
#include "drivers/driver.h"

static const struct lvsdr_vip vip = {
	.address = {AF_INET, {192, 168, 1, 41}}, .prefix_length = 32, .device = "eth0"};
static const struct lvsdr_arp_policy policy = {.device = "all"};

/* A step that goes from one form to the other, either of which may be NULL. */
static void tell(const struct object_class *class, json_t *record, const void *before,
		 const void *after)
{
	struct step_details details = {.record = record};
	struct step step = {.class = class, .before = before, .after = after, .details = &details};
	struct text text = {0};

	driver_describe_record(&step, &text);
	fuzz_expect(strlen(text.data) == text.length);
}

static void take(json_t *record)
{
	struct text wrong = {0};
	union object after = {.arp_policy = policy};

	if (vip_driver.take_record(record, NULL, &wrong)) {
		tell(&vip_class, record, &vip, NULL);
		tell(&vip_class, record, &vip, &vip);
	} else {
		fuzz_expect(wrong.length > 0);
	}
	text_cut(&wrong, 0);
	if (arp_policy_driver.take_record(record, &after, &wrong)) {
		fuzz_expect(after.arp_policy.asked_ignore >= 0 &&
			    after.arp_policy.asked_announce >= 0);
		tell(&arp_policy_class, record, &policy, &after);
	} else {
		fuzz_expect(wrong.length > 0);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	json_t *record = json_loadb((const char *)data, size, 0, NULL);

	if (record)
		take(record);
	json_decref(record);
	return 0;
}
