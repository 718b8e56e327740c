"""The feeder: counts, pace, an early end, failures that are not swallowed."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from pipeline.demo.feeder import Feeder
from pipeline.demo.traffic import Traffic
from pipeline.ingest.cloud_events import Message
from pipeline.ingest.errors import DeliveryError
from pipeline.ingest.target import Target


def messages(count: int, step_s: int = 1) -> Iterator[Message]:
    for n in range(count):
        at = f"2026-01-31T{n * step_s // 3600:02d}:{n * step_s // 60 % 60:02d}:{n * step_s % 60:02d}Z"
        yield Message("account.login", f"u{n}", b'{"time":"%s"}' % at.encode())


class Listed(Traffic):
    def __init__(self, given: Iterator[Message]) -> None:
        self._given = given

    def send_all(self, target: Target) -> None:
        for message in self._given:
            target.send(message)


class Kept(Target):
    name = "kept"

    def __init__(self, *, fails: bool = False) -> None:
        self.taken: list[Message] = []
        self.closed = False
        self.first = threading.Event()
        self._fails = fails

    def send(self, message: Message) -> None:
        if self._fails:
            message_ = "Kafka did not take it"
            raise DeliveryError(message_)
        self.taken.append(message)
        self.first.set()

    def close(self) -> None:
        self.closed = True


def wait_done(feeder: Feeder) -> None:
    deadline = time.monotonic() + 30
    while not feeder.done:
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_everything_is_sent_counted_and_delivered() -> None:
    target = Kept()
    feeder = Feeder(Listed(messages(201, 60)), target)
    feeder.start()
    wait_done(feeder)
    assert (feeder.sent, len(target.taken), target.closed, feeder.failed) == (201, 201, True, None)
    assert feeder.days == pytest.approx(200 * 60 / 86_400)


def test_speed_spreads_event_time_over_real_time() -> None:
    """11 events a second apart, at twenty times real time, take half a second."""
    feeder = Feeder(Listed(messages(11)), Kept(), speed=20.0)
    feeder.start()
    wait_done(feeder)
    assert time.monotonic() - feeder.began >= 0.5
    assert feeder.sent == 11


def test_a_stop_ends_a_slow_feed_at_once() -> None:
    target = Kept()
    feeder = Feeder(Listed(messages(1000, 60)), target, speed=0.001)
    feeder.start()
    assert target.first.wait(60)
    feeder.stop()
    assert feeder.done
    assert feeder.failed is None
    assert feeder.sent < 1000


def test_a_failure_is_kept_for_the_one_who_watches() -> None:
    feeder = Feeder(Listed(messages(5)), Kept(fails=True))
    feeder.start()
    wait_done(feeder)
    assert isinstance(feeder.failed, DeliveryError)
    assert feeder.sent == 0


def test_stopping_what_never_began_is_fine() -> None:
    feeder = Feeder(Listed(messages(1)), Kept())
    feeder.stop()
    assert feeder.sent == 0
