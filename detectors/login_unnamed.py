"""Guessing in logs that do not name the account: all that is seen of an address is that it fails, again and again."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import field

from detectors.base import LATENESS_MAX_S, Signal, by_event
from detectors.by_time import since
from detectors.login_unnamed_words import LoginUnnamedWords
from detectors.own_fault import own_fault
from detectors.surprise import gamma_poisson, to_score
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import Event

UNNAMED = "unknown:"  # how `ingest` begins the subject of an attempt whose account the log leaves out
LIMITED = 16.0  # attempts or so that a product's own limiter has let pass before it says `rate_limited`
STRETCH = 4  # seconds in which a person tries once, twice at most
REPEATED = 1.5  # surprise of a further attempt in such a stretch: a mail client opens two or three connections at once
ONWARD = 1.5  # and of each further second with one: a client tries at once or waits, a script goes on and on
PACE_MOST = 60.0
# Surprise of a further knock at a `honeypot`, where nobody has business; scanners pass by
DECOY, DECOYS_MOST = 0.8, 3.0
NOTED = {"rate_limited": "rate_limited", "honeypot": "decoy", "unknown_user": "unknown_users"}  # by the reason told


class UnnamedState(WindowState, array_like=True):
    """Adds recent attempts by second, and by bucket the surprise of the quickest stretch that ends in it."""

    seconds: dict[int, int] = field(default_factory=dict)
    quick: dict[int, float] = field(default_factory=dict)

    def pace(self, end: int, further: int | None = None) -> tuple[float, int]:
        """Return the surprise of the stretch up to second `end`, an attempt at `further` included, and how many."""
        tried = {second: self.seconds[second] for second in range(end - STRETCH + 1, end + 1) if second in self.seconds}
        if further is not None:
            tried[further] = tried.get(further, 0) + 1
        count = sum(tried.values())
        return min(PACE_MOST, REPEATED * (count - 1) + ONWARD * (len(tried) - 1)), count


class LoginUnnamed(LoginUnnamedWords):
    """Failed attempts at one address in an hour, where the log does not say on which account.

    Fires on three in as many seconds, on sixteen in an hour, on an address that the product's own limiter has shut out.
    Quiet on somebody who mistypes a few times, on a client that tries twice, on an address whose past shows as many, be
    it in the hour or in seconds: where a provider's customers share one, three fail within seconds by chance.
    Logs that name accounts are for the others. What one such line means is set as fail2ban and CrowdSec have it.
    """

    name = "login_unnamed"
    keyed_by = "ip"
    kinds = ("account.login",)
    area = "account_security"
    state_type = UnnamedState
    counts = "total"

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 3600.0, least: float = 4,
                 usual: float = 0.65, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    @by_event
    def keys_of(self, event: Event) -> Sequence[str]:
        """Return the address of an attempt on an account not named."""
        return (event.ip,) if event.ip and event.subject.startswith(UNNAMED) and not own_fault(event) else ()

    def member(self, event: Event) -> str | None:
        """Count failures."""
        return event.subject if event.outcome is False else None

    def weight(self, event: Event) -> float:
        """Return how many attempts the line stands for."""
        return LIMITED if event.reason == "rate_limited" else 1.0

    def note(self, event: Event, tally: Tally) -> None:
        """Count what a limiter and a decoy said, and names that no account has."""
        if event.reason in NOTED:
            tally.add(NOTED[event.reason])

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the surprise of the window, a failure included; None for a success."""
        if event.outcome or not isinstance(state, UnnamedState):
            return None
        end, mine = int(event.time // self.step_s), Tally()
        self.note(event, mine)
        surprise = self._judge(state, end, self._count(state, end, event), [*self._window(state, end), mine])
        second = int(event.time)
        past = self._past(state, end)
        surprise = max(surprise, *(self._close(state, last, past, second) for last in range(second, second + STRETCH)))
        return Signal(self.name, self.version, key, to_score(surprise), state.rate > 0, surprise)

    def learn(self, event: Event, state: WindowState, signal: Signal | None) -> bool:
        """Note how close the attempt follows others, then as in the base."""
        if isinstance(state, UnnamedState) and event.outcome is False:
            second = int(event.time)
            state.seconds[second] = state.seconds.get(second, 0) + 1
            for end in range(second, second + STRETCH):
                if end in state.seconds:
                    bucket = int(end // self.step_s)
                    close = self._close(state, end, self._past(state, bucket))
                    state.quick[bucket] = max(state.quick.get(bucket, 0.0), close)
        return super().learn(event, state, signal)

    def _close(self, state: UnnamedState, end: int, past: tuple[float, float], further: int | None = None) -> float:
        """Return the surprise of a stretch: no more than the address's own past leaves to it."""
        pace, count = state.pace(end, further)
        return min(pace, gamma_poisson(count - 1, past[0], past[1] * self.window_s / STRETCH)) if pace else 0.0

    def _enough(self, state: WindowState, end: int, count: float) -> bool:
        return count >= self.least or self._quickest(state, end) >= self.hot_from

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        return max(self._quickest(state, end), self._judge(state, end, count, self._window(state, end)))

    def _quickest(self, state: WindowState, end: int) -> float:
        quick = state.quick if isinstance(state, UnnamedState) else {}
        return max((quick.get(bucket, 0.0) for bucket in range(end - self.steps + 1, end + 1)), default=0.0)

    def _judge(self, state: WindowState, end: int, count: float, window: Sequence[Tally]) -> float:
        decoys = sum((tally.extra or {}).get("decoy", 0.0) for tally in window)
        return gamma_poisson(count - 1, *self._past(state, end)) + min(DECOYS_MOST, DECOY * max(0.0, decoys - 1))

    def prune(self, state: WindowState, watermark: float) -> None:
        """As in the base; drop old attempts."""
        super().prune(state, watermark)
        if isinstance(state, UnnamedState):
            oldest = watermark - LATENESS_MAX_S
            state.seconds = since(state.seconds, oldest - STRETCH)
            reached = int((oldest - self.window_s) // self.step_s) - 1
            state.quick = since(state.quick, reached)
