"""Pages that everybody may read: privacy, terms and accessibility."""

from bot.operations.pages.pages import PATHS, pages

__all__ = ["PATHS", "pages"]
