"""What became of an episode that a detector found."""

from __future__ import annotations

from typing import Any

from detectors.base import Detector
from pipeline.alert_record import stamp
from pipeline.alert_view import is_joined, when
from pipeline.why.episode import ENDED, Episode
from pipeline.why.question import Decided, Sight
from pipeline.why.quiet import judges_later
from pipeline.why.witness import Witness
from schemas.alert import Alert

_SILENCED: dict[str, tuple[Decided, str]] = {
    "snooze": ("snooze", "found, and not sent: the entity or the detector was snoozed"),
    "allow_list": ("allow_list", "found, and not sent: the entity is allowed"),
    "threshold": ("threshold", "found, and not sent: below the level that `control threshold` had set"),
}


def why_told(sight: Sight, episode: Episode, alert: Alert | None, detector: Detector[Any],
             witness: Witness) -> tuple[Decided, str]:  # fmt: skip
    """Return what was decided, and why; `alert` is the newest version, None where none was sent."""
    if alert is None:
        return _unsent(episode)
    decided, said = _sent(alert)
    words = [_part(sight, episode, alert, judges_later(detector)), said, _waited(alert, witness)]
    row = alert.campaign_id or alert.alert_id
    if witness.deferred.get(row, [0.0])[-1] == ENDED and alert.mode == "live":
        decided = "waiting"
    if episode.silenced:
        words.append("later versions were not sent: " + _SILENCED[episode.silenced][1].partition(": ")[2])
    return decided, "; ".join(word for word in words if word)


def on_others(sight: Sight, episode: Episode, alert: Alert | None) -> bool:
    """Tell whether an episode of a place or a whole site counts others only, and neither the event nor its account."""
    named = () if alert is None else (*alert.accounts, *alert.evidence_event_ids)
    known = sight.key.startswith("account:") or sight.event_id == episode.raised_by
    if known or episode.sampled or not episode.names:
        return False
    return sight.subject not in episode.names and sight.subject not in named and sight.event_id not in named


def _unsent(episode: Episode) -> tuple[Decided, str]:
    if episode.silenced:
        return _SILENCED[episode.silenced]
    if episode.again:
        said = "found, and not sent: reviewers called an alert of it on this entity benign, and this one is no stronger"
        return "called_benign", said
    return "unsent", "found, and nothing of it was sent"


def _part(sight: Sight, episode: Episode, alert: Alert, later: bool) -> str:
    """Say how the event and the alert belong together."""
    if episode.raised_by == sight.event_id:
        return "this event raised the alert"
    named = ", and is named there" if sight.event_id in alert.evidence_event_ids else ""
    if episode.raised_by is None:
        at = "at the end of the input" if episode.raised_at == ENDED else f"at {_at(episode.raised_at)}"
        why = "its window was over" if later else "nothing earlier could come any more that would change its id"
        return f"it went into an alert raised {at}, when {why}{named}"
    if episode.raised_at < sight.time:
        return f"it went into an alert open since {_at(episode.raised_at)}{named}"
    return f"it went into an alert that event {episode.raised_by} raised at {_at(episode.raised_at)}{named}"


def _sent(alert: Alert) -> tuple[Decided, str]:
    if alert.mode == "live":
        return ("joined", f"that is part of campaign {alert.campaign_id}") if is_joined(alert) else ("alert", "")
    if alert.mode == "shadow":
        return "shadow", "the detector is in shadow: the alert is marked so, and nobody need look at it"
    return "audit", "its mode is audit: it is there to measure with"


def _waited(alert: Alert, witness: Witness) -> str:
    since, *until = witness.deferred.get(alert.campaign_id or alert.alert_id, [0.0])
    if not until:
        return ""
    end = "the end of the input, and would wait on" if until[0] == ENDED else _at(until[0])
    return f"it waited for reviewers' minutes from {_at(since)} to {end}"


def _at(time: float) -> str:
    return when(stamp(time))
