"""Letters of another alphabet, or signs without width, put into words so that filters do not read what people do."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from zlib import crc32

from detectors.folding import OTHER_ALPHABETS
from detectors.surprise import binomial
from detectors.tally import Tally
from schemas.event import Event

# 2026-11: one place may be a slip of the keyboard, or a line break that a page left in what was copied from it.
PLACES_LEAST = 2
LEAST = 5  # accounts that disguise one text, each in its own way
HONEST = 0.01  # of who repeats a text: whose keyboard or page has mixed two alphabets in it
WAYS_MOST = 16  # told apart by hash, so that memory is bounded; as many accounts
WAY, WHOSE = "way:", "whose:"  # before the number of a spelling, and of an account, among a tally's sums
_PUT_IN = "\u200b\u2060-\u2064\ufeff\U000e0001-\U000e007f"  # joiners, which some scripts need, are left out
_LETTER = (
    r"[^\W\d_\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]"  # of scripts that part words by spaces
)
_OTHER = f"[{OTHER_ALPHABETS}{OTHER_ALPHABETS.upper()}]"
_ODD = re.compile(f"{_OTHER}|[{_PUT_IN}]")
_LATIN = re.compile(f"[A-Za-z]|[{_PUT_IN}]")
_PLACE = re.compile(f"[A-Za-z]{_OTHER}|{_OTHER}[A-Za-z]|[{_PUT_IN}](?=\\w|[\u0900-\u0dff])(?<={_LETTER}.)")


def disguised(text: str) -> bool:
    """Tell whether words of a text are mixed from two alphabets, or have signs without width in them.

    Cost: nothing for ASCII, 2 microseconds for a line in one other alphabet, 20 for one in two.

    >>> disguised("fr\u0435\u0435 m\u043eney"), disguised("f\u200bre\u200be")
    (True, True)
    >>> disguised("\u043f\u0440\u0438\u0432\u0435\u0442 from Moscow")
    False
    """
    return not text.isascii() and _found(text)


@lru_cache(64)
def _found(text: str) -> bool:  # several ask for the same text
    if not _ODD.search(text) or not _LATIN.search(text):  # as nearly all, whatever they are written in
        return False
    places = _PLACE.finditer(text)
    return all(next(places, None) is not None for _ in range(PLACES_LEAST))


def way(text: str) -> str | None:
    """Return the number of the way in which a text is disguised, as it stands behind its fingerprint; else None."""
    return f"{WAY}{crc32(text.encode(errors='replace')) % WAYS_MOST}" if disguised(text) else None


def note(event: Event, tally: Tally) -> None:
    """Note how a text is disguised: it is if it has a third fingerprint."""
    tally.add(event.fingerprints[2])
    tally.add(f"{WHOSE}{crc32(event.subject.encode()) % WAYS_MOST}")


def ways(tallies: Iterable[Tally]) -> int:
    """Return in how many ways a text was disguised in some tallies, `WAYS_MOST` at most."""
    return len({name for tally in tallies for name in tally.extra or () if name.startswith(WAY)})


def surprise(tallies: Iterable[Tally], everybody: int) -> float:
    """Return the surprise of a text disguised by so many, in as many ways, among `everybody` who posted it.

    Who copies a text copies its disguise; that it is another each time says that it was put on against a filter. Many
    ways of one account are one.
    """
    names = {name for tally in tallies for name in tally.extra or () if name.startswith((WAY, WHOSE))}
    many = sum([name.startswith(WAY) for name in names])
    found = min(many, len(names) - many, everybody)
    return binomial(everybody, found, HONEST) if found >= LEAST else 0.0


def evident(numbers: dict[str, float | int | str]) -> dict[str, float | int | str]:
    """Return what a run shows with the number of ways in place of each."""
    many = sum([name.startswith(WAY) for name in numbers])
    kept = {name: value for name, value in numbers.items() if not name.startswith((WAY, WHOSE))}
    return {**kept, "disguised_ways": many} if many else kept


def told(found: int) -> str:
    """Say it, at the end of a sentence; nothing for fewer than `LEAST`."""
    more = " or more" if found >= WAYS_MOST else ""
    return "" if found < LEAST else (
        f" Letters of other alphabets or signs without width are put into its words, in {found}{more} ways: that hides "
        "a text from filters, not from people."
    )  # fmt: skip
