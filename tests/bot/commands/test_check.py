"""`kollega check`, as a technician runs it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.bot.commands.shell import run_kollega
from tests.bot.operations.profiles import written


def test_a_profile_that_is_not_filled_in_ends_with_one(tmp_path: Path) -> None:
    result = run_kollega("check", "--municipality", "lidingo", data=tmp_path)

    assert result.code == 1
    assert "✗ rött   Profilen är inte ifylld" in result.output


def test_the_json_object_holds_each_check_and_where_each_setting_came_from(
    tmp_path: Path,
) -> None:
    result = run_kollega("check", "--municipality", "exempel", "--json", data=tmp_path)

    assert (result.code, result.json["status"]) == (0, "yellow")
    assert result.json["checks"][0] == {
        "name": "profile.filled_in",
        "status": "green",
        "title": "Profilen är ifylld.",
        "remedy": None,
    }
    assert result.json["settings"]["KOLLEGA_DATA"] == "command line"


def test_a_setting_that_cannot_be_used_is_red_and_no_traceback(tmp_path: Path) -> None:
    environment = {"KOLLEGA_OTLP_ENDPOINT": "https://x.example", "KOLLEGA_CA_FILE": __file__}

    result = run_kollega("check", "--json", data=tmp_path, environment=environment)

    assert "Traceback" not in result.errors
    assert result.code == 1


def test_mistakes_in_a_profile_are_told_line_by_line_in_the_language_asked_for(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "Åsa Öberg"
    folder.mkdir()
    profile = written(folder, ("accent_color", "acent_color"), ("guests = false", "guests = Nej"))
    command = ("check", "--profile", str(profile))

    swedish = run_kollega(*command, data=tmp_path)
    english = run_kollega(*command, "--language", "en", data=tmp_path)

    assert (swedish.code, english.code) == (2, 2)
    first, second = swedish.errors.splitlines()[1:]
    assert re.match(
        r"exempel\.toml:\d+: \[app\] acent_color finns inte: menade du accent_color\?", first
    )
    assert re.match(r"exempel\.toml:\d+: skriv guests = false", second)
    assert "did you mean accent_color?" in english.errors


def test_output_to_a_file_is_utf_8_whatever_the_code_page_of_windows(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bot", "check", "--municipality", "exempel"]

    made = subprocess.run(
        [*command, "--data", str(tmp_path)],
        env={**os.environ, "PYTHONIOENCODING": "cp1252"},
        capture_output=True,
        check=False,
    )

    assert (made.returncode, made.stderr) == (0, b"")
    assert "✓ grönt" in made.stdout.decode("utf-8")
