"""What is read of labelled first pages in files of five formats, field by field."""

from __future__ import annotations

import pytest

from tests.bench.metadata import Score, score
from tests.first_pages import FIELDS

PRECISION, RECALL = 0.98, 0.9


@pytest.fixture(scope="module")
def unseen() -> Score:
    """The pages that were kept apart while the reading was written."""
    return score("held_out")


@pytest.mark.parametrize("field", FIELDS)
def test_reads_nothing_into_a_first_page_and_misses_little(unseen: Score, field: str) -> None:
    errors = [error for error in unseen.errors if f": {field}: " in error]

    assert unseen.precision(field) >= PRECISION, errors
    assert unseen.recall(field) >= RECALL, errors
