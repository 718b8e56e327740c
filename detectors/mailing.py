"""Mailings: one text that an account sends to many at once, told from a flood by what the account did before."""

from __future__ import annotations

from detectors.base import LATENESS_MAX_S
from detectors.mailing_sent import NOWHERE, Mailings, Sent
from detectors.recurrence import DAY_S

TIMES = 10.0  # a window of an issue may go to so many times the targets of a bucket of a mailing before it
ACCUSTOMED = 5  # earlier days of posting from a place, after which even a first mailing is its owner's ...
FIRST = 100  # ... if it goes to no more targets than so many
AFTER = 12  # buckets: what began less than two windows before speaks for nobody, and nothing that comes late changes it


def excused(mailings: Mailings, end: int, steps: int, step_s: float) -> float:
    """Return the weight of the window's copies that issues of the account's own explain: all but one each a bucket.

    Grows by at most the weight of an event that is added, so that no event makes a window colder.
    """
    window = _window(mailings, end, steps)
    # Of a flood's many places hardly one has sent a text twice.
    places = {place for by_place in window for place, sent in by_place.items() if sent.excess}
    if not places:
        return 0.0
    earlier, weight = _earlier(mailings, end * step_s), 0.0
    for place in places:
        there = [by_place[place] for by_place in window if place in by_place]
        if _explains(mailings, earlier, place, sum([sent.largest for sent in there]), end):
            weight += sum([sent.excess for sent in there])  # exact, and so the same in any order
    return weight


def letter(mailings: Mailings, end: int, steps: int, step_s: float) -> float:
    """Return the weight of the copies in a window, if all of them are a letter (`detectors.letters`), or 0."""
    window = _window(mailings, end, steps)
    places = set[int]().union(*window)
    if len(places) != 1 or NOWHERE in places:
        return 0.0
    sent = [one for by_place in window for one in by_place.values()]
    if len({text for one in sent for text in one.texts}) != 1:
        return 0.0
    known = any([places & {*there} for there in _earlier(mailings, end * step_s)])
    return sum([one.excess for one in sent]) if known and all([one.plain for one in sent]) else 0.0


def _window(mailings: Mailings, end: int, steps: int) -> list[dict[int, Sent]]:
    """Return what went out in each bucket of a window, by place."""
    return [mailings.sent[bucket] for bucket in range(end - steps + 1, end + 1) if bucket in mailings.sent]


def _earlier(mailings: Mailings, time: float) -> list[dict[int, int]]:
    """Return where the account was on each day that is surely over."""
    today = int((time - LATENESS_MAX_S) // DAY_S)
    return [places for day, places in mailings.places.items() if day < today]


def _explains(mailings: Mailings, earlier: list[dict[int, int]], place: int, targets: int, end: int) -> bool:
    """Tell whether a text may go to so many from a place: to none where the account was never there before."""
    there = 0
    for places in earlier:  # plain loops that end early: asked at every post of a mailing
        if place in places:
            there += 1
            if there >= ACCUSTOMED:
                break
    accustomed = there >= ACCUSTOMED and place != NOWHERE
    if accustomed and targets <= FIRST:
        return True
    if not there and (earlier or not _begun(mailings, place, end)):
        return False
    for issues in mailings.issues.values():
        for bucket, largest in issues.items():
            if targets <= (2 if accustomed else 1) * TIMES * largest and bucket <= end - AFTER:
                return True
    return False


def _begun(mailings: Mailings, place: int, end: int) -> bool:
    """Tell whether a place was used a while ago, on the account's first day."""
    return any([places.get(place, end) <= end - AFTER for places in mailings.places.values()])
