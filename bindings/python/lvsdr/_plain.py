# SPDX-License-Identifier: LGPL-2.1-or-later
"""Plain arguments that the library takes as other types: seconds, bool, and texts with their size."""

from __future__ import annotations

import errno
import math
from typing import Union

from ._types import wrong_type
from .errors import error_of


def milliseconds(name: str, seconds: float) -> int:
    """A time for the library, which checks its range; a short one is no 0. What is no time is refused here."""
    if not isinstance(seconds, (int, float)) or isinstance(seconds, bool):
        raise TypeError(f"{name}: {wrong_type('a number of seconds', seconds)}")
    if not math.isfinite(seconds):
        raise ValueError(f"{name}: {seconds} is not a number of seconds")
    return round(seconds * 1000) or int(math.copysign(1, seconds) if seconds else 0)


def positive(name: str, value: int) -> int:
    """A value for the library, which would take 0 for its default."""
    if value == 0:
        raise ValueError(f"{name}: 0 is too small")
    return value


def boolean(name: str, value: bool) -> int:
    """0 or 1 for the library."""
    if not isinstance(value, bool):
        raise TypeError(f"{name}: {wrong_type('a bool', value)}")
    return int(value)


def decoded(text: Union[str, bytes]) -> str:
    """A text that may be given in UTF-8."""
    try:
        return text.decode() if isinstance(text, bytes) else text
    except UnicodeDecodeError as error:
        raise error_of(-errno.EBADMSG, f"the text is not UTF-8: {error}") from None


def size(text: str) -> int:
    """The length of a text in bytes of UTF-8."""
    if not isinstance(text, str):
        raise wrong_type("a str", text)
    return len(text) if text.isascii() else len(text.encode(errors="replace"))
