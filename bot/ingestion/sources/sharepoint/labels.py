"""Which sensitivity labels a document may carry and still be indexed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import PurePosixPath

from bot.ingestion.sources.sharepoint.fields import Json, parts, text

_LABELLED = frozenset((".docx", ".pdf", ".pptx", ".xlsx"))
"""Formats that can carry a label: https://learn.microsoft.com/graph/api/driveitem-extractsensitivitylabels"""


@dataclass(frozen=True, slots=True)
class LabelRule:
    """What IT has set."""

    allowed: Collection[str] | None
    """Ids of labels, casefolded; a document with any other is left out. None: labels are not
    looked at."""

    def must_ask(self, name: str) -> bool:
        """Whether a file of this name can carry a label that matters."""
        return self.allowed is not None and PurePosixPath(name).suffix.lower() in _LABELLED

    def allows(self, labels: Collection[str]) -> bool:
        """Whether a document with these labels may be indexed; one without any may."""
        return self.allowed is None or all(label in self.allowed for label in labels)


def labels_in(answer: Json) -> tuple[str, ...]:
    """The label ids in an answer to extractSensitivityLabels; one without an id counts as "?"."""
    return tuple(
        text(label, "sensitivityLabelId").casefold() or "?" for label in parts(answer, "labels")
    )
