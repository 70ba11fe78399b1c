/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * The nf_tables codec: rules of our table <-> marks. No I/O. It knows the few expressions that our
 * own rules are made of; a rule of anything else is none of ours.
 */

#include "model/mark.h"

#include <linux/netlink.h>
#include <stdbool.h>

#define NFT_TABLE "lvsdr"
#define NFT_CHAIN "marks"

/* The longest message, and so the least size of a buffer. */
enum { NFT_MESSAGE_SIZE = 2048 };

/* Requests. A dump of the rules in our chain of a family, or of a set's elements. */
struct nlmsghdr *nft_encode_get_generation(void *buffer);
struct nlmsghdr *nft_encode_dump_rules(void *buffer, uint8_t family);
struct nlmsghdr *nft_encode_dump_elements(void *buffer, uint8_t family, const char *set);

/* A transaction: the kernel carries out all of it or nothing. */
struct nft_batch {
	char *buffer;
	size_t length;
	uint32_t sets; /* so many have got a number in it */
};

/*
 * With room for so many more messages, none of which sends more than that is counted as below. It
 * takes effect only while the rules still are of that generation. 0 or -ENOMEM.
 */
int nft_batch_begin(struct nft_batch *batch, size_t messages, uint32_t generation);
/* Makes table and chain of a family where they are missing: 2 messages. */
void nft_batch_make_chain(struct nft_batch *batch, uint8_t family);
/* In place of the rule with that handle, or (0) behind all others: up to 3 messages. */
void nft_batch_put_rule(struct nft_batch *batch, const struct lvsdr_mark *mark, uint64_t handle);
/* The kernel refuses to delete chain and table (-EBUSY) while there is something in them. */
void nft_batch_delete_rule(struct nft_batch *batch, uint8_t family, uint64_t handle);
void nft_batch_delete_chain(struct nft_batch *batch, uint8_t family);
void nft_batch_delete_table(struct nft_batch *batch, uint8_t family);
/* 1 message. */
void nft_batch_end(struct nft_batch *batch);
void nft_batch_clear(struct nft_batch *batch);

struct nft_rule {
	uint64_t handle;
	bool foreign;           /* the rest is empty: it is no mark */
	char set[32];           /* has the ports; "": they are in the rule itself */
	struct lvsdr_mark mark; /* its ports are empty if a set has them */
};

/* The elements of a set of ports, as they come. */
struct nft_elements {
	uint16_t count;
	struct nft_element {
		uint16_t port;
		bool end; /* of a range, that is the first port behind it */
	} element[2 * PORTS_MAX + 1];
};

/* Whether a message to a group is about our tables, or cannot be read. */
bool nft_is_of_marks(const struct nlmsghdr *message);

/* Decoders: -EBADMSG where the message makes no sense. */
int nft_decode_generation(const struct nlmsghdr *message, uint32_t *ret_generation);
/* 1, or 0 for a rule of another table or chain. */
int nft_decode_rule(const struct nlmsghdr *message, struct nft_rule *ret_rule);
/* Adds those of one message. 1, or 0 when they cannot be a set of ours. */
int nft_decode_elements(const struct nlmsghdr *message, struct nft_elements *elements);
/* False where they are no ports, or ranges of them; sorts the elements. */
bool nft_ports_of(struct nft_elements *elements, struct ports *ret_ports);
