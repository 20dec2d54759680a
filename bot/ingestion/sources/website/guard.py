"""Which network addresses may be connected to: public ones, and networks that were named."""

from __future__ import annotations

import errno
import socket
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from aiohttp.connector import AddrInfoType

Network = IPv4Network | IPv6Network

_NEVER: tuple[Network, ...] = (
    ip_network("0.0.0.0/8"),
    ip_network("169.254.0.0/16"),  # link-local: where clouds tell machines their secrets
    ip_network("168.63.129.16/32"),  # the same at Azure, though the address is public
    ip_network("fe80::/10"),
    ip_network("::/128"),
)
"""Refused even within a network that was named."""
_CARRIERS: tuple[tuple[IPv6Network, int], ...] = (
    (IPv6Network("::ffff:0:0/96"), 0),
    (IPv6Network("64:ff9b::/96"), 0),  # NAT64, RFC 6052
    (IPv6Network("64:ff9b:1::/48"), 0),
    (IPv6Network("2002::/16"), 80),  # 6to4, RFC 3056
)
"""IPv6 networks with an IPv4 address inside, and how many bits stand after it."""
_TEREDO = IPv6Network("2001::/32")


class RefusedAddress(OSError):
    """A name led to an address that may not be connected to."""

    def __init__(self) -> None:
        super().__init__(errno.EACCES, "the address may not be connected to")


class Guard:
    """Makes sockets, after a look at the very address that each is going to connect to.

    Names are resolved before and never again, so that nothing can change in between.
    """

    def __init__(self, networks: Iterable[Network] = ()) -> None:
        """`networks` may be connected to although they are not public."""
        self._networks = tuple(networks)

    def socket(self, address: AddrInfoType) -> socket.socket:
        """A socket for an address that was resolved. Raises `RefusedAddress`."""
        family, kind, protocol, _, target = address
        if not self.allows(str(target[0])):
            raise RefusedAddress
        return socket.socket(family, kind, protocol)

    def allows(self, text: str) -> bool:
        """Whether an address may be connected to."""
        try:
            address = _plain(ip_address(text.partition("%")[0]))
        except ValueError:
            return False
        if address.is_multicast or _is_in(address, _NEVER):
            return False
        if _is_in(address, self._networks):
            return True
        return address.is_global and not address.is_reserved


def _plain(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that an IPv6 address really leads to."""
    if isinstance(address, IPv6Address):
        if address in _TEREDO:
            raise ValueError("Teredo leads to whoever it likes")
        for network, after in _CARRIERS:
            if address in network:
                return IPv4Address(int(address) >> after & 0xFFFFFFFF)
    return address


def _is_in(address: IPv4Address | IPv6Address, networks: Iterable[Network]) -> bool:
    return any(address in network for network in networks)
