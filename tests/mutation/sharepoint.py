"""Changes to the reading of SharePoint, each of which shows or loses what it must not."""

from __future__ import annotations

from tests.mutation.mutations import Mutation

_CODE = "bot/ingestion/sources/sharepoint"
_TESTS = "tests/bot/ingestion/sharepoint"


def _mutation(name: str, module: str, was: str, becomes: str, *tests: str) -> Mutation:
    paths = tuple(f"{_TESTS}/test_{one}.py" for one in tests)
    return Mutation(f"sharepoint: {name}", f"{_CODE}/{module}.py", was, becomes, paths)


SHAREPOINT = (
    _mutation(
        "limited access taken for reading",
        "permissions",
        "if not named & _READING or _has_ended(permission, now):",
        "if _has_ended(permission, now):",
        "access",
    ),
    _mutation(
        "grants that have ended",
        "permissions",
        "if not named & _READING or _has_ended(permission, now):",
        "if not named & _READING:",
        "access",
    ),
    _mutation(
        "links for the organisation",
        "permissions",
        'if text(link, "scope") == "users" and not only_shown:',
        "if not only_shown:",
        "access",
    ),
    _mutation(
        "links that only show",
        "permissions",
        'if text(link, "scope") == "users" and not only_shown:',
        'if text(link, "scope") == "users":',
        "access",
    ),
    _mutation(
        "everyone of another tenant",
        "permissions",
        'login == f"{_ALL_USERS}{self.tenant.casefold()}"',
        "login.startswith(_ALL_USERS)",
        "access",
    ),
    _mutation(
        "a SharePoint group taken for the Entra group beside it",
        "permissions",
        "            if has(granted, kind):",
        "            if has(granted, kind) and not has(granted, 'group'):",
        "access",
    ),
    _mutation(
        "the owners of a group taken for all of it",
        "permissions",
        'if login.endswith("_o"):',
        'if login.endswith("_p"):',
        "access",
    ),
    _mutation(
        "a person's access for everybody",
        "permissions",
        "return frozenset({personal_group(user)})",
        "return frozenset({EVERYONE})",
        "access",
    ),
    _mutation(
        "only the first page of permissions",
        "inquiry",
        'if more := self._graph.own(text(answer, "@odata.nextLink")):',
        'if more := "":',
        "access",
    ),
    _mutation(
        "permissions never asked for again",
        "inquiry",
        "        chosen = self._again(rest)",
        "        chosen: list[Item] = []",
        "access",
    ),
    _mutation(
        "what a folder loses is kept below",
        "inquiry",
        "return known.readers & self.readers(item.parent)",
        "return known.readers",
        "site",
    ),
    _mutation(
        "content before its readers",
        "assembly",
        'version=None if error else f"{known.published} {item.name}"',
        'version=f"{known.published} {item.name}"',
        "access",
    ),
    _mutation(
        "permissions that are refused pass for known",
        "assembly",
        "if known is None or (error is not None and not error.is_temporary):",
        "if known is None:",
        "access",
    ),
    _mutation(
        "drafts",
        "assembly",
        "        if not is_draft:",
        "        if True:",
        "pages",
    ),
    _mutation(
        "labels that are not allowed",
        "labels",
        "all(label in self.allowed for label in labels)",
        "True",
        "labels",
    ),
    _mutation(
        "labels that cannot be read",
        "inquiry",
        "    return UNKNOWN_LABEL\n",
        "    return ()\n",
        "labels",
    ),
    _mutation(
        "only the first page of a list",
        "graph",
        'url = self.own(text(page, "@odata.nextLink"))',
        'url = ""',
        "documents",
    ),
    _mutation(
        "links to anywhere",
        "graph",
        'if link and not link.startswith(f"{self._base}{VERSION}/"):',
        "if not self._base:",
        "client",
    ),
    _mutation(
        "downloads from anywhere",
        "graph",
        'if not location.startswith("https://"):',
        "if not location:",
        "client",
    ),
    _mutation(
        "Retry-After not heeded",
        "throttling",
        "await self._sleep(asked)",
        "await self._sleep(0)",
        "client",
    ),
    _mutation(
        "deletions not heeded",
        "items",
        'if has(raw, "deleted"):',
        'if has(raw, "removed"):',
        "documents",
    ),
    _mutation(
        "an old token taken for a failure",
        "items",
        "if error.status != 410:",
        "if error.status != 409:",
        "documents",
    ),
    _mutation(
        "a full listing added to what was known",
        "items",
        "return await _read(graph, library, first, {})",
        "return await _read(graph, library, first, known)",
        "documents",
    ),
    _mutation(
        "what was indexed stays when the app is shut out",
        "source",
        "return Listing(documents=(), withheld=(problem,))",
        "return Listing(documents=(), unseen=(problem,))",
        "site",
    ),
)
