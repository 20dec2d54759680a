"""What people have signed in with, for as long as it may be used."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from bot.errors import SignInRequired

REUSED_FOR_S = 150.0
"""How long something about a person is believed without asking again.

What Entra gave (a sign-in, a token, a list of groups) may rest on something else that is so old,
but never on two such things, so whoever is disabled or leaves a group is out within 5 minutes.
"""
MAX_KEPT = 5000
ENDING_S = 300.0
"""With so little left an assertion is not begun with: a turn takes up to half of that."""


@dataclass(frozen=True, slots=True)
class Assertion:
    """A person's token for this application, to be exchanged for tokens to other services."""

    user_id: str
    tenant_id: str
    token: str
    expires_at: float
    """Seconds since the epoch."""

    def __repr__(self) -> str:
        return "Assertion(…)"


class Assertions:
    """One for each person, in memory alone; those not used for longest go first."""

    def __init__(self, *, max_kept: int = MAX_KEPT, clock: Callable[[], float] = time.time) -> None:
        self._kept: OrderedDict[str, tuple[Assertion, float]] = OrderedDict()
        self._max_kept = max_kept
        self._clock = clock

    def keep(self, assertion: Assertion, *, lasting: bool = False) -> None:
        """From now on, instead of an earlier one.

        `lasting`: the person has proved more for it than the sign-in service knows of, so nobody
        else's is taken instead until it ends; whether it still holds, Entra says at each exchange.
        """
        key, now = assertion.user_id.casefold(), self._clock()
        if not lasting and self._lasts(key, now):
            return
        self._kept[key] = assertion, math.inf if lasting else now
        self._kept.move_to_end(key)
        while len(self._kept) > self._max_kept:
            self._kept.popitem(last=False)

    def forget(self, user_id: str) -> None:
        """Whoever signs out."""
        self._kept.pop(user_id.casefold(), None)

    def is_fresh(self, user_id: str) -> bool:
        """Whether a turn may begin without asking for another."""
        kept = self._kept.get(user_id.casefold())
        if kept is None:
            return False
        assertion, kept_at = kept
        now = self._clock()
        return now - kept_at < REUSED_FOR_S and now < assertion.expires_at - ENDING_S

    def _lasts(self, key: str, now: float) -> bool:
        assertion, kept_at = self._kept.get(key, (None, 0.0))
        return assertion is not None and kept_at == math.inf and now < assertion.expires_at

    def of(self, user_id: str) -> Assertion:
        """The person's. Raises `SignInRequired`."""
        key = user_id.casefold()
        if key not in self._kept:
            raise SignInRequired("nobody by that id has signed in here")
        assertion, _ = self._kept[key]
        if self._clock() >= assertion.expires_at:
            self.forget(user_id)
            raise SignInRequired("what the person signed in with has ended")
        self._kept.move_to_end(key)
        return assertion
