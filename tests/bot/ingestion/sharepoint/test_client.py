"""How Graph is asked: patiently, a page after the other, and never with the token elsewhere."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from bot.ingestion.sources.sharepoint.throttling import Patience
from bot.ingestion.sync.report import Counts
from tests.bot.ingestion.sharepoint.conftest import Municipality
from tests.fakes.graph_server import Trouble

pytestmark = pytest.mark.asyncio(loop_scope="session")


class Waiting:
    """A clock that is moved by waiting, and remembers it."""

    def __init__(self) -> None:
        self.now = 0.0
        self.waits: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


@pytest.fixture
def waiting(kommun: Municipality) -> Waiting:
    made = Waiting()
    kommun.patience = Patience(made.sleep, made)
    return made


@pytest.mark.parametrize(
    ("status", "path"),
    [
        (429, "/sites/"),
        (503, "/delta"),
        (504, "/$batch"),
        (429, "/permissions"),
        (503, "/content"),
    ],
)
async def test_graph_is_given_the_time_that_it_asks_for(
    kommun: Municipality, waiting: Waiting, status: int, path: str
) -> None:
    kommun.files.write("a.txt", "Ett.")
    kommun.graph.troubles.append(Trouble(status, path, times=2, retry_after="17"))

    report = await kommun.sync()

    assert report.documents == Counts(added=1)
    assert waiting.waits == [17, 17]


async def test_one_that_is_throttled_holds_back_the_others() -> None:
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    patience = Patience(sleep, lambda: 0.0)

    await patience.wait(0, {"retry-after": "17"})
    await patience.gate()

    assert waits == [17, 17]


async def test_a_moment_to_wait_for_is_understood(kommun: Municipality, waiting: Waiting) -> None:
    moment = format_datetime(datetime.now(UTC) + timedelta(seconds=60))
    kommun.graph.troubles.append(Trouble(429, "/sites/", times=1, retry_after=moment))

    await kommun.sync()

    assert 30 < sum(waiting.waits) <= 60


async def test_without_a_time_to_wait_the_pauses_grow_and_end(
    kommun: Municipality, waiting: Waiting
) -> None:
    kommun.files.write("a.txt", "Ett.")
    kommun.graph.troubles.append(Trouble(504, "/delta"))

    report = await kommun.sync()

    assert [problem.reason.code for problem in report.failures] == ["unreachable"] * 2
    first = waiting.waits[:5]
    assert first == sorted(first)
    assert len(waiting.waits) == 10


async def test_a_link_to_another_host_is_not_followed(kommun: Municipality) -> None:
    kommun.graph.link_host = "https://example.org"
    for number in range(5):
        kommun.files.write(f"{number}.txt", "Ett.")

    report = await kommun.sync()

    assert {problem.reason.code for problem in report.failures} == {"unreachable"}
    assert kommun.index.documents == {}


async def test_a_download_that_is_not_https_is_not_followed(
    kommun: Municipality,
) -> None:
    kommun.files.write("a.txt", "Ett.")
    kommun.graph.download_host = "http://localhost:1"

    report = await kommun.sync()

    assert [problem.reason.detail for problem in report.failures] == ["400 foreignLink"]


async def test_many_items_are_asked_about_in_few_requests(kommun: Municipality) -> None:
    for number in range(24):
        kommun.files.write(f"{number}.txt", "Ett.")
    kommun.graph.page_size = 100

    await kommun.sync()
    kommun.graph.asked.clear()
    await kommun.sync()

    assert kommun.graph.asked["$batch"] == 4  # Two for the libraries' roots, two for the files.
    assert kommun.graph.asked["listItem"] == 0
