"""A sign-up farm with a new address and device for each account: what its sign-ups share over the whole site."""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar

from msgspec import field

from detectors.base import Signal
from detectors.network import network_of, short
from detectors.program_named import named
from detectors.settled_window import SettledState
from detectors.shared_traits import MAIL, NETWORK, OTHER, PROGRAM, note
from detectors.signup_site_share import SWING, TRAITS, folded_in, share_of, surprise_of
from detectors.signup_site_words import SIGNUPS, SignupSiteWords
from detectors.signup_traits import made_up
from detectors.steps import HOUR_S, fold_over, folded
from detectors.tally import Tally
from detectors.window import WindowState
from schemas.event import Event


class SignupSiteState(SettledState, array_like=True):
    """Adds by hour how many sign-ups, with throw-away mail, with a drawn handle; and decayed sums of older hours."""

    hours: dict[int, list[float]] = field(default_factory=dict)
    past: list[float] = field(default_factory=lambda: [0.0, 0.0, 0.0])


class SignupSite(SignupSiteWords):
    """Sign-ups of an hour over the whole site with throw-away mail or handles as if drawn by lot, against their share.

    Fires when the share rises far beyond the usual, whatever addresses and devices the sign-ups come from. Quiet on a
    launch, a conference or a class: many come, but no more of them with such mail. Judged once a window is over. Fails
    where the farm uses real mail domains and people's names. The accounts named are those with the trait.
    """

    name = "signup_site"
    version = 4
    keyed_by = "site"
    kinds = ("account.signup",)
    area = "fake_accounts"
    state_type = SignupSiteState
    remembers_s: ClassVar[float] = 0.0  # how long hours are told apart beyond the lateness bound

    def __init__(self, alert_at: float = 0.5, *, window_s: float = 3600.0, least: float = 8,
                 usual: float = 1.0, burstiness: float = 1.0) -> None:  # fmt: skip
        """See `WindowDetector`."""
        super().__init__(alert_at, window_s=window_s, least=least, usual=usual, burstiness=burstiness)

    def member(self, event: Event) -> str | None:
        """Count sign-ups with a trait."""
        return event.subject if any(made_up(event)) else None

    def remembers(self, event: Event) -> bool:
        """Note the others too: they tell the share."""
        return True

    def note(self, event: Event, tally: Tally) -> None:
        """Count all sign-ups, and each trait; and what else those share that have one."""
        tally.add(SIGNUPS)
        found = made_up(event)
        things = _things(event.user_agent, event.ip, event.email_domain, counted=found[0] or found[1])
        tally.traits = note(tally.traits, things)
        for name, has in zip(TRAITS, found, strict=True):
            if has:
                tally.add(name)

    def learn(self, event: Event, state: WindowState, signal: Signal | None) -> bool:
        """As in the base; keep the hour's sums."""
        if isinstance(state, SignupSiteState):
            sums = state.hours.setdefault(int(event.time // HOUR_S), [0.0, 0.0, 0.0])
            for index, has in enumerate((True, *made_up(event))):
                sums[index] += has
        return super().learn(event, state, signal)

    def score(self, event: Event, state: WindowState, key: str) -> Signal | None:
        """Return the window's surprise, the event included; None for what is not counted."""
        return super().score(event, state, key) if self.member(event) is not None else None

    def _weigh(self, state: WindowState, end: int, count: float, past: tuple[float, float]) -> float:
        known = self._sums(state, end)
        return surprise_of(self._traits(state, end, known), known)

    def _past(self, state: WindowState, end: int) -> tuple[float, float]:
        """Return what the usual shares of the window's sign-ups come to, for the sentence."""
        known = self._sums(state, end)
        signups = self._traits(state, end, known)[0]
        mean = max(0.01, signups * max(share_of(known, name) / SWING for name in TRAITS))
        return 1.0, 1.0 / mean

    def _detail(self, state: WindowState, end: int) -> tuple[int, ...]:
        """Return the window's sign-ups, and those with each trait: a run is of several windows."""
        return tuple([int(number) for number in self._traits(state, end, self._sums(state, end))])

    def _traits(self, state: WindowState, end: int, known: list[float]) -> list[float]:
        """Return the window's sign-ups, and those with each trait; `known`: the hours that are over (`_sums`)."""
        window = [tally.extra or {} for tally in self._window(state, end)]
        return [sum([extra.get(name, 0.0) for extra in window]) for name in (SIGNUPS, *TRAITS)]

    def _sums(self, state: WindowState, end: int) -> list[float]:
        """Return what is remembered of the hours that are over: all sign-ups, and those with each trait."""
        if isinstance(state, SignupSiteState):
            return folded(state.past, state.hours, self._known_to(end), folded_in)
        return [0.0, 0.0, 0.0]

    def _known_to(self, end: int) -> int:
        """Return the first hour that a window which ends with bucket `end` is not judged by."""
        return int(end * self.step_s // HOUR_S) - 1

    def prune(self, state: WindowState, watermark: float) -> None:
        """As in the base; fold the hours that are over, a farm's share clipped."""
        super().prune(state, watermark)
        if isinstance(state, SignupSiteState):
            state.past = fold_over(state.past, state.hours, watermark - self.remembers_s, folded_in)


@lru_cache(1 << 10)
def _things(program: str | None, ip: str | None, mail: str | None, *, counted: bool) -> list[tuple[str, str]]:
    """Return what a sign-up may share; of those that are not counted no networks: people come from everywhere."""
    told = ((PROGRAM, named(program or "")), (NETWORK, short(network_of(ip or "")) if counted else ""), (MAIL, mail))
    side = "" if counted else OTHER
    return [(side, ""), *[(f"{side}{sort}", thing) for sort, thing in told if thing]]
