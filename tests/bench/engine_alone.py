"""The engine alone on decoded events: `python -m tests.bench.engine_alone [EVENTS] [--profile]`.

Prints events a second of one core (processor time), with no detectors and with the whole catalogue, over a public login
log (where the data is there) and over mixed synthetic traffic.
"""

from __future__ import annotations

import cProfile
import pstats
import sys
import time
from random import Random
from typing import Any

import msgspec

from detectors.base import Detector
from detectors.catalogue import CATALOGUE
from pipeline.engine import Engine
from pipeline.engine_settings import EngineSettings
from pipeline.local import LocalPipeline
from pipeline.metrics_recording import RecordingMetrics
from schemas.alert import Alert
from schemas.event import Event
from tests.bench.alone import run_through
from tests.detection.login_log import folder, read
from tests.support.scenario import entered, event, failed, shipped

REPEATS = 3
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(list[Event]).decode


def logins(most: int) -> list[Event]:
    """Return the first events of the public log; empty without the data."""
    path = folder() / "2018-11_events.jsonl"
    return read(path).events[:most] if path.exists() else []


def mixed(most: int) -> list[Event]:
    """Return a day of logins, usage, payments, posts and reports of 20,000 accounts, in order of time."""
    random = Random(7)
    times = sorted(random.uniform(0, 86_400) for _ in range(most))
    return [_one(random, number, at) for number, at in enumerate(times)]


def _one(random: Random, number: int, at: float) -> Event:
    user, name = int(20_000 * random.random() ** 3), f"m{number}"
    net: dict[str, Any] = {"ip": f"10.{user % 200}.{user % 97}.{random.randrange(3)}", "device": f"d{user}", "id": name}
    draw = random.random()
    if draw < 0.4:
        return (failed if draw < 0.04 else entered)(f"u{user}", at, net.pop("ip"), **net)
    if draw < 0.7:
        return event("account.usage", f"u{user}", at, key=f"k{user}", units=random.random() * 100, requests=1.0, **net)
    if draw < 0.8:
        return event("account.payment", f"u{user}", at, outcome=draw > 0.71, card=f"c{user}", **net)
    if draw < 0.98:
        text = f"note {random.randrange(5000)} about something that {user % 50} friends did together yesterday"
        return event("content.posted", f"u{user}", at, content_id=name, text=text, kind="post", **net)
    return event("content.reported", f"u{user}", at, content_id=name, reporter=f"u{user + 1}", id=name)


def seconds(events: list[Event], detectors: tuple[Detector[Any], ...]) -> float:
    """Return the processor time of one run over copies of the events (the engine fills them in)."""
    fresh = _decode(_encode(events))
    found: list[Alert] = []
    engine = Engine(detectors, {d.name: "live" for d in detectors}, EngineSettings(), RecordingMetrics())
    local = LocalPipeline(engine, found.append)
    began = time.process_time()
    run_through(local, fresh)
    return time.process_time() - began


def main() -> None:
    """Print the table."""
    most = int(next((word for word in sys.argv[1:] if word.isdigit()), "60000"))
    catalogue = tuple(shipped(detector.name) for detector in CATALOGUE)
    for title, events in (("logins", logins(most)), ("mixed", mixed(most))):
        for name, detectors in (("no detectors", ()), ("catalogue", catalogue)):
            if "--profile" in sys.argv:
                profile(events, detectors)
            spent = min(seconds(events, detectors) for _ in range(REPEATS))
            print(f"{title}: {name}: {len(events) / spent:,.0f} events/s of one core ({len(events)} events)")


def profile(events: list[Event], detectors: tuple[Detector[Any], ...]) -> None:
    """Print where the time goes."""
    profiler = cProfile.Profile()
    profiler.runcall(seconds, events, detectors)
    pstats.Stats(profiler).sort_stats("tottime").print_stats(28)


if __name__ == "__main__":
    main()
