/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "transport/events.h"
#include "transport/family.h"
#include "transport/netlink.h"
#include "transport/netns.h"

#include <libmnl/libmnl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How IPVS is talked to; chosen at its first use. */
enum ipvs_interface { IPVS_AUTOMATIC, IPVS_NETLINK, IPVS_OPTIONS };

/*
 * All ways to the kernel of one namespace: the only sockets and the only /proc access of the
 * library. Each is opened at its first use. Functions return 0 or a negative errno; what cannot
 * even be opened is never -ENOENT or -ESRCH, which are the kernel's word about an object.
 */
struct transport {
	struct netns netns;
	struct netlink ipvs;
	struct netlink rtnl;
	struct netlink nft;
	struct family family; /* of IPVS, in generic netlink */
	int option_fd;        /* a socket for IPVS by socket options */
	enum ipvs_interface wanted, chosen;
	int sysctl_fd;
	int32_t timeout;      /* milliseconds for one request */
	unsigned int missing; /* answers that did not come in time, lately */
	int64_t missed_at;    /* when the last of them was given up */
	bool closed;          /* for good: nothing is opened again, in whatever namespace */
	/*
	 * Some request since this was cleared may have been carried out although it failed: its
	 * answer was lost, or it was sent again. Who changes something looks at the host then.
	 */
	bool in_doubt;
	bool dump_repeated; /* the last dump by rtnetlink, as it had come torn */
};

void transport_init(struct transport *transport);
void transport_close(struct transport *transport);
bool transport_is_open(const struct transport *transport);

/*
 * Opens the IPVS family, loading the module where needed; -EOPNOTSUPP when there is no IPVS. Then
 * `chosen` tells how to go on: by netlink, or by socket options where that is all that the root of
 * a user namespace may use. The other two do it by themselves, and fill in the type of the
 * requests. When the module was unloaded meanwhile, they look the family up again and repeat what
 * nobody has got: every answer handed on is one of IPVS.
 */
int transport_open_ipvs(struct transport *transport, struct netlink_error *ret_error);
/* The same, but asks the kernel whatever is known: where something of the module is missing. */
int transport_load_ipvs(struct transport *transport);
int transport_ipvs(struct transport *transport, struct nlmsghdr *request, netlink_handler handler,
		   void *data, struct netlink_error *ret_error);
int transport_ipvs_batch(struct transport *transport, void *messages, size_t length,
			 netlink_failure failure, void *data);
/*
 * The older interface: get/setsockopt with the IP_VS_SO_ numbers of linux/ip_vs.h, loading the
 * module where needed. *length is how much fits, and then how much came.
 */
int transport_set_option(struct transport *transport, int number, const void *data,
			 uint32_t length);
int transport_get_option(struct transport *transport, int number, void *data, uint32_t *length);

/* Whether the module is there, without loading it: 1, 0 or a negative errno. */
int transport_has_ipvs(struct transport *transport);

/* Of a dump the handler gets what the last attempt has brought as a whole, or nothing. */
int transport_rtnl(struct transport *transport, struct nlmsghdr *request, netlink_handler handler,
		   void *data, struct netlink_error *ret_error);
/* Both return -EOPNOTSUPP when there is no nf_tables. */
int transport_nft(struct transport *transport, struct nlmsghdr *request, netlink_handler handler,
		  void *data, struct netlink_error *ret_error);
int transport_nft_transaction(struct transport *transport, void *messages, size_t length,
			      unsigned int *ret_failed, struct netlink_error *ret_error);

/*
 * Makes a watch hear of the groups of a source, as of events_listen(); those of nlctrl, which has
 * numbers of its own for them, are found here. -EOPNOTSUPP: the kernel has no such source.
 */
int transport_listen(struct transport *transport, struct events *events, enum events_source source,
		     uint64_t groups);

/* A socket for frames of one device (packet_socket.h), which the caller closes. */
int transport_open_packets(struct transport *transport, uint32_t index, uint16_t protocol,
			   int *ret_fd);

/* `path` is below /proc/sys/net/ipv4: "conf/all/arp_ignore". */
int transport_read_sysctl(struct transport *transport, const char *path, int32_t *ret_value);
int transport_write_sysctl(struct transport *transport, const char *path, int32_t value);
int transport_read_sysctl_text(struct transport *transport, const char *path, char *text,
			       size_t size);
int transport_write_sysctl_text(struct transport *transport, const char *path, const char *text);
/* Hands over the name of each file in a folder; a negative result of the handler ends it. */
int transport_list_sysctls(struct transport *transport, const char *folder,
			   int (*handler)(const char *name, void *data), void *data);
/* 1 or 0, or a code where it could not be seen. */
int transport_sysctl_writable(struct transport *transport, const char *path);
/* Whether it is one that nobody may read, whatever the privilege. */
bool transport_sysctl_unreadable(struct transport *transport, const char *path);

/*
 * A file of IPVS in /proc/net of the namespace, opened anew, loading the module where needed: a
 * descriptor for file_read(), which the caller closes. What it reads stays that of the namespace;
 * -EIO when the module was unloaded meanwhile. -EOPNOTSUPP when there is no IPVS.
 */
int transport_open_ipvs_file(struct transport *transport, const char *name);
/* The same for a file that not every kernel has: nothing is loaded, and -ENOENT without it. */
int transport_open_newer_ipvs_file(struct transport *transport, const char *name);
void transport_close_file(int fd);

/* Which boot and which namespace this is, for written plans: "BOOT-ID" and "COOKIE". */
int transport_identify(struct transport *transport, char boot[64], char netns[32]);
