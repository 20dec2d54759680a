"""Decides what of a slide its audience sees: shapes beside it, tiny and white text are not seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pptx.oxml.ns import qn

if TYPE_CHECKING:
    from lxml import etree
    from pptx.shapes.base import BaseShape
    from pptx.slide import Slide
    from pptx.text.text import _Paragraph

_TINY = 300
"""Hundredths of a point (ECMA-376 20.1.10.72); smaller text is not meant to be read."""
_WHITE = frozenset(("FFFFFF", "FEFEFE", "FDFDFD"))
_FILLS = tuple(qn(f"a:{name}") for name in ("solidFill", "gradFill", "blipFill", "pattFill"))
_DRAWN = tuple(qn(f"p:{name}") for name in ("pic", "graphicFrame"))


@dataclass(frozen=True, slots=True)
class Sight:
    """The size of the slides, in length units."""

    width: int
    height: int

    def misses(self, shape: BaseShape, *, placed: bool) -> bool:
        """Whether the shape is marked as hidden or, where its place counts, beside the slide."""
        named = next(shape._element.iter(qn("p:cNvPr")), None)
        if named is not None and named.get("hidden") in ("1", "true"):
            return True
        if not placed or None in (shape.left, shape.top, shape.width, shape.height):
            return False
        return (
            shape.left >= self.width
            or shape.top >= self.height
            or shape.left + shape.width <= 0
            or shape.top + shape.height <= 0
        )


def shows_white(slide: Slide) -> bool:
    """Whether white text may be seen: something else than white may lie behind it."""
    layers = (slide, slide.slide_layout, slide.slide_layout.slide_master)
    return any(_is_coloured(layer._element) for layer in layers)


def _is_coloured(layer: etree._Element) -> bool:
    background = layer.find(f"{qn('p:cSld')}/{qn('p:bg')}")
    if background is not None:
        theme = [part.get("val") for part in background.iter(qn("a:schemeClr"))]
        plain = [part.get("val", "").upper() for part in background.iter(qn("a:srgbClr"))]
        if any(name != "bg1" for name in theme) or any(name not in _WHITE for name in plain):
            return True
        if any(True for _ in background.iter(qn("a:blip"), qn("a:gradFill"))):
            return True
    filled = (part for shape in layer.iter(qn("p:spPr")) for part in shape.iterchildren(*_FILLS))
    return any(True for _ in filled) or any(True for _ in layer.iter(*_DRAWN))


def has_fill(shape: BaseShape) -> bool:
    """Whether the shape itself is filled, by itself or by the theme's style for it."""
    element = shape._element
    own = element.find(qn("p:spPr"))
    return (own is not None and any(True for _ in own.iterchildren(*_FILLS))) or any(
        part.get("idx") != "0" for part in element.iter(qn("a:fillRef"))
    )


def seen_and_unseen(paragraph: _Paragraph, *, white: bool) -> tuple[str, str]:
    """The paragraph's text, what is seen and what is not; `white` says whether white text is."""
    seen, unseen = [], []
    for part in paragraph._p.iterchildren(qn("a:r"), qn("a:br"), qn("a:fld")):
        text = part.find(qn("a:t"))
        if text is None:
            seen.append(" ")
        elif _is_unseen(part, white=white):
            unseen.append(text.text or "")
        else:
            seen.append(text.text or "")
    return "".join(seen), "".join(unseen)


def _is_unseen(run: etree._Element, *, white: bool) -> bool:
    style = run.find(qn("a:rPr"))
    if style is None:
        return False
    size = style.get("sz", "")
    if size.isdigit() and int(size) < _TINY:
        return True
    colour = style.find(f"{qn('a:solidFill')}/{qn('a:srgbClr')}")
    return not white and colour is not None and colour.get("val", "").upper() in _WHITE
