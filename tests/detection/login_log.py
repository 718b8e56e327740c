"""The public login log as events: read, and rewritten so that every attempt of an attack has an address of its own."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from schemas.event import Event

REASONS = {
    "error_wrong_password": "bad_password", "error_wrong_username": "unknown_user", "error_account_locked": "locked",
}  # fmt: skip


class Attack(Struct):
    """One attack: its window in seconds since 1970, its addresses and the accounts it tried."""

    start: float
    end: float
    addresses: set[str]
    accounts: set[str]


class LoginLog(Struct):
    """Events in order of time, the ids of those that belong to an attack, and the attacks."""

    events: list[Event]
    abusive: set[str]
    attacks: list[Attack]


def shared() -> Path:
    """Return where the public data lie: `ABUSEWATCH_DATA`, or beside the repository."""
    beside = Path(__file__).parents[3] / "shared" / "data"
    return Path(os.environ.get("ABUSEWATCH_DATA") or beside)


def folder() -> Path:
    """Return where the public log of logins lies."""
    return shared() / "logins-2018-11"


def read(path: Path) -> LoginLog:
    """Read the labelled events."""
    log = LoginLog([], set(), [])
    attacks: dict[int, list[Event]] = {}
    for number, line in enumerate(path.read_text().splitlines()):
        row = json.loads(line)
        time = datetime.fromisoformat(row["ts"]).timestamp()
        event = Event("account.login", f"login-{number}", row["account"], time, "/logins", row["ip"])
        event.outcome = row["kind"] == "login_success"
        event.reason = REASONS.get(row["reason"])
        log.events.append(event)
        if row["label"]:
            log.abusive.add(event.id)
            attacks.setdefault(row["attack_id"], []).append(event)
    log.attacks = [_attack(attacks[name]) for name in sorted(attacks)]
    return log


def spread(log: LoginLog) -> LoginLog:
    """Return the log in which every attempt of an attack comes from an address never seen before or after."""
    events, count = [], 0
    for event in log.events:
        if event.id in log.abusive:
            count += 1
            event = _from(event, f"100.{64 + (count >> 16)}.{count >> 8 & 255}.{count & 255}")  # noqa: PLW2901
        events.append(event)
    attacks = [Attack(a.start, a.end, set(), a.accounts) for a in log.attacks]
    return LoginLog(events, log.abusive, attacks)


def _from(event: Event, ip: str) -> Event:
    return Event(event.type, event.id, event.subject, event.time, event.source, ip, outcome=event.outcome,
                 reason=event.reason)  # fmt: skip


def _attack(events: Iterable[Event]) -> Attack:
    rows = list(events)
    times = [event.time for event in rows]
    return Attack(min(times), max(times), {e.ip for e in rows if e.ip}, {e.subject for e in rows})
