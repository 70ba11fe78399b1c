# SPDX-License-Identifier: LGPL-2.1-or-later
# What is in tests/tests.list. A program of it is built from the source of its name and needs nothing more.
include tests/tests.mk
$(srcdir)/tests/tests.mk: $(srcdir)/tests/tests.list $(srcdir)/tests/list.sh
	$(AM_V_GEN)$(srcdir)/tests/list.sh makefile >$@.new && mv -f $@.new $@

# What they are built with: liblvsdr itself, or its insides.
WITNESS_LIBS = tests/kernel/libwitness.la $(CMOCKA_LIBS) $(JANSSON_LIBS)
LDADD = liblvsdr/liblvsdr.la $(WITNESS_LIBS)
INSIDE_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/liblvsdr -DCORPUS=\"$(abs_top_srcdir)/tests/fuzz/corpus\"
INSIDE_CFLAGS = $(AM_CFLAGS) $(MNL_CFLAGS) $(NL_CFLAGS) $(JANSSON_CFLAGS) $(CMOCKA_CFLAGS)
INSIDE_LIBS = tests/kernel/libwitness.la liblvsdr/liblvsdr-inside.la $(CMOCKA_LIBS) $(MNL_LIBS) $(NL_LIBS)

if HAVE_CMOCKA
check_LTLIBRARIES += tests/kernel/libwitness.la
tests_kernel_libwitness_la_SOURCES = tests/kernel/witness.c tests/kernel/witness.h tests/kernel/model.c \
	tests/kernel/model.h tests/kernel/model-text.c tests/kernel/trial.c tests/kernel/trial.h tests/kernel/shell.c tests/kernel/shell.h \
	tests/unit/nft-recorded.h tests/unit/any-object.h tests/unit/accessors.h tests/unit/plain-objects.h tests/check.h tests/random.h
check_PROGRAMS += $(PROGRAM_TESTS)
# What tests/docs/check-schema.sh compares docs/state.schema.json with.
check_PROGRAMS += tests/docs/fields
tests_docs_fields_CPPFLAGS = $(INSIDE_CPPFLAGS)
tests_docs_fields_CFLAGS = $(INSIDE_CFLAGS)
tests_docs_fields_LDADD = $(INSIDE_LIBS)
TESTS += $(PROGRAM_CHECKS)
endif
TESTS += $(SCRIPT_CHECKS)
# Preloaded by tests/kernel/networks.sh and tests/kernel/test-faults.c.
check_LTLIBRARIES += tests/networks/refuse.la
tests_networks_refuse_la_SOURCES = tests/networks/refuse.c tests/networks/fault.c tests/networks/fault.h \
	tests/networks/allocation.c
tests_networks_refuse_la_LDFLAGS = -module -avoid-version -shared -rpath /nowhere
# And what tests/kernel/test-killed.c kills.
plain-tests undefined-tests: tests/networks/refuse.la tools/lvsdrctl/lvsdrctl tools/lvsdr-ipvsadm/lvsdr-ipvsadm
# What the list runs of a build with a sanitizer.
.PHONY: plain-tests undefined-tests address-tests
address-tests: $(FUZZ_TARGETS)
# And what tests/docs/check-schema.sh runs.
plain-tests: tests/docs/fields
# What lvsdrctl does with records, but for file-move.c: the test has its own.
RECORD_SOURCES = tools/common/escape.c tools/lvsdrctl/file-write.c tools/lvsdrctl/file.c tools/lvsdrctl/record.c
tests_unit_test_record_SOURCES = tests/unit/test-record.c $(RECORD_SOURCES)
tests_unit_test_libnl_SOURCES = tests/unit/test-libnl.c tests/unit/libnl-opinion.c tests/unit/libnl-opinion.h
tests_unit_test_libnl_answers_SOURCES = tests/unit/test-libnl-answers.c tests/unit/libnl-opinion.c tests/unit/libnl-opinion.h
tests_unit_test_memory_SOURCES = tests/unit/test-memory.c tests/unit/memory-works.c tests/unit/memory-works.h
tests_kernel_test_capabilities_CFLAGS = $(AM_CFLAGS) -pthread
tests_kernel_test_contention_CFLAGS = $(AM_CFLAGS) -pthread
tests_kernel_test_faults_CFLAGS = $(AM_CFLAGS) -pthread
tests_kernel_test_faults_SOURCES = tests/kernel/test-faults.c tests/kernel/fault-scenarios.c tests/kernel/fault-scenarios.h \
	tests/kernel/fault-world.c tests/kernel/fault-world.h tests/kernel/fault-plans.c tests/kernel/fault-plans.h \
	tests/kernel/fault-looks.c tests/kernel/fault-looks.h tests/kernel/fault-graceful.c tests/kernel/fault-graceful.h
tests_kernel_test_killed_SOURCES = tests/kernel/test-killed.c tests/kernel/killed-world.c tests/kernel/killed-world.h \
	tests/kernel/killer.c tests/kernel/killer.h $(RECORD_SOURCES) tools/lvsdrctl/file-move.c
tests_kernel_test_peers_CFLAGS = $(AM_CFLAGS) -pthread
tests_kernel_test_plans_CFLAGS = $(AM_CFLAGS) $(JANSSON_CFLAGS)
tests_kernel_test_rules_CPPFLAGS = $(AM_CPPFLAGS) -DRULES=\"$(abs_top_srcdir)/tests/kernel/rules\"

EXTRA_DIST += tests/README.md tests/check.sh tests/packages/check.sh tests/abi/called.py tests/cpp/values.cpp $(SCRIPT_TESTS) tests/allocations.sh tests/tests.list tests/list.sh tests/listed.sh tests/build-step.sh tests/queue.sh tests/run.sh tests/setup.sh \
	tests/coverage.py tests/coverage.sh tests/mutants.py \
	tests/abi/constants.txt tests/abi/declarations.txt tests/abi/frozen.sh tests/abi/guards tests/abi/liblvsdr.abi \
	tests/docs/schema.py tests/docs/site.py tests/docs/states.json tests/style/conditionals.py tests/style/sources.sh \
	tests/bench/bench.py tests/bench/guest.sh tests/bench/run.sh tests/kernel/agent.sh tests/kernel/askers.py tests/kernel/front.py tests/kernel/front.differences tests/kernel/ipvs_table.py tests/kernel/run.sh tests/kernel/rules tests/kernel/rules.differences tests/kernel/terminal.py tests/kernel/tutorial-shell.py tests/unit/completion.zsh tests/unit/keepalived.py tests/kernel/twins.py tests/kernel/visitors.py \
	tests/lab/archive.sh tests/lab/fetch-kernel.sh tests/lab/fetch-uml.sh tests/lab/guest-init-qemu.sh tests/lab/guest-init-uml.sh \
	tests/lab/guest-main.sh tests/lab/kernel-host.sh tests/lab/kernel-qemu.sh \
	tests/lab/kernel-uml.sh tests/lab/uml-xstate.c tests/lab/run.sh tests/lab/steps.sh tests/lab/topology.sh \
	tests/networks/desired.py tests/networks/library.py tests/networks/network.py tests/networks/outside.py \
	tests/networks/place.py tests/networks/reduce.py tests/networks/run.py tests/networks/trial.py \
	tests/networks/witness.py \
	tests/python/readme.py tests/python/report.py tests/python/run_doctests.py tests/python/test_identity.py tests/python/test_kernel.py \
	tests/luajit/test_identity.lua tests/go/build.sh tests/go/environment.sh \
	tests/node/install.sh tests/node/kernel.js tests/node/readme.js tests/node/report.js tests/node/values.js \
	tests/python/test_description.py tests/python/test_interrupts.py tests/python/test_lifetimes.py tests/python/test_memory.py tests/python/test_nulls.py tests/python/test_plans.py tests/python/test_states.py tests/python/test_values.py tests/python/wrong_uses.py
AM_TESTS_ENVIRONMENT = top_srcdir='$(top_srcdir)' CC='$(CC)' PYTHON='$(PYTHON)' \
	SANITIZE_CFLAGS='$(SANITIZE_CFLAGS)'; export top_srcdir CC PYTHON SANITIZE_CFLAGS;

# tests/bench/run.sh runs them in the lab.
check_PROGRAMS += tests/bench/bench tests/bench/floor
tests_bench_bench_SOURCES = tests/bench/bench.c
tests_bench_bench_LDADD = liblvsdr/liblvsdr.la
tests_bench_floor_SOURCES = tests/bench/floor.c
tests_bench_floor_LDADD =

# A fuzz target is a file tests/fuzz/fuzz-NAME.c, its inputs in tests/fuzz/corpus/NAME, its name in
# this list, and two lines as below.
FUZZ_TARGETS = \
	tests/fuzz/fuzz-answers \
	tests/fuzz/fuzz-connections \
	tests/fuzz/fuzz-ipvs \
	tests/fuzz/fuzz-name \
	tests/fuzz/fuzz-netlink \
	tests/fuzz/fuzz-nft \
	tests/fuzz/fuzz-option \
	tests/fuzz/fuzz-packet \
	tests/fuzz/fuzz-plan \
	tests/fuzz/fuzz-record \
	tests/fuzz/fuzz-rtnl \
	tests/fuzz/fuzz-rules \
	tests/fuzz/fuzz-service_line \
	tests/fuzz/fuzz-state \
	tests/fuzz/fuzz-sysctl \
	tests/fuzz/fuzz-text \
	tests/fuzz/fuzz-totals
check_PROGRAMS += $(FUZZ_TARGETS)
if FUZZING
FUZZ_LIBS = liblvsdr/liblvsdr-inside.la $(FUZZER_LIBS)
else
check_LTLIBRARIES += tests/fuzz/libreplay.la
tests_fuzz_libreplay_la_SOURCES = tests/fuzz/replay.c tests/fuzz/fuzz.h
FUZZ_LIBS = tests/fuzz/libreplay.la liblvsdr/liblvsdr-inside.la
endif
tests_fuzz_fuzz_answers_CPPFLAGS = $(INSIDE_CPPFLAGS)
tests_fuzz_fuzz_answers_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_connections_CPPFLAGS = $(INSIDE_CPPFLAGS)
tests_fuzz_fuzz_connections_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_ipvs_CPPFLAGS = $(INSIDE_CPPFLAGS)
tests_fuzz_fuzz_ipvs_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_name_CPPFLAGS = $(INSIDE_CPPFLAGS)
tests_fuzz_fuzz_name_LDADD = $(FUZZ_LIBS)
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
tests_fuzz_fuzz_record_CPPFLAGS = $(INSIDE_CPPFLAGS)
tests_fuzz_fuzz_record_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_rtnl_CPPFLAGS = $(INSIDE_CPPFLAGS)
tests_fuzz_fuzz_rtnl_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_rules_CPPFLAGS = $(INSIDE_CPPFLAGS)
tests_fuzz_fuzz_rules_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_service_line_CPPFLAGS = $(INSIDE_CPPFLAGS)
tests_fuzz_fuzz_service_line_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_state_CPPFLAGS = $(INSIDE_CPPFLAGS)
tests_fuzz_fuzz_state_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_sysctl_CPPFLAGS = $(INSIDE_CPPFLAGS)
tests_fuzz_fuzz_sysctl_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_text_CPPFLAGS = $(INSIDE_CPPFLAGS)
tests_fuzz_fuzz_text_LDADD = $(FUZZ_LIBS)
tests_fuzz_fuzz_totals_CPPFLAGS = $(INSIDE_CPPFLAGS)
tests_fuzz_fuzz_totals_LDADD = $(FUZZ_LIBS)

# tests/fuzz/record.sh runs it in the lab.
check_PROGRAMS += tests/fuzz/record
tests_fuzz_record_CPPFLAGS = $(INSIDE_CPPFLAGS)
tests_fuzz_record_LDADD = liblvsdr/liblvsdr-inside.la

EXTRA_DIST += tests/fuzz/corpus tests/fuzz/folder.h tests/fuzz/states.h tests/fuzz/record.sh tests/fuzz/run.sh tests/fuzz/coverage.sh

include tests/scenarios/local.mk
