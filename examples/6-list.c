/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Step 6: what the director has now. */
#include <lvsdr/lvsdr.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void show_service(const struct lvsdr_service *service)
{
	char address[46];

	lvsdr_service_get_address(service, address, sizeof(address));
	if (lvsdr_service_get_fwmark(service))
		printf("fwmark %u", lvsdr_service_get_fwmark(service));
	else
		printf("%s %s port %d", lvsdr_service_get_protocol(service), address,
		       lvsdr_service_get_port(service));
	printf(" scheduler %s\n", lvsdr_service_get_scheduler(service));
}

static void show_dest(const struct lvsdr_dest *dest)
{
	static const char *const methods[] = {"masquerade", "local", "tunnel", "direct", "bypass"};
	char address[46];

	lvsdr_dest_get_address(dest, address, sizeof(address));
	printf("  -> %s port %d %s weight %d\n", address, lvsdr_dest_get_port(dest),
	       methods[lvsdr_dest_get_forwarding(dest)], lvsdr_dest_get_weight(dest));
}

int main(int argc, char **argv)
{
	struct lvsdr *host = NULL;
	struct lvsdr_scope *everything = NULL;
	struct lvsdr_state *state = NULL;
	int result = -1;

	if (argc != 1) {
		puts("Lists the virtual services and their real servers.\n"
		     "classic: ipvsadm -Ln\n\n"
		     "usage: 6-list");
		return argc == 2 && !strcmp(argv[1], "--help") ? EXIT_SUCCESS : 2;
	}
	if (lvsdr_new(&host) == 0 && lvsdr_scope_new(host, "everything", &everything) == 0)
		result = lvsdr_state_read(host, everything, LVSDR_STATE_SERVICES, &state);
	if (result < 0)
		fprintf(stderr, "%s\n", lvsdr_error_message(host));
	for (size_t i = 0; i < lvsdr_state_get_service_count(state); i++) {
		show_service(lvsdr_state_get_service(state, i));
		for (size_t k = 0; k < lvsdr_state_get_dest_count(state, i); k++)
			show_dest(lvsdr_state_get_dest(state, i, k));
	}
	lvsdr_state_free(state);
	lvsdr_scope_free(everything);
	lvsdr_free(host);
	return result < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
