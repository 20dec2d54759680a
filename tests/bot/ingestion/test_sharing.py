"""What is too sensitive for as many readers as it has stays out, and comes in when that changes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from bot.ingestion.parsing.sensitivity_labels import Label, sensitivity_labels
from bot.ingestion.reasons import Reason
from bot.ingestion.sources.base import Problem
from bot.ingestion.sources.folder import FolderSource
from bot.ingestion.sync.ledger import Ledger
from bot.ingestion.sync.report import SyncReport
from bot.ingestion.sync.run import sync_source
from bot.ingestion.sync.sharing import Sharing
from bot.ingestion.workers.limits import Limits
from bot.ingestion.workers.pool import ReaderPool
from tests.bot.ingestion.memory_index import MemoryIndex
from tests.bot.ingestion.samples import pdf, zipped

pytestmark = pytest.mark.asyncio(loop_scope="module")

LIST = "Dokumentansvarig: Enhetschefen\n\nAnna Lind, 850709-9805, ska kontaktas."
SIZES = {"hr": 3, "skolan": 400}
LABEL = "0123abcd-0000-4000-8000-00000000000f"
CUSTOM = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
    '<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" '
    'name="MSIP_Label_{label}_Enabled"><vt:lpwstr>{enabled}</vt:lpwstr></property>'
    '<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="3" '
    'name="MSIP_Label_{label}_Name"><vt:lpwstr>Känslig</vt:lpwstr></property></Properties>'
)
INFO = (
    '<clbl:labelList xmlns:clbl="http://schemas.microsoft.com/office/2020/mipLabelMetadata">'
    f'<clbl:label id="{{{LABEL.upper()}}}" enabled="1" method="Standard" removed="0"/>'
    "</clbl:labelList>"
)


def count(readers: frozenset[str]) -> int | None:
    return sum(SIZES[group] for group in readers) if readers <= SIZES.keys() else None


RULES = Sharing(limit=50, count_people=count, labels=frozenset())


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pool() -> AsyncIterator[ReaderPool]:
    async with ReaderPool(Limits(), size=1) as made:
        yield made


class Intranet:
    def __init__(self, path: Path, pool: ReaderPool) -> None:
        self.root = path / "intra"
        self.root.mkdir()
        self.index = MemoryIndex()
        self._ledger = Ledger(path / "data" / "ledger.sqlite3")
        self._pool = pool

    def let(self, *readers: str) -> None:
        (self.root / "access.toml").write_text(f"readers = {list(readers)}", encoding="utf-8")

    async def sync(self, sharing: Sharing = RULES) -> SyncReport:
        return await sync_source(
            FolderSource(self.root),
            index=self.index,
            ledger=self._ledger,
            pool=self._pool,
            sharing=sharing,
        )

    @property
    def documents(self) -> set[str]:
        return set(self.index.documents)


@pytest.fixture
def intranet(tmp_path: Path, pool: ReaderPool) -> Intranet:
    made = Intranet(tmp_path, pool)
    (made.root / "lista.txt").write_text(LIST, encoding="utf-8")
    return made


@pytest.mark.parametrize("readers", [["alla"], ["hr", "skolan"], ["nobody-knows-this-group"]])
async def test_keeps_out_what_too_many_may_read_and_names_its_owner(
    intranet: Intranet, readers: list[str]
) -> None:
    intranet.let(*readers)

    report = await intranet.sync()

    assert intranet.documents == set()
    assert report.failures == (
        Problem("intra:lista.txt", Reason("shared_number", "50"), "Enhetschefen"),
    )
    assert (report.documents.added, report.documents.failed) == (0, 1)
    assert "850709" not in report.failures[0].reason.in_language("sv")


async def test_lets_in_what_a_known_small_group_may_read(intranet: Intranet) -> None:
    intranet.let("hr")

    report = await intranet.sync()

    assert intranet.documents == {"intra:lista.txt"}
    assert report.failures == ()


async def test_withdraws_a_document_when_more_may_read_it_and_takes_it_back(
    intranet: Intranet,
) -> None:
    intranet.let("hr")
    await intranet.sync()

    intranet.let("alla")
    wide = await intranet.sync()
    withdrawn = intranet.documents
    intranet.let("hr")
    narrow = await intranet.sync()

    assert withdrawn == set()
    assert [problem.reason.code for problem in wide.failures] == ["shared_number"]
    assert intranet.documents == {"intra:lista.txt"}
    assert narrow.failures == ()


async def test_a_person_whom_it_is_shared_with_counts_as_one(intranet: Intranet) -> None:
    intranet.let("user:anna", "user:bo")
    narrow = await intranet.sync()
    intranet.let(*(f"user:{number}" for number in range(51)))
    wide = await intranet.sync()

    assert narrow.failures == ()
    assert [problem.reason.code for problem in wide.failures] == ["shared_number"]


async def test_withdraws_a_document_when_the_group_grows(intranet: Intranet) -> None:
    intranet.let("hr")
    await intranet.sync()

    report = await intranet.sync(replace(RULES, count_people=lambda _: 51))

    assert intranet.documents == set()
    assert [problem.reason.code for problem in report.failures] == ["shared_number"]


async def test_says_it_again_at_the_next_sync_and_lets_in_the_mended_document(
    intranet: Intranet,
) -> None:
    intranet.let("alla")
    first = await intranet.sync()
    again = await intranet.sync()
    (intranet.root / "lista.txt").write_text("Anna Lind ska kontaktas.", encoding="utf-8")
    mended = await intranet.sync()

    assert [one.document for one in again.failures] == [one.document for one in first.failures]
    assert mended.failures == ()
    assert intranet.documents == {"intra:lista.txt"}


def _labelled(enabled: str) -> bytes:
    return _with_part("docProps/custom.xml", CUSTOM.format(label=LABEL, enabled=enabled))


def _with_part(name: str, content: str) -> bytes:
    return zipped({name: content})


@pytest.mark.parametrize(
    ("data", "labels"),
    [
        (_labelled("true"), (Label(LABEL, "Känslig"),)),
        (_labelled("false"), ()),
        (_with_part("docMetadata/LabelInfo.xml", INFO), (Label(LABEL, ""),)),
        (
            b"%PDF-1.7\n<< /MSIP_Label_" + LABEL.encode() + b"_Name (Confidential) >>",
            (Label(LABEL, "Confidential"),),
        ),
        (b"%PDF-1.7\n<pdfx:MSIP_Label_" + LABEL.encode() + b"_Enabled>false<", ()),
        (b"PK damaged", ()),
    ],
)
async def test_reads_the_sensitivity_labels_of_a_file(
    data: bytes, labels: tuple[Label, ...]
) -> None:

    assert sensitivity_labels(data) == labels


@pytest.mark.parametrize(
    ("allowed", "is_let_in"),
    [(frozenset(), False), (frozenset({LABEL}), True), (None, True)],
)
async def test_a_label_that_is_not_allowed_keeps_a_document_out_whoever_may_read_it(
    intranet: Intranet, allowed: frozenset[str] | None, *, is_let_in: bool
) -> None:
    intranet.let("hr")
    (intranet.root / "lista.txt").unlink()
    (intranet.root / "rapport.pdf").write_bytes(
        pdf(lambda canvas: canvas.drawString(70, 700, "Rapport om vatten."))
        + b"\n% /MSIP_Label_" + LABEL.encode() + b"_Name (Konfidentiell)\n"
    )  # fmt: skip

    report = await intranet.sync(replace(RULES, labels=allowed))

    assert (intranet.documents == {"intra:rapport.pdf"}) is is_let_in
    assert [one.reason for one in report.failures] == (
        [] if is_let_in else [Reason("label", "Konfidentiell")]
    )
