"""A site to which several accounts link, most of whom are reported for it, by many people."""

from __future__ import annotations

from collections import Counter
from math import log10

from detectors.base import Finding, Signal, by_event
from detectors.first_times import in_order
from detectors.judged_steps import JudgedDays, accuse_of, surprise_of
from detectors.login_unnamed import UNNAMED
from detectors.only import LINKED, only
from detectors.recurrence import DAY_S
from detectors.reported_devices_state import DAYS, NAMES_KEPT, First, Names, ReportedState, note, together
from detectors.surprise import binomial, graded, to_score
from detectors.tally import Tally
from detectors.wording import counted
from schemas.event import EARLY, Event

ACCOUNTS = 5  # that link to it: as of rings
MOSTLY = 2 / 3  # of them, reported: of twelve made-up products' new sites that honest people link to 0.44 at most
USUAL = 0.05  # at least, of accounts that link somewhere, reported for it; else what the site shows: up to 0.4
TWO = 2  # of its accounts, that one who comes upon them, or a carrier's address, may report: who reports more is sent
NAMELESS = len(UNNAMED)
BY = "\n"  # between the account reported and its reporter


class ReportedLinks(JudgedDays[ReportedState]):
    """Domains to which five accounts or more linked within two weeks, two thirds of which were reported for it.

    Who reports three of a domain's accounts counts for none of them. Compared with the share of all other accounts
    that are reported for what they link to (binomial, by how many domains so many link to). Fires on accounts of
    whatever age, on devices and lines of their own, whose forms or posts lead to one phishing page, one report each:
    seven of seven, where hardly anybody is reported. Quiet on what many link to, of whom some are reported, on sites
    where people report much of what there is, and on a crowd sent against a firm's accounts. Judged once a day is over.
    Fails where a domain is used for fewer, and where nobody reports most of them; strangers whose domains are reported
    in the same week stand in one row. Cost: a microsecond a link; state:
    100 bytes for each of two weeks.
    """

    name = "reported_links"
    version = 2
    kinds = ("content.posted", "content.reported")
    area = "spam"
    state_type = ReportedState
    idle_s = 7 * DAY_S
    ties = ("domain",)

    @by_event
    @only(LINKED)
    def remembers(self, event: Event) -> bool:
        """Note links, but on the first day of the input, and reports, which say by whom, of what has some."""
        if event.type == "content.reported":
            return bool(event.domains) and event.reporter is not None
        # A slice and no call: asked of each content with links.
        return event.domains != () and not event.novel & EARLY and event.subject[:NAMELESS] != UNNAMED

    def learn(self, event: Event, state: ReportedState, signal: Signal | None) -> bool:
        """Remember the event; days with reports are judged once they are over."""
        if event.type == "content.reported":
            return super().learn(event, state, signal)
        if event.novel & EARLY or not self.remembers(event):  # the former without a call
            return False
        for domain in event.domains:
            note(state.posted, state.brims[0], event, domain, event.subject)
        return False

    def _note(self, event: Event, state: ReportedState) -> None:
        for domain in event.domains:
            note(state.reported, state.brims[1], event, domain, f"{event.subject}{BY}{event.reporter}")

    def score(self, event: Event, state: ReportedState, key: str) -> Signal | None:
        """Return the surprise of the days that were judged where an account of theirs is reported, or links."""
        if not self.remembers(event):
            return None
        surprise = surprise_of(state.tallies, event.subject)
        return Signal(self.name, self.version, key, to_score(surprise), len(state.posted) > 1, surprise)

    def _judge(self, state: ReportedState, step: int) -> None:
        """Accuse the domains of the day's reports whose accounts are mostly reported."""
        posted, reports = together(state.posted, step), together(state.reported, step)
        reported = {domain: _reported(posted[domain], one) for domain, one in reports.items() if domain in posted}
        links, told = sum(map(len, posted.values())), sum(map(len, reported.values()))
        tried = log10(max(1, sum([len(names) >= ACCOUNTS for names in posted.values()])))
        for domain in sorted(state.reported.get(step, {}).keys() & reported.keys()):
            names, mine = posted[domain], reported[domain]
            if not ACCOUNTS <= len(names) < NAMES_KEPT or len(mine) < MOSTLY * len(names):
                continue
            share = max(USUAL, (told - len(mine)) / max(1, links - len(names)))
            surprise = binomial(len(names), len(mine), share) - tried
            if surprise >= self.hot_from:
                _accuse(state.tallies[step], domain, names, mine, (share, surprise))

    def explain(self, run: Tally, state: ReportedState, key: str) -> Finding:
        """Say how many of how many accounts that link to which domain were reported."""
        made, share = (*run.detail, 0, 0)[:2]
        domains = sorted(name.partition(":")[2] for name in run.ties or ())
        evidence: dict[str, float | int | str] = {
            "accounts_reported": int(run.peak), "accounts_that_link": made, "share_usually_reported": share / 1000,
            "domains": len(domains), "surprise_log10": round(run.surprise, 3), "events": run.n,
        }  # fmt: skip
        reason = (
            f"Of {counted(made, 'account')} that linked to {domains[0] if domains else 'a domain'} within {DAYS} days, "
            f"{run.peak:,.0f} were reported for it, by people who reported two of them at most (usual: "
            f"{share / 10:.0f} % of accounts that link somewhere)."
        )
        action = (
            "Look where the links lead, and what leads there (a form that asks for a password?): remove all of it, and "
            "hold the accounts, of which some may have been taken."
        )
        names, severity = in_order(run.members), graded(run.surprise, self.hot_from, 2.0)
        return Finding(severity, evidence, reason, action, names, run.distinct() if run.level else len(names))


def _reported(names: Names, reports: Names) -> Names:
    """Return the first report of each of a domain's accounts by people who reported two of them at most."""
    told: dict[str, First] = {}
    heads = Counter([one.partition(BY)[2] for one in reports])
    for one, first in reports.items():
        name, _, reporter = one.partition(BY)
        if name in names and heads[reporter] <= TWO:
            told[name] = min(told.get(name, first), first)
    return told


def _accuse(tally: Tally, domain: str, names: Names, reported: Names, told: tuple[float, float]) -> None:
    share, surprise = told
    if surprise > tally.surprise:
        accuse_of(tally, sorted(reported.values()))
        tally.crest(len(reported), share * len(names), surprise, (len(names), round(1000 * share)))
        tally.members, tally.ties = {}, None
        for name, (time, _) in reported.items():
            tally.member(name, time)
        tally.tie(f"domain:{domain}", min(reported.values())[0])
