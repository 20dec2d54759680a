"""Sensitivity labels: what is above the level that IT has set is left out."""

from __future__ import annotations

import pytest
from docx.document import Document as WordDocument

from bot.ingestion.sync.report import Counts
from tests.bot.ingestion.samples import word
from tests.bot.ingestion.sharepoint.conftest import Municipality
from tests.fakes.graph_server import Trouble
from tests.fakes.sharepoint import guid

pytestmark = pytest.mark.asyncio(loop_scope="session")


OPEN, SECRET = guid("open"), guid("secret")


def docx(text: str) -> bytes:
    def build(document: WordDocument) -> None:
        document.add_paragraph(text)

    return word(build)


async def test_only_labels_that_are_allowed_are_read(kommun: Municipality) -> None:
    kommun.labels = frozenset({OPEN})
    plain = kommun.files.write("a.docx", docx("Ett."))
    kommun.files.write("b.docx", docx("Två."), labels=[SECRET])
    allowed = kommun.files.write("c.docx", docx("Tre."), labels=[OPEN.upper()])
    text = kommun.files.write("d.txt", "Fyra.", labels=[SECRET])  # No format for labels.

    report = await kommun.sync()

    assert set(kommun.index.documents) == {kommun.id(one) for one in (plain, allowed, text)}
    assert [problem.reason.code for problem in report.failures] == ["label"]
    assert len(kommun.graph.downloads) == 3


async def test_a_document_that_is_labelled_leaves_the_index(kommun: Municipality) -> None:
    kommun.labels = frozenset()
    kommun.files.write("a.docx", docx("Ett."))
    await kommun.sync()
    kommun.files.write("a.docx", docx("Ett."), labels=[SECRET])

    await kommun.sync()

    assert kommun.index.documents == {}


async def test_a_level_that_is_set_later_counts_for_what_is_indexed(kommun: Municipality) -> None:
    kommun.files.write("a.docx", docx("Ett."), labels=[SECRET])
    await kommun.sync()
    kommun.labels = frozenset({OPEN})

    await kommun.sync()

    assert kommun.index.documents == {}


async def test_a_label_that_cannot_be_read_leaves_the_document_out(kommun: Municipality) -> None:
    kommun.labels = frozenset({OPEN})
    kommun.files.write("a.docx", docx("Ett."))
    kommun.graph.troubles.append(Trouble(403, "/extractSensitivityLabels"))

    refused = await kommun.sync()
    kommun.graph.troubles.clear()
    after = await kommun.sync()

    assert [problem.reason.code for problem in refused.failures] == ["label_unknown"]
    assert after.documents == Counts(added=1)


async def test_a_file_that_somebody_has_open_stays_as_it_was(kommun: Municipality) -> None:
    kommun.labels = frozenset({OPEN})
    entry = kommun.files.write("a.docx", docx("Ett."))
    await kommun.sync()
    kommun.files.write("a.docx", docx("Två."), labels=[SECRET])
    kommun.graph.troubles.append(Trouble(423, "/extractSensitivityLabels"))

    await kommun.sync()
    during = kommun.index.text(kommun.id(entry))
    kommun.graph.troubles.clear()
    await kommun.sync()

    assert during == "Ett."
    assert kommun.index.documents == {}


async def test_labels_are_not_asked_for_again_while_the_content_is_the_same(
    kommun: Municipality,
) -> None:
    kommun.labels = frozenset({OPEN})
    kommun.files.write("a.docx", docx("Ett."))
    await kommun.sync()
    await kommun.sync()

    assert kommun.graph.asked["extractSensitivityLabels"] == 1
