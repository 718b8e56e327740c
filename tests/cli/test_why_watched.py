"""Who asks why changes nothing, and what is answered where no small input shows it."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import replace
from functools import cache, partial

import pytest

from detectors.site_told import NOT_YET
from pipeline.config import Config
from pipeline.config.build import engine
from pipeline.metrics_recording import RecordingMetrics
from pipeline.replay import Replay
from pipeline.why.answer import Answers, Reply
from pipeline.why.episode import Episode
from pipeline.why.question import SIGHTS_MOST, Question, Sight
from pipeline.why.quiet import why_quiet
from pipeline.why.told import on_others
from pipeline.why.watched import WatchedEngine, WatchedPipeline
from pipeline.why.witness import Witness
from schemas.event import Decision
from tests.support.attacks import attacks
from tests.support.scenario import shipped
from tests.support.wire import decision_to_bytes, to_bytes


@cache
def lines() -> list[tuple[str, int, bytes]]:
    records = [one for _, one in attacks(5, 1.0)]
    written = [decision_to_bytes(one) if isinstance(one, Decision) else to_bytes(one) for one in records]
    return [("events.jsonl", number, line) for number, line in enumerate(written, start=1)]


@cache
def unwatched() -> bytes:
    out = io.BytesIO()
    Replay(engine(Config(), RecordingMetrics()), out, None).run(lines())
    return out.getvalue()


@cache
def watched() -> tuple[bytes, dict[str, Reply]]:
    """Return the alerts of a replay in which all of these are asked about, and the replies."""
    out, subjects = io.BytesIO(), Counter(one.subject for _, one in attacks(5, 1.0))
    (busiest, _), *_ = subjects.most_common(1)
    event = next(one for _, one in attacks(5, 1.0) if not isinstance(one, Decision))
    witness = Witness([Question(event.id, is_event=True)]
                      + [Question(name, is_event=False) for name in (f"account:{busiest}", "site:*")])  # fmt: skip
    built = WatchedEngine(Config(), RecordingMetrics(), witness)
    Replay(built, out, None, rooms=partial(WatchedPipeline, witness=witness)).run(lines())
    answers = Answers(built, witness)
    return out.getvalue(), {one.name: answers.reply(one) for one in witness.questions}


def test_the_alerts_are_those_of_a_replay_that_nobody_watches() -> None:
    assert watched()[0] == unwatched() != b""


def test_each_answer_has_its_reason_and_each_row_was_sent() -> None:
    said, replies = watched()
    answers = [one for reply in replies.values() for one in reply.answers]
    assert {"alert", "below_level"} <= {one.decided for one in answers}
    assert all(one.why for one in answers)
    assert "unsent" not in {one.decided for one in answers}
    for one in answers:
        assert one.row is None or f'"alert_id":"{one.row}"'.encode() in said
        assert (one.row is None) == (one.decided not in {"alert", "joined", "shadow", "audit", "waiting"})


@pytest.mark.parametrize(("name", "score", "decided", "words"), [
    ("signup_site_slow", 0.6, "judged_later", "once its window was over, something in it spoke against accusing"),
    ("behaviour", 0.6, "not_accused", "`abusewatch detectors behaviour`"),
    ("behaviour", None, "nothing_said", "nothing to say"),
    ("behaviour", 0.0, "below_level", "such is usual, and it accuses from once in 1,000,000 on"),
    ("behaviour", 0.25, "below_level", "once in 100, and it accuses from once in 1,000,000 on"),
])  # fmt: skip
def test_what_is_in_no_alert_is_told_by_what_the_detector_is(
    name: str, score: float | None, decided: str, words: str
) -> None:
    found, said = why_quiet(Sight("e1", 0.0, "u1", name, "site:*", score), shipped(name))
    assert found == decided
    assert words in said


def test_what_a_silent_detector_lacks_is_said() -> None:
    sight = Sight("e1", 0.0, "u1", "code_guessing", "account:u1", None, lacks=NOT_YET)
    assert why_quiet(sight, shipped("code_guessing")) == ("nothing_said", NOT_YET)


def test_an_alert_on_others_is_not_said_to_hold_who_is_not_in_it() -> None:
    """As of a whole site, whose alerts span days: whoever did as much meanwhile was told to be in one."""
    open_then = Episode("a1", 0.0, 9.0, 0.7, names={"bot1", "bot2"}, raised_by="e7")
    by, site = partial(Sight, "e1", 5.0), "site:*"
    assert on_others(by("ann", "usage_alike", site), open_then, None)
    assert not on_others(by("bot2", "usage_alike", site), open_then, None)
    assert not on_others(Sight("e7", 5.0, "ann", "usage_alike", site), open_then, None)
    assert not on_others(by("ann", "usage_spike", "account:ann"), open_then, None)
    assert not on_others(by("ann", "usage_alike", site), replace(open_then, sampled=True), None)


def test_of_too_many_events_the_highest_are_kept() -> None:
    question = Question("site:*", is_event=False)
    for number in range(3 * SIGHTS_MOST):
        question.put(Sight(f"e{number}", number, "u1", "raid", "site:*", (number % SIGHTS_MOST) / SIGHTS_MOST))
    (kept,) = question.sights.values()
    assert len(kept) <= SIGHTS_MOST
    assert max(one.height for one in kept) == (SIGHTS_MOST - 1) / SIGHTS_MOST
