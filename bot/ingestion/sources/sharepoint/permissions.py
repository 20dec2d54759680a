"""Who may read an item, from its permissions in SharePoint. In doubt: nobody.

https://learn.microsoft.com/graph/api/resources/permission
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.identity.base import EVERYONE, personal_group
from bot.ingestion.sources.sharepoint.fields import Json, has, part, parts, text

SELECT = (
    "id,roles,grantedToV2,grantedToIdentitiesV2,link,expirationDateTime,hasPassword,inheritedFrom"
)
_READING = frozenset(("read", "write", "owner", "sp.full control"))
"""Roles that open an item. "Limited access" does not: it only leads to something below."""
_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_ENTRA_GROUP = re.compile(r"c:0(?:t\.c\|tenant|o\.c\|federateddirectoryclaimprovider)\|(.+)")
_ALL_USERS = "c:0-.f|rolemanager|spo-grid-all-users/"
"""Everyone except external users; a tenant's id follows."""
_EVERYONE = "c:0(.s|true"
"""Everyone, guests included. We give it to employees only."""


@dataclass(frozen=True, slots=True)
class Access:
    """Who may read something."""

    readers: frozenset[str]
    unresolved: tuple[str, ...] = ()
    """Names, for people, of those who have access but whose members cannot be told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What must be known to turn a grant into readers."""

    tenant: str
    """The Entra tenant whose employees `EVERYONE` means."""
    site_groups: Mapping[str, frozenset[str]]
    """SharePoint group → readers, as IT has declared: Graph does not tell its members to an app.
    Names are casefolded."""

    def access(self, permissions: Sequence[Json], now: datetime) -> Access:
        """Everybody whom one of the permissions lets read."""
        readers: set[str] = set()
        unresolved: set[str] = set()
        for permission in permissions:
            for granted in _granted(permission, now):
                found = self._readers(granted)
                readers |= found
                if not found and not has(granted, "application"):
                    unresolved.add(_shown(granted))
        return Access(frozenset(readers), tuple(sorted(unresolved)))

    def _readers(self, granted: Json) -> frozenset[str]:
        # A SharePoint group first: the Entra group beside it need not have the same members.
        for kind in ("siteGroup", "sharePointGroup"):
            if has(granted, kind):
                name = text(part(granted, kind), "displayName")
                return self.site_groups.get(name.casefold(), frozenset())
        login = text(part(granted, "siteUser"), "loginName").casefold()
        if login.endswith("_o"):
            # The owners of a Microsoft 365 group, which has many more members.
            return frozenset()
        if user := _guid(text(part(granted, "user"), "id")):
            return frozenset({personal_group(user)})
        if group := _guid(text(part(granted, "group"), "id")):
            return frozenset({group})
        return self._claimed(login)

    def _claimed(self, login: str) -> frozenset[str]:
        if login == _EVERYONE or login == f"{_ALL_USERS}{self.tenant.casefold()}":
            return frozenset({EVERYONE})
        claim = _ENTRA_GROUP.fullmatch(login)
        group = _guid(claim[1]) if claim else ""
        return frozenset({group} if group else ())


def _granted(permission: Json, now: datetime) -> Iterator[Json]:
    """The people and groups whom a permission lets read today."""
    roles = permission.get("roles")
    named = {str(role).casefold() for role in roles} if isinstance(roles, list) else set()
    if not named & _READING or _has_ended(permission, now):
        return
    if not has(permission, "link"):
        yield part(permission, "grantedToV2")
        return
    # A link for the whole organisation, or for anybody, says how something was sent and not whom it
    # is meant for. One for named people is a grant to them, unless they may only look at it.
    link = part(permission, "link")
    only_shown = link.get("preventsDownload") is True or permission.get("hasPassword") is True
    if text(link, "scope") == "users" and not only_shown:
        yield from parts(permission, "grantedToIdentitiesV2")


def _has_ended(permission: Json, now: datetime) -> bool:
    if not has(permission, "expirationDateTime"):
        return False
    try:
        return datetime.fromisoformat(text(permission, "expirationDateTime")) <= now
    except (ValueError, TypeError):
        return True


def _guid(value: str) -> str:
    lowered = value.casefold()
    return lowered if _GUID.fullmatch(lowered) else ""


def _shown(granted: Json) -> str:
    for kind in ("siteGroup", "sharePointGroup", "group", "user", "siteUser"):
        if name := text(part(granted, kind), "displayName"):
            return name[:80] if kind not in ("user", "siteUser") else kind
    return "?"
