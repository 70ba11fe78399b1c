# SPDX-License-Identifier: LGPL-2.1-or-later
lvsdrincludedir = $(includedir)/lvsdr
lvsdrinclude_HEADERS = \
	include/lvsdr/announce.h \
	include/lvsdr/arp_policy.h \
	include/lvsdr/connections.h \
	include/lvsdr/counters.h \
	include/lvsdr/dest.h \
	include/lvsdr/drain.h \
	include/lvsdr/error.h \
	include/lvsdr/handle.h \
	include/lvsdr/lvsdr.h \
	include/lvsdr/mark.h \
	include/lvsdr/plan.h \
	include/lvsdr/probe.h \
	include/lvsdr/scope.h \
	include/lvsdr/service.h \
	include/lvsdr/state.h \
	include/lvsdr/sync_daemon.h \
	include/lvsdr/sysctl.h \
	include/lvsdr/timeouts.h \
	include/lvsdr/version.h \
	include/lvsdr/vip.h

# The library without its export list, so that the unit tests reach what is inside.
noinst_LTLIBRARIES += liblvsdr/liblvsdr-inside.la
liblvsdr_liblvsdr_inside_la_SOURCES = \
	liblvsdr/announce.c \
	liblvsdr/apply.c \
	liblvsdr/arp_policy.c \
	liblvsdr/arp_policy.h \
	liblvsdr/call.c \
	liblvsdr/call.h \
	liblvsdr/connections.c \
	liblvsdr/counters.c \
	liblvsdr/counters.h \
	liblvsdr/dest-class.c \
	liblvsdr/dest.c \
	liblvsdr/dest.h \
	liblvsdr/difference.c \
	liblvsdr/drain.c \
	liblvsdr/error.c \
	liblvsdr/error.h \
	liblvsdr/handle.c \
	liblvsdr/handle.h \
	liblvsdr/ipvs-list.c \
	liblvsdr/ipvs-list.h \
	liblvsdr/json.c \
	liblvsdr/json.h \
	liblvsdr/mark-class.c \
	liblvsdr/mark-rules.c \
	liblvsdr/mark-rules.h \
	liblvsdr/mark.c \
	liblvsdr/mark.h \
	liblvsdr/network.c \
	liblvsdr/network.h \
	liblvsdr/object.c \
	liblvsdr/object.h \
	liblvsdr/plan-json.c \
	liblvsdr/plan.c \
	liblvsdr/plan.h \
	liblvsdr/probe.c \
	liblvsdr/public.h \
	liblvsdr/rules.c \
	liblvsdr/rules.h \
	liblvsdr/scope.c \
	liblvsdr/scope.h \
	liblvsdr/send.c \
	liblvsdr/send.h \
	liblvsdr/service-class.c \
	liblvsdr/service.c \
	liblvsdr/service.h \
	liblvsdr/state-by-hand.c \
	liblvsdr/state-from-rules.c \
	liblvsdr/state-json.c \
	liblvsdr/state-network.c \
	liblvsdr/state-read.c \
	liblvsdr/state-services.c \
	liblvsdr/state-to-rules.c \
	liblvsdr/state.c \
	liblvsdr/state.h \
	liblvsdr/step.c \
	liblvsdr/step.h \
	liblvsdr/sync_daemon-class.c \
	liblvsdr/sync_daemon.c \
	liblvsdr/sync_daemon.h \
	liblvsdr/sysctl.c \
	liblvsdr/sysctl.h \
	liblvsdr/timeouts.c \
	liblvsdr/timeouts.h \
	liblvsdr/undo.c \
	liblvsdr/version.c \
	liblvsdr/view.c \
	liblvsdr/view.h \
	liblvsdr/vip-class.c \
	liblvsdr/vip.c \
	liblvsdr/vip.h \
	liblvsdr/wire.c \
	liblvsdr/wire.h \
	liblvsdr/ipvs/attribute.c \
	liblvsdr/ipvs/attribute.h \
	liblvsdr/ipvs/connection.c \
	liblvsdr/ipvs/connection.h \
	liblvsdr/ipvs/ipvs.c \
	liblvsdr/ipvs/ipvs.h \
	liblvsdr/ipvs/option.c \
	liblvsdr/ipvs/option.h \
	liblvsdr/ipvs/service_line.c \
	liblvsdr/ipvs/service_line.h \
	liblvsdr/ipvs/uapi/linux/ip_vs.h \
	liblvsdr/nft/decode.c \
	liblvsdr/nft/encode.c \
	liblvsdr/nft/nft.h \
	liblvsdr/packet/arp.c \
	liblvsdr/packet/ndisc.c \
	liblvsdr/packet/packet.h \
	liblvsdr/rtnl/address.c \
	liblvsdr/rtnl/attributes.h \
	liblvsdr/rtnl/link.c \
	liblvsdr/rtnl/route.c \
	liblvsdr/rtnl/rtnl.h \
	liblvsdr/transport/netlink.c \
	liblvsdr/transport/netlink.h \
	liblvsdr/transport/netns.c \
	liblvsdr/transport/netns.h \
	liblvsdr/transport/packet-socket.c \
	liblvsdr/transport/packet-socket.h \
	liblvsdr/transport/reply.c \
	liblvsdr/transport/reply.h \
	liblvsdr/transport/transport.c \
	liblvsdr/transport/transport.h \
	liblvsdr/util/address.c \
	liblvsdr/util/address.h \
	liblvsdr/util/arena.c \
	liblvsdr/util/arena.h \
	liblvsdr/util/field.c \
	liblvsdr/util/field.h \
	liblvsdr/util/hash.c \
	liblvsdr/util/hash.h \
	liblvsdr/util/ports.c \
	liblvsdr/util/ports.h \
	liblvsdr/util/text.c \
	liblvsdr/util/text.h
liblvsdr_liblvsdr_inside_la_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/liblvsdr \
	-include $(top_srcdir)/liblvsdr/public.h
liblvsdr_liblvsdr_inside_la_CFLAGS = $(AM_CFLAGS) -fvisibility=hidden -pthread $(MNL_CFLAGS) $(JANSSON_CFLAGS)
liblvsdr_liblvsdr_inside_la_LIBADD = $(MNL_LIBS) $(JANSSON_LIBS)

lib_LTLIBRARIES += liblvsdr/liblvsdr.la
liblvsdr_liblvsdr_la_SOURCES =
liblvsdr_liblvsdr_la_LIBADD = liblvsdr/liblvsdr-inside.la
liblvsdr_liblvsdr_la_LDFLAGS = $(AM_LDFLAGS) -pthread -version-info 0:0:0 $(LINK_CHECKS) \
	-Wl,--version-script=$(top_srcdir)/liblvsdr/liblvsdr.map
EXTRA_liblvsdr_liblvsdr_la_DEPENDENCIES = liblvsdr/liblvsdr.map
EXTRA_DIST += liblvsdr/liblvsdr.map
