# SPDX-License-Identifier: LGPL-2.1-or-later
"""Files of states and plans."""

from __future__ import annotations

import os
import tempfile
from typing import Union

PathLike = Union[str, "os.PathLike[str]"]


def load_text(path: PathLike) -> str:
    """What a file holds."""
    with open(path, encoding="utf-8") as file:
        return file.read()


def save_text(path: PathLike, text: str) -> None:
    """Writes a file so that it is there as a whole or not at all, also after a crash."""
    folder, base = os.path.split(os.path.abspath(path))
    try:
        descriptor, name = tempfile.mkstemp(prefix=f"{base}.", dir=folder)
    except OSError as error:
        error.filename = os.fspath(path)  # and not one that nobody has heard of
        raise
    try:
        with open(descriptor, "w", encoding="utf-8") as file:
            file.write(text if text.endswith("\n") else text + "\n")
            file.flush()
            os.fsync(descriptor)
        os.rename(name, os.path.join(folder, base))
    except BaseException:
        os.unlink(name)
        raise
    parent = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(parent)
    finally:
        os.close(parent)
