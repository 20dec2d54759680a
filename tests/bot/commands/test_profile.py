"""A municipality's profile, in use."""

from __future__ import annotations

from pathlib import Path

from bot.operations.profile import find_profile
from tests.bot.commands.shell import run_kollega
from tests.bot.operations.profiles import written


def test_people_are_sent_to_the_contacts_of_the_profile(data: Path, tmp_path: Path) -> None:
    profile = written(tmp_path, ('phone = "0980-319 245"', 'phone = "0999-12 34 56"'))
    question = ("ask", "Jag vill visselblåsa om min chef som tar mutor", "--as", "anna")

    reply = run_kollega(
        *question, "--json", data=data, environment={"KOLLEGA_PROFILE": str(profile)}
    ).json

    assert reply["outcome"] == "safe_exit"
    assert "0999-12 34 56" in reply["text"]


def test_what_is_old_is_deleted_by_the_decision_of_the_profile(tmp_path: Path) -> None:
    environment = {"KOLLEGA_PROFILE": str(find_profile("exempel"))}

    receipt = run_kollega("purge", "--json", data=tmp_path, environment=environment).json

    assert receipt["decision"] == "KS 2026/123 § 45"


def test_a_decision_that_is_not_filled_in_deletes_nothing(tmp_path: Path) -> None:
    environment = {"KOLLEGA_PROFILE": str(find_profile("lidingo"))}

    assert run_kollega("purge", data=tmp_path, environment=environment).code == 2


def test_a_decision_that_has_expired_deletes_nothing(tmp_path: Path) -> None:
    profile = written(tmp_path, ("valid_until = 2029-12-31", "valid_until = 2026-01-31"))

    refused = run_kollega("purge", data=tmp_path, environment={"KOLLEGA_PROFILE": str(profile)})

    assert refused.code == 2
    assert "Inget gallringsbeslut gäller nu" in refused.errors
    assert "valid_until under [retention]" in refused.errors


def test_a_profile_that_is_wrong_stops_the_start(data: Path, tmp_path: Path) -> None:
    profile = written(tmp_path, ("replies = 365", 'replies = "länge"'))

    result = run_kollega(
        "ask", "Hej", "--as", "anna", data=data, environment={"KOLLEGA_PROFILE": str(profile)}
    )

    assert result.code == 2
    assert "[retention.days] replies" in result.errors
