/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Appendix: the connection table, with the templates of persistent services. */
#include <inttypes.h>
#include <lvsdr/lvsdr.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void show(const struct lvsdr_connections *connections)
{
	char client[46], virtual[46], dest[46], mark[16];

	lvsdr_connections_get_client_address(connections, client, sizeof(client));
	lvsdr_connections_get_virtual_address(connections, virtual, sizeof(virtual));
	lvsdr_connections_get_dest_address(connections, dest, sizeof(dest));
	snprintf(mark, sizeof(mark), "mark %" PRIu32, lvsdr_connections_get_fwmark(connections));
	printf("%-4s %-11s %5" PRIu32 "s  %s port %" PRId32 " -> %s port %" PRId32 " -> %s%s",
	       lvsdr_connections_get_protocol(connections),
	       lvsdr_connections_get_state(connections), lvsdr_connections_get_expiry(connections),
	       client, lvsdr_connections_get_client_port(connections), *virtual ? virtual : mark,
	       lvsdr_connections_get_virtual_port(connections), dest,
	       lvsdr_connections_get_template(connections) ? "  template" : "");
	if (*lvsdr_connections_get_persistence_engine(connections))
		printf(" of %s: %s", lvsdr_connections_get_persistence_engine(connections),
		       lvsdr_connections_get_persistence_data(connections));
	putchar('\n');
}

static int show_all(struct lvsdr *host, const struct lvsdr_service *service,
		    const struct lvsdr_dest *dest)
{
	struct lvsdr_connections *connections;
	int result = lvsdr_connections_open(host, service, dest, &connections);

	if (result < 0)
		return result;
	while ((result = lvsdr_connections_next(connections)) == 1)
		show(connections);
	lvsdr_connections_free(connections);
	return result;
}

static int show_counts(struct lvsdr *host, const struct lvsdr_service *service,
		       const struct lvsdr_dest *dest)
{
	uint64_t counts[LVSDR_CONNECTIONS_COUNT];
	int result = lvsdr_connections_count(host, service, dest, counts, LVSDR_CONNECTIONS_COUNT);

	for (int i = 0; i < result; i++)
		if (counts[i])
			printf("%8" PRIu64 " %s\n", counts[i], lvsdr_connections_get_state_name(i));
	return result < 0 ? result : 0;
}

int main(int argc, char **argv)
{
	struct lvsdr_service *service = NULL;
	struct lvsdr_dest *dest = NULL;
	struct lvsdr *host;
	int at = 1, result = 0;

	if (argc > 2 && !strcmp(argv[1], "--netns"))
		at = 3;
	if ((argc > at && *argv[at] == '-') || argc > at + 2) {
		printf("Shows the connections that the director forwards, and how many are in "
		       "which "
		       "state.\nclassic: ipvsadm -Lcn --persistent-conn\n\n"
		       "usage: %s [--netns NAME] [VIP:PORT [RIP]]\n",
		       argv[0]);
		return strcmp(argv[1], "--help") ? 2 : EXIT_SUCCESS;
	}
	if (lvsdr_new(&host) < 0)
		return EXIT_FAILURE;
	if (at == 3)
		result = lvsdr_open_netns(host, argv[2]);
	if (result >= 0 && argc > at)
		result = lvsdr_service_new(host, "tcp", argv[at], &service);
	if (result >= 0 && argc > at + 1)
		result = lvsdr_dest_new(host, argv[at + 1], &dest);
	if (result >= 0)
		result = show_all(host, service, dest);
	if (result >= 0)
		result = show_counts(host, service, dest);
	if (result < 0)
		fprintf(stderr, "%s\n", lvsdr_error_message(host));
	lvsdr_dest_free(dest);
	lvsdr_service_free(service);
	lvsdr_free(host);
	return result < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
