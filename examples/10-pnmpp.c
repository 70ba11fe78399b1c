/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Appendix: persistence on marked ports (PNMPP): a client stays on its real server for some ports. */
#include <lvsdr/lvsdr.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The mark changes nothing before the service is there, so it comes first and goes last. */
static int add(struct lvsdr *host, const struct lvsdr_service *marked,
	       const struct lvsdr_mark *mark, char **rips)
{
	struct lvsdr_dest *real_server;
	int result = lvsdr_mark_add(host, mark), changed = result > 0;

	if (result >= 0)
		result = lvsdr_service_add(host, marked);
	changed |= result > 0;
	for (; result >= 0 && *rips; rips++) {
		result = lvsdr_dest_new(host, *rips, &real_server);
		if (result == 0)
			result = lvsdr_dest_add(host, marked, real_server);
		changed |= result > 0;
		lvsdr_dest_free(real_server);
	}
	return result < 0 ? result : changed;
}

static int undo(struct lvsdr *host, const struct lvsdr_service *marked,
		const struct lvsdr_mark *mark)
{
	int changed = lvsdr_service_remove(host, marked); /* its real servers go with it */
	int result = changed < 0 ? changed : lvsdr_mark_remove(host, mark);

	return result < 0 ? result : changed | result;
}

int main(int argc, char **argv)
{
	int back = argc > 1 && !strcmp(argv[1], "--undo"), result = -1;
	char **words = argv + 1 + back, *end, ports[256];
	const char *family = argc > 5 + back && strchr(words[0], ':') ? "ipv6" : "ipv4";
	unsigned long fwmark, seconds;
	struct lvsdr *host = NULL;
	struct lvsdr_service *marked = NULL;
	struct lvsdr_mark *mark = NULL;

	if (argc < 6 + back || (fwmark = strtoul(words[2], &end, 0)) == 0 || *end ||
	    fwmark > UINT32_MAX || (seconds = strtoul(words[3], &end, 10)) == 0 || *end ||
	    seconds > UINT32_MAX || *words[0] == '-') {
		puts("Marks packets for some ports, and adds one persistent service for the\n"
		     "mark; --undo removes both.\n"
		     "classic: iptables -t mangle -A PREROUTING -d VIP -i eth0 -p tcp\n"
		     "         --dport PORT -j MARK --set-mark MARK;\n"
		     "         ipvsadm -A -f MARK -s rr -p SECONDS; ipvsadm -a -f MARK -r RIP "
		     "-g\n\n"
		     "usage: 10-pnmpp [--undo] VIP PORT[,PORT...] MARK SECONDS RIP...");
		return argc == 2 && !strcmp(argv[1], "--help") ? EXIT_SUCCESS : 2;
	}
	snprintf(ports, sizeof(ports), strchr(words[0], ':') ? "[%s]:%s" : "%s:%s", words[0],
		 words[1]);
	if (lvsdr_new(&host) == 0 && lvsdr_set_trace(host, STDOUT_FILENO) == 0 &&
	    lvsdr_service_new_fwmark(host, family, (uint32_t)fwmark, &marked) == 0 &&
	    lvsdr_service_set_scheduler(marked, "rr") == 0 &&
	    lvsdr_service_set_persistence(marked, (uint32_t)seconds) == 0 &&
	    lvsdr_mark_new(host, "tcp", ports, (uint32_t)fwmark, &mark) == 0 &&
	    lvsdr_mark_set_device(mark, "eth0") == 0)
		result = back ? undo(host, marked, mark) : add(host, marked, mark, words + 4);
	if (result < 0)
		fprintf(stderr, "%s\n", lvsdr_error_message(host));
	else if (result == 0)
		puts("nothing to do");
	lvsdr_mark_free(mark);
	lvsdr_service_free(marked);
	lvsdr_free(host);
	return result < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
