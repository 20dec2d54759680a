"""A meeting that is being prepared, as it is kept between one turn and the next."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Literal

from bot.skill import STOCKHOLM, Presence

Stage = Literal["draft", "booked", "dropped", "cancelled"]
By = Literal["person", "model", "document"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who is to be invited, or may be."""

    id: str
    name: str
    mail: str | None = None
    is_required: bool = True
    by: By = "person"
    is_ticked: bool = True
    """Nobody is invited who is not."""

    @property
    def first_name(self) -> str:
        """What they are called in a list."""
        return self.name.partition(" ")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A time that was proposed."""

    start: datetime
    end: datetime
    presence: Mapping[str, Presence]
    room: str | None = None
    is_preferred: bool = False
    is_bridge: bool = False

    @property
    def value(self) -> str:
        """What a choice of it is called in the card."""
        return f"{self.start:%Y-%m-%dT%H:%M}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the card shows, and what will be in the calendar."""

    id: str
    wish: str
    """When, in the person's words."""
    subject: str
    minutes: int
    people: tuple[Person, ...]
    offers: tuple[Offer, ...] = ()
    chosen: str = ""
    """The `value` of the offer."""
    agenda: str = ""
    body: str = ""
    is_online: bool = True
    needs_room: bool = False
    room_words: str = ""
    is_private: bool = False
    stage: Stage = "draft"
    quorum: int | None = None
    """How many of those needed, the asker included, are enough."""
    series: tuple[str, ...] = ()
    """When it is held besides the time that is chosen, ISO 8601."""
    series_room: str = ""
    """The room of its meetings, by id."""
    roomless: tuple[str, ...] = ()
    """Those of `series` when that room is taken."""
    series_id: str = ""
    """What the meetings of a booked series share."""
    event: str = ""
    """What the calendar calls it, once it is booked."""
    page: int = 0
    """How often other times were asked for."""

    @property
    def invited(self) -> tuple[Person, ...]:
        """Those who are ticked."""
        return tuple(one for one in self.people if one.is_ticked)

    @property
    def needed(self) -> int:
        """How many must come, the asker included."""
        return 1 + sum(one.is_required for one in self.invited)

    @property
    def mailboxes(self) -> Mapping[str, str | None]:
        """The addresses of those who are ticked, by id."""
        return {one.id: one.mail for one in self.invited}

    @property
    def offer(self) -> Offer | None:
        """The one that is chosen."""
        return next((one for one in self.offers if one.value == self.chosen), None)

    def with_offers(self, offers: Sequence[Offer]) -> Plan:
        """The plan with other times, the first chosen."""
        return replace(self, offers=tuple(offers), chosen=offers[0].value if offers else "")

    def as_state(self) -> str:
        """For the application to keep."""
        return json.dumps(asdict(self), ensure_ascii=False, default=_iso)


def read_plan(state: str) -> Plan | None:
    """The plan that was kept; None if it is none, or one of another version."""
    try:
        fields = json.loads(state)
        people = tuple(Person(**one) for one in fields.pop("people"))
        offers = tuple(_offer(one) for one in fields.pop("offers"))
        series, roomless = (tuple(fields.pop(name, ())) for name in ("series", "roomless"))
        return Plan(**fields, people=people, offers=offers, series=series, roomless=roomless)
    except (ValueError, TypeError, KeyError):
        return None


def _offer(fields: dict[str, object]) -> Offer:
    moments = {
        name: datetime.fromisoformat(str(fields.pop(name))).astimezone(STOCKHOLM)
        for name in ("start", "end")
    }
    return Offer(**fields, **moments)  # type: ignore[arg-type]  # a wrong type is a TypeError later


def _iso(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError("not a part of a plan")
