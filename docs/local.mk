# SPDX-License-Identifier: LGPL-2.1-or-later
# The man pages are made from the public headers, and are part of the tarball, so that building from it
# takes no Python. The stamp is older than the pages: nothing is made anew while it is newer than its sources.
include docs/man/pages.mk
dist_man_MANS = $(MAN_PAGES)
MAN_INPUTS = $(lvsdrinclude_HEADERS) bindings/generate.py bindings/generator/description.py \
	bindings/generator/headers.py bindings/generator/man.py bindings/generator/members.py \
	bindings/generator/rules.py \
	bindings/generator/types.py README.md NEWS

$(MAN_PAGES): docs/man/stamp
	@test -f $@ || { rm -f docs/man/stamp && $(MAKE) $(AM_MAKEFLAGS) docs/man/stamp; }

docs/man/stamp: $(MAN_INPUTS)
	@test '$(PYTHON)' != : || { echo "$@: the man pages are made by python3 (3.10 or newer): install it, and configure anew" >&2; exit 1; }
	@$(MKDIR_P) docs/man && touch docs/man/stamp.new
	$(AM_V_GEN)$(PYTHON) $(top_srcdir)/bindings/generate.py --man docs/man
	@mv -f docs/man/stamp.new $@

EXTRA_DIST += docs/man/stamp
MAINTAINERCLEANFILES = $(MAN_PAGES) docs/man/stamp

# The site, in site/html of the build folder. It is no part of the tarball, nor of "make all".
EXTRA_DIST += docs/performance docs/pictures docs/site
SITE = $(abs_builddir)/site

html-local:
	$(AM_V_GEN)PYTHON='$(PYTHON)' SPHINX_BUILD='$(SPHINX_BUILD)' $(srcdir)/docs/site/build.sh '$(SITE)'

install-html-local: html-local
	$(MKDIR_P) '$(DESTDIR)$(htmldir)'
	cd '$(SITE)/html' && tar cf - . | (cd '$(DESTDIR)$(htmldir)' && tar xof -)

# Other files may be in that folder: only what is here, too, is removed.
uninstall-hook:
	test ! -d '$(SITE)/html' || { cd '$(SITE)/html' && find . -type f; } | \
		while read -r file; do rm -f "$(DESTDIR)$(htmldir)/$$file"; done
	test ! -d '$(DESTDIR)$(htmldir)' || find '$(DESTDIR)$(htmldir)' -depth -type d -empty -delete

clean-local:
	rm -rf '$(SITE)'
