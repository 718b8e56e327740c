"""How verdicts find what they are about: by content, event, alert or account; late, repeated, changed."""

from __future__ import annotations

import pytest

from pipeline.engine import Engine
from pipeline.engine_settings import EngineSettings
from pipeline.local import LocalPipeline
from pipeline.metrics_recording import RecordingMetrics
from pipeline.sampler import AuditSettings
from schemas.alert import Alert
from schemas.event import Decision, Event
from tests.support.scenario import decided, event, shipped

DAY_S, HOUR_S = 86_400.0, 3600.0
SPAM, HAM = "cheap pills, order now at https://shop.example", "see you at the school garden on monday"
RUDE = "you are a stupid clown and a silly fool"


def word(number: int) -> str:
    """Return a word that makes a text no near-copy of the same text with another number."""
    return "".join(
        "abcdefghijklmnopqrstuvwxyzabcd"[10 * place + int(sign)] for place, sign in enumerate(f"{number:03}")
    )


class Site:
    """A replay with the text detectors; `odds` asks what is held of a text at a time."""

    def __init__(self, share: float = 0.0) -> None:
        self.metrics, self.alerts = RecordingMetrics(), list[Alert]()
        built = (shipped("spam_text"), shipped("prompt_attack"))
        engine = Engine(built, {d.name: "live" for d in built}, EngineSettings(), self.metrics,
                        audit=AuditSettings(share=share))  # fmt: skip
        self.local = LocalPipeline(engine, self.alerts.append)
        for n in range(3):  # the clock must have seen three events before it is believed
            self.post("clock", n * 1.0, "tick", f"tick{n}")

    def post(self, subject: str, at: float, text: str, name: str, kind: str = "comment") -> Event:
        one = event("content.posted", subject, at, content_id=f"c{name}", id=f"e{name}", kind=kind, text=text)
        self.local.take(one)
        return one

    def tell(self, subject: str, at: float, verdict: str, **about: str) -> None:
        self.local.decide(decided(subject, at, verdict, **about))

    def odds(self, subject: str, at: float, text: str) -> float:
        return self.post(subject, at, text, f"ask{at}{subject}").beliefs["spam_text"].odds

    def learned(self, about: str) -> float:
        self.local.flush()
        return self.metrics.total("abusewatch_verdicts_learned_total", detector="spam_text", about=about)

    def unmatched(self) -> float:
        self.local.flush()
        return self.metrics.total("abusewatch_verdicts_unmatched_total", detector="spam_text")


@pytest.mark.parametrize("about", [{"content_id": "c1"}, {"event_id": "e1"}])
def test_a_verdict_counts_from_the_second_full_hour_after_its_own(about: dict[str, str]) -> None:
    site = Site()
    site.post("a", 10.0, SPAM, "1")
    before = site.odds("b", 20.0, SPAM)
    site.tell("a", 1800.0, "violation", **about)  # START is a full hour
    assert site.odds("b", 2 * HOUR_S - 1, SPAM) == before
    assert site.odds("b", 2 * HOUR_S, SPAM) > before + 1
    assert site.learned("text") == 1


@pytest.mark.parametrize("policy", [None, "spam"])
def test_a_verdict_on_an_audit_sample_counts_as_one_on_its_text(policy: str | None) -> None:
    site, other = Site(share=0.999_999), Site()
    for one in (site, other):
        one.post("a", 10.0, SPAM, "1")
    (sample,) = [alert.alert_id for alert in site.alerts if alert.entity.id == "c1"]
    site.local.decide(decided("a", 1800.0, "violation", alert_id=sample, policy=policy, source="audit", id="d"))
    other.local.decide(decided("a", 1800.0, "violation", content_id="c1", policy=policy, source="audit", id="d"))
    assert site.odds("b", 2 * HOUR_S, SPAM) == other.odds("b", 2 * HOUR_S, SPAM) > 1
    assert (site.learned("text"), site.unmatched()) == (1, 0)
    assert site.local.upheld() == {}
    assert site.local.campaigns.ledger.cases == {}


def test_a_verdict_more_than_seven_days_after_the_text_teaches_nothing_and_is_counted() -> None:
    site = Site()
    site.post("a", 10.0, SPAM, "1")
    site.post("a", 5 * HOUR_S, SPAM, "2")
    site.tell("a", 7 * DAY_S + 11.0, "violation", content_id="c1")
    site.tell("a", 7 * DAY_S + 12.0, "violation", content_id="c2")
    site.tell("a", 7 * DAY_S + 13.0, "violation", content_id="never seen")
    for n in range(3):  # the clock follows a leap of more than a day when three events agree on it
        site.post("b", 7 * DAY_S + 3 * HOUR_S + n, SPAM, f"later{n}")
    assert (site.learned("text"), site.unmatched()) == (1, 2)


def test_an_appeal_takes_the_first_verdict_back() -> None:
    site, other = Site(), Site()
    for one in (site, other):
        one.post("a", 10.0, SPAM, "1")
    site.tell("a", 100.0, "violation", content_id="c1")
    site.tell("a", 200.0, "violation", content_id="c1")  # says it again
    site.tell("a", 300.0, "benign", content_id="c1", source="appeal")
    other.tell("a", 300.0, "benign", content_id="c1")
    assert site.odds("b", 3 * HOUR_S, SPAM) == pytest.approx(other.odds("b", 3 * HOUR_S, SPAM), abs=1e-3)


def test_unsure_and_another_policy_teach_nothing() -> None:
    site = Site()
    site.post("a", 10.0, SPAM, "1")
    before = site.odds("b", 20.0, SPAM)
    site.tell("a", 100.0, "unsure", content_id="c1")
    site.tell("a", 200.0, "violation", content_id="c1", policy="report_abuse")
    assert site.odds("b", 3 * HOUR_S, SPAM) == before
    site.tell("a", 3 * HOUR_S, "violation", content_id="c1", policy="spam")
    assert site.odds("b", 6 * HOUR_S, SPAM) > before


def test_a_verdict_about_an_account_is_about_its_texts_and_nobody_elses() -> None:
    site = Site()
    before = {who: site.odds(who, 10.0, HAM) for who in ("a", "b")}
    site.tell("a", 100.0, "violation")
    assert site.odds("a", 3 * HOUR_S, HAM) > before["a"]
    assert site.odds("b", 3 * HOUR_S, HAM) == before["b"]
    assert site.learned("account") == 1


def warm(site: Site) -> None:
    for n in range(30):
        site.post(f"s{n}", 100.0 + n, f"{SPAM} {word(n)}", f"s{n}")
        site.post(f"h{n}", 100.5 + n, f"{HAM} {word(n)}", f"h{n}")
        site.tell(f"s{n}", 600.0 + n, "violation", content_id=f"cs{n}")
        site.tell(f"h{n}", 600.5 + n, "benign", content_id=f"ch{n}")


def judged(site: Site, letters: int, authors: int) -> float:
    """Judge a letter so often, by so many accounts; return the odds of an honest text with half of its words."""
    letter = "just finished my course, want to start as teaching assistant, references available any day"
    for n in range(letters):
        site.post(f"j{n % authors}", 200.0 + n, f"{letter} {word(n)}", f"j{n}")
        site.tell(f"j{n % authors}", 700.0 + n, "violation", content_id=f"cj{n}")
    return site.odds("honest", 3 * HOUR_S, "my course is finished, any references for a teaching assistant?")


def test_one_letter_of_one_account_judged_two_hundred_times_teaches_no_more_than_a_dozen_texts() -> None:
    once, often = Site(), Site()
    for site in (once, often):
        warm(site)
    assert judged(often, 200, 1) < judged(once, 12, 12)


def test_near_copies_of_one_account_teach_up_to_ten_texts_worth() -> None:
    site = Site()
    for n in range(200):
        site.post("s", 100.0 + n, f"{SPAM} {n}", f"s{n}")
        site.tell("s", 600.0 + n, "benign", content_id=f"cs{n}")
    assert 9 <= site.post("other", 3 * HOUR_S, HAM, "last").beliefs["spam_text"].benign <= 10


def test_a_verdict_that_counted_less_is_taken_back_at_what_it_counted() -> None:
    site, other = Site(), Site()
    for one in (site, other):
        warm(one)
        for n in range(12):
            one.post("s", 200.0 + n, f"{SPAM} {word(500 + n)}", f"l{n}")
            one.tell("s", 700.0 + n, "violation", content_id=f"cl{n}")
    site.post("s", 300.0, f"{SPAM} {word(900)}", "last")
    site.tell("s", 800.0, "violation", content_id="clast")
    site.tell("s", 900.0, "benign", content_id="clast", source="appeal")
    other.post("s", 300.0, f"{SPAM} {word(900)}", "last")
    other.tell("s", 900.0, "benign", content_id="clast")
    for at, text in ((3 * HOUR_S, SPAM), (3 * HOUR_S + 9, HAM)):
        assert site.odds("b", at, text) == pytest.approx(other.odds("b", at, text), abs=1e-5)


def test_a_verdict_on_an_alert_teaches_the_texts_that_it_accused() -> None:
    site = Site()
    warm(site)
    site.post("new", 3 * HOUR_S, f"{SPAM} 77", "last")
    site.local.flush()
    alert = next(alert for alert in site.alerts if alert.entity.id == "new")
    before = site.odds("new", 4 * HOUR_S, f"{SPAM} 78")
    site.tell("new", 4 * HOUR_S, "benign", alert_id=alert.alert_id)
    assert site.odds("new", 7 * HOUR_S, f"{SPAM} 78") < before - 1
    assert site.learned("text") == 62  # the sixty, and the two of the alert


def test_prompts_and_other_texts_are_taught_apart() -> None:
    site = Site()
    prompt = site.post("a", 10.0, SPAM, "1", kind="prompt")
    assert list(prompt.beliefs) == ["prompt_attack"]
    before = site.odds("b", 20.0, SPAM)
    site.tell("a", 100.0, "violation", content_id="c1")
    assert site.odds("b", 3 * HOUR_S, SPAM) == before
    later = site.post("b", 3 * HOUR_S + 60, SPAM, "2", kind="prompt")
    assert later.beliefs["prompt_attack"].odds > prompt.beliefs["prompt_attack"].odds


def test_decisions_are_taken_once() -> None:
    site = Site()
    site.post("a", 10.0, SPAM, "1")
    one: Decision = decided("a", 100.0, "violation", content_id="c1")
    site.local.decide(one)
    site.local.decide(one)
    site.odds("b", 3 * HOUR_S, SPAM)
    assert site.learned("text") == 1


def test_a_text_with_a_wrong_clock_takes_no_model_along() -> None:
    site = Site()
    site.post("a", 10.0, SPAM, "1")
    site.post("wrong", 400 * DAY_S, HAM, "far")
    site.tell("a", 100.0, "violation", content_id="c1")
    assert site.odds("b", 3 * HOUR_S, SPAM) > 1
    site.local.flush()
    assert site.learned("text") == 1


def mixed(site: Site, unnamed: int, *, named: int) -> None:
    """Judge so many rude texts without a policy, so many pieces of spam as spam, and as many that are benign."""
    for n in range(max(unnamed, named)):
        for many, kind, text, verdict in (
            (unnamed, "r", RUDE, {"verdict": "violation"}),
            (named, "s", SPAM, {"verdict": "violation", "policy": "spam"}),
            (named, "h", HAM, {"verdict": "benign"}),
        ):  # fmt: skip
            if n < many:
                site.post(f"{kind}{n}", 100.0 + n, f"{text} {word(n)}", f"{kind}{n}")
                site.tell(f"{kind}{n}", 900.0 + n, content_id=f"c{kind}{n}", **verdict)


def test_where_reviewers_name_spam_what_names_no_policy_is_not_taken_for_it() -> None:
    site = Site()
    mixed(site, 40, named=30)
    asked = site.post("new", 3 * HOUR_S, f"{RUDE} 99", "rude").beliefs["spam_text"]
    assert (asked.violations, asked.benign, asked.unnamed) == (30, 30, 0)
    assert asked.odds < site.odds("other", 3 * HOUR_S, f"{SPAM} 99") - 3
    site.local.flush()
    assert not {alert.entity.id for alert in site.alerts} & {"new"}
    assert site.metrics.total("abusewatch_verdicts_unnamed_total", detector="spam_text") == 40


def test_where_they_name_none_or_hardly_ever_every_verdict_teaches_and_is_told_apart() -> None:
    for named in (0, 2):
        site = Site()
        mixed(site, 40, named=named)
        asked = site.post("new", 3 * HOUR_S, f"{RUDE} 99", "rude").beliefs["spam_text"]
        assert (asked.violations, asked.unnamed) == (40 + named, 40)
        assert asked.odds > site.odds("other", 3 * HOUR_S, HAM) + 1


def test_an_appeal_takes_a_violation_of_whatever_policy_back() -> None:
    site, other = Site(), Site()
    for one in (site, other):
        mixed(one, 0, named=30)
        one.post("a", 10.0, RUDE, "1")
    site.tell("a", 950.0, "violation", content_id="c1")
    for one in (site, other):
        one.tell("a", 960.0, "benign", content_id="c1", source="appeal")
    assert site.odds("b", 3 * HOUR_S, RUDE) == pytest.approx(other.odds("b", 3 * HOUR_S, RUDE), abs=1e-6)


def test_an_appeal_by_no_policy_takes_what_was_benign_back() -> None:
    site = Site()
    mixed(site, 1, named=30)
    before = site.post("b", 1000.0, HAM, "before").beliefs["spam_text"]
    site.tell("h1", 950.0, "violation", content_id="ch1", source="appeal")
    after = site.post("b", 3 * HOUR_S, HAM, "after").beliefs["spam_text"]
    assert (before.benign, after.benign, after.violations, after.unnamed) == (0, 29, 30, 0)
