"""Understands a question that leans on the one before it: "och för deltid?", "hur mycket då?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language.analysis import is_stop_word, words
from bot.routing.small_talk import recognise
from bot.storage.base import Exchange

_LONGEST = 9
"""Words. A longer question stands on its own."""


def _word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_OPENERS = _word_set("och men fast eller and but or plus samt alltså om")
_CLOSERS = _word_set("då then")
_PREPOSITIONS = _word_set(
    "för på i vid till från under efter med utan hos mellan inom innan "
    "for on in at to from during after with without"
)
_PEOPLE = _word_set("jag man vi du we you")
_POINTING = _word_set(
    "det den de dem dom detta denna dessa dit där samma it that this they them those there same"
)
_ADDING = _word_set("också även likaså too also either heller")
_ASKING = _word_set(
    "hur när var vart vem vilken vilket vilka varför vad how when where who which why what "
    "gäller gälla betyder blir få får fick kan ska måste behöver behövs vill vore skulle räknas "
    "fungerar funkar menar menas apply applies mean need work count "
    "mycket många länge ofta långt stor stort stora lång högst minst mer mindre exakt egentligen "
    "ungefär much many long often far big more less exactly pengar kronor kr dagar timmar tid "
    "sen sedan annars istället snabbt fort tidigt sent quickly soon typ fall sorts slags about if"
)
"""Words that ask about a subject without naming one."""
_CONDITIONS = _word_set(
    "deltid heltid halvtid timanställd timanställda timvikarie timvikarier timavlönad timavlönade "
    "vikarie vikarier vikariat visstid tillsvidare fast provanställd provanställda "
    "chef chefer chefen lärare förskollärare undersköterska undersköterskor barnskötare politiker "
    "förtroendevald förtroendevalda konsult konsulter elev elever brukare "
    "helg helgen helger natt natten nätter kväll kvällar röd röda dagen dag vardag vardagar "
    "sommaren sommar jul julen julafton midsommar påsk lov månad månaden vecka veckan år året "
    "ifjol fjol utomlands hemma utland utlandet stockholm malmö göteborg köpenhamn oslo "
    "barn bebis adopterade tvillingar ensamstående fackligt "
    "part time full hourly employees temp temps staff managers teachers weekend weekends night "
    "nights holidays summer abroad year month jobbar jobbade anställd anställda som vikarierar "
    "ferieanställd ferieanställda uppehållsanställda bea halva hela"
)
"""Words that narrow a question rather than ask a new one: who, when and where."""
_EXPLETIVE = re.compile(
    r"\b(?:finns|är|e|blir|går|krävs|behövs|is|are) (?:det|there|it)\b|^det finns\b"
)
"""Where "det" points at nothing."""
_LACKS_A_NOUN = re.compile(
    r"(?:och |men )?(?:hur många|how many) (?:får|kan|ska|måste|har|behöver|can|may|do)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\d[\d–-]*")
_INTERROGATIVES = _word_set(
    "hur när var vart vem vilken vilket vilka varför vad va kan får how when where who which why "
    "what can may do does"
)
_TELLS_WHEN_OR_HOW_MUCH = re.compile(
    r"\d|\b(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|"
    r"december|january|february|march|may|june|july|august|october)\b",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(
    r"\b(?:måndag|tisdag|onsdag|torsdag|fredag|lördag|söndag|monday|tuesday|wednesday|thursday|"
    r"friday|saturday|sunday)\b",
    re.IGNORECASE,
)
_JUST_A_DAY = 4
"""Words: "från nästa måndag". More than that and a weekday tell of something else."""
_TAIL = re.compile(r"[?!.\s]+$")
_CLOSING = re.compile(r"(?<!\s)\s+(?:då|then)$", re.IGNORECASE)
_LEAD = re.compile(
    r"^(?:(?:och|men|fast|eller|and|but|or|samt|alltså|jaha|ok|okej|okay)\b[,\s]*)+", re.IGNORECASE
)
_WHAT_ABOUT = re.compile(
    r"^(?:what about|how about|hur (?:är|blir) det (?:med|för|på|om)|vad gäller|"
    r"gäller (?:det|detta|den) (?:också |även )?|does (?:it|that|this) (?:also )?apply )\s*",
    re.IGNORECASE,
)


def is_follow_up(text: str, history: Sequence[Exchange]) -> bool:
    """Whether the text cannot be understood without the exchange before it."""
    if _previous(history) is None or recognise(text):
        return False
    if _answers_back(text, history):
        return True
    said = words(text)
    if not said or len(said) > _LONGEST:
        return False
    new = [word for word in said if names_a_subject(word) and not _narrows(word)]
    if not new:
        return True
    if len(new) > 1:
        return False
    if said[0] in _OPENERS or said[-1] in _CLOSERS or _WHAT_ABOUT.match(text):
        return not _asks_fully(said[1:])
    return _leans(said) or _LACKS_A_NOUN.match(text) is not None


def complete(text: str, history: Sequence[Exchange]) -> str:
    """The text as a question of its own. One that already is comes back unchanged.

    A phrase that answers to one in the question before takes its place ("Får jag flyga till
    Göteborg?", "och till Kiruna?"); anything else is added to that question.
    """
    if not is_follow_up(text, history):
        return text
    exchange = _previous(history)
    if exchange is None:
        return text
    before = history[: history.index(exchange)]
    previous = complete(exchange.question, before)
    if _answers_back(text, history):
        return f"{_TAIL.sub('', previous)}? {text.strip()}"
    return _joined(previous, text)


def _answers_back(text: str, history: Sequence[Exchange]) -> bool:
    """Whether the text tells what was just asked for: "32 500 kr i månaden, 80 %", "från 1 maj".

    It may be long, as a list of periods is; a question of its own it is not.
    """
    asked = history and history[-1].asked_back and history[-1].skill
    said = words(text)
    if not asked or not said or "?" in text or said[0] in _INTERROGATIVES:
        return False
    names_a_day = len(said) <= _JUST_A_DAY and _WEEKDAY.search(text)
    return bool(names_a_day or _TELLS_WHEN_OR_HOW_MUCH.search(text))


def names_a_subject(word: str) -> bool:
    """Whether a case-folded word is about something, rather than a way of asking."""
    return not (
        is_stop_word(word)
        or word in _OPENERS
        or word in _PREPOSITIONS
        or word in _POINTING
        or word in _ADDING
        or word in _ASKING
    )


def _previous(history: Sequence[Exchange]) -> Exchange | None:
    return next((exchange for exchange in reversed(history) if exchange.skill), None)


def _narrows(word: str) -> bool:
    return word in _CONDITIONS or _NUMBER.fullmatch(word) is not None


def _leans(said: Sequence[str]) -> bool:
    plain = _EXPLETIVE.sub("", " ".join(said))
    return any(word in _POINTING or word in _ADDING for word in plain.split())


def _asks_fully(said: Sequence[str]) -> bool:
    """Whether somebody does something: "hur bokar jag hotell", "måste jag anmäla"."""
    return bool(_PEOPLE & set(said)) and said[-1] not in _CLOSERS and not _leans(said)


def _joined(previous: str, text: str) -> str:
    previous = _TAIL.sub("", previous)
    end = "?" if text.rstrip().endswith("?") else ""
    phrase = _CLOSING.sub("", _TAIL.sub("", _WHAT_ABOUT.sub("", _LEAD.sub("", text.strip()))))
    if not phrase:
        return previous + "?"
    if words(phrase)[:1] and words(phrase)[0] in _PREPOSITIONS:
        return _replaced(previous, phrase) or f"{previous} {phrase}?"
    return f"{previous}? {phrase[0].upper()}{phrase[1:]}{end}"


def _replaced(previous: str, phrase: str) -> str | None:
    """The previous question with its last phrase of the same preposition exchanged."""
    preposition, _, rest = phrase.partition(" ")
    if preposition.casefold() not in {"till", "i", "från", "to", "in"} or len(rest.split()) > 2:
        return None
    match = re.search(rf"\b{re.escape(preposition)} (?:\w+)$", previous, re.IGNORECASE)
    return f"{previous[: match.start()]}{phrase}?" if match and rest else None
