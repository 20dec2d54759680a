"""What is said when the words of an answer are explained."""

from __future__ import annotations

from bot.language.texts import Text

EXPLAIN = Text(sv="Förklara ord", en="Explain words")
LINE = Text(
    sv="- **{name}**: {meaning}. Ordet kommer från {source}.",
    en="- **{name}**: {meaning}. The word comes from {source}.",
)
WHENCE = Text(
    sv="Förklaringarna kommer från Kollegas egen ordlista. Det är svarets källa som gäller.",
    en="The explanations are from Kollega's own word list. The source of the answer applies.",
)
NO_WORDS = Text(
    sv="Jag har ingen förklaring till de orden. Fråga gärna en kollega.",
    en="I have no explanation of those words. Please ask a colleague.",
)
