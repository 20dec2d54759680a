"""Why a document was not indexed, in words for whoever ingests it."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, cast, get_args

from bot.errors import DocumentError
from bot.identity.base import Language
from bot.language.texts import Text

ReasonCode = Literal[
    "access_file",
    "bad_name",
    "bad_sitemap",
    "crashed",
    "crawl_limit",
    "damaged",
    "dead_links",
    "draft",
    "elsewhere",
    "empty",
    "encrypted_office",
    "encrypted_pdf",
    "forbidden",
    "gone",
    "hidden_only",
    "label",
    "label_unknown",
    "login",
    "no_access",
    "no_readers",
    "no_robots",
    "no_site",
    "no_source",
    "no_text",
    "no_token",
    "noindex",
    "not_text",
    "ocr_missing",
    "orders_only",
    "other_sites",
    "out_of_memory",
    "really_other",
    "redirect_loop",
    "refused_address",
    "robots",
    "scanned_pdf",
    "site_forbidden",
    "shared_health",
    "shared_number",
    "shared_secrecy",
    "symlink",
    "throttled",
    "too_large",
    "too_much_text",
    "too_slow",
    "unexpected_entry",
    "unreachable",
    "unreadable",
    "unsupported",
]

_TEMPORARY: frozenset[ReasonCode] = frozenset(
    ("draft", "no_robots", "refused_address", "throttled", "unreachable", "unreadable")
)

_TEXTS: MappingProxyType[ReasonCode, Text] = MappingProxyType(
    {
        "access_file": Text(
            "Åtkomstfilen {detail} är felaktig, så ingen får läsa det den styr.",
            "The access file {detail} is malformed, so nobody may read what it governs.",
        ),
        "bad_name": Text(
            "Filnamnet innehåller tecken som inte går att läsa. Byt namn på filen.",
            "The file name holds characters that cannot be read. Rename the file.",
        ),
        "bad_sitemap": Text(
            "Webbplatskartan går inte att läsa ({detail}).",
            "The sitemap cannot be read ({detail}).",
        ),
        "crashed": Text(
            "Läsningen avbröts oväntat. Öppna dokumentet, spara det på nytt och försök igen.",
            "Reading the document stopped unexpectedly. Open it, save it again and retry.",
        ),
        "crawl_limit": Text(
            "Webbplatsen är större än vad som läses åt gången ({detail}). Resten lästes inte nu.",
            "The site is larger than what is read at a time ({detail}). The rest was not read now.",
        ),
        "damaged": Text(
            "Filen är skadad och går inte att öppna som {detail}.",
            "The file is damaged and cannot be opened as {detail}.",
        ),
        "dead_links": Text(
            "{detail} länkar på webbplatsen leder till sidor som inte finns.",
            "{detail} links of the site lead to pages that do not exist.",
        ),
        "draft": Text(
            "Utkast som inte har publicerats tas inte med.",
            "A draft that has not been published is left out.",
        ),
        "elsewhere": Text(
            "Sidan hänvisar till en annan plats ({detail}), ofta för inloggning. Den läses inte.",
            "The page redirects to another site ({detail}), often to sign in. It is not read.",
        ),
        "empty": Text("Filen är tom (0 byte).", "The file is empty (0 bytes)."),
        "encrypted_office": Text(
            "Dokumentet är lösenordsskyddat. Ta bort skyddet och försök igen.",
            "The document is protected by a password. Remove the protection and retry.",
        ),
        "encrypted_pdf": Text(
            "PDF-filen är lösenordsskyddad. Ta bort skyddet och försök igen.",
            "The PDF is protected by a password. Remove the protection and retry.",
        ),
        "forbidden": Text(
            "Kollega har inte behörighet att läsa dokumentet ({detail}).",
            "Kollega is not permitted to read the document ({detail}).",
        ),
        "gone": Text(
            "Dokumentet finns inte kvar där det fanns ({detail}).",
            "The document is no longer where it was ({detail}).",
        ),
        "hidden_only": Text(
            "Dokumentet innehåller bara dold text.", "The document holds nothing but hidden text."
        ),
        "label": Text(
            "Dokumentets känslighetsetikett hör inte till dem som får tas med ({detail}).",
            "The document's sensitivity label is not among those that may be indexed ({detail}).",
        ),
        "label_unknown": Text(
            "Dokumentets känslighetsetikett gick inte att läsa, så det tas inte med. "
            "Använder kommunen inte etiketter: sätt KOLLEGA_SENSITIVITY_LABELS till off.",
            "The document's sensitivity label could not be read, so it is left out. "
            "If the municipality uses no labels, set KOLLEGA_SENSITIVITY_LABELS to off.",
        ),
        "login": Text(
            "Sidan visar en inloggning i stället för innehåll ({detail}), så den läses inte.",
            "The page shows a sign-in instead of its content ({detail}), so it is not read.",
        ),
        "no_access": Text(
            "Ingen vars behörighet kan utläsas får läsa dokumentet ({detail}).",
            "Nobody whose access can be made out may read the document ({detail}).",
        ),
        "no_readers": Text(
            "Ingen får läsa dokumentet: ingen access.toml ger någon grupp åtkomst.",
            "Nobody may read the document: no access.toml gives any group access.",
        ),
        "no_robots": Text(
            "robots.txt gick inte att hämta ({detail}), så webbplatsen läses inte nu.",
            "robots.txt could not be fetched ({detail}), so the site is not read now.",
        ),
        "no_site": Text(
            "Det finns ingen SharePoint-webbplats {detail}.",
            "There is no SharePoint site {detail}.",
        ),
        "no_source": Text(
            "Det finns ingen mapp eller fil som heter {detail}.",
            "There is no folder or file called {detail}.",
        ),
        "no_text": Text("Dokumentet innehåller ingen text.", "The document holds no text."),
        "no_token": Text(
            "Kollega får inte logga in i Microsoft Graph ({detail}). Kontrollera "
            "KOLLEGA_APP_ID, KOLLEGA_TENANTS och appens certifikat, hemlighet eller identitet.",
            "Kollega cannot sign in to Microsoft Graph ({detail}). Check "
            "KOLLEGA_APP_ID, KOLLEGA_TENANTS and the app's certificate, secret or identity.",
        ),
        "noindex": Text(
            "Sidan ber om att inte bli sökbar (noindex).",
            "The page asks not to be searchable (noindex).",
        ),
        "not_text": Text(
            "Filen innehåller inte text, utan något annat.",
            "The file does not hold text but something else.",
        ),
        "orders_only": Text(
            "Dokumentet innehåller bara order till en AI-assistent.",
            "The document holds nothing but orders to an AI assistant.",
        ),
        "other_sites": Text(
            "Webbplatskartan räknar upp adresser på andra webbplatser ({detail}). De läses inte.",
            "The sitemap lists addresses of other sites ({detail}). They are not read.",
        ),
        "ocr_missing": Text(
            "PDF-filen är skannad. Textigenkänning (OCR) är påslagen men saknas här: "
            "installera tesseract-ocr och tesseract-ocr-swe.",
            "The PDF is scanned. Text recognition (OCR) is on but missing here: "
            "install tesseract-ocr and tesseract-ocr-swe.",
        ),
        "out_of_memory": Text(
            "Dokumentet kräver mer minne än vad ett dokument får använda.",
            "The document needs more memory than one document may use.",
        ),
        "really_other": Text(
            "Filens innehåll stämmer inte med filnamnet: den innehåller {detail}. "
            "Spara den i rätt format.",
            "The content does not match the file name: it holds {detail}. "
            "Save it in the right format.",
        ),
        "redirect_loop": Text(
            "Sidan hänvisar runt i en cirkel.",
            "The page redirects in a circle.",
        ),
        "refused_address": Text(
            "{detail} ligger på ett nät som inte får läsas. "
            "Är det rätt nät, skriv det i KOLLEGA_CRAWL_NETWORKS.",
            "{detail} is on a network that may not be read. "
            "If it is the right one, put it in KOLLEGA_CRAWL_NETWORKS.",
        ),
        "robots": Text(
            "Webbplatsens robots.txt ber oss att inte läsa sidan.",
            "The robots.txt of the site asks us not to read the page.",
        ),
        "scanned_pdf": Text(
            "PDF-filen är skannad: den innehåller bilder av text men ingen text. "
            "Kör textigenkänning (OCR) på den och försök igen.",
            "The PDF is scanned: it holds pictures of text but no text. "
            "Run text recognition (OCR) on it and retry.",
        ),
        "site_forbidden": Text(
            "Kollega har inte behörighet till {detail}. Ge appen programbehörigheten "
            "Sites.Selected i Microsoft Graph, och läsrätt (read) till just den webbplatsen.",
            "Kollega has no access to {detail}. Give the app the application permission "
            "Sites.Selected in Microsoft Graph, and the role read on this very site.",
        ),
        "shared_health": Text(
            "Dokumentet berättar om en namngiven persons hälsa och får läsas av fler än {detail} "
            "personer, eller av okänt antal. Begränsa läsarna eller ta bort uppgifterna.",
            "The document tells of a named person's health and may be read by more than {detail} "
            "people, or by an unknown number. Restrict its readers or remove what it tells.",
        ),
        "shared_number": Text(
            "Dokumentet innehåller personnummer och får läsas av fler än {detail} personer, "
            "eller av okänt antal. Begränsa läsarna eller ta bort numren.",
            "The document holds personal identity numbers and may be read by more than {detail} "
            "people, or by an unknown number. Restrict its readers or remove the numbers.",
        ),
        "shared_secrecy": Text(
            "Dokumentet är märkt som sekretess eller konfidentiellt och får läsas av fler än "
            "{detail} personer, eller av okänt antal. Begränsa läsarna eller ta bort märkningen.",
            "The document is marked as secret or confidential and may be read by more than "
            "{detail} people, or by an unknown number. Restrict its readers or remove the mark.",
        ),
        "symlink": Text(
            "Genvägar (symboliska länkar) följs inte.", "Symbolic links are not followed."
        ),
        "throttled": Text(
            "Källan bad oss att vänta ({detail}). Nästa synkning försöker igen.",
            "The source asked us to wait ({detail}). The next sync tries again.",
        ),
        "too_large": Text("Filen är för stor ({detail}).", "The file is too large ({detail})."),
        "too_much_text": Text(
            "Dokumentet innehåller mer text än vad ett dokument får göra.",
            "The document holds more text than one document may.",
        ),
        "too_slow": Text(
            "Det tog för lång tid att läsa dokumentet.", "Reading the document took too long."
        ),
        "unexpected_entry": Text(
            "Raden för {detail} i access.toml stämmer inte med någon fil eller mapp.",
            "The entry for {detail} in access.toml matches no file or folder.",
        ),
        "unreachable": Text(
            "Källan svarade inte ({detail}). Nästa synkning försöker igen.",
            "The source did not answer ({detail}). The next sync tries again.",
        ),
        "unreadable": Text(
            "Filen gick inte att läsa från disken ({detail}).",
            "The file could not be read from disk ({detail}).",
        ),
        "unsupported": Text(
            "Formatet {detail} stöds inte.", "The format {detail} is not supported."
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason; `detail` fills the text's place for it."""

    code: ReasonCode
    detail: str = ""

    @property
    def is_temporary(self) -> bool:
        """Whether the way to the document failed, not the document: its indexed text stays."""
        return self.code in _TEMPORARY

    def in_language(self, language: Language) -> str:
        """The reason as a calm sentence."""
        return _TEXTS[self.code].in_language(language, detail=self.detail)


class UnreadableError(DocumentError):
    """A document that cannot be indexed, with its reason."""

    def __init__(self, code: ReasonCode, detail: str = "") -> None:
        self.reason = Reason(code, detail)
        super().__init__(self.reason.in_language("sv"))


def reason_code(text: str) -> ReasonCode:
    """The code that a stored or received text names; an unknown one is a crash."""
    return cast(ReasonCode, text) if text in get_args(ReasonCode) else "crashed"
