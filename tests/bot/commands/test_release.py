"""`kollega release`, as whoever publishes a version runs it."""

from __future__ import annotations

from pathlib import Path

from tests.bot.commands.shell import run_kollega


def test_everything_is_written_to_an_empty_folder_and_nowhere_else(tmp_path: Path) -> None:
    out = tmp_path / "out"

    first = run_kollega("release", "--out", str(out), "--json", data=tmp_path)
    second = run_kollega("release", "--out", str(out), data=tmp_path)

    assert first.code == 0
    assert sorted(first.json["files"]) == sorted(
        path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()
    )
    assert (second.code, "not an empty folder" in second.errors) == (2, True)


def test_fields_that_azure_needs_are_named_while_they_are_open(tmp_path: Path) -> None:
    command = ("release", "--municipality", "lidingo", "--out", str(tmp_path / "out"))

    made = run_kollega(*command, "--language", "en", data=tmp_path)

    assert made.code == 0
    assert "fill in [app] host, [tenant] id, [contacts.support] email" in made.errors
