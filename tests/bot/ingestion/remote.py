"""A source that is somewhere else: documents have versions, and their bytes must be fetched."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from bot.ingestion.reasons import Reason, ReasonCode, UnreadableError
from bot.ingestion.sources.base import Listing, Memory, Problem, SourceDocument


@dataclass(slots=True)
class Page:
    """A document as it is there now."""

    text: str
    version: str = "1"
    readers: frozenset[str] = frozenset({"alla"})
    trouble: ReasonCode | None = None
    """What happens when it is fetched."""


@dataclass(slots=True)
class RemoteSource:
    """Pages by name; whatever is in `unseen` or `withheld` is told so."""

    name: str = "plats"
    pages: dict[str, Page] = field(default_factory=dict)
    unseen: list[str] = field(default_factory=list)
    withheld: list[str] = field(default_factory=list)
    fetched: list[str] = field(default_factory=list)
    left: list[Path] = field(default_factory=list)
    """Every place that a document was fetched to."""
    loaded: list[str | None] = field(default_factory=list)
    """What it was given of what it had saved, at each listing."""

    async def list(self, memory: Memory) -> Listing:
        self.loaded.append(memory.load())
        memory.save(f"listing {len(self.loaded)}")
        return Listing(
            documents=tuple(
                SourceDocument(
                    id=f"{self.name}:{name}",
                    name=name,
                    version=page.version,
                    url=f"https://plats.example/{name}",
                    readers=page.readers,
                    owner="anna@plats.example",
                )
                for name, page in self.pages.items()
                if not any(f"{self.name}:{name}".startswith(unseen) for unseen in self.unseen)
            ),
            unseen=tuple(Problem(each, Reason("throttled", "429")) for each in self.unseen),
            withheld=tuple(Problem(each, Reason("no_readers")) for each in self.withheld),
        )

    async def fetch(self, document: SourceDocument, *, into: Path) -> Path:
        self.fetched.append(document.name)
        page = self.pages[document.name]
        if page.trouble:
            raise UnreadableError(page.trouble, "403")
        path = into / "bytes"
        path.write_text(page.text, encoding="utf-8")
        self.left.append(path)
        return path
