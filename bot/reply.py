"""A reply as it grows: the events of a turn folded into what the person sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from bot.answering.base import Citation, Sentence
from bot.approved.base import APPROVED
from bot.identity.base import Language
from bot.language.texts import Text
from bot.turn import Action, Clarify, Draft, Event, Notice, Outcome, Progress

_ARITHMETIC = Text(sv="Uträkning: {calculation}.", en="Calculation: {calculation}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Timings:
    """Milliseconds of wall-clock time."""

    retrieve: float = 0.0
    answer: float = 0.0
    total: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the person sees at one moment. Each event gives a new one; nothing shown is taken back.

    Reading order: `leads` (the action to take, application text), `cautions`, `sentences`,
    `warnings`, `notices`.
    """

    language: Language
    skill: str | None = None
    outcome: Outcome | None = None
    progress: str | None = None
    leads: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    """Warnings that must be read before the answer: "Källan gällde till 2020-12-31"."""
    sentences: tuple[Sentence, ...] = ()
    notices: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()
    draft: Draft | None = None
    model: str = ""
    reference: str = ""
    """Short code by which support finds the record of this reply."""
    asked_back: bool = False
    """Whether it asks for something, so that the next message may be just that."""
    confidential: bool = False
    """Nothing of it is remembered, and what is recorded does not say whose it was."""
    timings: Timings = Timings()
    complete: bool = False

    def with_event(self, event: Event) -> Reply:
        """This reply with one more event in it."""
        match event:
            case Progress(text):
                return replace(self, progress=text)
            case Sentence():
                outcome = self.outcome or "answered"
                return replace(self, sentences=(*self.sentences, event), outcome=outcome)
            case Clarify(text=text, options=options):
                return replace(
                    self,
                    outcome="clarify",
                    asked_back=True,
                    notices=(*self.notices, text),
                    actions=(*self.actions, *options),
                )
            case Draft():
                return replace(self, draft=event, outcome="draft")
            case Notice():
                return self._with_notice(event)

    def _with_notice(self, notice: Notice) -> Reply:
        texts = (notice.text,) if notice.text else ()
        field = self._field(notice)
        return replace(
            self,
            outcome=notice.outcome or self.outcome,
            asked_back=self.asked_back or notice.asks_back,
            actions=(*self.actions, *notice.actions),
            **{field: getattr(self, field) + texts},
        )

    def _field(self, notice: Notice) -> Literal["cautions", "warnings", "leads", "notices"]:
        """A caution that comes too late is a warning: nothing is put before what was shown."""
        if notice.warning:
            return "cautions" if notice.lead and not self.sentences else "warnings"
        return "leads" if notice.lead else "notices"

    @property
    def is_generated(self) -> bool:
        """Whether it was put together here: neither a source as it stands, which no skill answers
        with, nor an owner's own words."""
        return self.skill is not None and self.model != APPROVED

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Each cited chunk once, in the order of first use; its index + 1 is its number.

        What different sentences quote from it is joined: "Du får spara 30 dagar. … Dagarna …".
        """
        seen: dict[str, Citation] = {}
        for citation in self._all_citations():
            chunk_id = citation.passage.chunk.id
            seen[chunk_id] = _joined(seen[chunk_id], citation) if chunk_id in seen else citation
        return tuple(seen.values())

    def numbers(self, sentence: Sentence) -> tuple[int, ...]:
        """The citation numbers of one of this reply's sentences, ascending."""
        order = [citation.passage.chunk.id for citation in self.citations]
        cited = {citation.passage.chunk.id for citation in sentence.citations}
        return tuple(n for n, chunk_id in enumerate(order, 1) if chunk_id in cited)

    def _all_citations(self) -> Iterator[Citation]:
        for sentence in self.sentences:
            yield from sentence.citations

    def text(self) -> str:
        """Everything rendered as Markdown paragraphs, with `[n]` markers after the claims."""
        notes = (action.form.note for action in self.actions if action.form)
        answer = self.paragraphs(self._marked)
        before = (*self.leads, *self.cautions)
        parts = (*before, *answer, *self.warnings, *self.notices, *notes)
        return "\n\n".join(part for part in parts if part)

    def paragraphs(self, rendered: Callable[[Sentence], str]) -> tuple[str, ...]:
        """The sentences as paragraphs: the answer, then each next step by itself.

        The arithmetic stands right below the sentence that it gave.
        """
        if self.skill is None:  # a source, paragraph by paragraph
            return tuple(map(rendered, self.sentences))
        paragraphs = [""]
        for sentence in self.sentences:
            if sentence.stands_alone:
                continue
            paragraphs[-1] = f"{paragraphs[-1]} {rendered(sentence)}".lstrip()
            if sentence.calculation:
                paragraphs += [self._arithmetic(sentence.calculation), ""]
        steps = (rendered(sentence) for sentence in self.sentences if sentence.stands_alone)
        return (*filter(None, paragraphs), *steps)

    def _arithmetic(self, calculation: str) -> str:
        return _ARITHMETIC.in_language(self.language, calculation=calculation)

    def _marked(self, sentence: Sentence) -> str:
        markers = "".join(f"[{number}]" for number in self.numbers(sentence))
        return f"{sentence.text} {markers}" if markers else sentence.text


def _joined(one: Citation, other: Citation) -> Citation:
    if other.quote in one.quote:
        return one
    return replace(one, quote=f"{one.quote} … {other.quote}")
