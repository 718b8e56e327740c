"""What is noted of a takeover, and the finding that is made of it."""

from __future__ import annotations

from detectors.base import Detector, Finding
from detectors.habits import DAY_S
from detectors.network import provider_of
from detectors.takeover_changes import SOON_S
from detectors.takeover_emptied import payees_of
from detectors.takeover_entries import CHANGES, Entry
from detectors.takeover_graded import severity, told_of
from detectors.takeover_judged import weigh
from detectors.takeover_past import CLIENTS_FREE
from detectors.takeover_rarity import rarity
from detectors.takeover_spent_words import spending
from detectors.takeover_state import TakeoverState
from detectors.takeover_words import (
    CURRENCIES,
    EARLIER,
    PAYEES,
    PAYEES_KEPT,
    PRODUCTS,
    advice,
    before,
    by_name,
    came_with,
    place,
    said,
    sent,
)
from detectors.tally import Tally, note_once
from schemas.event import NEW_AGENT, NEW_ASN, NEW_COUNTRY, NEW_DEVICE, NEW_IP

NEWS = {"new_country": NEW_COUNTRY, "new_provider": NEW_ASN, "new_address": NEW_IP, "new_device": NEW_DEVICE,
        "new_program": NEW_AGENT}  # fmt: skip


class TakeoverReport(Detector[TakeoverState]):
    """Base of `takeover`: makes the hours of entries hot, and turns runs of these into findings."""

    def _refresh(self, time: float, state: TakeoverState) -> bool:
        hot = False
        for entry in state.entries:
            if abs(time - entry.time) <= DAY_S:
                hot = self._heat(state, entry) or hot
        return hot

    def _heat(self, state: TakeoverState, entry: Entry) -> bool:
        surprise = weigh(state, entry)
        if surprise < self.hot_from:
            return False
        tally = state.tallies.setdefault(int(entry.time // self.step_s), Tally())
        tally.hot = True
        _, which, amount, most, days = state.lavishness(entry)
        write(state, entry, tally, lavish=amount > most)
        habit, clients = state.habit(entry.time), state.strangers(entry)
        lately = int(state.spends_lately(entry, which))
        detail = (round(habit.logins), which, int(amount), int(most), days, clients, lately, round(habit.folded))
        tally.crest(state.failures(entry), state.novelty(entry), surprise, detail)
        return True

    def explain(self, run: Tally, state: TakeoverState, key: str) -> Finding:
        """Say what was new, what came before, and what was changed and spent after."""
        extra = run.extra or {}
        changed = [said(kind) for kind in CHANGES if extra.get(kind.partition(".")[2])]
        _, which, amount, most, days, clients, _, logins = told_of(run)
        evidence: dict[str, float | int | str] = {
            "failures_before": int(run.peak), "novelty_log10": round(run.usual, 3),
            "surprise_log10": round(run.surprise, 3), "logins_before": logins,
            **{name: int(bool(value)) for name, value in sorted(extra.items())},
        }  # fmt: skip
        if clients > CLIENTS_FREE:
            evidence["clients_failed_in_two_weeks"] = clients
        if which:
            evidence |= {"spent_after": amount, "most_in_a_day_before": most, "days_with_spending": days}
        evidence |= by_name(run)
        reason = (
            f"The account was {'entered' if extra.get('login') else 'changed, without a login,'} {place(extra)}"
            f"{before(run, extra)}; changed since: {', '.join(changed) or 'nothing yet'}{sent(run)}{spending(run)}."
            f"{rarity(run)}"
        )
        grave = severity(run, extra)
        return Finding(grave, evidence, reason, advice(run, extra, sure=grave == "critical"), [key], 1)


def write(state: TakeoverState, entry: Entry, tally: Tally, *, lavish: bool) -> None:
    """Note the entry, its changes and, where it was `lavish`, what was spent, each event once.

    It began with the first of several entries close together.
    """
    near = [e for e in state.entries if e.home == entry.home and 0 <= entry.time - e.time <= SOON_S]
    tally.stretch(min(e.time for e in near))
    spent = entry.spent if lavish else []
    note_once(tally, [(entry.time, entry.id), *((c.time, c.id) for c in state.after(entry)), *spent])
    for kind, of in zip(("ip", "device"), entry.place(), strict=True):
        if of:
            tally.tie(f"{kind}:{of}", entry.time)
    if entry.ip and not (entry.near or entry.home):
        tally.tie(f"range:{provider_of(entry.ip)}", entry.time)
    told = came_with(entry)
    if to := payees_of(state.payees, entry):
        told[PAYEES] = dict.fromkeys(list(to)[:PAYEES_KEPT], 1.0)
        note_once(tally, [one[:2] for one in to.values()])
        for payee, (time, *_) in to.items():
            tally.tie(f"payee:{payee}", time)
    if entry.products:
        told[PRODUCTS] = dict.fromkeys(entry.products, 1.0)
    if lavish and state.paid is not None and state.paid.currencies:
        told[CURRENCIES] = dict.fromkeys(entry.currencies, 1.0)
        told[EARLIER] = dict.fromkeys(state.paid.currencies, 1.0)
    tally.traits = {**(tally.traits or {}), **told} or None
    shown, known = _shown(state, entry, login=any(e.login for e in near)), tally.extra or {}
    tally.extra = {name: max(shown.get(name, 0.0), known.get(name, 0.0)) for name in {**known, **shown}}


def _shown(state: TakeoverState, entry: Entry, *, login: bool) -> dict[str, float]:
    """Return what an entry shows of itself, each 1 or 0: what came before and after it, and what of it was new."""
    shown = {change.kind.partition(".")[2]: 1.0 for change in state.after(entry)}
    shown["reset_before"] = float(bool(shown and state.before(entry)))
    shown["login"] = float(login)
    shown["passed_second_factor"] = float(entry.passed)
    shown |= {name: float(bool(entry.novel & bit)) for name, bit in NEWS.items()}
    shown |= {"known_provider": float(entry.near), "known_address": float(entry.home)}
    shown["first_address"] = float(entry.ip is not None and not (entry.home or entry.owned or entry.novel & NEW_IP))
    return shown
