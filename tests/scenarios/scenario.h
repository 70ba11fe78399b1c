/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/*
 * What the scenarios in C share. Whatever has to succeed before the story goes on ends the program
 * with status 1 and the library's sentence when it does not.
 */

#include <errno.h>
#include <lvsdr/lvsdr.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A handle open on the network namespace of this name. */
struct lvsdr *open_host(const char *netns);
void must(const struct lvsdr *host, int result);
struct lvsdr_service *new_service(struct lvsdr *host, const char *protocol, const char *address);
struct lvsdr_dest *new_dest(struct lvsdr *host, const char *address);
struct lvsdr_vip *new_vip(struct lvsdr *host, const char *address, const char *device);
struct lvsdr_state *load_state(struct lvsdr *host, const char *path);
struct lvsdr_state *read_state(struct lvsdr *host, const char *scope, uint32_t parts);
/* What leads from what the host has now. */
struct lvsdr_plan *plan_from(struct lvsdr *host, const char *scope,
			     const struct lvsdr_state *observed, const struct lvsdr_state *desired);
struct lvsdr_plan *plan_to(struct lvsdr *host, const char *scope,
			   const struct lvsdr_state *desired);
/* A file's text, to be freed. */
char *read_file(const char *path);
/* A shell command in a network namespace. */
void run(const char *netns, const char *command);

/* "WHAT: 1", or "WHAT: EEXIST, " and the library's sentence. */
void tell(const struct lvsdr *host, const char *what, int result);
/* All that the library says of one object. */
void show_service(const struct lvsdr_service *service);
void show_dest(const struct lvsdr_dest *dest);
void show_vip(const struct lvsdr_vip *vip);
void show_json(const struct lvsdr *host, struct lvsdr_state *state);
/* Each step's kind, what became of it, its command, and its note. */
void show_plan(const struct lvsdr_plan *plan);
