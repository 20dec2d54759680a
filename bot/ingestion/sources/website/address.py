"""Which addresses belong to a website, each written in one way only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit, urlunsplit

MAX_LENGTH = 2000
"""Characters of an address; longer ones come from loops in a site's links."""

_PORTS = {"http": 80, "https": 443}
_TRACKING = re.compile(
    r"utm_\w+|gclid|dclid|fbclid|msclkid|mc_[ce]id|_ga|_gl|mtm_\w+|pk_\w+", re.IGNORECASE
)
"""Query parameters that tell where a visitor came from and change nothing on the page."""
_SESSION = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)
_KEPT = "/!$&'()*+,;=:@~-._%"
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


@dataclass(frozen=True, slots=True)
class Site:
    """One host, on the port that was asked for."""

    scheme: str
    host: str
    port: int

    @classmethod
    def of(cls, address: str) -> Site:
        """The site of an address. Raises `ValueError` if it is none that can be visited."""
        parts = urlsplit(address)
        if parts.scheme not in _PORTS or not parts.hostname or "@" in parts.netloc:
            raise ValueError("an address that begins with http:// or https://, without a password")
        return cls(parts.scheme, _ascii(parts.hostname), _port(parts))

    @property
    def root(self) -> str:
        """The address of its first page."""
        return urlunsplit((self.scheme, self._authority(self.scheme, self.port), "/", "", ""))

    def address(self, link: str, base: str = "") -> str | None:
        """Where a link leads, if that is within the site; None otherwise.

        Normal form as in RFC 3986, section 6.2; without fragment, tracking and session. A trailing
        slash stays, for servers tell by it. On a site with https, http means https.
        """
        try:
            # Browsers pass over line breaks and tabs within an address (WHATWG URL, 4.4).
            parts = urlsplit(urljoin(base, re.sub(r"[\t\r\n]", "", link.strip())))
            scheme, host, port = parts.scheme, _ascii(parts.hostname or ""), _port(parts)
        except ValueError:
            return None
        if scheme == "http" and port == 80 and self.scheme == "https" and self.port == 443:
            scheme, port = "https", 443
        if "@" in parts.netloc or host != self.host or not self._has_door(scheme, port):
            return None
        path = _without_dots(_SESSION.sub("", parts.path) or "/")
        query = "&".join(
            part for part in parts.query.split("&") if not _TRACKING.fullmatch(part.split("=")[0])
        )
        authority = self._authority(scheme, port)
        address = urlunsplit((scheme, authority, _escaped(path), _escaped(query, "?"), ""))
        return address if len(address) <= MAX_LENGTH else None

    def _has_door(self, scheme: str, port: int) -> bool:
        """Its own door, or the https one of a site that was named with http."""
        if (scheme, port) == (self.scheme, self.port):
            return True
        return self.port == 80 and (scheme, port) == ("https", 443)

    def _authority(self, scheme: str, port: int) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if port == _PORTS[scheme] else f"{host}:{port}"


def path_of(address: str) -> str:
    """What stands for an address in a document's id: its path and query.

    Never ends in "/" or ":", which would name a whole branch of ids.
    """
    parts = urlsplit(address)
    path = parts.path.rstrip("/:") or "/index"
    return f"{path}?{parts.query}".rstrip("/:?") if parts.query else path


def file_name(address: str, extension: str) -> str:
    """A name for people that ends as the format's files do: "hr/lön.html"."""
    name = unquote(path_of(address)).lstrip("/")
    name = "".join(letter if letter.isprintable() else "_" for letter in name)
    return name if name.lower().endswith(extension) else name + extension


def extension_of(address: str) -> str:
    """The lower-case extension of the path, with its dot; "" for none."""
    return PurePosixPath(unquote(urlsplit(address).path)).suffix.lower()


def _port(parts: SplitResult) -> int:
    """Raises `ValueError` for what is no port."""
    return _PORTS.get(parts.scheme, 0) if parts.port is None else parts.port


def _ascii(host: str) -> str:
    """The host as it is asked for in DNS. Raises `ValueError`."""
    host = host.rstrip(".").lower()
    return host if host.isascii() else host.encode("idna").decode("ascii")


def _without_dots(path: str) -> str:
    """The path without "." and ".." (RFC 3986, 5.2.4), which `urljoin` leaves in some places."""
    kept: list[str] = []
    parts = path.split("/")
    for part in parts[1:]:
        if part == "..":
            del kept[-1:]
        elif part != ".":
            kept.append(part)
    if parts[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def _escaped(text: str, also: str = "") -> str:
    """Every character written in one way: as itself if it may be, as UTF-8 in capitals if not."""
    plain = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", text)
    whole = quote(plain, safe=_KEPT + also, errors="replace")
    return _ESCAPE.sub(_unescape, whole)


def _unescape(match: re.Match[str]) -> str:
    letter = chr(int(match[1], 16))
    return letter if letter in _UNRESERVED else f"%{match[1].upper()}"
