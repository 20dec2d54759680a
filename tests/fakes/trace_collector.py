"""A collector of traces on loopback: takes OTLP over HTTP, as OpenTelemetry's own does."""

from __future__ import annotations

from dataclasses import dataclass
from types import TracebackType
from typing import Self

from aiohttp import web
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import (
    ExportTraceServiceRequest,
    ExportTraceServiceResponse,
)


@dataclass(frozen=True, slots=True)
class Collected:
    """One span as it arrived."""

    name: str
    trace: bytes
    id: bytes
    parent: bytes
    facts: dict[str, str | int | float]


class TraceCollector:
    """Serves `POST /v1/traces` while the `async with` block lasts."""

    def __init__(self) -> None:
        self.url = ""
        self.raw = b""
        """Everything that has arrived."""
        self.spans: list[Collected] = []
        application = web.Application()
        application.router.add_post("/v1/traces", self._take)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._runner.cleanup()

    async def _take(self, request: web.Request) -> web.Response:
        body = await request.read()
        self.raw += body
        exported = ExportTraceServiceRequest.FromString(body)
        for resource in exported.resource_spans:
            for scope in resource.scope_spans:
                for span in scope.spans:
                    facts: dict[str, str | int | float] = {
                        each.key: each.value.string_value
                        or each.value.int_value
                        or each.value.double_value
                        for each in span.attributes
                    }
                    found = Collected(
                        span.name, span.trace_id, span.span_id, span.parent_span_id, facts
                    )
                    self.spans.append(found)
        return web.Response(
            body=ExportTraceServiceResponse().SerializeToString(),
            content_type="application/x-protobuf",
        )
