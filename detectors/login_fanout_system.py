"""Credential stuffing from one provider: address after address of an autonomous system, none of them loud."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from detectors.base import Finding, Signal
from detectors.login_fanout_system_state import SWING, SystemState, folded_in, mean
from detectors.nobody import most_of, tried, without_nobody
from detectors.only import only
from detectors.own_fault import own_fault
from detectors.settled_window import OverWindow
from detectors.slots import slot
from detectors.steps import HOUR_S, fold_over, folded
from detectors.strange import strange
from detectors.surprise import binomial, gamma_poisson, to_score
from detectors.tally import Tally, sums_of
from detectors.window import WindowState
from detectors.wording import counted
from schemas.event import NEW_ACCOUNT, NEW_IP, Event

ADDRESSES_LEAST = 8  # below, it is for `login_fanout` and `login_fanout_network` to see
EACH_MOST = 4  # attempts an address counts for: one loud address is no provider
SHARE_MOST = 0.9  # where nearly all fail as a rule, nothing can be told


class LoginFanoutSystem(OverWindow):
    """Distinct accounts that an autonomous system failed to enter from eight or more addresses new to them, in an hour.

    Fires where both are surprising: how many fail, against the provider's own past hours, and how large a share of its
    strange attempts that is, against its usual share. Quiet on carriers and big providers, whose strangers mostly get
    in, from their first hour on; on one loud address. Judged once a window is over, as entries speak against an alert.
    Names the accounts tried, never those entered: most are neighbours. Fails where the provider has as many honest
    strangers as the attack has attempts, and on an outage that refuses everybody and gives no reason.
    """

    name = "login_fanout_system"
    keyed_by = "ip"
    kinds = ("account.login",)
    area = "account_security"
    state_type = SystemState

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 3600.0, least: float = 40,
                 usual: float = 4.0, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    @only(NEW_IP)
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the provider of an attempt from an address new to an account that has been elsewhere."""
        named = not event.novel & NEW_ACCOUNT or event.reason == "unknown_user"
        away = event.asn and event.ip and strange(event)
        return (f"AS{event.asn}",) if named and away and not own_fault(event) else ()

    def member(self, event: Event) -> str | None:
        """Count accounts that failed: those that have been elsewhere, and names that nobody has."""
        return event.subject if event.outcome is False else None

    def remembers(self, event: Event) -> bool:
        """Note entries too: they tell the share."""
        return event.outcome is not None

    def note(self, event: Event, tally: Tally) -> None:
        """Count attempts by address, and entries."""
        if event.outcome:
            tally.add("entered")
        elif event.ip:
            tally.add(slot("address", event.ip))

    def learn(self, event: Event, state: WindowState, signal: Signal | None) -> bool:
        """As in the base; keep the hour's sums."""
        if isinstance(state, SystemState) and event.outcome is not None:
            state.hours.setdefault(int(event.time // HOUR_S), [0.0, 0.0])[event.outcome is True] += 1
        return super().learn(event, state, signal)

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the window's surprise, a failure included; None for what is not counted."""
        if self.member(event) is None or not isinstance(state, SystemState):
            return None
        end, surprise = int(event.time // self.step_s), 0.0
        count = self._count(state, end, event)
        if count >= self.least:
            mine = Tally()
            self.note(event, mine)
            surprise = self._judge(state, end, count, [*self._window(state, end), mine])
        return Signal(self.name, self.version, key, to_score(surprise), state.rate > 0, surprise)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        return self._judge(state, end, count, self._window(state, end))

    def _judge(self, state: WindowState, end: int, count: float, window: Sequence[Tally]) -> float:
        used = addresses(window)
        if len(used) < ADDRESSES_LEAST or not isinstance(state, SystemState):
            return 0.0
        failed = min(count, sum(min(tries, EACH_MOST) for tries in used.values()))
        entered = sum((tally.extra or {}).get("entered", 0.0) for tally in window)
        share = binomial(int(failed + entered), int(failed), self._share(state, int(end * self.step_s // HOUR_S)))
        return min(share, gamma_poisson(failed - 1, *self._past(state, end)))

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return how many of a hundred strange attempts get in there as a rule."""
        hour = int(end * self.step_s // HOUR_S)
        own = cast("SystemState", state)
        return (round(100 * (1 - mean(*folded(own.past, own.hours, hour - 1, folded_in)))),)

    def _share(self, state: SystemState, hour: int) -> float:
        """Return the most that an honest hour's failing share may be, by the hours that are over."""
        return min(SHARE_MOST, SWING * mean(*folded(state.past, state.hours, hour - 1, folded_in)))

    def prune(self, state: WindowState, watermark: float) -> None:
        """As in the base; fold the hours that are over, an attack's clipped."""
        super().prune(state, watermark)
        if isinstance(state, SystemState):
            state.past = fold_over(state.past, state.hours, watermark, folded_in)

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Return the checkable numbers of a run: how many addresses, never which."""
        entered = (run.extra or {}).get("entered", 0.0)
        return {**self.numbers(run), "addresses": len(addresses([run])), "entered": int(entered)}

    def explain(self, run: Tally, state: WindowState, key: str) -> Finding:
        """As in the base; names of nobody are no accounts."""
        return without_nobody(super().explain(run, state, key), run)

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say how many accounts from how many addresses, and how many attempts got in."""
        entered = (run.extra or {}).get("entered", 0.0)
        usual = f" (usually {run.detail[0]} of 100 do)" if run.detail else ""
        reason = (
            f"{tried(run)} failed to log in from {len(addresses([run]))} addresses of one provider, all "
            f"new to them; {most_of(run, 'of these')} in {self.window_s / 60:.0f} min "
            f"({self.usually(run, 'there', 'for such providers')}); {counted(entered, 'login')} from such addresses "
            f"got in meanwhile{usual}{', of accounts not named: they may be other customers' if entered else ''}."
        )
        return reason, "Look who got in from there; challenge the provider's addresses while it lasts."


def addresses(window: Sequence[Tally]) -> dict[str, float]:
    """Return what was noted of each address (failed attempts, refused requests), counted by hash (of 4096)."""
    return sums_of(window, "address")
