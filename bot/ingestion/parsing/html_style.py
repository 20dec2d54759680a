"""Decides which elements of a web page a reader sees, from attributes, inline and page styles.

Hidden text is how instructions to an assistant are smuggled into a page that looks innocent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml.html import HtmlElement

from bot.ingestion.parsing.html_chrome import names_of

Rgb = tuple[int, int, int]
WHITE: Rgb = (255, 255, 255)
BLACK: Rgb = (0, 0, 0)

_MAX_RULES = 2000
_SAME_COLOUR = 40
"""Sum of channel differences below which text cannot be told from what is behind it."""
_RELEVANT = frozenset(
    [
        "background",
        "background-color",
        "clip",
        "clip-path",
        "color",
        "display",
        "font-size",
        "height",
        "left",
        "max-height",
        "opacity",
        "overflow",
        "position",
        "text-indent",
        "top",
        "visibility",
        "width",
    ]
)
_NAMED = {"white": WHITE, "black": BLACK, "snow": (255, 250, 250), "ivory": (255, 255, 240)}
_COMPOUND = re.compile(r"(?P<tag>[a-z][a-z0-9]*|\*)?(?P<rest>(?:[.#][\w-]+)*)")
_PANEL = re.compile(r"accordion|dragspel|collaps|expand|fold|tab-?panel|toggle", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Ink:
    """The colours that text has where it stands."""

    colour: Rgb = BLACK
    background: Rgb = WHITE

    @property
    def visible(self) -> bool:
        """Whether the text can be told from its background."""
        return sum(abs(a - b) for a, b in zip(self.colour, self.background, strict=True)) >= (
            _SAME_COLOUR
        )


@dataclass(frozen=True, slots=True)
class _Rule:
    tag: str | None
    ids: frozenset[str]
    classes: frozenset[str]
    declarations: Mapping[str, str]

    @property
    def weight(self) -> tuple[int, int, int]:
        return len(self.ids), len(self.classes), int(self.tag is not None)

    def matches(self, element: HtmlElement, classes: frozenset[str]) -> bool:
        return (
            (self.tag is None or element.tag == self.tag)
            and self.classes <= classes
            and (not self.ids or self.ids == {element.get("id")})
        )


class PageStyle:
    """The page's own style rules, and what opens its accordions."""

    def __init__(self, root: HtmlElement) -> None:
        self._rules = sorted(_page_rules(root), key=lambda rule: rule.weight)
        self._opened = frozenset(_opened_ids(root))

    def ink(self, element: HtmlElement, parent: Ink) -> Ink:
        """The colours inside `element`."""
        style = self._declared(element)
        colour = _colour(style.get("color", "")) or parent.colour
        background = _colour(style.get("background-color") or style.get("background", ""))
        return Ink(colour, background or parent.background)

    def hides(self, element: HtmlElement) -> bool:
        """Whether the element is out of sight, and nothing on the page opens it."""
        hidden = (
            element.get("hidden") is not None
            or element.get("aria-hidden", "").lower() == "true"
            or _invisible(self._declared(element))
        )
        return hidden and not self._can_be_opened(element)

    def _can_be_opened(self, element: HtmlElement) -> bool:
        if element.get("id") in self._opened:
            return True
        if element.get("role") != "tabpanel" and not _PANEL.search(names_of(element)):
            return False
        before = element.getprevious()
        return before is not None and bool(
            before.tag in ("button", "summary")
            or before.get("aria-expanded")
            or before.xpath(".//button | .//*[@aria-expanded]")
        )

    def _declared(self, element: HtmlElement) -> dict[str, str]:
        classes = frozenset(element.get("class", "").split())
        style: dict[str, str] = {}
        if element.tag == "font" and element.get("color"):
            style["color"] = element.get("color", "")
        if element.get("bgcolor"):
            style["background-color"] = element.get("bgcolor", "")
        for rule in self._rules:
            if rule.matches(element, classes):
                style.update(rule.declarations)
        style.update(_declarations(element.get("style", "")))
        return style


def _opened_ids(root: HtmlElement) -> Iterator[str]:
    for name in ("aria-controls", "data-target", "data-bs-target", "href"):
        for element in root.xpath(f"//*[@{name}]"):
            for target in element.get(name, "").split():
                if name == "aria-controls":
                    yield target
                elif target.startswith("#") and len(target) > 1:
                    yield target[1:]


def _page_rules(root: HtmlElement) -> Iterator[_Rule]:
    css = "\n".join(element.text or "" for element in root.iter("style"))
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"@[^{};]*(?:;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})", "", css)
    for count, match in enumerate(re.finditer(r"([^{}]+)\{([^{}]*)\}", css)):
        if count >= _MAX_RULES:
            return
        if declarations := _declarations(match[2]):
            yield from _rules(match[1], declarations)


def _rules(selectors: str, declarations: Mapping[str, str]) -> Iterator[_Rule]:
    """Rules for plain selectors; one with a combinator or pseudo-class is left out."""
    for selector in selectors.split(","):
        match = _COMPOUND.fullmatch(selector.strip())
        if match and match[0]:
            names = re.findall(r"[.#][\w-]+", match["rest"])
            yield _Rule(
                tag=match["tag"] if match["tag"] != "*" else None,
                ids=frozenset(name[1:] for name in names if name[0] == "#"),
                classes=frozenset(name[1:] for name in names if name[0] == "."),
                declarations=declarations,
            )


def _declarations(style: str) -> dict[str, str]:
    pairs = (part.split(":", 1) for part in style.lower().split(";") if ":" in part)
    return {
        name.strip(): value.replace("!important", "").strip()
        for name, value in pairs
        if name.strip() in _RELEVANT
    }


def _invisible(style: Mapping[str, str]) -> bool:
    size = _pixels(style.get("font-size", ""))
    flat = any(_pixels(style.get(side, "")) == 0 for side in ("height", "max-height", "width"))
    away = any(
        (_pixels(style.get(side, "")) or 0) <= -500 for side in ("left", "text-indent", "top")
    )
    return (
        style.get("display") == "none"
        or style.get("visibility") in ("hidden", "collapse")
        or re.fullmatch(r"0?\.?0+[0-4]?%?", style.get("opacity", "1")) is not None
        or (size is not None and size <= 2)
        or (flat and style.get("overflow") == "hidden")
        or away
        or bool(re.match(r"rect\((?:0|1px)", style.get("clip", "")))
        or style.get("clip-path", "").startswith(("inset(50%", "inset(100%", "circle(0"))
    )


def _pixels(value: str) -> float | None:
    match = re.match(r"(-?\d*\.?\d+)(px|pt|em|rem|%)?", value)
    if match is None:
        return None
    scale = {"em": 16.0, "rem": 16.0, "%": 0.16}.get(match[2] or "px", 1.0)
    return float(match[1]) * scale


def _colour(written: str) -> Rgb | None:
    value = written.lower()
    if match := re.search(r"#([0-9a-f]{6}|[0-9a-f]{3})\b", value):
        digits = match[1] if len(match[1]) == 6 else "".join(2 * digit for digit in match[1])
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    if match := re.search(r"rgba?\(\s*(\d+)[,\s]+(\d+)[,\s]+(\d+)", value):
        return int(match[1]), int(match[2]), int(match[3])
    return next((_NAMED[word] for word in re.findall(r"[a-z]+", value) if word in _NAMED), None)
