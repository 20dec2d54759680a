"""What IT is told of the municipality's own files, in both languages."""

from __future__ import annotations

from bot.language.texts import Text

FOUND = Text(
    sv="Kommunens egna filer i {folder}: {found}. Saknas, och behövs inte: {missing}.",
    en="The municipality's own files in {folder}: {found}. Missing, and not needed: {missing}.",
)
WRONG = Text(sv="{file} kan inte användas.", en="{file} cannot be used.")
SYNONYMS_FORM = Text(
    sv="Skriv en grupp ord på varje rad, åtskilda med semikolon, och spara som UTF-8.",
    en="Put a group of words in each line, separated by semicolons, and save it as UTF-8.",
)
SCHOOL_YEAR_FORM = Text(
    sv=(
        "Varje [[terms]] och [[breaks]] ska ha name inom citattecken, och first och last som datum "
        "utan, det första inte efter det sista."
    ),
    en=(
        "Each [[terms]] and [[breaks]] has name in quotes, and first and last as dates without, "
        "the first not after the last."
    ),
)
TEMPLATE_FORM = Text(
    sv="Spara mallen som Word-dokument (.docx) i Word.",
    en="Save the template as a Word document (.docx) in Word.",
)
UNKNOWN = Text(
    sv="Ingen läser {file} bland kommunens egna filer.",
    en="Nothing reads {file} among the municipality's own files.",
)
NAME_IT = Text(
    sv="Menade du {near}? Annars: ta bort filen.", en="Did you mean {near}? Else: remove the file."
)
APPROVED_PACKED = Text(
    sv="Godkända svar, paus och driftmeddelande följer med utgåvan: de ändras bara med en ny.",
    en="Approved answers, pause and notices come with the release: only a new one changes them.",
)
MOVE_APPROVED = Text(
    sv='Skriv dem i SharePoint, och [municipality] approved_answers = "sharepoint:…".',
    en='Write them in SharePoint, and put [municipality] approved_answers = "sharepoint:…".',
)
NO_APPROVED = Text(
    sv="Ingen plats för godkända svar: paus och driftmeddelande går inte att skriva.",
    en="No place for approved answers: neither a pause nor a notice can be written.",
)
ADD_APPROVED = Text(
    sv='Skriv [municipality] approved_answers = "sharepoint:VÄRD/sites/WEBBPLATS" i profilen.',
    en='Put [municipality] approved_answers = "sharepoint:HOST/sites/SITE" in the profile.',
)
