"""`abusewatch why` names the condition that was wanting where a score was high and nobody was accused."""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import partial

import pytest
from msgspec.structs import replace

from pipeline.config import Config
from pipeline.metrics_recording import RecordingMetrics
from pipeline.replay import Replay
from pipeline.why.answer import Answers
from pipeline.why.question import Question, Sight
from pipeline.why.quiet import why_quiet
from pipeline.why.watched import WatchedEngine, WatchedPipeline
from pipeline.why.witness import Witness
from schemas.event import Event
from tests.scenarios.test_card_testing_device_slow import tries
from tests.scenarios.test_key_sharing import sold
from tests.scenarios.test_quota_cycling import life
from tests.scenarios.test_quota_left import drains, people
from tests.support.scenario import shipped
from tests.support.wire import to_bytes


def said(events: Iterable[Event], entity: str, detector: str) -> str:
    """Return what is answered of a detector's silence on an entity."""
    witness = Witness([Question(entity, is_event=False)])
    built = WatchedEngine(Config(), RecordingMetrics(), witness)
    lines = [("f", n, to_bytes(one)) for n, one in enumerate(sorted(events, key=lambda one: one.time), start=1)]
    Replay(built, io.BytesIO(), None, rooms=partial(WatchedPipeline, witness=witness)).run(lines)
    found = Answers(built, witness).reply(witness.questions[0]).answers
    return next(one.why for one in found if one.detector == detector)


def unrefused() -> list[Event]:
    """Return accounts by turns on one device, each of which uses much and is refused nothing."""
    return [replace(e, status=200) for i in range(8) for e in life(f"new{i}", i * 3000.0, device="rig")]


@pytest.mark.parametrize(("events", "entity", "detector", "words"), [
    (unrefused(), "device:rig", "quota_cycling", "0 requests were refused for a used-up allowance or rate (402, 403"),
    (sold(), "key:k1", "key_sharing", "it wants a day of the key"),
    ([*people(6), *drains(20, every=0.03)], "site:*", "quota_left", "most came on one day"),
    ([*people(6), *drains(2)], "site:*", "quota_left", "it counts 2 networks within 14 days and wants 5 or more"),
    (tries(1, 12), "device:phone", "card_testing_device_slow", "are one account's: it wants those of two or more"),
])  # fmt: skip
def test_what_was_wanting_is_named(events: list[Event], entity: str, detector: str, words: str) -> None:
    assert words in said(events, entity, detector)


def test_what_spoke_against_it_later_on_is_told_of_the_event_with_the_highest_score() -> None:
    sight = Sight("e1", 0.0, "u1", "card_testing_device_slow", "device:d", 0.6)
    assert (
        "spoke against accusing: 14 cards were taken"
        in why_quiet(
            sight,
            shipped("card_testing_device_slow"),
            "14 cards were taken on it and 12 refused: it wants half refused",
        )[1]
    )
