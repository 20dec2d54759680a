"""The skills that Kollega has. A new one is a folder, a line here and a test."""

from __future__ import annotations

from bot.skill import Skill
from skills import hr, meetings, policy

SKILLS: tuple[Skill, ...] = (policy.SKILL, hr.SKILL, meetings.SKILL)
