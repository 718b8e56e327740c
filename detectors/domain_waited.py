"""Taken accounts that all tell one thing: each was locked, or given a key, on a device that came to it days before.

A patient thief looks in, waits until the device is no news, changes the mail address or makes a key, and then posts;
and whichever account it is, what he posts leads to his own shop or file. An owner who does so on his second device, and
then tells a new thing, is alone with it. 2026-11: on eleven made-up products one in 700 of 18,363 honest first tellings
was by such an account (one in 440 at the most), and no honest thing told by fewer than 46 had two; four attacks had
three to five of as many.
"""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct

from detectors.domain_told import hashed
from detectors.domain_whence import APART
from detectors.network import network_of
from detectors.surprise import binomial
from schemas.event import Event

SORT = 10  # in an alert's details: that it is about such accounts
DAYS = 14  # as patient thieves take one account every other day
DAYS_KNOWN = 5  # of the site's days: sooner, nobody knows what is new to it
LEAST = 3
MOST_OF = 0.5  # of all who tell it, but for newcomers
SHARE = 0.003
KEPT = 8  # accounts of a day, by the least of their hashes, as of all who tell it


class Waited(Struct, array_like=True, frozen=True):
    """That such an account told it: in which post, from which network, after how many known days of the site."""

    time: float
    event_id: str
    network: int
    days: int


class Lodgers(NamedTuple):
    """Which such accounts told it in the two weeks, how many told it at all; how surprising that is."""

    surprise: float = 0.0
    told: tuple[tuple[str, Waited], ...] = ()
    everybody: int = 0


_NOBODY = Lodgers()
Days = dict[int, dict[str, Waited]]


def note(known: dict[str, Waited], event: Event) -> None:
    """Note who told it in a day: each account's first post, of those of least hash."""
    network, days = hashed(network_of(event.ip)) if event.ip else 0, event.site.days if event.site is not None else 0
    name, one = event.subject, Waited(event.time, event.id, network, days)
    if name not in known or (one.time, one.event_id) < (known[name].time, known[name].event_id):
        known[name] = one
    if len(known) > KEPT:
        del known[max(known, key=lambda each: (hashed(each), each))]


def lodgers(waited: Days, days: dict[int, tuple[int, ...]], fresh: set[str], last: int) -> Lodgers:
    """Return who told it so in the two weeks that end with a day, where most who told it did; else nothing.

    `days`: hashes of all who told it, by day, for four weeks; `fresh`: who did on his first day here, who makes nobody
    more honest. An account that had told it before in another way is not counted: it is its own.
    """
    told = {name: one for day, names in sorted(waited.items(), reverse=True) if last - DAYS < day <= last
            for name, one in names.items() if not _before(days, day, name, waited)}  # fmt: skip
    known = {code for codes in days.values() for code in codes}.difference(map(hashed, fresh))
    everybody = len(known.union(map(hashed, told)))
    if len(told) < max(LEAST, MOST_OF * everybody) or min([one.days for one in told.values()]) < DAYS_KNOWN:
        return _NOBODY
    if len({one.network for one in told.values() if one.network}) < APART * len(told):
        return _NOBODY  # one office, new computers
    return Lodgers(binomial(everybody, len(told), SHARE), tuple(sorted(told.items())), everybody)


def _before(days: dict[int, tuple[int, ...]], day: int, name: str, waited: Days) -> bool:
    """Tell whether an account told it on an earlier day, and not so."""
    code = hashed(name)
    return any([code in codes for at, codes in days.items() if at < day and name not in waited.get(at, ())])


def waited_words(told: str, number: int, everybody: int) -> str:
    """Say it to a reviewer."""
    who = f"All {number} accounts" if number == everybody else f"{number} of the {everybody} accounts"
    return (
        f"{who} that {told} within {DAYS} days, each from a network of its own, did so within three days after the "
        "mail address or second factor was changed, or a key made, on a device that had come to them days before, at "
        f"an address as new (usual: at most one in {1 / SHARE:,.0f} of those who tell a thing)."
    )
