"""What tantivy raises, as exceptions that can be caught."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bot.errors import RetrievalUnavailable

_PANIC = "PanicException"


@contextmanager
def panics_as_errors() -> Iterator[None]:
    """A damaged file can make tantivy panic. Its binding raises that as something that is no
    `Exception` and that cannot be imported (https://pyo3.rs, PanicException): here it becomes a
    ValueError, like every other error of tantivy's."""
    try:
        yield
    except BaseException as error:
        if type(error).__name__ == _PANIC:
            raise ValueError(f"a file is damaged: {error}") from error
        raise


@contextmanager
def as_unavailable() -> Iterator[None]:
    """tantivy raises ValueError for everything, damaged files included."""
    try:
        with panics_as_errors():
            yield
    except (OSError, ValueError) as error:
        raise RetrievalUnavailable(f"the local index cannot be used: {error}") from error
