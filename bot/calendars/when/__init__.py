"""Reads when a meeting is wished for, as people write it in Swedish and English."""

from __future__ import annotations

from bot.calendars.when.reading import Trouble, When, Window, read_when
from bot.calendars.when.red_days import bridging_day, is_working_day
from bot.calendars.when.told import told_clock, told_days, told_length, told_when

__all__ = [
    "Trouble",
    "When",
    "Window",
    "bridging_day",
    "is_working_day",
    "read_when",
    "told_clock",
    "told_days",
    "told_length",
    "told_when",
]
