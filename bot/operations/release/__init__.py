"""A version of Kollega that is deployed without Python."""

from bot.operations.release.archive import app_files, release_files
from bot.operations.release.parameters import encoded, parameters

__all__ = ["app_files", "encoded", "parameters", "release_files"]
