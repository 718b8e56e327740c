"""What travels between the parent and its jobs, as msgpack. `at` and `start` count lines that are not blank, from 0."""

from __future__ import annotations

from math import inf

import msgspec
from msgspec import Struct

from schemas.event import Decision, Event
from schemas.finding import Finding

# What a line is.
NOTHING, ACCOUNT, CONTENT, REFUSED, UNKNOWN, DECISION = range(6)
BOTH = bytes((ACCOUNT, CONTENT))


class Lines(Struct, array_like=True, tag="lines"):
    """To a job: its lines of a chunk."""

    chunk: int
    at: list[int]
    lines: list[bytes]


class Found(Struct, array_like=True, tag="found"):
    """From a job, on `Lines`: what each line is, as one byte; times (float64) and producers of events, in order.

    `doubts`: events, by their number among the lines, whose id is known, with the watermark up to which that surely
    makes them duplicates.
    """

    chunk: int
    kinds: bytes
    times: bytes
    sources: list[str]
    doubts: dict[int, float]
    refused: list[tuple[str, str]]
    decisions: list[Decision]


class Stretch(Struct, array_like=True, tag="stretch"):
    """To every job: lines `start` to before `start + len(kinds)`, and the time after each of them.

    `kinds`: ACCOUNT or CONTENT for an event to be taken, else NOTHING. `marks`, `slacks`, `floors` (float64 each):
    watermark and slack after the line, and how far time was when the event's room last looked. `evict`, `trim` (to
    which time): what is to be done before. `verdicts`: what the site's job is to learn.
    `began`: when the input did.
    """

    number: int
    start: int
    kinds: bytes
    marks: bytes
    slacks: bytes
    floors: bytes
    evict: bool = False
    trim: float | None = None
    verdicts: list[tuple[int, Decision]] = []
    began: float = inf


class Ask(Struct, array_like=True, tag="ask"):
    """To a job: say whether its next event, the first after the last stretch, is a duplicate at this floor of time."""

    floor: float


class Answer(Struct, array_like=True, tag="answer"):
    """From a job, on `Ask`."""

    duplicate: bool


class Handed(Struct, array_like=True):
    """An event on its way to a job: the keys of its entities there, each with its place among all of them."""

    at: int
    event: Event
    keys: list[tuple[int, str]]
    site: bool


class Rows(Struct, array_like=True, tag="rows"):
    """From a job to another, by way of the parent: what one stretch has for it. `packed`: a list of `Handed`."""

    number: int
    job: int  # from a job: to whom; to a job: from whom
    packed: bytes


class Tagged(Struct, array_like=True):
    """A finding and its place: by `order`, then as timers fire: by `due` and `name`."""

    order: int
    due: float
    name: str
    finding: Finding


class Said(Struct, array_like=True, tag="said"):
    """From a job: all that its rooms said in a stretch. Signals are lines of JSON in one text, cut into pieces.

    `orders` (uint64) are the pieces' places, `ends` (uint64) where they end. `entries`: entities known, by room.
    """

    number: int
    findings: list[Tagged] = []
    orders: bytes = b""
    ends: bytes = b""
    text: bytes = b""
    signals: int = 0
    entries: list[int] = []
    failing: list[str] = []  # detectors that have failed so far


class End(Struct, array_like=True, tag="end"):
    """To every job, when all has been said: the end of the input, and how far time is."""

    number: int
    watermark: float


class Failed(Struct, array_like=True, tag="failed"):
    """From a job: it cannot go on."""

    why: str


ToJob = Lines | Stretch | Ask | Rows | End
ToParent = Found | Answer | Rows | Said | Failed
encode = msgspec.msgpack.Encoder().encode
decode_to_job = msgspec.msgpack.Decoder(ToJob).decode
decode_to_parent = msgspec.msgpack.Decoder(ToParent).decode
decode_handed = msgspec.msgpack.Decoder(list[Handed]).decode
