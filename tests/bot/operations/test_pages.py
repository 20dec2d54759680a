"""The pages behind the manifest's links: they say what the profile says, and nothing breaks out."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bot.operations.package import package_files
from bot.operations.pages import PATHS, pages
from bot.operations.profile import find_profile, load_profile
from tests.bot.operations.profiles import ALL, written

SWEDISH = PATHS["sv"]


@pytest.mark.parametrize("municipality", ALL)
def test_every_link_of_the_manifest_has_a_page(municipality: str) -> None:
    profile = load_profile(find_profile(municipality))
    manifest = json.loads(package_files(profile)["manifest.json"])

    links = [manifest["developer"]["privacyUrl"], manifest["developer"]["termsOfUseUrl"]]
    links.append(manifest["publisherDocsUrl"])

    assert {link.removeprefix(f"https://{profile.app.host}") for link in links} <= set(
        pages(profile)
    )


def test_the_privacy_page_tells_the_days_and_the_decision_of_the_profile(tmp_path: Path) -> None:
    path = written(tmp_path, ("history = 30", "history = 14"), ("replies = 365", "replies = 200"))

    html = pages(load_profile(path))[SWEDISH["privacy"]]

    assert "<td>14 dagar</td>" in html
    assert "<td>200 dagar</td>" in html
    assert "KS 2026/123 § 45" in html
    assert "dataskydd@exempelkommun.example" in html


def test_what_the_profile_does_not_say_is_kept_as_long_as_the_application_says(
    tmp_path: Path,
) -> None:
    html = pages(load_profile(written(tmp_path, ("gaps = 30", "# gaps"))))[SWEDISH["privacy"]]

    assert "källorna, utan ditt namn</td>\n<td>30 dagar" in html


def test_known_shortcomings_are_listed(tmp_path: Path) -> None:
    html = pages(load_profile(find_profile("exempel")))[SWEDISH["accessibility"]]

    assert "<li>Sorteringen i listan" in html
    assert "delvis förenlig" in html


def test_a_profile_cannot_put_markup_on_a_page(tmp_path: Path) -> None:
    path = written(tmp_path, ('name = "Exempelkommun"', 'name = "<b>[x](http://e)</b>"'))

    for html in pages(load_profile(path)).values():
        assert "<b>" not in html
        assert 'href="http' not in html


def test_terms_of_the_communicator_take_the_place_of_ours() -> None:
    profile = load_profile(find_profile("exempel"))

    found = pages(profile, terms={"sv": "# Villkor\n\nBara {en} regel. <script>x</script>"})

    assert "Bara {en} regel." in found[SWEDISH["terms"]]
    assert "<script>" not in found[SWEDISH["terms"]]
    assert "It is an AI" in found["/terms"]


def test_no_place_is_left_unfilled() -> None:
    for path, html in pages(load_profile(find_profile("exempel"))).items():
        assert re.search(r"\{\w+\}", html.split("</style>")[1]) is None, path
