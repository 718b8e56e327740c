"""What was usual on the site, as a detector keeps it: by the day of the events to which it was told."""

from __future__ import annotations

from detectors.site_days import asked
from schemas.event import Event, SiteUsual

DAYS_KEPT = 3
Told = dict[int, SiteUsual]


def hear(told: Told, event: Event) -> None:
    """Keep what an event tells; all of one day tell the same."""
    if event.site is not None:
        told[asked(event.time)] = event.site


def told_at(told: Told, time: float) -> SiteUsual | None:
    """Return what was usual for events of a time."""
    return told.get(asked(time))


def lately(told: Told, watermark: float) -> Told:
    """Return what windows that are not over ask for."""
    last = asked(watermark) - DAYS_KEPT
    return {day: usual for day, usual in told.items() if day >= last} if told and min(told) < last else told
