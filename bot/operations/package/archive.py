"""The package that the Teams admin center takes: the same profile gives the same bytes."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from io import BytesIO

from bot.operations.package.icons import color_icon, outline_icon, small_color_icon
from bot.operations.package.manifest import manifest, translation
from bot.operations.profile import Profile

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip can hold, in place of the clock."""


def package_files(profile: Profile) -> dict[str, bytes]:
    """What the package holds, by file name."""
    accent_color = profile.app.accent_color
    return {
        "manifest.json": _json(manifest(profile)),
        "sv.json": _json(translation(profile, "sv")),
        "en.json": _json(translation(profile, "en")),
        "color.png": color_icon(accent_color),
        "outline.png": outline_icon(),
        "color32x32.png": small_color_icon(accent_color),
    }


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip in which nothing depends on when or where it was made."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = 3  # Unix, whatever the machine: it decides how bits are read
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
    return file.getvalue()


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
