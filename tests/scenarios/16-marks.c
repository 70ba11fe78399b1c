// SPDX-License-Identifier: LGPL-2.1-or-later
/* Packet marks; a kernel without nf_tables says so. */
#include "scenario.h"

static void show_mark(const struct lvsdr_mark *mark)
{
	char address[46], ports[192];

	lvsdr_mark_get_address(mark, address, sizeof(address));
	lvsdr_mark_get_ports(mark, ports, sizeof(ports));
	printf("%s %s ports \"%s\" on \"%s\": %u\n", lvsdr_mark_get_protocol(mark), address, ports,
	       lvsdr_mark_get_device(mark), lvsdr_mark_get_fwmark(mark));
}

int main(int argc, char **argv)
{
	struct lvsdr *host = open_host(argc > 1 ? argv[1] : NULL);
	struct lvsdr_mark *shop, *other, *all6;
	size_t foreign = 0;

	must(host, lvsdr_mark_new(host, "tcp", "192.168.1.41:443,http,8000-8010", 7, &shop));
	must(host, lvsdr_mark_new(host, "tcp", "192.168.1.41:80,443,8000-8010", 8, &other));
	must(host, lvsdr_mark_new(host, "udp", "2001:db8:1::41", 9, &all6));
	must(host, lvsdr_mark_set_device(all6, "eth0"));
	show_mark(shop);
	tell(host, "add", lvsdr_mark_add(host, shop));
	tell(host, "add again", lvsdr_mark_add(host, shop));
	tell(host, "add another mark", lvsdr_mark_add(host, other));
	tell(host, "update", lvsdr_mark_update(host, other));
	tell(host, "read", lvsdr_mark_read(host, shop));
	show_mark(shop);
	tell(host, "add IPv6", lvsdr_mark_add(host, all6));
	tell(host, "remove", lvsdr_mark_remove(host, shop));
	tell(host, "remove again", lvsdr_mark_remove(host, shop));
	tell(host, "foreign rules", lvsdr_mark_read_foreign(host, &foreign));
	printf("%zu foreign rules\n", foreign);

	lvsdr_mark_free(all6);
	lvsdr_mark_free(other);
	lvsdr_mark_free(shop);
	lvsdr_free(host);
	return 0;
}
