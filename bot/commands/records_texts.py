"""What the registrator reads in the terminal and in an export, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from bot.language.texts import Language, Text

KINDS: Mapping[str, Text] = {
    "exchange": Text(sv="fråga och svar", en="question and answer"),
    "conversation": Text(sv="samtal", en="conversations"),
    "inbox": Text(sv="mottaget meddelande", en="received message"),
    "waiting": Text(sv="meddelande som väntar", en="waiting message"),
    "reply": Text(sv="underlag för svar", en="basis of a reply"),
    "feedback": Text(sv="omdöme", en="feedback"),
    "gap": Text(sv="fråga utan källa", en="question without a source"),
    "forgetting": Text(sv="begäran om att glömma", en="request to forget"),
}
FIELDS: Mapping[str, Text] = {
    "question": Text(sv="Fråga", en="Question"),
    "answer": Text(sv="Svar", en="Answer"),
    "skill": Text(sv="Färdighet", en="Skill"),
    "activity_id": Text(sv="Meddelandets id", en="Message id"),
    "body": Text(sv="Meddelande", en="Message"),
    "reference": Text(sv="Referens", en="Reference"),
    "outcome": Text(sv="Utfall", en="Outcome"),
    "sources": Text(sv="Källor", en="Sources"),
    "model": Text(sv="Modell", en="Model"),
    "rules": Text(sv="Regler", en="Rules"),
    "reaction": Text(sv="Omdöme", en="Reaction"),
    "comment": Text(sv="Kommentar", en="Comment"),
    "kind": Text(sv="Slag", en="Kind"),
    "document_ids": Text(sv="Dokument", en="Documents"),
    "owners": Text(sv="Ägare", en="Owners"),
}
COLUMNS = (
    Text(sv="Slag", en="Kind"),
    Text(sv="Tid", en="Time"),
    Text(sv="Person", en="Person"),
    Text(sv="Samtal", en="Conversation"),
)
FIELD = Text(sv="Uppgift", en="Field")
CONTENT = Text(sv="Innehåll", en="Content")
COUNT = Text(sv="Uppgifter: {count}.", en="Records: {count}.")
NOTHING = Text(sv="Inget av det finns sparat.", en="Nothing is kept of that.")
WRITTEN = Text(sv="Utdraget finns i {file}.", en="The extract is in {file}.")
EXTRACT = Text(sv="Utdrag ur Kollega", en="Extract from Kollega")
EXTRACTED = Text(
    sv="Gjort {now}. Skäl: {reason}. Personnummer är borttagna. {count}",
    en="Made {now}. Reason: {reason}. Personal identity numbers are taken out. {count}",
)
NOTHING_HELD = Text(sv="Inget hålls kvar.", en="Nothing is held.")
HOLD_PARTS: Mapping[str, Text] = {
    "user": Text(sv="person", en="person"),
    "conversation": Text(sv="samtal", en="conversation"),
    "from": Text(sv="från", en="from"),
    "before": Text(sv="före", en="before"),
    "reason": Text(sv="skäl", en="reason"),
    "decision": Text(sv="ärende", en="matter"),
}
DELETED = Text(sv="Gallrat: {counts}.", en="Deleted: {counts}.")
DELETED_BY = Text(sv="Gallrat enligt {decision}: {counts}.", en="Deleted by {decision}: {counts}.")

NO_REASON = Text(sv="--reason är tom: skriv skälet.", en="--reason is empty: say why.")
NO_OUT = Text(
    sv="--out saknas: skriv filen som utdraget ska till (.html, .csv eller .json).",
    en="--out is missing: put the file to export to (.html, .csv or .json).",
)
WRONG_OUT = Text(
    sv="--out ska sluta på .html, .csv eller .json.", en="--out must end in .html, .csv or .json."
)
OUT_EXISTS = Text(
    sv="{file} finns redan: skriv ett annat --out.", en="{file} exists already: put another --out."
)
OUT_FAILED = Text(
    sv="--out {file} kan inte skrivas: {reason}.", en="--out {file} cannot be written: {reason}."
)
NO_DECISION = Text(
    sv="--decision saknas: skriv gallringsbeslutets nummer.",
    en="--decision is missing: put the number of the gallringsbeslut.",
)
NO_MATTER = Text(
    sv="--decision saknas: skriv ärendets nummer.",
    en="--decision is missing: put the number of the matter.",
)
NO_SELECTION = Text(
    sv="Vad gäller det? Skriv --user, --conversation, --from eller --to.",
    en="What does it concern? Put --user, --conversation, --from or --to.",
)
WRONG_PERIOD = Text(
    sv="--from är efter --to: byt plats på dem.", en="--from is after --to: swap them."
)
NO_SUCH_HOLD = Text(
    sv="--hold är ingen kvarhållning: `kollega records holds` visar dem som finns.",
    en="--hold names no hold: `kollega records holds` lists them.",
)
HELD = Text(
    sv="Något av det hålls kvar och får inte gallras: `kollega records holds` visar vad.",
    en="A hold forbids it: `kollega records holds` shows which.",
)
NO_RETENTION = Text(
    sv='Inget gallringsbeslut gäller nu: skriv decision = "beslutets nummer"{where} i {file}.',
    en='No retention decision applies now: put decision = "its number"{where} in {file}.',
)
AND_UNTIL = Text(sv=" och valid_until under [retention]", en=" and valid_until under [retention]")
NO_ID = Text(
    sv=(
        "{user} är inget id: skriv personens objekt-id, som står i Entra under Användare › "
        "personen › Objekt-ID."
    ),
    en=(
        "{user} is no id: put the person's object id, which Entra shows under Users › the person "
        "› Object ID."
    ),
)
UNKNOWN_PERSON = Text(
    sv="Obs! {user} står inte i people.toml: det tas för ett id, ord för ord.",
    en="Note: {user} is not in people.toml: it is taken for an id, word for word.",
)


def field_name(name: str, language: Language) -> str:
    """What a field of a record is called."""
    return FIELDS[name].in_language(language) if name in FIELDS else name


def kind_name(kind: str, language: Language) -> str:
    """What a kind of record is called."""
    return KINDS[kind].in_language(language) if kind in KINDS else kind
