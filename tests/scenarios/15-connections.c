// SPDX-License-Identifier: LGPL-2.1-or-later
/* One datagram: what the connection table and the counters say of it. */
#include "scenario.h"

static void show_connections(struct lvsdr *host)
{
	struct lvsdr_connections *connections;
	char client[46], virtual[46], dest[46];
	int result;

	must(host, lvsdr_connections_open(host, NULL, NULL, &connections));
	while ((result = lvsdr_connections_next(connections)) > 0) {
		lvsdr_connections_get_client_address(connections, client, sizeof(client));
		lvsdr_connections_get_virtual_address(connections, virtual, sizeof(virtual));
		lvsdr_connections_get_dest_address(connections, dest, sizeof(dest));
		printf("%s from %s to %s port %d at %s port %d: %s, template %d\n",
		       lvsdr_connections_get_protocol(connections), client, virtual,
		       lvsdr_connections_get_virtual_port(connections), dest,
		       lvsdr_connections_get_dest_port(connections),
		       lvsdr_connections_get_state(connections),
		       lvsdr_connections_get_template(connections));
	}
	must(host, result);
	lvsdr_connections_free(connections);
}

static void count(struct lvsdr *host, const struct lvsdr_service *service)
{
	uint64_t values[LVSDR_CONNECTIONS_COUNT];
	int found;

	found = lvsdr_connections_count(host, service, NULL, values, LVSDR_CONNECTIONS_COUNT);
	must(host, found);
	for (int i = 0; i < found; i++)
		if (values[i])
			printf("%s: %d\n", lvsdr_connections_get_state_name(i), (int)values[i]);
}

static void show_counters(struct lvsdr *host)
{
	struct lvsdr_state *state =
		read_state(host, "everything", LVSDR_STATE_SERVICES | LVSDR_STATE_COUNTERS);
	uint64_t values[LVSDR_COUNTER_COUNT];

	must(host, lvsdr_dest_get_counters(lvsdr_state_get_dest(state, 0, 0), values,
					   LVSDR_COUNTER_COUNT));
	printf("connections %d, incoming packets %d bytes %d, outgoing packets %d, inactive %d\n",
	       (int)values[LVSDR_COUNTER_CONNECTIONS], (int)values[LVSDR_COUNTER_INCOMING_PACKETS],
	       (int)values[LVSDR_COUNTER_INCOMING_BYTES],
	       (int)values[LVSDR_COUNTER_OUTGOING_PACKETS],
	       (int)values[LVSDR_COUNTER_INACTIVE_CONNECTIONS]);
	lvsdr_state_free(state);
}

static void show_totals(struct lvsdr *host)
{
	uint64_t values[LVSDR_TOTAL_COUNT], packets = 0, *processors;
	int count;

	must(host, lvsdr_totals_read(host, values, LVSDR_TOTAL_COUNT));
	count = lvsdr_totals_read_processors(host, 2, NULL, 0);
	must(host, count);
	processors = calloc((size_t)count * 2, sizeof(*processors));
	if (!processors)
		exit(1);
	must(host, lvsdr_totals_read_processors(host, 2, processors, (size_t)count * 2));
	for (int i = 0; i < count; i++)
		packets += processors[2 * i + LVSDR_TOTAL_INCOMING_PACKETS];
	free(processors);
	printf("totals: connections %d, incoming packets %d bytes %d, of the processors %d, some "
	       "buckets %d\n",
	       (int)values[LVSDR_TOTAL_CONNECTIONS], (int)values[LVSDR_TOTAL_INCOMING_PACKETS],
	       (int)values[LVSDR_TOTAL_INCOMING_BYTES], (int)packets,
	       values[LVSDR_TOTAL_CONNECTION_TABLE_SIZE] > 0);
}

int main(int argc, char **argv)
{
	struct lvsdr *host = open_host(argc > 1 ? argv[1] : NULL);
	struct lvsdr_vip *vip = new_vip(host, "192.168.1.41", "lo");
	struct lvsdr_service *dns = new_service(host, "udp", "192.168.1.41:53");
	struct lvsdr_dest *rs1 = new_dest(host, "192.168.1.20");

	must(host, lvsdr_vip_add(host, vip));
	must(host, lvsdr_service_add(host, dns));
	must(host, lvsdr_dest_add(host, dns, rs1));
	show_connections(host);
	/* The kernel adds counters up every two seconds. */
	run(argv[1], "echo ask >/dev/udp/192.168.1.41/53; sleep 2.5");
	show_connections(host);
	count(host, dns);
	show_counters(host);
	show_totals(host);
	tell(host, "zero", lvsdr_counters_zero(host, dns));
	show_counters(host);
	show_totals(host);
	tell(host, "zero all", lvsdr_counters_zero(host, NULL));
	show_totals(host);

	lvsdr_dest_free(rs1);
	lvsdr_service_free(dns);
	lvsdr_vip_free(vip);
	lvsdr_free(host);
	return 0;
}
