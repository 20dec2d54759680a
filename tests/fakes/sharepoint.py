"""A SharePoint site in memory: libraries, pages, permissions, and the log that delta tells from."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

TENANT = "11111111-1111-4111-8111-111111111111"
EVERYONE_BUT_GUESTS = f"c:0-.f|rolemanager|spo-grid-all-users/{TENANT}"
Permission = dict[str, Any]


def guid(name: str) -> str:
    """The same id for the same name."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, name))


def to_user(name: str, *, role: str = "read", **more: object) -> Permission:
    granted = {
        "user": {"id": guid(name), "displayName": name},
        "siteUser": {"id": "7", "displayName": name, "loginName": f"i:0#.f|membership|{name}"},
    }
    return {"id": f"u-{name}", "roles": [role], "grantedToV2": granted, **more}


def to_group(name: str, *, role: str = "read") -> Permission:
    granted = {"group": {"id": guid(name), "displayName": name}}
    return {"id": f"g-{name}", "roles": [role], "grantedToV2": granted}


def to_claim(login: str, *, name: str = "Everyone except external users") -> Permission:
    granted = {
        "user": {"displayName": name},
        "siteUser": {"id": "4", "displayName": name, "loginName": login},
    }
    return {"id": f"c-{login}", "roles": ["read"], "grantedToV2": granted}


def to_all() -> Permission:
    return to_claim(EVERYONE_BUT_GUESTS)


def to_site_group(name: str, *, entra: str = "") -> Permission:
    granted: dict[str, Any] = {"siteGroup": {"id": "5", "displayName": name, "loginName": name}}
    if entra:
        granted["group"] = {"id": guid(entra), "displayName": name}
    return {"id": f"s-{name}", "roles": ["read"], "grantedToV2": granted}


def by_link(scope: str, *people: str, **more: object) -> Permission:
    link = {"scope": scope, "type": "view", "webUrl": "https://kommun.sharepoint.com/:w:/s/x"}
    identities = [to_user(name)["grantedToV2"] for name in people]
    return {
        "id": f"l-{scope}",
        "roles": ["read"],
        "link": {**link, **{k: v for k, v in more.items() if k == "preventsDownload"}},
        "grantedToIdentitiesV2": identities,
        **{k: v for k, v in more.items() if k != "preventsDownload"},
    }


@dataclass
class Entry:
    """A file, a folder, or a library's root."""

    id: str
    name: str
    parent: str | None
    data: bytes | None = None
    """None: a folder."""
    permissions: list[Permission] | None = None
    """None: those of its folder."""
    content: int = 1
    version: int = 1
    level: str = "published"
    labels: list[str] = field(default_factory=list)
    fields: dict[str, object] = field(default_factory=dict)
    facet: str = ""
    """"remoteItem" or "package", for what is neither file nor folder."""

    @property
    def unique_id(self) -> str:
        return guid(self.id)


class Drive:
    """A library."""

    def __init__(self, site: FakeSite, name: str, tag: str, *, is_system: bool = False) -> None:
        self.site, self.name, self.tag, self.is_system = site, name, tag, is_system
        self.id = f"b!{guid(tag)}"
        self.root = Entry(self._new_id("root"), "root", None)
        self.entries: dict[str, Entry] = {self.root.id: self.root}
        self.log: list[str] = []
        """Ids of items, in the order in which they changed."""
        self.deleted: set[str] = set()
        self.oldest = 0
        """Tokens before this place in the log are refused with 410."""

    def _new_id(self, name: str) -> str:
        return "01" + guid(f"{self.id}/{name}").replace("-", "").upper()

    def at(self, path: str) -> Entry:
        """The item at a path that exists."""
        here = self.root
        for name in filter(None, path.split("/")):
            here = next(one for one in self._below(here) if one.name == name)
        return here

    def write(self, path: str, data: bytes | str, **facts: Any) -> Entry:
        """Make a file, with its folders, or change its content."""
        raw = data.encode() if isinstance(data, str) else data
        folder, _, name = path.rpartition("/")
        parent = self.folder(folder)
        for entry in self._below(parent):
            if entry.name == name:
                entry.data = raw
                entry.content += 1
                for fact, value in facts.items():
                    setattr(entry, fact, value)
                return self.touch(entry)
        made = Entry(self._new_id(f"{path}{len(self.log)}"), name, parent.id, raw, **facts)
        self.entries[made.id] = made
        return self.touch(made)

    def folder(self, path: str) -> Entry:
        """The folder at a path, made if need be."""
        here = self.root
        for name in filter(None, path.split("/")):
            below = [one for one in self._below(here) if one.name == name]
            if not below:
                made = Entry(self._new_id(f"{path}/{name}{len(self.log)}"), name, here.id)
                self.entries[made.id] = made
                self.touch(made)
                below = [made]
            here = below[0]
        return here

    def share(self, path: str, *permissions: Permission) -> None:
        """Give an item permissions of its own. Delta tells nothing of it, as it may."""
        self.at(path).permissions = list(permissions)

    def move(self, path: str, *, name: str | None = None, into: str | None = None) -> None:
        """Rename or move an item; only the item itself is told by delta."""
        entry = self.at(path)
        entry.name = name or entry.name
        entry.parent = self.folder(into).id if into is not None else entry.parent
        self.touch(entry)

    def delete(self, path: str) -> None:
        """Remove an item and everything below it."""
        gone = [self.at(path)]
        while gone:
            entry = gone.pop()
            gone += self._below(entry)
            del self.entries[entry.id]
            self.deleted.add(entry.id)
            self.log.append(entry.id)

    def touch(self, entry: Entry) -> Entry:
        """Tell the item as changed."""
        entry.version += 1
        self.log.append(entry.id)
        return entry

    def forget_tokens(self) -> None:
        """From now on every delta token given so far is too old."""
        self.oldest = len(self.log) + 1
        self.log.append(self.root.id)

    def effective(self, entry: Entry) -> list[Permission]:
        """The item's permissions, inherited ones included; that they are is not told."""
        here = entry
        while here.permissions is None and here.parent is not None:
            here = self.entries[here.parent]
        return self.site.permissions if here.permissions is None else here.permissions

    def told(self, entry_id: str) -> dict[str, Any]:
        """The item as Graph tells it."""
        if entry_id in self.deleted:
            return {"id": entry_id, "deleted": {"state": "deleted"}}
        entry = self.entries[entry_id]
        number = f"{{{entry.unique_id.upper()}}}"
        common: dict[str, Any] = {
            "id": entry.id,
            "name": entry.name,
            "eTag": f'"{number},{entry.version}"',
            "webUrl": f"{self.url}/{quote(self.path(entry))}",
            "parentReference": {"driveId": self.id, "driveType": "documentLibrary"},
            "sharepointIds": {"listItemUniqueId": entry.unique_id, "siteId": self.site.id},
        }
        if entry.parent is None:
            return {**common, "root": {}, "folder": {"childCount": len(self._below(entry))}}
        common["parentReference"]["id"] = entry.parent
        if entry.facet:
            return {**common, entry.facet: {}}
        if entry.data is None:
            return {**common, "folder": {"childCount": len(self._below(entry))}}
        return {
            **common,
            "cTag": f'"c:{number},{entry.content}"',
            "size": len(entry.data),
            "file": {"mimeType": "application/octet-stream"},
            "publication": {"level": entry.level, "versionId": f"{entry.content}.0"},
        }

    @property
    def url(self) -> str:
        return f"{self.site.url}/{quote(self.tag)}"

    def path(self, entry: Entry) -> str:
        """Where the item is; empty for the root."""
        names = []
        while entry.parent is not None:
            names.append(entry.name)
            entry = self.entries[entry.parent]
        return "/".join(reversed(names))

    def _below(self, entry: Entry) -> list[Entry]:
        return [one for one in self.entries.values() if one.parent == entry.id]


@dataclass
class SitePage:
    """A page; its item is in the library of pages."""

    entry: Entry
    title: str
    html: str
    level: str = "published"
    promotion: str = "page"


@dataclass
class FakeList:
    """An ordinary list: its columns by the names within SharePoint, and what each item holds."""

    name: str
    columns: dict[str, str]
    items: dict[str, dict[str, object]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return guid(self.name)

    def told_columns(self) -> list[dict[str, Any]]:
        own = {"Title": "Rubrik", **self.columns}
        return [{"name": name, "displayName": label, "text": {}} for name, label in own.items()]

    def told_items(self) -> list[dict[str, Any]]:
        return [
            {"id": number, "fields": {"id": number, **fields}}
            for number, fields in self.items.items()
        ]


class FakeSite:
    """A site that everybody in the municipality may read, until something else is said."""

    def __init__(self, path: str = "sites/intranet") -> None:
        self.host, self.path = "kommun.sharepoint.com", path
        self.id = f"{self.host},{guid(path)},{guid(path + '/web')}"
        self.url = f"https://{self.host}/{path}"
        self.permissions: list[Permission] = [to_all()]
        self.files = Drive(self, "Dokument", "Delade dokument")
        self.page_files = Drive(self, "Webbplatssidor", "SitePages", is_system=True)
        self.drives = [self.files, self.page_files]
        self.pages: dict[str, SitePage] = {}
        self.lists: list[FakeList] = []

    def library(self, name: str, tag: str, *, is_system: bool = False) -> Drive:
        """One more library."""
        self.drives.append(Drive(self, name, tag, is_system=is_system))
        return self.drives[-1]

    def page(self, name: str, title: str, html: str, *, level: str = "published") -> SitePage:
        """Make a page, or edit it."""
        entry = self.page_files.write(name, b"<%@ Page %>")
        entry.level = level
        if entry.content > 1:
            entry.content -= 1  # Its file is the same; only its list item changes.
        promotion = self.pages[entry.unique_id].promotion if entry.unique_id in self.pages else ""
        page = SitePage(entry, title, html, level, promotion or "page")
        self.pages[entry.unique_id] = page
        return page

    def shown_pages(self) -> Iterator[dict[str, Any]]:
        """The pages as Graph lists them."""
        for page_id, page in self.pages.items():
            if page.entry.id in self.page_files.entries:
                yield {
                    "id": page_id,
                    "name": page.entry.name,
                    "title": page.title,
                    "eTag": f'"{page.entry.version}"',
                    "webUrl": f"{self.page_files.url}/{page.entry.name}",
                    "pageLayout": "article",
                    "promotionKind": page.promotion,
                    "publishingState": {"level": page.level, "versionId": "1.0"},
                    "lastModifiedDateTime": "2026-10-01T08:00:00Z",
                }

    def canvas(self, page_id: str) -> dict[str, Any]:
        """What stands on a page: text in a column, a list of links beside it."""
        page = self.pages[page_id]
        links = {
            "@odata.type": "#microsoft.graph.standardWebPart",
            "id": guid("links"),
            "webPartType": "c70391ea-0b10-4ee9-b2b4-006d3fcad0cd",
            "data": {
                "dataVersion": "2.2",
                "title": "Snabblänkar",
                "properties": {"layoutId": "CompactCard"},
                "serverProcessedContent": {
                    "htmlStrings": [],
                    "searchablePlainTexts": [{"key": "items[0].title", "value": "Beställ <dator>"}],
                    "links": [{"key": "items[0].url", "value": "https://kommun.example/it"}],
                    "imageSources": [],
                },
            },
        }
        text = {
            "@odata.type": "#microsoft.graph.textWebPart",
            "id": guid("t"),
            "innerHtml": page.html,
        }
        return {
            "horizontalSections": [
                {
                    "id": "1",
                    "layout": "oneColumn",
                    "emphasis": "none",
                    "columns": [{"id": "1", "width": 12, "webparts": [text]}],
                }
            ],
            "verticalSection": {"id": "2", "emphasis": "none", "webparts": [links]},
        }
