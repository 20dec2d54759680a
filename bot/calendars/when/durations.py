"""Reads how long a meeting is to be: "45 min", "en och en halv timme", "halvdag"."""

from __future__ import annotations

import re

from bot.calendars.when.unread import NUMBER, Unread, number

HALF_DAY = 240
WHOLE_DAY = 480
_NOT_RELATIVE = r"(?<!\bom )(?<!\bin )(?<!\bom ca )(?<![\d.,:/-])"
_HOUR = r"(?:timm(?:ar|e|es|a|esmöte\w*|arsmöte\w*)|tim\b|h\b|hours?\b|hrs?\b)"
_MINUTE = r"(?:min(?:ut(?:er|ers|ersmöte\w*)?|s|utes?)?\b\.?)"
_LENGTH = re.compile(
    rf"{_NOT_RELATIVE}\b(?:"
    rf"(?P<h_half>{NUMBER}) och (?:en )?halv {_HOUR}"
    rf"|(?P<hour_half>an hour and a half|one and a half hours?)"
    rf"|(?P<en_half>{NUMBER}) and a half {_HOUR}"
    rf"|(?P<h_part>\d{{1,2}})[.,](?P<part>5|25|75)\s?{_HOUR}"
    rf"|(?P<h>{NUMBER})[\s-]?{_HOUR}(?:\s*(?:och|and|,)?\s*(?P<h_min>{NUMBER})\s?{_MINUTE}"
    rf"|(?P<h30>[0-5]\d)\b)?"
    rf"|(?P<h_tight>\d{{1,2}})h(?P<min_tight>[0-5]\d)\b"
    rf"|(?P<half>(?:en |ett )?halv ?timm\w*|half an hour|half[- ]hour)"
    rf"|(?P<three_quarters>tre kvart\w*|three quarters of an hour)"
    rf"|(?P<quarter>(?:en kvart(?:s|en)?|a quarter of an hour)\b(?! (?:över|i|past|to)\b))"
    rf"|(?P<min>{NUMBER})[\s-]?{_MINUTE}"
    rf"|(?P<hour_long>timslång\w*|timmeslång\w*)"
    rf"|(?P<whole_day>heldag\w*|hela dagen|all[- ]day|full day)"
    rf"|(?P<half_day>halvdag\w*|halva dagen|half[- ]day)"
    rf")"
)
_FIXED = {
    "hour_half": 90,
    "half": 30,
    "three_quarters": 45,
    "quarter": 15,
    "hour_long": 60,
    "whole_day": WHOLE_DAY,
    "half_day": HALF_DAY,
}


def read_length(unread: Unread) -> int | None:
    """The length in minutes; of several the last, which corrects the others."""
    lengths = [_minutes(match) for match in unread.take(_LENGTH)]
    return lengths[-1] if lengths else None


def _minutes(match: re.Match[str]) -> int:
    for name, minutes in _FIXED.items():
        if match[name]:
            return minutes
    if match["h_half"] or match["en_half"]:
        return 60 * number(match["h_half"] or match["en_half"]) + 30
    if match["h_part"]:
        return 60 * int(match["h_part"]) + {"5": 30, "25": 15, "75": 45}[match["part"]]
    if match["h"]:
        extra = match["h_min"] or match["h30"]
        return 60 * number(match["h"]) + (number(extra) if extra else 0)
    if match["h_tight"]:
        return 60 * int(match["h_tight"]) + int(match["min_tight"])
    return number(match["min"])
