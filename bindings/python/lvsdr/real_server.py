# SPDX-License-Identifier: LGPL-2.1-or-later
"""Real servers as a whole: all destinations that have an address, on any port, of any service of a scope.

A real server that has an IPv4 and an IPv6 address is named by both: as one text ("192.168.1.20, 2001:db8::20"), or as a
list of str or ipaddress objects."""

from __future__ import annotations

from typing import Iterable, Union

from ._object import CObject
from ._value import AddressLike, in_one_text
from .scope import ScopeLike, described_scope

Addresses = Union[AddressLike, Iterable[AddressLike]]
"""What the addresses of a real server can be given as."""


class RealServerSteps(CObject):
    """The steps of a plan that change real servers."""

    def update_real_server(self, scope: ScopeLike, addresses: Addresses, weight: int) -> int:
        """Add the steps that set the weight of a real server in all services of a scope. Return the number of its
        destinations, also of those that have this weight already; raise NotFoundError if there are none.

        addresses: a text of one address or more, or a list of them.
        weight: 0 (no new connections) to 2147483647."""
        words = in_one_text("addresses", addresses)
        with described_scope(scope) as owned:
            return self._call("lvsdr_plan_update_real_server", owned, words, weight)

    def remove_real_server(self, scope: ScopeLike, addresses: Addresses) -> int:
        """Add the steps that remove a real server from all services of a scope; make_graceful() lets them wait for
        its connections. Return the number of its destinations, 0 if there are none.

        addresses: a text of one address or more, or a list of them."""
        words = in_one_text("addresses", addresses)
        with described_scope(scope) as owned:
            return self._call("lvsdr_plan_remove_real_server", owned, words)
