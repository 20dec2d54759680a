"""Which site, and which of its libraries, a `sharepoint:SITE` of the command line names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from bot.errors import ConfigurationError

SCHEME = "sharepoint:"
_HELP = (
    "give a site as sharepoint:kommun.sharepoint.com/sites/intranet, and after # the libraries "
    "that count if not all of them do: …/sites/intranet#Styrdokument,SitePages"
)
_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)
_SITE_ID = re.compile(r"[a-z0-9.-]+,[0-9a-f-]{36},[0-9a-f-]{36}", re.IGNORECASE)
_BELOW_A_SITE = frozenset(("sitepages", "_layouts", "lists", "forms"))
"""Path segments that lead from a site to something in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteAddress:
    """A site as Graph is asked for it."""

    key: str
    """What stands after /sites/ in Graph: "host:/path", a host, or a site's id."""
    name: str
    """What the source is called unless --name says otherwise; empty if the address gives none."""
    libraries: frozenset[str] = frozenset()
    """Libraries, by name or by the last part of their address; empty: all."""


def parse_address(location: str) -> SiteAddress:
    """The address in a SOURCE that begins with `SCHEME`. Raises `ConfigurationError`."""
    site, _, chosen = location.removeprefix(SCHEME).strip().partition("#")
    libraries = frozenset(one.strip() for one in unquote(chosen).split(",") if one.strip())
    if _SITE_ID.fullmatch(site):
        return SiteAddress(key=site, name="", libraries=libraries)
    try:
        split = urlsplit(site if "://" in site else f"https://{site}")
        plain = split.scheme == "https" and split.port is None and split.username is None
    except ValueError:
        plain = False
    if not plain or not _HOST.fullmatch(split.netloc):
        raise ConfigurationError(f"{location} names no SharePoint site: {_HELP}")
    segments = _site_segments(unquote(split.path))
    if any(part in (".", "..") or ":" in part for part in segments):
        raise ConfigurationError(f"{location} names no SharePoint site: {_HELP}")
    path = "/".join(quote(part) for part in segments)
    return SiteAddress(
        key=f"{split.netloc}:/{path}" if path else split.netloc,
        name=segments[-1] if segments else split.netloc.partition(".")[0],
        libraries=libraries,
    )


def _site_segments(path: str) -> list[str]:
    """The part of a path that names the site: a link copied from the browser goes on below it."""
    segments = [part for part in path.split("/") if part]
    for position, part in enumerate(segments):
        if part.casefold() in _BELOW_A_SITE:
            return segments[:position]
    return segments
