"""The whole corpus of bad messages through a live worker: each answered, nothing stopped, memory as before."""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import Path

import psutil
import pytest

from schemas import topics
from schemas.parse import MAX_BYTES, REASONS
from tests.schemas.test_hostile import REFUSED, TAKEN, UNKNOWN
from tests.support.endpoint import Endpoint
from tests.support.live import produce
from tests.support.scenario import failed
from tests.support.site import Site

ROUNDS, BOMBS = 3, 6
BOMB = 48_000_000  # bytes; a few kilobytes on the wire
GROWTH = 160_000_000  # bytes that the allocator may keep; one round unpacks more than twice as much
FAT = 400  # records of 1 MB: more than a whole worker is given in memory
ATTACK = [failed(f"u{n}", n * 2.0, "203.0.113.7") for n in range(30)]
WIDE: dict[str, str | int] = {"message_max_bytes": 100_000_000, "compression_type": "zstd", "linger_ms": 0}


@pytest.fixture
def site(kafka: str, topic_prefix: str, tmp_path: Path) -> Site:
    return Site(kafka, topic_prefix, tmp_path)


def bombs() -> list[bytes]:
    """Return what unpacks to far more than it came as: one record each, within the broker's limit when compressed."""
    return [opening * (BOMB // len(opening)) for opening in (b"[", b"0", b'{"a":', b" ", b"\x00", b"\xff")]


def test_every_bad_message_has_an_answer_and_leaves_nothing_behind(site: Site) -> None:
    corpus = [value for value, *_ in REFUSED.values()]
    expected = Counter(reason for _, reason, _ in REFUSED.values()) + Counter(too_large=BOMBS)
    with site.running(ABUSEWATCH_ENGINE__DEAD_LETTER_SHARE="0.99") as (process, at):
        sizes = []
        for number in range(1, ROUNDS + 1):
            site.spoil(topics.ACCOUNT_EVENTS, 0, corpus, **WIDE)
            site.spoil(topics.CONTENT_EVENTS, 1, bombs(), **WIDE)
            site.spoil(topics.ACCOUNT_EVENTS, 1, [value for value, _ in UNKNOWN.values()], **WIDE)
            wanted = {reason: count * number for reason, count in expected.items()}
            at.until(partial(answered, at, wanted), f"round {number}")
            sizes.append(psutil.Process(process.pid).memory_info().rss)
        assert at.total("abusewatch_events_total", outcome="skipped_unknown_type") == ROUNDS * len(UNKNOWN)
        assert max(sizes[1:]) - sizes[0] < GROWTH, sizes
        site.spoil(topics.ACCOUNT_EVENTS, 1, [value for value, _ in TAKEN.values()], **WIDE)
        produce(site.bootstrap, site.prefix, ATTACK)
        at.until(lambda: at.total("abusewatch_alerts_total", detector="login_fanout") >= 1, "an alert after all that")
        assert at.status("/healthz") == at.status("/readyz") == 200
        process.terminate()
        assert process.wait(60) == 0, site.log()
    places = site.dead_letters(ROUNDS * expected.total())
    assert {letter["reason"] for letter in places} == set(expected) <= set(REASONS)
    assert all(letter["detail"] and "hunter2" not in letter["detail"] for letter in places)
    assert "Traceback" not in site.log()
    assert "hunter2" not in site.log()


def answered(at: Endpoint, wanted: dict[str, int]) -> bool:
    """Say whether the worker's own counts by reason are these."""
    return {reason: at.total("abusewatch_dead_letters_total", reason=reason) for reason in wanted} == wanted


def test_many_records_that_unpack_to_a_megabyte_each_come_in_portions(site: Site) -> None:
    """4 MB of a fetch may be ten thousand records of 1 MB: they must not be in memory all at once."""
    fat = b'{"type": "x.y", "x": "' + b"x" * (MAX_BYTES - 100) + b'"}'
    for _ in range(4):
        site.spoil(topics.ACCOUNT_EVENTS, 0, [fat] * (FAT // 4), **WIDE)
    with site.running() as (process, at):
        sizes = [0]

        def done() -> bool:
            sizes.append(psutil.Process(process.pid).memory_info().rss)
            return at.total("abusewatch_events_total", outcome="skipped_unknown_type") == FAT

        at.until(done, "all of them")
        assert max(sizes) < FAT * MAX_BYTES, max(sizes)
