"""A version of Kollega that is deployed without Python."""

from bot.operations.release.archive import UNFINISHED, app_files, release_files
from bot.operations.release.parameters import encoded, lacking, parameters, unversioned

__all__ = [
    "UNFINISHED",
    "app_files",
    "encoded",
    "lacking",
    "parameters",
    "release_files",
    "unversioned",
]
