# SPDX-License-Identifier: LGPL-2.1-or-later
# Linked twice: to be run where it is built, without libtool's script around it, and to be installed, where it finds the
# library that is installed.
noinst_PROGRAMS += tools/lvsdrctl/lvsdrctl
sbin_PROGRAMS = tools/lvsdrctl/install/lvsdrctl
tools_lvsdrctl_lvsdrctl_SOURCES = \
	tools/lvsdrctl/apply.c \
	tools/lvsdrctl/apply.h \
	tools/lvsdrctl/changes.c \
	tools/lvsdrctl/changes.h \
	tools/lvsdrctl/connection-counts.c \
	tools/lvsdrctl/connections.c \
	tools/lvsdrctl/connections.h \
	tools/lvsdrctl/diff.c \
	tools/lvsdrctl/drain.c \
	tools/lvsdrctl/file-move.c \
	tools/lvsdrctl/file-write.c \
	tools/lvsdrctl/file.c \
	tools/lvsdrctl/file.h \
	tools/lvsdrctl/help.c \
	tools/lvsdrctl/limit.c \
	tools/lvsdrctl/limit.h \
	tools/lvsdrctl/list.c \
	tools/lvsdrctl/load.c \
	tools/lvsdrctl/load.h \
	tools/lvsdrctl/main.c \
	tools/lvsdrctl/metrics.c \
	tools/lvsdrctl/name.c \
	tools/lvsdrctl/name.h \
	tools/lvsdrctl/number.c \
	tools/lvsdrctl/number.h \
	tools/lvsdrctl/observed.c \
	tools/lvsdrctl/observed.h \
	tools/lvsdrctl/options.c \
	tools/lvsdrctl/options.h \
	tools/lvsdrctl/real-server.c \
	tools/lvsdrctl/real-server.h \
	tools/lvsdrctl/record.c \
	tools/lvsdrctl/record.h \
	tools/lvsdrctl/say.c \
	tools/lvsdrctl/say.h \
	tools/lvsdrctl/states.c \
	tools/lvsdrctl/style.c \
	tools/lvsdrctl/style.h \
	tools/lvsdrctl/table.c \
	tools/lvsdrctl/table.h \
	tools/lvsdrctl/top-rows.c \
	tools/lvsdrctl/top-screen.c \
	tools/lvsdrctl/top-screen.h \
	tools/lvsdrctl/top.c \
	tools/lvsdrctl/top.h \
	tools/lvsdrctl/totals.c \
	tools/lvsdrctl/undo.c \
	tools/lvsdrctl/verbs.h \
	tools/lvsdrctl/watch.c \
	tools/lvsdrctl/wire.c \
	tools/lvsdrctl/yaml.c \
	tools/lvsdrctl/yaml.h
tools_lvsdrctl_lvsdrctl_CFLAGS = $(AM_CFLAGS) $(JANSSON_CFLAGS) $(NCURSES_CFLAGS) $(YAML_CFLAGS)
tools_lvsdrctl_lvsdrctl_LDADD = liblvsdr/liblvsdr.la $(JANSSON_LIBS) $(NCURSES_LIBS) $(YAML_LIBS)
tools_lvsdrctl_install_lvsdrctl_SOURCES = $(tools_lvsdrctl_lvsdrctl_SOURCES)
tools_lvsdrctl_install_lvsdrctl_CFLAGS = $(tools_lvsdrctl_lvsdrctl_CFLAGS)
tools_lvsdrctl_install_lvsdrctl_LDADD = $(tools_lvsdrctl_lvsdrctl_LDADD)
tools_lvsdrctl_install_lvsdrctl_LDFLAGS = $(LINK_FLAGS)

dist_man8_MANS = tools/lvsdrctl/lvsdrctl.8
dist_man5_MANS = tools/lvsdrctl/lvsdr-state.5
schemadir = $(datadir)/lvsdr
schema_DATA = docs/state.schema.json
EXTRA_DIST += tools/README.md tools/lvsdrctl/lvsdr-state.service tools/lvsdrctl/lvsdrctl.bash-completion

# Found there by the name of the command.
completion = $(DESTDIR)$(datadir)/bash-completion/completions
install-data-local:
	$(MKDIR_P) '$(completion)'
	$(INSTALL_DATA) $(srcdir)/tools/lvsdrctl/lvsdrctl.bash-completion '$(completion)/lvsdrctl'
uninstall-local:
	rm -f '$(completion)/lvsdrctl'
