"""One streamed answer of a model: its pieces within their deadlines, its failures in our words."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from types import TracebackType
from typing import Self

from openai import (
    APIConnectionError,
    APIError,
    APIStatusError,
    APITimeoutError,
    AsyncStream,
    OpenAIError,
)
from openai.types.chat import ChatCompletionChunk

from bot.answering.prompts import tokens
from bot.errors import ModelUnavailable
from bot.openai_client import NoToken

TOO_SLOW = "the model is too slow"
NO_CONNECTION = "the model cannot be reached"
CUT_OFF = "the model's answer was cut off"
FILTERED = "the content filter refused"
RATE_LIMITED = "the model has too much to do"
SERVER_ERROR = "the model's server failed"
KEY_REFUSED = "the model's server refused the key"
UNKNOWN_MODEL = "the model's server does not have the model"
REFUSED = "the model's server refused the request"
NO_TOKEN = "Entra gives no token for the model"  # noqa: S105
UNREADABLE = "the model's answer could not be read"
TROUBLES = frozenset(
    {
        *(TOO_SLOW, NO_CONNECTION, CUT_OFF, RATE_LIMITED, SERVER_ERROR),
        *(KEY_REFUSED, UNKNOWN_MODEL, UNREADABLE),
    }
)
"""What says that the model's server is in trouble, and not that it disliked the question."""

_BY_STATUS = {401: KEY_REFUSED, 403: KEY_REFUSED, 404: UNKNOWN_MODEL, 429: RATE_LIMITED}
_USAGE_S = 1.0
_FILTER = "content_filter"


class Completion:
    """Open while the `async with` block lasts; leaving it ends the model's work.

    Everything raises `ModelUnavailable` with one of this module's constants, without the vendor's
    text, which can hold what was asked or part of the key.
    """

    def __init__(
        self,
        opening: Callable[[], Awaitable[AsyncStream[ChatCompletionChunk]]],
        *,
        prompt_tokens: int,
        first_sentence_s: float,
        total_s: float,
    ) -> None:
        """`prompt_tokens` is the most that the prompt can be, in case the model does not say."""
        self._opening = opening
        self._prompt_tokens = prompt_tokens
        self._begun = asyncio.get_running_loop().time()
        self._deadline = self._begun + first_sentence_s
        self._last = self._begun + total_s
        self._stream: AsyncStream[ChatCompletionChunk] | None = None
        self._has_ended = False
        self._is_charged = False
        self._received_tokens = 0
        self._usage: tuple[int, int] | None = None

    async def __aenter__(self) -> Self:
        try:
            async with asyncio.timeout_at(self._deadline):
                self._stream = await self._opening()
        except (OpenAIError, TimeoutError, ValueError) as error:
            reason = _reason(error)
            self._is_charged = reason == TOO_SLOW  # it may have been at work
            raise ModelUnavailable(reason) from None
        self._is_charged = True
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._stream is not None:
            await self._stream.close()

    def cost(self) -> int:
        """Tokens used so far: as the model says, else as many as they can be."""
        return sum(self.usage())

    def usage(self) -> tuple[int, int]:
        """The same, of the prompt and of what was written."""
        if self._usage is not None:
            return self._usage
        return (self._prompt_tokens, self._received_tokens) if self._is_charged else (0, 0)

    async def read_usage(self) -> None:
        """Wait for what the model says after its text about what it cost; not for long."""
        if self._stream is None or not self._has_ended or self._usage is not None:
            return
        with suppress(OpenAIError, TimeoutError, ValueError):
            async with asyncio.timeout(_USAGE_S):
                async for chunk in self._stream:
                    self._note_usage(chunk)

    def go_on(self) -> None:
        """The first sentence is there: from now on only the time in all counts."""
        self._deadline = self._last

    async def piece(self) -> str | None:
        """The next piece of text, possibly empty; None when the model has finished."""
        if self._has_ended or self._stream is None:
            return None
        try:
            async with asyncio.timeout_at(self._deadline):
                chunk = await anext(self._stream)
        except StopAsyncIteration:
            raise ModelUnavailable(CUT_OFF) from None
        except APITimeoutError:
            raise ModelUnavailable(TOO_SLOW) from None
        except APIConnectionError:
            raise ModelUnavailable(CUT_OFF) from None
        except (OpenAIError, TimeoutError, ValueError) as error:
            raise ModelUnavailable(_reason(error)) from None
        self._note_usage(chunk)
        text = self._text(chunk)
        self._received_tokens += tokens(text)
        return text

    def _note_usage(self, chunk: ChatCompletionChunk) -> None:
        if chunk.usage is not None:
            prompt = max(0, chunk.usage.prompt_tokens)
            self._usage = prompt, max(0, chunk.usage.total_tokens - prompt)

    def _text(self, chunk: ChatCompletionChunk) -> str:
        if not chunk.choices:  # Azure begins with one about the prompt; others end with the usage
            return ""
        choice = chunk.choices[0]
        if choice.finish_reason == _FILTER or choice.delta.refusal:
            raise ModelUnavailable(FILTERED)
        if choice.finish_reason == "length":
            raise ModelUnavailable(CUT_OFF)
        self._has_ended = choice.finish_reason is not None
        return choice.delta.content or ""


def _reason(error: Exception) -> str:
    if isinstance(error, APIError) and error.code == _FILTER:
        return FILTERED
    match error:
        case NoToken():
            return NO_TOKEN
        case TimeoutError() | APITimeoutError():
            return TOO_SLOW
        case APIConnectionError():
            return NO_CONNECTION
        case APIStatusError():
            refused = SERVER_ERROR if error.status_code >= 500 else REFUSED
            return _BY_STATUS.get(error.status_code, refused)
        case APIError():
            return SERVER_ERROR
    return UNREADABLE
