"""What the site-wide login detectors tell a reviewer."""

from __future__ import annotations

from typing import cast

from msgspec.structs import replace

from detectors import login_traits
from detectors.base import Finding
from detectors.first_times import in_order, unite
from detectors.login_by_kit import with_past
from detectors.login_kit import plain
from detectors.login_places import with_places
from detectors.login_site_entered import LoginSiteEntered
from detectors.login_site_state import DAY_HOURS, SiteState, entered_then, held_in, placeless
from detectors.nobody import names_of_nobody, tried, without_nobody
from detectors.steps import HOUR_S
from detectors.surprise import graded
from detectors.tally import Tally
from detectors.window import WindowState
from detectors.wording import counted, entered
from schemas.values import Severity


class LoginSiteReport(LoginSiteEntered):
    """Severity, accounts and sentence of a run of windows in which accounts failed over the whole site."""

    def severity(self, run: Tally) -> Severity:
        """Grade a run: entries beyond what honest traffic explains make it critical."""
        if self._in_excess(run) or self._by_kit(run).entered or self._placed(run):
            return "critical"
        return graded(run.surprise, self.hot_from, 2.0)

    def explain(self, run: Tally, state: WindowState, key: str) -> Finding:
        """Describe the fullest window; name first who was attempted and entered, then the entered, then the attempted.

        Entered are those by what the failures have in common (`told`), a client and a place all new to them or not.
        Where none is so new, all from new addresses if they are more than honest traffic and the site's own hours
        explain; else only those that were attempted as well are accused. Who got in on addresses on which others failed
        (`login_places`) is named in any case. Last come those that failed at home as well.
        """
        site = cast("SiteState", state)
        run = with_past(run, site.kits_before(int(run.first // HOUR_S) // DAY_HOURS))
        run = with_places(run, site.places.taken(run.last, run.first))
        self._held = set() if placeless(run) else held_in(run)
        run = replace(run, marked={name: at for name, at in (run.marked or {}).items() if name not in self._held})
        self._told = self._facts(run)  # each is asked for four times and more
        marked = self.accused(run)
        failed, since = run.members, {**run.members}
        unite(since, {name: time for name, time in (run.marked or {}).items() if name in marked})
        unite(since, {name: time for name, (time, _) in self._strangers(run).items() if name in marked})
        unite(since, {name: time for name, time in self._by_kit(run).entered.items() if name in marked})
        unite(since, self._placed(run))
        own, kinds = run.accounts or {}, list[list[str]]([[], [], [], [], []])
        for name in in_order(since):
            tried = 2 if name in self._held else 3 + (name in own)
            kinds[(name not in failed) if name in marked else tried].append(name)
        reason, action = self.sentence(run, key)
        total, names = run.distinct() + len(marked - failed.keys()), [name for kind in kinds for name in kind]
        found = Finding(self.severity(run), self.evidence(run), reason, action, names, total,
                        0 if placeless(run) else len(marked))  # fmt: skip
        self._told, self._held = None, frozenset()
        return without_nobody(found, run)

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts failed, against what is usual, and how many were entered."""
        if placeless(run):
            then = len(entered_then(run))
            return (
                f"{self._failed(run, ' over the whole site')}{login_traits.in_words(run)}; "
                "of most attempts neither address nor device was told"
                f"{f'; {entered(run, then)} failed and then logged in' if then else ''}.",
                "Look at the accounts that failed and then logged in; have the source tell addresses.",
            )
        action = (
            f"{'reset the accounts entered that are named; ' if self.accused(run) else ''}"
            f"{'reset the passwords of those that failed at the second factor; ' if self._held else ''}"
            f"{login_traits.challenged(run)}require a second factor from new addresses while it lasts."
        )
        return (
            f"{self._failed(run, ' from addresses new to them, over all addresses')}{login_traits.in_words(run)}; "
            f"{self._entries(run)}{self._there(run)}{self._rest(run)}.",
            f"{action[0].upper()}{action[1:]}",
        )

    def _failed(self, run: Tally, where: str) -> str:
        """Say how many failed in the fullest window; where names were tried that nobody has, how many of all are."""
        window = f"within {self.window_s / 60:.0f} min"
        usual = f"(usual for this site, hour and traffic: {run.usual:.1f})"
        if not names_of_nobody(run):
            return f"{counted(run.peak)} failed to log in {window}{where} {usual}"
        return f"{tried(run)} failed to log in{where}; {run.peak:,.0f} of these {window} {usual}"

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Return the checkable numbers of a run; what attempts have in common as hashes is left out."""
        told = {**super().evidence(replace(run, extra=plain(run))), **login_traits.numbers(run)}
        found = self._placed(run)
        return {**told, "entered_where_others_failed": len(found)} if found else told
