/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Appendix: the connection table, with the templates of persistent services. */
#include <inttypes.h>
#include <lvsdr/lvsdr.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void show(const struct lvsdr_connections *connections)
{
	char client[46], vip[46], dest[46];

	lvsdr_connections_get_client_address(connections, client, sizeof(client));
	lvsdr_connections_get_dest_address(connections, dest, sizeof(dest));
	if (!lvsdr_connections_get_virtual_address(connections, vip, sizeof(vip)))
		snprintf(vip, sizeof(vip), "mark %" PRIu32, /* a template of a firewall mark */
			 lvsdr_connections_get_fwmark(connections));
	printf("%-4s %-11s %5" PRIu32 "s  %s port %" PRId32 " -> %s port %" PRId32 " -> %s%s\n",
	       lvsdr_connections_get_protocol(connections),
	       lvsdr_connections_get_state(connections), lvsdr_connections_get_expiry(connections),
	       client, lvsdr_connections_get_client_port(connections), vip,
	       lvsdr_connections_get_virtual_port(connections), dest,
	       lvsdr_connections_get_template(connections) ? "  template" : "");
}

int main(int argc, char **argv)
{
	struct lvsdr *host = NULL;
	struct lvsdr_service *service = NULL; /* NULL: of all services */
	struct lvsdr_dest *dest = NULL;       /* NULL: of all real servers */
	struct lvsdr_connections *connections = NULL;
	int result = -1;

	if (argc > 3 || (argc > 1 && *argv[1] == '-')) {
		puts("Lists the connections that the director forwards, with their states.\n"
		     "classic: ipvsadm -Lcn\n\n"
		     "usage: 12-connections [VIP:PORT [RIP]]");
		return argc == 2 && !strcmp(argv[1], "--help") ? EXIT_SUCCESS : 2;
	}
	if (lvsdr_new(&host) == 0 &&
	    (argc < 2 || lvsdr_service_new(host, "tcp", argv[1], &service) == 0) &&
	    (argc < 3 || lvsdr_dest_new(host, argv[2], &dest) == 0) &&
	    lvsdr_connections_open(host, service, dest, &connections) == 0)
		while ((result = lvsdr_connections_next(connections)) == 1)
			show(connections);
	if (result < 0)
		fprintf(stderr, "%s\n", lvsdr_error_message(host));
	lvsdr_connections_free(connections);
	lvsdr_dest_free(dest);
	lvsdr_service_free(service);
	lvsdr_free(host);
	return result < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
