"""Which hosts replies, and with them the bot's token, may be sent to."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import SplitResult, urlsplit

TEAMS_HOSTS = ("smba.trafficmanager.net", "smba.infra.gcc.teams.microsoft.com")
"""Where Microsoft's public cloud runs the Bot Connector for Teams."""
LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})


class ServiceHosts:
    """The allow-list: exact host names, over https."""

    def __init__(self, hosts: Iterable[str] = TEAMS_HOSTS) -> None:
        """`hosts` are names, with `:port` where it is not 443."""
        self._hosts = frozenset(host.lower() for host in hosts)
        self._allowed: set[str] = set()

    def allows(self, service_url: str | None) -> bool:
        """Whether activities may come from, and replies go to, this service URL."""
        if service_url in self._allowed:
            return True
        if service_url is None or not self._is_listed(service_url):
            return False
        if len(self._allowed) < 100:
            self._allowed.add(service_url)
        return True

    def _is_listed(self, service_url: str) -> bool:
        address = split_address(service_url)
        return (
            address is not None
            and address.scheme == "https"
            and address.netloc.lower().removesuffix(":443") in self._hosts
        )


class LoopbackHosts:
    """What is allowed in local mode: plain http to this machine, nothing else."""

    def allows(self, service_url: str | None) -> bool:
        """Whether the service URL is on this machine."""
        address = None if service_url is None else split_address(service_url)
        return (
            address is not None and address.scheme == "http" and address.hostname in LOOPBACK_HOSTS
        )


def split_address(url: str) -> SplitResult | None:
    """The parts of a plain URL; None for one with user, query, fragment or odd characters."""
    if not url.isascii() or not url.isprintable() or any(sign in url for sign in "\\@?# "):
        return None
    try:
        address = urlsplit(url)
        address.port  # noqa: B018 raises ValueError if it is not a number
    except ValueError:
        return None
    return address if address.hostname else None
