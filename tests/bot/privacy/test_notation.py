"""That each sign of the notation finds what it is said to find, and nothing else."""

from __future__ import annotations

import pytest

from bot.privacy.message import Message
from bot.privacy.notation import parse
from bot.privacy.phrases import Alternative, NamedPerson

LISTS: dict[str, list[Alternative]] = {
    "named": [NamedPerson(frozenset(["anna"]))],
    "boss": [parse("min? chef", {}), parse("chefen", {})],
}


@pytest.mark.parametrize(
    ("phrase", "message"),
    [
        ("vill|kan inte leva", "Jag KAN inte leva."),
        ("ska|kommer_att slå", "hon kommer att slå"),
        ("fått ett? hot", "jag har fått hot"),
        ("fått ett? hot", "jag har fått ett hot"),
        ("jag {2} mobbad", "jag mobbad"),
        ("jag {2} mobbad", "jag blir ofta mobbad"),
        ("hot … mig", "hot! Det kom till mig"),
        ("hot …5 mig", "hot abc mig"),
        ("bestjäl*", "de bestjäler kommunen"),
        ("privat* resa", "privata resa"),
        ("*medicin*", "fel smärtmedicinering"),
        ("skriver falska *", "han skriver falska intyg"),
        ("slår !upp*|på_stort*", "han slår mig"),
        ("slår !upp*|på_stort*", "han slår upp ordet och slår mig"),
        ("chef 's lön", "my chef's lön"),
        ("^ blev hotad", "blev hotad"),
        ("trivs inte <boss>", "trivs inte min chef"),
        ("trivs inte <boss>", "trivs inte chef"),
        ("trivs inte <boss>", "trivs inte chefen"),
        ("är <named> sjuk", "är anna sjuk"),
        ("är <named> sjuk", "är Anna Åkesson-Berg sjuk"),
        ("är <named> sjuk", "är Lo-Ann sjuk"),
        ("är <named> sjuk", "är Bo Berg sjuk"),
    ],
)
def test_is_found(phrase: str, message: str) -> None:
    assert parse(phrase, LISTS).is_in(Message(message))


@pytest.mark.parametrize(
    ("phrase", "message"),
    [
        ("vill|kan inte leva", "vill inte, leva"),
        ("vill|kan inte leva", "vill inte leverera"),
        ("ska|kommer_att slå", "kommer slå"),
        ("ska|kommer_att slå", "kommer att slåss"),
        ("fått ett? hot", "fått två hot"),
        ("jag {2} mobbad", "jag blir väldigt ofta mobbad"),
        ("hot … mig", f"hot {'a' * 200} mig"),
        ("hot …5 mig", "hot abcd mig"),
        ("bestjäl*", "obestjäl"),
        ("skriver falska *", "han skriver falska"),
        ("slår !upp*|på_stort*", "han slår på stort, hon slår uppochned"),
        ("chef 's lön", "chef s lön"),
        ("^ blev hotad", "hon blev hotad"),
        ("trivs inte <boss>", "trivs inte din chef"),
        ("är <named> sjuk", "är ett barn sjuk"),
        ("är <named> sjuk", "är Bo berg sjuk"),
        ("är жук sjuk", "är кит sjuk"),
    ],
)
def test_is_not_found(phrase: str, message: str) -> None:
    assert not parse(phrase, LISTS).is_in(Message(message))
