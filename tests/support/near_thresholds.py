"""Logins and sign-ups with small, slow and half-honest attacks: what is only just accused, or only just not."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from schemas.event import Event
from tests.support.scenario import entered, event, failed

HOURS = 30
END_S = HOURS * 3600.0
_THIEF = {"country": "BR", "device": "box"}


def near_thresholds(seed: int) -> list[Event]:
    """Return a day of it, in order of time, and a login of every account two days later, which closes all alerts."""
    random = Random(seed)
    events = [*_ordinary(random), *_fanouts(random), *_sprays(random), *_guessing(random), *_signups(random)]
    events += [entered(f"u{u}", 3 * END_S + u, f"10.0.0.{u % 40}", id=f"last-{u}") for u in range(150)]
    return sorted(events, key=lambda e: (e.time, e.id))


def _ordinary(random: Random) -> Iterator[Event]:
    for i in range(1500):
        user, make = random.randrange(120), failed if random.random() < 0.1 else entered
        ip = f"10.0.0.{user % 40}" if random.random() < 0.8 else f"10.0.1.{random.randrange(60)}"
        yield make(f"u{user}", random.uniform(0, END_S), ip, id=f"n{i}")


def _fanouts(random: Random) -> Iterator[Event]:
    for attack in range(5):
        start, gap = random.uniform(0, END_S), random.choice([1.5, 4, 8, 20, 60])
        for i in range(random.randint(3, 9)):
            name, at = f"u{random.randrange(150)}", start + i * random.uniform(0.3, 1.7) * gap
            ip, why = f"203.0.113.{attack % 3}", random.choice(["bad_password", "unknown_user"])
            hit = random.random() < 0.1
            number = f"a{attack}-{i}"
            yield entered(name, at, ip, id=number) if hit else failed(name, at, ip, reason=why, id=number)


def _sprays(random: Random) -> Iterator[Event]:
    for attack in range(4):
        start, gap = random.uniform(0, END_S), random.choice([1, 4, 10, 120])
        for i in range(random.randint(5, 25)):
            at = start + i * random.uniform(0.3, 1.7) * gap
            yield failed(f"u{random.randrange(120)}", at, f"198.51.{attack}.{i}", id=f"s{attack}-{i}")


def _guessing(random: Random) -> Iterator[Event]:
    for attack in range(4):
        start, gap = random.uniform(0, END_S), random.choice([1.5, 2.5, 60, 1800])
        name, home = f"u{random.randrange(120)}", f"203.0.114.{attack}"
        for i in range(random.randint(6, 30)):
            ip = home if attack % 2 else f"203.0.114.{random.randrange(40)}"
            yield failed(name, start + i * random.uniform(0.5, 1.5) * gap, ip, id=f"g{attack}-{i}")
        after = start + 35 * gap
        if random.random() < 0.7:
            yield entered(name, after, home, id=f"e{attack}", **_THIEF)
        for what in ("email_changed", "mfa_changed"):
            if random.random() < 0.6:
                at = after + random.uniform(-50, 200)
                yield event(f"account.{what}", name, at, ip=home, id=f"{what}-{attack}", **_THIEF)


def _signups(random: Random) -> Iterator[Event]:
    for farm in range(8):
        start, count, gap = random.uniform(0, END_S), random.randint(4, 30), random.choice([3, 12, 20, 40])
        shared, mail, drawn, even = random.random() / 2, random.random() / 2, random.random() / 2, random.random() < 0.3
        for i in range(count):
            yield event(
                "account.signup", f"new{farm}-{i}", start + (i * gap if even else random.uniform(0, count * gap)),
                ip=f"192.0.2.{farm}" if farm % 2 else f"192.0.{10 + farm}.{random.randrange(9)}", id=f"f{farm}-{i}",
                device=f"d{farm}-{random.randrange(3)}" if random.random() < shared else f"d{farm}-x{i}",
                email_domain="mailinator.com" if random.random() < mail else "example.org",
                handle="xkqzvbwt" if random.random() < drawn else "thomas",
            )  # fmt: skip
