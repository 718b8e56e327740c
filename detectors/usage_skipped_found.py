"""Which accounts came back to a thing without what nearly all use before it."""

from __future__ import annotations

from collections import Counter
from math import log10
from typing import NamedTuple

from detectors.surprise import binomial
from detectors.usage_skipped_state import WINDOW_DAYS, Came, Narrow, SkipState

DAYS = 7  # of a week: so long a site must be known
KNOWN_LEAST = 50  # accounts that came back to a thing before: of fewer nobody knows what they do first
ADDRESSES_LEAST = 5
MOSTLY = 0.5  # of those who come back to a thing: what fewer had used before says nothing of who had not
SELDOM = 0.02  # of those without it, who looked around little: where more do so, it is one of several ways to come
PRIOR = 20.0  # so many newcomers must have come back before they speak for newcomers as much as all do
ON_TOP = 0.5  # of them, at least, beyond the newcomers of as long in the week before


class Group(NamedTuple):
    """Accounts that came back to `thing` without `lacked`: by name.

    `others`: accounts that came back to it before, `without` of which lacked it likewise; `here`: newcomers who came
    back to it in the window.
    """

    names: dict[str, Narrow]
    thing: str
    lacked: str
    addresses: int
    others: int
    without: int
    here: int
    surprise: float


def found_in(state: SkipState, day: int) -> list[Group]:
    """Return the groups in the window that ends with a day, one of a thing at the most."""
    since = day - WINDOW_DAYS + 1
    if state.oldest < 0 or day < state.oldest + DAYS:
        return []
    there = dict[str, dict[str, Narrow]]()
    for at in range(since, day + 1):
        for key, one in state.narrow.get(at, {}).items():
            thing, _, name = key.partition("\n")
            there.setdefault(thing, {}).setdefault(name, one)
    tested, groups = 0, list[Group]()
    for thing, names in sorted(there.items()):
        past = _sum(state.before(since, thing))
        usual = [name for name in _usual(past) if name != thing and name in state.names]
        tested += len(usual)
        here = sum([came.known for at in range(since, day + 1) if (came := state.days.get(at, {}).get(thing))])
        found = [group for lacked in usual if (group := _group(names, thing, lacked, past, here))]
        had = past.had
        groups += [max(found, key=lambda group: (group.surprise, had[group.lacked]))] if found else []
    groups = [one for one in groups if on_top(len(one.names), one.here, _newcomers(state, since, one.thing))]
    return [_told(one, state.names, tested) for one in groups]


def _told(group: Group, names: dict[str, str], tested: int) -> Group:
    """Return a group with its things' names, and its surprise among all that were looked for."""
    thing, lacked = names.get(group.thing, ""), names[group.lacked]
    return group._replace(thing=thing, lacked=lacked, surprise=group.surprise - log10(tested))


def on_top(without: int, here: int, usual: float) -> bool:
    """Tell whether those without come beside all who come anyway; in place of them, where a client has changed.

    >>> on_top(9, 30, 20.0), on_top(9, 21, 20.0)
    (True, False)
    """
    return here >= usual + ON_TOP * without


def _usual(past: Came) -> list[str]:
    """Return what most had used before, and hardly anybody not who looked around little; nothing of a few."""
    if past.done < KNOWN_LEAST:
        return []
    most = [name for name, number in past.had.items() if number >= MOSTLY * past.done]
    return sorted([name for name in most if past.few - past.few_had.get(name, 0) <= SELDOM * past.done])


def _group(names: dict[str, Narrow], thing: str, lacked: str, past: Came, here: int) -> Group | None:
    """Return those who lack one thing; None where they are few, or share addresses.

    Surprise: by the share that did so of all before, or of newcomers, who have had less time, where that is more.
    """
    group = {name: one for name, one in names.items() if lacked not in one.used}
    addresses = len({one.address for one in group.values()})
    if addresses < ADDRESSES_LEAST:
        return None
    without = past.few - past.few_had.get(lacked, 0)
    share = (without + 0.5) / (past.done + 1)
    new = past.few_known - past.few_known_had.get(lacked, 0)
    share = max(share, (new + PRIOR * share) / (past.known + PRIOR))
    surprise = binomial(max(here, addresses), addresses, share)
    return Group(group, thing, lacked, addresses, past.done, without, here, surprise)


def _sum(days: list[Came]) -> Came:
    """Return many days as one."""
    had, few_had, few_known_had = Counter[str](), Counter[str](), Counter[str]()
    for came in days:
        had.update(came.had)
        few_had.update(came.few_had)
        few_known_had.update(came.few_known_had)
    done, known = sum([came.done for came in days]), sum([came.known for came in days])
    few, few_known = sum([came.few for came in days]), sum([came.few_known for came in days])
    return Came(done, known, dict(had), few, dict(few_had), few_known, dict(few_known_had))


def _newcomers(state: SkipState, since: int, thing: str) -> float:
    """Return how many newcomers came back to a thing in as long as the window, in the week before it."""
    came = [daily[thing].known for at, daily in state.days.items() if since - DAYS <= at < since and thing in daily]
    return sum(came) * WINDOW_DAYS / DAYS
