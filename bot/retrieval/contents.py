"""What a folder of the local index holds, whoever may read it."""

from __future__ import annotations

from pathlib import Path

import tantivy


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
    """Whether tantivy cannot read the files that are there."""
    try:
        document_ids(folder)
    except ValueError:
        return True
    return False


def _exists(folder: Path) -> bool:
    return (folder / "meta.json").exists()
