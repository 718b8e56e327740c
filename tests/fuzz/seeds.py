"""Inputs to begin with, and words that libFuzzer may put in."""

from __future__ import annotations

from pathlib import Path

import msgspec

from pipeline.keystate_codec import KeyStateCodec
from schemas.event import Event
from schemas.observation import Packet, Row, encode
from schemas.parse import parse
from tests.engine.test_keystate import full
from tests.engine.toys import Counter
from tests.fuzz.targets import FORMAT_NAMES
from tests.ingest.test_any_line import SEEDS as LINES
from tests.schemas.examples import files, read

_JSON = (
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "null",
    "true",
    "1e999",
    "-0",
    "NaN",
    "\\ud800",
    "\\u0000",
    "2026-01-31T12:00:00Z",
)


def seeds(target: str) -> list[bytes]:
    """Return a target's first inputs."""
    records = [msgspec.json.encode(msgspec.json.decode(read(v, n))) if v == "valid" else read(v, n)
               for v in ("valid", "invalid") for n in files(v)]  # fmt: skip
    if target == "event":
        return records
    if target == "line":
        return [bytes([i]) + one.encode() for i in range(len(FORMAT_NAMES)) for one in LINES]
    if target == "state":
        return [KeyStateCodec({"counter": Counter()}).encode(full())]
    packets = [encode(Packet("t", 0, n, 1e9, 0.0, [Row("ip:x", n, event)])) for n, event in enumerate(_events(records))]
    return [bytes([room]) + one for room in range(6) for one in (packets if room in {2, 3} else records)]


def _events(records: list[bytes]) -> list[Event]:
    return [found for one in records if isinstance(found := parse(one), Event)]


def write(target: str, folder: Path) -> None:
    """Put the seeds and the words into `folder`: `seeds/` and `words`."""
    (folder / "seeds").mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds(target)):
        (folder / "seeds" / f"{number:04}").write_bytes(seed)
    words = {*_JSON, *_fields(seeds("event"))}
    (folder / "words").write_text("".join(f'"{_quoted(word)}"\n' for word in sorted(words)))


def _fields(records: list[bytes]) -> set[str]:
    found: set[str] = set()
    for one in records:
        try:
            value = msgspec.json.decode(one)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            continue
        data = value.get("data") if isinstance(value, dict) else None
        found |= {f'"{name}":' for part in (value, data) if isinstance(part, dict) for name in part}
        found |= {f'"{value["type"]}"'} if isinstance(value, dict) and isinstance(value.get("type"), str) else set()
    return found


def _quoted(word: str) -> str:
    return "".join(c if c.isalnum() or c in " :,.-_{}[]" else "".join(f"\\x{b:02x}" for b in c.encode()) for c in word)
