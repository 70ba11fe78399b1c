/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <stddef.h>
#include <stdint.h>

/*
 * A socket for whole Ethernet frames of one device: all ARP packets (ETHERTYPE_ARP), or the IPv6
 * neighbour advertisements (ETHERTYPE_IPV6). Failures are negative errno values.
 */
int packet_socket_open(uint32_t index, uint16_t protocol, int *ret_fd);
int packet_socket_send(int fd, const void *frame, size_t length, int64_t deadline);
/* The length of the next frame that is meant for this host; -ETIMEDOUT at the deadline. */
int packet_socket_receive(int fd, void *buffer, size_t size, int64_t deadline);
