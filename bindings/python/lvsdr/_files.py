# SPDX-License-Identifier: LGPL-2.1-or-later
"""Files of states and plans."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from typing import Callable, Optional, Union

PathLike = Union[str, "os.PathLike[str]"]


def load_text(path: PathLike) -> str:
    """What a file holds."""
    with open(path, encoding="utf-8") as file:
        return file.read()


def _replaces(path: PathLike, may_go: Optional[Callable[[str], bool]]) -> bool:
    """Whether a regular file stands there, which may be replaced; OSError where it may not."""
    try:
        mode = os.lstat(path).st_mode
    except FileNotFoundError:
        return False
    if stat.S_ISLNK(mode):
        raise OSError(errno.EINVAL, "it is a symbolic link: name the file itself", os.fspath(path))
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, "it is not a regular file", os.fspath(path))
    if may_go and not may_go(_read_regular(path)):
        what = "it is not empty, and an undo may need it: name another file, or say that it is to be overwritten"
        raise FileExistsError(errno.EEXIST, what, os.fspath(path))
    return True


def _read_regular(path: PathLike) -> str:
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(descriptor, encoding="utf-8", errors="backslashreplace") as file:
        return file.read()


def _put_in_place(name: str, path: str, replace: bool) -> None:
    """Nobody's file goes that came in between; some file systems cannot see to that."""
    if not replace:
        try:
            os.link(name, path, follow_symlinks=False)
            os.unlink(name)
            return
        except FileExistsError as error:
            raise FileExistsError(error.errno, error.strerror, path) from None
        except OSError:
            pass
    os.rename(name, path)


def save_text(path: PathLike, text: str, may_go: Optional[Callable[[str], bool]] = None) -> None:
    """Writes a regular file so that it is there as a whole or not at all, also after a crash.

    may_go: says of the text of a file that is there already whether it may be replaced; None: it may."""
    replace = _replaces(path, may_go)
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
        _put_in_place(name, os.path.join(folder, base), replace)
    except BaseException:
        os.unlink(name)
        raise
    parent = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(parent)
    finally:
        os.close(parent)
