"""Where the files of a chat may be fetched from and put."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

SHAREPOINT = ("sharepoint.com",)
"""Teams keeps the files of a one-to-one chat in the person's OneDrive, at
`TENANT-my.sharepoint.com`."""


class FileHosts:
    """The allow-list: these hosts and all below them, over https."""

    def __init__(self, hosts: Iterable[str] = SHAREPOINT) -> None:
        """`hosts` are names, with `:port` where it is not 443."""
        self._hosts = tuple(host.lower() for host in hosts)

    def allows(self, url: str) -> bool:
        """Whether a file may be fetched from, or put at, this address."""
        if not url.isascii() or not url.isprintable() or any(sign in url for sign in "\\ "):
            return False
        try:
            address = urlsplit(url)
            address.port  # noqa: B018 raises ValueError if it is not a number
        except ValueError:
            return False
        if address.scheme != "https" or "@" in address.netloc or not address.hostname:
            return False
        place = address.netloc.lower().removesuffix(":443")
        return any(place == host or place.endswith(f".{host}") for host in self._hosts)
