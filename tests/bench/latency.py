"""From event produced to alert readable in the queue, at a steady rate: read-committed, broker included.

Among ordinary traffic somebody tests cards, four times a second: a fresh account, address and device each time. The
account's alert comes from the account stage; those of the address and the device have passed through the observation
topic. The event that raised an alert is known by its time, which the alert bears.

Event time runs as the clock does: each event bears the moment at which it is sent, and there are so many accounts that
nobody does a day's work in a minute. (The other benches run through days in seconds: there every entity is looked over
anew at nearly every event, which is right for a throughput that must hold at night, too, but no wait that anyone sees.)
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime

import msgspec
import numpy as np
from confluent_kafka import Consumer, Producer, TopicPartition

from pipeline.alert_record import stamp
from pipeline.ingest.cloud_events import Message
from schemas import topics
from schemas.alert import Alert
from tests.bench.contestant import Contestant
from tests.bench.no_verdicts import tell_no_verdicts
from tests.bench.task import Task

ACCOUNTS = 1_000_000
TRIES, EVERY_S, APART_S, TICK_S = 12, 0.25, 0.002, 0.005
# Of the run, not counted: a broker's first transactions take half a second each, and everything is new to the worker.
# What a start costs is told by itself.
WARM = 1 / 3
_DIRECT = frozenset({"card_testing"})
_TIME = re.compile(rb'"time":"[^"]*"')


class Latency(msgspec.Struct, frozen=True):
    """Milliseconds of one path; `alerts` is how many were measured, `missed` how many never came."""

    path: str
    p50: float
    p99: float
    worst: float
    alerts: int
    rate: float


class Feed(threading.Thread):
    """Produces ordinary traffic at a rate and attacks in between, and notes when each attack's event went out."""

    def __init__(self, task: Task, events: Sequence[Message], rate: float, seconds: float) -> None:
        super().__init__(name="feed", daemon=True)
        self.sent: dict[tuple[str, str], float] = {}  # (who, event time) -> monotonic
        # What Kafka 4's own producer waits. With 1 the broker was busy two fifths of a core with requests of an event
        # or two, at 6,500 events a second, before any worker had started.
        self._producer = Producer({"bootstrap.servers": task.bootstrap, "acks": "all", "linger.ms": 5,
                                   "partitioner": "murmur2_random"})  # fmt: skip
        self._task, self._events, self._rate, self._seconds = task, events, rate, seconds
        self._next = 0

    def run(self) -> None:
        """Send everything in its time."""
        began = time.monotonic()
        attacks = 0
        while (elapsed := time.monotonic() - began) < self._seconds:
            self._ordinary(int(elapsed * self._rate))
            if elapsed >= attacks * EVERY_S:
                attacks += 1
                self._attack(attacks)
            self._producer.poll(0)
            time.sleep(TICK_S)
        self._producer.flush(10)

    def _ordinary(self, until: int) -> None:
        upto = min(until, len(self._events))
        now = stamp(_now()).encode()
        for event in self._events[self._next : upto]:
            self._send(event.type, event.subject, _TIME.sub(b'"time":"' + now + b'"', event.value, count=1))
        self._next = upto

    def _attack(self, number: int) -> None:
        who, began = f"tester-{number}", _now()
        for attempt in range(TRIES):
            at = stamp(began + attempt / 1000)
            data = {"outcome": "failure", "reason": "do_not_honor", "card": f"{who}-{attempt}", "ip": f"192.0.2.{who}",
                    "device": who}  # fmt: skip
            event = {"specversion": "1.0", "id": f"{who}-{attempt}", "source": "/web", "type": "account.payment",
                     "subject": who, "time": at, "data": data}  # fmt: skip
            self.sent[who, at] = time.monotonic()
            self._send("account.payment", who, msgspec.json.encode(event))
            time.sleep(APART_S)

    def _send(self, kind: str, subject: str, value: bytes) -> None:
        topic = topics.CONTENT_EVENTS if kind.startswith("content.") else topics.ACCOUNT_EVENTS
        self._producer.produce(self._task.names.of(topic), value, subject.encode())


def measure(task: Task, events: Sequence[Message], rate: float, seconds: float, **settings: str) -> list[Latency]:
    """Run a worker at `rate` events a second; return the latency of both paths."""
    tell_no_verdicts(task)
    worker = Contestant("worker", task, **settings)
    try:
        worker.wait_started()
        return _measured(worker, events, rate, seconds)
    finally:
        worker.end()


def _measured(worker: Contestant, events: Sequence[Message], rate: float, seconds: float) -> list[Latency]:
    queue, feed = _queue(worker.task), Feed(worker.task, events, rate, seconds)
    feed.start()
    read: list[tuple[float, Alert]] = []
    until = time.monotonic() + seconds + 3.0
    while time.monotonic() < until:
        worker.check()
        message = queue.poll(0.05)  # `consume` would wait for more than one: up to its timeout, and be measured itself
        if message is not None and message.error() is None:
            read.append((time.monotonic(), msgspec.json.decode(message.value() or b"", type=Alert)))
    queue.close()
    return _paths(read, feed.sent, rate, WARM * seconds)


def _queue(task: Task) -> Consumer:
    name = task.names.of(topics.ALERTS)
    queue = Consumer({"bootstrap.servers": task.bootstrap, "group.id": f"{task.prefix}queue",
                      "isolation.level": "read_committed", "enable.auto.commit": False})  # fmt: skip
    queue.assign([TopicPartition(name, p, 0) for p in range(task.partitions[name])])
    return queue


def _paths(read: list[tuple[float, Alert]], sent: dict[tuple[str, str], float], rate: float,
           warm_s: float) -> list[Latency]:  # fmt: skip
    found: dict[str, list[float]] = {"account stage": [], "observation topic": []}
    start = min(sent.values()) + warm_s
    for at, alert in read:
        began = sent.get((alert.accounts[0] if alert.accounts else "", alert.emitted_at))
        if alert.version == 1 and began is not None and began >= start:
            direct = alert.signals[0].detector in _DIRECT
            found["account stage" if direct else "observation topic"].append((at - began) * 1000)
    return [_latency(path, values, rate) for path, values in found.items()]


def _latency(path: str, values: list[float], rate: float) -> Latency:
    p50, p99, worst = np.percentile(values, [50, 99, 100]) if values else (np.nan,) * 3
    return Latency(path, float(p50), float(p99), float(worst), len(values), rate)


def _now() -> float:
    return datetime.now(UTC).timestamp()
