"""Builds the sample's HTML, Office and PDF files from their Markdown: `python -m bot.demo.build`.

`sources/hr/bisyssla.docx.md` becomes `intranet/hr/bisyssla.docx`. Both are committed, so that
the sample needs none of the libraries that write these formats.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from bot.demo.writers import odt, pdf, sheet, slides, web, word
from bot.demo.writers.source import Source, read

DEMO = Path(__file__).parent
SOURCES = DEMO / "sources"
INTRANET = DEMO / "intranet"

WRITERS: Mapping[str, Callable[[Source, Path], None]] = {
    ".docx": word.write,
    ".html": web.write,
    ".odt": odt.write,
    ".pdf": pdf.write,
    ".pptx": slides.write,
    ".xlsx": sheet.write,
}


def targets(intranet: Path = INTRANET) -> Iterator[tuple[Path, Path]]:
    """Each source with the file it becomes."""
    for source in sorted(SOURCES.rglob("*.md")):
        yield source, intranet / source.relative_to(SOURCES).with_suffix("")


def build(intranet: Path = INTRANET) -> None:
    """Write every built file below `intranet`."""
    for source, target in targets(intranet):
        target.parent.mkdir(parents=True, exist_ok=True)
        WRITERS[target.suffix](read(source), target)


if __name__ == "__main__":
    build()
