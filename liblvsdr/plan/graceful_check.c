// SPDX-License-Identifier: LGPL-2.1-or-later
/* What cannot be drained without breaking something. */
#include "plan/graceful.h"

#include "core/handle.h"
#include "drivers/driver.h"

#include <errno.h>
#include <linux/ip_vs.h>
#include <lvsdr/sysctl.h>
#include <stdio.h>
#include <string.h>

static void refuse(struct graceful *graceful, enum reason reason, const union object *dest)
{
	enum { LONGEST = 240 }; /* of the names; the message has its reasons besides */
	struct refusal *refusal = &graceful->refusals[reason];
	struct text name = {0};

	dest_class.describe(dest, &name);
	if (refusal->named == refusal->count &&
	    (!refusal->count || refusal->names.length + name.length < LONGEST)) {
		text_add(&refusal->names, "%s%s", refusal->count ? ", " : "", name.data);
		refusal->named++;
	}
	refusal->count++;
}

static int report_refused(struct graceful *graceful)
{
	static const char *const reasons[REASONS] = {
		[BY_TEMPLATES] =
			"the service is persistent, and templates would keep sending connections, "
			"because net.ipv4.vs.expire_quiescent_template is 0; set that to 1, or "
			"choose whether to wait for them (LVSDR_DRAIN_WAIT_FOR_TEMPLATES) or not "
			"(LVSDR_DRAIN_CUT_TEMPLATES)",
		[BY_HASH] =
			"the scheduler has no fallback, and clients whose hash selects it would "
			"get no answer; set the fallback flag of sh or mh "
			"(LVSDR_DRAIN_SET_FALLBACK), or remove it at once with its connections "
			"(LVSDR_DRAIN_CUT_HASHED)"};
	struct text text = {0}, more = {0};

	for (size_t i = 0; i < REASONS; i++) {
		const struct refusal *refusal = &graceful->refusals[i];

		if (!refusal->count)
			continue;
		more.length = 0;
		more.data[0] = '\0';
		if (refusal->count > refusal->named)
			text_add(&more, " and %zu more", refusal->count - refusal->named);
		text_add(&text, "%s%s%s: %s", text.length ? "; " : "", refusal->names.data,
			 more.data, reasons[i]);
	}
	return text.length ? error_set(graceful->host, -EINVAL, OPERATION_DRAIN, "the plan", "%s",
				       text.data)
			   : 0;
}

/* Whether a sysctl is on, as the plan will have set it, or as it is: 1, 0 or a code. */
static int sysctl_will_be(const struct graceful *graceful, const char *name,
			  const union object *dest)
{
	union object sysctl = {.sysctl = {.host = NULL}};
	const uint64_t *place;

	snprintf(sysctl.sysctl.name, sizeof(sysctl.sysctl.name), "%s", name);
	place = graceful_find_last(graceful, &sysctl_class, &sysctl);
	if (place)
		return strcmp(graceful->plan->steps[*place].after->sysctl.value, "0") != 0;
	return load_sysctl_is_on(graceful->host, name, dest);
}

static int templates_bring(struct graceful *graceful, const union object *dest)
{
	int expire;

	if (graceful->templates_bring < 0) {
		expire = sysctl_will_be(graceful, LVSDR_SYSCTL_EXPIRE_QUIESCENT_TEMPLATE, dest);
		graceful->templates_bring = expire < 0 ? expire : !expire;
	}
	return graceful->templates_bring;
}

static int check_templates(struct graceful *graceful, const struct lvsdr_service *service,
			   const union object *dest)
{
	int bring = 0;

	if (graceful->flags & CHOICE || !(service_wire_flags(service) & IP_VS_SVC_F_PERSISTENT))
		return 0;
	bring = templates_bring(graceful, dest);
	if (bring > 0)
		refuse(graceful, BY_TEMPLATES, dest);
	return bring < 0 ? bring : 0;
}

static void check_hash(struct graceful *graceful, const struct lvsdr_service *service, size_t index)
{
	const union object *dest = graceful->plan->steps[index].before;

	if (!dest->dest.weight || !graceful_refuses_clients(service) ||
	    graceful_wants_fallback(graceful, service) || graceful_service_goes(graceful, index))
		return;
	if (graceful->flags & LVSDR_DRAIN_CUT_HASHED) {
		graceful->fates[index] = KEEPS;
		graceful->drains--;
	} else {
		refuse(graceful, BY_HASH, dest);
	}
}

int graceful_check(struct graceful *graceful)
{
	const struct lvsdr_plan *plan = graceful->plan;
	int error = 0;

	for (size_t i = 0; i < plan->count && !error; i++) {
		const struct lvsdr_service *service;

		if (graceful->fates[i] != DRAINS)
			continue;
		service = graceful_service(graceful, i);
		error = check_templates(graceful, service, plan->steps[i].before);
		check_hash(graceful, service, i);
	}
	return error ? error : report_refused(graceful);
}

static void find_moves(struct graceful *graceful)
{
	const struct lvsdr_plan *plan = graceful->plan;

	for (size_t i = 0; i + 1 < plan->count; i++) {
		if (!plan->steps[i].returns)
			continue;
		if (!graceful->moves)
			graceful->first_move = i;
		graceful->last_move = i + 1;
		graceful->moves = true;
	}
}

/* As the plan will have set it, or as it is: the kernel takes any number for it. */
static int find_nodest(struct graceful *graceful)
{
	union object name = {
		.sysctl = {.host = graceful->host, .name = LVSDR_SYSCTL_EXPIRE_NODEST_CONN}};
	const uint64_t *place = graceful_find_last(graceful, &sysctl_class, &name);
	int result;

	if (place) {
		graceful->nodest.sysctl = graceful->plan->steps[*place].after->sysctl;
		return 0;
	}
	result = driver_of(&sysctl_class)
			 ->read(graceful->host, OPERATION_DRAIN, &name, &graceful->nodest);
	return result < 0 ? result : 0;
}

int graceful_check_moves(struct graceful *graceful)
{
	int ends;

	find_moves(graceful);
	if (!graceful->moves)
		return 0;
	ends = sysctl_will_be(graceful, LVSDR_SYSCTL_EXPIRE_NODEST_CONN,
			      graceful->plan->steps[graceful->first_move].before);
	graceful->ends_connections = ends > 0;
	return ends > 0 ? find_nodest(graceful) : ends;
}
