# SPDX-License-Identifier: LGPL-2.1-or-later
"""The site, for Sphinx: docs/site/build.sh lays out the pages, and calls it."""

import importlib.util
import os
import re
import sys
from pathlib import Path

from docutils import nodes
from sphinx import addnodes
from sphinx.errors import ConfigError

sys.dont_write_bytecode = True
here = Path(__file__).resolve().parent
sys.path.insert(0, str(here))
from search import Search  # noqa: E402 (beside this file)

for module, package in (("myst_parser", "python3-myst-parser"), ("furo", "furo")):
    if not importlib.util.find_spec(module):
        raise ConfigError(f"the Python module {module} is missing (Debian: {package}; tests/setup.sh site installs it)")

project = "liblvsdr"
version = release = os.environ.get("LVSDR_VERSION", "")
copyright = "the authors of liblvsdr, LGPL-2.1-or-later"
root_doc = "README"
include_patterns = [
    "*.md",
    "docs/*.md",
    "docs/contributing/*.md",
    "docs/tutorial/**.md",
    "**/README.md",
    "reference/*.md",
    "man/*.md",
]
extensions = ["myst_parser"]
myst_enable_extensions = ["fieldlist"]
myst_heading_anchors = 4
toc_object_entries = False  # functions of C have none: their headings are the contents of a page
smartquotes = False  # quotes are part of what is quoted
pygments_style = "tango"
pygments_dark_style = "native"


def dark_colours():
    """Debian's furo has them for those who choose the dark theme, but not for those whose system does."""
    styles = Path(importlib.util.find_spec("furo").origin).parent / "theme/furo/static/styles/furo.css"
    block = re.search(r'\[data-theme="?dark"?\]\s*\{([^}]*)\}', styles.read_text(encoding="utf-8"))
    return dict(re.findall(r"--([\w-]+):\s*([^;]+)", block[1]))


html_theme = "furo"
html_title = f"liblvsdr {version}"
html_static_path = [str(here / "site.css")]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sphinx = False
html_last_updated_fmt = None
html_theme_options = {"top_of_page_button": None, "dark_css_variables": dark_colours()}
html_search_language = Search.lang
# An excerpt would be fetched, which browsers do not allow a page that was opened from a folder.
html_show_search_summary = False

FUNCTION = re.compile(r"(lvsdr_\w+)(?:\(\))?")


def add_contents(app, docname, source):
    """The first page is README.md, which knows nothing of the site: what the site contains is added to it."""
    if docname == root_doc:
        source[0] += "\n\n" + (here / "contents.md").read_text(encoding="utf-8")


def write_dashes(app, document):
    """Those that Sphinx puts between a parameter and its text, which it leaves to smartquotes otherwise."""
    for text in list(document.findall(nodes.Text)):
        if text == " -- ":
            text.parent.replace(text, nodes.Text(" \u2013 "))


def link_functions(app, document):
    """Functions that a page names lead to the reference."""
    for literal in list(document.findall(nodes.literal)):
        match = FUNCTION.fullmatch(literal.astext())
        if match and not isinstance(literal.parent, (addnodes.pending_xref, nodes.reference, nodes.title)):
            link = addnodes.pending_xref(
                "", refdomain="c", reftype="func", reftarget=match[1], refdoc=app.env.docname, refwarn=False
            )
            literal.replace_self(link)
            link += literal


def tell_language(app, pagename, templatename, context, doctree):
    """For screen readers, hyphenation and fonts."""
    if pagename.startswith("docs/tutorial/zh/") or pagename.endswith(".zh"):
        context["language"] = "zh"


def put_in_place(path, line, content):
    text = path.read_text(encoding="utf-8")
    if line in text:
        path.write_text(text.replace(line, content.read_text(encoding="utf-8")), encoding="utf-8")


def need_no_server(app, exception):
    """Debian's furo leaves a style to a web server, and a script to an import, which browsers do not allow a page that was
    opened from a folder."""
    if not exception:
        static = Path(app.outdir) / "_static"
        normalize = "/javascript/normalize.css/normalize.css"
        put_in_place(static / "styles/furo.css", f"@import url({normalize});", Path(f"/usr/share{normalize}"))
        scripts = static / "scripts"
        gumshoe = scripts / "gumshoe-patched.js"
        put_in_place(scripts / "furo.js", 'import Gumshoe from "./gumshoe-patched.js";', gumshoe)


def setup(app):
    app.add_search_language(Search)
    app.connect("source-read", add_contents)
    app.connect("doctree-read", write_dashes)
    app.connect("doctree-read", link_functions)
    app.connect("html-page-context", tell_language)
    app.connect("build-finished", need_no_server)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
