/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Step 2: a real server does not answer ARP for the VIP. Before it has the VIP, never after. */
#include <lvsdr/lvsdr.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The old values have to come back: a plan holds them, and is written down before it is applied. */
static int write_record(struct lvsdr_plan *plan, const char *path)
{
	const char *json;
	FILE *file;

	if (lvsdr_plan_to_json(plan, &json) < 0)
		return -1;
	file = fopen(path, "wx"); /* never over an older record */
	if (file && fputs(json, file) >= 0 && fclose(file) == 0)
		return 0;
	perror(path);
	return -1;
}

static int apply(struct lvsdr *host, const char *path)
{
	struct lvsdr_arp_policy *eth0 = NULL, *all = NULL; /* arp_ignore 1 and arp_announce 2 */
	struct lvsdr_plan *plan = NULL;
	int result = -1;

	if (lvsdr_arp_policy_new(host, "eth0", &eth0) == 0 &&
	    lvsdr_arp_policy_new(host, "all", &all) == 0 && lvsdr_plan_new(host, &plan) == 0 &&
	    lvsdr_plan_update_arp_policy(plan, eth0) >= 0 &&
	    lvsdr_plan_update_arp_policy(plan, all) >= 0)
		result = 0;
	if (result == 0 && lvsdr_plan_get_step_count(plan) > 0)
		result = write_record(plan, path) < 0 ? -1 : lvsdr_plan_apply(plan);
	lvsdr_plan_free(plan);
	lvsdr_arp_policy_free(all);
	lvsdr_arp_policy_free(eth0);
	return result;
}

static int undo(struct lvsdr *host, const char *path)
{
	char json[16384];
	FILE *file = fopen(path, "r");
	size_t size = file ? fread(json, 1, sizeof(json), file) : 0;
	struct lvsdr_plan *plan = NULL;
	int result = -1;

	if (!file || fclose(file))
		perror(path);
	else if (lvsdr_plan_from_json(host, json, size, &plan) == 0)
		result = lvsdr_plan_undo(plan);
	lvsdr_plan_free(plan);
	return result;
}

int main(int argc, char **argv)
{
	int back = argc > 1 && !strcmp(argv[1], "--undo"), result = -1;
	struct lvsdr *host = NULL;

	if (argc != 2 + back || *argv[1 + back] == '-') {
		puts("Keeps a real server from answering ARP for the VIP: arp_announce 2 and\n"
		     "arp_ignore 1, for eth0 and all. The old values go to RECORD; --undo\n"
		     "restores them.\n"
		     "classic: sysctl -w net.ipv4.conf.eth0.arp_announce=2 ... (four values)\n\n"
		     "usage: 2-realserver-arp [--undo] RECORD");
		return argc == 2 && !strcmp(argv[1], "--help") ? EXIT_SUCCESS : 2;
	}
	if (lvsdr_new(&host) == 0 && lvsdr_set_trace(host, STDOUT_FILENO) == 0)
		result = back ? undo(host, argv[2]) : apply(host, argv[1]);
	if (result < 0 && lvsdr_error_code(host))
		fprintf(stderr, "%s\n", lvsdr_error_message(host));
	else if (result == 0)
		puts("nothing to do");
	lvsdr_free(host);
	return result < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
