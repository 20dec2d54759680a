"""What is asked of Kollega's own memory, told apart from questions about rules and systems."""

from __future__ import annotations

import pytest

from bot.routing.router import Router
from bot.routing.wishes import Wish, recognise_wish
from skills import SKILLS

WISHES: dict[Wish, tuple[str, ...]] = {
    "see": (
        "Vad har du sparat om mig?",
        "vad vet du om mig",
        "Hej! Vad minns du om mig?",
        "Vilka uppgifter har du om mig?",
        "Vilken information har du sparat om mig?",
        "Kan du visa vad du har sparat om mig?",
        "visa min historik",
        "Vad har jag frågat om tidigare?",
        "Vilka frågor har jag ställt?",
        "What have you saved about me?",
        "What do you know about me?",
        "Show me my data",
    ),
    "forget_conversation": (
        "Glöm samtalet",
        "Glöm det här samtalet, tack.",
        "Glöm det jag sagt",
        "Kan du glömma det jag sa?",
        "Snälla ta bort det jag skrev nyss",
        "Radera min historik",
        "Rensa chatten",
        "Jag vill att du glömmer samtalet",
        "Forget this conversation",
        "Please forget what I just asked",
        "Delete my chat history",
    ),
    "forget_all": (
        "Glöm allt om mig",
        "Glöm allt du vet om mig",
        "Kan du radera allt du har sparat om mig?",
        "Ta bort mina uppgifter",
        "Glöm mig",
        "Forget everything about me",
        "Delete my data",
    ),
    "sign_out": (
        "Logga ut",
        "logga ut mig nu",
        "Jag vill logga ut",
        "Logga ut från Kollega",
        "Sign out",
        "log me out please",
    ),
}
QUESTIONS = (
    "Hur länge sparar kommunen mina uppgifter?",
    "Vad har kommunen sparat om mig?",
    "Vad har chefen sparat om mig?",
    "Vilka uppgifter får arbetsgivaren spara om mig?",
    "Hur begär jag ett registerutdrag?",
    "Hur tar jag bort mina uppgifter?",
    "Kan jag få mina personuppgifter raderade?",
    "Ta bort mina uppgifter ur personalregistret",
    "Måste jag radera allt om en elev som slutat?",
    "Får man radera chatten i Teams?",
    "När får jag ta bort ett mejl?",
    "Radera handlingar, vad gäller?",
    "Hur loggar jag ut ur Heroma?",
    "Logga ut ur Procapita",
    "Jag glömde logga ut ur Raindance",
    "Måste jag logga ut när jag lämnar datorn?",
    "How do I log out of Heroma?",
    "Jag har glömt mitt lösenord",
    "Glöm inte att jag arbetar deltid, hur många dagar får jag?",
    "Glöm det",
    "Vad sparar du?",
    "What does the municipality store about me?",
    "",
)


@pytest.mark.parametrize(
    ("text", "wish"), [(text, wish) for wish, texts in WISHES.items() for text in texts]
)
def test_recognises(text: str, wish: Wish) -> None:
    assert recognise_wish(text) == wish


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_question_about_something_else_is_no_wish(text: str) -> None:
    assert recognise_wish(text) is None


def test_a_wish_is_granted_whatever_was_talked_about_before() -> None:
    route = Router(SKILLS).choose("Glöm samtalet")

    assert (route.kind, route.wish) == ("wish", "forget_conversation")
