"""Which messages get a safe exit, and that it says the approved words with the right numbers."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import pytest

from bot.identity.base import Language
from bot.privacy.sensitive import SafeExits, Topic, find_topic
from bot.privacy.topics import find_by_rule
from tests.classifiers.sensitive_training import WEIGHTS, fingerprint
from tests.cpu import least_cpu_s

_DATA = Path(__file__).parents[2] / "data"


def labelled(name: str) -> list[list[str]]:
    lines = (_DATA / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t", 1) for line in lines]


CASES = [*labelled("sensitive.tsv"), *labelled("sensitive_later.tsv")[::2]]
"""Those that the phrases were made for."""
LATER = labelled("sensitive_later.tsv")[1::2]
"""Written before the phrases that catch most of them, and not looked at one by one."""
FRESH = labelled("sensitive_fresh.tsv")
"""Written after the phrases, in words that those have not, and never used for them."""
UNTOUCHED = labelled("sensitive_untouched.tsv")
"""Written before the classifier was tuned, never learned from; ordinary ones are near misses."""
INDIRECT = labelled("sensitive_indirect_untouched.tsv")
"""Dialect, slang, misspelt, told in a roundabout way; written before it was tried, never learned
from."""
TOPICS: tuple[Topic, ...] = get_args(Topic)
NATIONAL = {
    "suicide": "90101",
    "abuse": "112",
    "violence": "112",
    "client": "112",
    "health": "1177",
}


@dataclass(frozen=True)
class Contact:
    name: str
    phone: str | None


EXITS = SafeExits(
    {
        "hr": Contact("HR-service", "0980-319 210"),
        "whistleblowing": Contact("visselblåsarfunktionen", "0980-319 245"),
        "nurse": Contact("MAS", "0980-319 260"),
        "occupational_health": Contact("Företagshälsovården", None),
    }
)


def test_every_subject_and_many_ordinary_questions_are_labelled() -> None:
    counted = Counter(topic for topic, _ in CASES)

    assert len(CASES) >= 300
    assert counted["-"] >= 120
    assert all(counted[topic] >= 15 for topic in TOPICS)


def test_no_ordinary_question_is_taken_for_a_disclosure() -> None:
    everything = [*CASES, *LATER, *FRESH]
    caught = [text for topic, text in everything if topic == "-" and find_topic(text)]

    assert caught == []


@pytest.mark.parametrize("topic", TOPICS)
def test_disclosures_are_recognised_by_their_subject(topic: Topic) -> None:
    missed = [(text, find_topic(text)) for label, text in CASES if label == topic]

    assert [(text, found) for text, found in missed if found != topic] == []


def test_most_disclosures_that_were_written_beforehand_are_recognised() -> None:
    sensitive = [text for topic, text in LATER if topic != "-"]

    assert sum(bool(find_topic(text)) for text in sensitive) >= 0.9 * len(sensitive)


def test_golden_questions_get_an_exit_only_where_they_should() -> None:
    cases = [
        json.loads(line)
        for path in sorted((_DATA.parent / "golden").glob("*.jsonl"))
        if path.stem not in ("newest_untouched", "tired_untouched", "meetings_untouched")
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    ordinary = {"answered", "clarify", "not_found", "chat", "private_only"}

    assert len(cases) > 300
    assert [
        case["id"]
        for case in cases
        if case["expect"].get("outcome") in ordinary and find_topic(case["question"])
    ] == []


@pytest.mark.parametrize(("cases", "least"), [(FRESH, 0.85), (UNTOUCHED, 0.85), (INDIRECT, 0.6)])
def test_disclosures_in_unlike_words_are_recognised_by_likeness(
    cases: list[list[str]], least: float
) -> None:
    sensitive = [text for topic, text in cases if topic != "-"]

    assert sum(bool(find_topic(text)) for text in sensitive) >= least * len(sensitive)


@pytest.mark.parametrize("topic", ["suicide", "abuse"])
def test_what_is_most_urgent_is_missed_least(topic: Topic) -> None:
    urgent = [text for label, text in [*FRESH, *UNTOUCHED] if label == topic]

    assert sum(bool(find_topic(text)) for text in urgent) >= 0.85 * len(urgent)


def test_few_near_misses_are_taken_for_disclosures() -> None:
    near = [text for topic, text in [*UNTOUCHED, *INDIRECT] if topic == "-"]
    caught = [text for text in near if find_topic(text)]

    assert len(near) >= 250
    assert len(caught) <= 0.01 * len(near), caught


@pytest.mark.parametrize(
    ("spoken", "topic"),
    [
        ("Ja vill int leva", "suicide"),
        ("min man slår mej", "abuse"),
        ("dom mobbar mej", "harassment"),
    ],
)
def test_words_that_are_written_as_they_are_spoken_are_known(spoken: str, topic: Topic) -> None:
    assert find_by_rule(spoken) == topic


def test_a_misspelt_or_divided_word_is_still_known() -> None:
    assert find_topic("min pojkvn slåår mig") == "abuse"
    assert find_topic("jag har sjelv mords tankar") == "suicide"


def test_the_weights_are_those_of_the_examples_and_concepts() -> None:
    stale = "run python -m tests.classifiers.sensitive_training"

    assert WEIGHTS.read_text(encoding="utf-8").splitlines()[0] == f"# {fingerprint()}", stale


def test_whoever_says_that_it_is_a_question_is_asked_nothing_more_than_the_phrases() -> None:
    like = "jag blir utesluten ur gruppen"

    assert find_topic(like) == "harassment"
    assert find_topic(f"Fråga: {like}") is None
    assert find_topic("Fråga: jag vill dö") == "suicide"


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_exit_says_how_to_ask_anyway(language: Language) -> None:
    said = "”Fråga:”" if language == "sv" else "“Question:”"

    assert all(said in EXITS.text(topic, language) for topic in TOPICS)


@pytest.mark.parametrize(
    "text",
    [
        "JAG VILL DÖ",
        "  jag   vill\ndö  ",
        "jag vill d\u200bö",
        "Hej! Jag har en fråga. Jag orkar inte leva längre. Vad gör jag?",
        "i don’t want to live anymore",
    ],
)
def test_capitals_white_space_and_hidden_characters_do_not_hide_a_subject(text: str) -> None:
    assert find_topic(text) == "suicide"


def test_the_most_urgent_subject_is_answered() -> None:
    assert find_topic("Min chef trakasserar mig och jag vill inte leva längre") == "suicide"


def test_an_ordinary_question_has_no_exit() -> None:
    assert EXITS.find("Jag är sjuk, vad gör jag?", "sv") is None


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("topic", TOPICS)
def test_every_exit_says_that_nothing_is_kept_and_leaves_no_place_unfilled(
    topic: Topic, language: Language
) -> None:
    text = EXITS.text(topic, language)

    assert "{" not in text
    assert ("Jag sparar inte" if language == "sv" else "I do not keep") in text
    assert NATIONAL.get(topic, "") in text


def test_an_exit_gives_the_numbers_of_the_municipality() -> None:
    text = EXITS.find("min chef trakasserar mig", "sv")

    assert text is not None
    assert "HR-service, **0980-319 210**" in text
    assert "- Stöd: Företagshälsovården\n" in text


def test_an_exit_offers_its_numbers_to_tap_where_there_is_one() -> None:
    calls = EXITS.calls("client", "sv")

    assert [(call.label, call.phone) for call in calls] == [
        ("Ring MAS", "0980-319 260"),
        ("Ring 112", "112"),
        ("Ring 1177", "1177"),
    ]
    assert [call.phone for call in EXITS.calls("health", "en")] == ["1177"]


def test_an_exit_is_in_the_language_of_the_person() -> None:
    text = EXITS.find("my boss is harassing me", "en")

    assert text is not None
    assert "Nobody should be treated badly at work." in text


def test_without_contacts_an_exit_names_the_function() -> None:
    text = SafeExits({}).find("Min chef tar emot mutor", "sv")

    assert text is not None
    assert "Rapportera till visselblåsarfunktionen" in text


def test_only_the_beginning_of_a_very_long_message_is_looked_at() -> None:
    assert find_topic("a" * 3_000 + " jag vill dö") == "suicide"
    assert find_topic("a" * 4_000 + " jag vill dö") is None


@pytest.mark.parametrize(
    "piece",
    [
        "jag ",
        "min chef ",
        "Anna ",
        "är en elev ",
        "har min man ",
        "jag, orkar, inte, längre, ",
        "en brukare, medicin, min chef, full tjänst ",
        "min man slår upp ",
        "a\u0301\u0323",
        "\ufdfa",
        "a\n",
        "a",
    ],
)
def test_a_longer_message_takes_longer_in_proportion(piece: str) -> None:
    short, long = (_cost(piece * (length // len(piece))) for length in (1_000, 4_000))

    assert long < 9 * short, "four times the text took more than nine times as long"


def _cost(text: str) -> float:
    return least_cpu_s(lambda: [find_topic(text) for _ in range(10)], runs=7)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Hitta en timme för Anna, Lars, Maja och Sara, minst 3 av 5 måste kunna", None),
        ("Cancel my meeting with Lars", None),
        ("Vem av Anna och Johan är bäst?", "assessment"),
        ("Boka möte med HR, jag blir slagen hemma", "abuse"),
        ("Hitta en tid med Anna, jag vill inte leva längre", "suicide"),
    ],
)
def test_an_order_of_names_and_times_tells_nothing_and_any_other_word_does(
    text: str, topic: Topic | None
) -> None:
    assert find_topic(text) == topic


@pytest.mark.parametrize("names", ["Greta och Anna Holm", "Fatima och Johan Berg", "Lars, Maja"])
def test_names_alone_ask_nothing_about_anybody(names: str) -> None:
    assert find_topic(names) is None
