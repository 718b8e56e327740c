"""Attacks that come again on the same addresses, and what reviewers say of the alerts: events and verdicts mixed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from random import Random
from zlib import crc32

from schemas.alert import Alert
from schemas.event import Event
from tests.support.mixed import Mixed
from tests.support.scenario import START, decided, entered, event, failed

HOUR, DAY = 3600.0, 86_400.0


def attacks(seed: int, days: float = 4.0, every_h: float = 5.0) -> Mixed:
    """Return ordinary logins and, every few hours, guessing from one of two addresses, or a flood of posts."""
    random, found = Random(seed), []
    for number in range(int(days * 150)):
        user = random.randrange(80)
        found.append(entered(f"u{user}", random.uniform(0, days * DAY), f"10.0.0.{user % 40}", id=f"n{number}"))
    for attack in range(int(days * 24 / every_h)):
        start = attack * every_h * HOUR + random.uniform(0, 3 * HOUR)
        if attack % 3 == 2:
            found += [_post(f"p{attack}", start + n * 4.0, n) for n in range(90)]
            continue
        ip = f"203.0.113.{attack % 2}"
        found += [failed(f"v{random.randrange(120)}", start + n * random.uniform(2, 12), ip, id=f"a{attack}-{n}")
                  for n in range(random.randint(25, 60))]  # fmt: skip
    return sorted(((one.time, one) for one in [*found, *ticks(days * DAY + HOUR, 5)]), key=lambda i: (i[0], i[1].id))


def ticks(at: float, count: int, every_h: float = 1.0) -> list[Event]:
    """Return a login and a post now and then in each of 16 partitions (or fewer), so that time goes on in all."""
    users = {crc32(f"u{user}".encode()) % 16: f"u{user}" for user in range(200)}
    found = []
    for n, user in enumerate(users.values()):
        for hour in range(count):
            when, name = at + hour * every_h * HOUR + n * 200.0, f"t{at}-{hour}-{user}"
            found.append(entered(user, when, f"10.1.0.{n}", id=name))
            found.append(event("content.posted", user, when + 9.0, content_id=name, kind="post", id=f"{name}p",
                               text=f"{n * 15485863 + hour * 7919} of {user}"))  # fmt: skip
    return found


def _post(who: str, at: float, n: int) -> Event:
    text, name = f"says {n * 7919} and {n * 104729} to you", f"{who}-{n}"
    return event("content.posted", who, at, content_id=name, kind="post", text=text, id=name)


def reviewed(mixed: Mixed, alerts: Iterable[Alert], seed: int) -> Mixed:
    """Return the same with reviewers' verdicts on `alerts`, a quarter of them appealed against later."""
    random, found = Random(seed), list(mixed)
    for alert in sorted({alert.alert_id: alert for alert in alerts}.values(), key=lambda one: one.alert_id):
        at = _after(alert) + random.uniform(0.1, 8) * HOUR
        words = [(at, random.choice(["benign", "benign", "violation", "unsure"]), "queue")]
        if random.random() < 0.25:
            words.append((at + random.uniform(0, 20) * HOUR, random.choice(["benign", "violation"]), "appeal"))
        for number, (when, word, source) in enumerate(words):
            one = decided("u1", when, word, id=f"d{alert.alert_id}{number}", alert_id=alert.alert_id, source=source,
                          seconds=round(random.uniform(5, 400), 1), reviewer=f"r{random.randrange(3)}")  # fmt: skip
            found.append((one.time, one))
    return sorted(found, key=lambda item: (item[0], item[1].id))


def _after(alert: Alert) -> float:
    return datetime.fromisoformat(alert.last_seen).timestamp() - START
