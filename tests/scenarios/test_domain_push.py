"""New accounts that push one domain, in words that have nothing in common."""

from __future__ import annotations

from random import Random

from schemas.event import Event
from tests.support.scenario import alerts, event, last_versions

WORDS = ("lake", "morning", "ticket", "harbour", "stone", "winter", "garden", "letter", "engine", "music", "bread")
HOUR = 3600.0


def posted(subject: str, at: float, domain: str | None, **fields: object) -> Event:
    text = " ".join(Random(f"{subject}{at}").choices(WORDS, k=12))
    domains = (domain,) if domain else ()
    return event("content.posted", subject, at, content_id=f"{subject}-{at}", kind="post", text=text, domains=domains,
                 **fields)  # fmt: skip


def members(number: int, days: int = 2) -> list[Event]:
    return [posted(f"member{i}", -day * 86_400.0 - i, None) for i in range(number) for day in range(1, days)]


def test_fires_on_new_accounts_that_all_link_to_one_place() -> None:
    push = [posted(f"new{i}", i * 90.0, "casino.example") for i in range(25)]
    push.append(posted("member1", 9 * HOUR, "casino.example"))
    (alert,) = last_versions(alerts([*members(50), *push], "domain_push")).values()
    assert (alert.entity.type, alert.entity.id, alert.policy) == ("domain", "casino.example", "spam")
    assert set(alert.accounts) == {f"new{i}" for i in range(25)}


def test_fires_though_some_members_fall_for_it() -> None:
    push = [posted(f"new{i}", i * 60.0, "casino.example") for i in range(30)]
    others = [posted(f"member{i}", 900.0 + i * 300.0, "casino.example") for i in range(4)]
    (alert,) = last_versions(alerts([*members(50), *push, *others], "domain_push")).values()
    assert not any(name.startswith("member") for name in alert.accounts)


def test_quiet_on_a_viral_link() -> None:
    share = [posted(f"member{i}", i * 20.0, "news.example") for i in range(150)]
    fresh = [posted(f"new{i}", i * 70.0, "news.example") for i in range(40)]
    assert alerts([*members(150), *share, *fresh], "domain_push") == []


def test_quiet_on_answers_to_a_viral_post() -> None:
    share = [posted(f"new{i}", i * 20.0, "news.example", target="post-1") for i in range(150)]
    assert alerts(share, "domain_push") == []


def test_quiet_on_a_popular_domain() -> None:
    events = [posted(f"u{hour}-{i}", hour * HOUR + i * 150.0, "video.example")
              for hour in range(72) for i in range(8 + hour % 5)]  # fmt: skip
    late = [a for a in alerts(events, "domain_push") if a.first_seen >= "2026-01-05T20"]
    assert late == []
