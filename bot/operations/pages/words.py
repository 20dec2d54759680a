"""Words of the pages that differ between municipalities."""

from __future__ import annotations

from collections.abc import Mapping

from bot.language.texts import Text
from bot.operations.profile.model import Conformance

CONFORMANCE: Mapping[Conformance, Text] = {
    "full": Text(
        sv="Tjänsten är helt förenlig med lagen.", en="The service conforms fully with the act."
    ),
    "partial": Text(
        sv="Tjänsten är delvis förenlig med lagen, på grund av bristerna nedan.",
        en="The service conforms partly with the act, because of the shortcomings below.",
    ),
    "none": Text(
        sv="Tjänsten är inte förenlig med lagen. Bristerna beskrivs nedan.",
        en="The service does not conform with the act. The shortcomings are described below.",
    ),
}
NO_SHORTCOMINGS = Text(sv="Inga brister är kända.", en="No shortcomings are known.")
OTHER_LANGUAGE = Text(sv="In English", en="På svenska")
NAMES = {
    "privacy": Text(sv="Integritet", en="Privacy"),
    "terms": Text(sv="Villkor", en="Terms of use"),
    "accessibility": Text(sv="Tillgänglighet", en="Accessibility"),
}
OTHER_PAGES = Text(sv="Fler sidor", en="More pages")
