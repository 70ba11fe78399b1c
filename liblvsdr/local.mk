# SPDX-License-Identifier: LGPL-2.1-or-later
lvsdrincludedir = $(includedir)/lvsdr
lvsdrinclude_HEADERS = \
	include/lvsdr/announce.h \
	include/lvsdr/arp_policy.h \
	include/lvsdr/columns.h \
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
	liblvsdr/connections.c \
	liblvsdr/drain.c \
	liblvsdr/error.c \
	liblvsdr/error.h \
	liblvsdr/getter.c \
	liblvsdr/getter.h \
	liblvsdr/handle.c \
	liblvsdr/handle.h \
	liblvsdr/ipvs-list.c \
	liblvsdr/ipvs-list.h \
	liblvsdr/json.c \
	liblvsdr/json.h \
	liblvsdr/network.c \
	liblvsdr/network.h \
	liblvsdr/network-restore.c \
	liblvsdr/network-snapshot.c \
	liblvsdr/network-snapshot.h \
	liblvsdr/probe.c \
	liblvsdr/public.h \
	liblvsdr/version.c \
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
	liblvsdr/objects/arp_devices.c \
	liblvsdr/objects/arp_devices.h \
	liblvsdr/objects/arp_policy-class.c \
	liblvsdr/objects/arp_policy-record.c \
	liblvsdr/objects/arp_policy.c \
	liblvsdr/objects/arp_policy.h \
	liblvsdr/objects/counters.c \
	liblvsdr/objects/counters.h \
	liblvsdr/objects/dest-class.c \
	liblvsdr/objects/dest.c \
	liblvsdr/objects/dest.h \
	liblvsdr/objects/mark-class.c \
	liblvsdr/objects/mark-rules.c \
	liblvsdr/objects/mark-rules.h \
	liblvsdr/objects/mark.c \
	liblvsdr/objects/mark.h \
	liblvsdr/objects/object.c \
	liblvsdr/objects/object.h \
	liblvsdr/objects/scope.c \
	liblvsdr/objects/scope.h \
	liblvsdr/objects/service-class.c \
	liblvsdr/objects/service.c \
	liblvsdr/objects/service.h \
	liblvsdr/objects/sync_daemon-class.c \
	liblvsdr/objects/sync_daemon.c \
	liblvsdr/objects/sync_daemon.h \
	liblvsdr/objects/sysctl.c \
	liblvsdr/objects/sysctl.h \
	liblvsdr/objects/timeouts.c \
	liblvsdr/objects/timeouts.h \
	liblvsdr/objects/vip-bystanders.c \
	liblvsdr/objects/vip-bystanders.h \
	liblvsdr/objects/vip-class.c \
	liblvsdr/objects/vip-read.c \
	liblvsdr/objects/vip-record.c \
	liblvsdr/objects/vip-write.c \
	liblvsdr/objects/vip.c \
	liblvsdr/objects/vip.h \
	liblvsdr/packet/arp.c \
	liblvsdr/packet/ndisc.c \
	liblvsdr/packet/packet.h \
	liblvsdr/plan/apply.c \
	liblvsdr/plan/call.c \
	liblvsdr/plan/call.h \
	liblvsdr/plan/difference.c \
	liblvsdr/plan/json.c \
	liblvsdr/plan/plan.c \
	liblvsdr/plan/plan.h \
	liblvsdr/plan/send.c \
	liblvsdr/plan/send.h \
	liblvsdr/plan/step.c \
	liblvsdr/plan/step.h \
	liblvsdr/plan/undo.c \
	liblvsdr/plan/view.c \
	liblvsdr/plan/view.h \
	liblvsdr/rtnl/address.c \
	liblvsdr/rtnl/kept-route.c \
	liblvsdr/rtnl/link.c \
	liblvsdr/rtnl/route.c \
	liblvsdr/rtnl/rtnl.h \
	liblvsdr/state/by-hand.c \
	liblvsdr/state/columns.c \
	liblvsdr/state/from-rules.c \
	liblvsdr/state/json.c \
	liblvsdr/state/network.c \
	liblvsdr/state/read.c \
	liblvsdr/state/rules.c \
	liblvsdr/state/rules.h \
	liblvsdr/state/services.c \
	liblvsdr/state/state.c \
	liblvsdr/state/state.h \
	liblvsdr/state/to-rules.c \
	liblvsdr/transport/kept.c \
	liblvsdr/transport/kept.h \
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
	liblvsdr/util/attributes.h \
	liblvsdr/util/device.c \
	liblvsdr/util/device.h \
	liblvsdr/util/escape.c \
	liblvsdr/util/escape.h \
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
liblvsdr_liblvsdr_inside_la_CFLAGS = $(AM_CFLAGS) $(COVERAGE_CFLAGS) -fvisibility=hidden -pthread $(MNL_CFLAGS) $(JANSSON_CFLAGS)
liblvsdr_liblvsdr_inside_la_LIBADD = $(MNL_LIBS) $(JANSSON_LIBS)

lib_LTLIBRARIES += liblvsdr/liblvsdr.la
liblvsdr_liblvsdr_la_SOURCES =
liblvsdr_liblvsdr_la_LIBADD = liblvsdr/liblvsdr-inside.la
liblvsdr_liblvsdr_la_LDFLAGS = $(AM_LDFLAGS) -pthread -version-info 0:0:0 $(LINK_CHECKS) \
	-Wl,--version-script=$(top_srcdir)/liblvsdr/liblvsdr.map
EXTRA_liblvsdr_liblvsdr_la_DEPENDENCIES = liblvsdr/liblvsdr.map liblvsdr/map.checked
CLEANFILES = liblvsdr/map.checked

liblvsdr/map.checked: liblvsdr/liblvsdr.map $(lvsdrinclude_HEADERS) tests/abi/check-map.sh
	@top_srcdir='$(top_srcdir)' $(SHELL) $(top_srcdir)/tests/abi/check-map.sh
	@$(MKDIR_P) liblvsdr && touch $@
EXTRA_DIST += liblvsdr/liblvsdr.map
