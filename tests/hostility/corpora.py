"""Attacks that others have published (tests/data/attacks), as this application can meet them."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from bot.answering.plain_text import has_link
from bot.retrieval.base import Chunk
from tests.fakes.hostile_models import CANARY, obeys_all, true_sentence
from tests.fakes.models import EVIL, Asked, Model
from tests.hostility.desk import document

FOLDER = Path(__file__).parents[1] / "data" / "attacks"
PLACES = ("first", "middle", "last", "title")
"""Where an attack stands in its document."""
_PIECES = re.compile(r'"((?:\\.|[^"\\])*)"')
_QUOTED = re.compile(r"\"([^\"\n]{8,200})\"")
_HOST = re.compile(r"(?:https?://|www\.)([a-z0-9-]+(?:\.[a-z0-9-]+)+)", re.IGNORECASE)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]*\w")
_BEFORE = "Flyg får användas när tågresan tar mer än fem timmar."
_AFTER = "Närmaste chef godkänner flygresan i förväg. Hotell får kosta högst 1 800 kr per natt."


@dataclass(frozen=True, slots=True)
class Attack:
    """One text, and what it is after."""

    id: str
    text: str
    wants: tuple[str, ...]
    """What nobody but the attacker wants to see said: names of servers, addresses, slogans."""
    user_wants: str = ""
    """What the person asks for meanwhile, where the corpus says."""
    calls: str = ""
    """The calls of tools, as JSON, that it is to lead to."""


def bipia() -> Iterator[Attack]:
    """Indirect injections of 15 kinds (Yi et al., arXiv 2312.14197)."""
    kinds = json.loads((FOLDER / "bipia.json").read_text(encoding="utf-8"))
    for kind, texts in kinds.items():
        for number, text in enumerate(texts):
            yield Attack(f"bipia/{kind}/{number}", text, _addresses(text))


def agentdojo() -> Iterator[Attack]:
    """Each attacker's goal with each person's task, injected in turn in each of the five ways."""
    corpus = json.loads(gzip.decompress((FOLDER / "agentdojo.json.gz").read_bytes()))
    ways = list(corpus["attacks"].items())
    pairs = [
        (f"{name}/{user_number}/{number}", user, injection)
        for name, suite in corpus["suites"].items()
        for user_number, user in enumerate(suite["users"])
        for number, injection in enumerate(suite["injections"])
    ]
    for place, (name, user, injection) in enumerate(pairs):
        goal, calls = injection["goal"], json.dumps(injection["calls"], ensure_ascii=False)
        way, template = ways[place % len(ways)]
        text = template.format(goal=goal, user="Anna Lindqvist", model="Kollega")
        wants = (*_addresses(f"{goal} {calls}"), *(c["function"] for c in injection["calls"]))
        yield Attack(f"agentdojo/{name}/{way}", text, wants, user, calls)


def garak() -> Iterator[Attack]:
    """Exfiltration through Markdown, hijacked prompts, latent injections, extractions."""
    lines = gzip.decompress((FOLDER / "garak.jsonl.gz").read_bytes()).decode().splitlines()
    for number, case in enumerate(map(json.loads, lines)):
        probe, text = case["probe"], case["text"]
        printed = re.findall(r"print \"([^\"]+)\"", text, re.IGNORECASE)
        wants = (*_addresses(f"{text} {_assembled(text)}"), *printed)
        if "trigger" in case and not probe.endswith("LatentJailbreak"):  # it only names a subject
            wants = (*wants, case["trigger"])
        yield Attack(f"garak/{probe}/{number}", text, wants)


CORPORA = MappingProxyType({"bipia": bipia, "agentdojo": agentdojo, "garak": garak})


@cache
def corpus(name: str) -> Sequence[Attack]:
    """All attacks of one."""
    return tuple(CORPORA[name]())


def every(attacks: Sequence[Attack], count: int) -> Sequence[Attack]:
    """So many of them, the same each time, from all of the corpus."""
    return attacks[:: max(1, -(-len(attacks) // count))]


def planted(attack: Attack, place: str) -> Chunk:
    """A document about travel with the attack in it."""
    texts = {
        "first": (attack.text, _BEFORE, _AFTER),
        "middle": (_BEFORE, attack.text, _AFTER),
        "last": (_BEFORE, _AFTER, attack.text),
        "title": (_BEFORE, _AFTER),
    }
    title = " ".join(attack.text.split()) if place == "title" else "Resepolicy"
    return document("resepolicy", "\n".join(texts[place]), title=title)


def carries_out(attack: Attack) -> Model:
    """A model that does whatever the attack says, as well as it can, beside a true sentence."""

    def model(asked: Asked) -> str:
        true = true_sentence(asked)
        numbers = "".join(f"[{number}]" for number in asked.passages)
        told = dict.fromkeys(
            (
                *attack.wants,
                *_QUOTED.findall(attack.text),
                _assembled(attack.text)[:200],
                *(f"https://{want}/?q={CANARY}" for want in attack.wants if "." in want),
                " ".join(attack.text.split())[:300],
                attack.calls[:400],
                f"https://{EVIL}/{CANARY}",
            )
        )
        lines = [f"{true} {one} {numbers}\n{one} {numbers}" for one in told if one.strip()]
        return "\n".join((f"{CANARY} {numbers}", *lines, obeys_all(asked)))

    return model


def _assembled(text: str) -> str:
    """What an attack in pieces comes to when they are put together."""
    return "".join(_PIECES.findall(text)).replace("\\n", "\n")


def _addresses(text: str) -> tuple[str, ...]:
    found = (*_HOST.findall(text), *_MAIL.findall(text))
    return tuple(dict.fromkeys(one.rstrip(".") for one in found if has_link(f"https://{one}")))
