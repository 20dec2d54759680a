from datetime import date

import pytest

from bot.ingestion.documents.chunking import Piece
from bot.ingestion.documents.notes import Note
from bot.ingestion.documents.reading import Reading, chunks_of, decode, encode, read
from bot.retrieval.base import DocumentMetadata

PAGE = b"""---
titel: Riktlinje f\xc3\xb6r resor
url: https://intra.example/resor
diarienummer: KS 2023/412
---
## Boka
Boka i tid.
"""


def test_reads_a_file_into_title_address_metadata_and_pieces() -> None:
    assert read(PAGE, "resor/riktlinje.md") == Reading(
        title="Riktlinje för resor",
        url="https://intra.example/resor",
        metadata=DocumentMetadata(layer="riktlinje", reference_number="KS 2023/412"),
        pieces=(Piece("Boka", "Boka i tid."),),
    )


def test_takes_the_title_from_the_file_name_when_nothing_else_is_there() -> None:
    assert read(b"Boka i tid.", "mallar/kallelse_till-namnd.txt").title == "Kallelse till namnd"


def test_takes_no_address_that_is_not_http() -> None:
    assert read(b"---\nurl: javascript:alert(1)\n---\nText.", "a.md").url is None


def test_what_is_encoded_comes_back_the_same() -> None:
    reading = Reading(
        title="T",
        url=None,
        metadata=DocumentMetadata(layer="policy", valid_from=date(2024, 1, 1), owner="X"),
        pieces=(Piece("s. 1", "Hej å", "page=1"),),
        notes=(Note("encoding"),),
    )

    assert decode(encode(reading)) == reading


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{}",
        b'{"title": "x"}',
        b'{"title": "x", "url": null, "metadata": {}, "pieces": [], "notes": []}',
        b'{"title": "x", "url": null, "metadata": null, "pieces": [], "notes": []}',
        b"\xff",
    ],
)
def test_anything_else_is_refused_with_one_kind_of_error(data: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any text will do
        decode(data)


def test_chunks_carry_readers_address_and_overrides() -> None:
    reading = read(PAGE, "riktlinje.md")

    (chunk,) = chunks_of(
        reading,
        document_id="intra:riktlinje.md",
        url="file:///riktlinje.md",
        readers=frozenset({"hr"}),
        overrides={"owner": "Ekonomi", "valid_from": date(2024, 1, 1), "title": "Resor"},
    )

    assert chunk.url == "https://intra.example/resor"
    assert chunk.readers == {"hr"}
    assert chunk.title == "Resor"
    assert chunk.metadata.owner == "Ekonomi"
    assert chunk.metadata.valid_from == date(2024, 1, 1)
    assert chunk.metadata.reference_number == "KS 2023/412"


def test_chunk_ids_stay_while_the_text_stays_and_change_with_it() -> None:
    def ids(data: bytes) -> list[str]:
        chunks = chunks_of(
            read(data, "a.txt"),
            document_id="s:a.txt",
            url="file:///a.txt",
            readers=frozenset({"alla"}),
            overrides={},
        )
        return [chunk.id for chunk in chunks]

    assert ids(b"Ett.") == ids(b"Ett.")
    assert ids(b"Ett.") != ids("Två.".encode())
