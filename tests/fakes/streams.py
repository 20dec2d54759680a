"""The rules that Teams keeps for streamed messages, as its documentation states them."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass, field
from typing import Any

REFUSED = "ContentStreamNotAllowed"
NO_CONTINUATION = "Request streamed content should contain the previously streamed content"
PERSONAL = "a:"
"""Ids of personal chats begin so."""

Answer = tuple[int, dict[str, Any]]


@dataclass
class Stream:
    """One streamed message."""

    id: str
    began_at: float
    sequence: int = 1
    text: str = ""
    has_text: bool = False
    is_over: bool = False
    last_at: float = 0.0


@dataclass
class Streams:
    """Every stream of every chat. What the bot does against the rules is noted."""

    gap_s: float = 0.0
    """Calls closer together are throttled."""
    limit_s: float = 120.0
    violations: list[str] = field(default_factory=list)
    _by_id: dict[str, Stream] = field(default_factory=dict)
    _open: dict[str, Stream] = field(default_factory=dict)
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def take(self, conversation_id: str, body: dict[str, Any], info: dict[str, Any]) -> Answer:
        """The answer to a POST whose activity carries `streaminfo`."""
        if not conversation_id.startswith(PERSONAL):
            self.violations.append("a stream outside a personal chat")
            return refusal("Content stream is not allowed")
        if "streamId" not in info:
            return self._start(conversation_id, body, info)
        stream = self._by_id.get(info["streamId"])
        if stream is None:
            self.violations.append("an unknown streamId")
            return refusal("Content stream is not allowed")
        return self._go_on(conversation_id, stream, body, info)

    def close(self, activity_id: str) -> None:
        """A plain update has taken the stream's place."""
        stream = self._by_id.get(activity_id)
        if stream is not None:
            stream.is_over = True

    def _start(self, conversation_id: str, body: dict[str, Any], info: dict[str, Any]) -> Answer:
        current = self._open.get(conversation_id)
        if current is not None and not current.is_over:
            self.violations.append("a second stream in the same chat")
            return refusal("Content stream is not allowed")
        if body["type"] != "typing" or info.get("streamSequence") != 1:
            self.violations.append("a stream that does not start as one")
            return 400, error("BadRequest", "Start streaming activities should include sequence 1")
        now = time.monotonic()
        stream = Stream(id=f"stream-{next(self._numbers)}", began_at=now, last_at=now)
        self._show(stream, body, info)
        self._by_id[stream.id] = self._open[conversation_id] = stream
        return 201, {"id": stream.id}

    def _go_on(
        self, conversation_id: str, stream: Stream, body: dict[str, Any], info: dict[str, Any]
    ) -> Answer:
        now = time.monotonic()
        if stream.is_over:
            return refusal("Content stream is not allowed on an already completed streamed message")
        if now - stream.began_at > self.limit_s:
            stream.is_over = True
            return refusal("Content stream finished due to exceeded streaming time.")
        if now - stream.last_at < self.gap_s:
            self.violations.append(f"calls only {now - stream.last_at:.3f} s apart")
            return 429, error("TooManyRequests", "API calls quota exceeded")
        stream.last_at = now
        if stream.has_text and not body["text"].startswith(stream.text):
            self.violations.append("text that does not begin with what was shown")
            return refusal(
                "Request streamed content should contain the previously streamed content"
            )
        if info["streamType"] == "final":
            stream.is_over = True
            return 202, {}
        if info["streamSequence"] != stream.sequence + 1:
            self.violations.append("a streamSequence out of order")
            return 202, error(
                "ContentStreamSequenceOrderPreConditionFailed",
                "PreCondition failed exception when processing streaming activity.",
            )
        stream.sequence += 1
        self._show(stream, body, info)
        return 202, {}

    def _show(self, stream: Stream, body: dict[str, Any], info: dict[str, Any]) -> None:
        is_text = info.get("streamType", "streaming") == "streaming"
        if stream.has_text and not is_text:
            self.violations.append("an informative update after text has begun")
        stream.has_text = stream.has_text or is_text
        stream.text = body["text"]


def refusal(message: str) -> Answer:
    return 403, error(REFUSED, message)


def error(code: str, message: str) -> dict[str, Any]:
    return {"error": {"code": code, "message": message}}
