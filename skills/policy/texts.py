"""What the policy skill says, in both languages."""

from __future__ import annotations

from bot.language.texts import Text

TITLE = Text(sv="regler och rutiner", en="rules and routines")
WHOM = Text(
    sv="din chef eller den enhet som ansvarar för frågan",
    en="your manager or the unit responsible for the matter",
)
STARTERS = (
    Text(sv="Får jag flyga till Göteborg?", en="Am I allowed to fly to Göteborg?"),
    Text(sv="Får jag köpa utan upphandling?", en="May I buy without a procurement?"),
)
