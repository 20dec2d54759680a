"""What whoever writes a profile is told of a mistake, in both languages."""

from __future__ import annotations

from bot.language.texts import Language, Text

HEADING = Text(
    sv="{file} kan inte användas ({count} fel):", en="{file} cannot be used (mistakes: {count}):"
)
NO_FILE = Text(sv="{file} finns inte.", en="{file} does not exist.")
UNREADABLE = Text(sv="{file} kan inte läsas: {reason}.", en="{file} cannot be read: {reason}.")
UTF_16 = Text(
    sv="{file} är sparad som UTF-16: spara den som UTF-8.",
    en="{file} is saved as UTF-16: save it as UTF-8.",
)
NOT_UTF_8 = Text(
    sv="tecknen går inte att läsa: spara filen som UTF-8",
    en="the characters cannot be read: save the file as UTF-8",
)
NO_PROFILE = Text(
    sv=(
        "{name} har ingen profil i infra/municipalities: där finns {known}.{hint} En ny är en "
        "kopia av lidingo.toml, som säger vad som ska fyllas i."
    ),
    en=(
        "{name} has no profile in infra/municipalities: there are {known}.{hint} A new one is a "
        "copy of lidingo.toml, which says what to fill in."
    ),
)
HINT = Text(sv=" Menade du {near}?", en=" Did you mean {near}?")
FILE_NAME = Text(
    sv=(
        "filens namn ska vara 2–12 av a–z, 0–9 och bindestreck, för det står i namnen på "
        "resurserna i Azure: kalla den {name}.toml"
    ),
    en=(
        "the file's name must be 2 to 12 of a–z, 0–9 and hyphens, as it stands in the names of "
        "Azure's resources: call it {name}.toml"
    ),
)

MISSING = Text(sv="{field} saknas: skriv {what}", en="{field} is missing: put {what}")
WRONG = Text(
    sv="{field} kan inte vara {value}: skriv {what}", en="{field} cannot be {value}: put {what}"
)
TABLE_MISSING = Text(
    sv="{field} saknas: kopiera avsnittet från exempel.toml",
    en="{field} is missing: copy the section from exempel.toml",
)
UNKNOWN = Text(
    sv="{field} finns inte: här kan stå {known}", en="{field} is unknown: there may be {known}"
)
MEANT = Text(
    sv="{field} finns inte: menade du {near}?", en="{field} is unknown: did you mean {near}?"
)

A_TEXT = Text(
    sv="en text på högst {longest} tecken, inom citattecken",
    en="a text of at most {longest} characters, in quotes",
)
AN_ID = Text(
    sv="ett id som 3f2504e0-4f89-41d3-9a0c-0305e82c3301",
    en="an id such as 3f2504e0-4f89-41d3-9a0c-0305e82c3301",
)
A_PHONE = Text(
    sv="ett telefonnummer som 0980-319 200", en="a telephone number such as 0980-319 200"
)
AN_EMAIL = Text(sv="en e-postadress som hr@kommun.se", en="an e-mail address such as hr@kommun.se")
A_COLOR = Text(
    sv="en färg som vit text syns på, som #1B5E4B",
    en="a colour that white is readable on, as #1B5E4B",
)
A_VERSION = Text(sv="tre tal, som 1.0.0", en="three numbers such as 1.0.0")
A_HOST = Text(
    sv="ett värdnamn som kollega.kommun.se, utan https:// och snedstreck",
    en="a host name such as kollega.kommun.se, without https:// and slashes",
)
AN_ADDRESS = Text(sv="en adress som börjar med https://", en="an address that begins with https://")
A_SITE = Text(
    sv="en webbplats som sharepoint:kommun.sharepoint.com/sites/kollega",
    en="a site such as sharepoint:kommun.sharepoint.com/sites/kollega",
)
ONE_OF = Text(sv="ett av {choices}", en="one of {choices}")
A_LIST_OF = Text(sv="en lista av {choices}", en="a list of {choices}")
A_LIST = Text(
    sv="en lista av texter, var och en inom citattecken", en="a list of texts, each in quotes"
)
IDS = Text(sv="en lista av id, vart och ett inom citattecken", en="a list of ids, each in quotes")
A_FLAG = Text(sv="true eller false, utan citattecken", en="true or false, without quotes")
A_DAY = Text(
    sv="ett datum som 2026-11-25, utan citattecken", en="a date such as 2026-11-25, without quotes"
)
A_NUMBER = Text(
    sv="ett heltal från {lowest} till {highest}, utan citattecken",
    en="a whole number from {lowest} to {highest}, without quotes",
)
TABLES = Text(sv="avsnitt med rubriken {name}", en="sections headed {name}")

HEADER = Text(
    sv="rubriken ska stå inom hakparenteser: skriv {right}",
    en="a heading stands in brackets: put {right}",
)
COLON = Text(sv="skriv = i stället för kolon: {right}", en="put = instead of a colon: {right}")
KEY_LETTERS = Text(
    sv="fältets namn skrivs utan å, ä och ö", en="a field's name is written with a–z alone"
)
NO_VALUE = Text(
    sv="värdet saknas efter = (en text står inom citattecken)",
    en="the value is missing after = (a text stands in quotes)",
)
CURLY_QUOTES = Text(
    sv='citattecknen är krulliga, som från Word: skriv raka ("…")',
    en='the quotes are curly, as from Word: put straight ones ("…")',
)
BACKSLASH = Text(
    sv="bakåtsnedstreck betyder något annat i TOML: skriv / i stället",
    en="a backslash means something else in TOML: put / instead",
)
UNCLOSED_TEXT = Text(
    sv="ett citattecken saknas: en text har ett före och ett efter, och inget inuti",
    en="a quote is missing: a text has one before and one after, and none inside",
)
UNCLOSED_LIST = Text(
    sv='listan är inte avslutad eller saknar ett komma: skriv ["a", "b"]',
    en='the list is not closed or lacks a comma: put ["a", "b"]',
)
CAPITAL_FLAG = Text(sv="skriv {right}", en="put {right}")
NO_SUCH_DAY = Text(
    sv="datumet finns inte, eller är skrivet på annat sätt än 2026-11-25",
    en="there is no such date, or it is written otherwise than 2026-11-25",
)
NO_QUOTES = Text(sv="texten ska stå inom citattecken: {right}", en="a text is in quotes: {right}")
STRAY = Text(
    sv="raden är varken rubrik, fält eller kommentar (#)",
    en="the line is neither a heading, a field nor a comment (#)",
)
TWICE = Text(
    sv="{field} står redan på rad {line}: ta bort det ena",
    en="{field} stands in line {line} already: take one away",
)
NO_TOML = Text(sv="går inte att läsa som TOML ({reason})", en="cannot be read as TOML ({reason})")


def told(template: Text, **values: Text | str | int) -> Text:
    """The template filled in both languages, from values that may be texts in both themselves."""

    def filled(language: Language) -> str:
        one = {
            name: getattr(value, language) if isinstance(value, Text) else value
            for name, value in values.items()
        }
        return template.in_language(language, **one)

    return Text(sv=filled("sv"), en=filled("en"))
