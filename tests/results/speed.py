"""How fast the channel is beside its limit and its peers, from what the bench measured."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.bench.channel import CONTESTANTS, KOLLEGA, LIMIT

_HEAD = """Speed, all in one run of `python -m tests.bench channel`; machines differ, ratios hardly.

| an echo turn, 16 people at once | ms CPU | to Kollega | turns/s¹ | MB |
|---|---:|---:|---:|---:|
"""
_FOOT = """
¹ 64 people at once and a connector that takes 200 ms. The limit takes {limit} of Kollega's CPU; a
stranger who sends 256 KiB costs {stranger} ms.
"""


@dataclass(frozen=True, slots=True)
class Contest:
    """What was measured of each bot in one run, by the names that the bench gives."""

    figures: Mapping[str, float]

    @classmethod
    def read(cls, report: Path) -> Contest:
        """From what `python -m tests.bench channel --json FILE` wrote."""
        return cls(json.loads(report.read_text(encoding="utf-8")))

    def markdown(self) -> str:
        """As the README shows it: the ratios are what holds on another machine."""
        bots = [bot for bot in CONTESTANTS if f"echo_cpu_ms.{bot.server}" in self.figures]
        lines = []
        for bot in sorted(bots, key=lambda bot: self.figures[f"echo_cpu_ms.{bot.server}"]):
            mark = "**" if bot == KOLLEGA else ""
            cells = (f"{mark}{cell}{mark}" for cell in (bot.name, *self._cells(bot.server)))
            lines.append(f"| {' | '.join(cells)} |")
        foot = _FOOT.format(
            limit=f"{self._to_kollega(LIMIT.server):.2f}",
            stranger=f"{self.figures['stranger_cpu_ms.kollega']:.1f}",
        )
        return _HEAD + "\n".join(lines) + "\n" + foot

    def _cells(self, server: str) -> tuple[str, ...]:
        figures = self.figures
        return (
            f"{figures[f'echo_cpu_ms.{server}']:.2f}",
            f"{self._to_kollega(server):.2g}",
            f"{figures[f'slow_turns_per_s.{server}']:.0f}",
            f"{figures[f'peak_mb.{server}']:.0f}",
        )

    def _to_kollega(self, server: str) -> float:
        own = self.figures[f"echo_cpu_ms.{KOLLEGA.server}"]
        return self.figures.get(
            f"echo_cpu_to_kollega.{server}", self.figures[f"echo_cpu_ms.{server}"] / own
        )
