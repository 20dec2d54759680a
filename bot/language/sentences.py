"""Splits Swedish (and English) text into sentences, also while the text is still arriving."""

from __future__ import annotations

import re
from collections.abc import Iterator

_NEVER_LAST = re.compile(
    r"(?:adj|adr|allm|anm|ang|art|avd|avg|bil|bl\.? ?a|ca|cirka|c:a|dir|dnr|enl|d\.?v\.?s|e\.g|ex"
    r"|exkl|f\.d|f\.n|f\.v\.b|fig|fr\.o\.m|föreg|förf|i\.e|inkl|inst|jfr|kap|kl|mom|motsv|mrs?|ms|dr"
    r"|max|min|nr|obs|p\.?g\.?a|prop|prof|ref|resp|s|s\.?k|sid|sign|skr|st\.f|t\.?ex|t\.f|t\.o\.m|tel"
    r"|u\.a|ung|uppl|vol|övers|å\.k|äv)",
    re.IGNORECASE,
)
"""Abbreviations that lead into something, so that the sentence goes on after them."""
_STARTER = re.compile(
    r"(?:alla|att|den?|denna|dessa|det|detta|din|dina|ditt|du|där|därför|då|efter|en|enligt|ett|för"
    r"|har|i|ja|jag|kan|kom|kontakta|man|med|men|nej|när|och|om|på|samma|se|som|så|under|vad|vem|vi"
    r"|vid|är|även|you|the|an?|if|it|this|that|in|and|to|we)"
)
"""Words that begin a sentence far more often than they are a surname."""
_MONTH = re.compile(
    r"(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december)"
)
_CANDIDATE = re.compile(
    r"(?<![.!?…])(?P<end>[.!?…]+)"
    r"(?P<close>[\"'”’»)\]]*(?:[ \t]*\[\d+(?:[,–-]\s*\d+)*\])*)"
    r"[ \t\u00a0]+"
    r"(?P<next>[\"'”“»(–—-]{0,2}[ ]?(?:[§#][ ]?)?[^\W_a-zåäö]\w*)"
)
_LINE_END = re.compile(r"[\r\n\u2028\u2029\v\f]+[ \t]*")
_SPACE = re.compile(r"\s*")
_LAST_WORD = re.compile(r"[^\s(\"”'/]+$")
_PREVIOUS_WORD = re.compile(r"(\S+)\s*$")
_LONGEST_WORD = 40
_ENUMERATOR = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*|[a-zåäöA-ZÅÄÖ]|[ivxIVX]{1,5})$")
_INITIAL = re.compile(r"(?:[A-ZÅÄÖ]\.)*[A-ZÅÄÖ]$")


def split_sentences(text: str) -> list[str]:
    """The sentences, each exactly as written but for outer white space.

    Every line is at least one sentence: headings, list items and table rows stand on lines of their
    own. Citation markers after the full stop ("… dagar. [1]") belong to the sentence they follow.
    """
    complete, rest = _cut(text)
    return [*complete, rest.strip()] if rest.strip() else complete


def complete_sentences(buffer: str) -> tuple[list[str], str]:
    """The sentences that more text cannot change, and what is left to prepend to that text."""
    complete, rest = _cut(buffer, growing=True)
    return complete, rest


def _cut(text: str, *, growing: bool = False) -> tuple[list[str], str]:
    sentences: list[str] = []
    start = 0
    for end, resume in _boundaries(text, growing=growing):
        if sentence := text[start:end].strip():
            sentences.append(sentence)
        start = resume
    return sentences, text[start:]


def _boundaries(text: str, *, growing: bool) -> Iterator[tuple[int, int]]:
    """Where sentences end and where the next ones start."""
    start = 0
    for line in _LINE_END.finditer(text):
        yield from _boundaries_in_line(text, start, line.start(), growing=growing)
        yield line.start(), line.end()
        start = line.end()
    yield from _boundaries_in_line(text, start, len(text), growing=growing)


def _boundaries_in_line(
    text: str, start: int, end: int, *, growing: bool
) -> Iterator[tuple[int, int]]:
    for candidate in _CANDIDATE.finditer(text, start, end):
        # The word after the stop decides, so a growing text must show that it has ended.
        if growing and candidate.end() == len(text):
            break
        if _ends_sentence(text, start, candidate):
            start = candidate.start("next")
            yield candidate.end("close"), start


def _ends_sentence(text: str, start: int, candidate: re.Match[str]) -> bool:
    """Whether the sentence from `start` ends there. Only what is near is looked at: a sentence
    can be a megabyte long."""
    if candidate["end"] != ".":
        return True
    stop = candidate.start()
    last = _LAST_WORD.search(text, max(start, stop - _LONGEST_WORD), stop)
    if last is None:
        return True
    word, following = last[0], candidate["next"].lower()
    if candidate["close"]:
        return True
    if _NEVER_LAST.fullmatch(word) or _MONTH.fullmatch(following):
        return False
    if _ENUMERATOR.match(word) and _first_word(text, start) == last.start():
        return False
    return not _INITIAL.match(word) or _follows_lower_case(text, start, last.start(), following)


def _first_word(text: str, start: int) -> int:
    space = _SPACE.match(text, start)
    return space.end() if space else start


def _follows_lower_case(text: str, start: int, end: int, following: str) -> bool:
    """Whether a single capital ends the sentence ("i klass B. Du …") or is an initial."""
    previous = _PREVIOUS_WORD.search(text, max(start, end - 2 * _LONGEST_WORD), end)
    if previous is None or not previous[1][0].islower():
        return False
    return _STARTER.fullmatch(following) is not None
