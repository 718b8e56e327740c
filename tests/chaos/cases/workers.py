"""The worker loses its disk, is paused until it has lost its partitions, is fed twice, has a clock that jumps."""

from __future__ import annotations

import shutil
import time

from pipeline.ingest.cloud_events import Message
from schemas.event import Event
from schemas.parse import parse
from tests.chaos.clock import EVERY_S
from tests.chaos.scene import Scene

LOSSES = 2
SLEEPS = 2
LULL_S = 6.0  # three times idle_after_s: every stage has been told
SHARE = 0.1
NEAR_S = 290.0  # between the two of a pair in event time: as late as an event may come


def lost_disk(scene: Scene) -> str:
    """Remove the state store while the worker is down: once after an orderly stop, once after a kill."""
    scene.feed(len(scene.traffic.messages) / 12)
    worker = scene.worker()
    for loss in range(LOSSES):
        worker.start()
        worker.wait_ready()
        time.sleep(2)
        worker.kill() if loss else worker.stop()
        shutil.rmtree(worker.state)
    worker.start()
    return f"{LOSSES} stores removed"


def lull(scene: Scene) -> str:
    """Stop the worker after a lull, let everything gather, and start it: a backlog behind inputs that were quiet."""
    worker = scene.worker()
    quarter = len(scene.traffic.messages) // 4
    scene.feed(3000, scene.traffic.messages[:quarter]).finish()
    worker.start()
    worker.wait_ready()
    while scene.lag():
        time.sleep(0.2)
    time.sleep(LULL_S)
    worker.stop()
    rest = scene.feed(1e9, scene.traffic.messages[quarter:])
    rest.finish()
    worker.start()
    return f"1 stop after a lull, {rest.sent:,} events meanwhile"


def sleeper(scene: Scene) -> str:
    """Pause a worker until another has its partitions, and let it go on while that one works on them."""
    scene.feed(len(scene.traffic.messages) / 30)
    first, second = scene.worker("w1"), scene.worker("w2")
    first.start()
    first.wait_ready()
    for _ in range(SLEEPS):
        time.sleep(scene.dice.uniform(1, 2))
        first.pause()
        second.start()
        second.wait_ready()
        scene.wait_owner(second)
        first.resume()
        first.wait_ready()
        time.sleep(scene.dice.uniform(0.5, 1.5))
        second.stop()
        first.wait_ready()
    return f"{SLEEPS} pauses until the partitions were lost"


def twice(scene: Scene) -> str:
    """Deliver a tenth of the events twice, the second a little later; kill the worker once meanwhile."""
    messages = _doubled(scene)
    scene.feed(3000, messages)
    worker = scene.worker()
    worker.start()
    worker.wait_ready()
    time.sleep(2)
    worker.kill()
    worker.start()
    return f"{len(messages) - len(scene.traffic.messages)} events delivered twice, 1 kill"


def _doubled(scene: Scene) -> list[Message]:
    placed = [(_time(message), message) for message in scene.traffic.messages]
    again = [(at + scene.dice.uniform(0, NEAR_S), m) for at, m in placed if scene.dice.random() < SHARE]
    return [message for _, message in sorted([*placed, *again], key=lambda pair: pair[0])]


def _time(message: Message) -> float:
    event = parse(message.value)
    assert isinstance(event, Event)
    return event.time


def clock(scene: Scene) -> str:
    """Let the worker's clock jump by minutes and days, all the time; kill it once meanwhile."""
    began = time.monotonic()
    scene.feed(2000)
    worker = scene.worker(ABUSEWATCH_CHAOS_CLOCK=str(scene.dice.randrange(1000)))
    worker.start()
    worker.wait_ready()
    time.sleep(4)
    worker.kill()
    worker.start()
    scene.feeders[0].finish()
    return f"about {(time.monotonic() - began) / EVERY_S:.0f} jumps, 1 kill"
