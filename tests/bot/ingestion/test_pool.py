"""Documents that misbehave take their child process with them, and nothing else."""

from __future__ import annotations

import asyncio
import io
import os
import signal
import sys
import zipfile
import zlib
from collections.abc import AsyncIterator, Iterator
from copy import copy
from pathlib import Path

import pytest
import pytest_asyncio

from bot.ingestion.workers.limits import Limits
from bot.ingestion.workers.pool import Outcome, ReaderPool
from tests.bot.ingestion.samples import ODT_HEAD, ODT_TAIL, lines, pdf, word, zipped

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.skipif(sys.platform != "linux", reason="limits are the system's own on Linux"),
]
CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/{part}" ContentType="application/vnd.openxmlformats-officedocument.'
    '{kind}.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="{part}" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pool() -> AsyncIterator[ReaderPool]:
    limits = Limits(memory_mb=160, cpu_s=1, wall_s=20, file_mb=5, reply_mb=1)
    async with ReaderPool(limits, size=1) as made:
        yield made


async def read(pool: ReaderPool, path: Path, data: bytes) -> Outcome:
    await asyncio.to_thread(path.write_bytes, data)
    return await pool.read(path, path.name)


def code(outcome: Outcome) -> str:
    assert outcome.reading is None
    assert outcome.reason is not None
    return outcome.reason.code


def raw_docx(document: str) -> bytes:
    part = "word/document.xml"
    return zipped(
        {
            "[Content_Types].xml": CONTENT_TYPES.format(
                part=part, kind="wordprocessingml.document"
            ),
            "_rels/.rels": RELATIONS.format(part=part),
            part: document,
        }
    )


def flate_bomb() -> bytes:
    """A small PDF whose page content unpacks to more memory than a reader may use."""
    packer = zlib.compressobj(1)
    packed = b"".join(packer.compress(b"\n" * 2**20) for _ in range(200)) + packer.flush()
    head = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n"
        b"4 0 obj<</Filter/FlateDecode/Length " + str(len(packed)).encode() + b">>stream\n"
    )
    return head + packed + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


def zip_bomb() -> bytes:
    """A zip whose directory names the same four megabytes of spaces eighty times."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("word/document.xml", b" " * 2**22)
        for number in range(80):
            again = copy(archive.getinfo("word/document.xml"))
            again.filename = f"word/{number}.xml"
            archive.filelist.append(again)
    return buffer.getvalue()


def lying_zip() -> bytes:
    """A zip whose directory says that a part is small though it is not."""
    data = bytearray(raw_docx(f"<w:document {W}>" + " " * 3_000_000 + "</w:document>"))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        size = archive.getinfo("word/document.xml").file_size
    return bytes(data).replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))


def laughs(tail: str) -> str:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    return f'<!DOCTYPE x [<!ENTITY l0 "ha">{entities}]>{tail}'


def many_cells() -> bytes:
    row = "<row>" + '<c t="inlineStr"><is><t>x</t></is></c>' * 1000 + "</row>"
    return zipped(
        {
            "[Content_Types].xml": CONTENT_TYPES.format(
                part="xl/workbook.xml", kind="spreadsheetml.sheet"
            ),
            "_rels/.rels": RELATIONS.format(part="xl/workbook.xml"),
            "xl/workbook.xml": (
                '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
                'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
                '<sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>'
            ),
            "xl/_rels/workbook.xml.rels": (
                '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
                'relationships"><Relationship Id="r1" Target="worksheets/s.xml" '
                'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
                'worksheet"/></Relationships>'
            ),
            "xl/worksheets/s.xml": (
                '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
                f"<sheetData>{row * 500}</sheetData></worksheet>"
            ),
        }
    )


BOMBS = {
    "zip.docx": (zip_bomb, {"too_large"}),
    "lying.docx": (lying_zip, {"damaged"}),
    "runs.docx": (
        lambda: raw_docx(
            f"<w:document {W}><w:body>{'<w:p><w:r><w:t>x</w:t></w:r></w:p>' * 150_000}"
            "</w:body></w:document>"
        ),
        {"too_slow", "out_of_memory"},
    ),
    "tree.docx": (
        lambda: raw_docx(f"<w:document {W}><w:body>{'<w:p/>' * 2_000_000}</w:body></w:document>"),
        {"out_of_memory", "damaged"},
    ),
    "laughs.docx": (
        lambda: raw_docx(laughs(f"<w:document {W}><w:body>&l11;</w:body></w:document>")),
        {"damaged", "no_text"},
    ),
    "laughs.odt": (
        lambda: zipped({"content.xml": laughs(f"{ODT_HEAD}&l11;{ODT_TAIL}")}),
        {"damaged", "no_text"},
    ),
    "cells.xlsx": (many_cells, {"too_slow", "out_of_memory"}),
    "flate.pdf": (flate_bomb, {"out_of_memory", "damaged", "too_slow", "crashed"}),
    "deep.html": (lambda: b"<div>" * 900_000, {"no_text", "too_slow", "damaged"}),
    "deep.md": (lambda: b"> " * 900_000 + b"x", {"no_text", "too_slow", "damaged"}),
    "stars.md": (lambda: b"*a_" * 600_000, {"too_slow", "out_of_memory", "crashed"}),
    "long.txt": (lambda: b"ord " * 300_000, {"too_much_text"}),
}

SLOW = {"runs.docx", "cells.xlsx"}
"""They burn all the processor time that a reader may have; one such is enough every time."""


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.soak] * (name in SLOW)) for name in BOMBS]
)
async def test_case_58_a_bomb_kills_at_most_its_reader_and_the_next_document_is_read(
    pool: ReaderPool, tmp_path: Path, name: str
) -> None:
    build, expected = BOMBS[name]
    before = _resident()

    outcome = await read(pool, tmp_path / name, build())
    after = await read(pool, tmp_path / "snall.txt", b"Hej.")

    assert code(outcome) in expected
    assert after.reading is not None
    assert _resident() - before < 50 * 2**20


async def test_a_file_that_is_too_large_is_not_even_parsed(
    pool: ReaderPool, tmp_path: Path
) -> None:
    assert code(await read(pool, tmp_path / "stor.txt", b"x" * (5 * 2**20 + 1))) == "too_large"


async def test_a_reader_that_is_killed_from_outside_fails_its_document_only(tmp_path: Path) -> None:
    others = set(_children())
    (tmp_path / "seg.md").write_bytes(b"*a_" * 600_000)
    (tmp_path / "snall.txt").write_bytes(b"Hej.")
    async with ReaderPool(Limits(), size=1) as pool:
        slow = asyncio.create_task(pool.read(tmp_path / "seg.md", "seg.md"))
        os.kill(await _new_child(others), signal.SIGKILL)

        assert code(await slow) == "crashed"
        assert (await pool.read(tmp_path / "snall.txt", "snall.txt")).reading is not None
    assert set(_children()) == others


async def test_a_reader_that_sleeps_is_ended_by_the_clock(tmp_path: Path) -> None:
    pipe = tmp_path / "ror.txt"
    os.mkfifo(pipe)
    (tmp_path / "snall.txt").write_bytes(b"Hej.")
    async with ReaderPool(Limits(wall_s=1), size=1) as pool:
        assert (await pool.read(tmp_path / "snall.txt", "snall.txt")).reading is not None

        assert code(await pool.read(pipe, "ror.txt")) == "too_slow"
        assert (await pool.read(tmp_path / "snall.txt", "snall.txt")).reading is not None


async def test_a_cancelled_read_leaves_no_process_behind(tmp_path: Path) -> None:
    others = set(_children())
    (tmp_path / "seg.md").write_bytes(b"*a_" * 600_000)
    async with ReaderPool(Limits(), size=1) as pool:
        slow = asyncio.create_task(pool.read(tmp_path / "seg.md", "seg.md"))
        await _new_child(others)
        slow.cancel()
        with pytest.raises(asyncio.CancelledError):
            await slow
        assert set(_children()) == others


async def test_several_documents_are_read_by_the_same_process(
    pool: ReaderPool, tmp_path: Path
) -> None:
    await read(pool, tmp_path / "a.txt", b"Ett.")
    first = list(_children())
    await read(pool, tmp_path / "b.docx", word(lambda document: None))
    await read(pool, tmp_path / "c.pdf", pdf(lines("Tre.")))

    assert list(_children()) == first


async def test_a_reader_sees_none_of_the_parents_secrets(tmp_path: Path) -> None:
    others = set(_children())
    async with ReaderPool(Limits(), size=1) as pool:
        await read(pool, tmp_path / "a.txt", b"Ett.")
        (child,) = set(_children()) - others

        environment = await asyncio.to_thread(Path(f"/proc/{child}/environ").read_bytes)

    names = {part.partition(b"=")[0] for part in environment.split(b"\0") if part}
    assert names <= {b"PYTHONPATH", b"PYTHONUTF8", b"LC_CTYPE"}


def _resident() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE")


async def _new_child(others: set[int]) -> int:
    """The process that was started after `others`, once it is at work."""
    for _ in range(1000):
        await asyncio.sleep(0.01)
        if new := set(_children()) - others:
            await asyncio.sleep(0.4)
            return new.pop()
    raise AssertionError("no process was started")


def _children() -> Iterator[int]:
    for task in Path("/proc/self/task").iterdir():
        for child in (task / "children").read_text().split():
            yield int(child)
