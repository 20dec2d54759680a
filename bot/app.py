"""The composition root: the only module that names concrete backends.

A backend is imported where it is built, so that a process carries only what it uses.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, get_args

from bot.answering.base import Answerer
from bot.answering.extractive import ExtractiveAnswerer
from bot.contacts import load_contacts
from bot.copilot import Copilot
from bot.errors import ConfigurationError, StorageUnavailable
from bot.identity.local import LocalDirectory
from bot.language.detection import detect
from bot.privacy.personal_data import mask
from bot.privacy.sensitive import SafeExits, find_topic
from bot.retrieval.local import LocalIndex, LocalRetriever
from bot.services import Services
from bot.settings import Settings, variable
from bot.storage.base import Erasure, Inbox
from bot.storage.database import SQLiteDatabase
from bot.storage.sqlite import SQLiteConversationStore, SQLiteGapStore
from bot.storage.sqlite_replies import SQLiteReplyRecords
from bot.telemetry import NO_SPANS, Meter, Spans
from bot.turn import Outcome
from skills import SKILLS

if TYPE_CHECKING:
    from aiohttp.web import Application

    from bot.answering.breaker import Breaker
    from bot.answering.budget import TokenBudget
    from bot.ingestion.source import Source
    from bot.ingestion.sync import Progress, SyncReport
    from bot.teams.authentication import Authentication
    from bot.teams.connector import Connector
    from bot.teams.readiness import Readiness

MEMORY_DAYS = 30
"""How long conversations are remembered."""
REPLY_RECORD_DAYS = 365
"""How long it can be reconstructed what was answered: through a budget year and its audit. What
records of no lasting value are kept for is the municipality's decision."""
_PURGE_EVERY_S = 6 * 3600.0
_log = logging.getLogger(__name__)
_Value = TypeVar("_Value")
_SAMPLE = Path(__file__).parent / "demo"
SAMPLE_NAME = "exempelkommun"
SAMPLE_INTRANET = _SAMPLE / "intranet"
_RESERVED = ("search_endpoint", "blob_endpoint", "embedding_model", "profile")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kollega:
    """The parts of the embedded configuration, open and ready."""

    settings: Settings
    directory: LocalDirectory
    retriever: LocalRetriever
    answerer: Answerer
    model: Breaker | None
    """Between the answerer and the language model, if there is one."""
    conversations: SQLiteConversationStore
    records: SQLiteReplyRecords
    safe_exits: SafeExits
    copilot: Copilot
    database: SQLiteDatabase
    meter: Meter
    spans: Spans


@asynccontextmanager
async def open_kollega(
    settings: Settings, *, state: Path | None = None, today: Callable[[], date] = date.today
) -> AsyncIterator[Kollega]:
    """Everything that answers, over what is in the data directory.

    `state` is another folder for what is remembered, so that an evaluation leaves nothing behind;
    `today` is the day that validity is judged on.

    Raises `ConfigurationError` if something is set that this version does not have: it must not
    look as if it were in use.
    """
    for name in _RESERVED:
        if getattr(settings, name) is not None:
            raise ConfigurationError(f"{variable(name)} is not supported yet: leave it out")
    database = SQLiteDatabase((state or settings.data) / "state.sqlite3")
    meter = Meter(outcomes=get_args(Outcome), skills=[skill.name for skill in SKILLS])
    try:
        async with (
            _spans(settings) as spans,
            _model(settings, database, meter) as model,
        ):
            yield _kollega(settings, database, model=model, today=today, meter=meter, spans=spans)
    finally:
        await database.close()


def _kollega(
    settings: Settings,
    database: SQLiteDatabase,
    *,
    model: Breaker | None,
    today: Callable[[], date],
    meter: Meter,
    spans: Spans,
) -> Kollega:
    answerer = _answerer(model)
    directory = LocalDirectory.load(_own_or_sample(settings.data, "people.toml"))
    contacts = load_contacts(_own_or_sample(settings.data, "contacts.toml"))
    retriever = LocalRetriever(settings.data / "index")
    conversations = SQLiteConversationStore(database, lifetime=timedelta(days=MEMORY_DAYS))
    records = SQLiteReplyRecords(database)
    safe_exits = SafeExits(contacts)
    copilot = Copilot(
        skills=SKILLS,
        services=Services(
            retriever=retriever,
            answerer=answerer,
            gaps=SQLiteGapStore(database),
            contacts=contacts,
            today=today,
        ),
        conversations=conversations,
        records=records,
        safe_exits=safe_exits,
        memory_days=MEMORY_DAYS,
        record_days=REPLY_RECORD_DAYS,
        spans=spans,
    )
    return Kollega(
        settings=settings,
        directory=directory,
        retriever=retriever,
        answerer=answerer,
        model=model,
        conversations=conversations,
        records=records,
        safe_exits=safe_exits,
        copilot=copilot,
        database=database,
        meter=meter,
        spans=spans,
    )


async def ingest(
    settings: Settings,
    source: Source,
    *,
    dry_run: bool = False,
    on_progress: Progress | None = None,
) -> SyncReport:
    """Bring the index in step with a source. A source of one's own replaces the sample."""
    from bot.ingestion.ledger import Ledger
    from bot.ingestion.sync import remove_source, sync_source

    index, ledger = LocalIndex(settings.data / "index"), Ledger(settings.data / "ledger.sqlite3")
    report = await sync_source(
        source,
        index=index,
        ledger=ledger,
        held=await index.document_ids(),
        dry_run=dry_run,
        on_progress=on_progress,
    )
    if source.name != SAMPLE_NAME and not dry_run:
        await remove_source(SAMPLE_NAME, index=index, ledger=ledger)
    return report


async def is_empty(settings: Settings) -> bool:
    """Whether nothing has been ingested into the data directory."""
    return not await LocalIndex(settings.data / "index").count()


async def ingest_sample(settings: Settings) -> SyncReport:
    """Read Exempelkommun, the sample municipality."""
    from bot.ingestion.folder import FolderSource

    return await ingest(settings, FolderSource(SAMPLE_INTRANET, name=SAMPLE_NAME))


@asynccontextmanager
async def serving(kollega: Kollega, *, host: str, port: int, local: bool) -> AsyncIterator[int]:
    """While open, the bot answers at `host` and the yielded port (`port`, unless that is 0).

    Conversations are forgotten when they are `MEMORY_DAYS` old.
    Raises `ConfigurationError` if it is to serve Teams and a setting for that is missing.
    """
    from bot.storage.sqlite_erasure import SQLiteErasure
    from bot.storage.sqlite_inbox import SQLiteInbox
    from bot.teams.server import serving

    authentication, connector = _doors(kollega, local=local)
    readiness = _readiness(kollega, authentication, connector)
    inbox = SQLiteInbox(kollega.database)
    forgetting = asyncio.create_task(_forget_regularly(SQLiteErasure(kollega.database)))
    try:
        web = _web(kollega, inbox, authentication, connector, readiness)
        async with _operations(kollega, readiness), serving(web, host, port) as bound:
            yield bound
    finally:
        inbox.close()
        forgetting.cancel()
        await asyncio.wait({forgetting})


async def _forget_regularly(erasure: Erasure) -> None:
    while True:
        try:
            now = datetime.now(UTC)
            await erasure.purge(
                before=now - timedelta(days=MEMORY_DAYS),
                replies_before=now - timedelta(days=REPLY_RECORD_DAYS),
            )
        except StorageUnavailable:
            _log.warning("old conversations could not be purged")
        await asyncio.sleep(_PURGE_EVERY_S)


@asynccontextmanager
async def _operations(kollega: Kollega, readiness: Readiness) -> AsyncIterator[None]:
    port = kollega.settings.metrics_port
    if port is None:
        yield
        return
    from bot.teams.operations import build_operations
    from bot.teams.server import serving
    from bot.telemetry.exposition import CONTENT_TYPE, Exposition

    exposition = Exposition(kollega.meter)
    web = build_operations(readiness, metrics=exposition.text, content_type=CONTENT_TYPE)
    host, setting = kollega.settings.metrics_host, variable("metrics_port")
    async with serving(web, host, port, setting=setting):
        yield


def _readiness(kollega: Kollega, authentication: Authentication, connector: Connector) -> Readiness:
    from bot.teams.readiness import Component, Readiness

    components = [
        Component(name="store", check=kollega.database.check),
        Component(name="index", check=kollega.retriever.check),
        Component(name="signing_keys", check=authentication.check),
        Component(name="connector_token", check=connector.check),
    ]
    if kollega.model is not None:
        components.append(Component(name="model", check=kollega.model.check, is_needed=False))
    return Readiness(components)


def build_web(kollega: Kollega, inbox: Inbox, *, local: bool) -> Application:
    """The bot's endpoint alone. `local`: no tokens, loopback only.

    Raises `ConfigurationError` if it is to serve Teams and a setting for that is missing.
    """
    authentication, connector = _doors(kollega, local=local)
    readiness = _readiness(kollega, authentication, connector)
    return _web(kollega, inbox, authentication, connector, readiness)


def _web(
    kollega: Kollega,
    inbox: Inbox,
    authentication: Authentication,
    connector: Connector,
    readiness: Readiness,
) -> Application:
    from bot.storage.sqlite import SQLiteFeedbackStore
    from bot.teams.channel import ChannelLimits, Collaborators, build_endpoint

    return build_endpoint(
        Collaborators(
            copilot=kollega.copilot,
            directory=kollega.directory,
            inbox=inbox,
            feedback=SQLiteFeedbackStore(kollega.database),
            records=kollega.records,
            authentication=authentication,
            connector=connector,
            mask=lambda text: mask(text).text,
            is_sensitive=lambda text: find_topic(text) is not None,
            detect_language=detect,
            rules=f"kollega {version('kollega')}",
            meter=kollega.meter,
            spans=kollega.spans,
            readiness=readiness,
            targeted_messages=kollega.settings.targeted_messages,
        ),
        limits=ChannelLimits(messages_per_minute=kollega.settings.messages_per_minute),
    )


def _doors(kollega: Kollega, *, local: bool) -> tuple[Authentication, Connector]:
    return _local_channel(kollega) if local else _teams_channel(kollega)


def _local_channel(kollega: Kollega) -> tuple[Authentication, Connector]:
    from bot.teams.authentication import LocalAuthentication
    from bot.teams.connector import Connector
    from bot.teams.service_hosts import LoopbackHosts

    connector = Connector(
        hosts=LoopbackHosts(), token=None, meter=kollega.meter, spans=kollega.spans
    )
    return LocalAuthentication(), connector


def _teams_channel(kollega: Kollega) -> tuple[Authentication, Connector]:
    from bot.teams.authentication import ConnectorAuthentication
    from bot.teams.connector import Connector
    from bot.teams.connector_token import ClientCredentials
    from bot.teams.service_hosts import ServiceHosts
    from bot.teams.signing_keys import SigningKeys

    settings = kollega.settings
    app_id = _needed(settings.app_id, "KOLLEGA_APP_ID", "the bot's application id in Entra")
    secret = _needed(settings.app_secret, "KOLLEGA_APP_SECRET", "the application's client secret")
    tenants = _needed(settings.tenants, "KOLLEGA_TENANTS", "the tenant ids that may use the bot")
    tls, hosts = _trust(settings.ca_file), ServiceHosts(settings.service_hosts)
    authentication = ConnectorAuthentication(
        app_id=app_id,
        tenants=tenants,
        keys=SigningKeys(settings.openid_metadata_url, tls=tls, meter=kollega.meter),
        hosts=hosts,
    )
    token = ClientCredentials(
        authority=settings.authority,
        tenant=tenants[0],
        app_id=app_id,
        secret=secret.reveal(),
        tls=tls,
    )
    connector = Connector(
        hosts=hosts, token=token, tls=tls, meter=kollega.meter, spans=kollega.spans
    )
    return authentication, connector


def _needed(value: _Value | None, setting: str, what: str) -> _Value:
    if not value:
        raise ConfigurationError(
            f"{setting} is missing: put {what}, or start with --local to try the bot on this "
            "machine without Teams"
        )
    return value


def _trust(ca_file: Path | None) -> ssl.SSLContext:
    trust = ssl.create_default_context()
    if ca_file is not None:
        trust.load_verify_locations(ca_file)
    return trust


@asynccontextmanager
async def _spans(settings: Settings) -> AsyncIterator[Spans]:
    if settings.otlp_endpoint is None:
        yield NO_SPANS
        return
    try:
        from bot.telemetry.tracing import Tracing, exporting_to
    except ImportError as error:
        raise ConfigurationError(
            f"{variable('otlp_endpoint')} needs more than is installed: "
            "pip install kollega[telemetry]"
        ) from error

    tracing = Tracing(exporting_to(settings.otlp_endpoint, ca_file=settings.ca_file))
    try:
        yield tracing
    finally:
        await asyncio.to_thread(tracing.close)


@asynccontextmanager
async def _model(
    settings: Settings, database: SQLiteDatabase, meter: Meter
) -> AsyncIterator[Breaker | None]:
    if settings.openai_base_url is None:
        yield None
        return
    from bot.answering.breaker import Breaker
    from bot.answering.openai import OpenAIAnswerer

    key = settings.openai_api_key
    model = OpenAIAnswerer.build(
        base_url=settings.openai_base_url,
        api_key=key.reveal() if key else None,
        model=settings.model or "",
        tls=_trust(settings.ca_file),
        budget=_budget(settings, database),
        meter=meter,
    )
    try:
        yield Breaker(model)
    finally:
        await model.close()


def _answerer(model: Breaker | None) -> Answerer:
    extractive = ExtractiveAnswerer()
    if model is None:
        return extractive
    from bot.answering.fallback import FallbackAnswerer

    return FallbackAnswerer(model, extractive)


def _budget(settings: Settings, database: SQLiteDatabase) -> TokenBudget | None:
    if settings.tokens_per_day is None:
        return None
    from bot.answering.budget import DailyBudget
    from bot.storage.sqlite_tokens import SQLiteTokenLedger

    return DailyBudget(SQLiteTokenLedger(database), per_day=settings.tokens_per_day)


def build_extractive(*, max_sentences: int) -> Answerer:
    """The answerer without a model, held to a length."""
    return ExtractiveAnswerer(max_sentences=max_sentences)


def _own_or_sample(data: Path, name: str) -> Path:
    """The municipality's own file, or the sample municipality's."""
    own = data / name
    return own if own.exists() else _SAMPLE / name
