"""What is said about an answer that is told again in easier words or in another language."""

from __future__ import annotations

from bot.language.texts import Text

EASIER = Text(sv="Förklara enklare", en="Explain more simply")
IN_ENGLISH = "In English"
IN_SWEDISH = "På svenska"
REWORDING = Text(sv="Skriver om svaret …", en="Rewriting the answer …")
EASY = Text(
    sv="Det här är svaret med enklare ord, skrivet av en AI. Det är källans ord som gäller.",
    en="This is the answer in simpler words, written by an AI. The words of the source apply.",
)
TRANSLATED = Text(
    sv="Det här är svaret på svenska, skrivet av en AI. Det är källans ord som gäller.",
    en="This is a translation by an AI. The Swedish words of the source are what applies.",
)
NOT_APPROVED = Text(
    sv="{by} har godkänt det första svaret, men inte den här omskrivningen av det.",
    en="{by} has approved the first answer, but not this rewording of it.",
)
PARTLY_SWEDISH = Text(
    sv="En del av svaret är källans egna ord.",
    en="What is in Swedish is quoted from the source: I could not translate it safely.",
)
NOT_EASIER = Text(
    sv=(
        "Jag kunde inte säga det enklare utan att ändra något i sak. Svaret du fick gäller som det "
        "står. Är något oklart kan du fråga en människa."
    ),
    en=(
        "I could not say it more simply without changing what it means. The answer you got stands "
        "as it is. If something is unclear you can ask a person."
    ),
)
NOT_TRANSLATED = Text(
    sv="Jag kunde inte skriva svaret på svenska just nu. Svaret du fick gäller som det står.",
    en="I could not put the answer into English right now. The answer you got stands as it is.",
)
