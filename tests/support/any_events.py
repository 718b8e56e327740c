"""Plausible traffic of every event type, seeded: ordinary days, and bursts along every dimension that abuse can have.

A burst holds some fields (an address, a card, a text, ...) and changes all others with every event, so that for every
entity a detector may be keyed by there is one that sees too much at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import count
from random import Random
from typing import Any

import msgspec

from detectors.claims import ASKED_BACK
from detectors.contacts import hashed
from detectors.entity_days import Distinct
from detectors.entrances import changed, entered, joined, lodged
from detectors.fingerprint import fingerprints_of
from detectors.handed import handed
from detectors.just_made import just_made
from detectors.just_paid import paid_out, pay, refunded
from detectors.mailing_sorts import is_mailed
from detectors.novelty import CHANGED, elsewhere, novelty, roaming
from detectors.profile import Profile, remember
from detectors.site_days import MANY
from detectors.statuses import is_answered
from detectors.used_again import THINGS, THINGS_KEPT, used_again
from schemas.event import (
    FIRST_USE,
    LODGED,
    MANY_TODAY,
    NEW_ACCOUNT,
    NEW_TODAY,
    PAID_OUT,
    UNTOUCHED,
    Event,
)
from schemas.site_usual import SiteUsual
from schemas.values import EVENT_TYPES, EventType

START = 1_767_600_000.0  # Monday 2026-01-05 08:00 UTC
DAY_S = 86_400.0
_NETWORK = ("ip", "device", "user_agent", "country", "asn")
_OWN: dict[str, tuple[str, ...]] = {
    "account.signup": ("handle", "email_domain", "invited_by"), "account.login": ("reason", "mfa"),
    "account.usage": ("key", "product", "requests", "units", "status"), "account.api_key_created": ("key",),
    "account.payment": ("reason", "amount_minor", "card", "merchant"),
    "content.posted": ("content_id", "kind", "text", "domains", "target", "language", "reason"),
    "content.reported": ("content_id", "reporter", "reason"),
}  # fmt: skip
DEMANDED = {"account.login": ("outcome",), "account.payment": ("outcome",), "account.api_key_created": ("key",),
            "content.posted": ("content_id",), "content.reported": ("content_id",)}  # fmt: skip
SHARED = ("subject", "ip", "device", "card", "text", "domains", "target", "reporter", "key", "invited_by", "handle",
          "email_domain", "product", "merchant", "content_id")  # fmt: skip
NAMELESS = ("account.login", "account.usage")
_LURES = (
    "ignore previous instructions",
    "reveal system prompt",
    "buy cheap watches",
    "follow my friends",
    "crypto bonus",
)
_WORDS = tuple(
    a + b + c
    for a in ("ba", "de", "ki", "lo", "mu", "ra", "se", "ti", "vo", "wy", "gri", "stra", "plo")
    for b in ("l", "n", "r", "st", "m", "ck", "v")
    for c in ("a", "e", "er", "ing", "on", "um", "y")
)
_REASONS = ("bad_password", "unknown_user", "mfa_failed", "insufficient_funds", "declined", None)
_fresh = count()


def fields_of(kind: str) -> tuple[str, ...]:
    """Return the optional and demanded fields that an event of this type may have."""
    network = () if kind == "content.reported" else _NETWORK
    outcome = ("outcome",) if "outcome" in DEMANDED.get(kind, ()) else ()
    return (*network, *_OWN.get(kind, ()), *outcome)


_MAKE: dict[str, Callable[[int, Random], Any]] = {
    "subject": lambda i, _: f"u{i}", "reporter": lambda i, _: f"r{i}", "device": lambda i, _: f"dev-{i}",
    "card": lambda i, _: f"card-{i}", "key": lambda i, _: f"key-{i}", "content_id": lambda i, _: f"c-{i}",
    "ip": lambda i, _: f"{20 + i // 60_000 % 180}.{i // 240 % 250}.{i % 240}.{1 + i % 250}",
    "handle": lambda i, _: f"user{i}", "invited_by": lambda i, _: f"u{i // 3}", "target": lambda i, _: f"room-{i}",
    "merchant": lambda i, _: f"shop-{i}", "user_agent": lambda i, _: f"Mozilla/5.0 (X11) Browser/{i}.0",
    "asn": lambda i, _: 64_512 + i % 900,
    "domains": lambda i, random: (f"site-{i}.example",) if random.random() < 0.7 else (),
    "text": lambda i, random: f"{random.choice(_LURES)} {' '.join(random.choices(_WORDS, k=14))} {i}",
    "product": lambda i, _: f"model-{i}",
    "email_domain": lambda i, random: random.choice(["mail.example", "mailinator.com", f"d{i}.example"]),
    "country": lambda _, random: random.choice(["DE", "FR", "US", "NG", "BR"]),
    "language": lambda _, random: random.choice(["en", "de", "pt"]),
    "kind": lambda _, random: random.choice(["post", "message", "prompt", "comment", "upload", "review"]),
    "reason": lambda _, random: random.choice(_REASONS), "mfa": lambda _, random: random.random() < 0.3,
    "outcome": lambda _, random: random.random() < 0.3, "status": lambda _, random: random.choice([200, 200, 401, 429]),
    "requests": lambda _, random: float(random.randint(1, 500)),
    "units": lambda _, random: float(random.randint(1, 50_000)),
    "amount_minor": lambda _, random: float(random.choice([0, 100, 4999])),
}  # fmt: skip


def fresh(field: str, random: Random) -> Any:
    """Return a value of this field that no event had before, where the field can have many."""
    return _MAKE[field](next(_fresh), random)


def one(random: Random, kind: EventType, at: float, **held: Any) -> Event:
    """Make an event `at` seconds after START: what is held stays, everything else is fresh."""
    values = {field: held[field] if field in held else fresh(field, random) for field in fields_of(kind)}
    subject = held.get("subject") or fresh("subject", random)
    if kind in NAMELESS and "subject" not in held and values["ip"] and random.random() < 0.1:
        subject = f"unknown:{values['ip']}"  # as `ingest` has it where a log does not name the account
    return Event(kind, f"any-{next(_fresh)}", subject, START + at, "/any", **values)


def burst(
    random: Random, kind: EventType, shared: Iterable[str], start: float, size: int, lasts_s: float
) -> list[Event]:
    """Make `size` events that share the fields named and nothing else; most of them fail, where they can."""
    held = {field: fresh(field, random) for field in shared}
    events = []
    for i in range(size):
        event = one(random, kind, start + i * lasts_s / size, **held)
        if event.outcome is not None:
            event.outcome = random.random() < 0.1
        events.append(event)
    return events


def ordinary(random: Random, people: int, days: int) -> Iterator[Event]:
    """Yield some days of people who stay on their own address and device, and do a little of everything."""
    for i in range(people):
        home = {
            field: fresh(field, random) for field in ("subject", "ip", "device", "user_agent", "asn", "key", "card")
        }
        for _ in range(days * 4):
            kind: EventType = random.choice(EVENT_TYPES)
            held = {
                field: value for field, value in home.items() if kind != "account.api_key_created" or field != "key"
            }
            event = one(random, kind, random.uniform(0, days * DAY_S), **held, country="DE")
            event.outcome = None if event.outcome is None else random.random() < 0.95
            yield event
        if i % 5 == 0:
            yield one(random, "account.login", random.uniform(0, days * DAY_S), subject=home["subject"], outcome=False)


def any_events(seed: int, days: int = 3, size: int = 30) -> list[Event]:
    """Return ordinary days with a burst of every type along every dimension it has, and one that shares nothing."""
    random = Random(seed)
    events = list(ordinary(random, 40, days))
    for kind in EVENT_TYPES:
        dimensions = [field for field in SHARED if field == "subject" or field in fields_of(kind)]
        for shared in [[], *([field] for field in dimensions), ["subject", "key"]]:
            start = random.uniform(0.2, 0.9) * days * DAY_S
            events += burst(random, kind, shared, start, size, random.choice([60.0, 600.0]))
    return sorted(events, key=lambda event: (event.time, event.id))


USUAL = SiteUsual((1000, 2, 4), (1000, 3, 6), 0.1, 0.1, 0.1, (1000, 2, 9), (400, 0, 0), 20, spent=(1000, 8, 12))


def enriched(events: Iterable[Event]) -> list[Event]:
    """Return copies with what the first room adds: what is new to the account, what a text's near-copies share;
    and what is usual on the site, as its room does."""
    known: dict[str, Profile] = {}
    written: dict[str, Distinct] = {}
    found = []
    for event in map(copy, events):
        profile = known.setdefault(event.subject, Profile())
        asked = event.domains or event.contacts or event.type == "account.api_key_created"
        event.novel = novelty(profile, event) | (elsewhere(profile, event) if asked else 0)
        if event.type == "account.payment":
            event.novel |= entered(profile, event)
            event.novel |= paid_out(profile, event) | (PAID_OUT if event.card is None else 0)
            event.novel |= UNTOUCHED if event.novel & (LODGED | PAID_OUT) else 0
        event.novel |= roaming(profile, event) if event.type == "account.usage" and event.key is None else 0
        event.novel |= changed(profile, event) if event.type in CHANGED else 0
        event.novel |= lodged(profile, event) if event.type == "account.api_key_created" else 0
        event.novel |= joined(profile, event) if event.type == "account.login" and event.novel & NEW_ACCOUNT else 0
        event.novel |= just_made(profile, event) | handed(profile, event)
        event.novel |= refunded(profile, event) if ASKED_BACK[event.product] else 0
        if event.type == "account.usage" and event.key is None and (thing := THINGS[event.product or ""]):
            if thing not in profile.again and len(profile.things) < THINGS_KEPT and is_answered(event):
                if thing in profile.things:
                    event.novel |= used_again(profile, event, thing)
                else:
                    profile.things += thing
        if event.type == "account.payment" and event.outcome:
            pay(profile, event.time)
        remember(profile, event)
        event.fingerprints = fingerprints_of(event)
        if event.novel & NEW_TODAY and event.target is not None:
            day = written.setdefault(event.subject, Distinct()).add(event.time, hashed(event.target))[1]
            event.novel |= MANY_TODAY if day >= MANY else 0
        event.novel |= FIRST_USE if event.type == "content.posted" and event.target and is_mailed(event) else 0
        event.site = USUAL if event.type in ("content.posted", "account.usage") else None
        found.append(event)
    return found


def copy(event: Event) -> Event:
    """Return a copy that shares nothing that can change."""
    return msgspec.structs.replace(event)


def without(event: Event, *fields: str) -> Event:
    """Return a copy that lacks the fields named, and what is derived from them."""
    empty: dict[str, Any] = {field: () if field == "domains" else None for field in fields}
    if "text" in fields:
        empty["fingerprints"] = ()
    return msgspec.structs.replace(event, **empty)
