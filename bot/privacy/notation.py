"""The notation of the phrases in topics.toml.

vill|kan inte leva      in each place one of some words, between them a space
kommer_att              one alternative of more than one word
fått ett? hot           a place that may be empty
jag {2} mobbad          up to two words of any kind
mordhot … mig           at most 200 characters of any kind; …40: at most 40
bestjäl*  *medicin*     the beginning of a word; characters anywhere
skriver falska *        a word of any kind
slår !upp*|ihop*        not followed by these
chef 's                 directly after the word before it
^ blev hotad            at the beginning of the message
<partner>               what is listed under that name
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.privacy.phrases import (
    Alternative,
    AnyWord,
    AnyWords,
    Beginning,
    Characters,
    Gap,
    NotBefore,
    OneOf,
    Phrase,
    Step,
    Words,
)

Lists = Mapping[str, Sequence[Alternative]]
"""What may stand in angle brackets."""

_APART = 200


def parse(text: str, lists: Lists) -> Phrase:
    """The phrase that is written so. Raises `KeyError` if it names a list that there is not."""
    return Phrase([_step(sign, lists) for sign in text.split()])


def _step(sign: str, lists: Lists) -> Step:
    match sign[0]:
        case "*" if sign == "*":
            return OneOf([AnyWord()], is_optional=False, is_attached=False)
        case "^":
            return Beginning()
        case "…":
            return Gap(int(sign[1:] or _APART))
        case "{":
            return AnyWords(int(sign[1:-1]))
        case "!":
            return NotBefore([_written(word) for word in sign[1:].split("|")])
    words = sign.removesuffix("?").split("|")
    plain = frozenset(word for word in words if word.isalnum())
    alternatives: list[Alternative] = [Words(plain)] if plain else []
    for word in words:
        if word[0] == "<":
            alternatives += lists[word[1:-1]]
        elif word not in plain:
            alternatives.append(_written(word))
    return OneOf(alternatives, is_optional=sign[-1] == "?", is_attached=sign[0] == "'")


def _written(word: str) -> Words | Characters:
    if word.isalnum():
        return Words(frozenset([word]))
    text = word.strip("*").replace("_", " ")
    return Characters(text, opens=word[0] not in "*'", closes=word[-1] != "*")
