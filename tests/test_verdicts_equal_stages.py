"""What reviewers' verdicts have taught is the same in a replay and live, whatever the partitions, order and crashes."""

from __future__ import annotations

from functools import cache
from random import Random

import pytest

from schemas.event import Decision, Event
from tests.scenarios.test_spam_text import DAY_S, SPAM, TALK, filled
from tests.support.mixed import Mixed, carried, late, replayed
from tests.support.scenario import decided, event
from tests.test_replay_equals_stages import content, engine


@cache
def texts_and_verdicts(seed: int, days: int = 4) -> Mixed:
    """Return posts, a quarter of them spam, and verdicts on nearly all about a day later, by all that may name one."""
    random = Random(seed)
    found: Mixed = []
    for number in range(days * 80):
        at, spam = random.uniform(0, days * DAY_S), random.random() < 0.25
        kind = "prompt" if random.random() < 0.2 else "comment"
        subject = f"new{number}" if spam else f"user{random.randrange(30)}"
        text = filled(SPAM if spam else TALK, random)
        post = event("content.posted", subject, at, content_id=f"c{number}", id=f"e{number}", kind=kind, text=text)
        found.append((post.time, post))
        wrong, about = random.random() < 0.02, random.choice([{"content_id": f"c{number}"}, {"event_id": f"e{number}"}])
        told = decided(subject, at + DAY_S * random.uniform(0.8, 1.2), "violation" if spam != wrong else "benign",
                       id=f"d{number}", **about)  # fmt: skip
        found.append((told.time, told))
        if random.random() < 0.1:  # an appeal, a slip put right, or a verdict on the account
            again = random.choice([about, {}])
            told = decided(subject, at + 1.5 * DAY_S, random.choice(["benign", "unsure"]), id=f"a{number}", **again)
            found.append((told.time, told))
    # The last word is a post's: what ends days after its last post ends by the same clock everywhere.
    hours = [(days * 24 + hour) * 3600.0 for hour in range(49)]
    quiet = [event("content.posted", "user0", at, content_id=f"q{at}", id=f"q{at}", kind="comment") for at in hours]
    return sorted([*found, *((post.time, post) for post in quiet)], key=lambda item: (item[0], item[1].id))


def reports_and_verdicts() -> Mixed:
    """Return people whose reports are rejected for weeks, then their first common target; others report meanwhile."""
    names, hour = [f"brigade{i}" for i in range(7)], 3600.0
    found: list[Event | Decision] = [
        event("content.reported", f"t{i % 60}", i * 8 * hour, content_id=f"ct{i}", reporter=f"u{i % 90}", id=f"o{i}")
        for i in range(90)
    ]
    for i, name in enumerate(names * 4):
        target, at = f"of{i}", i * 24 * hour
        found.append(event("content.reported", target, at, content_id=f"c{i}", reporter=name, id=f"r{i}"))
        found.append(decided(target, at + 20 * hour, "benign", content_id=f"c{i}", id=f"d{i}"))
    found += [
        event("content.reported", "victim", 30 * DAY_S + i * 60.0, content_id="cv", reporter=name, id=f"v{i}")
        for i, name in enumerate(names)
    ]
    found += crowd_with_records(hour)
    found.append(event("content.reported", "later", 31 * DAY_S, content_id="cl", reporter="u1", id="l"))
    return sorted(((one.time, one) for one in found), key=lambda item: (item[0], item[1].id))


def crowd_with_records(hour: float) -> list[Event | Decision]:
    """Return people some of whose reports were upheld, some rejected, some first one and then the other; then a crowd.

    The last verdicts are of the hours just before it, so that some count for some of its reports only.
    """
    found: list[Event | Decision] = []
    for i in range(60):
        name, target, at = f"judged{i % 12}", f"by{i}", (25 + i / 20) * 24 * hour
        found.append(event("content.reported", target, at, content_id=f"b{i}", reporter=name, id=f"b{i}"))
        verdict = "violation" if i % 12 < 8 else "benign"
        found.append(decided(target, 28.9 * DAY_S + i * 400.0, verdict, content_id=f"b{i}", id=f"db{i}"))
        if i % 12 == 0:
            found.append(decided(target, 29.5 * DAY_S, "benign", source="appeal", content_id=f"b{i}", id=f"ab{i}"))
    for i in range(24):
        at, name = 29 * DAY_S + i * 700.0, f"judged{i}"
        found.append(event("content.reported", "crowded", at, content_id="cc", reporter=name, id=f"cr{i}"))
        found.append(event("content.reported", "again", at + DAY_S, content_id="ca", reporter=name, id=f"ca{i}"))
        found.append(event("content.reported", "at once", 29.1 * DAY_S + i * 70.0, content_id="co", reporter=name,
                           id=f"co{i}"))  # fmt: skip
    return found


@pytest.mark.parametrize("partitions", [1, 4])
def test_what_became_of_reports_is_known_alike_everywhere(partitions: int) -> None:
    mixed = reports_and_verdicts()
    whole = content(replayed(mixed, engine()))
    assert any(name.startswith("report_brigade-") for name in whole)
    assert len({weighed for alert in whole.values() if (weighed := records_in(alert))}) >= 2
    assert content(carried(mixed, engine(), partitions, partitions, crashes=6)) == whole
    arrivals = late(mixed, partitions)
    assert content(replayed(arrivals, engine())) == whole
    assert content(carried(arrivals, engine(), partitions, partitions + 1)) == whole


def records_in(alert: dict[str, object]) -> tuple[object, ...]:
    """Return the numbers of a surge among whose reporters some have a record; () for other alerts."""
    evidence = alert["signals"][0].evidence  # type: ignore[index]
    names = ("count_in_window", "with_upheld_reports", "with_rejected_reports")
    return tuple(evidence[name] for name in names) if names[1] in evidence else ()


@cache
def expected() -> dict[str, dict[str, object]]:
    found = content(replayed(texts_and_verdicts(1), engine()))
    assert sum(name.startswith("spam_text-") for name in found) >= 20
    return found


@pytest.mark.parametrize("partitions", [1, 4, 16])
def test_partitions_and_interleaving_decide_nothing(partitions: int) -> None:
    assert content(carried(texts_and_verdicts(1), engine(), partitions, partitions)) == expected()


@pytest.mark.parametrize("seed", range(4))
def test_crashes_decide_nothing(seed: int) -> None:
    assert content(carried(texts_and_verdicts(1), engine(), 4, seed, crashes=12)) == expected()


@pytest.mark.parametrize("seed", range(3))
def test_late_and_duplicate_arrivals_decide_nothing(seed: int) -> None:
    arrivals = late(texts_and_verdicts(1), seed)
    assert content(replayed(arrivals, engine())) == expected()
    assert content(carried(arrivals, engine(), 4, seed, crashes=4)) == expected()
