"""From visits to documents: each text once, under the address that it is best known by."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from bot.ingestion.sources.website.address import path_of
from bot.ingestion.sources.website.visits import Visit


def documents(visits: Mapping[str, Visit], *, before: Collection[str] = ()) -> dict[str, Visit]:
    """Address → visit, for every document; of those that are missing just now, those in `before`.

    What redirects is none; a page that names another as its canonical one gives way to it if that
    one is there; of pages and documents that are the same, the one with the plainest address
    stays.
    """
    found = {
        address: visit
        for address, visit in visits.items()
        if visit.version and visit.reason is None and (not visit.missing or address in before)
    }
    own = {address for address in found if _canonical(address, found) == address}
    chosen: dict[str, str] = {}
    paths: dict[str, str] = {}
    for address in sorted(own, key=_plainness):
        kept = chosen.setdefault(found[address].version, address)
        if kept == address and paths.setdefault(path_of(address), address) != address:
            # "/hr" and "/hr/": one id cannot stand for both.
            chosen.pop(found[address].version)
    return {address: found[address] for address in chosen.values()}


def _canonical(address: str, found: Mapping[str, Visit]) -> str:
    """The last address of a chain of canonical ones that are there; in a circle, the plainest."""
    passed = [address]
    while (following := found[passed[-1]].canonical) in found:
        if following in passed:
            return min(passed[passed.index(following) :], key=_plainness)
        passed.append(following)
    return passed[-1]


def _plainness(address: str) -> tuple[bool, bool, int, str]:
    return "?" in address, address.startswith("http:"), len(address), address
