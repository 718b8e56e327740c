"""The demo from beginning to end."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from typing import NamedTuple

from rich.console import Console

from pipeline.demo.display import Display
from pipeline.demo.feeder import Feeder
from pipeline.demo.follow import follow
from pipeline.demo.installation import Installation, installation
from pipeline.demo.scorecard import Run, Scorecard
from pipeline.demo.scoring import score
from pipeline.demo.settings import DemoSettings
from pipeline.demo.traffic import Both, FileTraffic, SimulatedTraffic, Traffic
from pipeline.ingest.file_target import FileTarget
from pipeline.ingest.kafka_target import KafkaTarget
from pipeline.ingest.producer import EventProducer
from pipeline.ingest.summary import Summary


class Result(NamedTuple):
    """What was found, where it ran (until the end of the demo), and for a log what `ingest` says of it.

    `card` has no campaigns, and calls nothing false, where the truth is not known.
    """

    card: Scorecard
    at: Installation
    summary: Summary | None


def run_demo(settings: DemoSettings, words: Console, finished: Callable[[Result], None]) -> None:
    """Start everything, send, show alerts as they come, hand over the result while it still runs, stop everything.

    Raises BrokerError, DemoError, IngestError, DeliveryError, KafkaException; KeyboardInterrupt passes through.
    Nothing is left running in any case.
    """
    settings.folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        with words.status("starting Kafka and the worker"):
            at = stack.enter_context(installation(settings))
            at.worker.wait_ready()
        finished(_play(settings, at, words))


def _play(settings: DemoSettings, at: Installation, words: Console) -> Result:
    traffic: Traffic = FileTraffic(settings) if settings.input else SimulatedTraffic(settings)
    producer = EventProducer(at.bootstrap, prefix=at.prefix)
    target = Both(KafkaTarget(producer, at.bootstrap), FileTarget(str(settings.events)))
    feeder = Feeder(traffic, target, settings.speed)
    with settings.alerts.open("wb") as kept, Display(words, feeder) as display:
        feeder.start()
        try:
            found = follow(at, feeder, display, kept)
        finally:
            feeder.stop()
    run = Run(events=feeder.sent, seconds=found.seconds, days=feeder.days)
    summary = traffic.summary if isinstance(traffic, FileTraffic) else None
    return Result(score(traffic.planted, found.alerts, run), at, summary)
