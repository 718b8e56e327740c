"""`abusewatch quality`, on cases counted by hand."""

from __future__ import annotations

from math import exp, lgamma
from pathlib import Path
from typing import Any

import pytest
from scipy.integrate import quad

from pipeline.quality.verdicts import alpha
from schemas.alert import Alert, Entity
from schemas.wire import Decided
from tests.support.alerts import alert, json_lines, verdict
from tests.support.command import Command

quality = Command("pipeline.quality_cli")


class Case:
    """Alerts and decisions in files."""

    def __init__(self, folder: Path) -> None:
        self._alerts, self._decisions = folder / "alerts.jsonl", folder / "decisions.jsonl"

    def __call__(self, alerts: list[Alert], decisions: list[Decided], *options: str) -> Any:
        self._alerts.write_text(json_lines(*alerts))
        self._decisions.write_text(json_lines(*decisions))
        return quality.json("--alerts", str(self._alerts), "--decisions", str(self._decisions), *options)


def below(x: float, a: float, b: float) -> float:
    """Return Beta(a, b)'s probability below x, by quadrature in t = sqrt(1 - u), where nothing is infinite."""
    area = quad(lambda t: 2 * t ** (2 * b - 1) * (1 - t * t) ** (a - 1), (1 - x) ** 0.5, 1)[0]
    return float(area / exp(lgamma(a) + lgamma(b) - lgamma(a + b)))


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
    assert found["unmatched"] == 3


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
    assert "1 alerts, 1 decisions, 0 of them about no alert here" in shown


def test_half_of_the_files_is_refused(tmp_path: Path) -> None:
    assert "both" in quality("--alerts", str(tmp_path / "a"), exits=2).stderr


def test_a_line_that_is_no_decision_is_named(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("")
    (tmp_path / "d").write_text("\n{}\n")
    arguments = ("--alerts", str(tmp_path / "a"), "--decisions", str(tmp_path / "d"))
    assert "d, line 2" in quality(*arguments, exits=2).stderr


def judged(name: str, mode: str, good: int, bad: int) -> tuple[list[Alert], list[Decided]]:
    """Return a detector's alerts in a mode, and a verdict on each."""
    words = ["violation"] * good + ["benign"] * bad
    ids = [f"{name}-{mode}-{n}" for n in range(len(words))]
    alerts = [alert(one, name, mode=mode) for one in ids]
    return alerts, [verdict(one, word, seconds=60.0) for one, word in zip(ids, words, strict=True)]


def advice(case: Case, *groups: tuple[list[Alert], list[Decided]], least: float = 0.7) -> dict[str, tuple[str, Any]]:
    alerts, decisions = [one for a, _ in groups for one in a], [one for _, d in groups for one in d]
    found = case(alerts, decisions, "--least", str(least))["advice"]
    return {f"{row['detector']} {row['mode']}": (row["advice"], row["more"]) for row in found}


def test_a_shadow_detector_is_promoted_on_enough_verdicts_and_a_sure_lower_end(case: Case) -> None:
    # All upheld: Beta(n + 1/2, 1/2), lower end 0.884 for 20; 7 reach 0.7, 20 are asked.
    found = advice(case, judged("login_fanout", "shadow", 20, 0), judged("takeover", "shadow", 19, 0))
    assert found == {"login_fanout shadow": ("promote", None), "takeover shadow": ("wait", 1)}


def test_a_shadow_detector_must_not_be_worse_than_the_live_ones(case: Case) -> None:
    live = judged("card_testing", "live", 98, 0)  # mean 98.5 / 99
    found = advice(case, live, judged("login_fanout", "shadow", 20, 0))
    assert found["card_testing live"] == ("keep", None)
    word, more = found["login_fanout shadow"]
    assert word == "wait"
    assert below(98.5 / 99, 20 + more + 0.5, 0.5) <= 0.025 < below(98.5 / 99, 20 + more - 0.5, 0.5)


def test_a_live_detector_is_demoted_when_even_the_upper_end_is_below_what_is_asked(case: Case) -> None:
    found = advice(case, judged("takeover", "live", 5, 20), judged("card_testing", "live", 1, 10))
    assert found == {"takeover live": ("demote", None), "card_testing live": ("keep", None)}  # 11 verdicts: too few


def test_nobody_is_promoted_by_any_number_of_verdicts_after_enough_bad_ones(case: Case) -> None:
    assert advice(case, judged("takeover", "shadow", 0, 30), least=0.999) == {"takeover shadow": ("wait", None)}


def test_minutes_are_told_apart_in_vain_and_to_come(case: Case) -> None:
    found = case([alert(f"al-{i}") for i in range(4)], [
        verdict("al-0", "violation", seconds=60.0), verdict("al-1", "benign", seconds=180.0),
    ])  # fmt: skip
    (row,) = found["detectors"]
    assert (row["minutes"], row["minutes_benign"], row["minutes_to_come"]) == (4.0, 3.0, 4.0)


def queued(day: int, *priorities: float) -> list[Alert]:
    """Return live alerts first seen on a day of January 2026."""
    stamp = f"2026-01-{day:02}T12:00:00.000Z"
    return [alert(f"d{day}-{p:g}", priority=p, first_seen=stamp) for p in priorities]


def test_over_budget_the_least_important_wait_and_none_is_lost(case: Case) -> None:
    alerts = [*queued(5, 9.0, 1.0, 5.0), *queued(6, 7.0), *queued(9, 1.0)]
    judged = [verdict("d5-9", "violation", seconds=600.0), verdict("d5-5", "benign", seconds=1200.0)]  # 15 min each
    rows = case(alerts, judged, "--minutes-a-day", "35")["budget"]
    assert [(row["day"][-2:], row["new"], row["reviewed"], row["deferred"], row["oldest_days"]) for row in rows] == [
        ("05", 3, 2, 1, 0), ("06", 1, 2, 0, 0), ("09", 1, 1, 0, 0),
    ]  # fmt: skip
    assert [row["minutes_benign"] for row in rows] == [15.0, 0.0, 0.0]
    assert (rows[0]["minutes_asked"], rows[0]["minutes_spent"]) == (45.0, 30.0)
    assert sum(row["reviewed"] for row in rows) == len(alerts)


def test_one_alert_a_day_is_looked_at_however_few_the_minutes_and_shadow_asks_for_none(case: Case) -> None:
    rows = case([*queued(5, 1.0, 2.0, 3.0), alert("s", mode="shadow")], [], "--minutes-a-day", "1")["budget"]
    assert [(row["reviewed"], row["deferred"], row["oldest_days"]) for row in rows] == [(1, 2, 0), (1, 1, 1), (1, 0, 0)]


def test_an_empty_queue_needs_no_minutes(case: Case) -> None:
    assert case([], [], "--minutes-a-day", "60")["budget"] == []
