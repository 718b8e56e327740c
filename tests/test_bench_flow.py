"""What the capacity model rests on takes every room's part into account: the site's, too."""

from __future__ import annotations

from pipeline.stage import Send
from schemas import topics
from tests.bench.flow import Rooms
from tests.support.scenario import event, failed
from tests.support.wire import to_bytes


def test_the_site_does_not_wait_for_verdicts_that_never_come() -> None:
    rooms, names = Rooms(), [f"u{i}" for i in range(60)]
    logins = [failed(name, i * 60.0, "203.0.113.7") for i, name in enumerate(names)]
    posts = [event("content.posted", name, i * 60.0, content_id=name, kind="post") for i, name in enumerate(names)]
    given = [(topics.ACCOUNT_EVENTS, one) for one in logins] + [(topics.CONTENT_EVENTS, one) for one in posts]
    rooms.take([Send(topic.name, one.subject.encode(), to_bytes(one)) for topic, one in given])
    assert b"site:*" in b" ".join(rooms.stored(topics.RATES.name))
