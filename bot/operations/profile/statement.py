"""What is wrong with one heading or field that is no TOML, as people who never saw TOML make it."""

from __future__ import annotations

import re
import tomllib

from bot.language.texts import Text
from bot.operations.profile import texts
from bot.operations.profile.texts import told

HEADING = re.compile(r"\s*(\[\[?)\s*([\w.-]+)\s*\]{0,2}\s*(?:#.*)?$")
"""A section's heading, also one that is not closed."""
FIELD = re.compile(r"\s*([\w.-]+)\s*[=:]")
"""How a field begins, also with a colon."""
_CURLY = re.compile("[“”„«»’‘]")
_FLAGS = {"ja": "true", "yes": "true", "true": "true"} | dict.fromkeys(
    ("nej", "no", "false"), "false"
)
_DAY = re.compile(r"[\d./-]+$")


def is_toml(text: str) -> bool:
    """Whether it can be read, by itself."""
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return False
    return True


def repaired_heading(text: str) -> str:
    """The heading as it was meant: closed as it was opened."""
    heading = HEADING.match(text)
    if heading is None:
        return text
    opened, name = heading.groups()
    return f"{opened}{name}{']' * len(opened)}"


def fault(text: str) -> Text:
    """What to write instead. `text` is no TOML."""
    if HEADING.match(text):
        return told(texts.HEADER, right=repaired_heading(text))
    field = FIELD.match(text)
    if field is None:
        return texts.STRAY
    name, rest = field[1], text[field.end() :].strip()
    value = rest.partition("#")[0].strip()
    if field[0].endswith(":"):
        return told(texts.COLON, right=f"{name} = {rest}")
    if not name.isascii():
        return texts.KEY_LETTERS
    return _of_value(name, value)


def _is_value(text: str) -> bool:
    return is_toml(f"x = {text}")


def _of_value(name: str, value: str) -> Text:
    if not value:
        return texts.NO_VALUE
    if _CURLY.match(value) or (_CURLY.search(value) and _is_value(_CURLY.sub('"', value))):
        return texts.CURLY_QUOTES
    if "\\" in value and _is_value(value.replace("\\", "/")):
        return texts.BACKSLASH
    if value[0] in "\"'":
        return texts.UNCLOSED_TEXT
    if value[0] == "[":
        return texts.UNCLOSED_LIST
    if flag := _FLAGS.get(value.casefold()):
        return told(texts.CAPITAL_FLAG, right=f"{name} = {flag}")
    if _DAY.match(value):
        return texts.NO_SUCH_DAY
    inside = value.strip("\"'")
    return told(texts.NO_QUOTES, right=f'{name} = "{inside}"')
