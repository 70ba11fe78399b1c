/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LVSDR_LVSDR_H
#define LVSDR_LVSDR_H

/*
 * liblvsdr: Linux Virtual Server in direct-routing mode (LVS-DR) from a program.
 *
 * Objects (service, destination, VIP, ARP policy, packet mark, timeouts, sysctl, sync daemon) describe
 * one thing and do nothing by
 * themselves; a handle talks to one network namespace; a state is a set of objects, as read or as
 * desired; a plan holds what is to change, before and after, and can be applied, written down and
 * undone.
 *
 * Every fallible function returns 0, 1 or a count, or one of the negative codes listed in
 * lvsdr/error.h; results come through trailing `ret_` parameters, written only on success.
 */

#include <lvsdr/error.h>
#include <lvsdr/handle.h>
#include <lvsdr/trace.h>
#include <lvsdr/version.h>
#include <lvsdr/service.h>
#include <lvsdr/dest.h>
#include <lvsdr/vip.h>
#include <lvsdr/announce.h>
#include <lvsdr/probe.h>
#include <lvsdr/arp_policy.h>
#include <lvsdr/mark.h>
#include <lvsdr/timeouts.h>
#include <lvsdr/sysctl.h>
#include <lvsdr/sync_daemon.h>
#include <lvsdr/scope.h>
#include <lvsdr/counters.h>
#include <lvsdr/connections.h>
#include <lvsdr/drain.h>
#include <lvsdr/state.h>
#include <lvsdr/columns.h>
#include <lvsdr/plan.h>

#endif
