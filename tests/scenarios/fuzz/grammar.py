"""Activities that Teams would never send, grown from those that it does send."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

from tests.fakes.teams_client import ERIK, GROUP, STRANGER, TeamsClient

Path = tuple[str | int, ...]

MAX_BYTES = 400_000
"""Well above what the endpoint reads."""
STRINGS = (
    "",
    " ",
    "\x00",
    "\ud800",
    "\udfff\ud800",
    "\u202e\u200b\ufeff",
    "\U000e0041\U000e0042",
    "å" * 3000,
    "a" * 20_000,
    "\r\nX-Injected: 1",
    "../../..",
    "%2e%2e%2f",
    "a/b?c#d",
    "http://127.0.0.1:1/",
    "https://localhost.evil.example/",
    "https://user@localhost/",
    "<at>Kollega</at>",
    "<at></at><at>",
    "19900101-9802",
    "[länk](javascript:alert(1)) ![b](https://evil.example/x)",
    "`" * 500,
    "*" * 999,
    "> " * 400,
    "| a | b |\n|---|---|\n" * 50,
    "{{7*7}} ${x} %s {0}",
    "9" * 400,
    "message",
    "invoke",
    "personal",
    "null",
    "true",
)
VALUES: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    10**400,
    1e308,
    float("nan"),
    float("-inf"),
    [],
    {},
    [None],
    [[]],
    [{}],
    {"": None},
    {"id": None},
    {"id": {"id": []}},
    [{"contentType": 5}],
    {"action": {"data": {"kollega": {}}}},
)


def activity(random: Random, teams: TeamsClient) -> dict[str, Any]:
    """One as Teams sends it."""
    data = {"kollega": "1", "action": "ask", "language": "sv", "text": "Får jag flyga?"}
    kinds: Sequence[Callable[[], dict[str, Any]]] = (
        lambda: teams.message("Får jag flyga?"),
        lambda: teams.message("hej", by=STRANGER, to="a:okand"),
        lambda: teams.mention("Får vi flyga?", by=ERIK),
        lambda: teams.press({"data": data}),
        lambda: teams.press({"data": data}, to=GROUP),
        lambda: teams.thumb("like", "bra", on="message-1"),
        lambda: teams.invoke("adaptiveCard/action", {"action": {"type": "x", "data": data}}),
        lambda: teams.invoke("signin/tokenExchange", {"id": "*", "token": "t"}),
        lambda: teams.activity("conversationUpdate", membersAdded=[{"id": "28:bot"}]),
        lambda: teams.activity("conversationUpdate", membersRemoved=[{"id": "28:bot"}]),
        lambda: teams.activity("installationUpdate", action=random.choice(("add", "remove"))),
        lambda: teams.activity("messageUpdate", text="Får jag köra?"),
        lambda: teams.activity("messageReaction", reactionsAdded=[{"type": "like"}]),
        lambda: teams.message("se", attachments=[{"contentType": "image/png", "content": {}}]),
    )
    return random.choice(kinds)()


def mutated(random: Random, document: dict[str, Any]) -> bytes:
    """The document after some accidents, as JSON or what is left of it."""
    for _ in range(random.randint(1, 4)):
        random.choice(_MUTATIONS)(random, document)
    raw = json.dumps(document).encode()[:MAX_BYTES]
    return _damaged(random, raw) if random.random() < 0.15 else raw


def garbage(random: Random) -> bytes:
    """Bytes or JSON of no meaning."""
    if random.random() < 0.5:
        return random.randbytes(random.randint(0, 200))
    return json.dumps(_nested(random, random.randint(0, 40))).encode()


def _nested(random: Random, depth: int) -> Any:
    value = _nasty(random)
    for _ in range(depth):
        value = [value] if random.random() < 0.5 else {random.choice(STRINGS)[:20]: value}
    return value


def _nasty(random: Random) -> Any:
    return copy.deepcopy(random.choice(STRINGS if random.random() < 0.5 else VALUES))


def _delete(random: Random, document: Any) -> None:
    where = _anywhere(random, document)
    if where:
        del _at(document, where[:-1])[where[-1]]


def _replace(random: Random, document: Any) -> None:
    where = _anywhere(random, document)
    if where:
        _at(document, where[:-1])[where[-1]] = _nasty(random)


def _nest(random: Random, document: Any) -> None:
    where = _anywhere(random, document)
    if where:
        _at(document, where[:-1])[where[-1]] = _nested(random, random.choice((1, 3, 9, 200)))


def _swap(random: Random, document: Any) -> None:
    one, other = _anywhere(random, document), _anywhere(random, document)
    if one and other and one != other[: len(one)] and other != one[: len(other)]:
        first, second = _at(document, one[:-1]), _at(document, other[:-1])
        first[one[-1]], second[other[-1]] = second[other[-1]], first[one[-1]]


def _multiply(random: Random, document: Any) -> None:
    where = _anywhere(random, document)
    if where:
        holder = _at(document, where[:-1])
        count = random.choice((2, 50, 1500))
        holder[where[-1]] = [copy.deepcopy(holder[where[-1]]) for _ in range(count)]


def _edit(random: Random, document: Any) -> None:
    texts = [path for path in _paths(document) if isinstance(_at(document, path), str)]
    if texts:
        where = random.choice(texts)
        text = _at(document, where)
        place = random.randint(0, len(text))
        _at(document, where[:-1])[where[-1]] = text[:place] + random.choice(STRINGS) + text[place:]


def _add(random: Random, document: Any) -> None:
    document[random.choice(_FIELDS)] = _nasty(random)


_FIELDS = (
    *("type", "id", "name", "action", "text", "serviceUrl", "channelId", "locale", "replyToId"),
    *("from", "recipient", "conversation", "entities", "attachments", "membersAdded", "value"),
    *("channelData", "membersRemoved", "relatesTo", "localTimestamp", "__proto__", ""),
)
_MUTATIONS = (_delete, _replace, _replace, _nest, _swap, _multiply, _edit, _edit, _edit, _add)


def _anywhere(random: Random, document: Any) -> Path | None:
    paths = list(_paths(document))
    return random.choice(paths) if paths else None


def _paths(value: Any, here: Path = ()) -> Sequence[Path]:
    if isinstance(value, dict):
        entries: list[tuple[str | int, Any]] = list(value.items())
    elif isinstance(value, list):
        entries = list(enumerate(value[:5]))
    else:
        entries = []
    found = [(*here, name) for name, _ in entries]
    if len(here) < 6:
        for name, inner in entries:
            found += _paths(inner, (*here, name))
    return found


def _at(document: Any, path: Path) -> Any:
    for step in path:
        document = document[step]
    return document


def _damaged(random: Random, raw: bytes) -> bytes:
    place = random.randint(0, len(raw))
    match random.randint(0, 5):
        case 0:
            return raw[:place]
        case 1:
            return raw[:place] + random.randbytes(3) + raw[place:]
        case 2:
            return b"\xef\xbb\xbf" + raw
        case 3:
            return raw.decode("ascii").encode("utf-16")
        case 4:
            return raw + raw
        case _:
            return raw[:-1] + b',"type":"message","text":"sist"}'
