"""E-mails as a mail program and as Outlook save them."""

from __future__ import annotations

from email.message import EmailMessage

from tests.bench.parsing.checks import Check, Sample, cells, heading, item, lacks, order, says
from tests.bench.parsing.compound import compound
from tests.bot.ingestion.samples import lines, pdf

_HTML = """<html><body><p>Hej!</p><p>Nya rutiner för <b>sommarens vikarier</b>:</p><ul>
<li>Anmäl behov i mars</li><li>Skriv avtal i maj</li></ul>
<table><tr><th>Enhet</th><th>Antal</th></tr><tr><td>Skola</td><td>14</td></tr></table>
<p style="display:none">DOLT i brevet</p>
<div id="divRplyFwdMsg"><b>Från:</b> Bo Berg &lt;bo.berg@example.se&gt;<br>
<b>Skickat:</b> den 3 mars 2026<br><b>Ämne:</b> Vikarier</div>
<p>När kommer rutinerna?</p></body></html>"""
_TEXT = """Hej,

semesterlistan ska vara klar den 15 april. Chefen
godkänner i Självservice.

Mvh Anna

-- \r
Anna Andersson
SIGNATUR 070-123 45 67

Den 2 april 2026 kl. 10:12 skrev Bo Berg <bo.berg@example.se>:
> När ska listan vara
> klar?
"""
_SECONDS_1601 = 11_644_473_600


def samples() -> list[Sample]:
    """Two of each."""
    return [formatted(), plain_text(), outlook(), outlook_html()]


def formatted() -> Sample:
    """With a body in two forms and attachments."""
    mail = _mail("Sommarens vikarier", "Räcker rutinerna?")
    mail.add_alternative(_HTML, subtype="html")
    mail.add_attachment(
        pdf(lines("Bilagan säger att avtal skrivs digitalt.")),
        maintype="application",
        subtype="pdf",
        filename="avtal åäö.pdf",
    )
    mail.add_attachment(b"\x89PNG\r\n\x1a\n", maintype="image", subtype="png", filename="logga.png")
    return Sample(
        "vikarier.eml",
        mail.as_bytes(),
        (
            heading("Sommarens vikarier"),
            *_heads(),
            item("Skriv avtal i maj"),
            cells(("Enhet", "Antal"), ("Skola", "14")),
            says("attachments", "avtal åäö.pdf", "logga.png"),
            says("attachments", "Bilagan säger att avtal skrivs digitalt."),
            heading("Tidigare i tråden"),
            order("Skriv avtal i maj", "Tidigare i tråden", "När kommer rutinerna?"),
            lacks("hidden text", "DOLT i brevet"),
        ),
    )


def plain_text() -> Sample:
    return Sample(
        "semesterlista.eml",
        _mail("Semesterlistan", _TEXT).as_bytes(),
        (
            heading("Semesterlistan"),
            *_heads(),
            says("order", "klar den 15 april. Chefen godkänner i Självservice."),
            lacks("signature", "SIGNATUR"),
            order("Chefen godkänner", "Tidigare i tråden", "När ska listan vara klar?"),
        ),
    )


def outlook() -> Sample:
    text = _TEXT.partition("-- \r")[0] + "\r\n-----Ursprungligt meddelande-----\r\nNär är den klar?"
    return Sample(
        "semesterlista.msg",
        message("Semesterlistan", {"1000": text}, files={"lista.txt": b"Rad i listan."}),
        (
            heading("Semesterlistan"),
            *_heads(),
            says("order", "klar den 15 april. Chefen godkänner i Självservice."),
            heading("Tidigare i tråden"),
            says("attachments", "lista.txt"),
            says("attachments", "Rad i listan."),
        ),
    )


def outlook_html() -> Sample:
    return Sample(
        "vikarier.msg",
        message("Sommarens vikarier", {"1000": "Kort form."}, html=_HTML.encode("cp1252")),
        (
            heading("Sommarens vikarier"),
            item("Anmäl behov i mars"),
            cells(("Enhet", "Antal"), ("Skola", "14")),
            lacks("hidden text", "DOLT i brevet"),
        ),
    )


def message(
    subject: str, texts: dict[str, str], *, html: bytes = b"", files: dict[str, bytes] | None = None
) -> bytes:
    """An Outlook message: property id → text, and what was attached."""
    texts = {"001A": "IPM.Note", "0037": subject, **texts}
    texts |= {"0C1A": "Anna Andersson", "0E04": "Bo Berg; Cecilia Ceder"}
    streams = {f"__substg1.0_{name}001F": text.encode("utf-16-le") for name, text in texts.items()}
    if html:
        streams["__substg1.0_10130102"] = html
    sent = (1_775_110_320 + _SECONDS_1601) * 10_000_000
    streams["__properties_version1.0"] = (
        bytes(32) + _property(0x3FDE0003, 1252) + _property(0x00390040, sent)
    )
    for number, (name, data) in enumerate((files or {}).items()):
        folder = f"__attach_version1.0_#{number:08X}"
        streams[f"{folder}/__substg1.0_3707001F"] = name.encode("utf-16-le")
        streams[f"{folder}/__substg1.0_37010102"] = data
        streams[f"{folder}/__properties_version1.0"] = bytes(8)
    return compound(streams)


def long_mail(paragraphs: int) -> bytes:
    """Enough to measure speed on."""
    return _mail("Långt", "\n\n".join(_long(paragraphs))).as_bytes()


def long_message(paragraphs: int) -> bytes:
    """The same from Outlook."""
    return message("Långt", {"1000": "\r\n\r\n".join(_long(paragraphs))})


def _long(paragraphs: int) -> list[str]:
    return [f"Stycke {n} om ansökan nummer {n * 7919} som ska in." for n in range(paragraphs)]


def _heads() -> tuple[Check, ...]:
    return (
        says("heads", "Anna Andersson"),
        says("heads", "Cecilia Ceder"),
        says("heads", "2026-04-02"),
        lacks("heads", "example.se"),
    )


def _mail(subject: str, text: str) -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"] = subject
    mail["From"] = "Anna Andersson <anna.andersson@example.se>"
    mail["To"] = "Bo Berg <bo.berg@example.se>, Cecilia Ceder <cecilia@example.se>"
    mail["Date"] = "Thu, 02 Apr 2026 08:12:00 +0200"
    mail.set_content(text)
    return mail


def _property(tag: int, value: int) -> bytes:
    """One row of the table: tag, flags, value."""
    return tag.to_bytes(4, "little") + bytes(4) + value.to_bytes(8, "little")
