"""Texts that a user sees, in Swedish and English side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Language = Literal["sv", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages; `{name}` places are filled by `in_language`."""

    sv: str
    en: str

    def in_language(self, language: Language, **values: object) -> str:
        """The text with its places filled. Raises KeyError if a place has no value."""
        template = self.sv if language == "sv" else self.en
        return template.format(**values)


AND = Text(sv="{first} och {last}", en="{first} and {last}")
OR = Text(sv="{first} eller {last}", en="{first} or {last}")


def enumerated(parts: Sequence[str], language: Language, *, joined: Text = AND) -> str:
    """ "a, b och c"; empty for no parts."""
    if len(parts) < 2:
        return "".join(parts)
    return joined.in_language(language, first=", ".join(parts[:-1]), last=parts[-1])
