"""Chooses the skill for a message from the skills' own examples."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from bot.consult.periods import in_the_present
from bot.language.analysis import words
from bot.routing.bayes import Classifier
from bot.routing.follow_up import complete, is_follow_up, names_a_subject
from bot.routing.other_topics import OTHER_TOPICS
from bot.routing.small_talk import SmallTalk, recognise
from bot.routing.wishes import Wish, recognise_wish
from bot.skill import Skill
from bot.storage.base import Exchange

_OTHER = ""
"""The classifier's label for what is no skill's."""
_DOUBT = 1.5
"""The benefit of the doubt, in log-odds: documents cover more than the examples do, and a skill
that finds nothing says so and names whom to ask. A refusal helps nobody."""
_BARE = 2
"""Words. So few that nobody knows may well name a system or a form: "Procapita"."""
_UNSURE = 0.15
"""Two skills this close, in log-odds: ask which one is meant."""
_OPEN = 2.5
"""Two skills this close: what is found may decide otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Where a message goes."""

    kind: Literal["skill", "clarify", "small_talk", "out_of_scope", "wish"]
    question: str
    """The message as a question of its own: a follow-up has been completed."""
    skill: Skill | None = None
    """With "skill"."""
    options: tuple[Skill, ...] = ()
    """Where the words leave it open, the skills that it may be for, likeliest first: with
    "clarify", those to ask between; with "skill", if another one is nearly as likely."""
    small_talk: SmallTalk | None = None
    """With "small_talk"."""
    wish: Wish | None = None
    """With "wish": what is asked of Kollega's own memory."""
    confidence: float = 1.0
    """0 to 1: the share of the likeliest choice."""


class Router:
    """Routes by a classifier over the skills' examples and a background of other topics."""

    def __init__(self, skills: Sequence[Skill]) -> None:
        self._skills: Mapping[str, Skill] = {skill.name: skill for skill in skills}
        self._classifier = _learnt(
            tuple(
                (skill.name, (*skill.examples, skill.description))
                for skill in skills
                if skill.examples
            )
        )

    def choose(self, text: str, *, history: Sequence[Exchange] = ()) -> Route:
        """The route of a message; `history` is the conversation before it, oldest first."""
        if wish := recognise_wish(text):
            return Route(kind="wish", question=text, wish=wish)
        if small_talk := recognise(text):
            return Route(kind="small_talk", question=text, small_talk=small_talk)
        claiming = next(
            (skill for skill in self._skills.values() if skill.claims(text, history)), None
        )
        if claiming is not None:
            return Route(kind="skill", question=text, skill=claiming)
        last = self._last_skill(history)
        if last is not None and is_follow_up(text, history):
            return Route(kind="skill", question=complete(text, history), skill=last)
        if not any(names_a_subject(word) for word in words(text)):
            return Route(kind="small_talk", question=text, small_talk="capabilities")
        return self._classified(text, last)

    def nearest(self, text: str, *, among: Sequence[Skill]) -> Skill:
        """The one of some skills whose examples are most like a text, the title of a document
        for instance; the first of them if none is."""
        scores = self._classifier.scores(text)
        return max(among, key=lambda skill: scores.get(skill.name, -math.inf))

    def _last_skill(self, history: Sequence[Exchange]) -> Skill | None:
        names = (exchange.skill for exchange in reversed(history) if exchange.skill)
        return self._skills.get(next(names, ""))

    def _classified(self, text: str, last: Skill | None) -> Route:
        # Rules are asked for in the words of today: "Vad fick hotellet kosta i mars 2022?".
        scores = dict(self._classifier.scores(in_the_present(text)))
        bare = len(words(text)) <= _BARE and not self._classifier.knows(text, _OTHER)
        scores[_OTHER] -= math.inf if bare else _DOUBT
        ranked = sorted(scores, key=scores.__getitem__, reverse=True)
        confidence = _share(scores, ranked[0])
        if ranked[0] == _OTHER:
            options = tuple(self._skills[name] for name in ranked[1:])
            return Route(kind="out_of_scope", question=text, options=options, confidence=confidence)
        best = self._skills[ranked[0]]

        def within(distance: float) -> tuple[Skill, ...]:
            near = (name for name in ranked if scores[name] >= scores[best.name] - distance)
            return tuple(self._skills[name] for name in near if name != _OTHER)

        rivals = within(_UNSURE)
        if len(rivals) == 1:
            options = nearly if len(nearly := within(_OPEN)) > 1 else ()
            return Route(
                kind="skill",
                question=text,
                skill=best,
                options=options,
                confidence=confidence,
            )
        if last in rivals:
            return Route(kind="skill", question=text, skill=last, confidence=confidence)
        return Route(kind="clarify", question=text, options=rivals, confidence=confidence)


@lru_cache(maxsize=4)
def _learnt(examples: tuple[tuple[str, tuple[str, ...]], ...]) -> Classifier:
    """Once a process: it takes a tenth of a second, several times as long as a turn."""
    return Classifier({**dict(examples), _OTHER: OTHER_TOPICS})


def _share(scores: Mapping[str, float], name: str) -> float:
    highest = max(scores.values())
    return math.exp(scores[name] - highest) / sum(
        math.exp(score - highest) for score in scores.values()
    )
