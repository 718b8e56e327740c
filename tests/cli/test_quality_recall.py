"""`abusewatch quality` on audit samples: what live alerts show of violating posts, and what they miss."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest

from pipeline.alert_record import stamp
from pipeline.precision import estimate
from pipeline.quality.recall import Shown, recall
from pipeline.quality.samples import Post
from schemas.alert import Alert, Entity
from schemas.wire import Decided
from tests.cli.quality_case import Case, below, quality
from tests.support.alerts import NOON, alert, json_lines, verdict

DAY_S = 86_400.0


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case(tmp_path)


def sample(number: int, day: float = 0, share: float = 0.01) -> Alert:
    """Return the sample of post `c<number>` by `u<number>`, at noon of a day."""
    at = stamp(NOON + day * DAY_S)
    return alert(f"audit_sample-{number:024x}", "audit_sample", mode="audit", status="closed", policy="spam",
                 entity=Entity("content", f"c{number}"), accounts=[f"u{number}"], first_seen=at, last_seen=at,
                 evidence_event_ids=[f"e{number}"], sampling_probability=share)  # fmt: skip


def said(number: int, word: str, at: float = 0.0, **fields: Any) -> Decided:
    """Return a verdict on a sample's content, as `abusewatch decide` sends it."""
    fields = {"alert_id": None, "content_id": f"c{number}", "source": "audit", **fields}
    return verdict(f"c{number}", word, at, subject=f"u{number}", **fields)


def rows(found: Any) -> dict[str, dict[str, Any]]:
    return {row["policy"]: row for row in found["recall"]}


def test_recall_is_the_share_of_violations_that_live_alerts_show(case: Case) -> None:
    posts = [sample(n) for n in range(20)]
    alerts = [alert("a1", accounts=["u0", "u1"]), alert("a2", evidence_event_ids=["e2"]),
              alert("a3", entity=Entity("account", "u3"), accounts=[]), alert("a4", accounts=["u4"], mode="shadow"),
              alert("a5", accounts=["u5"], policy="signal_health"), alert("a6", accounts=["u19"])]  # fmt: skip
    words = [said(n, "violation", policy="spam") for n in range(6)] + [said(n, "benign") for n in range(6, 20)]
    row = rows(case([*posts, *alerts], words))["all"]
    assert (row["judged"], row["violation"], row["shown"]) == (20, 6, 4)
    assert row["recall"] == pytest.approx(4 / 6, abs=1e-6)
    for end, share in ((row["recall_low"], 0.025), (row["recall_high"], 0.975)):
        assert below(end, 4.5, 2.5) == pytest.approx(share, abs=1e-5)
    # 2,000 posts on the one day, of which two in twenty are missed: Beta(2 + 1/2, 18 + 1/2)
    assert row["missed_a_day"] == 200.0
    assert below(row["missed_low"] / 2000, 2.5, 18.5) == pytest.approx(0.025, abs=1e-5)
    assert below(row["missed_high"] / 2000, 2.5, 18.5) == pytest.approx(0.975, abs=1e-5)


def test_an_account_is_shown_in_the_time_of_its_alert_and_an_hour_around_it(case: Case) -> None:
    posts = [sample(n) for n in range(4)]
    times = [(-7200, -3599), (3599, 7200), (-7200, -3601), (3601, 7200)]  # around the posts, which are at noon
    alerts = [alert(f"a{n}", accounts=[f"u{n}"], first_seen=stamp(NOON + first), last_seen=stamp(NOON + last))
              for n, (first, last) in enumerate(times)]  # fmt: skip
    row = rows(case([*posts, *alerts], [said(n, "violation") for n in range(4)]))["all"]
    assert (row["violation"], row["shown"]) == (4, 2)


def test_each_policy_that_reviewers_named_has_its_own_row(case: Case) -> None:
    posts = [sample(n) for n in range(5)]
    words = [said(0, "violation", policy="spam"), said(1, "violation", policy="spam"), said(2, "violation"),
             said(3, "violation", policy="prompt_attack"), said(4, "benign", policy="spam")]  # fmt: skip
    found = rows(case([*posts, alert("a", accounts=["u0", "u3"])], words))
    assert {name: (row["violation"], row["recall"]) for name, row in found.items()} == {
        "all": (4, 0.5), "spam": (2, 0.5), "prompt_attack": (1, 1.0), "unnamed": (1, 0.0),
    }  # fmt: skip
    assert {row["judged"] for row in found.values()} == {5}


def test_each_sample_stands_for_as_many_as_its_chance_says(case: Case) -> None:
    """900 posts were drawn from at 1 in 100, 100 at 1 in 10: the one stands for ten of the others."""
    posts = [sample(0, share=0.01), sample(1, share=0.1), sample(2, share=0.1)]
    row = rows(case([*posts, alert("a", accounts=["u1", "u2"])], [said(n, "violation") for n in range(3)]))["all"]
    assert row["recall"] == pytest.approx(20 / 120, abs=1e-6)
    alike = 120**2 / (100**2 + 2 * 10**2)  # verdicts of one weight that tell as much (Kish)
    known = estimate(20 / 120 * alike, 100 / 120 * alike)
    assert (row["recall_low"], row["recall_high"]) == pytest.approx((known.low, known.high), abs=1e-5)


def test_what_is_not_judged_is_as_what_is_of_its_day(case: Case) -> None:
    """On a flood's day reviewers judge two of ten; two days before all four; the day between counts."""
    posts = [*(sample(n, 0) for n in range(4)), *(sample(n, 2) for n in range(4, 14))]
    words = [*(said(n, "benign") for n in range(4)), said(4, "violation", 2 * DAY_S), said(5, "benign", 2 * DAY_S)]
    found = case(posts, words)
    assert found["samples"] == {"drawn": 14, "judged": 6, "days": 2, "posts_a_day": pytest.approx(466.7),
                                "seconds_each": None, "alerts_cut_short": 0}  # fmt: skip
    assert rows(found)["all"]["missed_a_day"] == pytest.approx(500 / 3, abs=0.1)


def test_unsure_counts_as_nothing_appeals_overturn_and_golden_cases_do_not_count(case: Case) -> None:
    words = [said(0, "unsure"), said(1, "violation"), said(1, "benign", 9, source="appeal", reviewer="bob"),
             said(2, "violation"), said(2, "violation", 9, source="appeal", reviewer="bob"),
             said(3, "violation", source="golden"), said(4, "violation", source="appeal")]  # fmt: skip
    row = rows(case([sample(n) for n in range(5)], words))["all"]
    assert (row["judged"], row["violation"]) == (2, 1)


def test_what_reviewers_judged_for_another_reason_was_not_chosen_by_chance(case: Case) -> None:
    """A post that is judged for being alerted on would make recall look better than it is."""
    found = case([sample(0), alert("a", accounts=["u0"])], [said(0, "violation", source="queue")])
    assert (found["recall"], found["unmatched"]) == ([], 1)


def test_a_verdict_may_name_the_sample_its_content_or_its_event(case: Case) -> None:
    posts = [sample(n) for n in range(3)]
    words = [said(0, "violation"), said(1, "violation", content_id=None, event_id="e1"),
             said(2, "violation", content_id=None, alert_id=posts[2].alert_id, source="queue")]  # fmt: skip
    found = case(posts, words)
    assert (rows(found)["all"]["violation"], found["unmatched"], found["decisions"]) == (3, 0, 3)


def test_samples_count_for_no_precision_promotion_or_minutes(case: Case) -> None:
    words = [said(0, "violation", seconds=30.0), said(1, "benign", content_id=None, event_id="e1", seconds=10.0)]
    found = case([sample(0), sample(1), alert("a", policy="spam", evidence_event_ids=["e1"])], words,
                 "--minutes-a-day", "10")  # fmt: skip
    assert [row["detector"] for row in found["detectors"]] == ["login_fanout"]
    assert found["policies"][0]["judged"] == found["detectors"][0]["minutes"] == 0
    assert [row["detector"] for row in found["advice"]] == ["login_fanout"]
    assert (found["alerts"], found["samples"]["seconds_each"], found["budget"][0]["new"]) == (1, 20.0, 1)


def test_without_samples_nothing_is_said_of_them(case: Case) -> None:
    assert not {"recall", "samples"} & case([alert("a")], []).keys()


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    """Of 1,500 posts a fifth are violations, of which alerts show 70 %; a tenth is drawn, 200 times over."""
    inside = 0
    for seed in range(200):
        random = Random(seed)
        bad = {n for n in range(1500) if random.random() < 0.2}
        shown = {n for n in bad if random.random() < 0.7}
        posts = [Post(sample(n), NOON, 10.0, n in bad) for n in range(1500) if random.random() < 0.1]
        row = recall(posts, Shown([alert("a", accounts=[f"u{n}" for n in shown])])).iloc[0]
        inside += row["recall_low"] <= len(shown) / len(bad) <= row["recall_high"]
    assert inside >= 180  # 190 on average, four in a hundred sets of seeds have fewer than 185


def test_it_is_shown_as_a_table(tmp_path: Path) -> None:
    (tmp_path / "a").write_text(json_lines(sample(0), alert("a", accounts=["u9"], accounts_total=9)))
    (tmp_path / "d").write_text(json_lines(said(0, "violation", policy="spam", seconds=4.0)))
    shown = quality("--alerts", str(tmp_path / "a"), "--decisions", str(tmp_path / "d")).stdout
    assert "Violating posts: the share that live alerts show" in shown
    assert "1 post drawn at random, of 100 a day; 1 judged, of 1 day, in 4.000 s each" in shown
    assert "1 live alert with more accounts than are listed" in shown
