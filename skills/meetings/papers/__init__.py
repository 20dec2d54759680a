"""Papers of meetings, as drafts that a person reads through, changes and sends."""

from __future__ import annotations

from skills.meetings.papers.drafting import answers_with_notes, draft, is_paper, press_paper
from skills.meetings.papers.orders import paper_ordered

__all__ = ["answers_with_notes", "draft", "is_paper", "paper_ordered", "press_paper"]
