"""`abusewatch quality`, on cases counted by hand."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from pipeline.alert_record import stamp
from pipeline.quality.verdicts import alpha
from schemas.alert import Entity
from tests.cli.quality_case import Case, below, quality
from tests.support.alerts import NOON, alert, json_lines, verdict


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(tmp_path)


def test_precision_is_the_share_upheld_of_those_that_are_sure(case: Case) -> None:
    found = case([alert(f"al-{i}") for i in range(6)], [
        *(verdict(f"al-{i}", "violation", seconds=30.0) for i in range(3)), verdict("al-3", "benign", seconds=90.0),
        verdict("al-4", "unsure"),
    ])  # fmt: skip
    (row,) = found["detectors"]
    assert (row["alerts"], row["judged"], row["violation"], row["benign"], row["unsure"]) == (6, 5, 3, 1, 1)
    assert row["precision"] == 0.75
    # Jeffreys: Beta(1/2 + 3, 1/2 + 1), 2.5 % and 97.5 %
    for end, share in ((row["precision_low"], 0.025), (row["precision_high"], 0.975)):
        assert below(end, 3.5, 1.5) == pytest.approx(share, abs=1e-5)
    assert row["minutes"] == 3.0


def test_the_last_word_of_a_reviewer_counts_and_a_redelivery_does_not(case: Case) -> None:
    changed = verdict("al-1", "benign", 60, reviewer="ann")
    found = case([alert("al-1")], [verdict("al-1", "violation", reviewer="ann"), changed, changed])
    assert (found["detectors"][0]["benign"], found["detectors"][0]["violation"], found["decisions"]) == (1, 0, 3)


def test_the_majority_decides_and_a_tie_is_unsure(case: Case) -> None:
    words = {"al-1": ["violation", "violation", "benign"], "al-2": ["violation", "benign"]}
    found = case([alert("al-1"), alert("al-2")], [
        verdict(name, word, i, reviewer=f"r{i}") for name, said in words.items() for i, word in enumerate(said)
    ])  # fmt: skip
    (row,) = found["detectors"]
    assert (row["violation"], row["benign"], row["unsure"]) == (1, 0, 1)
    assert (row["judged_twice"], row["agreement"]) == (2, 0.0)


def test_an_appeal_that_is_granted_overturns(case: Case) -> None:
    found = case([alert("al-1"), alert("al-2")], [
        verdict("al-1", "violation", reviewer="ann"), verdict("al-1", "benign", 60, reviewer="bob", source="appeal"),
        verdict("al-2", "violation", reviewer="ann"), verdict("al-2", "violation", 60, reviewer="bob", source="appeal"),
    ])  # fmt: skip
    (row,) = found["detectors"]
    assert (row["appeals"], row["overturned"], row["violation"], row["benign"]) == (2, 1, 1, 1)
    assert row["judged_twice"] == 0  # an appeal is no second opinion


def test_golden_cases_judge_the_reviewers_and_not_the_detectors(case: Case) -> None:
    found = case([alert("al-1")], [verdict("al-1", "benign", source="golden")])
    assert found["detectors"][0]["judged"] == 0


def test_a_verdict_may_be_about_an_event_of_the_evidence_or_the_account_of_the_alert(case: Case) -> None:
    alerts = [alert("al-1"), alert("al-2", entity=Entity("account", "u9"), policy="spam")]
    found = case(alerts, [
        verdict("x", "violation", alert_id=None, event_id="al-1-e1"),
        verdict("y", "benign", 1, alert_id=None, subject="u9"), verdict("z", "benign", 2, alert_id=None, subject="u10"),
        verdict("w", "violation", 3, alert_id=None, subject="u9", policy="payment_fraud"),
        verdict("al-gone", "violation", 4),
    ])  # fmt: skip
    assert {row["policy"]: (row["violation"], row["benign"]) for row in found["policies"]} == {
        "account_security": (1, 0), "spam": (0, 1),
    }  # fmt: skip
    assert (found["unmatched"], found["unnamed"]) == (3, 1)


def test_an_alert_that_two_detectors_signed_counts_for_each_and_modes_are_kept_apart(case: Case) -> None:
    both = alert("al-1", signals=[*alert("x", "login_fanout").signals, *alert("x", "takeover").signals])
    found = case([both, alert("al-2", "takeover", mode="shadow")], [verdict("al-1", "violation")], "--mode", "live")
    assert {row["detector"]: row["alerts"] for row in found["detectors"]} == {"login_fanout": 1, "takeover": 1}


def test_alpha_agrees_with_krippendorffs_own_example() -> None:
    # Computing Krippendorff's Alpha-Reliability (2011), C: nominal data, any number of observers, missing data.
    coders = ["123321412   ", "1233224125 3", " 3332342251 ", "12332441251 "]
    units = [[word for word in unit if word != " "] for unit in zip(*coders, strict=True)]
    assert alpha(units) == pytest.approx(0.743, abs=5e-4)


def test_it_is_shown_as_tables(tmp_path: Path) -> None:
    (tmp_path / "a").write_text(json_lines(alert("al-1")))
    (tmp_path / "d").write_text(json_lines(verdict("al-1", "violation")))
    shown = quality("--alerts", str(tmp_path / "a"), "--decisions", str(tmp_path / "d")).stdout
    assert "login_fanout" in shown
    assert "1 alert, 1 decision, 0 about no alert here" in shown


def test_minutes_are_added_up_by_alert_and_not_by_row(case: Case, tmp_path: Path) -> None:
    """One alert of three detectors took a minute and a half, one of a single detector half a minute: two in all."""
    signals = [signal for name in ("login_fanout", "takeover", "login_site") for signal in alert("x", name).signals]
    alerts = [alert("al-1", signals=signals), alert("al-2", "takeover")]
    said = [verdict("al-1", "violation", seconds=90.0), verdict("al-2", "benign", seconds=30.0)]
    found = case(alerts, said)
    assert {row["detector"]: row["minutes"] for row in found["detectors"]} == {
        "login_fanout": 1.5, "login_site": 1.5, "takeover": 2.0,
    }  # fmt: skip
    assert found["minutes"] == 2.0
    shown = quality("--alerts", str(tmp_path / "alerts.jsonl"), "--decisions", str(tmp_path / "decisions.jsonl")).stdout
    assert "minutes of all alerts, each counted once: 2.000 (1 alert of several detectors counts in the row" in shown
    case(alerts[1:], said[1:])
    shown = quality("--alerts", str(tmp_path / "alerts.jsonl"), "--decisions", str(tmp_path / "decisions.jsonl")).stdout
    assert "each counted once: 0.500\n" in shown


def test_half_of_the_files_is_refused(tmp_path: Path) -> None:
    assert "both" in quality("--alerts", str(tmp_path / "a"), exits=2).stderr


def test_a_line_that_is_no_decision_is_named(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("")
    (tmp_path / "d").write_text("\n{}\n")
    arguments = ("--alerts", str(tmp_path / "a"), "--decisions", str(tmp_path / "d"))
    assert "d, line 2" in quality(*arguments, exits=2).stderr


def test_what_was_said_before_a_detector_joined_the_alert_is_not_about_it(case: Case) -> None:
    first = alert("login_fanout-1", campaign_id="login_fanout-1", version=14)
    later = alert("takeover-2", "takeover", campaign_id="login_fanout-1", status="closed",
                  first_seen=stamp(NOON + 8 * 3600), last_seen=stamp(NOON + 9 * 3600))  # fmt: skip
    whole = msgspec.structs.replace(first, signals=[*first.signals, *later.signals])
    said = [verdict("login_fanout-1", "violation", 3600.0, reviewer="ann", seconds=60.0),
            verdict("login_fanout-1", "benign", 7200.0, reviewer="bob", source="appeal")]  # fmt: skip
    found = case([whole, later], said)
    rows = {row["detector"]: (row["judged"], row["benign"], row["overturned"]) for row in found["detectors"]}
    assert rows == {"login_fanout": (1, 1, 1), "takeover": (0, 0, 0)}
    assert {row["detector"]: row["benign"] for row in found["advice"]} == {"login_fanout": 1, "takeover": 0}
    assert found["minutes"] == 1.0
    found = case([whole, later], [*said, verdict("login_fanout-1", "violation", 9 * 3600.0, source="appeal")])
    assert [row["violation"] for row in found["detectors"]] == [1, 1]
