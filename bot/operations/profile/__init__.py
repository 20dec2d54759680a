"""One municipality in one file."""

from bot.operations.profile.model import Profile, SourceLine
from bot.operations.profile.reading import find_profile, load_profile, load_profiles

__all__ = ["Profile", "SourceLine", "find_profile", "load_profile", "load_profiles"]
