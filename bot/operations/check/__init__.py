"""Everything IT must have right before staff are let in."""

from bot.operations.check.azure_checks import check_deployments, check_search_roles
from bot.operations.check.finding import Finding, Status, worst
from bot.operations.check.own_file_checks import check_own_files
from bot.operations.check.profile_checks import check_profile
from bot.operations.check.resource_manager import ResourceManager
from bot.operations.check.running_checks import (
    USAGE_DAYS,
    check_clock,
    check_consent,
    check_contents,
    check_delegated,
    check_parts,
    check_usage,
)
from bot.operations.check.wiring_checks import Wiring, check_wiring

__all__ = [
    "USAGE_DAYS",
    "Finding",
    "ResourceManager",
    "Status",
    "Wiring",
    "check_clock",
    "check_consent",
    "check_contents",
    "check_delegated",
    "check_deployments",
    "check_own_files",
    "check_parts",
    "check_profile",
    "check_search_roles",
    "check_usage",
    "check_wiring",
    "worst",
]
