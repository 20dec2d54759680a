"""What can be set from outside, read once at start-up; a wrong or misspelt setting stops it."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, TypeVar, cast

from bot import setting_values as parse
from bot.errors import ConfigurationError
from bot.operations.profile import load_profile
from bot.operations.profile.placeholders import is_placeholder
from bot.privacy.gate import MaskKind
from bot.setting_values import LogLevel, ModelIdentity, Network, Secret
from bot.teams.files.hosts import SHAREPOINT
from bot.teams.service_hosts import TEAMS_HOSTS

PREFIX = "KOLLEGA_"
Source = Literal["command line", "environment", ".env", "default"]
T = TypeVar("T")
D = TypeVar("D")


def _setting(parse: Callable[[str], T], default: D) -> T | D:
    """A setting that `parse` reads, or raises `ValueError` saying what to put."""
    return cast(T | D, field(default=default, metadata={"parse": parse}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Each is read from `KOLLEGA_` + its name in capitals."""

    data: Path = _setting(Path, Path(".kollega"))
    """Where the embedded index, state and logs live."""
    host: str = _setting(parse.host, "127.0.0.1")
    """The address that `serve` listens on."""
    port: int = _setting(parse.port, 3978)
    """The port that `serve` listens on; `PORT`, as hosting services set it, counts too."""
    app_id: str | None = _setting(parse.word, None)
    """The bot's application (client) id in Entra. Needed to serve Teams."""
    app_secret: Secret | None = _setting(Secret, None)
    """The application's client secret, where it has no managed identity."""
    app_certificate: Path | None = _setting(parse.existing_file, None)
    """A PEM file with the application's certificate and key, instead of a secret."""
    tenants: tuple[str, ...] = _setting(parse.words, ())
    """Entra tenant ids, comma-separated, whose people are served. Needed to serve Teams."""
    openid_metadata_url: str = _setting(
        parse.https_address, "https://login.botframework.com/v1/.well-known/openidconfiguration"
    )
    """Where the keys are published that sign requests from Teams."""
    service_hosts: tuple[str, ...] = _setting(parse.hosts, TEAMS_HOSTS)
    """Hosts, comma-separated, that replies may go to."""
    file_hosts: tuple[str, ...] = _setting(parse.hosts, SHAREPOINT)
    """Hosts, comma-separated, that files of a chat are fetched from and put at, and all hosts
    below them."""
    link_hosts: tuple[str, ...] = _setting(parse.hosts, ())
    """Hosts, comma-separated, that quoted documents may link to, besides their own, and all hosts
    below them. Other links are left out of what is quoted."""
    ca_file: Path | None = _setting(parse.existing_file, None)
    """An extra certificate authority (PEM) to trust for outgoing https."""
    authority: str = _setting(parse.https_address, "https://login.microsoftonline.com")
    """Where the bot's own tokens come from."""
    managed_identity: bool = _setting(parse.yes_or_no, False)
    """Whether the bot's application is a managed identity, which needs no secret: yes or no."""
    sso_connection: str | None = _setting(parse.word, None)
    """The bot's OAuth connection. With it staff are signed in, and everything is done in their
    name. Unset: the people and groups of people.toml."""
    sso_app_id: str | None = _setting(parse.word, None)
    """The client id of the application that staff sign in to, where it is not the bot's own."""
    sso_secret: Secret | None = _setting(Secret, None)
    """That application's client secret. Without it and a certificate the bot's managed identity
    vouches for it, as a federated credential."""
    sso_certificate: Path | None = _setting(parse.existing_file, None)
    """A PEM file with that application's certificate and key, instead of a secret."""
    sign_in_url: str = _setting(parse.https_address, "https://api.botframework.com")
    """The Bot Framework's sign-in service; for a bot in the EU https://europe.api.botframework.com."""
    guests: bool = _setting(parse.yes_or_no, False)
    """Whether guests who sign in are answered, from what they are let read: yes or no. Unset: what
    the profile says, else no."""
    graph_url: str = _setting(parse.https_address, "https://graph.microsoft.com")
    """Microsoft Graph: where SharePoint and the groups of those who sign in are read."""
    resource_group: str | None = _setting(parse.resource_group, None)
    """The id of the resource group in Azure, "/subscriptions/ID/resourceGroups/NAME", so that
    `check` sees who may search past the filter and where models run. Unset: it says it cannot."""
    resource_manager_url: str = _setting(parse.https_address, "https://management.azure.com")
    """Azure Resource Manager, where `check` sees that."""
    sensitivity_labels: tuple[str, ...] = _setting(parse.words, ())
    """Ids, comma-separated, of sensitivity labels that documents may carry and still be read; off:
    labels are not looked at. Unset: only documents without a label are read."""
    sharing_limit: int = _setting(parse.count, 50)
    """How many people may find a document with identity numbers, somebody's health or a mark of
    secrecy. Shared with more, or with an unknown number, it is kept out."""
    approved_answers: str | None = _setting(parse.existing_source, None)
    """Where owners write answers word by word and stop documents: a workbook, a folder, or
    sharepoint:SITE with the lists "Godkända svar" and "Stoppade dokument". Unset: godkanda-svar in
    the data directory, if it is there."""
    search_endpoint: str | None = _setting(parse.https_address, None)
    """Azure AI Search, instead of the index in the data directory: https://NAME.search.windows.net.
    The application's identity reads and writes it. Ingest again after a change."""
    search_index: str = _setting(parse.index_name, "kollega")
    """The name, an alias, under which the index there is searched."""
    search_native: bool = _setting(parse.yes_or_no, False)
    """Whether Azure AI Search also trims by the asker's own token (its preview): yes or no. Needs
    `KOLLEGA_SSO_CONNECTION`, and the sources to be ingested again."""
    blob_endpoint: str | None = _setting(parse.https_or_loopback, None)
    """Azure Blob Storage, where state is kept instead of SQLite in the data directory, so that
    several instances share it: https://NAME.blob.core.windows.net. The application's identity
    reads and writes it."""
    blob_container: str = _setting(parse.container, "kollega")
    """The container there. It must exist."""
    blob_key: Secret | None = _setting(Secret, None)
    """The account's key, for an emulator (Azurite) on this machine only; creates the container."""
    openai_base_url: str | None = _setting(parse.https_or_loopback, None)
    """An OpenAI-compatible model server. http on loopback only."""
    openai_api_key: Secret | None = _setting(Secret, None)
    """The key for the model server, if it asks for one."""
    openai_identity: ModelIdentity = _setting(parse.model_identity, "key")
    """Whom the model server knows: key, or in Azure OpenAI application (its managed identity,
    secret or certificate) or user (who asks; needs `KOLLEGA_SSO_CONNECTION`)."""
    model: str | None = _setting(parse.word, None)
    """The model, or Azure deployment, that writes answers. Unset: answers are extracts."""
    embedding_model: str | None = _setting(parse.word, None)
    """A model for vectors on the same server, to search by meaning, too; needs the extra `vectors`.
    Ingest again after a change."""
    profile: Path | None = _setting(parse.existing_file, None)
    """The municipality's profile (infra/municipalities): its contacts, retention, guests and pilot
    groups. Unset: contacts.toml and retention.toml in the data directory."""
    mask: tuple[MaskKind, ...] = _setting(parse.mask_kinds, ())
    """What is masked besides personal identity numbers, comma-separated: email, phone, account,
    health (names in sentences about illness). Unset: what the profile says."""
    tokens_per_day: int | None = _setting(parse.count, None)
    """What the model may cost from midnight to midnight; then sources are quoted. Unset: no end."""
    messages_per_minute: int = _setting(parse.count, 20)
    """How many messages of one person are answered, and how many at once."""
    metrics_port: int | None = _setting(parse.port, None)
    """Where `serve` shows metrics and readiness in detail. Unset: nowhere."""
    metrics_host: str = _setting(parse.host, "127.0.0.1")
    """The address of that port; nobody is asked who they are there, so keep it inside."""
    otlp_endpoint: str | None = _setting(parse.https_or_loopback, None)
    """A collector for traces (OTLP over HTTP); needs the extra `telemetry`. Unset: no traces."""
    targeted_messages: bool = _setting(parse.yes_or_no, False)
    """Whether the tenant has messages in a group that one person sees: yes or no."""
    ocr: bool = _setting(parse.yes_or_no, False)
    """Whether scanned pages are read with Tesseract, which must be installed: yes or no."""
    crawl_networks: tuple[Network, ...] = _setting(parse.networks, ())
    """Networks that websites may be read on though they are not public, such as 10.20.0.0/16."""
    crawl_contact: str | None = _setting(parse.contact, None)
    """Whom a website's owner can turn to: an e-mail address or a page, in the User-Agent."""
    crawl_rate: float = _setting(parse.rate, 2.0)
    """Requests a second to one website, at most."""
    crawl_pages: int = _setting(parse.count, 20_000)
    """Addresses of one website that are looked at in one go."""
    log_level: LogLevel = _setting(parse.log_level, "INFO")
    """How much is logged: DEBUG, INFO, WARNING or ERROR."""
    sources: Mapping[str, Source] = field(default_factory=dict)
    """Where each of the others came from, by name."""


_SETTINGS = tuple(one for one in fields(Settings) if "parse" in one.metadata)
NAMES = tuple(one.name for one in _SETTINGS)
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
    values = {one.name: given.read(one) for one in _SETTINGS}
    if data:
        values["data"], given.sources["data"] = data, "command line"
    if values["profile"]:
        _let_the_profile_decide(values, given.sources)
    settings = Settings(**values, sources=given.sources)
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

    def read(self, setting: Field[Any]) -> Any:
        """The value, checked, or its default."""
        value, self.sources[setting.name] = self._find(setting.name)
        if not value:
            return setting.default
        try:
            return setting.metadata["parse"](value)
        except ValueError as error:
            raise ConfigurationError(f"{variable(setting.name)} is wrong: put {error}") from None

    def _find(self, name: str) -> tuple[str, Source]:
        names = (variable(name), "PORT") if name == "port" else (variable(name),)
        for key in names:
            if value := self._environ.get(key, "").strip():
                return value, "environment"
        if value := (self._dotenv.get(names[0]) or "").strip():
            return value, ".env"
        return "", "default"


def _let_the_profile_decide(values: dict[str, Any], sources: Mapping[str, Source]) -> None:
    """What the profile says stands where the setting is not given."""
    decided = load_profile(values["profile"])
    said = {"guests": decided.tenant.guests, "mask": decided.mask}
    place = decided.municipality.approved_answers
    if values["app_id"] and place and not is_placeholder(place):  # read as the app
        said["approved_answers"] = place
    values.update({name: said[name] for name in said if sources[name] == "default"})


def _refuse_unknown(names: Mapping[str, str | None]) -> None:
    known = [variable(name) for name in NAMES]
    for name in sorted(names):
        if name.upper().startswith(PREFIX) and name not in known:
            near = difflib.get_close_matches(name.upper(), known, n=1)
            hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
            raise ConfigurationError(f"{name} is no setting: {hint}")
