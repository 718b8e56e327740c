"""Why what a detector saw is in no alert of its own."""

from __future__ import annotations

from math import log10
from typing import Any

from detectors.base import Detector
from detectors.surprise import to_surprise
from pipeline.why.question import Decided, Sight

USUAL = log10(1.5)  # surprise below which it would be told as "once in 1"


def why_quiet(sight: Sight, detector: Detector[Any], later: str = "") -> tuple[Decided, str]:
    """Return what was decided, and why; `later`: what it lacked at events after this one, as far as it says so."""
    if sight.failed:
        return "failed", "the detector failed on this event; the log says where"
    if not sight.counted:
        return "not_counted", "it is shown such an event, and does not count it"
    if sight.score is None:
        return "nothing_said", sight.lacks or "it had nothing to say"
    if sight.score < detector.alert_at:
        return "below_level", _rarity(sight.score, detector) + (f"; {lacks}" if (lacks := later or sight.lacks) else "")
    return _above(sight, detector, later)


def _above(sight: Sight, detector: Detector[Any], later: str) -> tuple[Decided, str]:
    if sight.lacks:
        return "too_few", f"{sight.lacks}, however surprising they are"
    if judges_later(detector):
        quiet = f": {later}" if later else f"; `abusewatch detectors {sight.detector}` says what it is quiet on"
        return "judged_later", f"once its window was over, something in it spoke against accusing{quiet}"
    return "not_accused", f"it wants more than a score: see `abusewatch detectors {sight.detector}`"


def judges_later(detector: Detector[Any]) -> bool:
    """Tell whether a detector judges what it has seen once that is over."""
    return type(detector).settle is not Detector.settle


def _rarity(score: float, detector: Detector[Any]) -> str:
    surprise = to_surprise(score)
    rare = "such is usual" if surprise < USUAL else f"such happens by chance {_once(surprise)}"
    return f"{rare}, and it accuses from {_once(detector.hot_from)} on"


def _once(surprise: float) -> str:
    return f"once in {10**surprise:,.0f}" if surprise < 9 else f"once in 10^{surprise:.0f}"
