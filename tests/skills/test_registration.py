"""What every skill must bring."""

from __future__ import annotations

import pytest

from bot.skill import Skill
from skills import SKILLS


@pytest.mark.parametrize("skill", SKILLS, ids=[skill.name for skill in SKILLS])
def test_a_skill_can_be_learnt_and_presented(skill: Skill) -> None:
    assert len(skill.examples) >= 60 or skill.claims is not None
    assert len(set(skill.examples)) == len(skill.examples)
    assert "\n" not in skill.description
    assert all(starter.sv and starter.en for starter in skill.starters)
    assert skill.title.sv != skill.title.en


def test_a_newcomer_is_offered_three_questions() -> None:
    assert sum(len(skill.starters) for skill in SKILLS) >= 3


def test_names_are_unique() -> None:
    assert len({skill.name for skill in SKILLS}) == len(SKILLS)
