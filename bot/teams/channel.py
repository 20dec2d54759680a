"""Puts the channel together: from its collaborators to an aiohttp application."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from aiohttp import web

from bot.identity.base import Directory, Language
from bot.storage.base import Inbox
from bot.storage.replies import FeedbackStore, ReplyRecords
from bot.teams.activity_handler import KollegaActivityHandler
from bot.teams.application import Copilot
from bot.teams.files.chat_files import ChatFiles
from bot.teams.groups.disclosure import Groups
from bot.teams.groups.roster import RosterLimits, Rosters
from bot.teams.inbox.dispatcher import Dispatcher
from bot.teams.inbox.intake import Intake
from bot.teams.inbox.rate_limit import RateLimit
from bot.teams.reception.authentication import Authentication
from bot.teams.reception.endpoint import MAX_BODY_BYTES, Endpoint
from bot.teams.reception.operations import alive
from bot.teams.reception.readiness import Readiness
from bot.teams.rendering.message import Rendering
from bot.teams.sending.connector import Connector
from bot.teams.sending.recording import Recording
from bot.teams.sending.streaming import Pace
from bot.teams.signing_in.sign_in import SignIn
from bot.teams.turns import Turns
from bot.teams.wire import Mask
from bot.telemetry import NO_SPANS, Meter, Spans


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelLimits:
    """How much at once and how long."""

    workers: int = 64
    """Turns answered at the same time."""
    turn_timeout_s: float = 150.0
    """How long the making of a reply may take."""
    drain_s: float = 25.0
    """How long running turns may take to end when the process is asked to stop."""
    take_over_every_s: float = 10.0
    """How often the inbox is searched for what another process left behind."""
    pace: Pace = field(default_factory=Pace)
    roster: RosterLimits = field(default_factory=RosterLimits)
    messages_per_minute: int | None = None
    """From one person, and the most at once; None: no limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collaborators:
    """What the channel works with."""

    copilot: Copilot
    directory: Directory
    inbox: Inbox
    feedback: FeedbackStore
    records: ReplyRecords
    authentication: Authentication
    connector: Connector
    mask: Mask
    """The personal-data gate."""
    is_sensitive: Callable[[str], bool]
    """Of such text nothing is recorded."""
    detect_language: Callable[[str], Language]
    rules: str = ""
    """The version of the application, for the records."""
    meter: Meter = field(default_factory=Meter)
    spans: Spans = NO_SPANS
    readiness: Readiness = field(default_factory=Readiness)
    sign_in: SignIn | None = None
    """Where people sign in before they are answered."""
    files: ChatFiles | None = None
    """How files are read and given; None: not at all."""
    tenants: frozenset[str] | None = None
    """Whose members are employees where the directory knows only those who have signed in; None:
    the directory is asked."""
    targeted_messages: bool = False
    """Whether the tenant has messages in a group that one person sees."""


def build_endpoint(
    collaborators: Collaborators,
    *,
    limits: ChannelLimits | None = None,
    dispatcher: Dispatcher | None = None,
    today: Callable[[], date] = date.today,
) -> web.Application:
    """The application with `POST /api/messages` and `GET /healthz` and `/readyz`.

    It takes up unfinished activities when it starts, and lets running turns end when it stops.
    """
    limits = limits or ChannelLimits()
    dispatcher = dispatcher or Dispatcher(workers=limits.workers)
    rosters = Rosters(
        connector=collaborators.connector,
        directory=collaborators.directory,
        person_ids=collaborators.authentication.person_ids,
        tenants=collaborators.tenants,
        limits=limits.roster,
    )
    turns = _turns(collaborators, limits, rosters=rosters, today=today)
    intake = _intake(collaborators, limits, dispatcher=dispatcher, turns=turns)
    endpoint = Endpoint(
        authentication=collaborators.authentication,
        intake=intake,
        turns=turns,
        sign_in=collaborators.sign_in,
        language=turns.language,
        meter=collaborators.meter,
        spans=collaborators.spans,
        readiness=collaborators.readiness,
        members_changed=rosters.forget,
    )

    async def lifetime(_: web.Application) -> AsyncIterator[None]:
        await intake.take_over_if_possible()
        regularly = asyncio.create_task(intake.take_over_regularly(limits.take_over_every_s))
        yield
        regularly.cancel()
        await asyncio.wait({regularly})
        await rosters.close()
        if collaborators.sign_in is not None:
            await collaborators.sign_in.close()
        await collaborators.readiness.close()
        await collaborators.connector.close()
        await collaborators.authentication.close()

    async def drain(_: web.Application) -> None:
        await dispatcher.close(limits.drain_s)

    application = web.Application(client_max_size=MAX_BODY_BYTES)
    application.router.add_post("/api/messages", endpoint.messages)
    application.router.add_get("/healthz", alive)
    application.router.add_get("/readyz", endpoint.ready)
    application.cleanup_ctx.append(lifetime)
    application.on_shutdown.append(drain)
    return application


def _turns(
    collaborators: Collaborators,
    limits: ChannelLimits,
    *,
    rosters: Rosters,
    today: Callable[[], date],
) -> Turns:
    recording = Recording(collaborators.records, rules=collaborators.rules, now=_now)
    groups = Groups(
        rosters=rosters,
        connector=collaborators.connector,
        targeted=collaborators.targeted_messages,
    )
    handler = KollegaActivityHandler(
        copilot=collaborators.copilot,
        directory=collaborators.directory,
        feedback=collaborators.feedback,
        person_ids=collaborators.authentication.person_ids,
        detect_language=collaborators.detect_language,
        rendering=Rendering(today),
        recording=recording,
        groups=groups,
        sign_in=collaborators.sign_in,
        files=collaborators.files,
        is_sensitive=collaborators.is_sensitive,
        timeout_s=limits.turn_timeout_s,
        meter=collaborators.meter,
    )
    return Turns(
        handler,
        inbox=collaborators.inbox,
        connector=collaborators.connector,
        groups=groups,
        pace=limits.pace,
        recording=recording,
        sign_in=collaborators.sign_in,
        meter=collaborators.meter,
    )


def _intake(
    collaborators: Collaborators, limits: ChannelLimits, *, dispatcher: Dispatcher, turns: Turns
) -> Intake:
    return Intake(
        inbox=collaborators.inbox,
        dispatcher=dispatcher,
        turns=turns,
        mask=collaborators.mask,
        is_sensitive=collaborators.is_sensitive,
        now=_now,
        rate_limit=RateLimit(per_minute=limits.messages_per_minute),
        meter=collaborators.meter,
        spans=collaborators.spans,
    )


def _now() -> datetime:
    return datetime.now(UTC)
