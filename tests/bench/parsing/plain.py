"""Markdown and plain text as people write them."""

from __future__ import annotations

from tests.bench.parsing.checks import Sample, cells, heading, item, lacks, says

_MARKDOWN = """---
titel: Riktlinje för distansarbete
dnr: KS 2024/9
---
# Riktlinje för distansarbete

Överenskommelsen är
frivillig<!-- DOLT kommentar -->.

## Villkor

- Chefen beslutar
- Överenskommelsen är skriftlig

| Sak | Betalas av |
|-----|------------|
| Dator | Arbetsgivaren |
| Stol | Medarbetaren |

<p style="display:none">DOLT stycke</p>

<details><summary>Försäkring</summary>Gäller även hemma.</details>

{{< card title="DOLT mall" >}}
"""
_TEXT = """SKRIVARE OCH WIFI

Skrivarna nås med passer-
kortet från alla datorer.

Wifi
====
Gör så här:
- Välj nätet Insidan
- Logga in

1. Starta om
2. Ring servicedesk
"""


def samples() -> list[Sample]:
    """One of each."""
    return [
        Sample(
            "distans.md",
            _MARKDOWN.encode(),
            (
                heading("Riktlinje för distansarbete"),
                heading("Villkor"),
                heading("Försäkring"),
                item("Chefen beslutar"),
                cells(("Sak", "Betalas av"), ("Stol", "Medarbetaren")),
                says("order", "Överenskommelsen är frivillig"),
                says("accordions", "Gäller även hemma."),
                lacks("hidden text", "DOLT kommentar"),
                lacks("hidden text", "DOLT stycke"),
                lacks("hidden text", "DOLT mall"),
            ),
        ),
        Sample(
            "skrivare.txt",
            _TEXT.encode("cp1252"),
            (
                heading("SKRIVARE OCH WIFI"),
                heading("Wifi"),
                item("Logga in"),
                item("Ring servicedesk"),
                says("hyphens", "med passerkortet från"),
                says("encoding", "Gör så här:"),
            ),
        ),
    ]


def long_markdown(paragraphs: int) -> bytes:
    """Enough to measure speed on."""
    part = "## Avsnitt\n\nEn **fet** text om ansökan nummer {n} som ska in.\n\n- punkt {n}\n\n"
    return "".join(part.format(n=n) for n in range(paragraphs)).encode()


def long_text(paragraphs: int) -> bytes:
    """The same without marks."""
    part = "Stycke {n} om ansökan\nsom går över två rader.\n\n- punkt {n}\n\n"
    return "".join(part.format(n=n) for n in range(paragraphs)).encode()
