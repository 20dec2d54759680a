"""How many messages one person may send, so that nobody's flood becomes everybody's wait."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

SHORTEST_PAUSE_S = 30.0
"""So long a person who has sent too much waits at least: half of what they may send comes back."""
REMEMBERED = 10_000
"""People; whoever has been silent longest is forgotten first, which only does them good."""

Sender = tuple[str, str]
"""Tenant and person, as the signed request names them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What becomes of a message."""

    admitted: bool
    tell_to_wait_s: int | None = None
    """Seconds to wait, for the first message that is not admitted; those after it are dropped."""


ADMITTED = Verdict(admitted=True)


@dataclass(slots=True)
class _Account:
    left: float
    at: float
    pauses_until: float = 0.0


class RateLimit:
    """A bucket of messages for each person that fills up evenly.

    Kept in memory and for this process alone: two processes let twice as much through, and a
    restart forgives. It guards against floods; what the model may cost is counted elsewhere.
    """

    def __init__(
        self, *, per_minute: int | None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`per_minute` None: as many as they like. It is also how many may come at once."""
        self._per_minute = per_minute
        self._clock = clock
        self._accounts: OrderedDict[Sender, _Account] = OrderedDict()

    def judge(self, sender: Sender) -> Verdict:
        """Count a message and say whether it may be answered."""
        if self._per_minute is None:
            return ADMITTED
        now = self._clock()
        account = self._account(sender, now)
        if now < account.pauses_until:
            return Verdict(admitted=False)
        refill = (now - account.at) * self._per_minute / 60
        account.left, account.at = min(self._per_minute, account.left + refill), now
        if account.left < 1:
            pause_s = max(SHORTEST_PAUSE_S, 60 / self._per_minute)
            account.pauses_until = now + pause_s
            return Verdict(admitted=False, tell_to_wait_s=math.ceil(pause_s))
        account.left -= 1
        return ADMITTED

    def _account(self, sender: Sender, now: float) -> _Account:
        account = self._accounts.pop(sender, None)
        if account is None:
            account = _Account(left=float(self._per_minute or 0), at=now)
        self._accounts[sender] = account
        if len(self._accounts) > REMEMBERED:
            self._accounts.popitem(last=False)
        return account
