"""Where Exempelkommun, the sample municipality, is kept."""

from __future__ import annotations

from pathlib import Path

SAMPLE = Path(__file__).parents[1] / "demo"
SAMPLE_NAME = "exempelkommun"
SAMPLE_INTRANET = SAMPLE / "intranet"
