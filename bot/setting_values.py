"""What may be put into a setting: each reads a text, or raises `ValueError` saying what to put."""

from __future__ import annotations

import re
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Literal, cast, get_args
from urllib.parse import urlsplit

from bot.privacy.gate import MaskKind
from bot.teams.service_hosts import LOOPBACK_HOSTS

LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR"]
ModelIdentity = Literal["key", "application", "user"]
Network = IPv4Network | IPv6Network


class Secret:
    """A text that is shown nowhere by accident; `reveal()` gives it to the one who needs it."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The text itself."""
        return self._value

    def __repr__(self) -> str:
        return "Secret(…)"

    def __reduce__(self) -> str:
        raise TypeError("a secret is not written anywhere")


def word(value: str) -> str:
    """A text without spaces."""
    if not value.isprintable() or " " in value:
        raise ValueError("one word without spaces")
    return value


def model_identity(value: str) -> ModelIdentity:
    """Whom the model server knows."""
    match value.lower():
        case "key" | "application" | "user" as identity:
            return identity
        case _:
            raise ValueError("key, application or user")


def index_name(value: str) -> str:
    """A name that Azure AI Search allows an index (its REST API, naming rules)."""
    if not re.fullmatch(r"[a-z0-9](?:-?[a-z0-9]){1,99}", value):
        raise ValueError("2 to 100 small letters, digits and single dashes, such as kollega")
    return value


def resource_group(value: str) -> str:
    """The id of a resource group in Azure."""
    if not re.fullmatch(r"/subscriptions/[0-9a-fA-F-]{36}/resourceGroups/[\w.()-]{1,90}", value):
        raise ValueError("/subscriptions/ID/resourceGroups/NAME, as `az group show` prints it")
    return value


def container(value: str) -> str:
    """A name that Azure Blob Storage allows a container."""
    if not re.fullmatch(r"(?=.{3,63}$)[a-z0-9](?:-?[a-z0-9])+", value):
        raise ValueError("3 to 63 small letters, digits and single dashes, such as kollega")
    return value


def words(value: str) -> tuple[str, ...]:
    """Words separated by commas, in their order."""
    return tuple(word(part.strip()) for part in value.split(",") if part.strip())


def mask_kinds(value: str) -> tuple[MaskKind, ...]:
    """Kinds of personal data, separated by commas."""
    kinds = words(value.lower())
    if not set(kinds) <= set(get_args(MaskKind)):
        raise ValueError(f"one or more of {', '.join(get_args(MaskKind))}")
    return cast(tuple[MaskKind, ...], kinds)


def host(value: str) -> str:
    """An address to listen on."""
    if "/" in value or " " in value:
        raise ValueError("an address to listen on, such as 127.0.0.1")
    return value


def port(value: str) -> int:
    """A TCP port, 1 to 65535."""
    if not (value.isascii() and value.isdecimal() and 1 <= int(value) <= 65535):
        raise ValueError("a port number, such as 3978")
    return int(value)


def count(value: str) -> int:
    """A whole number from 1 to 10^12."""
    if not (value.isascii() and value.isdecimal() and 1 <= int(value) <= 10**12):
        raise ValueError("a whole number of at least 1")
    return int(value)


def networks(value: str) -> tuple[Network, ...]:
    """Networks in CIDR notation, separated by commas."""
    try:
        return tuple(ip_network(word) for word in words(value))
    except ValueError:
        raise ValueError("networks separated by commas, such as 10.20.0.0/16") from None


def contact(value: str) -> str:
    """An e-mail address or page that may stand in a User-Agent."""
    if not value.isascii() or "(" in value or ")" in value:
        raise ValueError("an e-mail address or a page, such as webb@kommun.se")
    return word(value)


def rate(value: str) -> float:
    """Requests a second, 0.01 to 1000."""
    try:
        rate = float(value)
    except ValueError:
        rate = 0.0
    if not 0.01 <= rate <= 1000:
        raise ValueError("requests a second, such as 0.5 or 2")
    return rate


def yes_or_no(value: str) -> bool:
    """Yes or no, as True or False."""
    if value.lower() not in ("yes", "no"):
        raise ValueError("yes or no")
    return value.lower() == "yes"


def hosts(value: str) -> tuple[str, ...]:
    """Host names without scheme or wildcard, separated by commas."""
    hosts = words(value)
    if not hosts or any("/" in host or "*" in host for host in hosts):
        raise ValueError("host names separated by commas, such as smba.trafficmanager.net")
    return hosts


def https_address(value: str) -> str:
    """An address over https, without a last slash."""
    if not _is_address(value, "https"):
        raise ValueError("an address that begins with https://")
    return value.rstrip("/")


def https_or_loopback(value: str) -> str:
    """Likewise, or one over http on this machine."""
    if not _is_address(value, "https"):
        on_loopback = _is_address(value, "http") and urlsplit(value).hostname in LOOPBACK_HOSTS
        if not on_loopback:
            raise ValueError("an address that begins with https:// (http:// only for localhost)")
    return value.rstrip("/")


def _is_address(value: str, scheme: str) -> bool:
    try:
        address = urlsplit(value)
        return (
            address.scheme == scheme
            and bool(address.hostname)
            and address.port != 0  # raises ValueError if it is no number
            and address.username is None
            and not any(character.isspace() for character in value)
        )
    except ValueError:
        return False


def existing_file(value: str) -> Path:
    """The path of a file that is there."""
    path = Path(value)
    if not path.is_file():
        raise ValueError("the path of a file that exists")
    return path


def existing_source(value: str) -> str:
    """A path that is there, or a site of SharePoint."""
    if not value.startswith("sharepoint:") and not Path(value).exists():
        raise ValueError("a workbook or folder that exists, or sharepoint: and a site")
    return value


def log_level(value: str) -> LogLevel:
    """The lowest level that is logged."""
    match value.upper():
        case "DEBUG" | "INFO" | "WARNING" | "ERROR" as level:
            return level
        case _:
            raise ValueError("DEBUG, INFO, WARNING or ERROR")
