"""The world around a measured bot: where it gets keys and tokens, and where it replies."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

APP_ID = "00000000-aaaa-bbbb-cccc-000000000001"
SECRET = "a secret of the bench"
TENANT = "11111111-2222-3333-4444-555555555555"
ISSUER = "https://api.botframework.com"
PERSON = "id-anna"
"""The one person who writes, in as many conversations as there are users."""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Addresses, all https on this machine."""

    directory: str
    """An empty folder for the server's state."""
    ca_file: str
    service_url: str
    openid_metadata_url: str
    keys_url: str
    authority: str

    def as_argument(self) -> str:
        """For the command line of a server."""
        return json.dumps(asdict(self))

    @staticmethod
    def from_argument(argument: str) -> World:
        """Back from the command line."""
        return World(**json.loads(argument))

    @property
    def path(self) -> Path:
        """The folder."""
        return Path(self.directory)
