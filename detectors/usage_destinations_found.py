"""To which countries newcomers alone have texts or calls sent, where others of a site go elsewhere."""

from __future__ import annotations

from math import log10
from typing import NamedTuple

from detectors.destinations import destination
from detectors.recurrence import DAY_S
from detectors.surprise import binomial
from detectors.usage_destinations_state import STEP_S, DestinationState, Sender

DAYS_LEAST = 7  # of the site's: before, nobody is known to be no newcomer
ACCOUNTS_LEAST = 5  # newcomers, and lines of theirs: an office abroad has one
EACH_LEAST = 3  # times: whoever tries it out, or asks for one text again, is none of them
KNOWN_LEAST = 20  # other accounts that use it: by fewer nobody knows where customers go


class Group(NamedTuple):
    """Newcomers (since when) who had as many requests each sent to one country, from how many lines.

    `known`: other accounts that had any sent there; `others`: accounts that used it for countries to which known ones
    go, too, and how many of these are `newcomers`.
    """

    product: str
    names: dict[str, float]
    made: dict[str, float]
    lines: int
    known: int
    others: int
    newcomers: int
    surprise: float


def found_in(state: DestinationState, step: int) -> list[Group]:
    """Return the groups in the week that ends with a step; none before the site is known for a week."""
    if not 0 <= state.oldest <= int(step * STEP_S // DAY_S) - DAYS_LEAST:
        return []
    by_product: dict[str, dict[str, Sender]] = {}
    for name, sender in state.senders(step).items():
        for what in sender.made:
            by_product.setdefault(what, {})[name] = sender
    groups = [group for what in sorted(by_product) if (group := _group(what, by_product)) is not None]
    tried = log10(max(1, len(by_product)))
    return [group._replace(surprise=group.surprise - tried) for group in groups]


def _group(what: str, by_product: dict[str, dict[str, Sender]]) -> Group | None:
    """Return those of one product; None where it is not newcomers' alone, or nobody knows where others go."""
    mine = _newcomers(what, by_product[what])
    known = len([name for name, one in by_product[what].items() if what not in one.new])
    lines = len({where for name in mine for where in by_product[what][name].at})
    number = min(len(mine), lines)
    if number < ACCOUNTS_LEAST or number <= known:
        return None
    others, newcomers = _elsewhere(destination(what)[0], by_product)
    if others - newcomers < KNOWN_LEAST:
        return None
    surprise = binomial(number + known, number, (newcomers + 0.5) / (others + 1))
    names = {name: by_product[what][name].first for name in mine}
    return Group(what, names, mine, lines, known, others, newcomers, surprise)


def _newcomers(what: str, senders: dict[str, Sender]) -> dict[str, float]:
    """Return the newcomers who had something sent again and again, and how often."""
    return {name: one.made[what] for name, one in senders.items() if what in one.new and one.made[what] >= EACH_LEAST}


def _elsewhere(kind: str, by_product: dict[str, dict[str, Sender]]) -> tuple[int, int]:
    """Return how many accounts go to the countries of a kind to which mostly known ones go, and newcomers of them."""
    known, newcomers = set[str](), set[str]()
    for what, senders in by_product.items():
        if destination(what)[0] == kind:
            new = {name for name, one in senders.items() if what in one.new}
            if 2 * len(new) <= len(senders):
                known |= senders.keys() - new
                newcomers |= new
    return len(known | newcomers), len(newcomers - known)
