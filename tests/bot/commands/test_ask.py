"""`kollega ask`: one turn, as text and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bot.commands.shell import run_from_shell, run_kollega

KEYS = {
    "skill",
    "outcome",
    "language",
    "text",
    "sentences",
    "notices",
    "citations",
    "warnings",
    "actions",
    "draft",
    "model",
    "timings_ms",
}


def test_prints_exactly_the_promised_json_object(data: Path) -> None:
    reply = run_from_shell(
        "ask", "Hur stort är friskvårdsbidraget?", "--as", "anna", "--json", data=data
    )
    assert reply.json.keys() == KEYS
    assert reply.json["outcome"] == "answered"
    assert reply.json["skill"] == "hr"
    assert reply.json["timings_ms"].keys() == {"retrieve", "answer", "total"}


def test_every_sentence_points_at_a_citation_that_holds_its_words(data: Path) -> None:
    reply = run_kollega(
        "ask", "Hur stort är friskvårdsbidraget?", "--as", "anna", "--json", data=data
    ).json
    by_number = {citation["number"]: citation for citation in reply["citations"]}
    assert reply["sentences"]
    for sentence in reply["sentences"]:
        quotes = [by_number[number]["quote"] for number in sentence["citations"]]
        assert any(sentence["text"] in quote or quote in sentence["text"] for quote in quotes)


def test_options_are_accepted_before_and_after_the_command(data: Path) -> None:
    before = run_kollega("--json", "--language", "en", "ask", "Hej", "--as", "anna", data=data)
    after = run_kollega("ask", "Hej", "--as", "anna", "--json", "--language", "en", data=data)
    assert before.json["language"] == after.json["language"] == "en"


def test_an_unknown_locale_means_swedish(data: Path) -> None:
    reply = run_kollega("ask", "Hi", "--as", "anna", "--json", "--language", "fi-FI", data=data)
    assert reply.json["language"] == "sv"


def test_the_language_of_the_question_decides_when_none_is_given(data: Path) -> None:
    reply = run_kollega("ask", "What can you do?", "--as", "anna", "--json", data=data)
    assert reply.json["language"] == "en"


def test_an_unknown_person_is_wrong_usage_and_says_who_there_is(data: Path) -> None:
    result = run_kollega("ask", "Hej", "--as", "nobody", data=data)
    assert result.code == 2
    assert "anna" in result.errors
    assert "Traceback" not in result.errors


def test_neither_question_nor_action_is_wrong_usage(data: Path) -> None:
    assert run_kollega("ask", "--as", "anna", data=data).code == 2


@pytest.mark.parametrize("values", ["{", "[1]", '"x"'])
def test_values_that_are_no_object_are_wrong_usage(data: Path, values: str) -> None:
    result = run_kollega("ask", "--as", "anna", "--action", "x", "--values", values, data=data)
    assert result.code == 2
    assert "--values" in result.errors


def test_pressing_the_age_button_answers_the_question_that_led_to_it(data: Path) -> None:
    asked = run_kollega(
        "ask", "Hur många semesterdagar har jag?", "--as", "anna", "--json", data=data
    ).json
    assert asked["outcome"] == "clarify"
    forties = next(
        action for action in asked["actions"] if "40" in action["label"] and "49" in action["label"]
    )
    answered = run_kollega(
        *("ask", "--as", "anna", "--action", forties["id"]),
        *("--values", json.dumps(forties["values"]), "--json"),
        data=data,
    ).json
    assert answered["outcome"] == "answered"
    assert "31" in answered["text"]
    assert "32" not in answered["text"]


def test_a_button_of_the_previous_turn_needs_no_values(data: Path) -> None:
    asked = run_kollega("ask", "Hej", "--as", "anna", "--json", data=data).json
    pressed = run_kollega(
        "ask", "--as", "anna", "--action", asked["actions"][0]["id"], "--json", data=data
    ).json
    assert pressed["outcome"] != "chat"


def test_a_button_that_was_never_offered_is_said_to_be_gone(data: Path) -> None:
    reply = run_kollega("ask", "--as", "anna", "--action", "launch:1", "--json", data=data)
    assert reply.code == 0
    assert "gäller inte längre" in reply.json["text"]


def test_a_follow_up_is_understood_within_a_conversation(data: Path) -> None:
    run_kollega(
        "ask", "Hur stort är karensavdraget?", "--as", "anna", "--conversation", "c1", data=data
    )
    reply = run_kollega(
        "ask",
        "och om jag blir sjuk igen?",
        "--as",
        "anna",
        "--conversation",
        "c1",
        "--json",
        data=data,
    ).json
    assert reply["skill"] == "hr"
    assert reply["outcome"] == "answered"


def test_without_a_conversation_nothing_is_remembered(data: Path) -> None:
    run_kollega("ask", "Hur stort är karensavdraget?", "--as", "anna", data=data)
    reply = run_kollega("ask", "och för deltid?", "--as", "anna", "--json", data=data).json
    assert "karens" not in reply["text"].lower()


def test_a_personal_identity_number_is_removed_and_the_person_told(data: Path) -> None:
    result = run_kollega(
        "ask", "Gäller friskvårdsbidraget för 19850709-9805?", "--as", "anna", "--json", data=data
    )
    assert "9805" not in result.output
    assert any("personnummer" in notice for notice in result.json["notices"])


def test_in_a_group_a_restricted_document_is_not_quoted(data: Path) -> None:
    question = "Hur förbereder jag ett svårt samtal med en medarbetare?"
    private = run_kollega("ask", question, "--as", "lars", "--json", data=data).json
    group = run_kollega(
        "ask", question, "--as", "lars", "--audience", "group", "--json", data=data
    ).json
    assert any("chefer/" in citation["document_id"] for citation in private["citations"])
    assert not any("chefer/" in citation["document_id"] for citation in group["citations"])


def test_the_source_can_be_shown_in_its_context(data: Path) -> None:
    run_kollega("ask", "Hur stort är friskvårdsbidraget?", "--as", "anna", data=data)
    found = run_kollega("search", "friskvårdsbidrag", "--as", "anna", "--json", data=data).json
    chunk = found["passages"][0]["chunk_id"]
    reply = run_kollega(
        *("ask", "--as", "anna", "--action", "show_source"),
        *("--values", json.dumps({"chunk_id": chunk}), "--json"),
        data=data,
    ).json
    assert reply["sentences"]


def test_the_source_is_not_shown_to_whoever_may_not_read_it(data: Path) -> None:
    found = run_kollega("search", "lönekartläggning", "--as", "fatima", "--json", data=data).json
    chunk = next(
        passage["chunk_id"]
        for passage in found["passages"]
        if "hr-internt/" in passage["document_id"]
    )
    reply = run_kollega(
        *("ask", "--as", "anna", "--action", "show_source"),
        *("--values", json.dumps({"chunk_id": chunk}), "--json"),
        data=data,
    ).json
    assert reply["outcome"] == "not_found"
    assert not reply["sentences"]


@pytest.mark.parametrize("question", ["", "   ", "🙂", "?!"])
def test_a_question_without_words_is_met_kindly(data: Path, question: str) -> None:
    result = run_kollega("ask", question, "--as", "anna", "--json", data=data)
    assert result.code == 0
    assert "Skriv din fråga med ord" in result.json["text"]


def test_fifty_thousand_characters_are_too_long_and_said_so(data: Path) -> None:
    result = run_kollega("ask", "semester " * 5600, "--as", "anna", "--json", data=data)
    assert result.code == 0
    assert "för långt" in result.json["text"]
