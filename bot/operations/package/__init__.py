"""The Teams app package of a municipality."""

from bot.operations.package.archive import package_files, zipped
from bot.operations.package.review import Fault, review

__all__ = ["Fault", "package_files", "review", "zipped"]
