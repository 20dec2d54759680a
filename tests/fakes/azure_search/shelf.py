"""One index of the fake search service: its documents, and what finds and ranks them."""

from __future__ import annotations

import functools
import math
import operator
import re
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import Stemmer

from tests.fakes.azure_search.odata import Filter, FilterError

Json = dict[str, Any]
_STEMMER = Stemmer.Stemmer("swedish")
_KEY = re.compile(r"[A-Za-z0-9_\-=]+")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z")
_OPERATORS = re.compile(r"[-+|\"*()]")
_MOST_ROWS, _LONGEST_FILTERABLE, _RANKED = 1000, 32766, 50
_K = 60


class Refused(Exception):
    """The service answers 400."""


class Shelf:
    """Knows its definition; a document is seen by searches `lag_s` after it was taken."""

    def __init__(
        self, definition: Json, *, synonyms: Mapping[str, Json] = MappingProxyType({})
    ) -> None:
        """`synonyms`: the service's synonym maps, as they are at each search."""
        self.definition = definition
        self._synonyms = synonyms
        self.fields: dict[str, Json] = {one["name"]: one for one in definition["fields"]}
        keys = [name for name, field in self.fields.items() if field.get("key")]
        if len(keys) != 1:
            raise Refused("one field must be the key")
        self.key = keys[0]
        self._written: list[tuple[float, str, Json | None]] = []
        self._seen: dict[str, Json] = {}

    def take(self, action: Json, *, lag_s: float) -> tuple[int, str | None]:
        """The status of one action of a batch, and what is wrong."""
        document = {name: value for name, value in action.items() if name != "@search.action"}
        key = document.get(self.key)
        if not isinstance(key, str) or not _KEY.fullmatch(key) or len(key) > 1024:
            return 400, f"invalid key {key!r}"
        if action["@search.action"] == "delete":
            self._written.append((time.monotonic() + lag_s, key, None))
            return 200, None
        wrong = [fault for name, value in document.items() if (fault := self._fault(name, value))]
        if wrong:
            return 400, "; ".join(wrong)
        whole = {**dict.fromkeys(self.fields), **document}
        self._written.append((time.monotonic() + lag_s, key, whole))
        return 201, None

    def documents(self) -> Mapping[str, Json]:
        now = time.monotonic()
        while self._written and self._written[0][0] <= now:
            _, key, document = self._written.pop(0)
            if document is None:
                self._seen.pop(key, None)
            else:
                self._seen[key] = document
        return self._seen

    def search(self, asked: Json, *, also: Filter | None = None) -> Json:
        """The answer to a query; `also` is what the service trims by itself."""
        chosen = self._filter(asked.get("filter"))
        rows = [
            row
            for row in self.documents().values()
            if (chosen is None or chosen.lets_through(row))
            and (also is None or also.lets_through(row))
        ]
        shown = self._chosen(asked)
        found = self._ranked(asked, rows)
        answer: Json = {"value": [self._shown(shown, row, more) for row, more in found]}
        if asked.get("count"):
            answer["@odata.count"] = len(found)
        top, skip = min(asked.get("top") or 50, _MOST_ROWS), asked.get("skip") or 0
        if skip > 100_000:
            raise Refused("skip is too large")
        answer["value"] = answer["value"][skip : skip + top]
        return answer

    def _ranked(self, asked: Json, rows: list[Json]) -> list[tuple[Json, Json]]:
        order = asked.get("orderby")
        text = asked.get("search") or ""
        if text in ("", "*") and not asked.get("vectorQueries"):
            for name in reversed(order.split(",") if order else []):
                self._must_be(name, "sortable")
                rows.sort(key=operator.itemgetter(name))
            return [(row, {"@search.score": 1.0}) for row in rows]
        rankings = [self._by_words(text, rows)] if text else []
        rankings += [self._by_vector(one, rows) for one in asked.get("vectorQueries") or ()]
        scored = rankings[0] if len(rankings) == 1 else _fused(rankings)
        best = sorted(scored.items(), key=lambda one: -one[1])
        found = [(self.documents()[key], {"@search.score": score}) for key, score in best]
        if asked.get("queryType") == "semantic":
            return self._by_meaning(asked, text, found)
        return found

    def _by_words(self, text: str, rows: Sequence[Json]) -> dict[str, float]:
        """BM25 over all fields that are searched for words; rarity counts over the whole index,
        whoever may read it, as in the real service."""
        wanted = self._widened(list(analysed(_OPERATORS.sub(" ", text))))
        everywhere = [self._words(row) for row in self.documents().values()]
        average = sum(sum(words.values()) for words in everywhere) / max(1, len(everywhere))
        rarity = {}
        for word in wanted:
            found = sum(word in words for words in everywhere)
            rarity[word] = math.log(1 + (len(everywhere) - found + 0.5) / (found + 0.5))
        scores: dict[str, float] = {}
        for row in rows:
            words = self._words(row)
            norm = 1.2 * (0.25 + 0.75 * sum(words.values()) / max(1.0, average))
            said = [words[word] * 2.2 / (words[word] + norm) * rarity[word] for word in wanted]
            if sum(said):
                scores[row[self.key]] = sum(said)
        return scores

    def _widened(self, words: Sequence[str]) -> set[str]:
        """With what the fields' synonym maps put beside a phrase that is asked: the fields of one
        index here all have the same."""
        names = {one for field in self.fields.values() for one in field.get("synonymMaps", ())}
        found, said = set(words), f" {' '.join(words)} "
        for rule in (
            line for name in names for line in self._synonyms[name]["synonyms"].split("\n")
        ):
            phrases = [list(analysed(each)) for each in re.split(r"(?<!\\),", rule)]
            if any(f" {' '.join(phrase)} " in said for phrase in phrases):
                found.update(*phrases)
        return found

    def _by_vector(self, asked: Json, rows: Sequence[Json]) -> dict[str, float]:
        name = asked["fields"]
        field = self.fields.get(name)
        if field is None or field.get("dimensions") != len(asked["vector"]):
            raise Refused(f"{name} is no vector of {len(asked['vector'])} numbers")
        near = {
            row[self.key]: 1 / (2 - _cosine(row[name], asked["vector"]))
            for row in rows
            if row[name]
        }
        best = sorted(near.items(), key=lambda one: -one[1])
        return dict(best[: asked["k"]])

    def _by_meaning(
        self, asked: Json, text: str, found: list[tuple[Json, Json]]
    ) -> list[tuple[Json, Json]]:
        """Of no more than fifty, a score from 0 to 4: the share of the query's words."""
        names = [one["name"] for one in self.definition["semantic"]["configurations"]]
        if asked.get("semanticConfiguration") not in names:
            raise Refused("there is no such semantic configuration")
        wanted = set(analysed(text))
        ranked = []
        for row, more in found[:_RANKED]:
            share = len(wanted & self._words(row).keys()) / max(1, len(wanted))
            ranked.append((row, {**more, "@search.rerankerScore": round(0.5 + 3.5 * share, 4)}))
        ranked.sort(key=lambda one: (-one[1]["@search.rerankerScore"], -one[1]["@search.score"]))
        return ranked

    def _words(self, row: Json) -> Counter[str]:
        texts = [
            row[name] or ""
            for name, field in self.fields.items()
            if field.get("searchable") and field["type"] == "Edm.String"
        ]
        return Counter(analysed("\n".join(texts)))

    def _filter(self, expression: str | None) -> Filter | None:
        if expression is None:
            return None
        try:
            parsed = Filter(expression)
        except FilterError as error:
            raise Refused(f"invalid filter: {error}") from None
        for name in parsed.fields:
            self._must_be(name, "filterable")
        return parsed

    def _must_be(self, name: str, what: str) -> None:
        if not self.fields.get(name, {}).get(what):
            raise Refused(f"{name} is not {what}")

    def _shown(self, chosen: Sequence[str], row: Json, more: Json) -> Json:
        return {**more, **{name: row[name] for name in chosen}}

    def _chosen(self, asked: Json) -> list[str]:
        """The fields to show; one that is not there is refused, whatever is found."""
        shown = [name for name, field in self.fields.items() if field.get("retrievable", True)]
        chosen = [name.strip() for name in (asked.get("select") or "").split(",") if name.strip()]
        for name in chosen:
            if name not in shown:
                raise Refused(f"{name} cannot be selected")
        return chosen or shown

    def _fault(self, name: str, value: Any) -> str | None:
        field = self.fields.get(name)
        if field is None:
            return f"{name} is no field"
        if value is None:
            return None
        if field.get("filterable") and len(str(value).encode()) > _LONGEST_FILTERABLE:
            return f"{name} is too long to be filtered by"
        return None if _is_a(field, value) else f"{name} is no {field['type']}"


def _is_a(field: Json, value: Any) -> bool:
    match field["type"]:
        case "Edm.String":
            return isinstance(value, str)
        case "Edm.Int32":
            return isinstance(value, int) and not isinstance(value, bool)
        case "Edm.DateTimeOffset":
            return isinstance(value, str) and bool(_MOMENT.fullmatch(value))
        case "Collection(Edm.String)":
            return isinstance(value, list) and all(isinstance(one, str) for one in value)
        case "Collection(Edm.Single)":
            return isinstance(value, list) and len(value) == field["dimensions"]
    return False


@functools.lru_cache(maxsize=20_000)
def _stems(text: str) -> tuple[str, ...]:
    return tuple(_STEMMER.stemWords(re.findall(r"\w+", text.casefold())))


def analysed(text: str) -> Iterator[str]:
    """The words as a Swedish analyser might leave them."""
    return iter(_stems(text))


def _fused(rankings: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Reciprocal rank fusion."""
    fused: dict[str, float] = {}
    for ranking in rankings:
        for rank, key in enumerate(sorted(ranking, key=lambda key: -ranking[key]), 1):
            fused[key] = fused.get(key, 0.0) + 1 / (_K + rank)
    return fused


def _cosine(one: Sequence[float], other: Sequence[float]) -> float:
    lengths = math.sqrt(sum(x * x for x in one)) * math.sqrt(sum(x * x for x in other))
    return sum(x * y for x, y in zip(one, other, strict=True)) / lengths if lengths else 0.0
