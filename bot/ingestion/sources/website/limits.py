"""How much of a website one crawl may take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlLimits:
    """Bounds for one crawl."""

    pages: int = 20_000
    """Addresses that are looked at, documents among them."""
    depth: int = 10
    """Links from the first page, or from the sitemap, to any other."""
    variants: int = 200
    """Addresses that differ in nothing but their query: calendars have no end."""
    sitemaps: int = 500
    sitemap_bytes: int = 50 * 2**20
    """Of one sitemap, unpacked; the protocol allows no more."""
    page_bytes: int = 5 * 2**20
    """Of a page, unpacked."""
    document_bytes: int = 50 * 2**20
    """Of anything else."""
    answer_s: float = 60.0
    """For one answer, from first to last byte."""
    silence_s: float = 20.0
    """Without a byte, and until the connection stands."""
    total_s: float = 6 * 3600.0
    """For the whole crawl."""
    wait_s: float = 300.0
    """The longest that a server may ask us to wait and see us come back in the same crawl."""
    failures: int = 10
    """Answers missing in a row after which the server counts as down."""
    at_once: int = 4
    """Requests under way."""
    requests_per_s: float = 2.0
