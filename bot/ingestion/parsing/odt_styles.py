"""Decides which elements of an OpenDocument text a reader sees, from their styles."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_TINY = 2.0
"""Points; smaller text is not meant to be read."""
_WHITE = frozenset(("#ffffff", "#fefefe", "#fdfdfd"))
_HIDDEN = frozenset(f"{_TEXT}{name}" for name in ("hidden-text", "hidden-paragraph"))
_MAX_PARENTS = 20


class OdtStyles:
    """The styles of a document, common ones first."""

    def __init__(self, parts: Iterable[etree._Element]) -> None:
        self._styles = {
            style.get(f"{_STYLE}name", ""): style
            for part in parts
            for style in part.iter(f"{_STYLE}style")
        }

    def names(self, element: etree._Element) -> set[str]:
        """The element's style and the one it is made from."""
        name = element.get(f"{_TEXT}style-name", "")
        style = self._styles.get(name)
        return {name, style.get(f"{_STYLE}parent-style-name", "") if style is not None else ""}

    def hides(self, element: etree._Element) -> bool:
        """Whether nobody sees it: marked as hidden, tiny, or white on nothing."""
        if element.tag in _HIDDEN or element.get(f"{_TEXT}display") in ("none", "condition"):
            return True
        name = element.get(f"{_TEXT}style-name", "")
        if not name:
            return False
        if self._property(name, f"{_TEXT}display") == "none":
            return True
        size = re.fullmatch(r"([\d.]+)pt", self._property(name, f"{_FO}font-size"))
        if size is not None and float(size[1]) <= _TINY:
            return True
        return self._property(name, f"{_FO}color").lower() in _WHITE and not self._filled(element)

    def _filled(self, element: etree._Element) -> bool:
        """Whether something is painted behind the element, its paragraph, cell or table."""
        node: etree._Element | None = element
        while node is not None:
            for attribute in (f"{_TEXT}style-name", f"{_TABLE}style-name"):
                colour = self._property(node.get(attribute, ""), f"{_FO}background-color").lower()
                if colour not in ("", "transparent", *_WHITE):
                    return True
            if node.tag.endswith("}text-box"):
                return True
            node = node.getparent()
        return False

    def _property(self, name: str, attribute: str) -> str:
        for _ in range(_MAX_PARENTS):
            style = self._styles.get(name)
            if style is None:
                return ""
            for properties in style:
                if (value := properties.get(attribute)) is not None:
                    return value
            name = style.get(f"{_STYLE}parent-style-name", "")
        return ""
