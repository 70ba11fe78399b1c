/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LVSDR_LVSDR_H
#define LVSDR_LVSDR_H

/*
 * liblvsdr: Linux Virtual Server in direct-routing mode (LVS-DR) from a program.
 *
 * An object (service, destination, VIP, ARP policy, packet mark, timeouts, sysctl, sync daemon)
 * describes one thing and does nothing by itself. A handle talks to one network namespace. A state
 * is a set of objects, observed or desired. A plan lists the changes that lead from one state to
 * another, with the settings before and after each; it can be applied, written as JSON, and
 * undone.
 *
 * Every function that can fail returns 0, 1 or a count on success, and one of the negative codes
 * listed in lvsdr/error.h on failure. Results are stored through trailing `ret_` parameters, which
 * are written only on success.
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
#include <lvsdr/totals.h>
#include <lvsdr/connections.h>
#include <lvsdr/drain.h>
#include <lvsdr/state.h>
#include <lvsdr/columns.h>
#include <lvsdr/plan.h>
#include <lvsdr/real_server.h>
#include <lvsdr/watch.h>

#endif
