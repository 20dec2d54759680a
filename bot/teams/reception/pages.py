"""Pages that a browser reads, beside the endpoint that Teams posts to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web

HEADERS = {
    # No script, no picture and no frame is part of a page.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "max-age=300",
}


def add_pages(application: web.Application, paths: Mapping[str, Callable[[], str]]) -> None:
    """Serve what each function gives, as HTML."""
    for path, html in paths.items():
        application.router.add_get(path, _answer(html))


def _answer(html: Callable[[], str]) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(text=html(), content_type="text/html", headers=HEADERS)

    return answer
