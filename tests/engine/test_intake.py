"""What is no event becomes a dead letter, counted; when most of the input is refused the worker stops."""

from __future__ import annotations

import msgspec
import pytest

from pipeline.engine_settings import EngineSettings
from pipeline.intake import Intake, TooManyDeadLettersError
from pipeline.metrics_recording import RecordingMetrics
from pipeline.names import Names
from pipeline.once import Once
from pipeline.stage import Batch, Record
from pipeline.stages import stages
from schemas import topics
from schemas.parse import Refused
from tests.engine.toys import Counter, engine
from tests.support.carrier import MemoryState

SETTINGS = EngineSettings(dead_letter_share=0.5, dead_letter_window=10)
BAD = Refused("schema", "Expected `str`")


def refuse(intake: Intake, offset: int = 0) -> bytes:
    return intake.refuse(("events", 3), Record(offset, 0, b"k", b"{}"), BAD).value


def test_half_of_the_window_may_be_bad_and_one_more_may_not() -> None:
    metrics = RecordingMetrics()
    intake = Intake("dead", SETTINGS, metrics)
    for _ in range(5):
        intake.good()
        refuse(intake)
    with pytest.raises(TooManyDeadLettersError, match="6 of the latest 10 records of events are refused"):
        refuse(intake)  # pushes out a good one: six bad of ten
    assert metrics.total("abusewatch_dead_letters_total", reason="schema") == 6


def test_nothing_stops_before_the_window_is_full() -> None:
    intake = Intake("dead", SETTINGS, RecordingMetrics())
    for _ in range(9):
        refuse(intake)
    intake.good()
    with pytest.raises(TooManyDeadLettersError):
        refuse(intake)


def test_old_refusals_leave_the_window() -> None:
    intake = Intake("dead", SETTINGS, RecordingMetrics())
    for _ in range(9):
        refuse(intake)
    for _ in range(9):
        intake.good()
    assert refuse(intake)


def test_the_letter_says_where_it_came_from_and_holds_the_bytes() -> None:
    letter = msgspec.json.decode(refuse(Intake("dead", SETTINGS, RecordingMetrics()), offset=42))
    assert (letter["topic"], letter["partition"], letter["offset"], letter["reason"]) == ("events", 3, 42, "schema")


def test_who_is_stopped_is_told_the_setting_and_the_way_on() -> None:
    intake = Intake("dead", SETTINGS, RecordingMetrics())
    for _ in range(9):
        refuse(intake)
    with pytest.raises(TooManyDeadLettersError) as stopped:
        refuse(intake)
    for needed in ("engine.dead_letter_share = 1.0", "ABUSEWATCH_ENGINE__DEAD_LETTER_SHARE=1.0", "deadletters list"):
        assert needed in str(stopped.value)


def test_with_the_share_at_one_everything_becomes_a_letter() -> None:
    intake = Intake("dead", EngineSettings(dead_letter_share=1.0, dead_letter_window=10), RecordingMetrics())
    assert all(refuse(intake) for _ in range(30))


def test_the_log_has_the_first_refused_record_of_a_topic_whatever_its_partition(
    caplog: pytest.LogCaptureFixture,
) -> None:
    once = Once()
    for partition in (3, 4):
        intake = Intake("dead", SETTINGS, RecordingMetrics(), once)
        for topic in ("events", "posts"):
            intake.refuse((topic, partition), Record(7, 0, b"secret", b"secret"), BAD)
    assert [(found.levelname, found.args) for found in caplog.records] == [
        ("WARNING", ("events", 3, 7, "schema")), ("WARNING", ("posts", 3, 7, "schema")),
    ]  # fmt: skip
    assert "abusewatch deadletters list" in caplog.text
    assert "secret" not in caplog.text


def test_the_log_has_each_unknown_type_once_by_a_short_plain_name(caplog: pytest.LogCaptureFixture) -> None:
    once = Once()
    for partition in (3, 4):
        intake = Intake("dead", SETTINGS, RecordingMetrics(), once)
        for kind in ("acount.login", "a b\nERROR\x1b[31m" + "x" * 99):
            intake.skip(("events", partition), Record(7, 0, b"secret", b"secret"), kind, ("account.login",))
    first, second = [found.getMessage() for found in caplog.records]
    assert first.startswith("events/3: records of type acount.login are skipped, the first at offset 7: ")
    assert first.endswith("must be one of account.login")
    assert second.startswith("events/3: records of type a?b?ERROR??31mx")
    assert "x" * 40 not in second


def test_made_up_types_do_not_fill_the_log(caplog: pytest.LogCaptureFixture) -> None:
    intake = Intake("dead", SETTINGS, RecordingMetrics())
    for number in range(1000):
        intake.skip(("events", 3), Record(number, 0, b"k", b"v"), f"made.up.{number}", ("account.login",))
    assert len(caplog.records) == 20
    refuse(intake)
    assert len(caplog.records) == 21, "what is refused is told for itself"


@pytest.mark.parametrize(("room", "topic", "known"), [(0, topics.ACCOUNT_EVENTS, "account.login"),
                                                      (-1, topics.DECISIONS, "review.decided")])  # fmt: skip
def test_each_input_says_which_types_it_takes(
    caplog: pytest.LogCaptureFixture, room: int, topic: topics.Topic, known: str
) -> None:
    names, built = Names("eu."), engine(Counter())
    wide = {names.of(one): 2 for one in topics.TOPICS}
    for partition in (0, 1):
        part = stages(built, names)[room].open(partition, MemoryState(), wide)
        records = [Record(5, 0, b"u1", b'{"type": "acount.login"}')]
        part.process(Batch(names.of(topic), partition, 5, 6, records))
    (said,) = [found.getMessage() for found in caplog.records]
    assert said.startswith(f"eu.{topic.name}/0: records of type acount.login are skipped, the first at offset 5")
    assert known in said
