"""Account takeover: entry from a strange place after guessing, or followed by what locks the owner out."""

from __future__ import annotations

from collections.abc import Iterator

from detectors.base import LATENESS_MAX_S, Detector, Finding, Signal
from detectors.habits import DAY_S, Firsts, fold_days
from detectors.strange import strange
from detectors.surprise import to_score
from detectors.takeover_state import (
    CHANGES,
    SOON_S,
    Change,
    Entry,
    TakeoverState,
    change_of,
    entry_of,
    follows,
    is_seized,
    keep,
    weight_of,
)
from detectors.tally import Tally
from schemas.event import NEW_COUNTRY, NEW_DEVICE, Event
from schemas.values import EventType, Severity

GUESS, GUESSES_MOST = 0.3, 3.2  # surprise of each failure before the entry, and at most: one client in 1,600 breaks


class Takeover(Detector[TakeoverState]):
    """Adds up how strange a login is to its account, the failures in the day before, and the changes in the day after.

    A change made in a country new to the account without any login is an entry, too: the session was stolen. Quiet on
    a traveller (a new country on a known device), on a new phone (a new device at a known address, which a change of
    the second factor belongs to), and on accounts younger than a day. Fails where the thief uses the owner's device,
    and where he changes nothing. Changes from where the owner has long been do not count.
    Cost: about 4 microseconds a login; state: about 500 bytes.
    """

    name = "takeover"
    version = 3
    keyed_by = "account"
    kinds = ("account.login", *CHANGES)
    area = "account_security"
    state_type = TakeoverState
    heeds_score = False
    step_s = 3600.0
    reach_s = DAY_S

    def score(self, event: Event, state: TakeoverState, key: str) -> Signal:
        """Return the surprise of what the event completes: an entry with its past, or a change with its entry."""
        surprise = 0.0
        if event.type != "account.login":
            entries = [*state.entries, entry_of(event)] if is_seized(event) else state.entries
            if entries and state.changed(event):
                change = change_of(event)
                surprise = max((self._weigh(state, e, change) for e in entries if follows(e, change)), default=0.0)
        elif event.outcome and state.born + DAY_S <= event.time and strange(event):
            surprise = self._weigh(state, entry_of(event))
        return Signal(self.name, self.version, key, to_score(surprise), state.past.logins > 0, surprise)

    def learn(self, event: Event, state: TakeoverState, signal: Signal | None) -> bool:
        """Remember the event, then weigh every entry that it may concern."""
        if event.type != "account.login":
            if not self._keeps(event, state):
                return False
        elif event.outcome is False:
            return strange(event) and self._guess(event, state)
        else:
            self._login(event, state)
        return bool(state.entries) and self._refresh(event.time, state)

    def _keeps(self, event: Event, state: TakeoverState) -> bool:
        """Remember a change; return False for a payment that is none."""
        changed = state.changed(event)
        if changed:
            keep(state.changes, change_of(event))
        if is_seized(event):
            keep(state.entries, entry_of(event))
        state.paid(event)
        return changed

    def _guess(self, event: Event, state: TakeoverState) -> bool:
        hour = int(event.time // self.step_s)
        state.guesses[hour] = state.guesses.get(hour, 0) + 1
        return self._refresh(event.time, state)

    def _login(self, event: Event, state: TakeoverState) -> None:
        state.born = min(state.born, event.time)
        number = int(event.time // DAY_S)
        day = state.days.get(number)
        if day is None:
            day = state.days[number] = Firsts()
        day.add(event)
        if strange(event):
            keep(state.entries, entry_of(event))

    def _refresh(self, time: float, state: TakeoverState) -> bool:
        hot = False
        for entry in state.entries:
            if abs(time - entry.time) <= DAY_S:
                hot = self._heat(state, entry) or hot
        return hot

    def _heat(self, state: TakeoverState, entry: Entry) -> bool:
        surprise = self._weigh(state, entry)
        if surprise < self.hot_from:
            return False
        tally = state.tallies.setdefault(int(entry.time // self.step_s), Tally())
        tally.hot = True
        self._write(state, entry, tally)
        tally.crest(self._guesses(state, entry), self._habit(state, entry.time).surprise(entry.novel), surprise)
        return True

    def _write(self, state: TakeoverState, entry: Entry, tally: Tally) -> None:
        """Note the entry and its changes, each once; it began with the first of several entries close together."""
        tally.stretch(min(e.time for e in state.entries if 0 <= entry.time - e.time <= SOON_S))
        for name, time in [(entry.id, entry.time), *((c.id, c.time) for c in state.changes if follows(entry, c))]:
            if name not in tally.members:
                tally.member(name, time)
                tally.seen(time, name)
        for name in [f"ip:{entry.ip}"] * bool(entry.ip) + [f"device:{entry.device}"] * bool(entry.device):
            tally.tie(name, entry.time)
        said = {kind.partition(".")[2]: 1.0 for kind in self._kinds(state, entry)}
        said["login"] = float(any(e.login for e in state.entries if 0 <= entry.time - e.time <= SOON_S))
        said["new_country"] = float(bool(entry.novel & NEW_COUNTRY))
        said["new_device"] = float(bool(entry.novel & NEW_DEVICE))
        before = tally.extra or {}
        tally.extra = {name: max(said.get(name, 0.0), before.get(name, 0.0)) for name in {**before, **said}}

    # The weights.

    def _weigh(self, state: TakeoverState, entry: Entry, further: Change | None = None) -> float:
        if not state.born + DAY_S <= entry.time:
            return 0.0
        novel = self._habit(state, entry.time).surprise(entry.novel)
        guessed = min(GUESSES_MOST, GUESS * self._guesses(state, entry))
        changes = [change for change in state.changes if follows(entry, change)]
        return novel + guessed + weight_of(changes if further is None else [*changes, further])

    def _habit(self, state: TakeoverState, time: float) -> Firsts:
        """Return the account's logins of the days that ended a full day before."""
        recent = [day for day in sorted(state.days) if day < time // DAY_S - 1]
        if not recent:
            return state.past
        habit = Firsts(state.past.logins, dict(state.past.new))
        for day in recent:
            habit.fold(state.days[day])
        return habit

    def _guesses(self, state: TakeoverState, entry: Entry) -> int:
        """Return the failures of the day before the entry, its own hour included."""
        last = int(entry.time // self.step_s)
        return sum(count for hour, count in state.guesses.items() if last - 24 < hour <= last)

    def _kinds(self, state: TakeoverState, entry: Entry) -> Iterator[EventType]:
        return (change.kind for change in state.changes if follows(entry, change))

    def prune(self, state: TakeoverState, watermark: float) -> None:
        """Drop what no late event can touch; fold closed days into the past."""
        oldest = watermark - LATENESS_MAX_S - 2 * DAY_S
        if state.entries and state.entries[0].time < oldest:  # both are in order of time
            state.entries = [entry for entry in state.entries if entry.time >= oldest]
        if state.changes and state.changes[0].time < oldest:
            state.changes = [change for change in state.changes if change.time >= oldest]
        if state.guesses:
            state.guesses = {hour: n for hour, n in state.guesses.items() if hour * self.step_s >= oldest}
        fold_days(state.past, state.days, oldest)

    def explain(self, run: Tally, state: TakeoverState, key: str) -> Finding:
        """Say what was new, how many failures came before, and what was changed after."""
        extra = run.extra or {}
        changed = [kind.partition(".")[2].replace("_", " ") for kind in CHANGES if extra.get(kind.partition(".")[2])]
        evidence: dict[str, float | int | str] = {
            "failures_before": int(run.peak), "novelty_log10": round(run.usual, 3),
            "surprise_log10": round(run.surprise, 3),
            **{name: int(bool(value)) for name, value in sorted(extra.items())},
        }  # fmt: skip
        reason = (
            f"The account was {'entered' if extra.get('login') else 'changed, without a login,'} from a strange place"
            f"{' in a new country' if extra.get('new_country') else ''}"
            f"{' with a new device' if extra.get('new_device') else ''}; failed logins from strange places in the day "
            f"before: {run.peak:.0f}; changed since: {', '.join(changed) or 'nothing yet'}."
        )
        severity: Severity = "critical" if changed else "high"
        action = "End its sessions, undo the changes, let the owner back in through the old address."
        return Finding(severity, evidence, reason, action, [key], 1)
