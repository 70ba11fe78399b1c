# SPDX-License-Identifier: LGPL-2.1-or-later
"""Scopes: the virtual addresses and firewall marks that belong to the caller.

A text ("192.168.1.41, 2001:db8::41, fwmark:7"), or the words of it as str or ipaddress objects. "" is an empty scope;
"everything" covers all services, and all addresses that are certainly VIPs."""

from __future__ import annotations

from contextlib import contextmanager
from typing import Any, Iterable, Iterator, Union

from ._call import check, describing, free, new_pointer
from ._library import C
from ._value import AddressLike, in_one_text

ScopeLike = Union[AddressLike, Iterable[AddressLike]]
"""What a scope can be given as."""


@contextmanager
def described_scope(scope: ScopeLike) -> Iterator[Any]:
    """The C object of a scope."""
    words = in_one_text("scope", scope)
    with describing() as host:
        pointer = new_pointer("lvsdr_scope")
        check(host, C["lvsdr_scope_new"](host, words, pointer))
        try:
            yield pointer
        finally:
            free(pointer)
