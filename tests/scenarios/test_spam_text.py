"""Spam that reviewers have judged, its like from others, and what only looks like it."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from schemas.event import Decision, Event
from tests.support.scenario import START, alerts, decided, event, last_versions

DAY_S = 86_400.0
SPAM = "order our {0} pills at https://shop-{1}.example now, {0} discount for {2} only"
TALK = "i think the {0} should meet at the {1} before {2} comes home with the others"
NEWS = "order of the day: {0} shop, {1} discount, {2} news"
NAMES = ("garden", "school", "winter", "paper", "kitchen", "monday", "river", "holiday", "engine", "village")


def posted(subject: str, at: float, text: str, name: str) -> Event:
    return event("content.posted", subject, at, content_id=f"c-{name}", id=f"e-{name}", kind="comment", text=text)


def filled(form: str, random: Random) -> str:
    return form.format(*random.sample(NAMES, 3))


def reviewed(days: int = 4, seed: int = 1, *, judged: bool = True) -> Iterator[Event | Decision]:
    """Yield days of forty posts each, a third of them spam from ever new accounts, judged a day later."""
    random = Random(seed)
    for number in range(days * 40):
        at, spam = number * DAY_S / 40, number % 3 == 0
        subject = f"new{number}" if spam else f"user{number % 20}"
        yield posted(subject, at, filled(SPAM if spam else TALK, random), str(number))
        if judged:
            yield decided(subject, at + DAY_S, "violation" if spam else "benign", content_id=f"c-{number}")


def test_fires_on_the_like_of_what_was_judged() -> None:
    events = [*reviewed(6), posted("stranger", 5.2 * DAY_S, filled(SPAM, Random(9)), "last")]
    found = last_versions(alerts(events, "spam_text"))
    last = next(alert for alert in found.values() if alert.entity.id == "stranger")
    assert last.accounts == ["stranger"]
    assert last.evidence_event_ids == ["e-last"]
    # Of texts until an hour and a day before: 165, 110 of them talk of twenty who repeat themselves now and then.
    assert 120 <= float(last.signals[0].evidence["verdicts_learned"]) <= 165
    assert 0.33 < float(last.signals[0].evidence["base_rate"]) < 0.45  # 55 of 165 or fewer
    assert not {alert.entity.id for alert in found.values()} & {f"user{number}" for number in range(20)}


def test_fires_by_event_ids_as_well() -> None:
    events = [decided(one.subject, one.time - START, one.verdict, event_id=f"e-{(one.content_id or '')[2:]}")
              if isinstance(one, Decision) else one for one in reviewed()]  # fmt: skip
    assert last_versions(alerts(events, "spam_text")) == last_versions(alerts(reviewed(), "spam_text"))


def test_quiet_before_any_verdict() -> None:
    assert alerts(reviewed(judged=False), "spam_text") == []


def test_quiet_where_verdicts_came_too_late_to_count() -> None:
    events: list[Event | Decision] = [one for one in reviewed(13, judged=False) if isinstance(one, Event)]
    for one in events[:160]:
        verdict = "violation" if one.subject.startswith("new") else "benign"
        about = one.content_id if isinstance(one, Event) else None
        events.append(decided(one.subject, one.time - START + 8 * DAY_S, verdict, content_id=about))
    assert alerts(events, "spam_text") == []


def test_quiet_on_a_mailing_list_whose_mails_were_judged_benign() -> None:
    random = Random(3)
    mails: list[Event | Decision] = []
    for number in range(60):
        at, text = number * DAY_S / 12, filled(NEWS, random)
        mails += [
            posted("list", at, text, f"m{number}"),
            decided("list", at + DAY_S, "benign", content_id=f"c-m{number}"),
        ]
    found = last_versions(alerts([*reviewed(5), *mails], "spam_text"))
    assert "list" not in {alert.entity.id for alert in found.values()}
