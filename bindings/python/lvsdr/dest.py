# SPDX-License-Identifier: LGPL-2.1-or-later
"""Destinations: the real servers of a virtual service.

>>> lvsdr.Dest("192.168.1.20", weight=3)
Dest('192.168.1.20', weight=3)
>>> lvsdr.Dest("2001:db8::20", "http").port
80
>>> lvsdr.Dest("192.168.1.20").port, lvsdr.Dest("192.168.1.20:0").port
(None, 0)
>>> lvsdr.Dest("192.168.1.20", tunnel_type=lvsdr.Tunnel.GUE, tunnel_port=6080).forwarding
<Forwarding.TUNNEL: 2>
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntFlag
from typing import Any, Optional, Tuple, Union

from . import _raw
from ._call import check
from ._library import C
from ._object import CObject
from ._value import SLOTS, Address, AddressLike, OpenEnum, Value, to_address, with_port
from .counters import Counters
from .service import Service


class Forwarding(OpenEnum):
    """How packets reach a real server; the kernel's values."""

    MASQUERADE = _raw.LVSDR_FORWARD_MASQUERADE
    """Network address translation."""
    LOCAL = _raw.LVSDR_FORWARD_LOCAL
    """To a process on the director."""
    TUNNEL = _raw.LVSDR_FORWARD_TUNNEL
    """Encapsulation."""
    DIRECT = _raw.LVSDR_FORWARD_DIRECT
    """Direct routing: the default."""
    BYPASS = _raw.LVSDR_FORWARD_BYPASS
    """Around the service, for transparent caches."""


class Tunnel(OpenEnum):
    """Tunnel types; the kernel's values."""

    IPIP = _raw.LVSDR_TUNNEL_IPIP
    """IP in IP: the default."""
    GUE = _raw.LVSDR_TUNNEL_GUE
    """Generic UDP encapsulation."""
    GRE = _raw.LVSDR_TUNNEL_GRE


class TunnelFlag(IntFlag):
    """Checksums of a tunnel; the default is none."""

    CHECKSUM = _raw.LVSDR_TUNNEL_CHECKSUM
    REMOTE_CHECKSUM = _raw.LVSDR_TUNNEL_REMOTE_CHECKSUM
    """Remote checksum offload, of GUE."""


# What sets which fields, in the order of the calls: a tunnel chooses the forwarding, unless that is given too.
_TOGETHER = {
    "lvsdr_dest_set_tunnel": ("tunnel_type", "tunnel_port", "tunnel_flags"),
    "lvsdr_dest_set_thresholds": ("upper_threshold", "lower_threshold"),
    "lvsdr_dest_set_weight": ("weight",),
    "lvsdr_dest_set_forwarding": ("forwarding",),
}


@dataclass(frozen=True, init=False, repr=False, **SLOTS)
class Dest(Value):
    """A destination: one real server of one virtual service. Two objects denote the same destination if service,
    address and port are equal."""

    _kind = "lvsdr_dest"
    _identity = ("address", "port")
    _settable = ("weight", "forwarding", "upper_threshold", "lower_threshold",
                 "tunnel_type", "tunnel_port", "tunnel_flags")  # fmt: skip
    _convert = {"address": to_address, "forwarding": Forwarding, "tunnel_type": Tunnel, "tunnel_flags": TunnelFlag}

    address: Address
    """The real server."""
    port: Optional[int]
    """The port, which may be 0; None: that of the service. It is never None if it was read."""
    weight: Optional[int]
    """The weight, the share of new connections; 0: none."""
    forwarding: Optional[Forwarding]
    """The forwarding method."""
    upper_threshold: Optional[int]
    """The number of connections at which it gets no new ones; 0: no limit."""
    lower_threshold: Optional[int]
    """The number of connections below which it gets new ones again; 0: three quarters of the upper one."""
    tunnel_type: Optional[Tunnel]
    """The tunnel type."""
    tunnel_port: Optional[int]
    """The UDP port of GUE."""
    tunnel_flags: Optional[TunnelFlag]
    """The checksum flags of the tunnel."""
    counters: Optional[Counters] = field(init=False, compare=False)
    """The counters; None unless they were read."""

    def __init__(
        self,
        address: AddressLike,
        port: Union[int, str, None] = None,
        *,
        weight: Optional[int] = None,
        forwarding: Optional[int] = None,
        upper_threshold: Optional[int] = None,
        lower_threshold: Optional[int] = None,
        tunnel_type: Optional[int] = None,
        tunnel_port: Optional[int] = None,
        tunnel_flags: Optional[int] = None,
    ) -> None:
        """Create a destination object. A field that is None is not set: it has its default in an add, and is not
        changed in an update.

        address: "192.168.1.20", "192.168.1.20:80", "2001:db8::20", "[2001:db8::20]:80".
        port: 0 to 65535, or a name from /etc/services; None, the default, is that of the service.
        weight: 0 (no new connections) to 2147483647; the default is 1.
        forwarding: a Forwarding value; the default is DIRECT.
        upper_threshold: connections; 0, the default: no limit.
        lower_threshold: connections, at most the upper threshold; both are set together.
        tunnel_type: a Tunnel value, which also sets Forwarding.TUNNEL. The default is IPIP.
        tunnel_port: the UDP port of GUE, 1 to 65535; 0 for the other types.
        tunnel_flags: TunnelFlag values; the default is none.
        """
        self._fill(
            address=address, port=port, weight=weight, forwarding=forwarding, upper_threshold=upper_threshold,
            lower_threshold=lower_threshold, tunnel_type=tunnel_type, tunnel_port=tunnel_port,
            tunnel_flags=tunnel_flags, counters=None,
        )  # fmt: skip
        self._check()

    def __str__(self) -> str:
        return str(with_port(self.address, self.port))

    def _positional(self) -> Tuple[str]:
        return (str(self),)

    def _creation(self) -> Tuple[Any, ...]:
        return "lvsdr_dest_new", with_port(self.address, self.port)

    def _set(self, host: Any, pointer: Any) -> None:
        """Thresholds are set together, and so are the fields of a tunnel."""
        for function, names in _TOGETHER.items():
            values = [getattr(self, name) for name in names]
            if values.count(None) < len(values):
                check(host, C[function](pointer, *(0 if each is None else each for each in values)))

    def _check(self) -> None:
        super(Dest, self)._check()
        tunnel = (self.tunnel_type, self.tunnel_port, self.tunnel_flags)
        if self.forwarding is None and tunnel.count(None) < len(tunnel):
            self._fill(forwarding=Forwarding.TUNNEL)


class DestCalls(CObject):
    """The calls of a host about destinations. All need CAP_NET_ADMIN in the initial user namespace."""

    def add_dest(self, service: Service, dest: Dest) -> bool:
        """Add a destination to a service. Return True if it was added, False if it already exists with the same
        settings; raise ExistsError if it already exists with different settings, NotFoundError if there is no such
        service."""
        return self._act("lvsdr_dest_add", service, dest)

    def update_dest(self, service: Service, dest: Dest) -> bool:
        """Change a destination; fields that are None are not changed. Return True if something was changed; raise
        NotFoundError if there is no such destination."""
        return self._act("lvsdr_dest_update", service, dest)

    def remove_dest(self, service: Service, dest: Dest) -> bool:
        """Remove a destination from a service. Return False if there was no such destination or service."""
        return self._act("lvsdr_dest_remove", service, dest)

    def read_dest(self, service: Service, dest: Dest) -> Dest:
        """Read a destination from the kernel."""
        return self._fetch(Dest, "lvsdr_dest_read", service, dest)
