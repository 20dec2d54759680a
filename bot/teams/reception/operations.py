"""What those who run Kollega look at, on a port of its own: health, readiness and metrics."""

from __future__ import annotations

from collections.abc import Callable

from aiohttp import web

from bot.teams.reception.readiness import Readiness


def build_operations(
    readiness: Readiness, *, metrics: Callable[[], bytes], content_type: str
) -> web.Application:
    """`GET /healthz`, `/readyz` and `/metrics`. Names no host and no person, and no secret."""

    async def answer_ready(_: web.Request) -> web.Response:
        found = await readiness.find_out()
        body = {"status": found.status, "components": dict(found.components)}
        return web.json_response(body, status=found.http_status)

    async def answer_metrics(_: web.Request) -> web.Response:
        return web.Response(body=metrics(), headers={"Content-Type": content_type})

    application = web.Application(client_max_size=1024)
    application.router.add_get("/healthz", alive)
    application.router.add_get("/readyz", answer_ready)
    application.router.add_get("/metrics", answer_metrics)
    return application


def build_health(is_well: Callable[[], bool]) -> web.Application:
    """`GET /healthz` alone: 200, or 503 while `is_well` does not hold."""

    async def answer(_: web.Request) -> web.Response:
        return web.Response(text="ok") if is_well() else web.Response(status=503, text="failing")

    application = web.Application(client_max_size=1024)
    application.router.add_get("/healthz", answer)
    return application


async def alive(_: web.Request) -> web.Response:
    """`GET /healthz`: the process runs."""
    return web.Response(text="ok")
