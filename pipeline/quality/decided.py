"""The verdict on each alert that has one, as reviewers want to see it beside the alert."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from pipeline.alert_id import is_sample
from pipeline.quality.matching import judgements
from pipeline.quality.samples import Samples
from pipeline.quality.verdicts import verdicts
from schemas.alert import Alert
from schemas.event import Decision


def decided(alerts: Mapping[str, Alert], said: Collection[Decision]) -> dict[str, str]:
    """Return the verdict by alert id, reckoned as for precision; an alert that nobody has judged is not there."""
    samples = Samples(alerts, said)
    others = {name: one for name, one in alerts.items() if not is_sample(name)}
    found = verdicts(judgements(others, (one for one in said if one.id not in samples.taken))[0])
    words = dict(zip(found["alert_id"], found["verdict"], strict=True))
    return {name: str(verdict) for name, verdict in words.items() if verdict} | samples.verdicts()
