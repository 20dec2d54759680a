"""The answerer with a model: OpenAI, Azure OpenAI, or any server that speaks chat completions."""

from __future__ import annotations

import logging
import ssl
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Self

from openai import (
    AsyncOpenAI,
    AsyncStream,
    AuthenticationError,
    BadRequestError,
    Omit,
    omit,
)
from openai.types.chat import (
    ChatCompletionChunk,
    ChatCompletionMessageParam,
    ChatCompletionStreamOptionsParam,
)

from bot.answering.base import MOST_SENTENCES, Question, Sentence
from bot.answering.budget import TokenBudget, Unlimited
from bot.answering.completion import Completion
from bot.answering.draft import Draft
from bot.answering.grounding import Grounding
from bot.answering.prompts import Prompt, build_prompt
from bot.errors import BudgetSpent, ModelUnavailable, SignInRequired, TokenUnavailable
from bot.identity.base import Refusal, TokenSource, User
from bot.identity.claims import challenged_claims
from bot.openai_client import AUDIENCE, ApiKey, NoToken, build_client
from bot.retrieval.base import Passage
from bot.telemetry import Meter

FIRST_SENTENCE_S = 12.0
TOTAL_S = 45.0
UNGROUNDED = "nothing that the model wrote stands in its sources"
SILENT = "the model wrote nothing"
NO_ROOM = "no source fits into the prompt"

LONGEST_ANSWER = 800
"""Tokens that are set aside for an answer before it is written."""
_RETRIES = 1
"""Of a call that failed before it answered; the deadlines count the waiting between."""
_log = logging.getLogger(__name__)


class OpenAIAnswerer:
    """Shows a model's sentences as they are completed, each only after `Grounding` has passed it.

    It sends the question and the passages, and nothing about who asks but, if it is told to, their
    token.
    """

    def __init__(
        self,
        client: AsyncOpenAI,
        *,
        model: str,
        first_sentence_s: float = FIRST_SENTENCE_S,
        total_s: float = TOTAL_S,
        budget: TokenBudget | None = None,
        meter: Meter | None = None,
        user_tokens: TokenSource | None = None,
    ) -> None:
        """`user_tokens`: the model is asked with the asker's own token."""
        self._client = client
        self._budget = budget or Unlimited()
        self._meter = meter or Meter()
        self._user_tokens = user_tokens
        self._first_sentence_s = first_sentence_s
        self._total_s = total_s
        self._temperature: float | Omit = 0.0
        self._stream_options: ChatCompletionStreamOptionsParam | Omit = {"include_usage": True}
        self.name = model

    @classmethod
    def build(
        cls,
        *,
        base_url: str,
        api_key: ApiKey | None,
        model: str,
        tls: ssl.SSLContext,
        first_sentence_s: float = FIRST_SENTENCE_S,
        total_s: float = TOTAL_S,
        budget: TokenBudget | None = None,
        meter: Meter | None = None,
        user_tokens: TokenSource | None = None,
    ) -> Self:
        """An answerer with a client of its own: end it with `close`."""
        client = build_client(
            base_url=base_url, api_key=api_key, tls=tls, retries=_RETRIES, timeout_s=total_s
        )
        return cls(
            client,
            model=model,
            first_sentence_s=first_sentence_s,
            total_s=total_s,
            budget=budget,
            meter=meter,
            user_tokens=user_tokens,
        )

    async def close(self) -> None:
        """Close the connections."""
        await self._client.close()

    async def answer(
        self, question: Question, passages: Sequence[Passage], *, asker: User
    ) -> AsyncIterator[Sentence]:
        """The sentences that stand; none if the model says that the passages do not say.

        Raises `ModelUnavailable`, also when the model has written and nothing of it stands, and
        `SignInRequired` if the asker must prove more first.
        """
        if not passages:
            return
        prompt = build_prompt(question, passages)
        if not prompt.passages:
            raise ModelUnavailable(NO_ROOM)
        most = MOST_SENTENCES[question.style]
        draft = Draft(Grounding(prompt.passages, question), most_sentences=most)
        try:
            async with self._call(prompt, asker) as completion:
                while not draft.is_full and (piece := await completion.piece()) is not None:
                    for sentence in draft.add(piece):
                        completion.go_on()
                        yield sentence
                for sentence in draft.finish():
                    yield sentence
                await completion.read_usage()
        finally:
            self._report(draft)
        if draft.shows_nothing and not draft.declines:
            raise ModelUnavailable(SILENT if draft.is_empty else UNGROUNDED)

    @asynccontextmanager
    async def _call(self, prompt: Prompt, asker: User) -> AsyncIterator[Completion]:
        completion = Completion(
            lambda: self._open(prompt, asker),
            prompt_tokens=prompt.tokens,
            first_sentence_s=self._first_sentence_s,
            total_s=self._total_s,
        )
        at_most, outcome = prompt.tokens + LONGEST_ANSWER, "answered"
        try:
            async with self._budget.call(at_most=at_most, cost=completion.cost), completion:
                yield completion
        except ModelUnavailable as error:
            outcome = "budget_spent" if isinstance(error, BudgetSpent) else "failed"
            raise
        except SignInRequired:
            outcome = "failed"
            raise
        finally:
            self._meter.model_calls.add(outcome)
            for kind, used in zip(("prompt", "completion"), completion.usage(), strict=True):
                self._meter.model_tokens.add(kind, by=used)

    async def _open(self, prompt: Prompt, asker: User) -> AsyncStream[ChatCompletionChunk]:
        token = await self._token(asker)
        refusal: Refusal | None = None
        while True:
            headers = {"Authorization": f"Bearer {token}"} if token else {}
            try:
                return await self._create(prompt, headers)
            except BadRequestError as error:
                if not self._can_do_without(error.param):
                    raise
            except AuthenticationError as error:
                if token is None or refusal is not None:
                    raise
                challenges = error.response.headers.get_list("WWW-Authenticate")
                refusal = Refusal(token, challenged_claims(challenges))
                token = await self._token(asker, after=refusal)

    def _can_do_without(self, parameter: str | None) -> bool:
        """Leave out what the model refuses, from now on; False if it was out already."""
        if parameter == "temperature" and not isinstance(self._temperature, Omit):
            self._temperature = omit  # reasoning models refuse every one but their own
        elif parameter == "stream_options" and not isinstance(self._stream_options, Omit):
            self._stream_options = omit  # older servers do not know it
        else:
            return False
        return True

    async def _token(self, asker: User, *, after: Refusal | None = None) -> str | None:
        """The asker's, where the model is asked with it.

        Raises `SignInRequired` only if they can prove more than they have: then the model will take
        them. Otherwise they are answered without it.
        """
        if self._user_tokens is None:
            return None
        try:
            return await self._user_tokens.token(asker, AUDIENCE, after=after)
        except SignInRequired as needed:
            if needed.claims is not None:
                raise
            raise NoToken from None
        except TokenUnavailable:
            raise NoToken from None

    async def _create(
        self, prompt: Prompt, headers: Mapping[str, str]
    ) -> AsyncStream[ChatCompletionChunk]:
        messages: list[ChatCompletionMessageParam] = [
            {"role": "system", "content": prompt.instructions},
            {"role": "user", "content": prompt.material},
        ]
        return await self._client.chat.completions.create(
            model=self.name,
            messages=messages,
            temperature=self._temperature,
            store=False,
            stream=True,
            stream_options=self._stream_options,
            extra_headers=headers,
        )

    def _report(self, draft: Draft) -> None:
        for outcome, count in draft.outcomes.items():
            if outcome != "kept":
                extra = {"outcome": outcome, "count": count, "model": self.name}
                _log.info("sentences of the model do not stand in their sources", extra=extra)
