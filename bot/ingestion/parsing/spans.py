"""Tables whose cells reach over several rows or columns, as plain rows of texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spanning:
    """A cell and how far it reaches."""

    text: str
    columns: int = 1
    rows: int = 1


def spread(rows: Iterable[Sequence[Spanning]]) -> list[tuple[str, ...]]:
    """One text per column. A cell over several rows is told in each, since each row is read alone;
    over several columns it is told once, and the rest are empty."""
    texts: list[tuple[str, ...]] = []
    below: dict[int, Spanning] = {}
    """Column → what reaches down into the next row, with the rows that are left of it."""
    for row in rows:
        line, open_cells, below = list[str](), below, {}
        waiting = list(reversed(row))
        while waiting or len(line) in open_cells:
            reaching = open_cells.get(len(line))
            cell = reaching if reaching is not None else waiting.pop()
            if cell.rows > 1:
                below[len(line)] = Spanning(cell.text, cell.columns, cell.rows - 1)
            line.extend([cell.text, *[""] * (cell.columns - 1)])
        texts.append(tuple(line))
    return texts
