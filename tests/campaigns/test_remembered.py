"""What is joined to a closed alert goes by when both were found, not by what the room has been told before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import inf
from random import Random

import msgspec
import pytest

from pipeline.alert_record import stamp
from pipeline.campaigns.remembered import OPEN_S, SILENT_S, in_time, over, until
from pipeline.campaigns.room import CampaignRoom
from pipeline.campaigns.sides import side
from pipeline.engine_settings import EngineSettings
from pipeline.metrics_recording import RecordingMetrics
from schemas.alert import Alert
from schemas.finding import Finding
from tests.campaigns.findings import HOUR, finding
from tests.support.alerts import NOON
from tests.support.seeds import seeds

DAY = 24 * HOUR
MEMORY = EngineSettings().campaign_memory_s


def taken(name: str, first: float, last: float) -> Finding:
    """Return a takeover of an account of its own, all from one device; found and over at `last`."""
    one = finding(name, first, last, [name], entity=f"account:{name}", ties=("device:d1",))
    signal = msgspec.structs.replace(one.alert.signals[0], evidence={"new_address": 1})
    return msgspec.structs.replace(one, alert=msgspec.structs.replace(one.alert, signals=[signal]))


def closed(found: Finding, **fields: object) -> Finding:
    """Return the second, last version of a finding."""
    return msgspec.structs.replace(
        found, alert=msgspec.structs.replace(found.alert, version=2, status="closed", **fields)
    )


def told(steps: Iterable[Finding | float]) -> dict[str, str | None]:
    """Return the campaign of each alert after findings and watermarks, in this order."""
    queue: list[Alert] = []
    room = CampaignRoom(EngineSettings(), RecordingMetrics(), queue.append)
    names = dict[str, str | None]()
    for step in steps:
        if isinstance(step, Finding):
            room.take(step)
            names[step.alert.alert_id] = None
        else:
            room.at(NOON + step)
    room.flush()
    return names | {alert.alert_id: alert.campaign_id for alert in queue}


def hours(until_: float, behind: float) -> list[float]:
    """Return the watermarks of each hour before a time, as far as the slowest partition has come."""
    return [hour * HOUR for hour in range(200) if hour * HOUR <= until_ - behind]


EARLY = taken("a", 0, HOUR)
LATE = taken("b", 72 * HOUR, 74 * HOUR)  # begun in time, but found an hour too late
SOON = taken("b", 72 * HOUR, 72.5 * HOUR)


@pytest.mark.parametrize("behind", [0.0, 0.5 * HOUR, 3 * HOUR, 30 * HOUR])
def test_what_is_found_too_late_is_apart_however_far_a_partition_is_behind(behind: float) -> None:
    assert told([EARLY, closed(EARLY), *hours(74 * HOUR, behind), LATE])["b"] is None
    assert told([EARLY, closed(EARLY), *hours(72 * HOUR, behind), SOON])["b"] == "a"


@pytest.mark.parametrize("behind", [0.0, 0.5 * HOUR, 3 * HOUR, 30 * HOUR])
def test_what_is_seen_to_belong_to_it_later_joins_if_it_was_found_in_time(behind: float) -> None:
    """Only the second version tells where the thief came from; the first was found while the other was remembered."""
    bare = msgspec.structs.replace(SOON, ties=[])
    more = msgspec.structs.replace(closed(SOON), last=NOON + 90 * HOUR)
    told_at: list[Finding | float] = [bare, *hours(90 * HOUR, behind)]
    assert told([EARLY, closed(EARLY), *hours(72 * HOUR, behind), bare])["b"] is None
    assert told([EARLY, closed(EARLY), *hours(72 * HOUR, behind), *told_at, more])["b"] == "a"


def test_when_it_was_found_outlives_a_restart_and_the_gate() -> None:
    """What is asked only once the hour has come was found when its first version was made."""
    again = msgspec.structs.replace(SOON, again=True, held=True)
    more = msgspec.structs.replace(again, alert=msgspec.structs.replace(again.alert, version=2), last=NOON + 75 * HOUR)
    room = CampaignRoom(EngineSettings(), RecordingMetrics(), lambda _: None)
    for one in (EARLY, again, more):
        room.take(one)
    halfway = CampaignRoom(EngineSettings(), RecordingMetrics(), lambda _: None, room.saved(),
                           [*room.board.found.values(), *room.gate.waiting.values()])  # fmt: skip
    halfway.flush()
    assert {name: one.found for name, one in halfway.board.found.items()} == {"a": NOON + HOUR, "b": SOON.last}


def test_a_closed_finding_is_remembered_from_its_last_evidence_on_and_as_long_as_its_detector_looks_back() -> None:
    one = finding("a", 0, HOUR, ["u1"])
    assert until(one, MEMORY) == inf
    assert until(closed(one), MEMORY) == NOON + HOUR + MEMORY
    assert until(closed(one, policy="report_abuse"), MEMORY) == NOON + HOUR + SILENT_S
    emptied = closed(one)
    emptied.ties = ["payee:iban-7"]
    assert until(emptied, MEMORY) == NOON + HOUR + SILENT_S
    assert until(closed(one, emitted_at=stamp(NOON + 20 * DAY)), MEMORY) == NOON + 20 * DAY


def test_two_are_in_time_whichever_is_asked_first() -> None:
    early, late, soon = (side(msgspec.structs.replace(one, found=one.last), one.last + 72 * HOUR)
                         for one in (EARLY, LATE, SOON))  # fmt: skip
    assert (in_time(early, late), in_time(late, early)) == (False, False)
    assert (in_time(early, soon), in_time(soon, early)) == (True, True)


def test_nothing_is_forgotten_before_all_that_was_found_in_time_is_closed_but_for_what_has_long_been_quiet() -> None:
    done, open_ = side(EARLY, NOON + 73 * HOUR), side(msgspec.structs.replace(SOON, found=SOON.last))
    groups, sides = [frozenset("a"), frozenset("b")], {"a": done, "b": open_}
    assert list(over(groups[:1], {"a": done}, NOON + 73 * HOUR)) == groups[:1]
    assert list(over(groups[:1], {"a": done}, NOON + 72 * HOUR)) == []
    assert list(over(groups, sides, NOON + 80 * HOUR)) == []
    later = msgspec.structs.replace(open_, found=NOON + 74 * HOUR)
    assert list(over(groups, {"a": done, "b": later}, NOON + 80 * HOUR)) == groups[:1]
    assert list(over(groups, sides, NOON + HOUR + OPEN_S)) == groups[:1]
    assert list(over(groups, sides, SOON.last + OPEN_S)) == groups


@pytest.mark.parametrize("seed", seeds(60, 20))
def test_campaigns_are_the_same_in_whatever_order_partitions_are_read(seed: int) -> None:
    """Each partition in its own order of time, and the watermark that of the one furthest behind."""
    random = Random(seed)
    parts = [[taken(f"{part}-{n}", at * HOUR, (at + random.uniform(0.1, 70)) * HOUR)
              for n, at in enumerate(random.uniform(0, 1500) for _ in range(12))] for part in "ab"]  # fmt: skip
    rows = [sorted([*part, *map(ended, part)], key=seen_at) for part in parts]
    runs = [told(read(rows, Random(order))) for order in range(6)]
    assert runs[1:] == runs[:-1]


def ended(one: Finding) -> Finding:
    """Return a finding as it is closed, an hour after its last evidence."""
    return closed(one, emitted_at=stamp(one.last + HOUR))


def seen_at(one: Finding) -> float:
    """Return when a version was made."""
    return one.last + HOUR * (one.alert.status == "closed")


def read(rows: list[list[Finding]], random: Random) -> Iterator[Finding | float]:
    """Yield the findings of partitions that are read by turns, at random, with the watermarks between."""
    left, marks = [list(part) for part in rows], [float("-inf")] * len(rows)
    while any(left):
        turn = random.choice([n for n, part in enumerate(left) if part])
        one = left[turn].pop(0)
        marks[turn] = seen_at(one) if left[turn] else inf
        yield one
        if (mark := min(marks)) < inf:
            yield mark - NOON
