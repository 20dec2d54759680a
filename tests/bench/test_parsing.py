"""Every document whose right answer is known is read right, whatever its format."""

from __future__ import annotations

import pytest

from tests.bench.parsing import measure
from tests.bench.parsing.checks import Sample
from tests.bench.parsing.peers import OURS, readers

_SAMPLES = measure.samples()


@pytest.mark.parametrize("sample", _SAMPLES, ids=[sample.name for sample in _SAMPLES])
def test_reads_all_that_should_be_found_and_nothing_else(sample: Sample) -> None:
    read = dict(readers(sample.name.rpartition(".")[2]))[OURS]

    given = read(sample.data, sample.name)

    assert [check for check in sample.checks if not check.passes(given)] == []


@pytest.mark.bench
async def test_measures_what_parsers_get_right_and_how_fast() -> None:
    rows = await measure.measure(scale=20)

    assert all(float(row.figure) > 0 for row in rows)
