import pytest

from bot.ingestion.documents.layers import layer_of_title, layer_of_type
from bot.retrieval.base import Layer


@pytest.mark.parametrize(
    ("text", "layer"),
    [
        ("Riktlinje", "riktlinje"),
        ("Riktlinjer", "riktlinje"),
        ("Policy (KF)", "policy"),
        ("rutin", "rutin"),
        ("Rutinbeskrivning", "rutin"),
        ("Resepolicy", "policy"),
        ("Lokalt kollektivavtal", "lokalt kollektivavtal"),
        ("Centralt kollektivavtal", "centralt kollektivavtal"),
        ("Kollektivavtal", None),
        ("Lag", "lag"),
        ("Förordning", "lag"),
        ("Delegationsordning", None),
        ("Plan", None),
        ("Förslag", None),
        ("Nyhet", None),
        ("", None),
    ],
)
def test_tells_the_layer_from_a_stated_type(text: str, layer: Layer | None) -> None:
    assert layer_of_type(text) == layer


@pytest.mark.parametrize(
    ("title", "layer"),
    [
        ("Riktlinje för resor i tjänsten", "riktlinje"),
        ("Riktlinjer för resepolicyn", "riktlinje"),
        ("Exempelkommuns riktlinjer för inköp", "riktlinje"),
        ("Resepolicy", "policy"),
        ("IT-policy 2017–2020", "policy"),
        ("Rutin vid hot och våld", "rutin"),
        ("Arbetsmiljölag (1977:1160)", "lag"),
        ("Lag (1982:80) om anställningsskydd", "lag"),
        ("AFS 2023:1 — Systematiskt arbetsmiljöarbete", "lag"),
        ("Arbetsmiljöverkets föreskrifter och allmänna råd (AFS 2023:2) om planering", "lag"),
        ("Lokalt kollektivavtal om ersättning", "lokalt kollektivavtal"),
        ("Kollektivavtalet Allmänna bestämmelser (AB)", "centralt kollektivavtal"),
        ("Ny resepolicy på gång", None),
        ("Så fungerar riktlinjen", None),
        ("Vad är en policy?", None),
        ("Bolag och förslag", None),
        ("Semester", None),
        ("", None),
    ],
)
def test_tells_the_layer_from_a_title_only_when_the_document_is_one(
    title: str, layer: Layer | None
) -> None:
    assert layer_of_title(title) == layer
