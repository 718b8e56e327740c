"""A flood of fresh accounts and addresses pushes state out, but never that of an attack that goes on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from pipeline.engine import Engine
from pipeline.engine_settings import EngineSettings
from pipeline.metrics_recording import RecordingMetrics
from pipeline.names import Names
from pipeline.stage import Send
from pipeline.stages import stages
from schemas import topics
from schemas.alert import Alert
from schemas.event import Event
from tests.bench.memory import Room
from tests.support.scenario import entered, failed, shipped
from tests.support.wire import to_bytes
from tests.test_replay_equals_stages import content

DETECTORS = ("login_fanout", "login_guessing", "login_guessing_slow", "login_guessing_address")
SPRAYER, GUESSER, VICTIM = "203.0.113.7", "203.0.113.8", "alice"
KEPT, FLOOD = 150, 40  # entities kept; fresh ones between two attempts: all but the attacks turns over every few
ATTEMPTS, GAP_S = 60, 4.0
BATCH = 50  # events between two checkpoints: each looks for what to forget
HOUR = 3600.0


def attacks() -> Iterator[Event]:
    """One address that tries a new account each time, and one account that is guessed all the while."""
    for n in range(ATTEMPTS):
        yield failed(f"spray-{n}", n * GAP_S, SPRAYER, id=f"spray-{n}")
        yield from (failed(VICTIM, n * GAP_S + at, GUESSER, id=f"guess-{n}-{at}") for at in (1, 3))


def flood() -> Iterator[Event]:
    """Ordinary logins, each by an account and from an address never seen before or after."""
    for n in range((ATTEMPTS + 1) * FLOOD):
        yield entered(f"fresh-{n}", n * GAP_S / FLOOD - 60, f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}", id=f"fresh-{n}")


def told(kept: int, folder: Path) -> tuple[dict[str, dict[str, object]], float]:
    """Return the alerts at the end, with at most `kept` entities a stage, and how many were pushed out."""
    built, metrics, names = tuple(shipped(name) for name in DETECTORS), RecordingMetrics(), Names()
    engine = Engine(built, {d.name: "live" for d in built}, EngineSettings(keys_kept=kept, keys_hot=64), metrics)
    counts = {names.of(topic): 1 for topic in topics.TOPICS}
    by_name = {stage.name: Room(stage, folder, counts) for stage in stages(engine, names)}
    account, content_, entity = by_name["account"], by_name["content"], by_name["observations"]
    site, joined = by_name["rates"], by_name["campaigns"]
    found: list[Alert] = []

    def carry(sends: Iterable[Send]) -> None:
        sends = list(sends)
        found.extend(msgspec.json.decode(s.value, type=Alert) for s in sends if s.topic == names.of(topics.ALERTS))
        for room in (entity, site, joined):
            if values := [send.value for send in sends if send.topic == room.topic]:
                carry(room.take(values))

    carry(content_.part.idle())
    later = [entered("late", HOUR * h, "192.0.2.1", id=f"late-{h}") for h in range(2, 8)]  # time goes on: alerts close
    events = sorted([*attacks(), *flood(), *later], key=lambda e: e.time)
    for start in range(0, len(events), BATCH):
        carry(account.take([to_bytes(event) for event in events[start : start + BATCH]]))
        for room in (account, entity, site, joined):
            room.checkpoint()
    for room in (account, entity, site, joined):
        carry(room.part.idle())
    return content(found), metrics.total("abusewatch_state_evicted_total", reason="cap")


def test_what_is_told_of_an_attack_is_the_same_with_little_room(tmp_path: Path) -> None:
    plenty, none = told(1_000_000, tmp_path / "plenty")
    little, pushed = told(KEPT, tmp_path / "little")
    assert none == 0
    assert pushed > 10 * KEPT
    assert [len(a["accounts"]) for a in plenty.values() if SPRAYER in str(a["entity"])] == [50]  # type: ignore[arg-type]
    assert all(any(name in str(a["entity"]) for a in little.values()) for name in (SPRAYER, GUESSER, VICTIM))
    assert little == plenty
