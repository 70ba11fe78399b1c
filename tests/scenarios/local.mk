# SPDX-License-Identifier: LGPL-2.1-or-later
# tests/scenarios/run.sh runs them in the lab, beside their twins in other languages.
check_LTLIBRARIES += tests/scenarios/libscenario.la
tests_scenarios_libscenario_la_SOURCES = tests/scenarios/scenario.c tests/scenarios/scenario.h
tests_scenarios_libscenario_la_LIBADD = liblvsdr/liblvsdr.la
SCENARIO_LIBS = tests/scenarios/libscenario.la
check_PROGRAMS += tests/scenarios/01-service \
	tests/scenarios/02-destinations \
	tests/scenarios/03-refusals \
	tests/scenarios/04-kernel-refusals \
	tests/scenarios/05-ipv6 \
	tests/scenarios/06-vip-and-arp \
	tests/scenarios/07-fwmark \
	tests/scenarios/08-persistence \
	tests/scenarios/09-json \
	tests/scenarios/10-rules \
	tests/scenarios/11-plan \
	tests/scenarios/12-written-plan \
	tests/scenarios/13-failure \
	tests/scenarios/14-settings \
	tests/scenarios/15-connections \
	tests/scenarios/16-marks \
	tests/scenarios/17-thousand \
	tests/scenarios/18-experiment \
	tests/scenarios/19-graceful \
	tests/scenarios/20-watch
tests_scenarios_01_service_LDADD = $(SCENARIO_LIBS)
tests_scenarios_02_destinations_LDADD = $(SCENARIO_LIBS)
tests_scenarios_03_refusals_LDADD = $(SCENARIO_LIBS)
tests_scenarios_04_kernel_refusals_LDADD = $(SCENARIO_LIBS)
tests_scenarios_05_ipv6_LDADD = $(SCENARIO_LIBS)
tests_scenarios_06_vip_and_arp_LDADD = $(SCENARIO_LIBS)
tests_scenarios_07_fwmark_LDADD = $(SCENARIO_LIBS)
tests_scenarios_08_persistence_LDADD = $(SCENARIO_LIBS)
tests_scenarios_09_json_LDADD = $(SCENARIO_LIBS)
tests_scenarios_10_rules_LDADD = $(SCENARIO_LIBS)
tests_scenarios_11_plan_LDADD = $(SCENARIO_LIBS)
tests_scenarios_12_written_plan_LDADD = $(SCENARIO_LIBS)
tests_scenarios_13_failure_LDADD = $(SCENARIO_LIBS)
tests_scenarios_14_settings_LDADD = $(SCENARIO_LIBS)
tests_scenarios_15_connections_LDADD = $(SCENARIO_LIBS)
tests_scenarios_16_marks_LDADD = $(SCENARIO_LIBS)
tests_scenarios_17_thousand_LDADD = $(SCENARIO_LIBS)
tests_scenarios_18_experiment_LDADD = $(SCENARIO_LIBS)
tests_scenarios_19_graceful_LDADD = $(SCENARIO_LIBS)
tests_scenarios_20_watch_LDADD = $(SCENARIO_LIBS)
