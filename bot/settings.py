"""What can be set from outside, read once at start-up; a wrong or misspelt setting stops it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from types import MappingProxyType
from typing import Literal, TypeVar, cast, get_args
from urllib.parse import urlsplit

from bot.errors import ConfigurationError
from bot.operations.profile import load_profile
from bot.privacy.gate import MaskKind
from bot.teams.service_hosts import LOOPBACK_HOSTS, TEAMS_HOSTS

PREFIX = "KOLLEGA_"
LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR"]
ModelIdentity = Literal["key", "application", "user"]
Source = Literal["command line", "environment", ".env", "default"]
Network = IPv4Network | IPv6Network

T = TypeVar("T")


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Each is read from `KOLLEGA_` + its name in capitals."""

    data: Path = Path(".kollega")
    """Where the embedded index, state and logs live."""
    host: str = "127.0.0.1"
    """The address that `serve` listens on."""
    port: int = 3978
    """The port that `serve` listens on; `PORT`, as hosting services set it, counts too."""
    app_id: str | None = None
    """The bot's application (client) id in Entra. Needed to serve Teams."""
    app_secret: Secret | None = None
    """The application's client secret, where it has no managed identity."""
    app_certificate: Path | None = None
    """A PEM file with the application's certificate and key, instead of a secret."""
    tenants: tuple[str, ...] = ()
    """Entra tenant ids, comma-separated, whose people are served. Needed to serve Teams."""
    openid_metadata_url: str = "https://login.botframework.com/v1/.well-known/openidconfiguration"
    """Where the keys are published that sign requests from Teams."""
    service_hosts: tuple[str, ...] = TEAMS_HOSTS
    """Hosts, comma-separated, that replies may go to."""
    link_hosts: tuple[str, ...] = ()
    """Hosts, comma-separated, that quoted documents may link to, besides their own, and all hosts
    below them. Other links are left out of what is quoted."""
    ca_file: Path | None = None
    """An extra certificate authority (PEM) to trust for outgoing https."""
    authority: str = "https://login.microsoftonline.com"
    """Where the bot's own tokens come from."""
    managed_identity: bool = False
    """Whether the bot's application is a managed identity, which needs no secret: yes or no."""
    sso_connection: str | None = None
    """The bot's OAuth connection. With it staff are signed in, and everything is done in their
    name. Unset: the people and groups of people.toml."""
    sso_app_id: str | None = None
    """The client id of the application that staff sign in to, where it is not the bot's own."""
    sso_secret: Secret | None = None
    """That application's client secret. Without it and a certificate the bot's managed identity
    vouches for it, as a federated credential."""
    sso_certificate: Path | None = None
    """A PEM file with that application's certificate and key, instead of a secret."""
    sign_in_url: str = "https://api.botframework.com"
    """The Bot Framework's sign-in service; for a bot in the EU https://europe.api.botframework.com."""
    guests: bool = False
    """Whether guests who sign in are answered, from what they are let read: yes or no. Unset: what
    the profile says, else no."""
    graph_url: str = "https://graph.microsoft.com"
    """Microsoft Graph: where SharePoint and the groups of those who sign in are read."""
    resource_group: str | None = None
    """The id of the resource group in Azure, "/subscriptions/ID/resourceGroups/NAME", so that
    `check` sees who may search past the filter and where models run. Unset: it says it cannot."""
    resource_manager_url: str = "https://management.azure.com"
    """Azure Resource Manager, where `check` sees that."""
    sensitivity_labels: tuple[str, ...] = ()
    """Ids, comma-separated, of sensitivity labels that documents may carry and still be read; off:
    labels are not looked at. Unset: only documents without a label are read."""
    sharing_limit: int = 50
    """How many people may find a document with identity numbers, somebody's health or a mark of
    secrecy. Shared with more, or with an unknown number, it is kept out."""
    approved_answers: str | None = None
    """Where owners write answers word by word and stop documents: a workbook, a folder, or
    sharepoint:SITE with the lists "Godkända svar" and "Stoppade dokument". Unset: godkanda-svar in
    the data directory, if it is there."""
    search_endpoint: str | None = None
    """Azure AI Search, instead of the index in the data directory: https://NAME.search.windows.net.
    The application's identity reads and writes it. Ingest again after a change."""
    search_index: str = "kollega"
    """The name, an alias, under which the index there is searched."""
    search_native: bool = False
    """Whether Azure AI Search also trims by the asker's own token (its preview): yes or no. Needs
    `KOLLEGA_SSO_CONNECTION`, and the sources to be ingested again."""
    blob_endpoint: str | None = None
    """Azure Blob Storage, where state is kept instead of SQLite in the data directory, so that
    several instances share it: https://NAME.blob.core.windows.net. The application's identity
    reads and writes it."""
    blob_container: str = "kollega"
    """The container there. It must exist."""
    blob_key: Secret | None = None
    """The account's key, for an emulator (Azurite) on this machine only; creates the container."""
    openai_base_url: str | None = None
    """An OpenAI-compatible model server. http on loopback only."""
    openai_api_key: Secret | None = None
    """The key for the model server, if it asks for one."""
    openai_identity: ModelIdentity = "key"
    """Whom the model server knows: key, or in Azure OpenAI application (its managed identity,
    secret or certificate) or user (who asks; needs `KOLLEGA_SSO_CONNECTION`)."""
    model: str | None = None
    """The model, or Azure deployment, that writes answers. Unset: answers are extracts."""
    embedding_model: str | None = None
    """A model for vectors on the same server, to search by meaning, too; needs the extra `vectors`.
    Ingest again after a change."""
    profile: Path | None = None
    """The municipality's profile (infra/municipalities): its contacts, retention, guests and pilot
    groups. Unset: contacts.toml and retention.toml in the data directory."""
    mask: tuple[MaskKind, ...] = ()
    """What is masked besides personal identity numbers, comma-separated: email, phone, account,
    health (names in sentences about illness). Unset: what the profile says."""
    tokens_per_day: int | None = None
    """What the model may cost from midnight to midnight; then sources are quoted. Unset: no end."""
    messages_per_minute: int = 20
    """How many messages of one person are answered, and how many at once."""
    metrics_port: int | None = None
    """Where `serve` shows metrics and readiness in detail. Unset: nowhere."""
    metrics_host: str = "127.0.0.1"
    """The address of that port; nobody is asked who they are there, so keep it inside."""
    otlp_endpoint: str | None = None
    """A collector for traces (OTLP over HTTP); needs the extra `telemetry`. Unset: no traces."""
    targeted_messages: bool = False
    """Whether the tenant has messages in a group that one person sees: yes or no."""
    ocr: bool = False
    """Whether scanned pages are read with Tesseract, which must be installed: yes or no."""
    crawl_networks: tuple[Network, ...] = ()
    """Networks that websites may be read on though they are not public, such as 10.20.0.0/16."""
    crawl_contact: str | None = None
    """Whom a website's owner can turn to: an e-mail address or a page, in the User-Agent."""
    crawl_rate: float = 2.0
    """Requests a second to one website, at most."""
    crawl_pages: int = 20_000
    """Addresses of one website that are looked at in one go."""
    log_level: LogLevel = "INFO"
    """How much is logged: DEBUG, INFO, WARNING or ERROR."""
    sources: Mapping[str, Source] = field(default_factory=dict)
    """Where each of the others came from, by name."""


NAMES = tuple(one.name for one in fields(Settings) if one.name != "sources")
"""Of all settings, in the order in which they are shown."""


def variable(name: str) -> str:
    """The environment variable of a setting: "app_id" → "KOLLEGA_APP_ID"."""
    return PREFIX + name.upper()


def read(
    environ: Mapping[str, str],
    *,
    dotenv: Mapping[str, str | None] = MappingProxyType({}),
    data: Path | None = None,
) -> Settings:
    """The settings: `data` from the command line first, then `environ`, then `dotenv`.

    An empty value counts as none. Raises `ConfigurationError` naming the setting and what to put.
    """
    for origin in (environ, dotenv):
        _refuse_unknown(origin)
    given = _Given(environ, dotenv)
    profile = given.read("profile", _file, None)
    decided = load_profile(profile) if profile else None
    defaults = Settings(
        guests=decided.tenant.guests if decided else False, mask=decided.mask if decided else ()
    )
    settings = Settings(
        data=data or given.read("data", Path, defaults.data),
        host=given.read("host", _host, defaults.host),
        port=given.read("port", _port, defaults.port),
        app_id=given.read("app_id", _word, None),
        app_secret=given.read("app_secret", Secret, None),
        app_certificate=given.read("app_certificate", _file, None),
        tenants=given.read("tenants", _words, ()),
        openid_metadata_url=given.read("openid_metadata_url", _https, defaults.openid_metadata_url),
        service_hosts=given.read("service_hosts", _hosts, defaults.service_hosts),
        link_hosts=given.read("link_hosts", _hosts, ()),
        ca_file=given.read("ca_file", _file, None),
        authority=given.read("authority", _https, defaults.authority),
        managed_identity=given.read("managed_identity", _yes, defaults.managed_identity),
        sso_connection=given.read("sso_connection", _word, None),
        sso_app_id=given.read("sso_app_id", _word, None),
        sso_secret=given.read("sso_secret", Secret, None),
        sso_certificate=given.read("sso_certificate", _file, None),
        sign_in_url=given.read("sign_in_url", _https, defaults.sign_in_url),
        guests=given.read("guests", _yes, defaults.guests),
        graph_url=given.read("graph_url", _https, defaults.graph_url),
        resource_group=given.read("resource_group", _resource_group, None),
        resource_manager_url=given.read(
            "resource_manager_url", _https, defaults.resource_manager_url
        ),
        sensitivity_labels=given.read("sensitivity_labels", _words, ()),
        sharing_limit=given.read("sharing_limit", _count, defaults.sharing_limit),
        approved_answers=given.read("approved_answers", _source, None),
        search_endpoint=given.read("search_endpoint", _https, None),
        search_index=given.read("search_index", _index_name, defaults.search_index),
        search_native=given.read("search_native", _yes, defaults.search_native),
        blob_endpoint=given.read("blob_endpoint", _https_or_loopback, None),
        blob_container=given.read("blob_container", _container, defaults.blob_container),
        blob_key=given.read("blob_key", Secret, None),
        openai_base_url=given.read("openai_base_url", _https_or_loopback, None),
        openai_api_key=given.read("openai_api_key", Secret, None),
        openai_identity=given.read("openai_identity", _identity, defaults.openai_identity),
        model=given.read("model", _word, None),
        embedding_model=given.read("embedding_model", _word, None),
        profile=profile,
        mask=given.read("mask", _mask_kinds, defaults.mask),
        tokens_per_day=given.read("tokens_per_day", _count, None),
        messages_per_minute=given.read("messages_per_minute", _count, defaults.messages_per_minute),
        metrics_port=given.read("metrics_port", _port, None),
        metrics_host=given.read("metrics_host", _host, defaults.metrics_host),
        otlp_endpoint=given.read("otlp_endpoint", _https_or_loopback, None),
        targeted_messages=given.read("targeted_messages", _yes, defaults.targeted_messages),
        ocr=given.read("ocr", _yes, defaults.ocr),
        crawl_networks=given.read("crawl_networks", _networks, ()),
        crawl_contact=given.read("crawl_contact", _contact, None),
        crawl_rate=given.read("crawl_rate", _rate, defaults.crawl_rate),
        crawl_pages=given.read("crawl_pages", _count, defaults.crawl_pages),
        log_level=given.read("log_level", _log_level, defaults.log_level),
        sources=given.sources | ({"data": "command line"} if data else {}),
    )
    if settings.openai_base_url and not (settings.model or settings.embedding_model):
        raise ConfigurationError(
            "KOLLEGA_MODEL is missing: put the model that KOLLEGA_OPENAI_BASE_URL serves"
        )
    return settings


class _Given:
    """The values from outside, and where each that was read came from."""

    def __init__(self, environ: Mapping[str, str], dotenv: Mapping[str, str | None]) -> None:
        self._environ = environ
        self._dotenv = dotenv
        self.sources: dict[str, Source] = {}

    def read(self, name: str, parse: Callable[[str], T], default: T) -> T:
        """`parse` raises `ValueError` saying what to put."""
        value, self.sources[name] = self._find(name)
        if not value:
            return default
        try:
            return parse(value)
        except ValueError as error:
            raise ConfigurationError(f"{variable(name)} is wrong: put {error}") from None

    def _find(self, name: str) -> tuple[str, Source]:
        names = (variable(name), "PORT") if name == "port" else (variable(name),)
        for key in names:
            if value := self._environ.get(key, "").strip():
                return value, "environment"
        if value := (self._dotenv.get(names[0]) or "").strip():
            return value, ".env"
        return "", "default"


def _refuse_unknown(names: Mapping[str, str | None]) -> None:
    known = [variable(name) for name in NAMES]
    for name in sorted(names):
        if name.upper().startswith(PREFIX) and name not in known:
            near = difflib.get_close_matches(name.upper(), known, n=1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
            raise ConfigurationError(f"{name} is no setting: {hint}")


def _word(value: str) -> str:
    if not value.isprintable() or " " in value:
        raise ValueError("one word without spaces")
    return value


def _identity(value: str) -> ModelIdentity:
    match value.lower():
        case "key" | "application" | "user" as identity:
            return identity
        case _:
            raise ValueError("key, application or user")


def _index_name(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9](?:-?[a-z0-9]){1,99}", value):
        raise ValueError("2 to 100 small letters, digits and single dashes, such as kollega")
    return value


def _resource_group(value: str) -> str:
    if not re.fullmatch(r"/subscriptions/[0-9a-fA-F-]{36}/resourceGroups/[\w.()-]{1,90}", value):
        raise ValueError("/subscriptions/ID/resourceGroups/NAME, as `az group show` prints it")
    return value


def _container(value: str) -> str:
    if not re.fullmatch(r"(?=.{3,63}$)[a-z0-9](?:-?[a-z0-9])+", value):
        raise ValueError("3 to 63 small letters, digits and single dashes, such as kollega")
    return value


def _words(value: str) -> tuple[str, ...]:
    return tuple(_word(part.strip()) for part in value.split(",") if part.strip())


def _mask_kinds(value: str) -> tuple[MaskKind, ...]:
    kinds = _words(value.lower())
    if not set(kinds) <= set(get_args(MaskKind)):
        raise ValueError(f"one or more of {', '.join(get_args(MaskKind))}")
    return cast(tuple[MaskKind, ...], kinds)


def _host(value: str) -> str:
    if "/" in value or " " in value:
        raise ValueError("an address to listen on, such as 127.0.0.1")
    return value


def _port(value: str) -> int:
    if not (value.isascii() and value.isdecimal() and 1 <= int(value) <= 65535):
        raise ValueError("a port number, such as 3978")
    return int(value)


def _count(value: str) -> int:
    if not (value.isascii() and value.isdecimal() and 1 <= int(value) <= 10**12):
        raise ValueError("a whole number of at least 1")
    return int(value)


def _networks(value: str) -> tuple[Network, ...]:
    try:
        return tuple(ip_network(word) for word in _words(value))
    except ValueError:
        raise ValueError("networks separated by commas, such as 10.20.0.0/16") from None


def _contact(value: str) -> str:
    if not value.isascii() or "(" in value or ")" in value:
        raise ValueError("an e-mail address or a page, such as webb@kommun.se")
    return _word(value)


def _rate(value: str) -> float:
    try:
        rate = float(value)
    except ValueError:
        rate = 0.0
    if not 0.01 <= rate <= 1000:
        raise ValueError("requests a second, such as 0.5 or 2")
    return rate


def _yes(value: str) -> bool:
    if value.lower() not in ("yes", "no"):
        raise ValueError("yes or no")
    return value.lower() == "yes"


def _hosts(value: str) -> tuple[str, ...]:
    hosts = _words(value)
    if not hosts or any("/" in host or "*" in host for host in hosts):
        raise ValueError("host names separated by commas, such as smba.trafficmanager.net")
    return hosts


def _https(value: str) -> str:
    if not _is_address(value, "https"):
        raise ValueError("an address that begins with https://")
    return value.rstrip("/")


def _https_or_loopback(value: str) -> str:
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


def _file(value: str) -> Path:
    path = Path(value)
    if not path.is_file():
        raise ValueError("the path of a file that exists")
    return path


def _source(value: str) -> str:
    if not value.startswith("sharepoint:") and not Path(value).exists():
        raise ValueError("a workbook or folder that exists, or sharepoint: and a site")
    return value


def _log_level(value: str) -> LogLevel:
    match value.upper():
        case "DEBUG" | "INFO" | "WARNING" | "ERROR" as level:
            return level
        case _:
            raise ValueError("DEBUG, INFO, WARNING or ERROR")
