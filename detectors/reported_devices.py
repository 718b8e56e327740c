"""A few devices on which account after account is made to post, each reported by several people of its own."""

from __future__ import annotations

from math import log10

from detectors.base import Finding, Signal, by_event
from detectors.first_times import in_order
from detectors.judged_steps import JudgedDays, accuse_of, surprise_of
from detectors.login_unnamed import UNNAMED
from detectors.only import only
from detectors.recurrence import DAY_S
from detectors.reported_devices_judged import ACCOUNTS, MOSTLY, REPORTERS, Found, beside, in_turn, reported_of, usual_of
from detectors.reported_devices_state import DAYS, Names, ReportedState, note, together
from detectors.surprise import binomial, graded, to_score
from detectors.tally import Tally
from detectors.wording import counted
from schemas.event import EARLY, NEW_TODAY, Event

NAMELESS = len(UNNAMED)


class ReportedDevices(JudgedDays[ReportedState]):
    """Devices with three new accounts or more within two weeks, most of which three people or more reported each.

    New is who signs up there, or first posts.

    Fires on such devices with three to five accounts so reported, of one device or of several, by how many of the
    site's other newcomers are: a phishing ring whose forms are each taken down, and made again under the next account;
    who comes back after each ban: that accounts come in turn, and by how many each is reported, count as well. Quiet
    on a firm's or school's devices, of whose accounts one or two are reported, on crowds sent against all accounts of a
    household (who reports two of a device counts for none), on accounts that posted on the device on a later day than
    their first alone, and on those of the input's first day, when nobody knows who is new. Judged once a day is over.
    Fails where no device is told, on a device for every account or two, mostly on three accounts altogether, and
    where fewer than three report each. Cost: a microsecond for a report and for a newcomer's post; state: 100 bytes for
    each of two weeks.
    """

    name = "reported_devices"
    version = 4
    kinds = ("content.posted", "content.reported", "account.signup")
    area = "spam"
    state_type = ReportedState
    idle_s = 7 * DAY_S
    ties = ("device",)

    @by_event
    @only(NEW_TODAY, "content.posted")
    def remembers(self, event: Event) -> bool:
        """Note reports that say by whom, sign-ups, and what accounts post on a device on their first day.

        Of posts not those of the input's first day.
        """
        if event.type == "content.reported":
            return event.reporter is not None
        if event.type == "account.signup":
            return event.device is not None
        # A slice and no call: asked of each content of a first day.
        new = event.device is not None and event.novel & (NEW_TODAY | EARLY) == NEW_TODAY
        return new and event.subject[:NAMELESS] != UNNAMED

    def learn(self, event: Event, state: ReportedState, signal: Signal | None) -> bool:
        """Remember the event; days with reports are judged once they are over."""
        if event.type == "content.reported":
            return super().learn(event, state, signal)
        early = event.novel & EARLY and event.type != "account.signup"  # asked first, without a call
        if early or not self.remembers(event):
            return False
        note(state.posted, state.brims[0], event, event.device or "", event.subject)
        return False

    def _note(self, event: Event, state: ReportedState) -> None:
        note(state.reported, state.brims[1], event, event.subject, event.reporter or "")

    def score(self, event: Event, state: ReportedState, key: str) -> Signal | None:
        """Return the surprise of the days that were judged where an account of theirs is reported, or posts."""
        if not self.remembers(event):
            return None
        surprise = surprise_of(state.tallies, event.subject)
        return Signal(self.name, self.version, key, to_score(surprise), len(state.posted) > 1, surprise)

    def _judge(self, state: ReportedState, step: int) -> None:
        """Accuse the devices if one of their accounts was reported on the day."""
        today = state.reported.get(step, {})
        posted, reports = together(state.posted, step), together(state.reported, step)
        several = {device: names for device, names in posted.items() if len(names) >= ACCOUNTS}
        found = {device: reported_of(names, reports) for device, names in several.items()}
        found = {
            device: told for device, told in found.items() if len(told) >= max(ACCOUNTS, MOSTLY * len(several[device]))
        }
        if all([today.keys().isdisjoint(told) for told in found.values()]):
            return
        made, told = (sum([len(of[device]) for device in found]) for of in (several, found))
        usual = usual_of([name for device, names in posted.items() if device not in found for name in names], reports)
        plus = sum([beside(accounts, reports) for accounts in found.values()])
        surprise = binomial(made, told, usual) + plus - log10(len(several))
        if surprise >= self.hot_from:
            turns = all([in_turn(accounts, reports) for accounts in found.values()])
            self._accuse(state.tallies[step], found, reports, (len(found), made, usual, turns), surprise)

    def _accuse(self, tally: Tally, found: Found, reports: dict[str, Names], told: tuple[int, int, float, bool],
                surprise: float) -> None:  # fmt: skip
        names = {name: at for accounts in found.values() for name, at in accounts.items()}
        posts = [one for name in names for one in reports[name].values()]
        accuse_of(tally, sorted(posts))
        reporters = len({one for name in names for one in reports[name]})
        devices, made, usual, turns = told
        tally.crest(len(names), usual * made, surprise, (devices, made, reporters, round(1000 * usual), int(turns)))
        for name, at in names.items():
            tally.member(name, at)
        for device in found:
            tally.tie(f"device:{device}", min(found[device].values()))

    def explain(self, run: Tally, state: ReportedState, key: str) -> Finding:
        """Say how many accounts on how few devices were reported, and by how many people."""
        devices, made, reporters, usual, turns = (*run.detail, 0, 0, 0, 0, 0)[:5]
        evidence: dict[str, float | int | str] = {
            "accounts_reported": int(run.peak), "devices": devices, "new_accounts_on_devices": made,
            "reporters": reporters, "usual": round(run.usual, 3), "surprise_log10": round(run.surprise, 3),
            "events": run.n,
        }  # fmt: skip
        reason = (
            f"Of {made:,} accounts that signed up or first posted within {DAYS} days on only "
            f"{counted(devices, 'device')}, "
            f"{run.peak:,.0f} were reported by {REPORTERS} people or more each, who reported no other account of that "
            f"device ({counted(reporters, 'reporter')} in all; usual: {usual / 10:.1f} % of new accounts at most)."
        )
        if turns:
            reason += " Each came after the one before was reported."
        action = (
            "Read what was reported, side by side: if it is one thing made again and again (a bank's log-in page, a "
            "lure), remove it, hold the accounts, and look who else is on these devices."
        )
        names, severity = in_order(run.members), graded(run.surprise, self.hot_from)
        return Finding(severity, evidence, reason, action, names, run.distinct() if run.level else len(names))
