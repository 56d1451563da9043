"""What is counted, for Prometheus. No label comes from a letter: all of them are from small fixed sets."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

FIRST_SOUND_SECONDS = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """The counters of one application, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "readback_requests",
            "Requests that were answered, by route and status.",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self.readings = Counter(
            "readback_readings",
            "Readings that have ended, by how they ended: whole, left, stalled, stopped, failed.",
            ("outcome", "format", "voice"),
            registry=self.registry,
        )
        self.refusals = Counter(
            "readback_refusals", "Requests that were answered with a problem.", ("code",), registry=self.registry
        )
        self.utterances = Counter("readback_utterances", "Utterances that were spoken.", registry=self.registry)
        self.seconds = Counter("readback_audio_seconds", "Seconds of audio made.", registry=self.registry)
        self.first_sound = Histogram(
            "readback_first_sound_seconds",
            "Seconds from a request to its first sound.",
            buckets=FIRST_SOUND_SECONDS,
            registry=self.registry,
        )
        self.under_way = Gauge("readback_under_way", "Readings that are under way.", registry=self.registry)

    def page(self) -> bytes:
        """All of it, in the text format of Prometheus."""
        return generate_latest(self.registry)
