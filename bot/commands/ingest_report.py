"""What an ingestion did, in words and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bot.identity.base import Language
from bot.ingestion.sources.base import Problem
from bot.ingestion.sync.rebuilding import Rebuilt
from bot.ingestion.sync.report import SyncReport
from bot.language.texts import Text
from bot.retrieval.local import Lack

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
        "seconds": round(sum(report.seconds for report in reports), 2),
    }


def _failure(problem: Problem, language: Language) -> Mapping[str, str]:
    failure = {"document": problem.document, "reason": _said(problem, language)}
    return {**failure, "owner": problem.owner} if problem.owner else failure


def readable(reports: Sequence[SyncReport], language: Language) -> str:
    """A line of counts, and one for each document that could not be read."""
    summary = SUMMARY.in_language(
        language,
        **_counts(reports),
        chunks=sum(report.chunks for report in reports),
        seconds=sum(report.seconds for report in reports),
    )
    problems = _told(reports, language, lambda report: report.failures)
    return "\n".join((summary, *problems))


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
        for report in reports
        for problem in which(report)
    ]


def remarks(reports: Sequence[SyncReport], language: Language) -> list[str]:
    """What is not wrong but worth a look: files left out, hidden text that was removed."""
    notes = [
        f"  {document}: {note.in_language(language)}"
        for report in reports
        for document, note in report.notes
    ]
    told = _told(reports, language, lambda report: (*report.warnings, *report.skipped))
    return told + notes


def told_rebuilt(rebuilt: Rebuilt, language: Language) -> str:
    """That the index has been filled anew, and why."""
    return _REBUILT[rebuilt.lack].in_language(language, documents=rebuilt.documents)
