"""Who of those that got in during an attack on the whole site is told as entered by it."""

from __future__ import annotations

from collections.abc import Set
from math import sqrt
from typing import NamedTuple

from detectors.login_by_kit import FAR_LEAST, ByKit, by_kit
from detectors.login_kit import CHANCE_MOST, NEARLY, NEVER, asked_of, expected, share_of, strangers
from detectors.login_not_its import not_its
from detectors.login_places import placed
from detectors.login_site_state import PERIODS, TOLD, entered_then, entries_of, in_excess, placeless
from detectors.login_traits import challenged
from detectors.settled_window import SettledWindow
from detectors.steps import HOUR_S
from detectors.tally import Tally

Strangers = dict[str, tuple[float, bool]]  # see `strangers`
CHANCE = 3.0  # standard deviations of what the site's hours let one expect: as in `login_fanout`


class Facts(NamedTuple):
    """What is asked of a run several times while it is told.

    Who was entered by the failures' kit; by a client and place all new (of these all are counted, since all are where
    hours are compared); who is not to be named; who got in on addresses on which others failed; the hours (`_hours`).
    """

    run: Tally
    by_kit: ByKit
    strangers: Strangers
    others: set[str]
    placed: dict[str, float]
    hours: float


class LoginSiteEntries(SettledWindow):
    """Tells the attack's entries from those that come at any time."""

    _told: Facts | None = None  # of the run that is explained; no answer
    _held: Set[str] = frozenset()  # likewise: who failed at the second factor alone, and is no entry

    def _facts(self, run: Tally) -> Facts:
        """Return what is known of a run: at once where it is the one that is explained."""
        if self._told is not None and self._told.run is run:
            return self._told
        known, found = by_kit(run), strangers(run)
        others = not_its(run, {*known.entered, *[name for name, (_, shares) in found.items() if shares]})
        left = {name: time for name, time in known.entered.items() if name not in others}
        if len(left) == 1 and _weak(run, *left):
            left = {}
        there = {name: time for name, time in placed(run).items() if name not in others}
        return Facts(run, known._replace(entered=left), found, others, there, self._hours(run))

    def _by_kit(self, run: Tally) -> ByKit:
        return self._facts(run).by_kit

    def _strangers(self, run: Tally) -> Strangers:
        return self._facts(run).strangers

    def _placed(self, run: Tally) -> dict[str, float]:
        """Return who got in on addresses on which others failed."""
        return self._facts(run).placed

    def accused(self, run: Tally) -> set[str]:
        """Return the accounts told as entered, in whatever way: none that came otherwise than the attack (`not_its`).

        A stranger without the failures' kit is not told, though tried.
        """
        found, others = self._strangers(run), self._facts(run).others
        if known := self._by_kit(run).entered | self._placed(run):
            return self._accused(run) | known.keys()
        if not found and self._in_excess(run):
            return set(run.marked or ()) - others
        if expected(run.detail, self._facts(run).hours) is None and not placeless(run):
            return self._accused(run)  # owners who were tried come back meanwhile, and where they are is not known yet
        strange = found.keys() if any([shares for _, shares in found.values()]) else ()
        return self._accused(run) | entered_then(run).difference(strange, others)

    def _hours(self, run: Tally) -> float:
        """Return how long the windows are, at most, that the run is of: what happened between them is not in it."""
        told = sum([name.startswith(TOLD) for name in run.extra or ()])
        lasted = max(run.last - run.first, self.window_s)
        return min(lasted, told * self.window_s if 0 < told < PERIODS else lasted) / HOUR_S

    def _in_excess(self, run: Tally) -> bool:
        """Tell whether more got in from new addresses than honest traffic explains, and than come in any such hours.

        Never where it is not known yet how many do: on a site's first days all its people come from new addresses.
        """
        usual = expected(run.detail, self._facts(run).hours)
        if usual is None:
            return False
        return usual[0] + CHANCE * sqrt(usual[0]) < entries_of(run) and in_excess(run)

    def _accused(self, run: Tally) -> set[str]:
        """Return the strangers to be named: by the failures' kit; all, where hardly any comes so by chance.

        None where no more came than come at any time: nothing is left over that an attack would explain. One alone may
        be a traveller: one or two come so on most days, and a reset takes his account away from him.
        """
        found, usual = self._strangers(run), expected(run.detail, self._facts(run).hours)
        if usual is not None and len(found) <= usual[1]:
            return set()
        every = usual is not None and len(found) >= FAR_LEAST and usual[1] <= CHANCE_MOST * len(found)
        others = self._facts(run).others
        return {name for name, (_, shares) in found.items() if (every or shares) and name not in others}


def _weak(run: Tally, name: str) -> bool:
    """Tell whether what one account alone has of the failures' kit says little: he may be its owner.

    Where nothing tells whom to challenge, what most failures have, and not nearly all, is a browser that many people
    have; and to an account never seen before all is new. 2026-11: of six told alone on 33 made-up products one came by
    such, an owner seen for the first time; the others were thieves'.
    """
    if challenged(run):
        return False
    nearly = any([share_of(run, common) >= NEARLY for common in asked_of(run).values()])
    seen = any([told.endswith(f"  {name}") and not told.startswith(NEVER) for told in run.carried or ()])
    return not (nearly and seen)
