// SPDX-License-Identifier: LGPL-2.1-or-later
#include "drivers/look.h"

#include "core/handle.h"
#include "drivers/driver.h"
#include "drivers/observe.h"

#include <errno.h>

/* Of the listed kinds; services are another matter. */
static const enum kind kinds[] = {KIND_ARP_POLICY, KIND_SYSCTL, KIND_TIMEOUTS, KIND_SYNC_DAEMON};

enum { KIND_LOOKS = sizeof(kinds) / sizeof(*kinds) };

uint32_t look_parts(void)
{
	uint32_t parts = LVSDR_STATE_SERVICES;

	for (size_t i = 0; i < KIND_LOOKS; i++)
		parts |= object_classes[kinds[i]]->part;
	return parts;
}

void look_init(struct look *look, struct lvsdr *host, const struct lvsdr_scope *scope)
{
	*look = (struct look){.host = host, .scope = scope};
	ipvs_imager_init(&look->imager, host, ipvs_in_scope, scope);
}

void look_clear(struct look *look)
{
	for (size_t i = 0; i < KIND_LISTS; i++)
		lvsdr_state_free(look->states[i]);
	ipvs_imager_clear(&look->imager);
	ipvs_image_clear(&look->services);
	ipvs_image_clear(&look->next);
}

static bool same_list(const struct state_list *a, const struct state_list *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (!object_equal(a->class, state_at(a, i), state_at(b, i)))
			return false;
	return true;
}

static bool same_state(const struct lvsdr_state *a, const struct lvsdr_state *b, enum kind kind)
{
	return a && same_list(&a->lists[kind], &b->lists[kind]);
}

/* 1 if it is not as it was, 0, or a code with its detail. */
static int compare_list(struct look *look, enum kind kind)
{
	struct lvsdr_state *now;
	int error = state_read(look->host, look->scope, NULL, object_classes[kind]->part, &now);
	bool same;

	if (error)
		return error;
	same = same_state(look->states[kind], now, kind);
	lvsdr_state_free(look->states[kind]);
	look->states[kind] = now;
	return !same;
}

static int compare_services(struct look *look)
{
	int error = ipvs_image_read(&look->imager, &look->next);
	struct ipvs_image old = look->services;

	if (error)
		return error;
	look->services = look->next;
	look->next = old; /* its memory is for the next time */
	return !ipvs_image_equal(&look->services, &old);
}

static int compare(struct look *look, enum kind kind)
{
	return kind == KIND_SERVICE ? compare_services(look) : compare_list(look, kind);
}

static int skip_name(const char *name, void *data)
{
	(void)name;
	(void)data;
	return 0;
}

/* Without privilege: 1, 0 or a negative errno. */
static int has_sysctls(struct transport *transport)
{
	int error = transport_list_sysctls(transport, "vs", skip_name, NULL);

	if (error == -ENOENT)
		return 0;
	return error ? error : 1;
}

/* Whether there is anything of the kind to be read, which would load IPVS: 1, 0 or a code. */
static int is_there(struct look *look, enum kind kind)
{
	struct transport *transport = &look->host->transport;
	int result = 1;

	if (kind == KIND_SYSCTL)
		result = has_sysctls(transport);
	else if (kind != KIND_ARP_POLICY)
		result = transport_has_ipvs(transport);
	return result < 0 ? error_set_kernel(look->host, result, NULL, OPERATION_READ,
					     object_classes[kind]->list, error_ipvs_hint(result))
			  : result;
}

/* What keeps changing while it is read has changed, and is not known. */
static int look_at_kind(struct look *look, enum kind kind, uint32_t *changed)
{
	uint32_t part = object_classes[kind]->part;
	bool known = look->known & part, was_there = look->there & part;
	int there = is_there(look, kind), result = 0;

	if (there < 0)
		return there;
	if (there)
		result = compare(look, kind);
	if (result < 0 && result != -EAGAIN)
		return result;
	if (result || !known || was_there != (bool)there)
		*changed |= part;
	look->known = result == -EAGAIN ? look->known & ~part : look->known | part;
	look->there = there ? look->there | part : look->there & ~part;
	return 0;
}

int look_at(struct look *look, uint32_t parts, uint32_t *changed)
{
	int error = parts & LVSDR_STATE_SERVICES ? look_at_kind(look, KIND_SERVICE, changed) : 0;

	for (size_t i = 0; i < KIND_LOOKS && !error; i++)
		if (parts & object_classes[kinds[i]]->part)
			error = look_at_kind(look, kinds[i], changed);
	return error;
}
