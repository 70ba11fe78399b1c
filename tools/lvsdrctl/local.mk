# SPDX-License-Identifier: LGPL-2.1-or-later
# Linked twice: to be run where it is built, without libtool's script around it, and to be installed, where it finds the
# library that is installed.
noinst_PROGRAMS += tools/lvsdrctl/lvsdrctl
sbin_PROGRAMS = tools/lvsdrctl/install/lvsdrctl
tools_lvsdrctl_lvsdrctl_SOURCES = \
	tools/common/escape.c \
	tools/common/escape.h \
	tools/common/standard-files.c \
	tools/common/standard-files.h \
	tools/lvsdrctl/apply.c \
	tools/lvsdrctl/apply.h \
	tools/lvsdrctl/change-kinds.c \
	tools/lvsdrctl/change-kinds.h \
	tools/lvsdrctl/change-print.c \
	tools/lvsdrctl/changes.c \
	tools/lvsdrctl/changes.h \
	tools/lvsdrctl/completion.c \
	tools/lvsdrctl/completion.h \
	tools/lvsdrctl/connection-counts.c \
	tools/lvsdrctl/connection-query.c \
	tools/lvsdrctl/connection-query.h \
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
	tools/lvsdrctl/memory.c \
	tools/lvsdrctl/memory.h \
	tools/lvsdrctl/metrics.c \
	tools/lvsdrctl/name.c \
	tools/lvsdrctl/name.h \
	tools/lvsdrctl/number.c \
	tools/lvsdrctl/number.h \
	tools/lvsdrctl/observed.c \
	tools/lvsdrctl/observed.h \
	tools/lvsdrctl/options-check.c \
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
	tools/lvsdrctl/yaml.h
if HAVE_YAML
tools_lvsdrctl_lvsdrctl_SOURCES += tools/lvsdrctl/yaml-read.c tools/lvsdrctl/yaml-write.c
else
tools_lvsdrctl_lvsdrctl_SOURCES += tools/lvsdrctl/yaml-none.c
endif
nodist_tools_lvsdrctl_lvsdrctl_SOURCES = tools/lvsdrctl/completion/scripts.c
tools_lvsdrctl_lvsdrctl_CFLAGS = $(AM_CFLAGS) $(JANSSON_CFLAGS) $(NCURSES_CFLAGS) $(YAML_CFLAGS)
tools_lvsdrctl_lvsdrctl_LDADD = liblvsdr/liblvsdr.la $(JANSSON_LIBS) $(NCURSES_LIBS) $(YAML_LIBS)
tools_lvsdrctl_install_lvsdrctl_SOURCES = $(tools_lvsdrctl_lvsdrctl_SOURCES)
nodist_tools_lvsdrctl_install_lvsdrctl_SOURCES = $(nodist_tools_lvsdrctl_lvsdrctl_SOURCES)
tools_lvsdrctl_install_lvsdrctl_CFLAGS = $(tools_lvsdrctl_lvsdrctl_CFLAGS)
tools_lvsdrctl_install_lvsdrctl_LDADD = $(tools_lvsdrctl_lvsdrctl_LDADD)
tools_lvsdrctl_install_lvsdrctl_LDFLAGS = $(LINK_FLAGS)

dist_man8_MANS = tools/lvsdrctl/lvsdrctl.8
dist_man5_MANS = tools/lvsdrctl/lvsdr-state.5
schemadir = $(datadir)/lvsdr
schema_DATA = docs/state.schema.json
example_statesdir = $(datadir)/lvsdr/examples
dist_example_states_DATA = examples/states/director.json examples/states/director.yaml examples/states/real-server.json
EXTRA_DIST += tools/README.md tools/lvsdrctl/lvsdr-state.service

# The completions of shells, each of a template and of what --help says; lvsdrctl prints them, too.
completion_parts = tools/lvsdrctl/completion/script.awk tools/lvsdrctl/help.c tools/lvsdrctl/completion/names.awk
completion_scripts = tools/lvsdrctl/completion/lvsdrctl.bash tools/lvsdrctl/completion/lvsdrctl.zsh \
	tools/lvsdrctl/completion/lvsdrctl.fish
EXTRA_DIST += $(completion_parts) $(completion_scripts:=.in) tools/lvsdrctl/completion/embed.sh
CLEANFILES += $(completion_scripts) tools/lvsdrctl/completion/scripts.c
tools/lvsdrctl/completion/lvsdrctl.bash: $(completion_parts) tools/lvsdrctl/completion/lvsdrctl.bash.in
tools/lvsdrctl/completion/lvsdrctl.zsh: $(completion_parts) tools/lvsdrctl/completion/lvsdrctl.zsh.in
tools/lvsdrctl/completion/lvsdrctl.fish: $(completion_parts) tools/lvsdrctl/completion/lvsdrctl.fish.in
$(completion_scripts):
	$(AM_V_GEN)$(MKDIR_P) tools/lvsdrctl/completion && cd $(srcdir)/tools/lvsdrctl/completion && \
	script=`basename $@` && \
	$(AWK) -v shell=`echo $$script | sed 's/.*\.//'` -f script.awk ../help.c names.awk $$script.in \
		>$(abs_builddir)/$@.new && mv $(abs_builddir)/$@.new $(abs_builddir)/$@
tools/lvsdrctl/completion/scripts.c: $(completion_scripts) tools/lvsdrctl/completion/embed.sh
	$(AM_V_GEN)$(SHELL) $(srcdir)/tools/lvsdrctl/completion/embed.sh $(completion_scripts) >$@.new && mv $@.new $@

# Each shell finds its own by the name of the command.
bash_completions = $(DESTDIR)$(datadir)/bash-completion/completions
zsh_completions = $(DESTDIR)$(datadir)/zsh/site-functions
fish_completions = $(DESTDIR)$(datadir)/fish/vendor_completions.d
install-data-local: $(completion_scripts)
	$(MKDIR_P) '$(bash_completions)' '$(zsh_completions)' '$(fish_completions)'
	$(INSTALL_DATA) tools/lvsdrctl/completion/lvsdrctl.bash '$(bash_completions)/lvsdrctl'
	$(INSTALL_DATA) tools/lvsdrctl/completion/lvsdrctl.zsh '$(zsh_completions)/_lvsdrctl'
	$(INSTALL_DATA) tools/lvsdrctl/completion/lvsdrctl.fish '$(fish_completions)/lvsdrctl.fish'
uninstall-local:
	rm -f '$(bash_completions)/lvsdrctl' '$(zsh_completions)/_lvsdrctl' '$(fish_completions)/lvsdrctl.fish'
