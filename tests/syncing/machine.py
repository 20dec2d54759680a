"""Write, rename, delete, allow, hide, upgrade, lose, then sync: the moves, found by Hypothesis."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.ingestion.reasons import ReasonCode
from tests.syncing.doom import Doom, When
from tests.syncing.oracle import Access, Content
from tests.syncing.parts import Parts
from tests.syncing.world import World

PATHS = ("a.md", "b.md", "hr/a.md", "hr/b.md", "hr/lon/a.md")
FOLDERS = ("", "hr", "hr/lon")
ALLA, HR, IT = frozenset({"alla"}), frozenset({"hr"}), frozenset({"it"})
GUESTS, GUESTS_TOO = frozenset({"gaster"}), frozenset({"alla", "gaster"})
ACCESS = (
    None,
    Access(ALLA),
    Access(ALLA, override=True),
    Access(HR),
    Access(IT, override=True),
    Access(HR | IT),
    Access(GUESTS_TOO),
    Access(GUESTS, override=True),
    Access(GUESTS | HR),
    Access(frozenset()),
    Access(ALLA, entries=(("a.md", HR),)),
    Access(ALLA, entries=(("hr", HR), ("hr/a.md", HR | IT))),
    Access(entries=(("b.md", IT),)),
    Access(is_broken=True),
)
PATH = st.sampled_from(PATHS)
Change = Callable[[World, int], None]


def _write(path: str, readable_since: int) -> Change:
    return lambda world, number: world.write(path, Content(f"text {number}", readable_since))


def _restore(path: str) -> Change:
    return lambda world, _: world.write(path, Content(f"text {path}"))


def _delete(path: str) -> Change:
    return lambda world, _: world.write(path, None)


def _rename(old: str, new: str) -> Change:
    def change(world: World, _: int) -> None:
        if content := world.now.files.get(old):
            world.write(old, None)
            world.write(new, content)

    return change


def _allow(folder: str, access: Access | None) -> Change:
    return lambda world, _: world.allow(folder, access)


def _trouble(path: str, reason: ReasonCode | None) -> Change:
    def change(world: World, _: int) -> None:
        world.now.troubles.pop(path, None)
        if reason:
            world.now.troubles[path] = reason

    return change


def _hide(folder: str, is_unseen: bool) -> Change:
    def change(world: World, _: int) -> None:
        world.now.unseen.discard(folder)
        if is_unseen:
            world.now.unseen.add(folder)

    return change


def _revert(world: World, _: int) -> None:
    world.revert()


def _upgrade(world: World, _: int) -> None:
    world.now.parser += 1


def _lose(what: str) -> Change:
    return lambda world, _: world.lose(what)


CHANGE = st.one_of(
    st.builds(_write, PATH, st.sampled_from((0, 0, 2, 99))),
    st.builds(_restore, PATH),
    st.builds(_delete, PATH),
    st.builds(_rename, PATH, PATH),
    st.builds(_allow, st.sampled_from(FOLDERS), st.sampled_from(ACCESS)),
    st.builds(_allow, st.just(""), st.sampled_from(ACCESS[1:5])),
    st.builds(_trouble, PATH, st.sampled_from((None, "unreachable", "forbidden"))),
    st.builds(_hide, st.sampled_from(FOLDERS[1:]), st.booleans()),
    st.just(_revert),
    st.just(_upgrade),
    st.builds(_lose, st.sampled_from(("index", "ledger"))),
)
CHANGES = st.lists(CHANGE, max_size=3)
DOOM = st.one_of(st.none(), st.tuples(st.integers(1, 6), st.sampled_from(get_args(When))))


class SyncMachine(RuleBasedStateMachine):
    """The real sync; a subclass with other `parts` is a mutant."""

    parts = Parts()
    is_real = False
    """Whether people search the embedded index."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World(self.parts, is_real=self.is_real)
        self._number = 0
        self._is_wrong = False
        self.world.allow("", Access(ALLA))
        for path in PATHS:
            self.world.write(path, Content(f"text {path}"))
        self.world.sync(Doom(), is_told=False)

    @rule(changes=CHANGES, doom=DOOM, is_told=st.booleans())
    def change_and_sync(
        self, changes: list[Change], doom: tuple[int, When] | None, is_told: bool
    ) -> None:
        self._change(changes)
        self.world.sync(Doom(*doom) if doom else Doom(), is_told=is_told)

    @rule(changes=CHANGES)
    def change_and_rehearse(self, changes: list[Change]) -> None:
        self._change(changes)
        self.world.rehearse()

    @invariant()
    def nothing_is_wrong(self) -> None:
        self._is_wrong = bool(self.world.wrong)
        assert not self.world.wrong, self.world.wrong

    def teardown(self) -> None:
        try:
            if not self._is_wrong:
                self.world.finish()
                self.nothing_is_wrong()
        finally:
            self.world.close()

    def _change(self, changes: list[Change]) -> None:
        for change in changes:
            self._number += 1
            change(self.world, self._number)
