"""Spans over OpenTelemetry, sent to one collector. Imported only where one is configured."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests
from opentelemetry import context, trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, Resource
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import ALWAYS_ON

from bot.telemetry.logs import FIELDS, safe
from bot.telemetry.spans import Hop, Span

EXPORT_TIMEOUT_S = 3.0
FLUSH_MS = 2000
"""How long the last spans may take to leave when the process stops."""


def exporting_to(endpoint: str, *, ca_file: Path | None) -> SpanProcessor:
    """Sends to `endpoint`, the collector's address without a path, over OTLP/HTTP in a thread."""
    session = requests.Session()
    session.trust_env = False
    exporter = OTLPSpanExporter(
        endpoint=f"{endpoint}/v1/traces",
        certificate_file=str(ca_file) if ca_file else None,
        headers={},
        timeout=EXPORT_TIMEOUT_S,
        session=session,
    )
    return BatchSpanProcessor(exporter, schedule_delay_millis=2000, max_queue_size=2048)


class Tracing:
    """`Spans` that a processor takes when they end.

    A span holds its name, its times and the facts that a log may hold: no exception's text.
    """

    def __init__(self, processor: SpanProcessor) -> None:
        self._provider = TracerProvider(
            sampler=ALWAYS_ON,
            resource=Resource({SERVICE_NAME: "kollega"}),
            shutdown_on_exit=False,
        )
        self._provider.add_span_processor(processor)
        self._tracer = self._provider.get_tracer("kollega")

    @contextmanager
    def hop(self, name: Hop, *, after: object = None) -> Iterator[Span]:
        """As the protocol says."""
        around = after if isinstance(after, Context) else context.get_current()
        span = self._tracer.start_span(name, around)
        token = context.attach(trace.set_span_in_context(span, around))
        try:
            with _ended(span):
                yield _Noted(span)
        finally:
            context.detach(token)

    @contextmanager
    def aside(self, name: Hop) -> Iterator[Span]:
        """As the protocol says."""
        span = self._tracer.start_span(name)
        with _ended(span):
            yield _Noted(span)

    def here(self) -> object:
        """As the protocol says."""
        return context.get_current()

    def close(self) -> None:
        """Send what is left, for at most `FLUSH_MS`, and stop. Blocks."""
        self._provider.force_flush(FLUSH_MS)
        self._provider.shutdown()


class _Noted:
    def __init__(self, span: trace.Span) -> None:
        self._span = span

    def note(self, **facts: str | int | float | None) -> None:
        for name in FIELDS & facts.keys():
            value = facts[name]
            if value is not None:
                self._span.set_attribute(name, safe(value) if isinstance(value, str) else value)


@contextmanager
def _ended(span: trace.Span) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        span.set_attribute("error", type(error).__name__)
        raise
    finally:
        span.end()
