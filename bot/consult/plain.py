"""Puts a question the way documents would ask it: without greeting, dialect or politeness."""

from __future__ import annotations

import re

_SPOKEN = {
    "ä": "är", "e": "är", "å": "och", "o": "och", "ja": "jag", "va": "vad", "nä": "när",
    "mej": "mig", "dej": "dig", "sej": "sig", "int": "inte", "inge": "inget", "nåra": "några",
    "nån": "någon", "nåt": "något", "dom": "de", "sån": "sådan",
    "femti": "femtio", "fyrti": "fyrtio", "tretti": "trettio", "sexti": "sextio",
    "ente": "inte", "hurdan": "hur", "mkt": "mycket", "ngn": "någon", "ngt": "något",
}  # fmt: skip
"""Words as they are spoken, and as they are written. Only where they stand between other words: a
sentence can begin with "Ja"."""
_SPOKEN_WORD = re.compile(rf"(?<=\w )(?:{'|'.join(map(re.escape, _SPOKEN))})(?= \w)", re.IGNORECASE)
_GREETING = re.compile(
    r"^(?:(?:hej(?:san)?|hallå|tjena|hörru|hörrö|du|asså|alltså|ursäkta|förlåt|snälla|fråga|"
    r"en (?:snabb |kort )?fråga|hi|hello|hey|excuse me|quick question|please)\b(?:[\s,.!:–-]+|$))+",
    re.IGNORECASE,
)
_POLITE = re.compile(
    r"^(?:(?:jag |vi )?(?:undrar|funderar på|vill veta|skulle vilja veta)|vet du|vet ni|"
    r"kan du (?:säga|berätta)|berätta|(?:could|can) you tell me|i wonder|do you know)"
    r"(?: (?:om|för mig|me))?[\s,:]+(?=\w)",
    re.IGNORECASE,
)
_MAY_I = re.compile(
    r"^(?:är|e|va) det (?:okej|ok|lugnt|tillåtet|fritt fram|lagligt) (?:att|om (?:jag|man|vi)) |"
    r"^(?:går|funkar) det (?:bra )?att |^får (?:jag|man|vi) lov att |"
    r"^har (?:jag|man|vi) (?:lov|tillåtelse|rätt) att (?=ta |gå |köpa |använda |åka |skriva |ha )",
    re.IGNORECASE,
)
_OKAY_AFTER = re.compile(
    r"(?<![\s,])[\s,]+(?:är det|går det|e det|funkar det) (?:okej|ok|bra|lugnt|an)\W*$",
    re.IGNORECASE,
)
_PADDING = re.compile(
    r"^(?:är det (?:sant|så)|(?:de|det) (?:är|e) (?:sant|så)|stämmer det|visst är det så|"
    r"is it true) (?:att|that) | som helst\b",
    re.IGNORECASE,
)
_WHAT_STANDS = re.compile(
    r"^vad (?:står|stod) (?:det )?(?:i|på|under) (?=[\w-]+ \w)|"
    r"^vad säger (?=[\w-]+(?: [\w-]+)? om \w)|"
    r"^what does (?=(?:the|our) \w)",
    re.IGNORECASE,
)
_WHERE_IS_THE_LIMIT = re.compile(
    r"^var (?:går|ligger|är|sätts) (?P<what>(?:belopps?|övre |undre )?gräns(?:en|erna)?)\b",
    re.IGNORECASE,
)
_PARTED = re.compile(
    r"\b(\w{3,}r) (jag|ja|man|vi|en) (upp|in|ut|av|på|till|bort|om|över)\b"
    r"(?= (?:mig|mej|sig|oss)\b|\W*$)",
    re.IGNORECASE,
)


def plainly(text: str) -> str:
    """The question without what only dresses it ("Är det sant att man får …"), as it would be
    written, and with a verb and its particle together: "hur säger upp jag mig".

    What would leave nothing is left as it was.
    """
    plain = _GREETING.sub("", text)
    plain = _SPOKEN_WORD.sub(lambda word: _SPOKEN[word[0].casefold()], plain)
    plain = _PADDING.sub("", _POLITE.sub("", plain))
    plain = _MAY_I.sub("Får jag ", _OKAY_AFTER.sub("", plain))
    plain = _WHERE_IS_THE_LIMIT.sub(r"Vilken \g<what> gäller", plain)
    plain = _PARTED.sub(r"\1 \3 \2", _WHAT_STANDS.sub("", plain))
    return plain if any(character.isalnum() for character in plain) else text
