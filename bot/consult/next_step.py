"""The next step that the sources name: whom to call."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.answering.base import Citation, Sentence
from bot.consult import texts
from bot.consult.sources import Search
from bot.identity.base import Language
from bot.language.analysis import stem, words
from bot.language.sentences import split_sentences
from bot.language.telephone import phone_url
from bot.retrieval.base import Passage
from bot.turn import Action

_PHONE = (
    r"(?<!\d)(?<!\d[  ])0[1-9]\d{0,2}[-–]\d{2,3}[  ]?\d{2,3}(?:[  ]?\d{2})?|\b112\b|\b114[  ]14\b"
)
_NUMBER = re.compile(_PHONE)
_NAMED = re.compile(
    rf"(?P<name>[A-ZÅÄÖ][\wåäöÅÄÖ-]{{2,}})(?:,|:)?(?: direkt)?(?: på)?[  ](?P<phone>{_PHONE})"
)
_VERBS = ("Ring", "Kontakta", "Fråga", "Larma", "Call")
_CONTACT = re.compile(
    rf"(?:[^.:!?]{{3,60}}: )?(?:(?:{'|'.join(_VERBS)}) )?[A-ZÅÄÖa-zåäö][\w-]+(?: [\w-]+){{0,2}}"
    rf"(?:,| på)[  ](?:{_PHONE})"
)
"""A line whose whole business is to say whom to turn to: "Frågor om regler: HR-service, 0980-…"."""
_CONTACT_HEADING = re.compile(r"(?:^|[·›] )(?:frågor|fråga|kontakt\w*)\W*$", re.IGNORECASE)
_STEP = re.compile(
    r"\b(?:blankett|formulär|självservice|anmäl|ansök|boka|beställ|skicka|lämna|mejla)\w*|"
    r"\bfyll i\b",
    re.IGNORECASE,
)
_WITHOUT_NUMBER = re.compile(r"\b(?:ring|ringer|kontakta|kontaktar)\b", re.IGNORECASE)
"""Says to call somebody. Without the number, the step is only half said."""


def names_a_step(sentences: Sequence[Sentence]) -> bool:
    """Whether the answer already says what to do, or whom to call and on which number."""
    if any(_NUMBER.search(sentence.text) for sentence in sentences):
        return True
    calls = any(_WITHOUT_NUMBER.search(sentence.text) for sentence in sentences)
    return not calls and any(_STEP.search(sentence.text) for sentence in sentences)


async def find_step(
    question: str, cited: Passage, search: Search, *, language: Language
) -> Sentence | None:
    """Whom to turn to according to the document that the answer cites, cited."""
    document = await search.document(cited.chunk.document_id)
    lines = [line for passage in document for line in _contact_lines(passage)]
    if not lines:
        return None
    asked = set(map(stem, words(question)))

    def fit(line: Citation) -> tuple[bool, int]:
        """Of the lines below "Fråga" or "Kontakt", the one most about the question."""
        is_meant = _CONTACT_HEADING.search(line.passage.chunk.place) is not None
        return is_meant, len(asked & set(map(stem, words(line.quote))))

    line = max(lines, key=fit)
    text = line.quote.removeprefix("Hänvisa till ")
    verbatim = ":" in text or text.startswith(_VERBS)
    if not verbatim:
        text = texts.ASK.in_language(language, whom=text).removesuffix(".")
    return Sentence(text=f"{text}.", citations=(line,))


def call_action(sentences: Sequence[Sentence], language: Language) -> Action | None:
    """A button that calls the first number that the answer names."""
    for sentence in sentences:
        if action := _call(sentence.text, language):
            return action
    return None


def _call(text: str, language: Language) -> Action | None:
    number = _NUMBER.search(text)
    if number is None:
        return None
    phone = number.group()
    named = _NAMED.search(text)
    name = named["name"] if named and named["phone"] == phone else ""
    label = (
        texts.CALL.in_language(language, name=name)
        if name and name not in _VERBS
        else texts.CALL_NUMBER.in_language(language, phone=phone)
    )
    return Action(id="call", label=label, url=phone_url(phone))


def _contact_lines(passage: Passage) -> Iterator[Citation]:
    for line in passage.chunk.text.splitlines():
        for sentence in split_sentences(line.lstrip("-•* ")):
            if contact := _CONTACT.match(sentence):
                yield Citation(passage, contact.group())
