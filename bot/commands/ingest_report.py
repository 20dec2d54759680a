"""What an ingestion did, in words and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby

from bot.identity.base import Language
from bot.ingestion.sources.base import Problem
from bot.ingestion.sync.owners import OwnerNote
from bot.ingestion.sync.rebuilding import Rebuilt
from bot.ingestion.sync.report import SyncReport
from bot.language.texts import Text
from bot.retrieval.base import Lack

SUMMARY = Text(
    sv=(
        "{added} nya, {changed} ändrade, {unchanged} oförändrade, {removed} borttagna, "
        "{failed} kunde inte läsas. {chunks} stycken i indexet efter {seconds:.1f} s."
    ),
    en=(
        "{added} new, {changed} changed, {unchanged} unchanged, {removed} removed, "
        "{failed} could not be read. {chunks} passages in the index after {seconds:.1f} s."
    ),
)
_REBUILT: Mapping[Lack, Text] = {
    "missing": Text(
        sv="Indexet saknades och har byggts upp igen av sparad text: {documents} dokument.",
        en="The index was missing and has been rebuilt from stored text: {documents} documents.",
    ),
    "version": Text(
        sv="Indexet har byggts om för den här versionen av sparad text: {documents} dokument.",
        en="The index has been rebuilt for this version from stored text: {documents} documents.",
    ),
    "damaged": Text(
        sv="Indexet var skadat och har byggts upp igen av sparad text: {documents} dokument.",
        en="The index was damaged and has been rebuilt from stored text: {documents} documents.",
    ),
}

FOR_OWNERS = Text(sv="Att säga till dem som ansvarar:", en="For the owners to know:")
NO_OWNER = Text(sv="Ingen ansvarig angiven", en="No owner named")
OWNER = Text(sv="ansvarig: {owner}", en="owner: {owner}")
MORE = Text(sv="… och {count} till. --json visar alla.", en="… and {count} more. --json shows all.")
_MOST_NOTES = 30


def _counts(reports: Sequence[SyncReport]) -> Mapping[str, int]:
    names = ("added", "changed", "unchanged", "removed", "failed")
    return {name: sum(getattr(report.documents, name) for report in reports) for name in names}


def as_json(reports: Sequence[SyncReport], language: Language) -> Mapping[str, object]:
    """The object that --json prints."""
    return {
        "documents": _counts(reports),
        "chunks": sum(report.chunks for report in reports),
        "failures": [
            _failure(problem, language) for report in reports for problem in report.failures
        ],
        "notes": [_note(one, language) for report in reports for one in report.notes],
        "seconds": round(sum(report.seconds for report in reports), 2),
    }


def _failure(problem: Problem, language: Language) -> Mapping[str, str]:
    failure = {"document": problem.document, "reason": _said(problem, language)}
    return {**failure, "owner": problem.owner} if problem.owner else failure


def _note(one: OwnerNote, language: Language) -> Mapping[str, str | None]:
    said = one.note.in_language(language)
    return {"document": one.document, "owner": one.owner, "code": one.note.code, "note": said}


def readable(reports: Sequence[SyncReport], language: Language) -> str:
    """A line of counts, one for each document that could not be read, and what to tell owners."""
    summary = SUMMARY.in_language(
        language,
        **_counts(reports),
        chunks=sum(report.chunks for report in reports),
        seconds=sum(report.seconds for report in reports),
    )
    problems = _told(reports, language, lambda report: report.failures)
    return "\n".join((summary, *problems, *_for_owners(reports, language)))


def _for_owners(reports: Sequence[SyncReport], language: Language) -> Iterator[str]:
    """What each owner should know, as far as it can be read at a glance."""
    every = (one for report in reports for one in report.notes)
    notes = sorted(every, key=lambda one: (one.owner is None, one.owner or ""))
    if notes:
        yield FOR_OWNERS.in_language(language)
    for owner, told in groupby(notes[:_MOST_NOTES], key=lambda one: one.owner):
        yield f"  {owner or NO_OWNER.in_language(language)}"
        yield from (f"    {one.document}: {one.note.in_language(language)}" for one in told)
    if len(notes) > _MOST_NOTES:
        yield "  " + MORE.in_language(language, count=len(notes) - _MOST_NOTES)


def _said(problem: Problem, language: Language) -> str:
    """The reason, and what the document is called where its id does not tell."""
    reason = problem.reason.in_language(language)
    return reason if problem.document.endswith(problem.name) else f"{problem.name}: {reason}"


def _told(
    reports: Sequence[SyncReport],
    language: Language,
    which: Callable[[SyncReport], Sequence[Problem]],
) -> list[str]:
    return [
        f"  {problem.document}: {_said(problem, language)}"
        + (f" ({OWNER.in_language(language, owner=problem.owner)})" if problem.owner else "")
        for report in reports
        for problem in which(report)
    ]


def remarks(reports: Sequence[SyncReport], language: Language) -> list[str]:
    """What is not wrong but worth a look: files left out, entries that match nothing."""
    return _told(reports, language, lambda report: (*report.warnings, *report.skipped))


def told_rebuilt(rebuilt: Rebuilt, language: Language) -> str:
    """That the index has been filled anew, and why."""
    return _REBUILT[rebuilt.lack].in_language(language, documents=rebuilt.documents)
