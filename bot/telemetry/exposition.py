"""The meter as text for Prometheus. Imported only where metrics are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from bot.telemetry.meter import Counter, Histogram, Meter

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Exposition:
    """Writes what has been counted so far, with the process's memory, time and files."""

    def __init__(self, meter: Meter) -> None:
        self._registry = CollectorRegistry()
        self._registry.register(_Families(meter))
        ProcessCollector(registry=self._registry)

    def text(self) -> bytes:
        """In Prometheus' text format, 0.0.4."""
        return generate_latest(self._registry)


class _Families(Collector):
    def __init__(self, meter: Meter) -> None:
        self._meter = meter

    def collect(self) -> Iterator[Metric]:
        yield from map(_counter, self._meter.counters)
        yield from map(_histogram, self._meter.histograms)
        yield GaugeMetricFamily(
            "kollega_inbox_unfinished",
            "Activities accepted by this process and not finished.",
            value=self._meter.unfinished(),
        )
        used = GaugeMetricFamily(
            "kollega_model_used_today",
            "What the models have used today in all processes: requests and tokens.",
            labels=("kind",),
        )
        for kind, count in self._meter.used_today.items():
            used.add_metric((kind,), count)
        yield used


def _counter(counter: Counter) -> Metric:
    family = CounterMetricFamily(counter.name, counter.text, labels=counter.labels)
    if not counter.labels:
        family.add_metric((), counter.values.get((), 0))
    for labels, value in sorted(counter.values.items()) if counter.labels else ():
        family.add_metric(labels, value)
    return family


def _histogram(histogram: Histogram) -> Metric:
    bounds = [*map(str, histogram.bounds), "+Inf"]
    family = HistogramMetricFamily(histogram.name, histogram.text)
    family.add_metric(
        (), list(zip(bounds, accumulate(histogram.counts), strict=True)), sum_value=histogram.sum_s
    )
    return family
