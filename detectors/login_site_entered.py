"""How it is said who got in during an attack on the whole site, and who of them is named."""

from __future__ import annotations

from detectors.counts import MARKED_KEPT, MEMBERS_KEPT
from detectors.login_by_kit import FAR_LEAST
from detectors.login_kit import expected, in_common
from detectors.login_places import DAYS, FAILED_LEAST
from detectors.login_site_entries import LoginSiteEntries
from detectors.login_site_state import entries_of
from detectors.steps import HOUR_S
from detectors.tally import Tally
from detectors.wording import counted, entered, within

ALL_NEW = "a client, and from a country or provider, all new to them"


class LoginSiteEntered(LoginSiteEntries):
    """Says so, in parts of a sentence."""

    def _entries(self, run: Tally) -> str:
        """Say how many accounts logged in from somewhere new, how many do at any time, and who of them is named."""
        found, usual = self._strangers(run), expected(run.detail, self._facts(run).hours)
        known, chance, common = self._by_kit(run)
        if known:
            least = "at least " if len(run.carried or ()) >= MEMBERS_KEPT else ""
            return (
                f"{least}{counted(len(known))} logged in from new addresses with {common} {self._when(run)} "
                f"(expected of honest ones: {chance:.1f})"
            )
        many, number, place = entered(run), entries_of(run), "logged in from a new address"
        if found:
            least = "at least " if len(found) >= MARKED_KEPT else ""
            many, number, place = f"{least}{counted(len(found))}", len(found), f"logged in by {ALL_NEW}"
        if usual is None and number and not found:
            return f"{many} {place} {self._when(run)}, as all do on a site's first days: none is named for that"
        likely = "how many do at any time is not known yet" if usual is None else f"usual: {usual[bool(found)]:.1f}"
        said = f"{many} {place} {self._when(run)} ({likely})"
        if number and usual is not None and number <= usual[bool(found)]:
            return f"{said}, no more than at any time: none is named for that"
        return f"{said}; {self._named(run)}" if found else said

    def _named(self, run: Tally) -> str:
        """Say who of the strangers is named, and why the others are not."""
        found, named = self._strangers(run), self._accused(run)
        shares = {name for name, (_, share) in found.items() if share}
        if len(named) == len(found) > len(shares):
            return f"all {len(named)} are named, as hardly any comes so by chance"
        if len(found) < FAR_LEAST and not named:
            return "one alone may be its owner on a journey: who got in cannot be told, and nobody is named for that"
        if not shares and not named:
            return f"none of these is named, as none has {in_common(run)}"
        which = f", with {in_common(run)}" if named == shares else "; the others are no entries of this attack"
        return f"{len(named) or 'none'} of these {'are' if len(named) > 1 else 'is'} named{which}"

    def _there(self, run: Tally) -> str:
        """Say how many got in on the attack's own addresses."""
        found = self._placed(run)
        each, first = ("", "it is") if len(found) == 1 else ("each ", "these are")
        where = f"{each}on an address on which {FAILED_LEAST} others or more failed and hardly any got in"
        return f"; {counted(len(found))} got in within {DAYS} days, {where}: {first} named first" if found else ""

    def _rest(self, run: Tally) -> str:
        """Say how many are told as entered besides, so that all who are told are counted."""
        kin, there = self._by_kit(run).entered, self._placed(run)
        left = len(self.accused(run) - (kin.keys() or self._accused(run)) - there.keys())
        known = "the password is known, and nobody got in"
        held = f"; {counted(len(self._held))} failed at the second factor alone: {known}" if self._held else ""
        if kin:
            return f"; {counted(left)} more by {ALL_NEW}{held}" if left else held
        if not there and not self._strangers(run) and self._in_excess(run):
            some = left < len(run.marked or ())
            return f"; {left} of these {'is' if left == 1 else 'are'} named{held}" if some else held
        return f"; {counted(left)} failed and then got in{held}" if left else held

    def _when(self, run: Tally) -> str:
        """Say in what time entries are counted: where windows have gaps between them, that it is without these."""
        counted_s, lasted = HOUR_S * self._facts(run).hours, run.last - run.first
        if counted_s >= lasted or within(counted_s) == within(lasted):
            return f"in the same {within(counted_s)}"
        return f"in the {within(counted_s)} (of {within(lasted)}) in which so many failed"
