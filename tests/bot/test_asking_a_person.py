""" "Fråga en människa": whom, what is said first, and that nothing is sent or kept."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from bot.copilot import Copilot
from bot.identity.base import Audience, Language
from bot.privacy.personal_data import PLACEHOLDER
from bot.privacy.sensitive import SafeExits
from bot.reply import Reply
from bot.services import Contact
from bot.storage.base import ConversationKey
from bot.storage.database import SQLiteDatabase
from bot.storage.sqlite import SQLiteConversationStore
from bot.turn import Action, SubmittedAction, Turn
from skills import SKILLS
from tests.bot.test_copilot import NoRecords
from tests.skills.library import ANNA, Library

BOSS = "chef@kommun.example"
HR = Contact(name="HR-service", phone="0980-319 210", email="hr@kommun.example")
LEAVE = "Hur många dagar får jag spara?"


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SQLiteConversationStore]:
    database = SQLiteDatabase(tmp_path / "state.sqlite3")
    yield SQLiteConversationStore(database)
    await database.close()


@pytest.fixture
async def copilot(tmp_path: Path, store: SQLiteConversationStore) -> Copilot:
    library = Library(tmp_path / "index")
    library.add("Semester", {LEAVE: "Du får spara högst 30 semesterdagar."})
    return Copilot(
        skills=SKILLS,
        services=await library.services(contacts={"hr": HR}),
        conversations=store,
        records=NoRecords(),
        safe_exits=SafeExits({}),
        memory_days=30,
        record_days=365,
    )


def _turn(
    text: str = "",
    *,
    action: SubmittedAction | None = None,
    language: Language = "sv",
    audience: Audience = "private",
) -> Turn:
    user = replace(ANNA, manager=BOSS)
    return Turn(
        text=text,
        user=user,
        conversation_id="c",
        language=language,
        audience=audience,
        action=action,
    )


def _press(action: Action, **filled_in: str) -> Turn:
    return _turn(action=SubmittedAction(id=action.id, values={**action.values, **filled_in}))


def _offered(reply: Reply, kind: str) -> Action:
    return next(action for action in reply.actions if action.id.partition(":")[0] == kind)


async def _form(copilot: Copilot, question: str = LEAVE) -> Action:
    asked = await copilot.reply(_turn(question))
    opened = await copilot.reply(_press(_offered(asked, "ask_person")))
    return _offered(opened, "write_mail")


@pytest.mark.parametrize(
    ("question", "outcome", "language", "label"),
    [
        (LEAVE, "answered", "sv", "Fråga en människa"),
        ("Kan jag ta med hunden till jobbet?", "not_found", "sv", "Fråga en människa"),
        ("How many days may I save?", "answered", "en", "Ask a person"),
    ],
)
async def test_a_person_can_be_asked_whatever_became_of_the_question(
    copilot: Copilot, question: str, outcome: str, language: Language, label: str
) -> None:
    reply = await copilot.reply(_turn(question, language=language))
    assert reply.outcome == outcome
    assert _offered(reply, "ask_person").label == label


@pytest.mark.parametrize("text", ["Hej", "Jag orkar inte leva längre", "Är Kalle sjuk idag?"])
async def test_neither_small_talk_nor_a_confidence_is_followed_by_a_form(
    copilot: Copilot, text: str
) -> None:
    reply = await copilot.reply(_turn(text))
    assert "ask_person" not in [action.id for action in reply.actions]


async def test_the_form_is_to_the_municipalitys_contact_and_never_to_the_manager(
    copilot: Copilot,
) -> None:
    form = await _form(copilot)
    assert form.values == {"recipient": HR.email, "text": LEAVE}
    assert BOSS not in str(form)


async def test_the_form_says_before_anything_is_sent_that_it_may_become_public(
    copilot: Copilot,
) -> None:
    form = await _form(copilot)
    assert form.form is not None
    assert "kan bli allmän handling" in form.form.note


async def test_what_was_changed_is_what_the_mail_says(copilot: Copilot) -> None:
    form = await _form(copilot)
    ready = await copilot.reply(
        _press(form, recipient="lon@kommun.example", text="Hej & välkommen?\nHur många?")
    )
    [mail] = ready.actions
    address = urlsplit(mail.url or "")
    assert (address.scheme, unquote(address.path)) == ("mailto", "lon@kommun.example")
    assert parse_qs(address.query)["body"] == ["Hej & välkommen?\r\nHur många?"]
    assert "varken skickat eller sparat" in ready.text()


@pytest.mark.parametrize("recipient", ["", "hr", "hr@", "a@b.se, c@d.se", "a@b.se?bcc=x@y.se"])
async def test_an_address_that_is_none_is_asked_for_again_and_the_text_is_kept(
    copilot: Copilot, recipient: str
) -> None:
    form = await _form(copilot)
    again = await copilot.reply(_press(form, recipient=recipient, text="Hur många?"))
    assert "Skriv en mejladress" in again.text()
    assert _offered(again, "write_mail").values["text"] == "Hur många?"
    assert "mailto" not in str(again)


@pytest.mark.parametrize("text", ["", "  \n", "x" * 2001])
async def test_no_text_or_too_much_is_said_to_be_so(copilot: Copilot, text: str) -> None:
    again = await copilot.reply(_press(await _form(copilot), text=text))
    assert "Skriv din fråga" in again.text()


async def test_a_long_text_is_to_be_copied_and_the_address_stays_short(copilot: Copilot) -> None:
    text = "Får jag spara dagar åt nästa år? " * 40
    ready = await copilot.reply(_press(await _form(copilot), text=text))
    [mail] = ready.actions
    assert len(mail.url or "") < 2000
    assert "Kopiera den" in ready.text()
    assert ready.draft is not None
    assert ready.draft.body == text.strip()


async def test_what_is_written_to_a_person_is_not_remembered(
    copilot: Copilot, store: SQLiteConversationStore
) -> None:
    form = await _form(copilot)
    await copilot.reply(_press(form, recipient="", text="Om min tjuvstart"))
    await copilot.reply(_press(form, text="Om min tjuvstart"))
    assert "tjuvstart" not in str(await store.load(ConversationKey("c", ANNA.id)))


async def test_a_confidence_in_the_form_gets_the_approved_words_and_no_mail(
    copilot: Copilot, store: SQLiteConversationStore
) -> None:
    form = await _form(copilot)
    reply = await copilot.reply(_press(form, text="Min chef trakasserar mig varje dag"))
    assert (reply.outcome, reply.confidential) == ("safe_exit", True)
    assert "mailto" not in str(reply)
    assert "trakasserar" not in str(await store.load(ConversationKey("c", ANNA.id)))


async def test_a_masked_number_in_the_form_is_pointed_out(copilot: Copilot) -> None:
    ready = await copilot.reply(_press(await _form(copilot), text=f"Gäller det {PLACEHOLDER}?"))
    assert any("personnummer" in notice for notice in ready.notices)


@pytest.mark.parametrize("kind", ["ask_person", "write_mail"])
async def test_in_a_group_the_form_is_opened_to_the_asker_alone(
    copilot: Copilot, kind: str
) -> None:
    values = {"skill": "hr", "text": LEAVE, "recipient": HR.email or ""}
    pressed = SubmittedAction(id=kind, values=values)
    reply = await copilot.reply(_turn(action=pressed, audience="group"))
    assert reply.outcome == "private_only"
    assert (reply.actions, reply.draft) == ((), None)
    assert LEAVE not in reply.text()


async def test_where_the_municipality_names_nobody_the_recipient_is_left_open(
    copilot: Copilot,
) -> None:
    unknown = SubmittedAction(id="ask_person", values={"skill": "nobody", "text": LEAVE})
    opened = await copilot.reply(_turn(action=unknown))
    assert _offered(opened, "write_mail").values["recipient"] == ""
