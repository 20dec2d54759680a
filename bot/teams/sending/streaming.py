"""Shows a reply while it grows: a stream in personal chats, a placeholder in groups."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from dataclasses import dataclass, replace
from typing import Protocol

from bot.errors import SendError
from bot.reply import Reply
from bot.teams.outgoing import Outgoing, StreamInfo, StreamType, size
from bot.teams.rendering.message import growing_text
from bot.teams.sending.delivery import Delivery

logger = logging.getLogger(__name__)

MAX_INFORMATIVE_CHARACTERS = 1000
MAX_STREAMED_BYTES = 20 * 1024
"""As UTF-16. With its citations it still fits in one message, so it stays what the first message
of the answer begins with, however long the answer becomes; the rest comes when it is finished."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How fast a stream may go. Teams allows one call a second and two minutes in all."""

    update_s: float = 1.5
    final_s: float = 1.0
    """Between the last update and the final message."""
    limit_s: float = 110.0


class StreamStopped(Exception):
    """The person does not want to see the rest."""


class Presenter(Protocol):
    """Shows one reply. Raises `SendError` and `StreamStopped`."""

    def pause_s(self) -> float:
        """Seconds until another update may be shown; infinite when there will be none."""
        ...

    async def update(self, reply: Reply) -> None:
        """Show how far the reply has come."""
        ...

    async def finish(self, message: Outgoing) -> tuple[str, ...]:
        """Show the whole message and what follows it; the ids that are known, in order."""
        ...

    async def break_off(self, apology: Outgoing) -> tuple[str, ...]:
        """End with an apology, after what has been shown already; ids as for `finish`."""
        ...


class StreamPresenter:
    """Streams into a personal chat, and falls back to a plain message when Teams says no.

    https://learn.microsoft.com/microsoftteams/platform/bots/streaming-ux
    """

    def __init__(self, delivery: Delivery, *, pace: Pace) -> None:
        self._delivery = delivery
        self._pace = pace
        self._stream_id = delivery.placeholder_id
        # A stream that an earlier process began is only ended: its sequence is not known.
        self._open = self._stream_id is None
        self._resumed = not self._open
        self._sequence = 0
        self._shown = ""
        self._has_text = False
        self._began_at = 0.0
        self._sent_at = -math.inf

    def pause_s(self) -> float:
        """As the protocol says."""
        if self._open and self._sequence and self._age_s() > self._pace.limit_s:
            self._open = False
        if not self._open:
            return math.inf
        return max(0.0, self._sent_at + self._pace.update_s - time.monotonic())

    async def update(self, reply: Reply) -> None:
        """The whole text so far, which extends what was shown; before it, what is being done."""
        text = growing_text(reply)
        informative = not text and not self._has_text
        if informative:
            text = (reply.progress or "")[:MAX_INFORMATIVE_CHARACTERS]
        if not text or text == self._shown:
            return
        if self._has_text and not text.startswith(self._shown):
            return
        if size(text) > MAX_STREAMED_BYTES:
            return
        self._shown, self._has_text = text, not informative
        self._sequence += 1
        kind: StreamType = "informative" if informative else "streaming"
        stream = StreamInfo(type=kind, id=self._stream_id, sequence=self._sequence)
        await self._send(Outgoing(type="typing", text=text, stream=stream))

    async def finish(self, message: Outgoing) -> tuple[str, ...]:
        """The final message of the stream, or else a plain message in its place."""
        if self._stream_id is None:
            return await self._delivery.post(message)
        if self._open or self._resumed:
            await self._wait_before_final()
            stream = StreamInfo(type="final", id=self._stream_id)
            try:
                following = await self._delivery.post(replace(message, stream=stream))
            except SendError as error:
                _raise_if_stopped(error)
                logger.warning("A stream could not be ended", extra={"status": error.status})
            else:
                return (self._stream_id, *following)
        return await self._delivery.replace(self._stream_id, message)

    async def break_off(self, apology: Outgoing) -> tuple[str, ...]:
        """As the protocol says: Teams does not let a stream take anything back."""
        shown = self._shown if self._has_text else ""
        text = "\n\n".join(part for part in (shown, apology.text) if part)
        return await self.finish(replace(apology, text=text))

    async def _send(self, outgoing: Outgoing) -> None:
        try:
            if self._stream_id is None:
                self._began_at = time.monotonic()
                self._stream_id = await self._delivery.post_placeholder(outgoing)
                self._open = self._stream_id is not None
            else:
                await self._delivery.post(outgoing)
        except SendError as error:
            _raise_if_stopped(error)
            refused = error.status is not None and error.status < 500
            # A lost update does not matter, the next one holds its text; a lost start does.
            self._open = self._stream_id is not None and not refused
            logger.warning("A stream update was not taken", extra={"status": error.status})
        finally:
            self._sent_at = time.monotonic()

    async def _wait_before_final(self) -> None:
        pause_s = self._sent_at + self._pace.final_s - time.monotonic()
        if pause_s > 0:
            await asyncio.sleep(pause_s)

    def _age_s(self) -> float:
        return time.monotonic() - self._began_at


class PlaceholderPresenter:
    """In groups Teams has no streaming: says what is being done, then replaces it by the answer."""

    def __init__(self, delivery: Delivery) -> None:
        self._delivery = delivery
        self._waiting = delivery.placeholder_id is None

    def pause_s(self) -> float:
        """As the protocol says."""
        return 0.0 if self._waiting else math.inf

    async def update(self, reply: Reply) -> None:
        """Only the first progress is shown."""
        if not reply.progress or not self._waiting:
            return
        self._waiting = False
        try:
            await self._delivery.post_placeholder(Outgoing(text=reply.progress))
        except SendError as error:
            logger.warning("A placeholder was not taken", extra={"status": error.status})

    async def finish(self, message: Outgoing) -> tuple[str, ...]:
        """Replace the placeholder; a new message where there is none, or it has been deleted."""
        placeholder_id = self._delivery.placeholder_id
        if placeholder_id is None:
            return await self._delivery.post(message)
        try:
            return await self._delivery.replace(placeholder_id, message)
        except SendError as error:
            if error.status != 404:
                raise
            return await self._delivery.post(message)

    async def break_off(self, apology: Outgoing) -> tuple[str, ...]:
        """As the protocol says; a placeholder is all that has been shown."""
        return await self.finish(apology)


def _raise_if_stopped(error: SendError) -> None:
    if error.status == 403 and "cancel" in error.detail.lower():
        raise StreamStopped from None
