"""Reads and learns what a process does before its first turn, so that forks need not."""

from __future__ import annotations

from bot.language.synonyms import general_synonyms
from bot.language.terms import in_swedish
from bot.privacy.topics import find_topic
from bot.routing.router import Router
from skills import SKILLS

_QUESTION = "How do I apply?"

Router(SKILLS).choose(_QUESTION)
find_topic(_QUESTION)
general_synonyms()
in_swedish(_QUESTION)
