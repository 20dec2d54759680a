"""The app package: what it holds, and what the Teams admin center would refuse."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.operations.package import package_files, review, zipped
from bot.operations.profile import find_profile, load_profile
from tests.bot.operations.profiles import ALL, written
from tests.fakes.specs import faults, teams_manifest, teams_translation


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return package_files(load_profile(find_profile("exempel")))


@pytest.mark.parametrize("municipality", ALL)
def test_the_manifest_of_each_profile_is_valid_by_the_published_schema(municipality: str) -> None:
    package = package_files(load_profile(find_profile(municipality)))

    assert faults(teams_manifest(), json.loads(package["manifest.json"])) == []
    for language in ("sv.json", "en.json"):
        assert faults(teams_translation(), json.loads(package[language])) == []
    assert review(package) == []


def test_the_same_profile_gives_the_same_bytes() -> None:
    first, second = (zipped(package_files(load_profile(find_profile("exempel")))) for _ in range(2))

    assert first == second
    assert zipfile.ZipFile(BytesIO(first)).testzip() is None


def test_only_the_personal_chat_is_asked_for_unless_the_profile_says_more(tmp_path: Path) -> None:
    path = written(tmp_path, ('["personal"]', '["personal", "groupChat"]'))

    assert _bot(load_profile(find_profile("exempel")))["scopes"] == ["personal"]
    assert _bot(load_profile(path))["scopes"] == ["personal", "groupChat"]


def test_sign_in_is_asked_of_its_own_application(files: dict[str, bytes]) -> None:
    manifest = json.loads(files["manifest.json"])

    bot = manifest["bots"][0]["botId"]
    assert manifest["webApplicationInfo"]["resource"] == f"api://botid-{bot}"
    assert manifest["webApplicationInfo"]["id"] != bot
    assert manifest["copilotAgents"]["customEngineAgents"] == [{"id": bot, "type": "bot"}]


def test_starters_stand_in_both_languages(files: dict[str, bytes]) -> None:
    key = "bots[0].commandLists[0].commands[0].prompt"

    assert json.loads(files["sv.json"])[key] == "Får jag flyga till Göteborg?"
    assert json.loads(files["en.json"])[key] == "May I fly to Gothenburg?"


def test_the_outline_is_white_on_nothing(files: dict[str, bytes]) -> None:
    colors = Image.open(BytesIO(files["outline.png"])).convert("RGBA").getcolors()

    assert colors is not None
    assert {color[:3] for _, color in colors} == {(255, 255, 255)}  # type: ignore[index]
    assert min(color[3] for _, color in colors) == 0  # type: ignore[index]


def test_the_icon_has_the_colour_of_the_municipality(files: dict[str, bytes]) -> None:
    icon = Image.open(BytesIO(files["color.png"]))

    assert icon.getpixel((0, 0)) == (0x1B, 0x5E, 0x4B, 255)


def _image(side: int, mode: str) -> bytes:
    file = BytesIO()
    Image.new(mode, (side, side)).save(file, "PNG")
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "icon", "told"),
    [
        ("color.png", _image(96, "RGBA"), "is 96 × 96 pixels: it must be 192 × 192"),
        ("outline.png", _image(192, "RGBA"), "is 192 × 192 pixels: it must be 32 × 32"),
        ("outline.png", _image(32, "RGB"), "must have a transparent ground (RGBA)"),
        ("color32x32.png", b"GIF89a", "is no PNG"),
    ],
)
def test_an_icon_that_is_refused_is_named(
    files: dict[str, bytes], name: str, icon: bytes, told: str
) -> None:
    [fault] = review({**files, name: icon})

    assert (fault.where, fault.what) == (name, told)


def _changed(files: dict[str, bytes], **members: Any) -> dict[str, bytes]:
    manifest = json.loads(files["manifest.json"]) | members
    return {**files, "manifest.json": json.dumps(manifest).encode()}


def test_two_ids_that_are_swapped_are_told(files: dict[str, bytes]) -> None:
    manifest = json.loads(files["manifest.json"])
    sign_in = manifest["webApplicationInfo"]
    wrong = {"id": manifest["bots"][0]["botId"], "resource": f"api://botid-{sign_in['id']}"}

    told = {fault.where for fault in review(_changed(files, webApplicationInfo=wrong))}

    assert told == {"webApplicationInfo.id", "webApplicationInfo.resource"}


@pytest.mark.parametrize(
    ("members", "where"),
    [
        ({"copilotAgents": {"customEngineAgents": [{"id": "x", "type": "bot"}]}}, "copilotAgents"),
        ({"validDomains": ["https://kollega.kommun.se"]}, "validDomains"),
        ({"validDomains": ["*.kommun.se"]}, "validDomains"),
    ],
)
def test_a_field_that_is_refused_is_named(
    files: dict[str, bytes], members: dict[str, Any], where: str
) -> None:
    [fault] = review(_changed(files, **members))

    assert fault.where.startswith(where)


def test_a_text_that_one_language_lacks_is_named(files: dict[str, bytes]) -> None:
    english = json.loads(files["en.json"])
    del english["description.full"]

    [fault] = review({**files, "en.json": json.dumps(english).encode()})

    assert (fault.where, "description.full is missing" in fault.what) == ("en.json", True)


def test_what_the_manifest_does_not_name_may_not_be_in_the_package(files: dict[str, bytes]) -> None:
    [fault] = review({**files, "Thumbs.db": b""})

    assert fault.where == "Thumbs.db"


def test_a_file_that_is_missing_is_named(files: dict[str, bytes]) -> None:
    del (package := dict(files))["outline.png"]

    assert [fault.where for fault in review(package)] == ["outline.png"]


def _bot(profile: Any) -> Any:
    return json.loads(package_files(profile)["manifest.json"])["bots"][0]
