"""What was usual on the site, as a detector keeps it: by the day of the events to which it was told."""

from __future__ import annotations

from typing import Protocol, TypeVar

from detectors.base import Signal
from detectors.by_time import since
from detectors.site_days import asked
from detectors.window import WindowDetector, WindowState
from schemas.event import Event
from schemas.site_usual import SiteUsual

DAYS_KEPT = 3
NOT_YET = "nothing is known of this site yet: what is usual is told once three whole days of its own are over"
Told = dict[int, SiteUsual]
T = TypeVar("T")


class Hears(Protocol):
    """A window's state that keeps what was usual on the site."""

    usual: Told


class SiteTold(WindowDetector):
    """A window's detector that keeps what its events tell of the site; its states are `Hears`."""

    by_site = True

    def learn(self, event: Event, state: WindowState, signal: Signal | None) -> bool:
        """Keep what is usual on the site; the rest as in the base."""
        own: Hears = state  # type: ignore[assignment]  # `state_type`; no cast: a call an event
        if event.site is not None:
            hear(own.usual, event)
        return super().learn(event, state, signal)

    def _usual(self, state: WindowState, end: int) -> SiteUsual | None:
        """Return what was usual for the events of bucket `end`."""
        own: Hears = state  # type: ignore[assignment]  # `state_type`; no cast: a call
        return told_at(own.usual, end * self.step_s)

    def prune(self, state: WindowState, watermark: float) -> None:
        """As in the base; drop what was usual long ago."""
        super().prune(state, watermark)
        own: Hears = state  # type: ignore[assignment]  # `state_type`; no cast: a call
        own.usual = lately(own.usual, watermark)


def hear(told: Told, event: Event) -> None:
    """Keep what an event tells; all of one day tell the same."""
    if event.site is not None:
        told[asked(event.time)] = event.site


def told_at(told: Told, time: float) -> SiteUsual | None:
    """Return what was usual for events of a time."""
    return told.get(asked(time))


def lately(told: dict[int, T], watermark: float) -> dict[int, T]:
    """Return what windows that are not over ask for."""
    return since(told, asked(watermark) - DAYS_KEPT)
