"""What is counted, and how Prometheus reads it."""

from __future__ import annotations

import time

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.telemetry import NO_SPANS, Meter
from bot.telemetry.exposition import Exposition

Samples = dict[tuple[str, tuple[str, ...]], float]


@pytest.fixture
def meter() -> Meter:
    return Meter(outcomes=["answered", "not_found"], skills=["hr", "policy"])


def _samples(meter: Meter) -> Samples:
    families = text_string_to_metric_families(Exposition(meter).text().decode())
    return {
        (sample.name, tuple(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in families
        for sample in family.samples
    }


def test_turns_are_counted_by_outcome_skill_and_audience(meter: Meter) -> None:
    for _ in range(3):
        meter.turns.add("answered", "hr", "private")
    meter.turns.add("not_found", "policy", "group")

    samples = _samples(meter)
    assert samples["kollega_turns_total", ("private", "answered", "hr")] == 3
    assert samples["kollega_turns_total", ("group", "not_found", "policy")] == 1


def test_a_label_cannot_hold_what_is_not_in_its_closed_set(meter: Meter) -> None:
    meter.turns.add("Anna Lindqvist", "hr", "850709-9805")
    meter.turns.add("Erik Nyström", "hr", "x")

    text = Exposition(meter).text().decode()
    assert _samples(meter)["kollega_turns_total", ("other", "other", "hr")] == 2
    assert "Anna" not in text
    assert "9805" not in text


def test_durations_fall_into_buckets_that_count_all_shorter_ones(meter: Meter) -> None:
    for seconds in (0.005, 0.02, 0.3, 99.0):
        meter.acknowledgement_s.observe(seconds)

    samples = _samples(meter)
    name = "kollega_acknowledgement_seconds"
    bounds = ("0.005", "0.025", "0.5", "15.0", "+Inf")
    assert [samples[f"{name}_bucket", (bound,)] for bound in bounds] == [1, 2, 3, 3, 4]
    assert samples[f"{name}_count", ()] == 4
    assert samples[f"{name}_sum", ()] == pytest.approx(99.325)


def test_what_has_not_happened_yet_is_nought(meter: Meter) -> None:
    samples = _samples(meter)

    for name in ("duplicates", "rate_limited", "delivery_retries"):
        assert samples[f"kollega_{name}_total", ()] == 0
    assert samples["kollega_inbox_unfinished", ()] == 0


def test_the_inbox_is_asked_when_somebody_looks(meter: Meter) -> None:
    waiting = [1, 2, 3]
    meter.unfinished = lambda: len(waiting)

    assert _samples(meter)["kollega_inbox_unfinished", ()] == 3
    waiting.clear()
    assert _samples(meter)["kollega_inbox_unfinished", ()] == 0


def test_the_processs_memory_is_shown(meter: Meter) -> None:
    assert _samples(meter)["process_resident_memory_bytes", ()] > 1_000_000


def test_a_turn_is_counted_in_some_microseconds(meter: Meter) -> None:
    turns = 5_000
    begun = time.process_time()
    for _ in range(turns):
        with NO_SPANS.hop("accept") as span:
            span.note(status=200)
        meter.acknowledgement_s.observe(0.002)
        with NO_SPANS.hop("turn", after=NO_SPANS.here()) as span:
            span.note(attempts=0)
            with NO_SPANS.hop("route"), NO_SPANS.aside("skill"), NO_SPANS.hop("retrieve"):
                pass
            with NO_SPANS.aside("answer"), NO_SPANS.hop("send"):
                pass
        meter.sent.add("2xx")
        meter.first_sign_s.observe(0.02)
        meter.turns.add("answered", "hr", "private")
        meter.turn_s.observe(0.2)
    spent_us = (time.process_time() - begun) / turns * 1e6

    print(f"{spent_us:.1f} µs a turn")
    assert spent_us < 60
