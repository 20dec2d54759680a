"""Makes a zip-based document repeatable: the same entries, in order, with one fixed date."""

from __future__ import annotations

import io
import re
from datetime import datetime
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

CORE = "docProps/core.xml"


def normalise(content: bytes, target: Path, changed: datetime) -> None:
    """Write `content`, a zip file, to `target` with every entry dated `changed`."""
    with ZipFile(io.BytesIO(content)) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        # ODF wants `mimetype` first and uncompressed; the other formats have no such entry.
        for name in sorted(old.namelist(), key=lambda name: (name != "mimetype", name)):
            entry = ZipInfo(name, changed.timetuple()[:6])
            entry.compress_type = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            new.writestr(
                entry, _stamped(old.read(name), changed) if name == CORE else old.read(name)
            )


def _stamped(properties: bytes, changed: datetime) -> bytes:
    """The core properties with `changed` for the time of saving, which openpyxl always writes."""
    stamp = rb"\g<1>" + f"{changed:%Y-%m-%dT%H:%M:%SZ}".encode() + rb"\g<2>"
    return re.sub(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)", stamp, properties)
