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
	include/lvsdr/real_server.h \
	include/lvsdr/scope.h \
	include/lvsdr/service.h \
	include/lvsdr/state.h \
	include/lvsdr/sync_daemon.h \
	include/lvsdr/sysctl.h \
	include/lvsdr/timeouts.h \
	include/lvsdr/totals.h \
	include/lvsdr/trace.h \
	include/lvsdr/version.h \
	include/lvsdr/vip.h \
	include/lvsdr/watch.h

# The library without its export list, so that the unit tests reach what is inside.
noinst_LTLIBRARIES += liblvsdr/liblvsdr-inside.la
liblvsdr_liblvsdr_inside_la_SOURCES = \
	liblvsdr/calls/announce.c \
	liblvsdr/calls/arp_policy.c \
	liblvsdr/calls/change.c \
	liblvsdr/calls/change.h \
	liblvsdr/calls/connections.c \
	liblvsdr/calls/counters.c \
	liblvsdr/calls/dest.c \
	liblvsdr/calls/dest.h \
	liblvsdr/calls/drain.c \
	liblvsdr/calls/mark.c \
	liblvsdr/calls/probe.c \
	liblvsdr/calls/real_server.c \
	liblvsdr/calls/service.c \
	liblvsdr/calls/sync_daemon.c \
	liblvsdr/calls/sysctl.c \
	liblvsdr/calls/timeouts.c \
	liblvsdr/calls/totals.c \
	liblvsdr/calls/version.c \
	liblvsdr/calls/vip.c \
	liblvsdr/calls/watch.c \
	liblvsdr/codec/classic/arp_policy.c \
	liblvsdr/codec/classic/classic.c \
	liblvsdr/codec/classic/classic.h \
	liblvsdr/codec/classic/dest.c \
	liblvsdr/codec/classic/ipvsadm.c \
	liblvsdr/codec/classic/ipvsadm.h \
	liblvsdr/codec/classic/mark.c \
	liblvsdr/codec/classic/service.c \
	liblvsdr/codec/classic/sync_daemon.c \
	liblvsdr/codec/classic/sysctl.c \
	liblvsdr/codec/classic/timeouts.c \
	liblvsdr/codec/classic/vip.c \
	liblvsdr/codec/ipvs/attribute.c \
	liblvsdr/codec/ipvs/attribute.h \
	liblvsdr/codec/ipvs/encoding.c \
	liblvsdr/codec/ipvs/encoding.h \
	liblvsdr/codec/ipvs/ipvs.c \
	liblvsdr/codec/ipvs/ipvs.h \
	liblvsdr/codec/ipvs/option.c \
	liblvsdr/codec/ipvs/option.h \
	liblvsdr/codec/ipvs/slots.c \
	liblvsdr/codec/ipvs/slots.h \
	liblvsdr/uapi/linux/ip_vs.h \
	liblvsdr/codec/nft/decode.c \
	liblvsdr/codec/nft/encode.c \
	liblvsdr/codec/nft/nft.h \
	liblvsdr/codec/packet/arp.c \
	liblvsdr/codec/packet/ndisc.c \
	liblvsdr/codec/packet/packet.h \
	liblvsdr/codec/proc/connection.c \
	liblvsdr/codec/proc/connection.h \
	liblvsdr/codec/proc/service_line.c \
	liblvsdr/codec/proc/service_line.h \
	liblvsdr/codec/proc/totals.c \
	liblvsdr/codec/proc/totals.h \
	liblvsdr/codec/rtnl/address.c \
	liblvsdr/codec/rtnl/kept_route.c \
	liblvsdr/codec/rtnl/link.c \
	liblvsdr/codec/rtnl/object.c \
	liblvsdr/codec/rtnl/object.h \
	liblvsdr/codec/rtnl/route.c \
	liblvsdr/codec/rtnl/rtnl.h \
	liblvsdr/core/error.c \
	liblvsdr/core/error.h \
	liblvsdr/core/getter.c \
	liblvsdr/core/getter.h \
	liblvsdr/core/handle.c \
	liblvsdr/core/handle.h \
	liblvsdr/core/json.c \
	liblvsdr/core/json.h \
	liblvsdr/core/operation.c \
	liblvsdr/core/operation.h \
	liblvsdr/core/trace.c \
	liblvsdr/core/trace.h \
	liblvsdr/drivers/arp_devices.c \
	liblvsdr/drivers/arp_devices.h \
	liblvsdr/drivers/arp_policy_read.c \
	liblvsdr/drivers/arp_policy_record.c \
	liblvsdr/drivers/arp_policy.c \
	liblvsdr/drivers/arp_policy.h \
	liblvsdr/drivers/dest.c \
	liblvsdr/drivers/driver.c \
	liblvsdr/drivers/driver.h \
	liblvsdr/drivers/load.c \
	liblvsdr/drivers/load.h \
	liblvsdr/drivers/look.c \
	liblvsdr/drivers/look.h \
	liblvsdr/drivers/mark.c \
	liblvsdr/drivers/network_list.c \
	liblvsdr/drivers/notice.c \
	liblvsdr/drivers/notice.h \
	liblvsdr/drivers/observe.c \
	liblvsdr/drivers/observe.h \
	liblvsdr/drivers/service_list.c \
	liblvsdr/drivers/service.c \
	liblvsdr/drivers/step.c \
	liblvsdr/drivers/step.h \
	liblvsdr/drivers/sync_daemon.c \
	liblvsdr/drivers/sysctl.c \
	liblvsdr/drivers/timeouts.c \
	liblvsdr/drivers/view.c \
	liblvsdr/drivers/view.h \
	liblvsdr/drivers/vip_bystanders.c \
	liblvsdr/drivers/vip_bystanders.h \
	liblvsdr/drivers/vip_read.c \
	liblvsdr/drivers/vip_record.c \
	liblvsdr/drivers/vip_write.c \
	liblvsdr/drivers/vip.c \
	liblvsdr/drivers/vip.h \
	liblvsdr/kernel/ipvs_image.c \
	liblvsdr/kernel/ipvs_image.h \
	liblvsdr/kernel/ipvs_list.c \
	liblvsdr/kernel/ipvs_list.h \
	liblvsdr/kernel/mark_rules.c \
	liblvsdr/kernel/mark_rules.h \
	liblvsdr/kernel/network_restore.c \
	liblvsdr/kernel/network_snapshot.c \
	liblvsdr/kernel/network_snapshot.h \
	liblvsdr/kernel/network.c \
	liblvsdr/kernel/network.h \
	liblvsdr/kernel/wire.c \
	liblvsdr/kernel/wire.h \
	liblvsdr/model/arp_policy.c \
	liblvsdr/model/arp_policy.h \
	liblvsdr/model/classes.c \
	liblvsdr/model/counters.c \
	liblvsdr/model/counters.h \
	liblvsdr/model/dest.c \
	liblvsdr/model/dest.h \
	liblvsdr/model/mark.c \
	liblvsdr/model/mark.h \
	liblvsdr/model/object.c \
	liblvsdr/model/object.h \
	liblvsdr/model/scope.c \
	liblvsdr/model/scope.h \
	liblvsdr/model/service.c \
	liblvsdr/model/service.h \
	liblvsdr/model/sync_daemon.c \
	liblvsdr/model/sync_daemon.h \
	liblvsdr/model/sysctl.c \
	liblvsdr/model/sysctl.h \
	liblvsdr/model/timeouts.c \
	liblvsdr/model/timeouts.h \
	liblvsdr/model/vip.c \
	liblvsdr/model/vip.h \
	liblvsdr/plan/apply.c \
	liblvsdr/plan/difference.c \
	liblvsdr/plan/drain.c \
	liblvsdr/plan/drain_look.c \
	liblvsdr/plan/graceful.c \
	liblvsdr/plan/graceful.h \
	liblvsdr/plan/graceful_check.c \
	liblvsdr/plan/graceful_order.c \
	liblvsdr/plan/graceful_steps.c \
	liblvsdr/plan/hash_moves.c \
	liblvsdr/plan/hash_order.c \
	liblvsdr/plan/hash_order.h \
	liblvsdr/plan/json.c \
	liblvsdr/plan/plan.c \
	liblvsdr/plan/plan.h \
	liblvsdr/plan/run.c \
	liblvsdr/plan/run.h \
	liblvsdr/plan/send.c \
	liblvsdr/plan/send.h \
	liblvsdr/plan/step_make.c \
	liblvsdr/plan/step_text.c \
	liblvsdr/plan/step_work.c \
	liblvsdr/plan/steps.h \
	liblvsdr/plan/trace.c \
	liblvsdr/plan/trace.h \
	liblvsdr/plan/undo.c \
	liblvsdr/plan/undo_order.c \
	liblvsdr/public.h \
	liblvsdr/state/by_hand.c \
	liblvsdr/state/columns.c \
	liblvsdr/state/format.c \
	liblvsdr/state/format.h \
	liblvsdr/state/from_rules.c \
	liblvsdr/state/json.c \
	liblvsdr/state/rules.c \
	liblvsdr/state/rules.h \
	liblvsdr/state/state.c \
	liblvsdr/state/state.h \
	liblvsdr/state/to_rules.c \
	liblvsdr/transport/events.c \
	liblvsdr/transport/events.h \
	liblvsdr/transport/family.c \
	liblvsdr/transport/family.h \
	liblvsdr/transport/kept.c \
	liblvsdr/transport/kept.h \
	liblvsdr/transport/netlink.c \
	liblvsdr/transport/netlink.h \
	liblvsdr/transport/netns.c \
	liblvsdr/transport/netns.h \
	liblvsdr/transport/packet_socket.c \
	liblvsdr/transport/packet_socket.h \
	liblvsdr/transport/reply.c \
	liblvsdr/transport/reply.h \
	liblvsdr/transport/transport.c \
	liblvsdr/transport/transport.h \
	liblvsdr/util/address.c \
	liblvsdr/util/address.h \
	liblvsdr/util/arena.c \
	liblvsdr/util/arena.h \
	liblvsdr/util/array.c \
	liblvsdr/util/array.h \
	liblvsdr/util/attributes.h \
	liblvsdr/util/device.c \
	liblvsdr/util/device.h \
	liblvsdr/util/escape.c \
	liblvsdr/util/escape.h \
	liblvsdr/util/field.c \
	liblvsdr/util/field.h \
	liblvsdr/util/file.c \
	liblvsdr/util/file.h \
	liblvsdr/util/hash.c \
	liblvsdr/util/hash.h \
	liblvsdr/util/hex.h \
	liblvsdr/util/port_names.c \
	liblvsdr/util/port_names.h \
	liblvsdr/util/ports.c \
	liblvsdr/util/ports.h \
	liblvsdr/util/siphash.c \
	liblvsdr/util/siphash.h \
	liblvsdr/util/text.c \
	liblvsdr/util/text.h
liblvsdr_liblvsdr_inside_la_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/liblvsdr \
	-include $(top_srcdir)/liblvsdr/public.h
liblvsdr_liblvsdr_inside_la_CFLAGS = $(AM_CFLAGS) $(COVERAGE_CFLAGS) -fvisibility=hidden -pthread $(MNL_CFLAGS) $(NL_CFLAGS) $(JANSSON_CFLAGS)
liblvsdr_liblvsdr_inside_la_LIBADD = $(MNL_LIBS) $(NL_LIBS) $(JANSSON_LIBS)

lib_LTLIBRARIES += liblvsdr/liblvsdr.la
liblvsdr_liblvsdr_la_SOURCES =
liblvsdr_liblvsdr_la_LIBADD = liblvsdr/liblvsdr-inside.la
liblvsdr_liblvsdr_la_LDFLAGS = $(AM_LDFLAGS) -pthread -version-info 0:0:0 $(LINK_CHECKS) \
	-Wl,--version-script=$(top_srcdir)/liblvsdr/liblvsdr.map
EXTRA_liblvsdr_liblvsdr_la_DEPENDENCIES = liblvsdr/liblvsdr.map liblvsdr/map.checked $(top_srcdir)/liblvsdr/link.sh
# As automake links it, and then the static library hides what the shared one does.
liblvsdr_liblvsdr_la_LINK = CC='$(CC)' OBJCOPY='$(OBJCOPY)' NM='$(NM)' AR='$(AR)' RANLIB='$(RANLIB)' \
	$(SHELL) $(top_srcdir)/liblvsdr/link.sh liblvsdr/.libs/liblvsdr.a $(LIBTOOL) $(AM_V_lt) --tag=CC \
	$(AM_LIBTOOLFLAGS) $(LIBTOOLFLAGS) --mode=link $(CCLD) $(AM_CFLAGS) $(CFLAGS) \
	$(liblvsdr_liblvsdr_la_LDFLAGS) $(LDFLAGS) -o $@
CLEANFILES = liblvsdr/map.checked

liblvsdr/map.checked: liblvsdr/liblvsdr.map $(lvsdrinclude_HEADERS) tests/abi/check-map.sh
	@top_srcdir='$(top_srcdir)' $(SHELL) $(top_srcdir)/tests/abi/check-map.sh
	@$(MKDIR_P) liblvsdr && touch $@
EXTRA_DIST += liblvsdr/link.sh liblvsdr/liblvsdr.map liblvsdr/README.md liblvsdr/uapi/.clang-format
