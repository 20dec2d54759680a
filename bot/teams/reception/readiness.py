"""Whether everything that an answer needs is there."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Literal

from bot.errors import KollegaError

logger = logging.getLogger(__name__)

State = Literal["ok", "degraded", "failing"]

CHECK_S = 1.0
"""How long one check may take, unless somebody waits for it."""
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
        self,
        components: Sequence[Component] = (),
        *,
        patience_s: float = CHECK_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`patience_s`: how long one check may take; slower is failing."""
        self._components = components
        self._patience_s = patience_s
        self._clock = clock
        self._lock = asyncio.Lock()
        self._found: Finding | None = None
        self._found_at = 0.0
        self._looking: dict[str, asyncio.Task[bool]] = {}

    async def find_out(self) -> Finding:
        """How things are, or were a few seconds ago; whoever asks meanwhile shares the checks."""
        async with self._lock:
            if self._found is None or self._clock() - self._found_at > VALID_FOR_S:
                states = await asyncio.gather(*map(self._state, self._components))
                names = (component.name for component in self._components)
                self._found = Finding(dict(zip(names, states, strict=True)))
                self._found_at = self._clock()
            return self._found

    async def close(self) -> None:
        """Stop the checks that still run."""
        for check in self._looking.values():
            check.cancel()
        await asyncio.gather(*self._looking.values(), return_exceptions=True)

    async def _state(self, component: Component) -> State:
        """A check that takes longer goes on, for the next time: what it waits for may be slow."""
        name = component.name
        if name not in self._looking:
            self._looking[name] = asyncio.create_task(_is_there(component))
        done, _ = await asyncio.wait({self._looking[name]}, timeout=self._patience_s)
        if done and self._looking.pop(name).result():
            return "ok"
        return "failing" if component.is_needed else "degraded"


async def _is_there(component: Component) -> bool:
    try:
        await component.check()
    except KollegaError:
        return False
    except Exception:  # a boundary: a probe is told that something is broken, whatever it is
        logger.exception("A check broke")
        return False
    return True
