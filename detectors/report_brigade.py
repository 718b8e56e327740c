"""Brigading: the same people report one account after another, or people whose reports are rejected come together."""

from __future__ import annotations

from detectors.base import LATENESS_MAX_S, Finding, Signal
from detectors.judged_steps import JudgedSteps
from detectors.report_again import again_of
from detectors.report_apart import Apart
from detectors.report_back import back_of
from detectors.report_brigade_groups import group_at, ring_at
from detectors.report_brigade_named import RECENT, code, note
from detectors.report_brigade_noted import note_report
from detectors.report_brigade_state import PATROL, BrigadeState
from detectors.report_brigade_words import explain
from detectors.report_groups import LEAST, Accused, group_of
from detectors.report_rings import ring_of
from detectors.report_weeks import APART
from detectors.report_weeks import RECENT_HOURS as HOURS
from detectors.standing import discredited, proven
from detectors.steps import HOUR_S
from detectors.surprise import to_score
from detectors.tally import Tally, forget
from schemas.event import Event


class ReportBrigade(JudgedSteps[BrigadeState]):
    """Groups of reporters that appear on the same three accounts or more within three days, or within four weeks.

    Fires where more of an account's reporters also reported two certain others than people who merely see the same
    corner of the product would; over weeks, than such people who report as much would (`report_rings`); and where they
    report one account again on another day, more of them the same than chance has, and more of these new accounts
    (`report_again`); and where the same few report the same few contents over weeks and little else, each on a day of
    its own (`report_apart`), or the same accounts, each for something else, which hardly anybody else reports; and
    where several come back to one account for more of it, and report nobody else (`report_back`); and where ten or more
    report two accounts and hardly anybody else, each in its own time (`report_two`). Quiet on one angry user, on a
    surge of reports against one account (`report_surge`), on reporters on patrol, who report many and meet everywhere,
    and on those whose reports reviewers upheld. What they rejected counts, as known at each one's latest report
    (`detectors.standing`): a group with such a record is the more surprising, and four or more with twenty rejected
    reports between them are accused on one account. The accounts named are the reporters. Groups that are active within
    three days of each other are one alert, which tells them apart: a group is called the same as long as half of it, or
    of those called so before, comes again. Judged by the hour.
    After CopyCatch (Beutel et al. 2013) and SynchroTrap (Cao et al. 2014), without the clustering.
    Fails where a group takes different members each time, and on its first two victims where it is fewer than ten or
    comes at once; where it takes its time, too, on whoever else is reported meanwhile, where passers-by report the same
    accounts for other things, and where each reports one account but once or twice. Cost: 30 microseconds a report.
    """

    name = "report_brigade"
    version = 12
    keyed_by = "site"
    kinds = ("content.reported",)
    area = "report_abuse"
    by_record = True
    idle_s = HOURS * HOUR_S  # as long as reports are compared: a group that takes a victim every other day is one alert
    state_type = BrigadeState
    step_s = HOUR_S
    reach_s = HOUR_S + 600.0

    def remembers(self, event: Event) -> bool:
        """Note reports that say who made them."""
        return bool(event.reporter)

    def score(self, event: Event, state: BrigadeState, key: str) -> Signal | None:
        """Return the surprise of the group that the report joins or completes; None where it names no reporter."""
        if not event.reporter:
            return None
        last = int(event.time // HOUR_S)
        mine = state.reported_by(event.reporter, last) | {event.subject}
        surprise = 0.0
        if len(mine) < PATROL and not proven(event.standing):
            known = state.reporters(last, mine)
            known.setdefault(event.subject, set()).add(event.reporter)
            found = [
                Accused(*group_of(known, event.subject)),
                ring_of(state.weeks, event.subject, known[event.subject]),
            ]
            surprise = max([one.surprise for one in found if event.reporter in one.names], default=0.0)
        return Signal(self.name, self.version, key, to_score(surprise), bool(state.hours), surprise)

    def _note(self, event: Event, state: BrigadeState) -> None:
        state.add(event, event.reporter or "")
        note_report(state.tallies.setdefault(int(event.time // HOUR_S), Tally()), event)

    def _judge(self, state: BrigadeState, hour: int) -> None:
        known, standings = state.reporters(hour, least=LEAST), state.known(hour)  # fewer are no group
        state.remember(hour, known)
        tally, apart = state.tallies[hour], Apart(state.contents, state.weeks)
        for target in sorted(state.hours.get(hour, ())):
            found = group_at(known, standings, target)
            if found.surprise < self.hot_from:  # what three days show needs no weeks
                found = ring_at(state, known, standings, target, hour)
            if found.surprise < self.hot_from:
                found = again_of(state.weeks, hour, target, state.within(hour, APART, target), state.new(hour))
            if found.surprise < self.hot_from:
                found = max(apart.of(target), back_of(state.contents, state.weeks, target), key=_surprise)
            if found.surprise >= self.hot_from:
                tally.hot = True
                if found.how in RECENT:  # all of them reported in the days of which that is known
                    found = found._replace(young=len(found.names & state.new(hour)))
                label = state.group(found.names, target, hour)
                tally.crest(len(found.names), found.usual, found.surprise, code(label, found))
                note(tally, label, found, hour * HOUR_S)
                for name in sorted(name for name in found.names if discredited(standings.get(name))):
                    tally.mark(name, hour * HOUR_S)

    def prune(self, state: BrigadeState, watermark: float) -> None:
        """Drop hours that no later one is compared with."""
        self.settle(state, watermark)
        state.forget(int((watermark - LATENESS_MAX_S) // HOUR_S) - HOURS - 1)
        recent = int((watermark - LATENESS_MAX_S) // HOUR_S) - 2
        forget(recent, state.tallies)

    def explain(self, run: Tally, state: BrigadeState, key: str) -> Finding:
        """Name the reporters of each group, and say what the most surprising one did."""
        return explain(run)


def _surprise(found: Accused) -> float:
    return found.surprise
