"""Logs: what they say, and what no logger can make them say."""

from __future__ import annotations

import io
import json
import logging
import warnings
from collections.abc import Iterator

import pytest

from bot.errors import StorageUnavailable
from bot.telemetry import LONGEST, Form, configure, reference_code

SECRET = "Min chef heter Anna, 850709-9805, Bearer eyJhbGciOi"
LIBRARIES = ("aiohttp.access", "azure.core", "openai", "httpx", "msal", "botbuilder", "asyncio")


@pytest.fixture
def quiet_afterwards() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    logging.captureWarnings(capture=False)
    logging.raiseExceptions = True
    root.setLevel(level)
    for handler in list(root.handlers):
        root.removeHandler(handler)
    for handler in handlers:
        root.addHandler(handler)


@pytest.fixture(params=["text", "json"])
def log(request: pytest.FixtureRequest, quiet_afterwards: None) -> io.StringIO:
    form: Form = request.param
    stream = io.StringIO()
    configure(logging.DEBUG, form=form, to=stream)
    return stream


@pytest.fixture
def json_log(quiet_afterwards: None) -> io.StringIO:
    stream = io.StringIO()
    configure(logging.INFO, form="json", to=stream)
    return stream


@pytest.fixture
def text_log(quiet_afterwards: None) -> io.StringIO:
    stream = io.StringIO()
    configure(logging.INFO, to=stream)
    return stream


def test_a_record_is_one_json_object(json_log: io.StringIO) -> None:
    logging.getLogger("bot.copilot").warning("a dependency failed", extra={"attempts": 2})

    record = json.loads(json_log.getvalue())
    assert record.pop("time").endswith("+00:00")
    assert record == {
        "level": "WARNING",
        "logger": "bot.copilot",
        "message": "a dependency failed",
        "attempts": 2,
    }


def test_a_record_is_one_line_of_keys_and_values(text_log: io.StringIO) -> None:
    logging.getLogger("bot.copilot").info("answered", extra={"skill": "hr", "duration_ms": 12.5})

    line = text_log.getvalue()
    assert line.endswith(
        "level=INFO logger=bot.copilot message=answered duration_ms=12.5 skill=hr\n"
    )


def test_an_unknown_fact_is_dropped(log: io.StringIO) -> None:
    logging.getLogger("bot.copilot").info("answered", extra={"question": SECRET})

    assert "question" not in log.getvalue()
    assert "Anna" not in log.getvalue()


def test_a_fact_that_is_no_text_or_number_is_dropped(log: io.StringIO) -> None:
    logging.getLogger("bot.copilot").info("answered", extra={"cause": {"text": SECRET}})

    assert "Anna" not in log.getvalue()


def test_arguments_of_a_message_are_not_written(log: io.StringIO) -> None:
    logging.getLogger("bot.copilot").info("asked %s", SECRET)

    assert "asked %s" in log.getvalue()
    assert "Anna" not in log.getvalue()


def test_case_51_line_breaks_and_control_characters_cannot_forge_a_record(log: io.StringIO) -> None:
    forged = 'x\r\nlevel=ERROR message="forged"\x1b[31m\u2028\u202e\x00'
    logging.getLogger("bot.teams").info("refused", extra={"cause": forged})

    assert len(log.getvalue().splitlines()) == 1
    assert not {"\x1b", "\x00", "\u2028", "\u202e"} & set(log.getvalue())


def test_a_value_cannot_pretend_to_be_another_fact(text_log: io.StringIO) -> None:
    logging.getLogger("bot.teams").info("refused", extra={"cause": 'x" status=200'})

    assert text_log.getvalue().rstrip().endswith(r'cause="x\" status=200"')


def test_a_long_value_is_cut(log: io.StringIO) -> None:
    logging.getLogger("bot.teams").info("refused", extra={"cause": "y" * 100_000})

    assert log.getvalue().count("y") == LONGEST


def test_case_49_an_exception_says_where_and_never_what(log: io.StringIO) -> None:
    try:
        try:
            raise ValueError(SECRET)
        except ValueError as error:
            raise StorageUnavailable(SECRET) from error
    except StorageUnavailable:
        logging.getLogger("bot.storage").exception("a write failed")

    assert "StorageUnavailable" in log.getvalue()
    assert "test_logs.py:" in log.getvalue()
    assert "Anna" not in log.getvalue()


@pytest.mark.parametrize("library", LIBRARIES)
def test_case_50_a_library_cannot_log_bodies_even_at_debug(log: io.StringIO, library: str) -> None:
    logger = logging.getLogger(library)
    logger.debug(f"Request body: {SECRET}")
    logger.debug("Response: %s", SECRET)
    logger.error("failed", exc_info=ValueError(SECRET), extra={"cause": SECRET})

    assert len(log.getvalue().splitlines()) == 3
    assert "Anna" not in log.getvalue()
    assert "eyJ" not in log.getvalue()


def test_a_warning_says_where_and_never_what(log: io.StringIO) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=True)
        warnings.warn(SECRET, stacklevel=1)
        logging.captureWarnings(capture=False)

    assert "py.warnings" in log.getvalue()
    assert "Anna" not in log.getvalue()


def test_a_message_that_is_no_text_is_not_written(log: io.StringIO) -> None:
    logging.getLogger("bot.teams").error(ValueError(SECRET))

    assert "message=ValueError" in log.getvalue().replace('": "', "=")
    assert "Anna" not in log.getvalue()


def test_configuring_twice_writes_each_record_once(log: io.StringIO) -> None:
    configure(to=log)
    logging.getLogger("bot").info("started")

    assert len(log.getvalue().splitlines()) == 1


def test_a_reference_can_be_read_aloud() -> None:
    codes = {reference_code() for _ in range(2000)}

    assert len(codes) > 1990
    assert not set("01OIL") & set("".join(codes))
    assert {len(code) for code in codes} == {6}
