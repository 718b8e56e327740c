"""Audit samples: which posts are drawn, what reviewers are sent, and what a verdict on one does not touch."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.alert_id import detector_of, is_sample
from pipeline.decisions import judges_alert
from pipeline.metrics_recording import RecordingMetrics
from pipeline.sampler import AuditSettings, Sampler
from schemas.alert import Alert
from schemas.event import Event
from tests.support.scenario import decided, event

ids = st.text(min_size=1, max_size=40)


def sampler(share: float = 0.5, kinds: tuple[str, ...] = (), salt: str = "") -> Sampler:
    return Sampler(AuditSettings(share=share, kinds=kinds, salt=salt), "book.md", RecordingMetrics())


def post(number: int, **fields: object) -> Event:
    facts = {"content_id": f"c{number}", "kind": "post", "id": f"e{number}", **fields}
    return event("content.posted", f"u{number % 7}", 10.0 * number, **facts)


def drawn(by: Sampler, posts: int = 20_000) -> list[Alert]:
    return [alert for number in range(posts) if (alert := by.of(post(number))) is not None]


@pytest.mark.parametrize("share", [0.001, 0.01, 0.25, 0.9])
def test_the_share_is_the_one_set(share: float) -> None:
    posts = 20_000
    spread = (posts * share * (1 - share)) ** 0.5  # binomial: beyond four of it once in 16,000 tries
    assert abs(len(drawn(sampler(share), posts)) - posts * share) < 4 * spread


def test_a_larger_share_draws_the_same_and_more_and_another_salt_draws_others() -> None:
    few, many, others = ({alert.alert_id for alert in drawn(one)} for one in
                         (sampler(0.01), sampler(0.02), sampler(0.01, salt="x")))  # fmt: skip
    assert few < many
    assert 0 < len(few & others) + 1 < 20  # 2 in 20,000 by chance


@given(ids, ids, st.floats(0.01, 0.99))
def test_what_is_drawn_depends_on_author_and_id_alone(subject: str, name: str, share: float) -> None:
    one = event("content.posted", subject, 5.0, id=name, content_id="c", kind="post", text="a")
    other = event("content.posted", subject, 9e6, id=name, content_id="d", kind="review", ip="192.0.2.1")
    by, again = sampler(share), sampler(share)
    assert by.draws(one) == again.draws(other)
    assert by.of(one) == again.of(one)


def test_a_sample_accuses_of_nothing_and_says_its_chance() -> None:
    by = sampler(0.001)
    alert = drawn(by)[0]
    assert (alert.mode, alert.status, alert.severity, alert.version) == ("audit", "closed", "low", 1)
    assert alert.sampling_probability == 0.001
    assert alert.reason == (
        "Drawn at random, one of 1,000 posts, to measure what is missed: judge it as if nobody had said anything."
    )
    assert (alert.entity.type, alert.accounts_total, alert.campaign_id) == ("content", 1, None)
    assert alert.entity.id[1:] == alert.evidence_event_ids[0][1:]
    assert alert.first_seen == alert.last_seen == alert.emitted_at
    assert alert.runbook == "book.md#audit_sample"
    assert detector_of(alert.alert_id) == "audit_sample"


def test_reviewers_may_stop_anywhere_in_the_order_of_priority() -> None:
    """The order is that of the draw: the first tenth of it are those that a tenth of the share would have drawn."""
    found = sorted(drawn(sampler(0.1)), key=lambda alert: -alert.priority)
    few = {alert.alert_id for alert in drawn(sampler(0.01))}
    assert {alert.alert_id for alert in found[: len(few)]} == few
    assert all(0 <= alert.priority <= 0.001 for alert in found)


def test_only_posts_of_the_kinds_asked_for_that_were_taken_are_drawn() -> None:
    by = sampler(0.999_999, kinds=("post", "review"))
    assert by.of(post(1)) is not None
    assert by.of(post(1, kind="message")) is None
    assert by.of(post(1, kind=None)) is None
    assert by.of(post(1, reason="spam")) is None  # refused: nobody has seen it
    assert by.of(event("content.reported", "u1", 1.0, content_id="c1")) is None
    assert by.of(event("account.login", "u1", 1.0, outcome=True)) is None


def test_prompts_go_to_those_who_judge_prompts() -> None:
    by = sampler(0.999_999)
    policies = {kind: alert.policy for kind in ("prompt", "upload", "post", "message", None)
                if (alert := by.of(post(1, kind=kind)))}  # fmt: skip
    assert policies == {"prompt": "prompt_attack", "upload": "prompt_attack", "post": "spam", "message": "spam",
                        None: "spam"}  # fmt: skip


def test_samples_are_counted() -> None:
    metrics = RecordingMetrics()
    by = Sampler(AuditSettings(share=0.5), "book.md", metrics)
    found = drawn(by, 100)
    assert metrics.total("abusewatch_alerts_total", detector="audit_sample", mode="audit") == len(found) > 0


def test_a_verdict_on_a_sample_judges_no_detector() -> None:
    alert = drawn(sampler(), 10)[0]
    assert is_sample(alert.alert_id)
    assert not judges_alert(decided("u1", 1.0, "violation", alert_id=alert.alert_id))
    assert judges_alert(decided("u1", 1.0, "violation", alert_id="takeover-0123456789abcdef01234567"))
