"""Events and verdicts in order of arrival: through a replay, and through the worker's stages."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

from pipeline.engine import Engine
from pipeline.local import LocalPipeline
from pipeline.names import Names
from pipeline.stage import Send
from pipeline.stages import stages
from schemas import topics
from schemas.alert import Alert
from schemas.event import Decision, Event
from schemas.parse import parse
from tests.support.carrier import Carrier
from tests.support.wire import decision_to_bytes, to_bytes

Mixed = list[tuple[float, Event | Decision]]  # by time of arrival


def late(mixed: Mixed, seed: int) -> Mixed:
    """Return the same as it arrives when each may be 290 s late, and one in ten comes twice."""
    random = Random(seed)
    arrivals: Mixed = [(at + random.uniform(0, 290), one) for at, one in mixed]
    arrivals += [(at + random.uniform(0, 290), one) for at, one in arrivals if random.random() < 0.1]
    return sorted(arrivals, key=lambda item: (item[0], item[1].id))


def value_of(one: Event | Decision) -> bytes:
    return to_bytes(one) if isinstance(one, Event) else decision_to_bytes(one)


def replayed(mixed: Mixed, engine: Engine) -> list[Alert]:
    """Return every version sent by a replay."""
    found: list[Alert] = []
    local = LocalPipeline(engine, found.append)
    for _, one in mixed:
        again = parse(value_of(one))
        if isinstance(again, Event):
            local.take(again)
        elif isinstance(again, Decision):
            local.decide(again)
    local.flush()
    return found


def carried(mixed: Mixed, engine: Engine, partitions: int, seed: int, crashes: int = 0) -> list[Alert]:
    """Return every version sent by the worker's stages, cut and interleaved by `seed`, with crashes."""
    names = Names("t.")
    counts = {names.of(topic): partitions for topic in topics.TOPICS}
    counts |= {names.of(topics.RATES): 1, names.of(topics.FINDINGS): 1}
    carrier = Carrier(stages(engine, names), counts, seed, crashes)
    feed(carrier, names, [one for _, one in mixed])
    carrier.run()
    return carrier.alerts(names.of(topics.ALERTS))


def feed(carrier: Carrier, names: Names, said: Iterable[Event | Decision]) -> None:
    """Send events and verdicts to their topics, in this order."""
    for one in said:
        carrier.send(Send(names.of(_topic(one)), one.subject.encode(), value_of(one)))


def _topic(one: Event | Decision) -> topics.Topic:
    if isinstance(one, Decision):
        return topics.DECISIONS
    return topics.CONTENT_EVENTS if one.type.startswith("content.") else topics.ACCOUNT_EVENTS
