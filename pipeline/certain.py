"""When an episode is surely what it looks like: where it begins, so that its id is sure, and that it is over.

Nothing comes from before the watermark (and, in an orderly input, from before `slack_s` behind it). What came already
and is not hot may still become so by what comes, as far back as the detector reaches.
"""

from __future__ import annotations

from math import nextafter

from detectors.base import LATENESS_MAX_S
from detectors.tally import Tally
from pipeline.alert_record import Case

NEVER = float("inf")


def fringe(case: Case, since: float, after: float) -> list[Tally]:
    """Return the tallies with a time beyond `after` that are not hot, but may become so by an event from `since` on."""
    since -= case.detector.reach_s
    return [t for t in case.state.tallies.values() if not t.hot and t.last >= since and t.last > after]


def unsure_until(case: Case, before: float, gap_s: float, hour_s: float, sure: float) -> float:
    """Return from when on nothing can give the episode another id; NEVER where nothing can already.

    `before`: when the episode before it ended, which more than `gap_s` parts it from; `sure`: nothing comes from
    earlier. What comes before the hour of its beginning might move that, what comes within the gap make one of two.
    """
    reach, hour, gap = case.detector.reach_s, case.run.first // hour_s * hour_s, before + gap_s
    near = [one.last + reach for one in fringe(case, sure, before) if one.first < hour or one.first <= gap]
    return max([at for at in (hour, *map(beyond, (gap, *near))) if at > sure], default=NEVER)


def over_from(case: Case, gap_s: float, watermark: float) -> float:
    """Return the watermark at which nothing can join the episode any more, as far as is known now.

    It is waited for what comes later than the bound (`LATENESS_MAX_S`), where the detector reaches so far; and for what
    has come since, is not hot, and may still become so.
    """
    reach, quiet = case.detector.reach_s, case.run.last + gap_s
    until = quiet + min(reach, LATENESS_MAX_S)
    if watermark > until:
        near = [one.last + reach for one in fringe(case, watermark, case.run.last) if one.first <= quiet]
        until = max([until, *near])
    return beyond(until)


def beyond(time: float) -> float:
    """Return the first moment after `time`."""
    return nextafter(time, NEVER)
