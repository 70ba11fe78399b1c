/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Appendix: persistence on marked ports (PNMPP): a client stays on its real server for a few ports.
 */
#include "common.h"

#include <stdio.h>
#include <string.h>

/* The service takes every packet that bears the mark, whatever its port. */
static int add_service(struct lvsdr *host, struct lvsdr_plan *plan, uint32_t fwmark,
		       char **arguments)
{
	uint32_t seconds = example_number(arguments[3]);
	const char *family = strchr(arguments[0], ':') ? "ipv6" : "ipv4";
	struct lvsdr_service *marked;
	struct lvsdr_dest *real_server;
	int result = lvsdr_service_new_fwmark(host, family, fwmark, &marked);

	if (result < 0)
		return result;
	result = lvsdr_service_set_scheduler(marked, "rr");
	if (!result) /* without it the client does not stay */
		result = lvsdr_service_set_persistence(marked, seconds);
	if (!result)
		result = lvsdr_plan_add_service(plan, marked);
	for (char **rip = arguments + 4; result >= 0 && *rip; rip++) {
		result = lvsdr_dest_new(host, *rip, &real_server);
		if (result < 0)
			break;
		result = lvsdr_plan_add_dest(plan, marked, real_server);
		lvsdr_dest_free(real_server);
	}
	lvsdr_service_free(marked);
	return result;
}

static int add_mark(struct lvsdr *host, struct lvsdr_plan *plan, uint32_t fwmark, char **arguments)
{
	struct lvsdr_mark *mark;
	char address[256];
	int result;

	snprintf(address, sizeof(address), strchr(arguments[0], ':') ? "[%s]:%s" : "%s:%s",
		 arguments[0], arguments[1]);
	result = lvsdr_mark_new(host, "tcp", address, fwmark, &mark);
	if (result < 0)
		return result;
	result = lvsdr_mark_set_device(mark, "eth0");
	if (!result)
		result = lvsdr_plan_add_mark(plan, mark);
	lvsdr_mark_free(mark);
	return result;
}

static int step(struct lvsdr *host, struct lvsdr_plan *plan, char **arguments)
{
	uint32_t fwmark = example_number(arguments[2]);
	int result = add_service(host, plan, fwmark, arguments);

	return result < 0 ? result : add_mark(host, plan, fwmark, arguments);
}

int main(int argc, char **argv)
{
	static const struct example example = {
		"Marks packets for some ports, and adds one persistent service for the mark.\n"
		"classic: iptables -t mangle -A PREROUTING -d VIP -i eth0 -p tcp --dport PORT -j "
		"MARK\n"
		"--set-mark MARK; ipvsadm -A -f MARK -s rr -p SECONDS; ipvsadm -a -f MARK -r RIP "
		"-g",
		"VIP PORT[,PORT...] MARK SECONDS RIP...", 5, step};

	return example_main(&example, argc, argv);
}
