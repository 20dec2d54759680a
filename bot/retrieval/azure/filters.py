"""`$filter` expressions (OData) of Azure AI Search.

https://learn.microsoft.com/azure/search/search-query-odata-filter
"""

from __future__ import annotations

from collections.abc import Collection

_BETWEEN = "|"


def access(groups: Collection[str]) -> str:
    """What one of the groups may read. Never for no groups: then nothing may be asked at all."""
    if not groups:
        raise ValueError("nobody reads nothing: there is no filter for no groups")
    return _any_of("readers/any(g: {})", "g", groups)


def equal(field: str, value: str) -> str:
    """The field holds just this."""
    return f"{field} eq {_quoted(value)}"


def one_of(field: str, values: Collection[str]) -> str:
    """The field holds one of these."""
    return _any_of("{}", field, values)


def all_of(*parts: str) -> str:
    """Every part holds."""
    return " and ".join(f"({part})" for part in parts)


def _any_of(shape: str, field: str, values: Collection[str]) -> str:
    """`search.in` takes thousands of values; those that hold what stands between them are compared
    one by one."""
    plain = sorted(value for value in values if _BETWEEN not in value)
    parts = [equal(field, value) for value in sorted(set(values) - set(plain))]
    if plain:
        joined = _quoted(_BETWEEN.join(plain))
        parts.append(f"search.in({field}, {joined}, '{_BETWEEN}')")
    return " or ".join(shape.format(part) for part in parts)


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
