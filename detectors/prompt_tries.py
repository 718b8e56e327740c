"""Prompts of one account that are each too little to accuse it, but more within an hour than talk explains.

What each says against the account is its surprise (-log10 of the probability that it is benign). They are summed, but
what is said again in nearly the same words counts ever less (half of what is left to twice `FULL`), since a template,
a test in a loop or a repeated question is one thing said often. Three that give three kinds of orders (rules to be
dropped, what is hidden to be shown, ...) are tries, too: who plays or writes keeps to one kind, and who learns about
such attacks asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from zlib import crc32

from detectors.base import Signal
from detectors.prompt_signs import ORDERS
from detectors.tally import Tally, sums_of
from detectors.text_signs import ASKED, signs_in
from detectors.text_sketch import sketch
from schemas.event import Event

WINDOW_S = 3600.0
LEAST = 0.45  # surprise of one try: at most one in three such prompts is benign; with sixteen that differ it is enough
FULL = 1.5  # surprise that wordings alike count for in full
TIMES = 4.0  # as surprising together as so many prompts that would each be accused: five different ones or more
SLOTS = 64  # wordings told apart in an hour, by hash, so that memory is bounded whatever the order
KINDS = 3  # 2026-11: of 40,000 prompts on seven made-up products no honest account had two with orders in an hour
TRY = "try:"  # before the number of a wording, among a tally's sums
KIND = "order:"  # before a kind of order and the number of its wording, likewise


def is_try(event: Event, signal: Signal) -> bool:
    """Tell whether a prompt gives such an order itself: what is only quoted is talked about."""
    if signal.surprise < LEAST:
        return False
    signs = signs_in(event.features)
    return "quoted" not in signs and not ORDERS.isdisjoint(signs)


def note(event: Event, signal: Signal, tally: Tally) -> None:
    """Count a try by its wording."""
    wording = (*event.fingerprints[:1], *sketch(event.features), "")[0]
    slot, signs = crc32(wording.encode()) % SLOTS, signs_in(event.features)
    tally.add("tries")
    tally.add(f"{TRY}{slot}", signal.surprise)
    if ASKED not in signs:
        for kind in ORDERS.intersection(signs):
            tally.add(f"{KIND}{kind} {slot}")


def weight(tallies: Iterable[Tally]) -> float:
    """Return the surprise of all tries in some tallies."""
    return sum(map(saturated, sorted(sums_of(tallies, TRY).values())))


def of_many_kinds(tallies: Iterable[Tally]) -> bool:
    """Tell whether prompts in so many wordings give so many kinds of orders."""
    kinds = [name.split() for name in sums_of(tallies, KIND)]
    return min(len({kind for kind, _ in kinds}), len({slot for _, slot in kinds})) >= KINDS


def saturated(amount: float) -> float:
    """Return what so much surprise of one wording counts for: `FULL` in full, twice that at most.

    >>> saturated(1.5), saturated(3.0), round(saturated(99.0), 3)
    (1.5, 2.25, 3.0)
    """
    left: float = 2.0 ** (-amount / FULL)
    return 2 * FULL * (1 - left)


def mark(tallies: Mapping[int, Tally], index: int, steps: int, enough: float) -> bool:
    """Make hot whatever lies in a window of so many `steps` that holds tally `index` and weighs `enough`."""
    found = False
    for start in range(index - steps + 1, index + 1):
        window = [tallies[at] for at in range(start, start + steps) if at in tallies]
        if weight(window) >= enough or of_many_kinds(window):
            found = True
            for tally in window:
                tally.hot = True
    return found
