"""A local index as it is opened for searching: one state after the other, one for each commit."""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from pathlib import Path

import tantivy

from bot.errors import RetrievalUnavailable
from bot.retrieval.first_stage import FirstStage
from bot.retrieval.schema import SAYS, build_schema
from bot.retrieval.standing import Replacement, Replacements
from bot.retrieval.statistics import IndexStatistics
from bot.retrieval.versions import Versions

_Stamp = tuple[Path, int, int]


@dataclass(frozen=True, slots=True)
class State:
    """The index after one commit, and what is made of it once for all searches."""

    searcher: tantivy.Searcher
    statistics: IndexStatistics
    first_stage: FirstStage
    replacements: Replacements


class OpenedIndex:
    """Several threads may use it."""

    def __init__(self, directory: Path) -> None:
        self.schema = build_schema()
        self._versions = Versions(directory)
        self._index: tantivy.Index | None = None
        self._folder = directory
        self._stamp: _Stamp | None = None
        self._state: State | None = None
        self._opening = threading.Lock()

    def state(self) -> State:
        """After the last commit, which replaces the file that is looked at here.

        Raises `RetrievalUnavailable` if there is no index that can be read.
        """
        folder = self._to_read()
        try:
            return self._state_of(folder)
        except (OSError, ValueError):
            # A new version may have been completed and this one removed, since it was looked for.
            instead = self._to_read()
            if instead == folder:
                raise
            return self._state_of(instead)

    def _to_read(self) -> Path:
        folder = self._versions.to_read()
        if folder is None:
            raise RetrievalUnavailable(self._why_missing())
        return folder

    def _state_of(self, folder: Path) -> State:
        # pathlib's own way takes ten times as long, at every search.
        status = os.stat(os.path.join(folder, "meta.json"))
        stamp = (folder, status.st_ino, status.st_mtime_ns)
        # tantivy lets nobody look for a searcher while another thread opens or reloads the index.
        with self._opening:
            if self._state is None or stamp != self._stamp:
                self._state, self._stamp = self._opened(folder), stamp
            return self._state

    def _opened(self, folder: Path) -> State:
        if self._index is None or folder != self._folder:
            self._index = tantivy.Index.open(str(folder))
            self._index.config_reader("manual")
            self._folder = folder
        self._index.reload()
        searcher = self._index.searcher()
        statistics = IndexStatistics(searcher)
        first_stage = FirstStage(self.schema, statistics)
        return State(searcher, statistics, first_stage, _replacements(searcher))

    def _why_missing(self) -> str:
        if self._versions.is_building:
            return "the index is being rebuilt; wait for it, or ingest the sources again"
        if self._versions.others:
            return "the index was built by another version of Kollega; ingest the sources again"
        return "nothing has been indexed yet; ingest a source first"


def _replacements(searcher: tantivy.Searcher) -> Replacements:
    found = searcher.terms_with_prefix("replaces", "", tantivy.Query.all_query())
    return Replacements(Replacement(*term.split(SAYS, 1)) for term, _ in found)
