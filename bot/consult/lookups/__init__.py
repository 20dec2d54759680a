"""Answers that stand in a row, a step or a contact line, which comparing words does not find."""

from bot.consult.lookups.looking import look_up

__all__ = ["look_up"]
