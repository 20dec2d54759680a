"""A person's OneDrive, as far as Teams lets a bot reach it: signed addresses, one file each.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from aiohttp import web

from tests.fakes.https_server import HttpsServer
from tests.fakes.local_authority import LocalAuthority

SIGNATURE = "tempauth=v1.eyJzaXRlaWQiOiJ.signed"
_RANGE = re.compile(r"bytes 0-(\d+)/(\d+)")


class OneDrive:
    """`violations` collects whatever OneDrive would refuse, or should never see."""

    def __init__(self, authority: LocalAuthority) -> None:
        self.violations: list[str] = []
        self.files: dict[str, bytes] = {}
        """What can be fetched, and what was put, by name."""
        self.fetched: list[str] = []
        self.is_closed = False
        """Whether the addresses are no longer valid."""
        self.redirect_to = ""
        application = web.Application(client_max_size=20 * 2**20)
        application.router.add_get("/personal/download/{name}", self._download)
        application.router.add_put("/personal/upload/{name}", self._upload)
        self.server = HttpsServer(application, authority)

    def sent(self, name: str, content: bytes) -> dict[str, Any]:
        """The attachment by which Teams tells of a file that a person sent."""
        self.files[name] = content
        return {
            "contentType": "application/vnd.microsoft.teams.file.download.info",
            "contentUrl": f"{self.server.url}/personal/erik/{quote(name)}",
            "name": name,
            "content": {
                "downloadUrl": f"{self.server.url}/personal/download/{quote(name)}?{SIGNATURE}",
                "uniqueId": "1150D938-8870-4044-9F2C-5BBDEBA70C9D",
                "fileType": name.rpartition(".")[2],
                "etag": "123",
            },
        }

    def upload_info(self, name: str) -> dict[str, Any]:
        """Where Teams lets a file be put that a person has said yes to."""
        return {
            "contentUrl": f"{self.server.url}/personal/erik/{quote(name)}",
            "name": name,
            "uploadUrl": f"{self.server.url}/personal/upload/{quote(name)}?{SIGNATURE}",
            "uniqueId": "1150D938-8870-4044-9F2C-5BBDEBA70C9D",
            "fileType": name.rpartition(".")[2],
        }

    async def _download(self, request: web.Request) -> web.Response:
        self._check(request)
        name = request.match_info["name"]
        self.fetched.append(name)
        if self.redirect_to:
            return web.Response(status=302, headers={"Location": self.redirect_to})
        if self.is_closed:
            return web.Response(status=401)
        return web.Response(body=self.files[name])

    async def _upload(self, request: web.Request) -> web.Response:
        self._check(request)
        content = await request.read()
        given = _RANGE.fullmatch(request.headers.get("Content-Range", ""))
        if given is None or (int(given[1]) + 1, int(given[2])) != (len(content), len(content)):
            self.violations.append("an upload whose range is not that of its content")
        if self.is_closed:
            return web.Response(status=404)
        self.files[request.match_info["name"]] = content
        return web.json_response({"name": request.match_info["name"]}, status=201)

    def _check(self, request: web.Request) -> None:
        if "Authorization" in request.headers or "Cookie" in request.headers:
            self.violations.append("a credential sent to where none belongs")
        if request.query_string != SIGNATURE:
            self.violations.append("a signed address that was changed")
