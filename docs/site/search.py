# SPDX-License-Identifier: LGPL-2.1-or-later
"""The search of the site, in English and in Chinese. Chinese text has no spaces between words: each two neighbouring
characters are a word of the index, and of a query, so that a word is found wherever it stands."""

import re

from sphinx.search.en import SearchEnglish

HAN = "\u3400-\u9fff\uf900-\ufaff"


class Search(SearchEnglish):
    lang = "en-zh"
    language_name = "English and Chinese"
    _pieces = re.compile(rf"[{HAN}]+|[^\W{HAN}]+")
    js_splitter_code = f"""
function splitQuery(query) {{
  const pieces = query.match(/[{HAN}]+|[^\\s\\p{{P}}\\p{{S}}{HAN}]+(?:_[^\\s\\p{{P}}\\p{{S}}{HAN}]*)*/gu) || [];
  return pieces.flatMap((piece) => /^[{HAN}]{{3,}}$/.test(piece)
    ? Array.from({{length: piece.length - 1}}, (_, at) => piece.slice(at, at + 2)) : [piece]);
}}
"""

    def split(self, input):
        for piece in self._pieces.findall(input):
            if re.match(f"[{HAN}]{{3,}}", piece):
                yield from (piece[at : at + 2] for at in range(len(piece) - 1))
            else:
                yield piece
