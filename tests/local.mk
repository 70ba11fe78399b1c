# SPDX-License-Identifier: LGPL-2.1-or-later
# What most of them are built with.
LDADD = liblvsdr/liblvsdr.la $(CMOCKA_LIBS)
INSIDE_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/liblvsdr
INSIDE_CFLAGS = $(AM_CFLAGS) $(MNL_CFLAGS) $(JANSSON_CFLAGS) $(CMOCKA_CFLAGS)

if HAVE_CMOCKA
UNIT_TESTS = \
	tests/unit/test-codecs \
	tests/unit/test-columns \
	tests/unit/test-connections \
	tests/unit/test-memory \
	tests/unit/test-messages \
	tests/unit/test-nft \
	tests/unit/test-objects \
	tests/unit/test-packets \
	tests/unit/test-service_line \
	tests/unit/test-states
check_PROGRAMS += $(UNIT_TESTS)
TESTS += $(UNIT_TESTS)
tests_unit_test_objects_SOURCES = tests/unit/test-objects.c tests/check.h
tests_unit_test_service_line_SOURCES = tests/unit/test-service_line.c tests/check.h
tests_unit_test_service_line_CPPFLAGS = $(INSIDE_CPPFLAGS)
tests_unit_test_service_line_CFLAGS = $(INSIDE_CFLAGS)
tests_unit_test_service_line_LDADD = liblvsdr/liblvsdr-inside.la $(CMOCKA_LIBS)
tests_unit_test_columns_SOURCES = tests/unit/test-columns.c tests/check.h
tests_unit_test_states_SOURCES = tests/unit/test-states.c tests/check.h
tests_unit_test_memory_SOURCES = tests/unit/test-memory.c tests/check.h
tests_unit_test_codecs_SOURCES = tests/unit/test-codecs.c tests/check.h
tests_unit_test_codecs_CPPFLAGS = $(INSIDE_CPPFLAGS) -DCORPUS=\"$(abs_top_srcdir)/tests/fuzz/corpus\"
tests_unit_test_codecs_CFLAGS = $(INSIDE_CFLAGS)
tests_unit_test_codecs_LDADD = liblvsdr/liblvsdr-inside.la $(CMOCKA_LIBS)
tests_unit_test_connections_SOURCES = tests/unit/test-connections.c tests/check.h
tests_unit_test_connections_CPPFLAGS = $(INSIDE_CPPFLAGS)
tests_unit_test_connections_CFLAGS = $(INSIDE_CFLAGS)
tests_unit_test_connections_LDADD = liblvsdr/liblvsdr-inside.la $(CMOCKA_LIBS)
tests_unit_test_messages_SOURCES = tests/unit/test-messages.c tests/check.h
tests_unit_test_messages_CPPFLAGS = $(INSIDE_CPPFLAGS)
tests_unit_test_messages_CFLAGS = $(INSIDE_CFLAGS)
tests_unit_test_messages_LDADD = liblvsdr/liblvsdr-inside.la $(CMOCKA_LIBS) $(MNL_LIBS)
tests_unit_test_packets_SOURCES = tests/unit/test-packets.c tests/check.h
tests_unit_test_packets_CPPFLAGS = $(INSIDE_CPPFLAGS)
tests_unit_test_packets_CFLAGS = $(INSIDE_CFLAGS)
tests_unit_test_packets_LDADD = liblvsdr/liblvsdr-inside.la $(CMOCKA_LIBS)
tests_unit_test_nft_SOURCES = tests/unit/test-nft.c tests/unit/nft-recorded.h tests/check.h
tests_unit_test_nft_CPPFLAGS = $(INSIDE_CPPFLAGS)
tests_unit_test_nft_CFLAGS = $(INSIDE_CFLAGS)
tests_unit_test_nft_LDADD = liblvsdr/liblvsdr-inside.la $(CMOCKA_LIBS)

# These need root and a kernel with IPVS: tests/run.sh runs them in the lab.
KERNEL_TESTS = \
	tests/kernel/test-attributes \
	tests/kernel/test-connections \
	tests/kernel/test-counters \
	tests/kernel/test-ipvs \
	tests/kernel/test-marks \
	tests/kernel/test-model \
	tests/kernel/test-network \
	tests/kernel/test-options \
	tests/kernel/test-peers \
	tests/kernel/test-plans \
	tests/kernel/test-random-states \
	tests/kernel/test-states \
	tests/kernel/test-sync_daemon \
	tests/kernel/test-undo \
	tests/kernel/test-without
check_PROGRAMS += $(KERNEL_TESTS)
KERNEL_COMMON = tests/kernel/witness.c tests/kernel/witness.h tests/check.h
tests_kernel_test_counters_SOURCES = tests/kernel/test-counters.c $(KERNEL_COMMON)
tests_kernel_test_peers_SOURCES = tests/kernel/test-peers.c $(KERNEL_COMMON)
tests_kernel_test_peers_CFLAGS = $(AM_CFLAGS) $(CMOCKA_CFLAGS) -pthread
tests_kernel_test_ipvs_SOURCES = tests/kernel/test-ipvs.c $(KERNEL_COMMON)
tests_kernel_test_network_SOURCES = tests/kernel/test-network.c $(KERNEL_COMMON)
tests_kernel_test_options_SOURCES = tests/kernel/test-options.c $(KERNEL_COMMON)
tests_kernel_test_undo_SOURCES = tests/kernel/test-undo.c $(KERNEL_COMMON)
tests_kernel_test_attributes_SOURCES = tests/kernel/test-attributes.c $(KERNEL_COMMON)
tests_kernel_test_model_SOURCES = tests/kernel/test-model.c tests/kernel/model.c tests/kernel/model.h \
	tests/kernel/model-text.c tests/random.h $(KERNEL_COMMON)
tests_kernel_test_random_states_SOURCES = tests/kernel/test-random-states.c tests/kernel/model.c \
	tests/kernel/model.h tests/kernel/model-text.c tests/random.h $(KERNEL_COMMON)
tests_kernel_test_states_SOURCES = tests/kernel/test-states.c $(KERNEL_COMMON)
tests_kernel_test_plans_SOURCES = tests/kernel/test-plans.c $(KERNEL_COMMON)
tests_kernel_test_plans_CFLAGS = $(AM_CFLAGS) $(JANSSON_CFLAGS)
tests_kernel_test_plans_LDADD = liblvsdr/liblvsdr.la $(CMOCKA_LIBS) $(JANSSON_LIBS)
tests_kernel_test_sync_daemon_SOURCES = tests/kernel/test-sync_daemon.c $(KERNEL_COMMON)
tests_kernel_test_marks_SOURCES = tests/kernel/test-marks.c $(KERNEL_COMMON)
tests_kernel_test_without_SOURCES = tests/kernel/test-without.c $(KERNEL_COMMON)
tests_kernel_test_connections_SOURCES = tests/kernel/test-connections.c $(KERNEL_COMMON)
endif

ABI_TESTS = \
	tests/abi/check-abi.sh \
	tests/abi/check-columns.sh \
	tests/abi/check-constants.sh \
	tests/abi/check-declarations.sh \
	tests/abi/check-description.sh \
	tests/abi/check-headers.sh \
	tests/abi/check-ipvs-table.sh \
	tests/abi/check-map.sh \
	tests/abi/check-readme.sh
DOCS_TESTS = tests/docs/check-man.sh tests/docs/check-tutorial.sh
# Last, since it takes longest: whether each of these catches what it is for.
TESTS += $(ABI_TESTS) $(DOCS_TESTS) tests/abi/test-guards.sh
EXTRA_DIST += $(ABI_TESTS) $(DOCS_TESTS) tests/abi/test-guards.sh tests/abi/guards tests/abi/constants.txt \
	tests/abi/declarations.txt tests/abi/frozen.sh tests/abi/liblvsdr.abi
AM_TESTS_ENVIRONMENT = top_srcdir='$(top_srcdir)' CC='$(CC)' PYTHON='$(PYTHON)' \
	SANITIZE_CFLAGS='$(SANITIZE_CFLAGS)'; export top_srcdir CC PYTHON SANITIZE_CFLAGS;
EXTRA_DIST += tests/kernel/docs.sh

TESTS += tests/python/check.sh
EXTRA_DIST += tests/kernel/json.sh tests/kernel/python.sh tests/kernel/twins.sh tests/python/check.sh tests/python/readme.py tests/python/report.py \
	tests/python/run_doctests.py tests/python/test_kernel.py tests/python/test_lifetimes.py \
	tests/python/test_states.py tests/python/test_values.py tests/python/wrong_uses.py
EXTRA_DIST += tests/run.sh tests/setup.sh \
	tests/kernel/announce.sh tests/kernel/drain.sh tests/kernel/lvsdrctl.sh tests/kernel/pnmpp.sh tests/kernel/rootless.sh tests/kernel/run.sh tests/kernel/wire.sh tests/bench/bench.py tests/bench/guest.sh tests/bench/run.sh \
	tests/lab/fetch-kernel.sh tests/lab/guest-init-qemu.sh tests/lab/guest-init-uml.sh \
	tests/lab/guest-main.sh tests/lab/kernel-host.sh tests/lab/kernel-qemu.sh \
	tests/lab/kernel-uml.sh tests/lab/uml-xstate.c tests/lab/run.sh tests/lab/selftest.sh tests/lab/topology.sh

# tests/bench/run.sh runs them in the lab.
check_PROGRAMS += tests/bench/bench tests/bench/floor
tests_bench_bench_SOURCES = tests/bench/bench.c
tests_bench_bench_LDADD = liblvsdr/liblvsdr.la
tests_bench_floor_SOURCES = tests/bench/floor.c
tests_bench_floor_LDADD =

# A fuzz target is a file tests/fuzz/fuzz-NAME.c, its inputs in tests/fuzz/corpus/NAME, its name in
# this list, and two lines as below.
FUZZ_TARGETS = \
	tests/fuzz/fuzz-connections \
	tests/fuzz/fuzz-ipvs \
	tests/fuzz/fuzz-netlink \
	tests/fuzz/fuzz-nft \
	tests/fuzz/fuzz-option \
	tests/fuzz/fuzz-packet \
	tests/fuzz/fuzz-plan \
	tests/fuzz/fuzz-rtnl \
	tests/fuzz/fuzz-rules \
	tests/fuzz/fuzz-service_line \
	tests/fuzz/fuzz-state \
	tests/fuzz/fuzz-text
check_PROGRAMS += $(FUZZ_TARGETS)
if FUZZING
FUZZ_LIBS = liblvsdr/liblvsdr-inside.la $(FUZZER_LIBS)
else
check_LTLIBRARIES += tests/fuzz/libreplay.la
tests_fuzz_libreplay_la_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz.h
FUZZ_LIBS = tests/fuzz/libreplay.la liblvsdr/liblvsdr-inside.la
endif
tests_fuzz_fuzz_connections_CPPFLAGS = $(INSIDE_CPPFLAGS)
tests_fuzz_fuzz_connections_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_ipvs_CPPFLAGS = $(INSIDE_CPPFLAGS)
tests_fuzz_fuzz_ipvs_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_netlink_CPPFLAGS = $(INSIDE_CPPFLAGS)
tests_fuzz_fuzz_netlink_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_nft_CPPFLAGS = $(INSIDE_CPPFLAGS)
tests_fuzz_fuzz_nft_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_option_CPPFLAGS = $(INSIDE_CPPFLAGS)
tests_fuzz_fuzz_option_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_packet_CPPFLAGS = $(INSIDE_CPPFLAGS)
tests_fuzz_fuzz_packet_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_plan_CPPFLAGS = $(INSIDE_CPPFLAGS)
tests_fuzz_fuzz_plan_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_rtnl_CPPFLAGS = $(INSIDE_CPPFLAGS)
tests_fuzz_fuzz_rtnl_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_rules_CPPFLAGS = $(INSIDE_CPPFLAGS)
tests_fuzz_fuzz_rules_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_service_line_CPPFLAGS = $(INSIDE_CPPFLAGS)
tests_fuzz_fuzz_service_line_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_state_CPPFLAGS = $(INSIDE_CPPFLAGS)
tests_fuzz_fuzz_state_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_text_CPPFLAGS = $(INSIDE_CPPFLAGS)
tests_fuzz_fuzz_text_LDADD = $(FUZZ_LIBS)

# tests/fuzz/record.sh runs it in the lab.
check_PROGRAMS += tests/fuzz/record
tests_fuzz_record_CPPFLAGS = $(INSIDE_CPPFLAGS)
tests_fuzz_record_LDADD = liblvsdr/liblvsdr-inside.la

EXTRA_DIST += tests/fuzz/corpus tests/fuzz/record.sh tests/fuzz/replay.sh tests/fuzz/run.sh

include tests/scenarios/local.mk
