// SPDX-License-Identifier: LGPL-2.1-or-later
/* A watch tells what another program changes, and what changed is the plan from the last state to this one. */
#include "scenario.h"

#include <poll.h>

static const char ours[] = "192.168.1.41";
enum { PARTS = LVSDR_STATE_SERVICES | LVSDR_STATE_VIPS, INTERVAL = 20 };

static struct lvsdr_watch *open_watch(struct lvsdr *host)
{
	struct lvsdr_scope *scope;
	struct lvsdr_watch *watch;

	must(host, lvsdr_scope_new(host, ours, &scope));
	tell(host, "too often", lvsdr_watch_open(host, scope, PARTS, 5, &watch));
	must(host, lvsdr_watch_open(host, scope, PARTS, INTERVAL, &watch));
	lvsdr_scope_free(scope);
	return watch;
}

/* What is told when the descriptor becomes readable, which it does at each interval at the latest. */
static uint32_t read_watch(struct lvsdr *host, struct lvsdr_watch *watch)
{
	struct pollfd poller = {.fd = lvsdr_watch_get_fd(watch), .events = POLLIN};
	uint32_t parts;

	poll(&poller, 1, -1);
	must(host, lvsdr_watch_read(watch, &parts));
	return parts;
}

/* Waits until this part is told and has changed: what was told before may be told once more. Then that is what is known. */
static void show_change(struct lvsdr *host, struct lvsdr_watch *watch, uint32_t part,
			struct lvsdr_state **known)
{
	struct lvsdr_state *now;
	struct lvsdr_plan *plan;

	for (;;) {
		while (!(read_watch(host, watch) & part))
			;
		now = read_state(host, ours, PARTS);
		plan = plan_from(host, ours, *known, now);
		if (lvsdr_plan_get_step_count(plan))
			break;
		lvsdr_plan_free(plan);
		lvsdr_state_free(now);
	}
	show_plan(plan);
	lvsdr_plan_free(plan);
	lvsdr_state_free(*known);
	*known = now;
}

static void watch_others(struct lvsdr *host, struct lvsdr *other, struct lvsdr_watch *watch)
{
	struct lvsdr_service *web = new_service(other, "tcp", "192.168.1.41:80");
	struct lvsdr_dest *dest = new_dest(other, "192.168.1.20");
	struct lvsdr_vip *vip = new_vip(other, ours, "lo");
	struct lvsdr_state *known = read_state(host, ours, PARTS);

	tell(other, "add a service", lvsdr_service_add(other, web));
	show_change(host, watch, LVSDR_STATE_SERVICES, &known);
	tell(other, "add a destination", lvsdr_dest_add(other, web, dest));
	show_change(host, watch, LVSDR_STATE_SERVICES, &known);
	must(other, lvsdr_dest_set_weight(dest, 7));
	tell(other, "change its weight", lvsdr_dest_update(other, web, dest));
	show_change(host, watch, LVSDR_STATE_SERVICES, &known);
	tell(other, "add a VIP", lvsdr_vip_add(other, vip));
	show_change(host, watch, LVSDR_STATE_VIPS, &known);
	tell(other, "remove the service", lvsdr_service_remove(other, web));
	show_change(host, watch, LVSDR_STATE_SERVICES, &known);
	lvsdr_state_free(known);
	lvsdr_vip_free(vip);
	lvsdr_dest_free(dest);
	lvsdr_service_free(web);
}

int main(int argc, char **argv)
{
	struct lvsdr *host = open_host(argc > 1 ? argv[1] : NULL), *other = open_host(argv[1]);
	struct lvsdr_service *dns = new_service(other, "udp", "192.168.1.42:53");
	struct lvsdr_watch *watch;
	uint32_t told = 0;

	tell(other, "add one of others", lvsdr_service_add(other, dns)); /* loads IPVS */
	watch = open_watch(host);
	must(other, lvsdr_service_set_scheduler(dns, "rr"));
	tell(other, "change it", lvsdr_service_update(other, dns));
	for (int i = 0; i < 5; i++)
		told |= read_watch(host, watch);
	printf("told: %d\n", told != 0);
	watch_others(host, other, watch);
	lvsdr_watch_free(watch);
	lvsdr_service_free(dns);
	lvsdr_free(other);
	lvsdr_free(host);
	return 0;
}
