"""What several verdicts on one alert come to, as of each hour: counted by hand."""

from __future__ import annotations

from itertools import permutations

import pytest

from pipeline.campaigns.case import COUNTS_S, HOUR_S, LATE_S, UNIT, Case, Part, Word, changes, outcome, turns
from pipeline.quality.verdicts import verdicts
from tests.support.alerts import NOON

HOUR = int(NOON // HOUR_S)
AREAS = {"takeover": "account_security", "spam_text": "spam"}
ALERT = "takeover-0123456789abcdef01234567"


def word(hours: float, verdict: str, **facts: object) -> Word:
    fields = {"id": f"{hours}{verdict}{facts.get('reviewer', '')}", "source": "queue", **facts}
    return Word(NOON + hours * HOUR_S, verdict=verdict, **fields)  # type: ignore[arg-type]


def case(*words: Word, parts: tuple[str, ...] = ("takeover",), weight: int = UNIT) -> Case:
    found = Case(NOON, [Part(name, "account:u1", 0.7) for name in parts], weight)
    for one in words:
        found = found.heard(one)
    return found


BENIGN_ON_APPEAL = word(5, "benign", source="appeal", reviewer="z")


@pytest.mark.parametrize(("words", "upheld"), [
    ([word(0, "violation")], True),
    ([word(0, "unsure")], None),
    ([word(0, "violation", reviewer="a"), word(1, "benign", reviewer="a")], False),  # changed one's mind
    ([word(0, "violation", reviewer="a"), word(1, "benign", reviewer="b")], None),  # a tie
    ([word(0, "violation", reviewer="a"), word(1, "benign", reviewer="b"), word(2, "benign", reviewer="c")], False),
    ([*(word(n, "violation", reviewer=f"r{n}") for n in range(3)), BENIGN_ON_APPEAL], False),
    ([word(0, "violation"), word(1, "unsure", source="appeal")], True),  # an appeal that says nothing sure
    ([BENIGN_ON_APPEAL, word(6, "violation", source="appeal", reviewer="y")], True),  # the last appeal
])  # fmt: skip
def test_outcome(words: list[Word], upheld: bool | None) -> None:
    assert outcome(sorted(words)) is upheld


def test_an_appeal_takes_back_what_was_counted_from_its_own_hour_on() -> None:
    found = case(word(1, "violation", reviewer="a"), word(30, "benign", source="appeal"))
    assert list(turns(found, "account_security")) == [(HOUR + 1, True), (HOUR + 30, False)]
    ends = HOUR + 1 + int(COUNTS_S // HOUR_S)
    square = UNIT * UNIT
    assert changes(ALERT, found, AREAS) == [
        ("takeover", HOUR + 1, (UNIT, 0, square, 1, 0, 0)),
        ("takeover", HOUR + 30, (-UNIT, 0, -square, -1, 0, 0)),
        ("takeover", HOUR + 30, (0, UNIT, square, 1, 0, 0)),
        ("takeover", ends, (0, -UNIT, -square, -1, 0, 0)),
    ]


def test_all_that_is_added_is_taken_back_in_the_end() -> None:
    found = case(word(1, "violation", seconds=30.0, reviewer="a"), word(9, "benign", reviewer="a", seconds=12.5),
                 word(2, "unsure", reviewer="b"), BENIGN_ON_APPEAL, parts=("spam_text", "takeover"))  # fmt: skip
    for detector in AREAS:
        sums = [one.sums for one in changes(ALERT, found, AREAS) if one.detector == detector]
        assert sums
        assert [sum(column) for column in zip(*sums, strict=True)] == [0] * 6


def test_a_policy_limits_what_a_verdict_is_about_and_time_is_the_namesakes() -> None:
    found = case(word(1, "benign", policy="spam", seconds=60.0), parts=("spam_text", "takeover"))
    counted = {(one.detector, one.sums) for one in changes(ALERT, found, AREAS) if one.hour == HOUR + 1}
    assert counted == {("spam_text", (0, UNIT, UNIT**2, 1, 0, 0)), ("takeover", (0, 0, 0, 0, 60 * UNIT, 1))}


def test_too_late_is_thirty_days_after_the_alert_and_an_alert_never_seen_counts_nothing() -> None:
    edge, late = word(LATE_S / HOUR_S, "violation"), word(LATE_S / HOUR_S + 1, "violation")
    assert changes(ALERT, case(edge), AREAS)
    assert changes(ALERT, case(late), AREAS) == []
    assert changes(ALERT, case(edge, parts=()), AREAS) == []


def test_the_order_of_arrival_decides_nothing() -> None:
    words = [word(1, "violation", reviewer="a"), word(1.5, "benign", reviewer="a"), word(3, "violation", reviewer="b"),
             BENIGN_ON_APPEAL]  # fmt: skip
    assert len({str(changes(ALERT, case(*some), AREAS)) for some in permutations(words)}) == 1
    assert case(*words, *words) == case(*words)


def test_the_rule_is_that_of_the_quality_report() -> None:
    import pandas as pd  # noqa: PLC0415  # a second opinion

    for words in permutations([word(0, "violation", reviewer="a"), word(1, "benign", reviewer="b"),
                               word(2, "benign"), word(3, "unsure", reviewer="a"), BENIGN_ON_APPEAL], 4):  # fmt: skip
        rows = [("x", one.time, one.reviewer, one.verdict, one.source, 0.0) for one in sorted(words)]
        frame = pd.DataFrame(rows, columns=["alert_id", "time", "reviewer", "verdict", "source", "seconds"])
        (said,) = verdicts(frame)["verdict"]
        assert {"violation": True, "benign": False}.get(str(said)) is outcome(sorted(words))
