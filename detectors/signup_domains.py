"""What detectors share that judge a site's sign-ups with one mail domain, from its second week on."""

from __future__ import annotations

from typing import Any, TypeVar

from detectors.base import Signal
from detectors.signup_steps import ALL, M, Remembered, SignupSteps, show
from detectors.surprise import to_score
from schemas.event import Event

KNOWN_LEAST, DAYS_LEAST = 50.0, 7.0  # sign-ups before, and days: as `signup_groups`
D = TypeVar("D", bound="DomainState[Any]")


class DomainState(Remembered[M], array_like=True):
    """Sign-ups by step and account, each with its mail `domain`."""

    oldest: int = -1  # the first step of all

    def began(self, step: int) -> None:
        """Note that a sign-up came in a step."""
        self.oldest = step if self.oldest < 0 else min(step, self.oldest)

    def within(self, first: int, last: int, domain: str) -> dict[str, Any]:
        """Return the sign-ups with a mail domain in some steps."""
        steps = range(first, last + 1)
        made: dict[int, dict[str, Any]] = self.made
        return {name: one for at in steps for name, one in made.get(at, {}).items() if one.domain == domain}

    def with_domain(self, step: int, domain: str) -> dict[str, Any]:
        """Return the sign-ups with a mail domain in the window that ends with `step`."""
        raise NotImplementedError

    def known(self, name: str, step: int) -> float:
        """Return how many are known under a name, as far as is remembered."""
        raise NotImplementedError


class SignupDomains(SignupSteps[D]):
    """Base of such detectors: each step, once it is over, is judged domain by domain."""

    def score(self, event: Event, state: D, key: str) -> Signal | None:
        """Return the surprise of the sign-ups with this mail domain so far; None where not all is told."""
        if not self.remembers(event):
            return None
        step, one = int(event.time // self.step_s), self._made_of(event)
        warm = self._warm(state, step)
        group = state.with_domain(step, one.domain) | {event.subject: one} if warm else {}
        surprise = self._judged(state, step, one.domain, group)
        return Signal(self.name, self.version, key, to_score(surprise), warm, surprise)

    def _judge(self, state: D, step: int) -> None:
        if not self._warm(state, step):
            return
        accused = []
        for domain in sorted({one.domain for one in state.made.get(step, {}).values()}):
            group = state.with_domain(step, domain)
            surprise = self._judged(state, step, domain, group)
            if surprise >= self.hot_from:
                self._accuse(state, step, group, surprise)
                accused.append(group)
        if accused:
            show(state.tallies[step], step, self.step_s, accused)

    def _warm(self, state: D, step: int) -> bool:
        days = (step - state.oldest) * self.step_s / 86_400.0
        return state.oldest >= 0 and days >= DAYS_LEAST and state.known(ALL, step) >= KNOWN_LEAST

    def _made_of(self, event: Event) -> Any:
        """Return what is kept of a sign-up."""
        raise NotImplementedError

    def _judged(self, state: D, step: int, domain: str, group: dict[str, Any]) -> float:
        """Return the surprise of a domain's sign-ups in the window; 0 where they say nothing."""
        raise NotImplementedError

    def _accuse(self, state: D, step: int, group: dict[str, Any], surprise: float) -> None:
        """Make the step hot with a domain's sign-ups."""
        raise NotImplementedError
