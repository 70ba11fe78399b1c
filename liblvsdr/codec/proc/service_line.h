/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* The text of /proc/net/ip_vs, of which only the services are read. No I/O. */

#include "model/service.h"

/*
 * One line without its end: whether it is a service, whose identity is returned. The family of
 * a firewall mark is not in it: it counts as IPv4.
 */
bool service_line_decode(const char *line, size_t length, struct lvsdr_service *ret_service);
