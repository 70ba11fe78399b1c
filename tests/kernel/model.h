/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * A model of what IPVS holds: a few services with a few possible destinations, each there or not.
 * It knows nothing of the library; it is written as ipvsadm and /proc tell it.
 */

#include "../random.h"

#include <stdbool.h>
#include <stdint.h>

enum { MODEL_SERVICES = 11, MODEL_DESTS = 8 };

/* What each is, whether it is there or not. */
struct model_identity {
	const char *protocol, *address; /* of a service, or NULL and */
	const char *family;
	uint32_t fwmark;
	uint16_t port;    /* of a service; of a destination 0 where it is the service's */
	const char *proc; /* the address in /proc/net/ip_vs */
};

extern const struct model_identity model_services[MODEL_SERVICES], model_dests[MODEL_DESTS];

/* Which fields a call sets. */
enum {
	SET_SCHEDULER = 1,
	SET_FLAGS = SET_SCHEDULER << 1,
	SET_ONE_PACKET = SET_FLAGS << 1,
	SET_TIMEOUT = SET_ONE_PACKET << 1,
	SET_PREFIX = SET_TIMEOUT << 1,
	SET_ENGINE = SET_PREFIX << 1,
	SET_FORWARDING = SET_ENGINE << 1,
	SET_WEIGHT = SET_FORWARDING << 1,
	SET_THRESHOLDS = SET_WEIGHT << 1,
	SET_TUNNEL = SET_THRESHOLDS << 1,
};

struct model_dest {
	bool there;
	int32_t forwarding, weight;
	uint32_t upper, lower;
	int32_t type, port;
	uint32_t flags;
};

struct model_service {
	bool there;
	const char *scheduler, *engine;
	uint32_t flags, timeout;
	int32_t prefix;
	bool one_packet;
	struct model_dest dests[MODEL_DESTS];
};

struct model {
	struct model_service services[MODEL_SERVICES];
	uint32_t tcp, tcp_fin, udp;
};

struct model_service model_default_service(unsigned int service);
struct model_dest model_default_dest(void);
/* Changes what `set` names. */
void model_set_service(struct model_service *to, const struct model_service *from, uint32_t set);
void model_set_dest(struct model_dest *to, const struct model_dest *from, uint32_t set);
bool model_same_service(const struct model_service *a, const struct model_service *b);
bool model_same_dest(const struct model_dest *a, const struct model_dest *b);
/* Whether it can work at all. */
bool model_service_works(unsigned int service, const struct model_service *form);
bool model_dest_works(unsigned int service, unsigned int dest, const struct model_dest *form);
uint16_t model_dest_port(unsigned int service, unsigned int dest);

/* Values that the library's setters take. */
struct model_service model_random_service(struct random *random, unsigned int service);
struct model_dest model_random_dest(struct random *random);
/* Leaves what ipvsadm can say. */
void model_plain_dest(struct model_dest *form);

/* The options of a service or destination, behind what the line has. */
void model_service_options(bool ipv6, const struct model_service *form, bool saved, char *line,
			   size_t size);
void model_dest_options(const struct model_dest *form, bool saved, char *line, size_t size);
/* A line for `ipvsadm --restore`, or as `ipvsadm --save` writes it (large marks are negative). */
void model_service_rule(unsigned int service, const struct model_service *form, bool saved,
			char *line, size_t size);
void model_dest_rule(unsigned int service, unsigned int dest, const struct model_dest *form,
		     bool saved, char *line, size_t size);
/*
 * All of it as sorted lines, and the same from what these commands print, with lines "=" between:
 * ipvsadm -Sn, ipvsadm -Ln --thresholds, cat /proc/net/ip_vs, ipvsadm -Ln --timeout. To be freed.
 */
char *model_tell(const struct model *model);
char *model_told(char *output);
/* The lines that only one of them has; both are cut up. */
void model_print_difference(char *told, char *expected);
/* Changes that ipvsadm can make, in the model and as lines of `ipvsadm --restore`. */
void model_change(struct model *model, struct random *random, unsigned int count, FILE *rules);
