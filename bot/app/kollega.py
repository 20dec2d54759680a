"""Everything that answers, put together over what is in the data directory."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from bot.answering.base import Answerer
from bot.app.approved import open_approvals
from bot.app.calendars import open_calendar, open_school_year
from bot.app.entra import Entra, open_entra
from bot.app.model import build_answerer, open_model
from bot.app.municipality import open_contacts, open_people, open_pilot, open_retention
from bot.app.search import open_retriever
from bot.app.state import State, open_state
from bot.app.usage import keeping_usage
from bot.approved.base import NoApprovedAnswers
from bot.approved.retriever import ApprovedRetriever
from bot.calendars.base import STOCKHOLM
from bot.copilot import Copilot
from bot.errors import ConfigurationError
from bot.identity.local import LocalDirectory
from bot.privacy.sensitive import SafeExits
from bot.retention import Retention
from bot.retrieval.base import CheckedRetriever, Retriever
from bot.services import Services
from bot.settings import Settings, variable
from bot.storage.base import ConversationStore
from bot.storage.replies import ReplyRecords
from bot.telemetry import NO_SPANS, Meter, Spans
from bot.turn import Outcome
from skills import SKILLS

if TYPE_CHECKING:
    from bot.answering.breaker import Breaker
    from bot.approved.current import CurrentApprovals


@dataclass(frozen=True, slots=True, kw_only=True)
class Kollega:
    """The parts of the embedded configuration, open and ready."""

    settings: Settings
    retention: Retention
    directory: LocalDirectory
    index: CheckedRetriever
    retriever: Retriever
    """Searches the index, without what owners have stopped."""
    approvals: CurrentApprovals | None
    """What owners have decided, where there is a place for it."""
    answerer: Answerer
    model: Breaker | None
    """Between the answerer and the language model, if there is one."""
    conversations: ConversationStore
    records: ReplyRecords
    safe_exits: SafeExits
    services: Services
    copilot: Copilot
    entra: Entra | None
    """Acts in people's names, where they sign in."""
    state: State
    meter: Meter
    spans: Spans


@asynccontextmanager
async def open_kollega(
    settings: Settings, *, state: Path | None = None, today: Callable[[], date] = date.today
) -> AsyncIterator[Kollega]:
    """Everything that answers, over what is in the data directory.

    `state` is another folder for what is remembered, so that an evaluation leaves nothing behind;
    `today` is the day that validity is judged on.

    Raises `ConfigurationError`, naming the setting.
    """
    lifetime = timedelta(days=open_retention(settings).history)
    meter = Meter(outcomes=get_args(Outcome), skills=[skill.name for skill in SKILLS])
    async with (
        _spans(settings) as spans,
        open_state(settings, lifetime=lifetime, folder=state) as kept,
        keeping_usage(kept.usage, meter),
        open_entra(settings) as entra,
        open_model(settings, kept.tokens, meter, entra) as model,
        open_retriever(settings, entra, meter, today=today) as index,
        open_approvals(settings, state=state or settings.data, today=today) as approvals,
    ):
        yield _kollega(
            settings,
            kept,
            index=index,
            approvals=approvals,
            model=model,
            entra=entra,
            today=today,
            meter=meter,
            spans=spans,
        )


def _kollega(
    settings: Settings,
    state: State,
    *,
    index: CheckedRetriever,
    approvals: CurrentApprovals | None,
    model: Breaker | None,
    entra: Entra | None,
    today: Callable[[], date],
    meter: Meter,
    spans: Spans,
) -> Kollega:
    answerer = build_answerer(model)
    contacts, retention = open_contacts(settings), open_retention(settings)
    directory = open_people(settings)
    safe_exits = SafeExits(contacts)
    retriever = ApprovedRetriever(index, approvals) if approvals else index
    services = Services(
        retriever=retriever,
        answerer=answerer,
        gaps=state.gaps,
        contacts=contacts,
        approved=approvals or NoApprovedAnswers(),
        pilot_groups=open_pilot(settings),
        link_hosts=settings.link_hosts,
        calendar=open_calendar(settings, directory, entra),
        school=open_school_year(settings),
        people=entra.people if entra else directory,
        today=today,
        now=lambda: datetime.combine(today(), datetime.now(STOCKHOLM).time(), STOCKHOLM),
    )
    copilot = Copilot(
        skills=SKILLS,
        services=services,
        conversations=state.conversations,
        records=state.records,
        safe_exits=safe_exits,
        memory_days=retention.history,
        record_days=retention.replies,
        spans=spans,
    )
    return Kollega(
        settings=settings,
        retention=retention,
        directory=directory,
        index=index,
        retriever=retriever,
        approvals=approvals,
        answerer=answerer,
        model=model,
        conversations=state.conversations,
        records=state.records,
        safe_exits=safe_exits,
        services=services,
        copilot=copilot,
        entra=entra,
        state=state,
        meter=meter,
        spans=spans,
    )


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
