"""One municipality in one file."""

from bot.operations.profile.model import Profile
from bot.operations.profile.reading import find_profile, load_profile

__all__ = ["Profile", "find_profile", "load_profile"]
