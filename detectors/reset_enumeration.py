"""Probing by password resets: they are asked for many accounts, existing or not, from one range new to them all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, cast

import msgspec

from detectors.base import Finding, Signal, by_event
from detectors.login_address_notes import Unhurried
from detectors.login_address_state import HOUR_S, AddressState
from detectors.login_fanout_report import FanoutReport
from detectors.login_unnamed import UNNAMED
from detectors.network import range_of
from detectors.nobody import is_nobody, stand_in
from detectors.only import only
from detectors.reset_enumeration_state import ResetState
from detectors.slots import slot
from detectors.strange import strange
from detectors.surprise import gamma_poisson, to_score
from detectors.tally import Tally
from detectors.window import WindowState
from detectors.wording import counted
from schemas.event import NEW_IP, Event

RESET: Final = "account.password_reset"
FORCED = 2.0  # resets that go with a login from a new place, at most: after a notice to all, everybody's comes first


class ResetEnumeration(Unhurried, FanoutReport):
    """Distinct accounts for which a reset was asked from one range (/22, /48) that is new to them, within an hour.

    Fires on a list that is tried out by resets, from one address or its neighbours; names that no account has are told
    apart by event where the producer leaves them out, beside as many real accounts as `least` asks for. Quiet on owners
    at home and in their office, also when all are told to set a new password; on a carrier or a support desk as busy as
    before, or up to five times as busy as on its fullest day; on who asks again and again for a name that does not
    exist. Blind to a list that takes a range for each dozen, or that has hardly an account in it. Fails where a new
    support desk sets passwords for dozens within its first hours. Method: as `login_fanout_network`.
    """

    name = "reset_enumeration"
    version = 4
    state_type = ResetState
    lasting = False  # one account more may speak for names of nobody
    kinds = ("account.login", RESET)
    steps = 12
    idle_s = 86_400.0  # a list is worked through with pauses: one alert, not one for each part

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 3600.0, least: float = 6,
                 usual: float = 1.0, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    @by_event
    @only(NEW_IP)
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the range (what a hoster lets at once) of a reset, or of a login, from a place new to the account."""
        asks = event.type == RESET or event.outcome
        return (range_of(event.ip),) if asks and event.ip and strange(event) else ()

    def tries(self, event: Event) -> bool:
        """Look at resets, whatever became of them."""
        return event.type == RESET

    def member(self, event: Event) -> str | None:
        """Count every account for which one was asked: whether it exists is what the asking is to tell.

        Where all that do not exist are told as one, each is a name of its own: a list's are.
        """
        if event.type != RESET:
            return None
        return stand_in(event.id) if is_nobody(event) else event.subject

    def note(self, event: Event, tally: Tally) -> None:
        """Note the address of a reset."""
        if event.type == RESET and event.ip:
            tally.add(slot("address", event.ip))

    def learn(self, event: Event, state: WindowState, signal: Signal | None) -> bool:
        """As in the base; count the day's resets."""
        if event.type == RESET:
            cast("ResetState", state).asked(event.time)
        return super().learn(event, state, signal)

    def _put(self, event: Event, tally: Tally, member: str | None) -> None:
        super()._put(event, tally, member)
        self.note(event, tally)

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the surprise of the window, a reset included; None for a login."""
        if event.type != RESET or not isinstance(state, AddressState):
            return None
        surprise = self._ask(event, state)
        return Signal(self.name, self.version, key, to_score(surprise), state.rate > 0, surprise)

    def _plain(self, state: WindowState, end: int, count: int, window: Sequence[Tally],
               fresh: str | None) -> tuple[float, tuple[float, float] | None]:  # fmt: skip
        """Weigh the accounts against the network's own past; names of nobody only beside accounts enough.

        One who asks again and again for a name that does not exist is no list.
        """
        if count < self.least:
            return 0.0, None
        past, nobody = self._past(state, end), _nobody(window)
        surprise = gamma_poisson((count if count - nobody >= self.least else count - nobody) - 1, *past)
        return min(surprise, cast("ResetState", state).left(end * self.step_s)), past

    def _past(self, state: WindowState, end: int) -> tuple[float, float]:
        """As in the base; whoever sets a new password logs in, and most who log in may have been told to set one."""
        shape, rate = super()._past(state, end)
        if isinstance(state, AddressState) and (state.hours or state.busy):
            going = FORCED * state.usual(int(end * self.step_s // HOUR_S)) * self.window_s / HOUR_S
            if going > shape / rate:
                return shape + 1, (shape + 1) / going
        return shape, rate

    def explain(self, run: Tally, state: WindowState, key: str) -> Finding:
        """As in the base; names of nobody are no accounts."""
        found, nobody = super().explain(run, state, key), _nobody([run]) << run.level
        accounts = [name for name in found.accounts if not name.startswith(UNNAMED)]
        return msgspec.structs.replace(found, accounts=accounts, accounts_total=found.accounts_total - nobody)

    def evidence(self, run: Tally) -> dict[str, float | int | str]:
        """Return the checkable numbers of a run: how many addresses, never which."""
        names = {"names_of_nobody": nobody << run.level} if (nobody := _nobody([run])) else {}
        return {**self.numbers(run), **names, "addresses": _addresses(run)}

    def sentence(self, run: Tally, key: str) -> tuple[str, str]:
        """Say for how many accounts from how many addresses, and how many were entered."""
        nobody = _nobody([run]) << run.level
        names = f" and {nobody} times for a name that no account has" if nobody else ", existing or not"
        reason = (
            f"A password reset was asked for {counted(run.distinct() - nobody)}{names}, from "
            f"{counted(_addresses(run), 'address')} of one network, new to all of them; "
            f"for {run.peak:,.0f} or more {'of these' if nobody else 'accounts'} within {self.window_s / 60:.0f} min "
            f"({self.usually(run, 'there', 'for such networks')}); {self.meanwhile(run, 'from there')}."
        )
        whom = "network" if _addresses(run) > 1 else "address, which the events shown tell"
        return reason, f"Limit resets from the {whom}; answer alike whether or not an account exists."


def _nobody(window: Sequence[Tally]) -> int:
    """Return how many names of nobody several tallies hold; each is in one only."""
    return sum([name.startswith(UNNAMED) for tally in window for name in tally.members])


def _addresses(run: Tally) -> int:
    """Return how many addresses asked (by hash, of 4096)."""
    return sum(name.startswith("address") for name in run.extra or {})
