"""Whether everything that an answer needs is there."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Literal

from bot.errors import KollegaError

State = Literal["ok", "degraded", "failing"]

CHECK_S = 1.0
"""How long one check may take; slower is failing."""
VALID_FOR_S = 5.0
"""So long a finding is told again, so that probing costs nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """Something that answers depend on."""

    name: str
    check: Callable[[], Awaitable[object]]
    """Raises a `KollegaError` if it cannot be used now."""
    is_needed: bool = True
    """Without it there is no answer; otherwise something stands in for it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """How the components were found."""

    components: Mapping[str, State]

    @property
    def is_ready(self) -> bool:
        """Whether messages can be answered."""
        return "failing" not in self.components.values()

    @property
    def http_status(self) -> int:
        """As a probe reads it."""
        return HTTPStatus.OK if self.is_ready else HTTPStatus.SERVICE_UNAVAILABLE

    @property
    def status(self) -> str:
        """In one word."""
        if not self.is_ready:
            return "failing"
        return "degraded" if "degraded" in self.components.values() else "ready"


class Readiness:
    """Looks at the components, all at once and seldom."""

    def __init__(
        self, components: Sequence[Component] = (), *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._components = components
        self._clock = clock
        self._lock = asyncio.Lock()
        self._found: Finding | None = None
        self._found_at = 0.0

    async def find_out(self) -> Finding:
        """How things are, or were a few seconds ago; whoever asks meanwhile shares the checks."""
        async with self._lock:
            if self._found is None or self._clock() - self._found_at > VALID_FOR_S:
                states = await asyncio.gather(*map(_state, self._components))
                names = (component.name for component in self._components)
                self._found = Finding(dict(zip(names, states, strict=True)))
                self._found_at = self._clock()
            return self._found


async def _state(component: Component) -> State:
    try:
        async with asyncio.timeout(CHECK_S):
            await component.check()
    except (KollegaError, TimeoutError):
        return "failing" if component.is_needed else "degraded"
    return "ok"
