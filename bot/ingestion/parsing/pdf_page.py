"""What is on a page of a PDF, in the coordinates of somebody who reads it."""

from __future__ import annotations

from dataclasses import dataclass, field

_PICTURED = 0.3
"""Share of a page without text that pictures cover when it is scanned, rather than empty."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points from its lower left corner."""

    left: float
    bottom: float
    right: float
    top: float

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies inside."""
        return self.left <= x <= self.right and self.bottom <= y <= self.top

    @property
    def area(self) -> float:
        """In square points."""
        return max(self.right - self.left, 0) * max(self.top - self.bottom, 0)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text."""

    text: str
    box: Box
    size: float
    bold: bool


@dataclass(slots=True)
class Page:
    """One page: its lines in reading order, and the edges that are drawn on it."""

    number: int
    width: float
    height: float
    lines: list[Line] = field(default_factory=list)
    rules: list[Box] = field(default_factory=list)
    """Drawn lines and the edges of rectangles, the skeleton of tables."""
    marks: list[Box] = field(default_factory=list)
    """Small drawings, such as the tick in a table's cell."""
    pictured: float = 0.0
    """Share of the page that pictures cover."""
    hidden: int = 0
    """Characters that nobody sees."""
    recognised: bool = False
    """Whether its lines were read from a picture."""

    @property
    def is_scanned(self) -> bool:
        """Whether it is a picture of text: pictures cover much of it, and it has no text."""
        return self.pictured > _PICTURED and not self.lines
