"""The model of texts: order decides nothing, an hour's model can still be told in the next, and all of it is stored."""

from __future__ import annotations

from collections.abc import Mapping
from math import log
from random import Random

import msgspec
import numpy as np
import pytest

from detectors import text_seeds
from detectors.text_calibration import fitted, surprise_of
from detectors.text_chunks import CHUNK
from detectors.text_features import MOST_FEATURES, author_features, features_of
from detectors.text_hashes import BUCKETS
from detectors.text_memory import Lesson, ModelMemory
from detectors.text_model import TextModel
from detectors.text_taught import FADE_ABOVE, FADE_H
from schemas.event import Event

SPAM, HAM = "cheap pills, order now at https://shop.example", "see you at the school garden on monday"
HOUR = FADE_H * 700 + 5


def text(words: str, subject: str = "u", kind: str = "comment") -> bytes:
    return features_of(Event("content.posted", "1", subject, 0.0, text=words, kind=kind, content_id="1"))


def lessons(number: int, seed: int = 0) -> list[Lesson]:
    random = Random(seed)
    found = []
    for n in range(number):
        violation = random.random() < 0.4
        words = f"{SPAM if violation else HAM} {random.randrange(50)}"
        found.append(Lesson(text(words, f"u{n}"), random.gauss(2 if violation else -2, 1), violation))
    return found


def taught(by_hour: Mapping[int, list[Lesson]], *hours: int) -> TextModel:
    model = TextModel(text_seeds.spam())
    for hour in hours:
        model.advance(hour, {at: found for at, found in by_hour.items() if model.memory.hour < at <= hour})
    return model


def everything(model: TextModel) -> tuple[object, bytes]:
    return model.memory, model.counts.tobytes()  # msgspec compares structs by value, dicts in any order


def test_a_verdict_of_each_kind_parts_texts_that_it_is_about() -> None:
    model = taught({HOUR: [Lesson(text(SPAM), 0.0, True), Lesson(text(HAM), 0.0, False)]}, HOUR)
    assert model.judge(text(SPAM, "other"), HOUR).odds > 2 > -2 > model.judge(text(HAM, "other"), HOUR).odds
    assert model.judge(text(SPAM), HOUR).violations == model.judge(text(SPAM), HOUR).benign == 1


def test_the_log_odds_of_one_feature_are_those_of_the_formula() -> None:
    model = TextModel({})
    feature = (123).to_bytes(4, "little")
    model.advance(HOUR, {HOUR: [Lesson(feature, 0.0, True)] * 3 + [Lesson(feature, 0.0, False)]})
    # 3 violations, scaled to the total of the benign (1 + 0.5 of 3 + 0.5), against 1; by 4 / (4 + 1), over root 1 + 1
    expected = (log(3 * 1.5 / 3.5 + 0.4) - log(1 + 0.4)) * 0.8 / 2**0.5
    assert model.judge(feature, HOUR).raw == pytest.approx(expected, abs=1e-6)


def test_the_order_of_an_hours_verdicts_decides_nothing() -> None:
    given = lessons(200)
    shuffled = Random(1).sample(given, len(given))
    assert everything(taught({HOUR: given}, HOUR)) == everything(taught({HOUR: shuffled}, HOUR))


def test_hours_passed_one_by_one_or_at_once_end_the_same() -> None:
    by_hour = {HOUR + n: lessons(40, n) for n in range(6)}
    steps, leap = taught(by_hour, *range(HOUR, HOUR + 7)), taught(by_hour, HOUR + 5, HOUR + 6)
    for words in (SPAM, HAM):
        assert steps.judge(text(words), HOUR + 6) == leap.judge(text(words), HOUR + 6)


@pytest.mark.parametrize("step", [HOUR + 1, (HOUR // FADE_H + 1) * FADE_H])
def test_the_model_of_the_hour_before_is_told_exactly(step: int) -> None:
    many = [lesson for n in range(2) for lesson in lessons(2500, n)]
    assert len(many) > FADE_ABOVE
    by_hour = {step - 1: many, step: lessons(300, 9)}
    before = taught(by_hour, step - 2, step - 1)
    texts = [text(words, subject) for words in (SPAM, HAM, "something else") for subject in ("u1", "u250", "new")]
    expected = [before.judge(features, step - 1) for features in texts]
    now = [before.judge(features, step) for features in texts]
    before.advance(step, {step: by_hour[step]})
    after = [before.judge(features, step - 1) for features in texts]
    assert [one.raw for one in after] == [one.raw for one in expected]
    assert [one.violations for one in after] == [one.violations for one in expected]
    assert [before.judge(features, step) for features in texts] != now


def test_many_verdicts_fade_and_few_are_kept() -> None:
    mark = (HOUR // FADE_H + 1) * FADE_H
    many = [lesson for n in range(2) for lesson in lessons(2500, n)]
    faded = taught({mark - 5: many}, mark - 5, mark)
    assert faded.memory.now.violations + faded.memory.now.benign == 2500
    kept = taught({mark - 5: lessons(100)}, mark - 5, mark)
    assert kept.memory.now.violations + kept.memory.now.benign == 100


def test_what_is_taken_back_leaves_no_trace() -> None:
    features = text(SPAM)
    model = taught({HOUR: [Lesson(features, 1.0, True), Lesson(features, 1.0, True, -1.0)]}, HOUR)
    assert np.array_equal(model.counts, TextModel(text_seeds.spam()).counts)
    assert model.judge(features, HOUR).violations == 0


def test_a_stored_model_comes_back_as_it_was() -> None:
    model = taught({HOUR: lessons(100), HOUR + 1: lessons(50, 3)}, HOUR, HOUR + 1)
    again = TextModel(text_seeds.spam())
    memory = msgspec.msgpack.decode(msgspec.msgpack.encode(model.memory), type=ModelMemory)
    again.restore(memory, {number: model.chunk(number) for number in range(BUCKETS // CHUNK)})
    assert np.array_equal(again.counts, model.counts)
    for hour in (HOUR, HOUR + 1):
        assert again.judge(text(SPAM), hour) == model.judge(text(SPAM), hour)


def test_calibration_follows_what_became_of_the_scored() -> None:
    honest = {at: (100 / (1 + 2.718281828 ** (-at / 2 + 1.5)), 100 / (1 + 2.718281828 ** (at / 2 - 1.5)))
              for at in range(-12, 13)}  # fmt: skip
    slope, shift = fitted({at: (bad * 1000, good * 1000) for at, (bad, good) in honest.items()})
    assert slope == pytest.approx(1.0, abs=0.01)
    assert shift == pytest.approx(-1.5, abs=0.01)
    assert surprise_of(4.595) == pytest.approx(2.0, abs=0.001)  # 99 to 1


@pytest.mark.parametrize("words", ["", " ", "\ud800", "<" * 9000, "\u0430" * 9000, "free " * 3000, "ü1€!" * 2000])
def test_features_are_bounded_and_total(words: str) -> None:
    found = np.frombuffer(text(words, kind="prompt"), np.uint32)
    assert len(found) <= MOST_FEATURES + 20
    assert list(found) == sorted(set(found))


def test_an_author_is_part_of_every_text_of_theirs() -> None:
    mine = set(np.frombuffer(author_features("u7"), np.uint32))
    assert mine <= set(np.frombuffer(text(HAM, "u7"), np.uint32))
    assert not mine & set(np.frombuffer(text(HAM, "u8"), np.uint32))
