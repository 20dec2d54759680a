"""What a folder of the local index holds, whoever may read it."""

from __future__ import annotations

from pathlib import Path

import tantivy

from bot.retrieval.faults import panics_as_errors

_OF_THE_SYSTEM = "Os { code"
"""In tantivy's words, an error that the operating system gave: no permission, too many files."""


def document_ids(folder: Path) -> frozenset[str]:
    """All documents; none if there is no index."""
    if not _exists(folder):
        return frozenset()
    everything = tantivy.Query.all_query()
    found = tantivy.Index.open(str(folder)).searcher().terms_with_prefix("document", "", everything)
    return frozenset(term for term, _ in found)


def count(folder: Path) -> int:
    """How many chunks there are."""
    return tantivy.Index.open(str(folder)).searcher().num_docs if _exists(folder) else 0


def is_damaged(folder: Path) -> bool:
    """Whether files are missing, cut off or empty. Raises ValueError if the system is at fault:
    nothing is wrong with an index that may not be opened."""
    try:
        with panics_as_errors():
            document_ids(folder)
    except ValueError as error:
        if _OF_THE_SYSTEM in str(error):
            raise
        return True
    return False


def _exists(folder: Path) -> bool:
    return (folder / "meta.json").exists()
