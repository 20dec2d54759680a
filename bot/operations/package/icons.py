"""The app's icons, drawn for each municipality: a speech bubble with a tick, in its colour.

Sizes and transparency as the Teams admin center asks for
(learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/apps-package).
"""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw

COLOR_SIZE, SMALL_SIZE = 192, 32
"""Pixels of the sides."""
_WHITE = (255, 255, 255, 255)
_CLEAR = (255, 255, 255, 0)
_FINER = 8
"""How much larger it is drawn before it is scaled down, for smooth edges."""


def color_icon(accent_color: str) -> bytes:
    """192 × 192, filled to the edge with the municipality's colour."""
    return _png(_drawn(COLOR_SIZE, background=_rgba(accent_color), ink=_rgba(accent_color)))


def small_color_icon(accent_color: str) -> bytes:
    """32 × 32 in colour on a transparent ground."""
    return _png(_drawn(SMALL_SIZE, bubble=_rgba(accent_color), ink=_WHITE))


def outline_icon() -> bytes:
    """32 × 32, white on a transparent ground and nothing else."""
    icon = _drawn(SMALL_SIZE, ink=_CLEAR)
    white = Image.new("RGBA", icon.size, _WHITE)
    white.putalpha(icon.getchannel("A"))
    return _png(white)


def _drawn(
    size: int,
    *,
    background: tuple[int, ...] = _CLEAR,
    bubble: tuple[int, ...] = _WHITE,
    ink: tuple[int, ...],
) -> Image.Image:
    side = size * _FINER
    image = Image.new("RGBA", (side, side), background)
    pen = ImageDraw.Draw(image)

    def at(*shares: float) -> list[int]:
        return [round(share * side) for share in shares]

    pen.rounded_rectangle(at(0.17, 0.20, 0.83, 0.68), radius=round(0.12 * side), fill=bubble)
    pen.polygon(at(0.28, 0.62, 0.28, 0.86, 0.52, 0.62), fill=bubble)
    width = round(0.08 * side)
    pen.line(at(0.34, 0.44, 0.45, 0.55, 0.67, 0.32), fill=ink, width=width, joint="curve")
    return image.resize((size, size), Image.Resampling.LANCZOS)


def _rgba(color: str) -> tuple[int, ...]:
    return (*bytes.fromhex(color.removeprefix("#")), 255)


def _png(image: Image.Image) -> bytes:
    file = BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()
