# SPDX-License-Identifier: LGPL-2.1-or-later
# Linked twice, as lvsdrctl is.
noinst_PROGRAMS += tools/lvsdr-ipvsadm/lvsdr-ipvsadm
sbin_PROGRAMS += tools/lvsdr-ipvsadm/install/lvsdr-ipvsadm
tools_lvsdr_ipvsadm_lvsdr_ipvsadm_SOURCES = \
	tools/common/escape.c \
	tools/common/escape.h \
	tools/common/standard-files.c \
	tools/common/standard-files.h \
	tools/lvsdr-ipvsadm/change.c \
	tools/lvsdr-ipvsadm/change.h \
	tools/lvsdr-ipvsadm/check.c \
	tools/lvsdr-ipvsadm/check.h \
	tools/lvsdr-ipvsadm/connections.c \
	tools/lvsdr-ipvsadm/help.c \
	tools/lvsdr-ipvsadm/help.h \
	tools/lvsdr-ipvsadm/host-name.c \
	tools/lvsdr-ipvsadm/host-name.h \
	tools/lvsdr-ipvsadm/list-services.c \
	tools/lvsdr-ipvsadm/list.c \
	tools/lvsdr-ipvsadm/list.h \
	tools/lvsdr-ipvsadm/main.c \
	tools/lvsdr-ipvsadm/options.c \
	tools/lvsdr-ipvsadm/options.h \
	tools/lvsdr-ipvsadm/rules.c \
	tools/lvsdr-ipvsadm/rules.h \
	tools/lvsdr-ipvsadm/save.c \
	tools/lvsdr-ipvsadm/say.c \
	tools/lvsdr-ipvsadm/say.h \
	tools/lvsdr-ipvsadm/service-words.c \
	tools/lvsdr-ipvsadm/table.c \
	tools/lvsdr-ipvsadm/table.h
tools_lvsdr_ipvsadm_lvsdr_ipvsadm_LDADD = liblvsdr/liblvsdr.la
tools_lvsdr_ipvsadm_install_lvsdr_ipvsadm_SOURCES = $(tools_lvsdr_ipvsadm_lvsdr_ipvsadm_SOURCES)
tools_lvsdr_ipvsadm_install_lvsdr_ipvsadm_LDADD = $(tools_lvsdr_ipvsadm_lvsdr_ipvsadm_LDADD)
tools_lvsdr_ipvsadm_install_lvsdr_ipvsadm_LDFLAGS = $(LINK_FLAGS)

dist_man8_MANS += tools/lvsdr-ipvsadm/lvsdr-ipvsadm.8
