"""Which site is asked for, what is said when the app is not let in, and how much is asked."""

from __future__ import annotations

import pytest

from bot.errors import ConfigurationError
from bot.ingestion.reasons import UnreadableError
from bot.ingestion.sources.sharepoint.address import parse_address
from bot.ingestion.sync.report import Counts
from tests.bot.ingestion.sharepoint.conftest import Municipality
from tests.fakes.graph_server import Trouble
from tests.fakes.sharepoint import FakeSite, guid, to_group

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.mark.parametrize(
    ("location", "key", "name"),
    [
        (
            "kommun.sharepoint.com/sites/intranet",
            "kommun.sharepoint.com:/sites/intranet",
            "intranet",
        ),
        (
            "https://kommun.sharepoint.com/sites/hr/SitePages/Hem.aspx?web=1",
            "kommun.sharepoint.com:/sites/hr",
            "hr",
        ),
        ("kommun.sharepoint.com", "kommun.sharepoint.com", "kommun"),
        (
            "https://kommun.sharepoint.com/sites/Grön%20resa/",
            "kommun.sharepoint.com:/sites/Gr%C3%B6n%20resa",
            "Grön resa",
        ),
        (
            f"a.sharepoint.com,{guid('a')},{guid('b')}",
            f"a.sharepoint.com,{guid('a')},{guid('b')}",
            "",
        ),
    ],
)
async def test_a_site_is_named_by_its_address_or_its_id(location: str, key: str, name: str) -> None:
    address = parse_address(f"sharepoint:{location}")

    assert (address.key, address.name) == (key, name)


@pytest.mark.parametrize(
    "location",
    [
        "",
        "intranet",
        "http://kommun.sharepoint.com/sites/x",
        "https://user@kommun.sharepoint.com/sites/x",
        "kommun.sharepoint.com:444/sites/x",
        "kommun.sharepoint.com/sites/../x",
        "kommun.sharepoint.com/sites/a:b",
        "https://[",
    ],
)
async def test_what_is_no_site_is_refused(location: str) -> None:
    with pytest.raises(ConfigurationError, match="sharepoint:kommun"):
        parse_address(f"sharepoint:{location}")


async def test_a_library_that_does_not_exist_is_told_with_those_that_do(
    kommun: Municipality,
) -> None:
    kommun.location += "#Styrdokument"

    with pytest.raises(ConfigurationError, match=r"Styrdokument.*it has Delade dokument"):
        await kommun.sync()


async def test_an_app_that_is_not_let_in_is_told_what_to_grant_and_keeps_nothing(
    kommun: Municipality,
) -> None:
    kommun.files.write("a.txt", "Ett.")
    await kommun.sync()
    kommun.graph.granted.clear()

    report = await kommun.sync()

    (problem,) = report.failures
    assert "Sites.Selected" in problem.reason.in_language("sv")
    assert "read" in problem.reason.in_language("en")
    assert kommun.index.documents == {}


async def test_another_site_is_never_asked_for(kommun: Municipality) -> None:
    kommun.graph.sites.append(FakeSite("sites/lon"))
    kommun.location = "kommun.sharepoint.com/sites/lon"

    report = await kommun.sync()

    assert [problem.reason.code for problem in report.failures] == ["site_forbidden"]


@pytest.mark.parametrize(
    ("status", "code"),
    [(401, "no_token"), (404, "no_site"), (503, "throttled"), (400, "unreachable")],
)
async def test_a_site_that_does_not_answer_loses_nothing(
    kommun: Municipality, status: int, code: str
) -> None:
    kommun.files.write("a.txt", "Ett.")
    await kommun.sync()
    kommun.graph.troubles.append(Trouble(status, "/sites/kommun", retry_after="9999"))

    with pytest.raises(UnreadableError) as raised:
        await kommun.sync()

    assert raised.value.reason.code == code
    assert len(kommun.index.documents) == 1


@pytest.mark.parametrize(("status", "left"), [(503, 2), (403, 1)])
async def test_one_library_that_fails_does_not_stop_the_others(
    kommun: Municipality, status: int, left: int
) -> None:
    kommun.files.write("a.txt", "Ett.")
    kommun.site.library("Rutiner", "Rutiner").write("b.txt", "Två.")
    await kommun.sync()
    kommun.site.drives[-1].write("b.txt", "Tre.")
    kommun.graph.troubles.append(Trouble(status, f"{kommun.files.id}/root", retry_after="9999"))

    report = await kommun.sync()

    assert (report.documents.changed, len(kommun.index.documents)) == (1, left)


async def test_a_sync_that_is_cut_short_goes_on_where_it_was(kommun: Municipality) -> None:
    for number in range(5):
        kommun.files.write(f"{number}.txt", f"Text {number}.")
    trouble = Trouble(503, "/content", retry_after="9999")
    kommun.graph.troubles.append(trouble)
    await kommun.sync()
    kommun.graph.troubles.clear()

    report = await kommun.sync()

    assert report.documents == Counts(added=5)


async def test_state_that_cannot_be_read_costs_one_full_listing(kommun: Municipality) -> None:
    kommun.files.write("a.txt", "Ett.")
    await kommun.sync()
    kommun.ledger.records.finish("intranet", state="{broken", problems=(), only=None)

    assert (await kommun.sync()).documents == Counts(unchanged=1)


async def test_no_more_is_asked_again_than_is_set_and_all_in_the_end(kommun: Municipality) -> None:
    entries = [kommun.files.write(f"{number}.txt", "Ett.") for number in range(6)]
    kommun.recheck = 3  # The two roots, and one file.
    await kommun.sync()
    kommun.graph.asked.clear()
    for number in range(6):
        kommun.files.share(f"{number}.txt", to_group("hr"))

    changed = [(await kommun.sync()).documents.changed for _ in range(7)]

    assert max(changed) <= 2
    assert {kommun.readers(entry) for entry in entries} == {frozenset({guid("hr")})}


async def test_access_that_a_site_loses_is_lost_at_once_however_little_is_asked_again(
    kommun: Municipality,
) -> None:
    kommun.site.permissions = [to_group("hr"), to_group("it")]
    entries = [kommun.files.write(f"Mapp/{number}.txt", "Ett.") for number in range(6)]
    await kommun.sync()
    kommun.recheck = 2
    kommun.site.permissions = [to_group("it")]

    await kommun.sync()

    assert {kommun.readers(entry) for entry in entries} == {frozenset({guid("it")})}
