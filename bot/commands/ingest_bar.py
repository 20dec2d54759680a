"""A progress bar with rate and remaining time, on a terminal only."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from tqdm import tqdm

from bot.identity.base import Language
from bot.language.texts import Text

PAGES = Text(sv=" sidor", en=" pages")
DOCUMENTS = Text(sv=" dokument", en=" documents")


class Bar:
    """Shown while the `with` block lasts: first the look at the source, then the reading."""

    def __init__(self, source: str, language: Language) -> None:
        self._documents = DOCUMENTS.in_language(language)
        # disable=None: no bar unless standard error is a terminal.
        self._bar = tqdm(
            desc=source, unit=PAGES.in_language(language), disable=None, leave=False, smoothing=0.1
        )
        self._is_reading = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._bar.close()

    def look(self, done: int, known: int) -> None:
        """So many pages have been looked at, of those that are known of yet."""
        self._bar.total = known
        self._bar.update(done - self._bar.n)

    def advance(self, done: int, total: int, _: str) -> None:
        """So many documents are done, of so many."""
        if self._is_reading:
            self._bar.update(done - self._bar.n)
            return
        self._is_reading = True
        # What is unchanged takes no time, and the time until now was for the listing: neither says
        # anything about how long the rest will take.
        self._bar.unit = self._documents
        self._bar.reset(total=total)
        self._bar.initial = self._bar.n = done
        self._bar.refresh()
