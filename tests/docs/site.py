#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The site as a reader has it, opened from its folder without a server: site.py HTML SCREENSHOTS. Every link and anchor
leads somewhere and nothing is loaded from elsewhere; in a browser, as wide as a telephone and as a desk, no page is wider
than the window, every picture is shown, nothing is complained about, and the search finds what it has to."""

import os
import re
import sys
import urllib.parse
from html.parser import HTMLParser
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

WIDTHS = (400, 1200)
LOADED = {("img", "src"), ("script", "src"), ("link", "href"), ("object", "data"), ("source", "src")}
SHOTS = {
    "README.html",
    "docs/tutorial/en/2-realserver-arp.html",
    "docs/tutorial/en/14-keep.html",
    "docs/tutorial/en/15-graceful.html",
    "docs/tutorial/zh/14-keep.html",
    "docs/tutorial/zh/15-graceful.html",
    "docs/performance.html",
    "docs/architecture.html",
    "man/lvsdrctl.8.html",
    "reference/service.html",
}
SEARCHES = {  # what is asked for: a page that has to be among the first
    "lvsdr_service_add": "reference/service.html",
    "Host.add_dest": "reference/dest.html",
    "persistence": "docs/tutorial/en/8-ppc.html",
    "真实服务器": "docs/tutorial/zh/5-realservers.html",
    "权重": "docs/tutorial/zh/11-drain.html",
    "xyzzyx": None,
}
OVERFLOW = """
    const wide = [...document.querySelectorAll("article *")].filter((each) => {
        for (let up = each.parentElement; up.tagName != "ARTICLE"; up = up.parentElement)
            if (["auto", "scroll"].includes(getComputedStyle(up).overflowX)) return false;
        return each.getBoundingClientRect().right > innerWidth + 1;
    });
    return [document.documentElement.scrollWidth, innerWidth, wide.slice(0, 3).map((each) => each.outerHTML.slice(0, 90))];
"""
GROUND = "return getComputedStyle(document.body).backgroundColor"
BROKEN = (
    "return [...document.images].filter((each) => !(each.complete && each.naturalWidth > 0)).map((each) => each.src)"
)


class Page(HTMLParser):
    """What a page refers to, and the anchors that it has."""

    def __init__(self, path):
        super().__init__()
        self.anchors, self.links, self.loaded, self.unnamed = set(), set(), set(), []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.anchors.update(given[name] for name in ("id", "name") if given.get(name))
        if tag == "img" and not given.get("alt"):
            self.unnamed.append(given.get("src"))
        for name, target in attributes:
            if (tag, name) in LOADED:
                self.loaded.add(target)
            elif (tag, name) == ("a", "href"):
                self.links.add(target)


def check_links(top, pages):
    """Complaints about targets that are missing or elsewhere."""
    known = {path: Page(path) for path in pages}
    for path, page in known.items():
        name = path.relative_to(top)
        yield from (f"{name}: {target} is loaded from elsewhere" for target in page.loaded if "//" in target)
        yield from (f"{name}: the picture {source} has no alternative text" for source in page.unnamed)
        for target in page.links | page.loaded:
            url = urllib.parse.urlsplit(target)
            if url.scheme or url.netloc:
                continue
            file = (path.parent / urllib.parse.unquote(url.path)).resolve() if url.path else path
            anchor = urllib.parse.unquote(url.fragment)
            if not file.is_file():
                yield f"{name}: there is no {target}"
            elif anchor and file in known and anchor not in known[file].anchors:
                yield f"{name}: there is no anchor {target}"


class Browser:
    def __init__(self, shots):
        options = webdriver.ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        for argument in ("--headless=new", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"):
            options.add_argument(argument)
        if os.getuid() == 0:
            options.add_argument("--no-sandbox")
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
        self.shots = shots

    def resize(self, width, height=900):
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def shoot(self, name, width):
        height = min(self.driver.execute_script("return document.documentElement.scrollHeight"), 8000)
        self.resize(width, height)
        self.driver.save_screenshot(str(self.shots / f"{name.replace('/', '-')}-{width}.png"))

    def complaints(self):
        return [f"the console says: {entry['message']}" for entry in self.driver.get_log("browser")]

    def look(self, top, path):
        """Complaints about one page."""
        name = str(path.relative_to(top))
        self.driver.get(path.as_uri())
        for width in WIDTHS:
            self.resize(width)
            scroll, inner, wide = self.driver.execute_script(OVERFLOW)
            if scroll > inner or wide:
                yield f"{name}: at {width} pixels it is {scroll} wide: {wide}"
            if name in SHOTS:
                self.shoot(name.removesuffix(".html"), width)
        yield from (f"{name}: the picture {source} is not shown" for source in self.driver.execute_script(BROKEN))
        yield from (f"{name}: {each}" for each in self.complaints())

    def look_in_the_dark(self, path):
        """Complaints about a page where the system prefers a dark theme, with the colours of light ones otherwise."""
        for scheme in ("dark", "light"):
            wanted = [{"name": "prefers-color-scheme", "value": scheme}]
            self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": wanted})
            self.driver.get(path.as_uri())
            ground = self.driver.execute_script(GROUND)
            if (max(map(int, re.findall(r"\d+", ground)[:3])) < 64) != (scheme == "dark"):
                yield f"{path.name}: in the {scheme} theme it is on {ground}"
            self.driver.save_screenshot(str(self.shots / f"{path.stem}-{scheme}.png"))

    def search(self, top, query, wanted):
        """Complaints about one search."""
        self.driver.get(f"{(top / 'search.html').as_uri()}?q={urllib.parse.quote(query)}")
        done = "return document.querySelector('#search-results .search-summary, #search-results p')?.textContent"
        WebDriverWait(self.driver, 30).until(
            lambda driver: re.search(r"finished|did not match|found", driver.execute_script(done) or "")
        )
        found = [each.get_attribute("href") for each in self.driver.find_elements(By.CSS_SELECTOR, "ul.search li a")]
        if wanted is None and found:
            yield f"the search for {query} finds {found[:3]}"
        if wanted and not any(f"/{wanted}" in each for each in found):
            yield f"the search for {query} does not find {wanted}, but {found[:5]}"
        yield from (f"the search for {query}: {each}" for each in self.complaints())


def main(top, shots):
    shots.mkdir(parents=True, exist_ok=True)
    pages = sorted(path for path in top.rglob("*.html") if "_static" not in path.parts)
    missing = SHOTS - {str(path.relative_to(top)) for path in pages}
    found = [f"there is no page {name}" for name in sorted(missing)]
    found += check_links(top, pages)
    browser = Browser(shots)
    try:
        for path in pages:
            found += browser.look(top, path)
        found += browser.look_in_the_dark(top / "README.html")
        for query, wanted in SEARCHES.items():
            found += browser.search(top, query, wanted)
    finally:
        browser.driver.quit()
    print("\n".join([*found, f"{len(pages)} pages at {len(WIDTHS)} widths, {len(SEARCHES)} searches"]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()))
