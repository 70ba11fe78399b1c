# SPDX-License-Identifier: LGPL-2.1-or-later
noinst_PROGRAMS += examples/1-director-vip examples/2-realserver-arp examples/3-realserver-vip \
	examples/4-service examples/5-realservers examples/6-list examples/8-ppc examples/9-pcc \
	examples/10-pnmpp examples/11-drain examples/12-connections examples/13-rates \
	examples/14-keep examples/15-graceful examples/19-agent
examples_1_director_vip_SOURCES = examples/1-director-vip.c
examples_1_director_vip_LDADD = liblvsdr/liblvsdr.la
examples_2_realserver_arp_SOURCES = examples/2-realserver-arp.c
examples_2_realserver_arp_LDADD = liblvsdr/liblvsdr.la
examples_3_realserver_vip_SOURCES = examples/3-realserver-vip.c
examples_3_realserver_vip_LDADD = liblvsdr/liblvsdr.la
examples_4_service_SOURCES = examples/4-service.c
examples_4_service_LDADD = liblvsdr/liblvsdr.la
examples_5_realservers_SOURCES = examples/5-realservers.c
examples_5_realservers_LDADD = liblvsdr/liblvsdr.la
examples_6_list_SOURCES = examples/6-list.c
examples_6_list_LDADD = liblvsdr/liblvsdr.la
examples_8_ppc_SOURCES = examples/8-ppc.c
examples_8_ppc_LDADD = liblvsdr/liblvsdr.la
examples_9_pcc_SOURCES = examples/9-pcc.c
examples_9_pcc_LDADD = liblvsdr/liblvsdr.la
examples_10_pnmpp_SOURCES = examples/10-pnmpp.c
examples_10_pnmpp_LDADD = liblvsdr/liblvsdr.la
examples_11_drain_SOURCES = examples/11-drain.c
examples_11_drain_LDADD = liblvsdr/liblvsdr.la
examples_12_connections_SOURCES = examples/12-connections.c
examples_12_connections_LDADD = liblvsdr/liblvsdr.la
examples_13_rates_SOURCES = examples/13-rates.c
examples_13_rates_LDADD = liblvsdr/liblvsdr.la
examples_14_keep_SOURCES = examples/14-keep.c
examples_14_keep_LDADD = liblvsdr/liblvsdr.la
examples_15_graceful_SOURCES = examples/15-graceful.c
examples_15_graceful_LDADD = liblvsdr/liblvsdr.la
examples_19_agent_SOURCES = examples/19-agent.c
examples_19_agent_LDADD = liblvsdr/liblvsdr.la

if HAVE_CURL
noinst_PROGRAMS += examples/7-test
examples_7_test_SOURCES = examples/7-test.c
examples_7_test_CFLAGS = $(AM_CFLAGS) $(CURL_CFLAGS)
examples_7_test_LDADD = $(CURL_LIBS)
endif

# Each of them in Python too.
EXTRA_DIST += examples/1-director-vip.py examples/2-realserver-arp.py examples/3-realserver-vip.py \
	examples/4-service.py examples/5-realservers.py examples/6-list.py examples/7-test.py \
	examples/8-ppc.py examples/9-pcc.py examples/10-pnmpp.py examples/11-drain.py \
	examples/12-connections.py examples/13-rates.py examples/14-keep.py examples/15-graceful.py \
	examples/19-agent.py examples/keepalived-to-json.py

EXTRA_DIST += examples/README.md examples/tutorial.sh examples/tutorial-shell.sh examples/tutorial-steps.sh \
	examples/ansible/README.md examples/ansible/director.yml examples/ansible/web.json
