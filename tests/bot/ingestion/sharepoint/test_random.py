"""Whatever is done to a site, the index holds what its readers may read, and nothing else.

`pytest -m soak tests/bot/ingestion/sharepoint/test_random.py` tries many more courses of events.
"""

from __future__ import annotations

from contextlib import suppress
from random import Random

import pytest

from bot.ingestion.reasons import UnreadableError
from tests.bot.ingestion.sharepoint.conftest import Municipality
from tests.fakes.graph_server import Trouble
from tests.fakes.sharepoint import (
    EVERYONE_BUT_GUESTS,
    Drive,
    Entry,
    Permission,
    by_link,
    guid,
    to_all,
    to_group,
    to_site_group,
    to_user,
)

pytestmark = pytest.mark.asyncio(loop_scope="session")

FOLDERS = ["", "A", "A/B", "C"]
STEPS = 8


async def test_the_index_holds_what_the_site_lets_read(kommun: Municipality) -> None:
    await _live(kommun, Random(1))


@pytest.mark.soak
@pytest.mark.timeout(300)
@pytest.mark.parametrize("seed", range(100, 160))
async def test_the_index_holds_it_after_many_courses_of_events(
    kommun: Municipality, seed: int
) -> None:
    await _live(kommun, Random(seed))


async def _live(kommun: Municipality, random: Random) -> None:
    kommun.site.library("Rutiner", "Rutiner")
    kommun.graph.page_size = random.choice([1, 3, 100])
    kommun.recheck = 1_000
    for step in range(STEPS):
        for _ in range(random.randint(1, 4)):
            _do_something(kommun, random, step)
        await _sync_in_trouble(kommun, random)
        await kommun.sync()
        assert _held(kommun) == _meant(kommun)


def _do_something(kommun: Municipality, random: Random, step: int) -> None:
    drive = random.choice([kommun.files, kommun.site.drives[-1]])
    paths = _paths(drive)
    path = random.choice(paths) if paths else ""
    match random.choice("wwwwmrdsssip4"):
        case "w":
            folder = random.choice(FOLDERS)
            name = f"{random.randint(1, 4)}.txt"
            drive.write(f"{folder}/{name}".lstrip("/"), f"Text {step} {random.random()}.")
        case "m" if path and path not in FOLDERS:
            into = random.choice([each for each in FOLDERS if not each.startswith(path)])
            drive.move(path, name=f"{step}-{random.randint(1, 9)}.txt", into=into)
        case "r" if path in FOLDERS:
            drive.move(path, name=f"{path.rpartition('/')[2]}{step}")
        case "d" if path:
            drive.delete(path)
        case "s" if path:
            drive.share(path, *_some_permissions(random))
        case "i" if path:
            drive.at(path).permissions = None
        case "p":
            kommun.site.permissions = _some_permissions(random)
        case "4":
            drive.forget_tokens()
        case _:
            pass


def _some_permissions(random: Random) -> list[Permission]:
    every = [
        to_all(),
        to_group("hr"),
        to_group("it", role="write"),
        to_user("anna"),
        to_user("bo", role="sp.limited access"),
        to_site_group("Ledning"),
        by_link("organization", "anna"),
    ]
    return random.sample(every, random.randint(0, 3))


async def _sync_in_trouble(kommun: Municipality, random: Random) -> None:
    """A sync in which some requests fail; nobody may read more by it than before or after."""
    if random.random() < 0.5:
        return
    before = {document: _readers_in(kommun, document) for document in kommun.index.documents}
    path = random.choice(["/permissions", "/content", "/root/delta", "/drives", "/$batch"])
    trouble = Trouble(503, path, times=random.randint(1, 6), retry_after="9999")
    kommun.graph.troubles.append(trouble)
    with suppress(UnreadableError):
        await kommun.sync()
    kommun.graph.troubles.clear()
    meant = _meant(kommun)
    for document in kommun.index.documents:
        allowed = before.get(document, frozenset()) | meant.get(document, ("", frozenset()))[1]
        assert _readers_in(kommun, document) <= allowed


def _readers_in(kommun: Municipality, document: str) -> frozenset[str]:
    return kommun.index.readers(document)


def _held(kommun: Municipality) -> dict[str, tuple[str, frozenset[str]]]:
    return {
        document: (kommun.index.text(document), _readers_in(kommun, document))
        for document in kommun.index.documents
    }


def _meant(kommun: Municipality) -> dict[str, tuple[str, frozenset[str]]]:
    """What the index should hold, worked out without any of the code that fills it."""
    meant = {}
    for drive in kommun.site.drives:
        for entry in drive.entries.values():
            readers = _allowed(drive, entry)
            if entry.data is not None and readers:
                text = entry.data.decode()
                meant[f"intranet:{drive.tag}/{entry.id}"] = (text, readers)
    return meant


def _allowed(drive: Drive, entry: Entry) -> frozenset[str]:
    known = {
        f"c-{EVERYONE_BUT_GUESTS}": "alla",
        "g-hr": guid("hr"),
        "g-it": guid("it"),
        "u-anna": f"user:{guid('anna')}",
    }
    granted = {permission["id"] for permission in drive.effective(entry)}
    return frozenset(known[each] for each in granted & known.keys())


def _paths(drive: Drive) -> list[str]:
    """Everything in the library, by its path."""
    return [path for entry in drive.entries.values() if (path := drive.path(entry))]
