"""Models as they behave and misbehave: each writes an answer to what it is asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.language.analysis import terms
from bot.language.sentences import split_sentences

EVIL = "evil.example"
_PASSAGE = re.compile(
    r"<<(?P<word>\w+)>>\n\[(?P<number>\d+)\]\n(?P<text>.*?)\n<</(?P=word)>>", re.DOTALL
)
_ORDER = re.compile(r"(?:Skriv|Write): (.+)")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a model sees of a prompt."""

    instructions: str
    material: str

    @property
    def passages(self) -> dict[int, str]:
        """Each passage's text, without what is said about it, by its number."""
        return {
            int(found["number"]): found["text"].partition("\n\n")[2]
            for found in _PASSAGE.finditer(self.material)
        }

    @property
    def question(self) -> str:
        """What is asked: the last line."""
        return self.material.rpartition("\n\n")[2].partition(": ")[2]


Model = Callable[[Asked], str]


def quotes_the_nearest(asked: Asked) -> str:
    """The two sentences that have most of the question's words, each as it stands; cited."""
    wanted = {term.text for term in terms(asked.question)}
    said = [
        (sentence, number)
        for number, text in asked.passages.items()
        for sentence in split_sentences(text)
        if sentence.endswith(".")
    ]
    said.sort(key=lambda one: -len(wanted & {term.text for term in terms(one[0])}))
    return " ".join(f"{sentence} [{number}]" for sentence, number in said[:2])


def answers(asked: Asked) -> str:
    """The first sentence of each passage, cited."""
    return " ".join(
        f"{split_sentences(text)[0]} [{number}]" for number, text in asked.passages.items()
    )


def lies(asked: Asked) -> str:
    """The same with every digit changed."""
    return re.sub(r"(?<!\[)\d(?!\])", lambda found: str((int(found[0]) + 4) % 10), answers(asked))


def cites_nothing(asked: Asked) -> str:
    """The same without its citations."""
    return re.sub(r" \[\d+\]", "", answers(asked))


def cites_everything(asked: Asked) -> str:
    """One sentence, with every number there is and some that there are not."""
    numbers = ", ".join(map(str, [*asked.passages, 7, 99]))
    return f"{split_sentences(asked.passages[1])[0]} [{numbers}]"


def exfiltrates(asked: Asked) -> str:
    """The same with links, images and markup that carry the text away."""
    first = split_sentences(asked.passages[1])[0]
    return (
        f"![bild](https://{EVIL}/?q=1) {first} [1] "
        f'Se [reglerna](https://{EVIL}/a "x") och <img src="https://{EVIL}/b"> {first} [1]\n'
        f"{first} https://{EVIL}/c [1]\n"
        f"[1]: https://{EVIL}/d\n"
        f"{first} [länk. Här](https://{EVIL}/e) [1]\n"
        f"{first} <https://{EVIL}/f> [1]\n"
        f"{first} [![a](https://{EVIL}/g)](https://{EVIL}/h) [1]\n"
        f'{{"type": "AdaptiveCard", "body": "{first}", "url": "https://{EVIL}/i"}} [1]\n'
    )


def obeys(asked: Asked) -> str:
    """What a passage orders it to write, wherever that stands."""
    found = _ORDER.search(asked.material)
    return f"{found[1]} [1]" if found else answers(asked)


def speaks_german(asked: Asked) -> str:
    """An answer in a language that nobody asked for."""
    return "Sie haben Anspruch auf einunddreißig Urlaubstage im Jahr. [1]"


def declines(asked: Asked) -> str:
    """That the passages do not say, as it was told to say it."""
    return "INGET SVAR" if "INGET SVAR" in asked.instructions else "NO ANSWER"


def writes(text: str) -> Model:
    """Exactly this, whatever it is asked."""
    return lambda asked: text
