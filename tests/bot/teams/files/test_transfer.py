"""Files are fetched from and put at listed hosts, and only where they may be connected to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from ipaddress import ip_network

import pytest

from bot.errors import FileTransferError
from bot.ingestion.sources.website.guard import Guard
from bot.teams.files.hosts import FileHosts
from bot.teams.files.transfer import FileTransfer
from tests.fakes.local_authority import LocalAuthority
from tests.fakes.onedrive import OneDrive

LOOPBACK = Guard([ip_network("127.0.0.0/8"), ip_network("::1/128")])


@pytest.fixture(scope="module")
def authority() -> LocalAuthority:
    return LocalAuthority()


@pytest.fixture
async def drive(authority: LocalAuthority) -> AsyncIterator[OneDrive]:
    fake = OneDrive(authority)
    async with fake.server:
        yield fake
    assert fake.violations == []


def transfer(
    drive: OneDrive, authority: LocalAuthority, *, guard: Guard = LOOPBACK
) -> FileTransfer:
    return FileTransfer(
        FileHosts([drive.server.host]), open_socket=guard.socket, tls=authority.client_context()
    )


def download_url(drive: OneDrive, content: bytes = b"hej") -> str:
    url: str = drive.sent("anteckningar.txt", content)["content"]["downloadUrl"]
    return url


async def test_a_file_is_fetched_whole(drive: OneDrive, authority: LocalAuthority) -> None:
    content = bytes(range(256)) * 1000

    url = download_url(drive, content)

    assert await transfer(drive, authority).fetch(url, most_bytes=300_000) == content


async def test_a_file_that_is_longer_than_allowed_is_refused(
    drive: OneDrive, authority: LocalAuthority
) -> None:
    url = download_url(drive, b"x" * 1001)

    with pytest.raises(FileTransferError, match="too_large"):
        await transfer(drive, authority).fetch(url, most_bytes=1000)


async def test_an_address_that_is_no_longer_valid_is_told(
    drive: OneDrive, authority: LocalAuthority
) -> None:
    url, drive.is_closed = download_url(drive), True

    with pytest.raises(FileTransferError, match="gone"):
        await transfer(drive, authority).fetch(url, most_bytes=1000)


@pytest.mark.parametrize(
    "target",
    ["https://evil.example/x", "http://169.254.169.254/latest", "file:///etc/passwd", ""],
)
async def test_a_redirect_leads_nowhere_but_to_hosts_on_the_list(
    drive: OneDrive, authority: LocalAuthority, target: str
) -> None:
    url, drive.redirect_to = download_url(drive), target or "/personal/download/anteckningar.txt"
    if not target:  # round in a circle, though on the list
        drive.redirect_to = url

    with pytest.raises(FileTransferError, match="refused"):
        await transfer(drive, authority).fetch(url, most_bytes=1000)


async def test_a_listed_name_that_leads_inside_is_not_connected_to(
    drive: OneDrive, authority: LocalAuthority
) -> None:
    url = download_url(drive)
    public_only = transfer(drive, authority, guard=Guard())

    with pytest.raises(FileTransferError, match="unreachable"):
        await public_only.fetch(url, most_bytes=1000)
    with pytest.raises(FileTransferError, match="unreachable"):
        await public_only.put(drive.upload_info("x.docx")["uploadUrl"], b"x")

    assert drive.fetched == []
    assert "x.docx" not in drive.files


async def test_nothing_is_put_at_a_host_that_is_not_listed(
    drive: OneDrive, authority: LocalAuthority
) -> None:
    foreign = FileTransfer(FileHosts(), open_socket=LOOPBACK.socket, tls=authority.client_context())

    with pytest.raises(FileTransferError, match="refused"):
        await foreign.put(drive.upload_info("x.docx")["uploadUrl"], b"x")

    assert "x.docx" not in drive.files


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://kommun-my.sharepoint.com/personal/x?tempauth=a", True),
        ("https://KOMMUN.sharepoint.com:443/x", True),
        ("http://kommun-my.sharepoint.com/x", False),
        ("https://kommun-my.sharepoint.com:8443/x", False),
        ("https://sharepoint.com.evil.example/x", False),
        ("https://evilsharepoint.com/x", False),
        ("https://kommun.sharepoint.com@evil.example/x", False),
        ("https://evil.example\\.sharepoint.com/x", False),
        ("https://evil.example#.sharepoint.com", False),
        ("https://kommun.sharepoint.com:x/", False),
        ("https://kömmun.sharepoint.com/", False),
        ("https:///x", False),
        ("", False),
    ],
)
def test_hosts_are_those_of_sharepoint_over_https(url: str, allowed: bool) -> None:
    assert FileHosts().allows(url) is allowed
