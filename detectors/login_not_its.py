"""Who got in during an attack on the whole site and is none of its entries, in whatever way his name comes in.

Three things tell: he came before it began; he came with nothing of what nearly all of its failures have in common; or
he had failed himself a moment before, as people do who mistype. Whoever tries a list comes back to an account once he
is through with it, or never.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from detectors.login_began import since_began
from detectors.login_kit import NEARLY, asked_of, share_of
from detectors.tally import Tally

SLIP_S = 600.0  # 2026-11: of seven on two made-up products who mistyped meanwhile the slowest took 77 seconds


def not_its(run: Tally, kindred: Collection[str]) -> set[str]:
    """Return who is not to be named; `kindred` are those who came as few but the attack's failures do."""
    return _too_early(run) | _of_another_kit(run) | _mistyped(run).difference(kindred)


def _too_early(run: Tally) -> set[str]:
    """Return who got in before the run's first failure, and never since."""
    if not run.examples:
        return set()
    came: dict[str, float] = {**(run.marked or {})}
    for told, time in (run.carried or {}).items():
        name = told.partition("  ")[2]
        came[name] = max(time, came.get(name, time))
    return came.keys() - since_began(came, run.examples[0][0], run.last, run.n).keys()


def _of_another_kit(run: Tally) -> set[str]:
    """Return who got in with nothing of what nearly all failures have in common."""
    asked = asked_of(run)
    common = set[str]().union(*[names for names in asked.values() if share_of(run, names) >= NEARLY])
    kinds, found = {name[:2] for name in common}, {True: set[str](), False: set[str]()}
    for things, name in _came(run) if common else ():
        if any([thing[:2] in kinds for thing in things]):
            found[not common.isdisjoint(things)].add(name)
    return found[False] - found[True]


def _mistyped(run: Tally) -> set[str]:
    """Return who got in minutes after a failure of his own."""
    found = set[str]()
    for told, time in (run.carried or {}).items():
        name = told.partition("  ")[2]
        if 0.0 <= time - run.members.get(name, time + 1.0) <= SLIP_S:
            found.add(name)
    return found


def _came(run: Tally) -> Iterable[tuple[list[str], str]]:
    """Yield what accounts came with, and whose it is."""
    for kept, of_it in ((run.carried, 1), (run.strangers, 0)):  # the former tell first what of it the account has
        for told in kept or ():
            things, between, name = told.partition("  ")
            if between:
                yield things.split(" ")[of_it:], name
