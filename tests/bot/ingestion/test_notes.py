import pytest

from bot.ingestion.documents.notes import Note, note_of, ranges


@pytest.mark.parametrize(
    ("numbers", "written"), [([], ""), ([4], "4"), ([3, 4, 5, 9], "3–5, 9"), ([2, 1, 2], "1–2")]
)
def test_writes_pages_as_ranges(numbers: list[int], written: str) -> None:
    assert ranges(numbers) == written


def test_tells_the_owner_which_pages_are_pictures() -> None:
    note = Note("pages_without_text", "3–7")

    assert note.in_language("sv").startswith("Sidan 3–7 är bild utan text")
    assert note.in_language("en").startswith("Page 3–7 is a picture")


def test_knows_no_note_but_its_own() -> None:
    assert note_of("hidden_text", "12") == Note("hidden_text", "12")
    assert note_of("något", "") is None
