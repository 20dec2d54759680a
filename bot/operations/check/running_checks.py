"""What can be seen of the parts that run: answers, contents, clock and rights."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Literal

from bot.identity.consent import Consent
from bot.language.texts import Language
from bot.operations.check import texts
from bot.operations.check.finding import Finding, green, red, yellow
from bot.storage.usage import ModelUse

USAGE_DAYS = 30
SKEW_ALLOWED_S = 300.0
"""Entra and the Bot Framework take clocks that differ by five minutes."""
_SKEW_NOTED_S = 60.0
WIDE_ROLES = frozenset(
    {
        *("Sites.Read.All", "Sites.ReadWrite.All", "Sites.Manage.All", "Sites.FullControl.All"),
        *("Files.Read.All", "Files.ReadWrite.All", "Directory.Read.All", "User.Read.All"),
        *("Directory.ReadWrite.All", "Mail.Read", "Mail.ReadWrite", "Chat.Read.All"),
        *("Group.Read.All", "Group.ReadWrite.All", "Calendars.Read", "Calendars.ReadWrite"),
    }
)
"""Application permissions of Graph that read more than one site: none of them is needed."""


def check_parts(states: Mapping[str, str], language: Language) -> Iterator[Finding]:
    """`states` by part: "ok", "degraded" or "failing"."""
    for part, state in states.items():
        title, remedy = texts.PARTS[part]
        name, values = f"parts.{part}", {"part": title.in_language(language)}
        if state == "ok":
            yield green(name, texts.WORKS, language, **values)
        elif state == "degraded":
            yield yellow(name, texts.DEGRADED, remedy, language, **values)
        else:
            yield red(name, texts.FAILS, remedy, language, **values)


def check_contents(
    held: tuple[int, Literal["documents", "passages"]] | None,
    quarantined: Sequence[str],
    language: Language,
) -> Iterator[Finding]:
    """How much there is to answer from; None if that could not be seen, which is a finding of the
    index itself. `quarantined`: the ids of documents that are kept out."""
    if held is not None and held[0]:
        count, unit = held
        title = texts.INDEX_FILLED if unit == "documents" else texts.INDEX_FILLED_WITH_PASSAGES
        yield green("index.contents", title, language, count=count)
    elif held is not None:
        yield red("index.contents", texts.INDEX_EMPTY, texts.FILL_INDEX, language)
    if quarantined:
        yield yellow(
            "index.quarantine",
            texts.QUARANTINED,
            texts.MEND_DOCUMENTS,
            language,
            count=len(quarantined),
            example=quarantined[0],
        )


def check_usage(
    used: Mapping[date, ModelUse] | None, language: Language, *, today: date
) -> Finding:
    """`used`: what the models have, by day, in the last `USAGE_DAYS`; None: not to be found out."""
    if used is None:
        _, remedy = texts.PARTS["store"]
        return yellow("model.usage", texts.USAGE_UNKNOWN, remedy, language)
    lately, now = sum(used.values(), ModelUse()), used.get(today, ModelUse())
    return green(
        "model.usage",
        texts.USED,
        language,
        requests=_grouped(now.requests),
        tokens=_grouped(now.tokens),
        days=USAGE_DAYS,
        all_requests=_grouped(lately.requests),
        all_tokens=_grouped(lately.tokens),
    )


def _grouped(number: int) -> str:
    """ "412 000", held together by a space that does not break."""
    return f"{number:,}".replace(",", "\N{NO-BREAK SPACE}")


def check_clock(skew_s: float | None, url: str, language: Language) -> Finding:
    """`skew_s`: how far ahead this machine is of the one at `url`; None if that did not answer."""
    if skew_s is None:
        return yellow("clock", texts.CLOCK_UNKNOWN, texts.OPEN_WAY_OUT, language, url=url)
    minutes = f"{abs(skew_s) / 60:.0f}"
    if abs(skew_s) > SKEW_ALLOWED_S:
        return red("clock", texts.CLOCK_OFF, texts.SET_CLOCK, language, minutes=minutes)
    if abs(skew_s) > _SKEW_NOTED_S:
        return yellow("clock", texts.CLOCK_OFF, texts.SET_CLOCK, language, minutes=minutes)
    return green("clock", texts.CLOCK_RIGHT, language)


def check_consent(roles: Collection[str] | None, language: Language) -> Finding:
    """`roles`: what the app may do in Graph by itself; None if that could not be found out."""
    if roles is None:
        return yellow("consent", texts.CONSENT_UNKNOWN, texts.CHECK_IDENTITY, language)
    wide = sorted(WIDE_ROLES & set(roles))
    if not wide:
        return green("consent", texts.CONSENT_NARROW, language)
    listed = ", ".join(wide)
    return red("consent", texts.CONSENT_WIDE, texts.NARROW_CONSENT, language, roles=listed)


def check_delegated(
    needed: Mapping[str, frozenset[str]],
    consents: Sequence[Consent] | None,
    language: Language,
    *,
    url: str,
    host: str,
) -> Iterator[Finding]:
    """What the app may do in people's names. `needed`: permissions by service.

    `consents`: what was seen in the name of whoever signed in; None where nobody has. `url`: where
    an administrator consents. `host`: of the page where it can be seen.
    """
    name = "consent.delegated"
    if consents is None:
        yield yellow(name, texts.DELEGATED_UNSEEN, texts.SEE_DELEGATED, language, host=host)
        return
    unseen = [one for one in consents if one.permissions is None]
    for one in unseen:
        values = {"service": one.audience, "code": one.code, "url": url}
        yield yellow(name, texts.DELEGATED_UNKNOWN, texts.LOOK_UP_CODE, language, **values)
    missing = [
        f"{one.audience.partition('://')[2]}: {', '.join(sorted(lacking))}"
        for one in consents
        if one.permissions is not None and (lacking := needed[one.audience] - one.permissions)
    ]
    if missing:
        listed = "; ".join(missing)
        yield red(
            *(name, texts.CONSENT_MISSING, texts.GIVE_CONSENT, language), missing=listed, url=url
        )
    elif not unseen:
        yield green(name, texts.CONSENT_GIVEN, language)
