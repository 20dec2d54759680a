"""A source as it is shown: the cited words in bold, and the paragraphs beside them."""

from __future__ import annotations

from collections.abc import Iterator

from bot.answering.base import Sentence
from bot.reply import Reply
from bot.teams import texts
from bot.teams.rendering.markdown import literal


def shown_source(reply: Reply) -> Iterator[str]:
    """Each paragraph as a quote, named in words where there are several: bold is not heard."""
    has_context = any(sentence.is_context for sentence in reply.sentences)
    cited = next((n for n, one in enumerate(reply.sentences) if not one.is_context), 0)
    for number, sentence in enumerate(reply.sentences):
        if has_context:
            name = (
                texts.BEFORE if number < cited else texts.AFTER if number > cited else texts.CITED
            )
            yield f"*{name.in_language(reply.language)}:*"
        markers = "".join(f"[{each}]" for each in reply.numbers(sentence))
        text = literal(sentence.text) if sentence.is_context else _with_quotes_in_bold(sentence)
        yield _as_quote(f"{text} {markers}")


def _with_quotes_in_bold(sentence: Sentence) -> str:
    rest, shown = sentence.text, []
    for citation in sentence.citations:
        before, quote, after = rest.partition(citation.quote)
        if not quote or quote == sentence.text:  # where all is cited nothing needs to stand out
            continue
        shown += [literal(before), _bold(quote)]
        rest = after
    return " ".join(filter(None, (*shown, literal(rest))))


def _bold(quote: str) -> str:
    return "\n\n".join(f"**{line}**" for line in literal(quote).split("\n\n") if line)


def _as_quote(text: str) -> str:
    return "\n".join(f"> {line}" if line else ">" for line in text.split("\n"))
