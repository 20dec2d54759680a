"""Everything IT must have right before staff are let in."""

from bot.operations.check.finding import Finding, Status, worst
from bot.operations.check.profile_checks import check_profile
from bot.operations.check.running_checks import (
    check_clock,
    check_consent,
    check_contents,
    check_parts,
)
from bot.operations.check.wiring_checks import Wiring, check_wiring

__all__ = [
    "Finding",
    "Status",
    "Wiring",
    "check_clock",
    "check_consent",
    "check_contents",
    "check_parts",
    "check_profile",
    "check_wiring",
    "worst",
]
