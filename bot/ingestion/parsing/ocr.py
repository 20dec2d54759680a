"""Reads the text of pictures with Tesseract, a program that is installed beside Kollega."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.ingestion.parsing.cleaning import clean
from bot.ingestion.parsing.pdf_page import Box, Line

PIXELS_PER_INCH = 300
"""What Tesseract is made for."""
_PLACES = ("/usr/local/bin", "/opt/homebrew/bin", r"C:\Program Files\Tesseract-OCR")
_LANGUAGES = ("swe", "eng")
_PAGE_S = 60
_DOCUMENT_S = 200
"""Seconds after which the rest of a document is left as pictures; reading it has an end, too."""
_SURE = 40.0
"""Per cent: words that Tesseract is less sure of are mostly stains."""
_TEXT_SIZE = 11.0
_HEADING_SIZE = 16.0
_TALL = 1.5
"""Times the usual height of lines: taller ones are headings."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as a picture: bytes of grey, row by row from the top."""

    width: int
    height: int
    grey: bytes


@dataclass(frozen=True, slots=True)
class _Word:
    """One word that was read: the number of its line, its place in pixels, and itself."""

    line: tuple[str, str, str]
    left: int
    top: int
    width: int
    height: int
    text: str


class Recogniser:
    """Reads pages for as long as one document may take."""

    def __init__(self) -> None:
        self._program, self._languages = _find()
        self._ends = 0.0

    @property
    def missing(self) -> bool:
        """Whether there is no Tesseract that knows Swedish."""
        return "swe" not in self._languages

    def begin(self) -> None:
        """A new document: its time starts now."""
        self._ends = time.monotonic() + _DOCUMENT_S

    def lines(self, picture: Picture) -> list[Line]:
        """The lines on the page; none where there are none, or no time."""
        left_s = self._ends - time.monotonic()
        if self.missing or left_s <= 0:
            return []
        head = f"P5 {picture.width} {picture.height} 255\n".encode()
        table = self._run(head + picture.grey, min(left_s, _PAGE_S))
        return list(_lines(list(_words(table)), picture.height))

    def _run(self, image: bytes, timeout_s: float) -> str:
        command = [self._program, "stdin", "stdout", "-l", "+".join(self._languages)]
        options = ["--dpi", str(PIXELS_PER_INCH), "tsv"]
        try:
            done = subprocess.run(  # noqa: S603  # a fixed program, and no word from the document
                [*command, *options],
                input=image,
                capture_output=True,
                timeout=timeout_s,
                check=True,
                # Several readers work side by side already.
                env={"OMP_THREAD_LIMIT": "1"},
            )
        except (OSError, subprocess.SubprocessError):
            return ""
        return done.stdout.decode("utf-8", "replace")


def _find() -> tuple[str, tuple[str, ...]]:
    """The program and which of our languages it knows; empty where there is none."""
    program = shutil.which("tesseract", path=os.pathsep.join((os.defpath, *_PLACES)))
    if program is None:
        return "", ()
    try:
        told = subprocess.run(  # noqa: S603
            [program, "--list-langs"], capture_output=True, timeout=_PAGE_S, check=True, env={}
        )
    except (OSError, subprocess.SubprocessError):
        return "", ()
    known = told.stdout.decode("utf-8", "replace").split()
    return program, tuple(language for language in _LANGUAGES if language in known)


def _words(table: str) -> Iterator[_Word]:
    """The words of Tesseract's table; its columns stand in its manual, under "tsv"."""
    for row in table.splitlines()[1:]:
        fields = row.split("\t")
        if len(fields) != 12 or fields[0] != "5" or float(fields[10]) < _SURE:
            continue
        left, top, width, height = map(int, fields[6:10])
        if text := clean(fields[11]):
            yield _Word((fields[2], fields[3], fields[4]), left, top, width, height, text)


def _lines(words: list[_Word], page_height: int) -> Iterator[Line]:
    scale = 72 / PIXELS_PER_INCH
    usual = _middle(words)
    for _, group in groupby(words, key=lambda word: word.line):
        line = list(group)
        right, bottom = (
            max(word.left + word.width for word in line),
            max(word.top + word.height for word in line),
        )
        box = Box(
            min(word.left for word in line) * scale,
            (page_height - bottom) * scale,
            right * scale,
            (page_height - min(word.top for word in line)) * scale,
        )
        tall = _middle(line) > _TALL * usual
        # The height of letters differs from line to line; the size of the type does not.
        size = _HEADING_SIZE if tall else _TEXT_SIZE
        yield Line(" ".join(word.text for word in line), box, size, bold=False)


def _middle(words: Sequence[_Word]) -> int:
    """The height that half of the words do not reach."""
    heights = sorted(word.height for word in words)
    return heights[len(heights) // 2] if heights else 0
