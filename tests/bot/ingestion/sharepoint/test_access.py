"""Who may read what comes from SharePoint, and that a change of it takes effect at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.identity.base import User, personal_group, readable_groups
from bot.ingestion.sync.report import Counts
from tests.bot.ingestion.sharepoint.conftest import Municipality
from tests.fakes.graph_server import Trouble
from tests.fakes.sharepoint import (
    Permission,
    by_link,
    guid,
    to_all,
    to_claim,
    to_group,
    to_site_group,
    to_user,
)

pytestmark = pytest.mark.asyncio(loop_scope="session")

YESTERDAY = (datetime.now(UTC) - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
TOMORROW = (datetime.now(UTC) + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
ANNA = {f"user:{guid('anna')}"}
HR = {guid("hr")}
M365 = "c:0o.c|federateddirectoryclaimprovider|"
OTHER_TENANT = "c:0-.f|rolemanager|spo-grid-all-users/22222222-2222-4222-8222-222222222222"


CASES: dict[str, tuple[list[Permission], set[str]]] = {
    "everyone except guests": ([to_all()], {"alla"}),
    "everyone": ([to_claim("c:0(.s|true", name="Everyone")], {"alla"}),
    "everyone in another tenant": ([to_claim(OTHER_TENANT)], set()),
    "a group": ([to_group("hr")], HR),
    "a security group's claim": ([to_claim(f"c:0t.c|tenant|{guid('hr')}")], HR),
    "a group's claim": ([to_claim(f"{M365}{guid('hr')}")], HR),
    "the claim of a group's owners": ([to_claim(f"{M365}{guid('hr')}_o")], set()),
    "a person": ([to_user("anna")], ANNA),
    "several": ([to_user("anna", role="owner"), to_group("hr", role="write")], ANNA | HR),
    "limited access": ([to_user("anna", role="sp.limited access")], set()),
    "restricted view": ([to_user("anna", role="restrictedView")], set()),
    "ended": ([to_user("anna", expirationDateTime=YESTERDAY)], set()),
    "not ended": ([to_user("anna", expirationDateTime=TOMORROW)], ANNA),
    "a group that IT has mapped": ([to_site_group("Intranätets besökare")], {"alla"}),
    "a group in SharePoint": ([to_site_group("Ledning")], set()),
    "the same beside a group in Entra": ([to_site_group("Ledning", entra="hr")], set()),
    "a link for people": ([by_link("users", "anna")], ANNA),
    "to look but not to keep": ([by_link("users", "anna", preventsDownload=True)], set()),
    "with a password": ([by_link("users", "anna", hasPassword=True)], set()),
    "a link for the organisation": ([by_link("organization", "anna")], set()),
    "a link for anybody": ([by_link("anonymous")], set()),
    "a link for those with access": ([by_link("existingAccess", "anna")], set()),
    "nobody": ([], set()),
}


async def test_a_permission_gives_those_whom_it_surely_lets_read(kommun: Municipality) -> None:
    kommun.site_groups = {"intranätets besökare": frozenset({"alla"})}
    entries = {name: kommun.files.write(f"{name}.txt", "Ett.") for name in CASES}
    for name, (permissions, _) in CASES.items():
        kommun.files.share(f"{name}.txt", *permissions)

    report = await kommun.sync()

    expected = {name: readers for name, (_, readers) in CASES.items()}
    assert {name: kommun.readers(entry) for name, entry in entries.items()} == expected
    assert {problem.reason.code for problem in report.failures} == {"no_access"}


async def test_the_owners_of_a_group_are_not_the_group(kommun: Municipality) -> None:
    owners = to_group("hr")
    login = f"c:0o.c|federateddirectoryclaimprovider|{guid('hr')}_o"
    owners["grantedToV2"]["siteUser"] = {"id": "3", "displayName": "HR Owners", "loginName": login}
    kommun.site.permissions = [owners]
    entry = kommun.files.write("a.txt", "Ett.")

    await kommun.sync()

    assert kommun.readers(entry) == frozenset()


async def test_all_pages_of_permissions_count(kommun: Municipality) -> None:
    kommun.site.permissions = [to_user(str(number)) for number in range(7)]
    entry = kommun.files.write("a.txt", "Ett.")

    await kommun.sync()

    assert len(kommun.readers(entry)) == 7


async def test_whoever_reads_nothing_is_named_to_it(kommun: Municipality) -> None:
    kommun.site.permissions = [to_site_group("Intranätets besökare"), to_user("anna", role="x")]
    kommun.files.write("Styr/a.txt", "Ett.")

    report = await kommun.sync()

    (problem,) = report.failures
    assert (problem.name, problem.reason.detail) == (
        "Delade dokument/Styr/a.txt",
        "Intranätets besökare",
    )


async def test_a_person_reads_what_is_shared_with_them_alone_also_as_a_guest() -> None:
    anna = User(id=guid("anna").upper(), name="Anna")
    group = personal_group(guid("anna"))

    assert group in readable_groups(anna, "private")
    assert group not in readable_groups(anna, "group")
    assert readable_groups(replace(anna, is_guest=True), "private") == {group}


@pytest.mark.parametrize("where", ["", "Mapp", "Mapp/a.txt"], ids=["site", "folder", "file"])
async def test_a_change_of_access_takes_effect_at_the_next_sync_without_a_download(
    kommun: Municipality, where: str
) -> None:
    entry = kommun.files.write("Mapp/a.txt", "Ett.")
    await kommun.sync()
    kommun.graph.downloads.clear()
    seen = []
    for permissions in ([to_group("hr")], [to_group("hr"), to_user("anna")], [to_all()]):
        if where:
            kommun.files.share(where, *permissions)
        else:
            kommun.site.permissions = permissions
        assert (await kommun.sync()).documents == Counts(changed=1)
        seen.append(kommun.readers(entry))

    assert seen == [HR, HR | ANNA, {"alla"}]
    assert kommun.graph.downloads == []


async def test_access_that_is_taken_away_takes_the_document_away(kommun: Municipality) -> None:
    kommun.files.write("a.txt", "Ett.")
    await kommun.sync()
    kommun.files.share("a.txt")

    report = await kommun.sync()

    assert kommun.index.documents == {}
    assert [problem.reason.code for problem in report.failures] == ["no_access"]


async def test_what_is_moved_into_a_closed_folder_is_closed(kommun: Municipality) -> None:
    kommun.files.folder("Stängd")
    kommun.files.share("Stängd", to_group("hr"))
    entry = kommun.files.write("Öppen/Mapp/a.txt", "Ett.")
    await kommun.sync()
    kommun.files.move("Öppen/Mapp", into="Stängd")

    await kommun.sync()

    assert kommun.readers(entry) == HR


async def test_permissions_that_cannot_be_read_just_now_change_nothing(
    kommun: Municipality,
) -> None:
    old = kommun.files.write("a.txt", "Ett.")
    await kommun.sync()
    new = kommun.files.write("b.txt", "Två.")
    kommun.graph.troubles.append(Trouble(503, f"{new.id}/permissions", retry_after="9999"))
    kommun.graph.troubles.append(Trouble(503, f"{old.id}/permissions", retry_after="9999"))

    report = await kommun.sync()
    kommun.graph.troubles.clear()
    after = await kommun.sync()

    assert kommun.readers(old) == {"alla"}
    assert {problem.reason.code for problem in report.failures} == {"unreadable", "throttled"}
    assert after.documents == Counts(added=1, unchanged=1)


async def test_a_changed_document_is_not_read_before_its_readers_are_known(
    kommun: Municipality,
) -> None:
    entry = kommun.files.write("a.txt", "Öppet.")
    await kommun.sync()
    kommun.files.write("a.txt", "Hemligt.")
    kommun.files.share("a.txt", to_group("hr"))
    kommun.graph.troubles.append(Trouble(503, "/permissions", retry_after="9999"))

    await kommun.sync()
    before = kommun.index.text(kommun.id(entry))
    kommun.graph.troubles.clear()
    await kommun.sync()

    assert (before, kommun.index.text(kommun.id(entry))) == ("Öppet.", "Hemligt.")
    assert kommun.readers(entry) == HR


async def test_permissions_that_may_not_be_read_withdraw_the_document(
    kommun: Municipality,
) -> None:
    entry = kommun.files.write("a.txt", "Ett.")
    await kommun.sync()
    kommun.graph.troubles.append(Trouble(403, f"{entry.id}/permissions"))

    report = await kommun.sync()

    assert kommun.index.documents == {}
    assert [problem.reason.code for problem in report.failures] == ["forbidden"]
