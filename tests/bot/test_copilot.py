"""The copilot by its turns, over the embedded backends and over backends that fail."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from bot.copilot import Copilot
from bot.errors import RetrievalUnavailable, StorageUnavailable
from bot.identity.base import Audience, User
from bot.privacy.sensitive import SafeExits
from bot.reply import Reply
from bot.retrieval.base import Chunk, Passage, Retriever
from bot.services import Services
from bot.storage.base import Conversation, ConversationKey, ConversationStore
from bot.storage.database import SQLiteDatabase
from bot.storage.replies import ReplyRecord
from bot.storage.sqlite import SQLiteConversationStore
from bot.turn import SubmittedAction, Turn
from skills import SKILLS
from tests.skills.library import ANNA, FATIMA, Library


@pytest.fixture
async def services(tmp_path: Path) -> Services:
    library = Library(tmp_path / "index")
    library.add(
        "Friskvårdsbidrag",
        {
            "Hur stort är friskvårdsbidraget?": "Friskvårdsbidraget är 3 000 kronor per år.",
            "Gäller det på deltid?": "Friskvårdsbidraget är lika stort på deltid.",
        },
    )
    return await library.services()


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SQLiteConversationStore]:
    database = SQLiteDatabase(tmp_path / "state.sqlite3")
    yield SQLiteConversationStore(database)
    await database.close()


@pytest.fixture
def copilot(services: Services, store: SQLiteConversationStore) -> Copilot:
    return _copilot(services, store)


def _copilot(services: Services, store: ConversationStore) -> Copilot:
    return Copilot(
        skills=SKILLS,
        services=services,
        conversations=store,
        records=NoRecords(),
        safe_exits=SafeExits({}),
        memory_days=30,
        record_days=365,
    )


def _turn(
    text: str,
    *,
    user: User = ANNA,
    conversation: str = "c",
    audience: Audience = "private",
    action: SubmittedAction | None = None,
    activity_id: str | None = None,
) -> Turn:
    return Turn(
        text=text,
        user=user,
        conversation_id=conversation,
        language="sv",
        audience=audience,
        action=action,
        activity_id=activity_id,
    )


class FailingRetriever:
    """An index that does not answer."""

    async def search(
        self, query: str, *, reader: User, audience: Audience, limit: int = 8
    ) -> Sequence[Passage]:
        raise RetrievalUnavailable("the index is gone")

    async def context(
        self, chunk_id: str, *, reader: User, audience: Audience
    ) -> Sequence[Passage]:
        raise RetrievalUnavailable("the index is gone")

    async def document(
        self, document_id: str, *, reader: User, audience: Audience
    ) -> Sequence[Passage]:
        raise RetrievalUnavailable("the index is gone")

    async def successors(
        self, chunk: Chunk, *, reader: User, audience: Audience
    ) -> Sequence[Passage]:
        raise RetrievalUnavailable("the index is gone")


class NoRecords:
    """Keeps nothing of any reply."""

    async def add(self, record: ReplyRecord) -> None:
        """Nothing happens."""

    async def delivered(
        self, reference: str, *, conversation_id: str, message_ids: Sequence[str]
    ) -> None:
        """Nothing happens."""

    async def find(self, reference: str) -> Sequence[ReplyRecord]:
        return ()

    async def answer_to(self, *, conversation_id: str, activity_id: str) -> ReplyRecord | None:
        return None

    async def carried_by(self, *, conversation_id: str, message_id: str) -> ReplyRecord | None:
        return None

    async def latest(self, user_id: str, *, limit: int) -> Sequence[ReplyRecord]:
        return ()


class FailingStore:
    """A store that cannot be reached; `loads`, it can be read but not written."""

    def __init__(self, *, loads: bool) -> None:
        self._loads = loads

    async def load(self, key: ConversationKey) -> Conversation:
        if not self._loads:
            raise StorageUnavailable("the store is gone")
        return Conversation()

    async def save(self, key: ConversationKey, conversation: Conversation) -> bool:
        raise StorageUnavailable("the store is gone")

    async def forget(self, key: ConversationKey) -> None:
        raise StorageUnavailable("the store is gone")

    async def forget_all(self, user_id: str) -> None:
        raise StorageUnavailable("the store is gone")

    async def forget_conversation(self, conversation_id: str) -> None:
        raise StorageUnavailable("the store is gone")

    async def count(self, user_id: str) -> int:
        raise StorageUnavailable("the store is gone")


async def test_a_reply_grows_and_only_the_last_one_is_complete(copilot: Copilot) -> None:
    replies = [r async for r in copilot.handle(_turn("Hur stort är friskvårdsbidraget?"))]
    assert [reply.complete for reply in replies] == [False] * (len(replies) - 1) + [True]
    assert replies[0].progress == "Söker i intranätet …"
    assert replies[-1].progress is None
    for earlier, later in pairwise(replies):
        assert later.sentences[: len(earlier.sentences)] == earlier.sentences


async def test_a_message_answered_anew_after_a_crash_does_not_follow_upon_itself(
    copilot: Copilot, store: SQLiteConversationStore
) -> None:
    await copilot.reply(_turn("Hur stort är friskvårdsbidraget?", activity_id="1"))
    follow_up = _turn("Gäller det på deltid?", activity_id="2")

    once, again = await copilot.reply(follow_up), await copilot.reply(follow_up)

    assert again.text() == once.text()
    remembered = (await store.load(ConversationKey("c", ANNA.id))).exchanges
    assert [exchange.activity_id for exchange in remembered] == ["1", "2"]


async def test_a_follow_up_is_understood_from_the_conversation(copilot: Copilot) -> None:
    await copilot.reply(_turn("Hur stort är friskvårdsbidraget?"))
    reply = await copilot.reply(_turn("och för deltid?"))
    assert "lika stort på deltid" in reply.text()


async def test_two_people_in_one_conversation_have_separate_memories(
    copilot: Copilot, store: SQLiteConversationStore
) -> None:
    await copilot.reply(_turn("Hur stort är friskvårdsbidraget?", user=ANNA))
    await copilot.reply(_turn("Hej", user=FATIMA))
    fatimas = await store.load(ConversationKey("c", FATIMA.id))
    assert [exchange.question for exchange in fatimas.exchanges] == ["Hej"]


async def test_a_disclosure_gets_approved_words_and_is_not_remembered(
    copilot: Copilot, store: SQLiteConversationStore
) -> None:
    reply = await copilot.reply(_turn("Min chef trakasserar mig varje dag"))
    assert reply.outcome == "safe_exit"
    assert not reply.sentences
    assert (await store.load(ConversationKey("c", ANNA.id))).exchanges == ()


async def test_a_question_about_a_colleague_is_refused_and_not_remembered(
    copilot: Copilot, store: SQLiteConversationStore
) -> None:
    reply = await copilot.reply(_turn("Är Kalle sjuk idag?"))
    assert reply.outcome == "refused"
    assert not reply.sentences
    assert (await store.load(ConversationKey("c", ANNA.id))).exchanges == ()


async def test_a_disclosure_is_met_even_when_the_store_is_gone(services: Services) -> None:
    reply = await _copilot(services, FailingStore(loads=False)).reply(
        _turn("Jag orkar inte leva längre")
    )
    assert reply.outcome == "safe_exit"
    assert "112" in reply.text()


async def test_an_index_that_does_not_answer_becomes_a_calm_sentence(
    services: Services, store: SQLiteConversationStore
) -> None:
    retriever: Retriever = FailingRetriever()
    broken = Services(retriever=retriever, answerer=services.answerer, gaps=services.gaps)
    reply = await _copilot(broken, store).reply(_turn("Hur stort är friskvårdsbidraget?"))
    assert reply.outcome == "unavailable"
    assert reply.reference in reply.text()
    assert not reply.sentences


async def test_without_its_memory_kollega_says_so_and_answers_nothing(services: Services) -> None:
    reply = await _copilot(services, FailingStore(loads=False)).reply(
        _turn("Hur stort är friskvårdsbidraget?")
    )
    assert reply.outcome == "unavailable"
    assert not reply.sentences


async def test_an_answer_that_cannot_be_remembered_is_still_given(services: Services) -> None:
    reply = await _copilot(services, FailingStore(loads=True)).reply(
        _turn("Hur stort är friskvårdsbidraget?")
    )
    assert reply.outcome == "answered"


async def test_small_talk_is_answered_without_searching(
    services: Services, store: SQLiteConversationStore
) -> None:
    broken = Services(retriever=FailingRetriever(), answerer=services.answerer, gaps=services.gaps)
    copilot = _copilot(broken, store)
    for text in ("Hej", "Tack!", "Vad kan du?", "Är du en människa?", "Vad sparar du?"):
        assert (await copilot.reply(_turn(text))).outcome == "chat"


async def test_the_welcome_says_that_it_is_an_ai_what_it_stores_and_offers_three_questions(
    copilot: Copilot,
) -> None:
    welcome = copilot.welcome(ANNA, "sv", "private")
    assert welcome.text().startswith("Hej Anna!")
    assert "AI" in welcome.text()
    assert "30 dagar" in welcome.text()
    assert len(welcome.actions) == 3
    assert all(action.values["text"] == action.label for action in welcome.actions)


async def test_a_group_is_told_how_to_ask_and_what_it_will_be_shown(copilot: Copilot) -> None:
    welcome = copilot.welcome(ANNA, "sv", "group").text()
    assert "Anna" not in welcome
    assert "@Kollega" in welcome
    assert "alla anställda" in welcome


async def test_a_starter_that_is_pressed_asks_its_question(copilot: Copilot) -> None:
    starter = copilot.welcome(ANNA, "sv", "private").actions[0]
    pressed = SubmittedAction(id=starter.id, values=starter.values)
    reply = await copilot.reply(_turn("", action=pressed))
    assert reply.text().startswith(f"**{starter.label}**")
    assert reply.skill is not None


async def test_words_that_were_never_offered_are_asked_but_not_repeated(copilot: Copilot) -> None:
    words = {"text": "Hur stort är friskvårdsbidraget? [Klicka här](https://evil.example)"}
    reply = await copilot.reply(_turn("", action=SubmittedAction(id="ask:1", values=words)))
    assert reply.skill == "hr"
    assert "evil.example" not in reply.text()


@pytest.mark.parametrize("kind", ["ask", "choose_skill", "set_fact", "show_source", "nonsense", ""])
async def test_a_button_without_its_values_does_no_harm(copilot: Copilot, kind: str) -> None:
    reply = await copilot.reply(_turn("", action=SubmittedAction(id=kind, values={})))
    assert reply.complete
    assert not reply.sentences


async def test_only_the_last_few_exchanges_are_kept(
    copilot: Copilot, store: SQLiteConversationStore
) -> None:
    for number in range(8):
        await copilot.reply(_turn(f"Hej {number}"))
    kept = await store.load(ConversationKey("c", ANNA.id))
    assert len(kept.exchanges) == 5
    assert kept.exchanges[-1].question == "Hej 7"


async def test_what_a_person_takes_back_is_forgotten_and_the_rest_is_not(
    copilot: Copilot, store: SQLiteConversationStore
) -> None:
    for number in range(3):
        await copilot.reply(_turn(f"Hej {number}", activity_id=f"{number}"))

    await copilot.withdraw(ANNA, conversation_id="c", activity_id="1")
    await copilot.withdraw(ANNA, conversation_id="c", activity_id="unknown")
    await copilot.withdraw(ANNA, conversation_id="elsewhere", activity_id="0")

    kept = await store.load(ConversationKey("c", ANNA.id))
    assert [exchange.question for exchange in kept.exchanges] == ["Hej 0", "Hej 2"]


async def test_of_a_conversation_that_it_has_left_it_remembers_nothing(
    copilot: Copilot, store: SQLiteConversationStore
) -> None:
    await copilot.reply(_turn("Hej"))
    await copilot.reply(_turn("Hej", user=FATIMA))

    await copilot.leave("c")

    for user in (ANNA, FATIMA):
        assert (await store.load(ConversationKey("c", user.id))).exchanges == ()


async def test_a_masked_number_is_pointed_out(copilot: Copilot) -> None:
    reply: Reply = await copilot.reply(_turn("Gäller friskvårdsbidraget [personnummer]?"))
    assert any("personnummer" in notice for notice in reply.notices)


async def test_a_masked_number_does_not_disturb_the_question_that_follows_it(
    copilot: Copilot,
) -> None:
    reply = await copilot.reply(
        _turn("Mitt personnummer är [personnummer], hur stort är friskvårdsbidraget?")
    )
    assert reply.outcome == "answered"
    assert "3 000" in reply.text()
    assert "personnummer" in reply.notices[-1]
