"""Patient guessing from one network: each of its addresses tries an account now and then, for a day and longer."""

from __future__ import annotations

from collections.abc import Sequence

from detectors.base import Signal
from detectors.login_fanout_network import LoginFanoutNetwork
from detectors.login_fanout_network_slow_words import NetworkSlowWords, entered_in
from detectors.login_fanout_system import addresses
from detectors.login_fanout_system_state import FAILING, SWING
from detectors.network import provider_named
from detectors.slots import slot
from detectors.strange import news
from detectors.surprise import binomial, gamma_poisson, to_score
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import NEW_ACCOUNT, NEW_IP, Event

ADDRESSES_LEAST, EACH_MOST = 3, 4  # as of `login_fanout_network`
HOURS_LEAST = 4  # what comes within fewer is for others to see, as of `login_guessing_address`
SHARE = FAILING * SWING  # of those who come to a new place, at most so many fail and do not get in


class LoginFanoutNetworkSlow(NetworkSlowWords):
    """Distinct accounts that failed from three or more addresses of a network (/24, /48) in a day, and nearly all only.

    Counted are accounts that have been elsewhere, at addresses new to them, over four hours or more. Fires on one
    network's hundred attempts in two days, however its addresses take turns and whether or not a provider is told.
    Quiet on carriers, offices and hotels from their first day on, since most who fail there get in, too; on one
    address, which is `login_guessing_address`'s. Judged once an hour is over, as entries speak against an alert. Fails
    where the network has as many honest strangers, and takes an outage of a day, of which no reason is told, for a
    guesser. Who got in is named first, and it is critical, only where they are as few as a guesser's. Cost: a
    microsecond for an attempt from a new address; nothing else is looked at.
    """

    name = "login_fanout_network_slow"
    keyed_by = "ip"
    kinds = ("account.login",)
    area = "account_security"
    steps = 24
    marks_entries = True
    keys_of = LoginFanoutNetwork.keys_of  # the same question, asked once

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 86_400.0, least: float = 6,
                 usual: float = 1.0, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def member(self, event: Event) -> str | None:
        """Count accounts that failed and have been elsewhere, where that is known."""
        return event.subject if event.outcome is False and _away(event) else None

    def remembers(self, event: Event) -> bool:
        """Note entries too: they tell the share."""
        return event.outcome is not None and _away(event)

    def note(self, event: Event, tally: Tally) -> None:
        """Count attempts by address, mark who got in; the provider joins networks of one that are tried in turns."""
        if event.outcome:
            tally.mark(event.subject, event.time)
            tally.add("entered")
        elif event.ip:
            tally.add(slot("address", event.ip))
            tally.tie(f"provider:{provider_named(event.asn, event.ip)}", event.time)

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the day's surprise, a failure included; None for what is not counted."""
        if event.outcome is not False or not _away(event):
            return None
        end, surprise = int(event.time // self.step_s), 0.0
        count = self._count(state, end, event)
        if count >= self.least:
            mine = Tally()
            self._put(event, mine, event.subject)
            surprise = self._judge(state, end, count, [*self._window(state, end), mine])
        return Signal(self.name, self.version, key, to_score(surprise), state.rate > 0, surprise)

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        return self._judge(state, end, count, self._window(state, end))

    def _judge(self, state: WindowState, end: int, count: float, window: Sequence[Tally]) -> float:
        """Return the less surprising of: how many failed, against the network's own past; how few others got in."""
        used = addresses(window)
        hours = len({int(tally.first // self.step_s) for tally in window if tally.members})
        if len(used) < ADDRESSES_LEAST or hours < HOURS_LEAST:
            return 0.0
        failed = int(min(count, sum([min(tries, EACH_MOST) for tries in used.values()])))
        return self._against(state, end, failed, window)

    def _against(self, state: WindowState, end: int, failed: int, window: Sequence[Tally]) -> float:
        got_in = int(sum([entered_in(tally) for tally in window]))
        return min(binomial(failed + got_in, failed, SHARE), gamma_poisson(failed - 1, *self._past(state, end)))


def _away(event: Event) -> bool:
    """Tell whether the account has been elsewhere, at addresses that were told."""
    return not event.novel & NEW_ACCOUNT and bool(news(event) & NEW_IP)
