// SPDX-License-Identifier: LGPL-2.1-or-later
#include "model.h"

#include <arpa/inet.h>
#include <lvsdr/lvsdr.h>
#include <string.h>

#define VIP6 "[2001:0db8:0000:0000:0000:0000:0000:0041]"

const struct model_identity model_services[MODEL_SERVICES] = {
	{"tcp", "192.168.1.41", "ipv4", 0, 80, "C0A80129"},
	{"tcp", "192.168.1.41", "ipv4", 0, 0, "C0A80129"},
	{"udp", "192.168.1.41", "ipv4", 0, 80, "C0A80129"},
	{"udp", "192.168.1.42", "ipv4", 0, 5060, "C0A8012A"},
	{"sctp", "192.168.1.42", "ipv4", 0, 9, "C0A8012A"},
	{"tcp", "2001:db8::41", "ipv6", 0, 80, VIP6},
	{"udp", "2001:db8::41", "ipv6", 0, 5060, VIP6},
	{NULL, NULL, "ipv4", 7, 0, NULL},
	{NULL, NULL, "ipv6", 7, 0, NULL},
	{NULL, NULL, "ipv4", 2147483648, 0, NULL},
	{NULL, NULL, "ipv4", 4294967295, 0, NULL},
};

/* The last but two equals a VIP, the last but one has a port of its own, the last never works. */
const struct model_identity model_dests[MODEL_DESTS] = {
	{.address = "192.168.1.20", .family = "ipv4", .proc = "C0A80114"},
	{.address = "192.168.1.21", .family = "ipv4", .proc = "C0A80115"},
	{.address = "192.168.1.22", .family = "ipv4", .proc = "C0A80116"},
	{.address = "2001:db8::20",
	 .family = "ipv6",
	 .proc = "[2001:0db8:0000:0000:0000:0000:0000:0020]"},
	{.address = "2001:db8::21",
	 .family = "ipv6",
	 .port = 8080,
	 .proc = "[2001:0db8:0000:0000:0000:0000:0000:0021]"},
	{.address = "192.168.1.41", .family = "ipv4", .proc = "C0A80129"},
	{.address = "192.168.1.23", .family = "ipv4", .port = 8080, .proc = "C0A80117"},
	{.address = "224.0.0.1", .family = "ipv4", .proc = "E0000001"},
};

static bool is_ipv6(const struct model_identity *identity)
{
	return !strcmp(identity->family, "ipv6");
}

struct model_service model_default_service(unsigned int service)
{
	return (struct model_service){.scheduler = "wlc",
				      .engine = "",
				      .prefix = is_ipv6(&model_services[service]) ? 128 : 32};
}

struct model_dest model_default_dest(void)
{
	return (struct model_dest){.forwarding = LVSDR_FORWARD_DIRECT, .weight = 1};
}

void model_set_service(struct model_service *to, const struct model_service *from, uint32_t set)
{
	if (set & SET_SCHEDULER)
		to->scheduler = from->scheduler;
	if (set & SET_FLAGS)
		to->flags = from->flags;
	if (set & SET_ONE_PACKET)
		to->one_packet = from->one_packet;
	if (set & SET_TIMEOUT)
		to->timeout = from->timeout;
	if (set & SET_PREFIX)
		to->prefix = from->prefix;
	if (set & SET_ENGINE)
		to->engine = from->engine;
}

void model_set_dest(struct model_dest *to, const struct model_dest *from, uint32_t set)
{
	if (set & SET_FORWARDING)
		to->forwarding = from->forwarding;
	if (set & SET_WEIGHT)
		to->weight = from->weight;
	if (set & SET_THRESHOLDS) {
		to->upper = from->upper;
		to->lower = from->lower;
	}
	if (set & SET_TUNNEL) {
		to->forwarding = LVSDR_FORWARD_TUNNEL;
		to->type = from->type;
		to->port = from->port;
		to->flags = from->flags;
	}
}

bool model_same_service(const struct model_service *a, const struct model_service *b)
{
	return !strcmp(a->scheduler, b->scheduler) && !strcmp(a->engine, b->engine) &&
	       a->flags == b->flags && a->timeout == b->timeout && a->prefix == b->prefix &&
	       a->one_packet == b->one_packet;
}

bool model_same_dest(const struct model_dest *a, const struct model_dest *b)
{
	return a->forwarding == b->forwarding && a->weight == b->weight && a->upper == b->upper &&
	       a->lower == b->lower && a->type == b->type && a->port == b->port &&
	       a->flags == b->flags;
}

bool model_service_works(unsigned int service, const struct model_service *form)
{
	const struct model_identity *identity = &model_services[service];

	if (identity->fwmark)
		return true;
	return (identity->port || form->timeout) &&
	       (!form->one_packet || !strcmp(identity->protocol, "udp"));
}

uint16_t model_dest_port(unsigned int service, unsigned int dest)
{
	return model_dests[dest].port ? model_dests[dest].port : model_services[service].port;
}

bool model_dest_works(unsigned int service, unsigned int dest, const struct model_dest *form)
{
	const struct model_identity *of = &model_services[service], *identity = &model_dests[dest];

	if (strcmp(of->family, identity->family) && form->forwarding != LVSDR_FORWARD_TUNNEL)
		return false;
	if (of->fwmark)
		return true;
	return strcmp(of->address, identity->address) &&
	       ((form->forwarding != LVSDR_FORWARD_DIRECT &&
		 form->forwarding != LVSDR_FORWARD_TUNNEL) ||
		model_dest_port(service, dest) == of->port);
}

struct model_service model_random_service(struct random *random, unsigned int service)
{
	static const char *const schedulers[] = {"rr", "wrr", "lc", "wlc", "lblc", "lblcr", "dh",
						 "sh", "sed", "nq", "fo",  "ovf",  "mh",    "none"};
	static const uint32_t timeouts[] = {0, 0, 1, 60, 600, 2678400};
	struct model_service form = {.engine = random_once_in(random, 3) ? "sip" : ""};

	form.scheduler = RANDOM_OF(random, schedulers);
	form.flags = random_once_in(random, 2) ? 0 : random_below(random, 8) << 3;
	form.timeout = RANDOM_OF(random, timeouts);
	form.one_packet = random_once_in(random, 3);
	form.prefix = model_default_service(service).prefix;
	if (random_once_in(random, 2))
		form.prefix = 1 + (int32_t)random_below(random, (uint32_t)form.prefix);
	return form;
}

struct model_dest model_random_dest(struct random *random)
{
	static const int32_t weights[] = {0, 1, 1, 2, 100, 65535, 65536, 2147483647};
	static const uint32_t thresholds[] = {0, 0, 1, 100, 2147483647};
	struct model_dest form = {.forwarding = (int32_t)random_below(random, 5)};

	form.weight = RANDOM_OF(random, weights);
	form.upper = RANDOM_OF(random, thresholds);
	form.lower = form.upper ? random_below(random, form.upper) : 0;
	form.type = (int32_t)random_below(random, 3);
	form.port = form.type == LVSDR_TUNNEL_GUE ? 1 + (int32_t)random_below(random, 65535) : 0;
	form.flags = random_below(random, 3); /* ipvsadm knows one at a time */
	return form;
}

void model_plain_dest(struct model_dest *form)
{
	if (form->forwarding != LVSDR_FORWARD_MASQUERADE &&
	    form->forwarding != LVSDR_FORWARD_TUNNEL)
		form->forwarding = LVSDR_FORWARD_DIRECT;
	if (form->forwarding != LVSDR_FORWARD_TUNNEL)
		form->type = form->port = 0;
	if (form->forwarding != LVSDR_FORWARD_TUNNEL || form->type == LVSDR_TUNNEL_IPIP)
		form->flags = 0;
	if (form->type == LVSDR_TUNNEL_GRE)
		form->flags &= LVSDR_TUNNEL_CHECKSUM; /* the other it refuses */
}
